"""Dialects, one per file: the same intent under the documented rules of real systems."""

from typing import Any

from slipway.delivery.strategy import Dialect
from slipway.listing import offered

DIALECTS: dict[str, Dialect[Any]] = offered(__name__, list(__path__), "DIALECT")
