"""Conditions on a label, alike in Prometheus' selectors and Alertmanager's routes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from slipway.alerting.pattern import pattern

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


def unquoted(text: str) -> str:
    """What stands between quotes; nothing is escaped between backticks."""
    if text.startswith("`"):
        return text[1:-1]
    inner, found, at = text[1:-1], [], 0
    while at < len(inner):
        if inner[at] == "\\" and at + 1 < len(inner):
            found.append({"n": "\n", "t": "\t", "r": "\r"}.get(inner[at + 1], inner[at + 1]))
            at += 2
        else:
            found.append(inner[at])
            at += 1
    return "".join(found)
