"""The part of Go's templates that labels and annotations of alerts are mostly written with.

Labels and `$value`, alone or through functions, `{{ $labels.instance | stripPort }}`; no conditions, loops and queries.
Nothing is executed.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import numpy as np

from slipway.alerting.matcher import unquoted
from slipway.words import say

_GAP = re.compile(r"(?:\s*\{\{-(?=\s)|\{\{)(.*?)(?:(?<=\s)-\}\}\s*|\}\})", re.DOTALL)
_COMMENT = re.compile(r"/\*.*\*/", re.DOTALL)
_WORD = re.compile(r"\s*(?:(\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`)|([^\s|\"`()]+)|(\|))")
_LABEL = re.compile(r"(?:\$labels|\.Labels)\.([A-Za-z_][A-Za-z0-9_]*)")
_EXTERNAL = re.compile(r"\$externalURL|(?:\$externalLabels|\.ExternalLabels)\.[A-Za-z_][A-Za-z0-9_]*")
_VALUES = ("$value", ".Value")
_VERB = re.compile(r"%(?:%|[-+ 0]*\d{0,2}(?:\.\d{1,2})?[fegsv])")
_PORT = re.compile(r"(?:\[([^\[\]]*)\]|([^:\[\]]*)):([^:\[\]]*)")
Given = str | float
_LARGE = ("", "k", "M", "G", "T", "P", "E", "Z", "Y")
_SMALL = ("", "m", "u", "n", "p", "f", "a", "z", "y")


class TemplateError(ValueError):
    """What of a text cannot be filled in; `snippet` is the gap."""

    def __init__(self, what: str, snippet: str) -> None:
        super().__init__(what)
        self.snippet = snippet


class _UnknownError(Exception):
    """A gap that is not of the part read here."""


def check_template(name: str, text: str) -> None:
    """Raises TemplateError for a label's gap that cannot be filled, or that changes with the value."""
    gap = unfillable(text)
    if gap is not None:
        raise TemplateError(say("alerting.template", name=name, gap=gap[:60]), gap)
    for each in _GAP.finditer(text):
        if any(value in each[1] for value in _VALUES):
            raise TemplateError(say("alerting.template_value", name=name), each[0].strip())


def unfillable(text: str) -> str | None:
    """The first gap of a text that cannot be filled in."""
    for gap in _GAP.finditer(text):
        try:
            _gap(gap[1], {}, 1.0)
        except _UnknownError:
            return gap[0].strip()
    return None


def filled(text: str, labels: Mapping[str, str], value: float) -> str:
    """The text with its gaps filled, or as it stands where one cannot be; a label that is not there is empty."""
    if "{{" not in text:
        return text
    try:
        return _GAP.sub(lambda gap: _gap(gap[1], labels, value), text)
    except _UnknownError:
        return text


def _gap(inner: str, labels: Mapping[str, str], value: float) -> str:
    """Functions from left to right, each with what the one before it gave as its last argument."""
    if _COMMENT.fullmatch(inner):
        return ""
    given: list[Given] = []
    for words in _commands(inner):
        first, *rest = words
        arguments = [_given(each, labels, value) for each in rest] + given
        given = [_called(first, arguments) if arguments else _given(first, labels, value)]
    return given[0] if isinstance(given[0], str) else _as_go(given[0])


def _commands(inner: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    at = 0
    while inner[at:].strip():
        word = _WORD.match(inner, at)
        if word is None:
            raise _UnknownError
        if word[3]:
            found.append([])
        else:
            found[-1].append(word[1] or word[2])
        at = word.end()
    if not all(found):
        raise _UnknownError
    return found


def _given(word: str, labels: Mapping[str, str], value: float) -> Given:
    if label := _LABEL.fullmatch(word):
        return labels.get(label[1], "")
    if word in _VALUES:
        return value
    if _EXTERNAL.fullmatch(word):
        return ""
    if word[0] not in '"`':
        raise _UnknownError
    try:
        return unquoted(word)
    except ValueError:
        raise _UnknownError from None


def _called(name: str, arguments: list[Given]) -> str:
    match name, arguments:
        case "printf", [str(form), *rest]:
            return _printed(form, rest)
        case "humanize", [float(value)]:
            return _humanized(value)
        case "humanize1024", [float(value)]:
            return _in_1024s(value)
        case "humanizePercentage", [float(value)]:
            return f"{_short(value * 100)}%"
        case "humanizeDuration", [float(value)]:
            return _duration(value)
        case "humanizeTimestamp", [float(value)]:
            return _timestamp(value)
        case "toUpper", [str(text)]:
            return text.upper()
        case "toLower", [str(text)]:
            return text.lower()
        case "title", [str(text)]:
            return re.sub(r"(?<!\w)\w", lambda letter: letter[0].upper(), text)
        case "stripPort", [str(text)]:
            parts = _PORT.fullmatch(text)
            return (parts[1] or parts[2] or "") if parts else text
        case "stripDomain", [str(text)]:
            return _without_domain(text)
        case _:
            raise _UnknownError


def _printed(form: str, rest: list[Given]) -> str:
    """As Go's printf, for numbers by f, e and g, texts by s, and both by v."""
    left = list(rest)

    def put(verb: re.Match[str]) -> str:
        if verb[0] == "%%":
            return "%"
        given = left.pop(0) if left else None
        if isinstance(given, str) and verb[0][-1] in "sv":
            return (verb[0][:-1] + "s") % given
        if not isinstance(given, float) or verb[0][-1] == "s":
            raise _UnknownError
        if verb[0] in ("%g", "%v") or not np.isfinite(given):
            return _as_go(given)
        return (verb[0][:-1] + verb[0][-1].replace("v", "g")) % given

    found = _VERB.sub(put, form)
    if left or _VERB.sub("", form).count("%"):
        raise _UnknownError
    return found


def _without_domain(text: str) -> str:
    parts = _PORT.fullmatch(text)
    host, port = ((parts[1] or parts[2] or ""), ":" + parts[3]) if parts else (text, "")
    try:
        ip_address(host)
    except ValueError:
        return host.split(".")[0] + port
    return text


def _timestamp(value: float) -> str:
    if not np.isfinite(value):
        return _as_go(value)
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(value * 1e9) // 1_000_000)
    except OverflowError:
        return _as_go(value)
    fraction = f".{moment.microsecond:06}".rstrip("0").rstrip(".")
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction} +0000 UTC"


def _in_1024s(value: float) -> str:
    letters = ("", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi")
    place = 0
    while place < len(letters) - 1 and 1024 <= abs(value) < np.inf:
        value /= 1024
        place += 1
    return _short(value) + letters[place]


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
