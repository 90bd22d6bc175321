"""Ways to scale, one per file."""

from typing import Any

from slipway.listing import offered
from slipway.scaling.way import Way

WAYS: dict[str, Way[Any]] = offered(__name__, list(__path__), "WAY")
