"""Every word asked for exists with the values it needs, and none lies about unused."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from slipway.words import all_words, say

HOUSE = Path(__file__).parents[1] / "slipway"
FILES = sorted(HOUSE.rglob("*.py"))
COMPONENTS = ("replay", "board", "order", "film", "sketch")
"""Rooms of words that a browser component of the same name shows by itself."""
WORDS = all_words()
IN_BROWSER = tuple(f"{room}." for room in COMPONENTS)
KEY = re.compile(r"[a-z_]+\.[a-z_.0-9]+")
COUNTED_PLURAL = re.compile(
    r"\{\w+\} (?:\w+ )?(problems|tests|answers|violations|questions|lessons|tasks|things|apologies|rows)\b"
)
NO_COUNTS = ("{nothing} without tests", "{other} leaves rows")
FAMILY = re.compile(r"([a-z_]+|\(.*?\))\\\.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A call of `say`: the keys it may mean, and the values it passes (None: cannot be read off the source)."""

    place: str
    keys: tuple[str, ...]
    values: frozenset[str] | None
    exact: bool


@cache
def asked() -> list[Asked]:
    return [call for file in FILES for call in _calls(file, ast.parse(file.read_text("utf-8")))]


def _calls(file: Path, tree: ast.Module) -> list[Asked]:
    found = []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
            around = next((f for f in reversed(functions) if f.lineno <= node.lineno <= (f.end_lineno or 0)), tree)
            place = f"{file.relative_to(HOUSE.parent)}:{node.lineno}"
            found.append(
                Asked(place, _keys(node.args[0], around), _values(node), isinstance(node.args[0], ast.Constant))
            )
    return found


def _values(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(filter(None, names))


def _keys(argument: ast.expr, around: ast.AST) -> tuple[str, ...]:
    """A literal is itself; a variable may be any key that its function spells out."""
    source = around if isinstance(argument, ast.Name) else argument
    return tuple(key for node in ast.walk(source) for key in _spelt(node))


def _spelt(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        pattern = _pattern(node)
        return [key for key in WORDS if pattern.fullmatch(key)] or [f"(nothing like {pattern.pattern})"]
    return []


def _pattern(node: ast.JoinedStr) -> re.Pattern[str]:
    """The keys it may say: a gap is one part of a key, or a whole shorter key where the string begins with it."""
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "([^.]+)" for part in node.values]
    if parts[0] == "([^.]+)":
        parts[0] = r"(.+\..+)"
    return re.compile("".join(parts))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_a_counted_word_is_that_of_one_or_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORDS, "x.y", "{n} {n:box|boxes} of {tea}")
    assert [say("x.y", n=n, tea="a|b") for n in (0, 1, "1", "1,000")] == [
        *("0 boxes of a|b", "1 box of a|b", "1 box of a|b", "1,000 boxes of a|b")
    ]


def test_a_count_and_its_noun_are_not_at_odds() -> None:
    """No text has a plain count before a plural that is one word; `{n:box|boxes}` has both."""
    found = {key: COUNTED_PLURAL.search(text) for key, text in WORDS.items()}
    assert [f"{key}: {match[0]}" for key, match in found.items() if match and match[0] not in NO_COUNTS] == []


def test_every_text_asked_for_by_name_exists() -> None:
    missing = [
        f"{call.place} asks for {key}" for call in asked() if call.exact for key in call.keys if key not in WORDS
    ]
    assert missing == []


def test_every_family_of_texts_asked_for_has_members() -> None:
    empty = [f"{call.place} {key}" for call in asked() for key in call.keys if key.startswith("(nothing")]
    assert empty == []


def test_a_text_asked_for_by_name_uses_exactly_the_values_it_is_given() -> None:
    wrong = [
        f"{call.place} gives {sorted(call.values)}, {key} takes {sorted(placeholders(WORDS[key]))}"
        for call in asked()
        if call.exact and call.values is not None
        for key in call.keys
        if key in WORDS and placeholders(WORDS[key]) != call.values
    ]
    assert wrong == []


@pytest.mark.parametrize("key", [key for key in WORDS if not key.startswith(IN_BROWSER)])
def test_somebody_who_asks_for_a_text_gives_it_its_values(key: str) -> None:
    calls = [call for call in asked() if key in call.keys]
    fitting = [call for call in calls if call.values is None or placeholders(WORDS[key]) <= call.values]
    assert fitting or not calls, f"{key} takes {placeholders(WORDS[key])}; {calls}"


@cache
def _spelt_anywhere() -> tuple[frozenset[str], tuple[re.Pattern[str], ...], frozenset[str]]:
    """Keys in full, families, and every string or field name that may fill a family's gap."""
    full: set[str] = set()
    fillings: set[str] = set()
    families = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                (full if node.value in WORDS else fillings).add(node.value)
            elif isinstance(node, ast.JoinedStr) and FAMILY.match(_pattern(node).pattern):
                families.append(_pattern(node))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                fillings.add(node.target.id)
    return frozenset(full), tuple(families), frozenset(fillings)


def _used(key: str) -> bool:
    full, families, _ = _spelt_anywhere()
    gaps = [match.groups() for family in families if (match := family.fullmatch(key))]
    return key in full or any(all(map(_fills, groups)) for groups in gaps)


def _fills(gap: str) -> bool:
    *_, fillings = _spelt_anywhere()
    return gap.isdigit() or gap in fillings or ("." in gap and _used(gap))


@pytest.mark.parametrize("key", [key for key in WORDS if not key.startswith(IN_BROWSER)])
def test_a_text_is_used(key: str) -> None:
    assert _used(key), f"nothing asks for {key}: delete it"


@cache
def _script(room: str) -> str:
    folder = HOUSE / "ui" / "components" / room
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("*.js")))


def texts_of(room: str) -> dict[str, str]:
    """The component's own texts, without the room's name."""
    return {key.removeprefix(f"{room}."): text for key, text in WORDS.items() if key.startswith(f"{room}.")}


@pytest.mark.parametrize(("room", "key"), [(room, key) for room in COMPONENTS for key in texts_of(room)])
def test_a_text_of_a_component_is_used_by_it(room: str, key: str) -> None:
    script = _script(room)
    families = [prefix for prefix in re.findall(r"words\[`(\w+)\$\{", script) if key.startswith(prefix)]
    found = re.search(rf"\bwords\.{key}\b|\"{key}\"", script)
    assert families or found, f"the component {room} never shows {key}: delete it"


@pytest.mark.parametrize("room", COMPONENTS)
def test_every_text_a_component_asks_for_exists(room: str) -> None:
    named = set(re.findall(r"\bwords\.(\w+)", _script(room)))
    assert named - set(texts_of(room)) == set()


@pytest.mark.parametrize("room", COMPONENTS)
def test_a_component_gives_each_text_the_values_it_takes(room: str) -> None:
    calls = re.findall(r"say\(words\.(\w+), \{([^{}]*)\}\)", _plain_script(room))
    given = {name: {part.split(":")[0].strip() for part in values.split(",")} for name, values in calls}
    taken = {name: placeholders(text) for name, text in texts_of(room).items() if placeholders(text)}
    assert given == taken


def _plain_script(room: str) -> str:
    """The source without what strings and inner calls hold, so that every comma left parts two values."""
    source = re.sub(r'"[^"\n]*"', "''", _script(room))
    return re.sub(r"(\.\w+)\([^()]*\)", r"\1", source)
