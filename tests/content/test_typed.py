"""From nodes to frozen values: every fault at once, at its place, with the way out."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import Field

from slipway.content.problem import MOST_PROBLEMS
from slipway.content.typed import build
from slipway.ids import Name
from tests.content.small import lines, tree_of


@dataclass(frozen=True, slots=True)
class Cat:
    __pydantic_config__: ClassVar = {"extra": "forbid"}
    kind: Literal["cat"]
    name: Name
    lives: Annotated[int, Field(ge=1, le=9)] = 9


@dataclass(frozen=True, slots=True)
class Dog:
    __pydantic_config__: ClassVar = {"extra": "forbid"}
    kind: Literal["dog"]
    name: str
    size: Literal["small", "large"] = "small"


@dataclass(frozen=True, slots=True)
class Home:
    __pydantic_config__: ClassVar = {"extra": "forbid"}
    pets: Annotated[tuple[Annotated[Cat | Dog, Field(discriminator="kind")], ...], Field(min_length=1)]
    rooms: int = 1
    warm: bool = True
    rent: float = 0.0

    def __post_init__(self) -> None:
        if self.rooms < len(self.pets):
            raise ValueError(f"rooms must be at least {len(self.pets)}, got {self.rooms}")


def problems_of(content: str) -> list[str]:
    return lines(build(tree_of(content), Home)[1])


def test_a_good_value_is_typed_and_frozen():
    home, problems = build(tree_of("pets: [{kind: cat, name: mog, lives: 3}]\nwarm: no"), Home)
    assert (home, problems) == (Home((Cat("cat", "mog", 3),), warm=False), [])


def test_all_faults_come_at_once_each_at_its_place():
    content = "pets:\n  - {kind: cat, lives: many}\n  - {kind: dog, name: rex, size: lage, nmae: x}\nrooms: x\n"
    assert problems_of(content) == [
        "a.yaml:2:5: 'name' is missing; expected a value for 'name'",
        "a.yaml:2:24: lives is 'many'; expected a whole number",
        "a.yaml:3:34: size is 'lage', which is not known here; expected one of small, large; did you mean 'large'?",
        "a.yaml:3:40: there is no field 'nmae' here; expected one of kind, name, size; did you mean 'name'?",
        "a.yaml:4:8: rooms is 'x'; expected a whole number",
    ]


@pytest.mark.parametrize(
    ("content", "place", "what", "expected"),
    [
        ("pets: [{name: mog}]", "1:8", "'kind' is missing", "a value for 'kind'"),
        ("pets: [mog]", "1:8", "pets is 'mog'", "a group of fields"),
        ("pets: mog", "1:7", "pets is 'mog'", "a list"),
        ("pets:", "1:6", "pets is empty", "a list"),
        ("pets: []", "1:7", "pets is a list of 0", "at least 1"),
        ("- pets", "1:1", "this is a list of 1", "a group of fields"),
        ("pets", "1:1", "this is 'pets'", "a group of fields"),
        ("pets: [{kind: cat, name: mog, lives: 10}]", "1:38", "lives is '10'", "9 or less"),
        ("pets: [{kind: cat, name: mog, lives: 0}]", "1:38", "lives is '0'", "1 or more"),
        ("{pets: [{kind: cat, name: mog}], warm: maybe}", "1:40", "warm is 'maybe'", "true or false"),
        ("{pets: [{kind: cat, name: mog}], rent: low}", "1:40", "rent is 'low'", "a number"),
        ("{pets: [{kind: dog, name: [a]}]}", "1:27", "name is a list of 1", "text"),
        ("{pets: [{kind: cat, name: a}], rooms: 0}", "1:1", "rooms must be at least 1, got 0", "a value that fits"),
    ],
)
def test_each_sort_of_fault_is_told_in_words(content, place, what, expected):
    assert problems_of(content) == [f"a.yaml:{place}: {what}; expected {expected}"]


def test_an_unknown_kind_is_told_at_the_word_with_the_nearest_one():
    assert problems_of("pets: [{kind: cta, name: mog}]") == [
        "a.yaml:1:15: 'cta' is not a kind that is known here; expected one of cat, dog; did you mean 'cat'?"
    ]


def test_an_id_that_is_none_is_told_with_an_example():
    (problem,) = problems_of("pets: [{kind: cat, name: Mog}]")
    assert problem.startswith("a.yaml:1:26: an id is lower-case words") and "'Mog'" in problem


def test_a_parent_does_not_echo_its_childs_fault():
    assert len(problems_of("pets: [{kind: cat, name: mog, lives: x}, {kind: fish}]")) == 2


def test_thousands_of_faults_are_told_in_portions_and_at_once():
    problems = problems_of("pets: [" + "{}," * 9000 + "]")
    assert len(problems) == MOST_PROBLEMS + 1
    assert "there are more problems in this file" in problems[-1]
