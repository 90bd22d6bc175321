"""A Flagger `Canary` as a strategy to run."""

import re

from slipway.formats.flagger import export_canary, import_canary
from slipway.formats.plan_format import PlanFormat

_SIGN = re.compile(r"^\s*[\"']?apiVersion[\"']?:\s*[\"']?flagger\.app/|^kind:\s*[\"']?Canary\b", re.MULTILINE)

PLAN_FORMAT = PlanFormat(
    "flagger", "flagger", "yaml", lambda text: bool(_SIGN.search(text.content)), import_canary, export_canary
)
