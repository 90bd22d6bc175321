"""Ways to watch, one per file."""

from typing import Any

from slipway.alerting.way import Way
from slipway.listing import offered

WAYS: dict[str, Way[Any]] = offered(__name__, list(__path__), "WAY")
