"""The fields of a foreign document: read one by one, so that what nobody asked for can be told."""

import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import yaml

from slipway.content.problem import Problem, nearest
from slipway.content.source import Tree
from slipway.content.typed import one_of
from slipway.formats.duration import seconds

_NOTHING = ("", "~", "null")
_WHOLE = re.compile(r"-?\d{1,9}")
_NUMBER = re.compile(r"[-+]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})([eE][-+]?\d{1,3})?")
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(slots=True)
class Notes:
    """What is wrong with a document, and which groups of it were looked into."""

    problems: list[Problem] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)

    def unsupported(self) -> list[Problem]:
        """The fields nobody asked for (inside a group nobody looked into, the group alone), and what was told."""
        return sorted([*self.told, *(problem for group in self.groups for problem in group.left_over())])


class Group:
    """The fields at one place; asking for one that does not fit leaves a problem and gives the default."""

    def __init__(self, tree: Tree, path: str, notes: Notes) -> None:
        self.path = path
        self._tree = tree
        self._notes = notes
        self._asked: set[str] = set()
        notes.groups.append(self)

    @property
    def names(self) -> list[str]:
        """The names of the fields that are given."""
        return self._tree.fields

    def left_over(self) -> list[Problem]:
        """The fields that were not asked for."""
        return [
            self._tree.problem((name,), f"{self.path}.{name} is not simulated", "", self._meant(name), key=True)
            for name in self.names
            if name not in self._asked
        ]

    def _meant(self, name: str) -> str:
        """The field that this may be a slip for, if it is very much like one that was not given."""
        missing = sorted(self._asked.difference(self.names))
        return next(iter(get_close_matches(name[:80], missing, n=1, cutoff=0.85)), "")

    def wrong(self, name: str, what: str, expected: str = "", valid: tuple[str, ...] = ()) -> None:
        """A problem with a field, or with the group where it has no such field."""
        given = self._child(name)
        near = nearest(str(given.node.value), valid) if given and isinstance(given.node, yaml.ScalarNode) else ""
        self._notes.problems.append(self._tree.problem((name,), f"{self.path}.{name} {what}", expected, near))

    def wrong_at(self, name: str, snippet: str, what: str, expected: str) -> None:
        """A problem with a part of a field's text."""
        line, column = self._tree.position_of((name,), snippet)
        problem = self._tree.text.problem(line, column, f"{self.path}.{name}: {what}", expected)
        self._notes.problems.append(problem)

    def remark(self, name: str, what: str) -> Problem:
        """Something to tell of a field that is nothing wrong."""
        return self._tree.problem((name,), what, key=True)

    def tell(self, name: str, what: str) -> None:
        """Tell of a field that is read, but not followed in all."""
        self._notes.told.append(self.remark(name, what))

    def ignore(self, *names: str) -> None:
        """These say nothing that is not known already."""
        self._asked.update(names)

    def text(self, name: str, default: str = "", *, needed: bool = False) -> str:
        """A text as it is written."""
        given = self._scalar(name)
        if not given and needed:
            self.wrong(name, "is missing", "a text")
        return given or default

    def choice(self, name: str, valid: tuple[str, ...]) -> str:
        """One of these words, which must be given."""
        given = self.text(name, needed=True)
        if given and given not in valid:
            self.wrong(name, f"is {given!r}", one_of(list(valid)), valid)
        return given

    def whole(self, name: str, default: int = 0, *, least: int = 0, most: int = 10**9) -> int:
        """A whole number within limits."""
        given = self._scalar(name)
        if given in _NOTHING:
            return default
        if not _WHOLE.fullmatch(given) or not least <= int(given) <= most:
            self.wrong(name, f"is {given!r}", f"a whole number from {least} to {most}")
            return default
        return int(given)

    def number(self, name: str, default: float = 0.0, *, least: float = -1e12, most: float = 1e12) -> float:
        """A number within limits."""
        given = self._scalar(name)
        if given in _NOTHING:
            return default
        if not _NUMBER.fullmatch(given) or not least <= float(given) <= most:
            self.wrong(name, f"is {given!r}", f"a number from {least:g} to {most:g}")
            return default
        return float(given)

    def seconds(self, name: str, *, plain: bool = False, least_s: float = 0.0) -> float | None:
        """A duration in seconds; None where none is given."""
        given = self._scalar(name)
        if given in _NOTHING:
            return None
        duration_s = seconds(given, plain=plain)
        if duration_s is None:
            self.wrong(name, f"is {given!r}", "a duration such as 90s or 1m30s")
        elif duration_s < least_s:
            self.wrong(name, f"is {given!r}", f"{least_s:g}s or more")
        return duration_s

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        given = self._scalar(name).lower()
        if given in _NOTHING:
            return default
        if given not in _TRUTH:
            self.wrong(name, f"is {given!r}", "true or false")
        return _TRUTH.get(given, default)

    def amount(self, name: str, default: str) -> str:
        """A number or a percentage, as text."""
        given = self._scalar(name)
        if given in _NOTHING:
            return default
        if not re.fullmatch(r"\d{1,5}%?", given):
            self.wrong(name, f"is {given!r}", "a number such as 1 or a percentage such as 25%")
            return default
        return given

    def peek(self, name: str) -> str:
        """A single value that is not asked for yet, so that it can be left over if it says something special."""
        child = self._child(name)
        return str(child.node.value) if child and isinstance(child.node, yaml.ScalarNode) else ""

    def texts(self, name: str, most: int = 1000) -> tuple[str, ...]:
        """The entries of a list of single values."""
        child = self._child(name)
        self._asked.add(name)
        if child is None or _is_nothing(child):
            return ()
        if not isinstance(child.node, yaml.SequenceNode) or len(child.node.value) > most:
            self.wrong(name, "is no list, or too long", f"a list of at most {most}, each entry with '- '")
            return ()
        if not all(isinstance(each, yaml.ScalarNode) and each.value for each in child.node.value):
            self.wrong(name, "has an entry that is no single value", "one value each")
            return ()
        return tuple(each.value for each in child.node.value)

    def group(self, name: str) -> "Group | None":
        """The fields of a field; None where it is not given."""
        child = self._child(name)
        self._asked.add(name)
        if child is None or _is_nothing(child):
            return None
        if not isinstance(child.node, yaml.MappingNode):
            self.wrong(name, "is no group of fields", "a group of fields")
            return None
        return Group(child, f"{self.path}.{name}", self._notes)

    def aside(self, name: str) -> "Group | None":
        """The fields of a field that is looked into for faults only and stays left over."""
        child = self._child(name)
        return Group(child, f"{self.path}.{name}", Notes(self._notes.problems)) if child else None

    def groups(self, name: str, most: int = 1000) -> list["Group"]:
        """The entries of a list of groups."""
        child = self._child(name)
        self._asked.add(name)
        if child is None or _is_nothing(child):
            return []
        if not isinstance(child.node, yaml.SequenceNode):
            self.wrong(name, "is no list", "a list, each entry with '- '")
            return []
        if len(child.node.value) > most:
            self.wrong(name, f"is a list of {len(child.node.value)}", f"at most {most}")
            return []
        return [each for index in range(len(child.node.value)) if (each := self._entry(name, child, index))]

    def _entry(self, name: str, listed: Tree, index: int) -> "Group | None":
        entry = replace(listed, node=listed.node.value[index])
        path = f"{self.path}.{name}[{index}]"
        if isinstance(entry.node, yaml.MappingNode):
            return Group(entry, path, self._notes)
        self._notes.problems.append(entry.problem((), f"{path} is no group of fields", "a group of fields"))
        return None

    def _scalar(self, name: str) -> str:
        self._asked.add(name)
        child = self._child(name)
        if child is None:
            return ""
        if isinstance(child.node, yaml.ScalarNode):
            return str(child.node.value)
        self.wrong(name, "is no single value", "one value")
        return ""

    def _child(self, name: str) -> Tree | None:
        if not isinstance(self._tree.node, yaml.MappingNode):
            return None
        found = next((value for key, value in self._tree.node.value if key.value == name), None)
        return None if found is None else replace(self._tree, node=found)


def _is_nothing(tree: Tree) -> bool:
    return isinstance(tree.node, yaml.ScalarNode) and tree.node.value in _NOTHING
