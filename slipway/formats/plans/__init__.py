"""Files of strategies, one format per file: read, simulated, written."""

from typing import Any

from slipway.content.source import Text
from slipway.formats.plan_format import PlanFormat
from slipway.listing import offered

PLAN_FORMATS: dict[str, PlanFormat[Any]] = offered(__name__, list(__path__), "PLAN_FORMAT")


def plan_format_of(text: Text) -> PlanFormat[Any] | None:
    """The format that a text seems to be in, None where it is in none of them."""
    return next((each for each in PLAN_FORMATS.values() if each.reads(text)), None)
