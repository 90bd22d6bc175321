"""Durations as Kubernetes writes them: `90s`, `1m30s`, `1.5h`."""

import re
from decimal import Decimal

_PART = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(ms|s|m|h)")
_SECONDS = {"ms": Decimal("0.001"), "s": Decimal(1), "m": Decimal(60), "h": Decimal(3600)}
_PLAIN = re.compile(r"\d{1,12}")


def seconds(text: str, *, plain: bool = False) -> float | None:
    """The duration in seconds, or None where it is none; `plain` allows a bare number of seconds."""
    if plain and _PLAIN.fullmatch(text):
        return float(text)
    parts = list(_PART.finditer(text))
    if not parts or "".join(part.group() for part in parts) != text:
        return None
    return float(sum(Decimal(part[1]) * _SECONDS[part[2]] for part in parts))


def written(duration_s: float) -> str:
    """Seconds as a duration."""
    return f"{Decimal(repr(duration_s)).normalize():f}s"
