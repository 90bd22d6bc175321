"""Versions as semver.org orders them."""

import re
from dataclasses import dataclass

_NUMBER = r"(0|[1-9]\d{0,8})"
_PATTERN = re.compile(
    rf"[vV]?{_NUMBER}(?:\.{_NUMBER}(?:\.{_NUMBER}(?:-([0-9A-Za-z.-]{{1,99}}))?(?:\+[0-9A-Za-z.-]{{1,99}})?)?)?"
)


@dataclass(frozen=True, slots=True)
class Version:
    """Major, minor and patch number, and the parts of a pre-release, of which none is the highest."""

    numbers: tuple[int, int, int]
    before: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[tuple[int, int, int], bool, list[tuple[bool, int, str]]]:
        """What versions are compared by: numeric parts of a pre-release count as numbers, below words."""
        parts = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in self.before]
        return self.numbers, not self.before, parts


def parse_version(value: object) -> Version | None:
    """The version in a text or number, or nothing where it is none; a pre-release comes after all three numbers."""
    text = f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value
    found = _PATTERN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    major, minor, patch = (int(number or 0) for number in found.group(1, 2, 3))
    before = tuple(found[4].split(".")) if found[4] else ()
    if any(not part or (part.isdigit() and part != "0" and part.startswith("0")) for part in before):
        return None
    return Version((major, minor, patch), before)


def holds(left: Version, operator: str, right: Version) -> bool | None:
    """Whether they stand so: = != < <= > >=, ^ for the same major, ~ for the same minor; None for another operator."""
    mine, theirs = left.rank, right.rank
    results = {
        "=": mine == theirs,
        "!=": mine != theirs,
        "<": mine < theirs,
        "<=": mine <= theirs,
        ">": mine > theirs,
        ">=": mine >= theirs,
        "^": left.numbers[0] == right.numbers[0],
        "~": left.numbers[:2] == right.numbers[:2],
    }
    return results.get(operator)
