"""Conditions on a label, alike in Prometheus' selectors and Alertmanager's routes."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from slipway.alerting.pattern import pattern
from slipway.words import say

Sign = Literal["=", "!=", "=~", "!~"]


@dataclass(frozen=True, slots=True)
class Matcher:
    """A label's value, or a regular expression for the whole of it; a label that is not there is empty."""

    label: str
    sign: Sign
    value: str

    def __post_init__(self) -> None:
        if self.sign in ("=~", "!~"):
            pattern(self.value)

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Whether labels fulfil it."""
        given = labels.get(self.label, "")
        found = given == self.value if self.sign in ("=", "!=") else pattern(self.value).matches(given)
        return found == (self.sign in ("=", "=~"))

    def written(self) -> str:
        """As PromQL and Alertmanager write it."""
        return f"{self.label}{self.sign}{quoted(self.value)}"


def quoted(text: str) -> str:
    """A text in double quotes, as Go reads them."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


_ESCAPE = re.compile(r"\\(?:([abfnrtv\\'\"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|\\")
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def unquoted(text: str) -> str:
    """What stands between quotes, as Go reads it; nothing is escaped between backticks.

    Raises ValueError for a backslash before what Go knows no escape for.
    """
    if text.startswith("`"):
        return text[1:-1]
    found, end = bytearray(), 1
    for escape in _ESCAPE.finditer(text, 1, len(text) - 1):
        found += text[end : escape.start()].encode("utf-8", "surrogatepass") + _escaped(escape, text)
        end = escape.end()
    found += text[end:-1].encode("utf-8", "surrogatepass")
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError(say("alerting.bytes", text=text[:40])) from None


def _escaped(escape: re.Match[str], text: str) -> bytes:
    letter, byte, octal, *codes = escape.groups()
    code = int(next(filter(None, codes), "0"), 16)
    if letter in ("'", '"') and letter != text[0] or escape[0] == "\\" or code > sys.maxunicode:
        at = escape.start()
        raise ValueError(say("alerting.escape", escape=text[at : at + 2]))
    if letter:
        return _LETTERS.get(letter, letter).encode()
    if byte or octal:
        return bytes([int(byte, 16) if byte else int(octal, 8) & 0xFF])
    return chr(code).encode("utf-8", "surrogatepass")
