"""Dialects, one per file: the same intent under the documented rules of real systems."""

from typing import Any

from slipway.delivery.listing import offered
from slipway.delivery.strategy import Dialect

DIALECTS: dict[str, Dialect[Any]] = offered(__name__, list(__path__), "DIALECT")
