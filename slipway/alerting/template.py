"""The little of Go's templates that labels and annotations of alerts are written with.

`{{ $labels.x }}`, `{{ $value }}`, and the latter through `humanize`, `humanizePercentage`, `humanizeDuration` or
`printf "%.2f"`. Nothing else is read, and nothing is executed.
"""

import re
from collections.abc import Mapping

import numpy as np

from slipway.words import say

_GAP = re.compile(r"\{\{(-?.*?-?)\}\}", re.DOTALL)
_LABEL = re.compile(r"(?:\$labels|\.Labels)\.([A-Za-z_][A-Za-z0-9_]*)")
_VALUE = re.compile(r"(?:\$value|\.Value)(?:\s*\|\s*(humanize|humanizePercentage|humanizeDuration))?")
_PRINTED = re.compile(
    r"(?:printf\s+\"([^\"%]*)%(?:\.(\d))?([fge])([^\"%]*(?:%%)?)\"\s+(?:\$value|\.Value)"
    r"|(?:\$value|\.Value)\s*\|\s*printf\s+\"([^\"%]*)%(?:\.(\d))?([fge])([^\"%]*(?:%%)?)\")"
)
_LARGE = ("", "k", "M", "G", "T", "P", "E", "Z", "Y")
_SMALL = ("", "m", "u", "n", "p", "f", "a", "z", "y")


class TemplateError(ValueError):
    """What of a text cannot be filled in; `snippet` is the gap."""

    def __init__(self, what: str, snippet: str) -> None:
        super().__init__(what)
        self.snippet = snippet


def check_template(name: str, text: str, *, with_value: bool) -> None:
    """Raises TemplateError for a gap that cannot be filled; a label must not change with the value."""
    for gap in _GAP.finditer(text):
        inner = gap[1].strip("- \t\n")
        if _LABEL.fullmatch(inner):
            continue
        if not (_VALUE.fullmatch(inner) or _PRINTED.fullmatch(inner)):
            raise TemplateError(say("alerting.template", name=name, gap=gap[0][:60]), gap[0])
        if not with_value:
            raise TemplateError(say("alerting.template_value", name=name), gap[0])


def filled(text: str, labels: Mapping[str, str], value: float) -> str:
    """The text with its gaps filled; a label that is not there is empty."""
    return _GAP.sub(lambda gap: _gap(gap[1].strip("- \t\n"), labels, value), text) if "{{" in text else text


def _gap(inner: str, labels: Mapping[str, str], value: float) -> str:
    if label := _LABEL.fullmatch(inner):
        return labels.get(label[1], "")
    if plain := _VALUE.fullmatch(inner):
        match plain[1]:
            case "humanize":
                return _humanized(value)
            case "humanizePercentage":
                return f"{_short(value * 100)}%"
            case "humanizeDuration":
                return _duration(value)
            case _:
                return _as_go(value)
    printed = _PRINTED.fullmatch(inner)
    if printed is None:
        return ""
    before, digits, form, after = printed.groups()[:4] if printed[3] else printed.groups()[4:]
    if form == "g" and digits is None:
        return before + _as_go(value) + after.replace("%%", "%")
    return before + format(value, f".{digits or 6}{form}") + after.replace("%%", "%")


def _as_go(value: float) -> str:
    """A number as Go prints it: with an exponent from a million on."""
    if np.isnan(value) or np.isinf(value):
        return "NaN" if np.isnan(value) else "+Inf" if value > 0 else "-Inf"
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return np.format_float_positional(value, trim="-")
    return _exponent(np.format_float_scientific(value, trim="-", exp_digits=2))


def _short(value: float) -> str:
    """Four digits at most."""
    if np.isnan(value) or np.isinf(value):
        return _as_go(value)
    return format(value, ".4g")


def _exponent(text: str) -> str:
    return text.replace(".e", "e")


def _humanized(value: float) -> str:
    if value == 0 or np.isnan(value) or np.isinf(value):
        return _short(value)
    letters, step = (_LARGE, 1000.0) if abs(value) >= 1 else (_SMALL, 0.001)
    place = 0
    while place < len(letters) - 1 and (abs(value) >= 1000 if step > 1 else abs(value) < 1):
        value /= step
        place += 1
    return _short(value) + letters[place]


def _duration(value: float) -> str:
    if np.isnan(value) or np.isinf(value):
        return _as_go(value)
    if value == 0:
        return "0s"
    if abs(value) < 1:
        return _humanized(value) + "s"
    sign, whole = ("-" if value < 0 else ""), int(abs(value))
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{sign}{days}d {hours}h {minutes}m {seconds}s"
    if hours:
        return f"{sign}{hours}h {minutes}m {seconds}s"
    if minutes:
        return f"{sign}{minutes}m {seconds}s"
    return f"{sign}{_short(abs(value))}s"
