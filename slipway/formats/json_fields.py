"""The fields of a JSON object, taken one by one; what nobody took is told as unsupported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from slipway.content.problem import MOST_PROBLEMS, Problem, nearest, portion
from slipway.content.source import Loc
from slipway.formats.imported import Imported, Settings
from slipway.formats.json_text import Document


@dataclass
class Findings:
    """What is wrong in a document, and what of it is not supported."""

    document: Document
    problems: list[Problem] = field(default_factory=list)
    unsupported: list[Problem] = field(default_factory=list)

    def wrong(self, loc: Loc, what: str, expected: str = "", near: str = "", *, key: bool = False) -> None:
        """Note a fault."""
        if len(self.problems) <= MOST_PROBLEMS:
            self.problems.append(self.document.problem(loc, what, expected, near, key=key))

    def leave_out(self, loc: Loc, why: str) -> None:
        """Note a part that is not carried over."""
        if len(self.unsupported) <= MOST_PROBLEMS:
            self.unsupported.append(self.document.problem(loc, why, key=True))

    def imported(self, settings: Settings) -> Imported[Settings]:
        """The settings, unless something is wrong, with all that was noted, in the order of the file."""
        unsupported, problems = portion(sorted(self.unsupported)), portion(sorted(self.problems))
        return Imported(None if problems else settings, tuple(unsupported), tuple(problems))


class Fields:
    """One object of the file. Every getter gives its default for a field that is missing, null or wrong."""

    def __init__(self, findings: Findings, loc: Loc = ()) -> None:
        value = findings.document.value
        for part in loc:
            value = value[part]
        self._findings, self._loc = findings, loc
        self._values: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self._left = dict.fromkeys(self._values)
        self.readable = isinstance(value, dict)
        if not self.readable:
            findings.wrong(loc, f"this is {kind_of(value)}", "a group of fields")

    def loc(self, name: str | int) -> Loc:
        """Where the field stands."""
        return (*self._loc, name)

    def any(self, name: str) -> Any:
        """The value, whatever it is."""
        self._left.pop(name, None)
        return self._values.get(name)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        value = self.any(name)
        return value if isinstance(value, str) else self._default(name, value, default, "a text")

    def needed_text(self, name: str) -> str:
        """A text that must be there and not be empty."""
        value = self.any(name)
        if self.readable and (not isinstance(value, str) or not value):
            self._findings.wrong(self.loc(name), f"{name!r} is {kind_of(value)}", "a text that is not empty")
        return value if isinstance(value, str) else ""

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        value = self.any(name)
        return value if isinstance(value, bool) else self._default(name, value, default, "true or false")

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """A number between two others."""
        found = self.optional_number(name, least, most)
        return default if found is None else found

    def optional_number(self, name: str, least: float, most: float) -> float | None:
        """A number between two others, or nothing."""
        value = self.any(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self._findings.wrong(
                self.loc(name), f"{name!r} is {kind_of(value)}", f"a number from {least:g} to {most:g}"
            )
            return None
        return float(value)

    def choice(self, name: str, choices: Mapping[str, str], default: str) -> str:
        """One of some words, however large its letters, and what it means in the settings."""
        value = self.any(name)
        for word, meant in choices.items():
            if isinstance(value, str) and value.lower() == word.lower():
                return meant
        if value is not None:
            near = nearest(value, choices) if isinstance(value, str) else ""
            self._findings.wrong(self.loc(name), f"{name!r} is {kind_of(value)}", f"one of {', '.join(choices)}", near)
        return default

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.any(name)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
            return tuple(dict.fromkeys(value))
        self._findings.wrong(self.loc(name), f"{name!r} is {kind_of(value)}", "a list of texts that are not empty")
        return ()

    def group(self, name: str) -> "Fields | None":
        """The fields inside, if there are any."""
        return None if self.any(name) is None else Fields(self._findings, self.loc(name))

    def groups(self, name: str) -> "Iterator[Fields]":
        """The members of a list, each a group of fields."""
        value = self.any(name)
        if not self.readable:
            return
        if not isinstance(value, list):
            self._findings.wrong(self.loc(name), f"{name!r} is {kind_of(value)}", "a list")
            return
        for at in range(len(value)):
            yield Fields(self._findings, (*self.loc(name), at))

    def names(self) -> list[str]:
        """All field names, for a group whose names are data."""
        return list(self._values)

    def leave_out(self, name: str, why: str) -> None:
        """Take a field out and tell why it is not carried over, if it is there."""
        if name in self._values:
            self._left.pop(name, None)
            self._findings.leave_out(self.loc(name), why)

    def end(self) -> None:
        """Tell the fields that nobody took."""
        for name in self._left:
            self._findings.leave_out(self.loc(name), f"the field {name!r} is not supported here and left out")

    def _default(self, name: str, value: Any, default: Any, expected: str) -> Any:
        if value is not None:
            self._findings.wrong(self.loc(name), f"{name!r} is {kind_of(value)}", expected)
        return default


def kind_of(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if value is None:
        return "missing"
    return repr(value) if len(repr(value)) < 60 else f"{repr(value)[:56]} …"
