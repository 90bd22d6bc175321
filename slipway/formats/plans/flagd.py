"""A flag definition file of flagd as a release to run."""

import re

from slipway.content.problem import Problem
from slipway.content.source import Text
from slipway.delivery.flagd_release import FlagdSettings, is_switch
from slipway.formats.flagd import export_flags, import_flags
from slipway.formats.imported import Imported
from slipway.formats.plan_format import PlanFormat
from slipway.words import say

_SIGNS = re.compile(r'"flags"\s*:')


def read(text: Text) -> Imported[FlagdSettings]:
    """The first flag of the file whose variants are true and false; the others are told."""
    imported = import_flags(text)
    if imported.settings is None:
        return Imported(None, imported.unsupported, imported.problems)
    switches = [flag.key for flag in imported.settings.flags if is_switch(flag)]
    if not switches:
        problem = text.problem(1, 1, say("flags.no_switch"), say("flags.a_switch"))
        return Imported(None, imported.unsupported, (problem,))
    others = [flag.key for flag in imported.settings.flags if flag.key != switches[0]]
    left_out = [_remark(text, key) for key in others]
    settings = FlagdSettings(imported.settings, switches[0])
    return Imported(settings, (*imported.unsupported, *left_out))


def _remark(text: Text, key: str) -> Problem:
    place = text.content.find(f'"{key}"')
    return text.problem_at(max(place, 0), say("flags.another", flag=key))


PLAN_FORMAT = PlanFormat(
    "flagd", "flagd", "json", lambda text: bool(_SIGNS.search(text.content)), read, lambda each: export_flags(each.file)
)
