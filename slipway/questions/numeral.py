"""Numbers as people type them, read without ever running anything."""

import re
from collections.abc import Mapping
from math import isfinite

MOST_CHARACTERS = 60
LARGEST = 2**53

_GAP = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<digits>[\d.,]*\d[.,]?)(?P<exponent>e[-+]?\d{1,3})?"
    r"(?:\s*/\s*(?P<below>\d{1,9}))?\s*(?P<unit>[^\d\s].*)?"
)
_POINT = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_COMMA = re.compile(r"[1-9]\d{0,2}((\.\d{3})+,\d*|(\.\d{3}){2,})")
_PLAIN = re.compile(r"\d*[.,]?\d*")


def read_number(text: str, units: Mapping[str, float]) -> float | None:
    """The number in the question's own unit, or None; `units` holds the factor of each unit, `""` for none.

    Commas (or points, or spaces) between groups of three stand for thousands, but a lone point never does;
    any other comma or point begins the decimals. `1e3` and `1/3` are read as well.
    """
    typed = _GAP.sub("", " ".join(text.split()).replace("−", "-").casefold())
    found = _NUMBER.fullmatch(typed) if len(text) <= MOST_CHARACTERS else None
    if found is None:
        return None
    plain, below = _plain(found["digits"]), float(found["below"] or 1)
    factor = {name.casefold(): factor for name, factor in units.items()}.get(found["unit"] or "")
    if plain is None or factor is None or not below:
        return None
    number = float(f"{found['sign']}{plain}{found['exponent'] or ''}") / below * factor
    return whole(number) if isfinite(number) and abs(number) <= LARGEST else None


def _plain(digits: str) -> str | None:
    """The digits with a point for the decimals and no mark else; None where marks stand anyhow."""
    if _POINT.fullmatch(digits):
        return digits.replace(",", "")
    if _COMMA.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    return digits.replace(",", ".") if _PLAIN.fullmatch(digits) else None


def whole(number: float) -> float:
    """A whole number as one, so that it is kept and shown without a point."""
    return int(number) if number.is_integer() else number
