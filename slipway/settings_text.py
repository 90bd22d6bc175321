"""Settings as one line of text, for addresses and terminals: only what differs from the defaults."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from slipway.knob import Adjustable, Knob

_NONE = "none"
_SWITCHES = {"yes": True, "no": False}


def as_text(of: Adjustable, settings: Any) -> str:
    """The changed fields as `field=value;field=value`, numbers of a tuple with commas between."""
    changed = [knob.field for knob in of.knobs if getattr(settings, knob.field) != _default(of, knob)]
    return ";".join(f"{field}={_shown(getattr(settings, field))}" for field in changed)


def from_text(of: Adjustable, text: str) -> Any:
    """The settings that a text says; raises ValueError that names the part which cannot be read."""
    parts = [part for part in text.split(";") if part]
    for part in parts:
        if "=" not in part:
            raise ValueError(f"a setting is written field=value, got {part[:60]!r}")
    return changed(of, dict(part.split("=", 1) for part in parts))


def changed(of: Adjustable, values: Mapping[str, str]) -> Any:
    """The defaults with these fields as texts say; raises ValueError for a field or value that would not do."""
    knobs = {knob.field: knob for knob in of.knobs}
    for field in values:
        if field not in knobs:
            raise ValueError(f"{of.name} has no setting {field[:60]!r}; there are: {', '.join(knobs) or 'none'}")
    read = {field: _read(knobs[field], value, _default(of, knobs[field])) for field, value in values.items()}
    return replace(of.settings, **read)


def _default(of: Adjustable, knob: Knob) -> Any:
    return getattr(of.settings, knob.field)


def _shown(value: Any) -> str:
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(_shown(each) for each in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _read(knob: Knob, text: str, default: Any) -> Any:
    """A value of the knob's kind; `none` where the default is none."""
    if text == _NONE and default is None:
        return None
    match knob.kind:
        case "switch":
            return _one_of(knob, text, _SWITCHES)
        case "choice":
            return _one_of(knob, text, dict(zip(knob.choices, knob.choices, strict=True)))
        case "numbers":
            return tuple(_number(knob, part) for part in text.split(","))
        case "words":
            return _words(knob, text)
        case "whole":
            return int(_within(knob, _whole(knob, text)))
        case "amount":
            return _amount(knob, text)
        case "number":
            return _number(knob, text)


def _words(knob: Knob, text: str) -> tuple[str, ...]:
    words = tuple(word for word in text.split(",") if word)
    if len(words) > knob.most or not all(re.fullmatch(r"[a-z0-9_.]{1,40}", word) for word in words):
        raise ValueError(f"{knob.field} must be at most {knob.most:g} words with commas between, got {text[:60]!r}")
    return words


def _one_of(knob: Knob, text: str, known: Mapping[str, Any]) -> Any:
    if text not in known:
        raise ValueError(f"{knob.field} must be {_or(known)}, got {text[:40]!r}")
    return known[text]


def _or(names: Iterable[str]) -> str:
    return " or ".join(names)


def _whole(knob: Knob, text: str) -> float:
    if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > 12:
        raise ValueError(f"{knob.field} must be a whole number, got {text[:40]!r}")
    return float(text)


def _number(knob: Knob, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{knob.field} must be a number, got {text[:40]!r}")
    return _within(knob, number)


def _within(knob: Knob, number: float) -> float:
    least, most = knob.least * knob.factor, knob.most * knob.factor
    if not least <= number <= most:
        raise ValueError(f"{knob.field} must be from {least:g} to {most:g}, got {number:g}")
    return number


def _amount(knob: Knob, text: str) -> str:
    """A count or a percentage."""
    digits = text.removesuffix("%")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 4:
        raise ValueError(f"{knob.field} must be a count or a percentage such as 25%, got {text[:40]!r}")
    return text
