"""The words of a query with the letters at which they begin."""

import re
from dataclasses import dataclass

from slipway.alerting.promql.tree import PromqlError
from slipway.words import say

MOST_LETTERS = 20_000
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+|\#[^\n]*)"
    r"|(?P<duration>(?:\d+(?:ms|[smhdwy]))+(?![A-Za-z0-9_]))"
    r"|(?P<number>0[xX][0-9a-fA-F]{1,16}|(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][-+]?\d{1,3})?(?![A-Za-z0-9_]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_:]*|:[A-Za-z_][A-Za-z0-9_:]*)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)"
    r"|(?P<mark>==|!=|=~|!~|<=|>=|[-+*/%^<>=(){}\[\],:@])"
)
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000, "y": 31_536_000_000}
LONGEST_MS = 10 * 31_536_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is duration, number, name, string or mark; end at the end."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """All of them; raises PromqlError where there is none."""
    if len(text) > MOST_LETTERS:
        raise PromqlError(say("alerting.query_long", most=MOST_LETTERS), 0)
    found, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise PromqlError(say("alerting.query_letter", rest=text[at : at + 20]), at)
        if token.lastgroup != "space":
            found.append(Token(token.lastgroup, token[0], at))
        at = token.end()
    return [*found, Token("end", "", len(text))]


def duration_ms(text: str) -> int | None:
    """Milliseconds of `5m` or `1h30m`, units from large to small, each once; None where it is none or too long."""
    found = _PART.findall(text)
    units = [unit for _, unit in found]
    descending = sorted(set(units), key=lambda unit: -_MS[unit])
    if not found or "".join(number + unit for number, unit in found) != text or units != descending:
        return None
    total = sum(int(number[:15]) * _MS[unit] for number, unit in found)
    return total if total <= LONGEST_MS else None


def duration_text(ms: int) -> str:
    """The shortest duration that reads back as the same, without weeks and years."""
    if not ms:
        return "0s"
    found = ""
    for unit in ("d", "h", "m", "s", "ms"):
        number, ms = divmod(ms, _MS[unit])
        found += f"{number}{unit}" if number else ""
    return found
