"""A release and its fault as a small YAML file, in and out: `fault: errors` and its figures."""

from typing import get_args

import yaml

from slipway.content.compose import parse
from slipway.content.source import Text
from slipway.delivery.release import FaultKind, Release
from slipway.delivery.release_text import FIELDS_OF
from slipway.formats.fields import Group, Notes
from slipway.formats.imported import Imported

_MOST = {"error_rate": 1.0, "slowdown": 1000.0, "region": 1.0, "flag_pct": 100.0}
_MOST_NAME = 60


def read_release_file(text: Text) -> Imported[Release]:
    """The release that a file describes: `name`, `fault`, and the figures that this fault depends on."""
    tree, problems = parse(text)
    if tree is None:
        return Imported(None, (), tuple(problems))
    notes = Notes(problems)
    fields = Group(tree, "release", notes)
    name = fields.text("name", text.path)[:_MOST_NAME]
    faults = get_args(FaultKind)
    named = fields.choice("fault", faults)
    fault = next((each for each in faults if each == named), None)
    figures = {field: fields.number(field, least=0, most=_MOST[field]) for field in FIELDS_OF.get(fault or "none", ())}
    for field in figures:
        if field not in fields.names:
            fields.wrong(field, "is missing", f"a number from 0 to {_MOST[field]:g}")
    if fault is None or notes.problems:
        return Imported(None, tuple(notes.unsupported()), tuple(notes.problems))
    return Imported(Release(name, fault, **figures), tuple(notes.unsupported()))


def write_release_file(release: Release) -> str:
    """A release as a file that reads back as the same."""
    figures = {field: getattr(release, field) for field in FIELDS_OF[release.fault]}
    document = {"name": release.name, "fault": release.fault, **figures}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
