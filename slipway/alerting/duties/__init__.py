"""Ways to be on call in a drill, one per file."""

from typing import Any

from slipway.alerting.duty import Duty
from slipway.listing import offered

DUTIES: dict[str, Duty[Any]] = offered(__name__, list(__path__), "DUTY")
