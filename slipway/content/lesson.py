"""A lesson: Markdown with fenced directives, ```{name} around a few lines of YAML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import Field

from slipway.content.problem import Problem, nearest
from slipway.content.prose import check_words, faults
from slipway.content.scenario import Choices
from slipway.content.source import Text, Tree, parse
from slipway.content.typed import build
from slipway.ids import Declares, Name, Refers
from slipway.pipeline.condition import Condition
from slipway.pipeline.decisions import Guess, Prediction
from slipway.pipeline.facts import STRICT, StageRef

ScenarioRef = Annotated[Name, Refers("scenario")]
_FENCE = re.compile(r"^(`{3,}|~{3,})(.*)$")
_DIRECTIVE = re.compile(r"^\{([^}]*)\}\s*$")
_TITLE = re.compile(r"^# +(\S.*)$", re.M)


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class ReplayPart:
    """A live picture of a run: at rest where `at` is first met, zoomed on `stage` if one is named."""

    __pydantic_config__: ClassVar = STRICT
    scenario: ScenarioRef
    alt: str
    caption: str = ""
    choose: Choices = field(default_factory=dict)
    seed: int | None = None
    at: Condition | None = None
    stage: StageRef | None = None


@dataclass(frozen=True, slots=True)
class PredictPart:
    """A question that the engine settles: whichever guess comes true first was right."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("part")]
    scenario: ScenarioRef
    ask: str
    guesses: Annotated[tuple[Guess, ...], Field(min_length=2)]
    explain: str
    choose: Choices = field(default_factory=dict)
    seed: int | None = None

    @property
    def prediction(self) -> Prediction:
        """The bet, as the engine settles it."""
        return Prediction(self.ask, self.guesses)


@dataclass(frozen=True, slots=True)
class CheckPart:
    """A question from the bank, asked here."""

    __pydantic_config__: ClassVar = STRICT
    question: Annotated[Name, Refers("question")]


@dataclass(frozen=True, slots=True)
class TaskPart:
    """Something to bring about in the replay; it ticks itself, and then `explain` opens."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("part")]
    scenario: ScenarioRef
    goal: str
    when: Condition
    explain: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means here."""

    __pydantic_config__: ClassVar = STRICT
    term: str
    means: str


@dataclass(frozen=True, slots=True)
class GlossaryPart:
    """Words of this lesson."""

    __pydantic_config__: ClassVar = STRICT
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]


Part = Prose | ReplayPart | PredictPart | CheckPart | TaskPart | GlossaryPart
DIRECTIVES: dict[str, type] = {
    "replay": ReplayPart,
    "predict": PredictPart,
    "check": CheckPart,
    "task": TaskPart,
    "glossary": GlossaryPart,
}


@dataclass(frozen=True, slots=True)
class LocatedPart:
    """A directive with the tree it came from, for problems found later."""

    part: Any
    tree: Tree


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson's own file: title and parts in order."""

    title: str
    parts: tuple[Part, ...]
    located: tuple[LocatedPart, ...]


@dataclass(frozen=True, slots=True)
class _Fence:
    line: int
    name: str
    body: str


def read_lesson(text: Text) -> tuple[LessonText | None, list[Problem]]:
    """A lesson and every problem in its own text; the lesson is None when a part cannot be read."""
    problems = _title_problems(text)
    parts: list[Part] = []
    located: list[LocatedPart] = []
    for line, piece in _pieces(text, problems):
        if isinstance(piece, str):
            problems += _prose_problems(text, line, piece)
            parts.append(Prose(piece))
            continue
        tree, part, faults_found = _directive(text, piece)
        problems += faults_found
        if part is not None and tree is not None:
            parts.append(part)
            located.append(LocatedPart(part, tree))
    title = _TITLE.match(text.content)
    if title is None:
        return None, problems
    return LessonText(title[1].strip(), tuple(parts), tuple(located)), problems


def _title_problems(text: Text) -> list[Problem]:
    if _TITLE.match(text.content):
        return []
    return [text.problem(1, 1, "the lesson has no title", "'# ' and the title on the first line")]


def _pieces(text: Text, problems: list[Problem]) -> Iterator[tuple[int, str | _Fence]]:
    """Stretches of prose (with ordinary code fences in them) and directives, each with its first line."""
    lines = text.content.split("\n")
    prose: list[str] = []
    number = 1 if _TITLE.match(text.content) else 0
    first = number
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        if not fence:
            prose.append(lines[number])
            number += 1
            continue
        end = _fence_end(lines, number, fence[1])
        directive = _DIRECTIVE.match(fence[2])
        if end is None:
            problems.append(text.problem(number + 1, 1, "this fence is never closed", f"a line with {fence[1]}"))
            end = len(lines)
        if directive:
            yield first + 1, "\n".join(prose)
            yield number + 1, _Fence(number + 1, directive[1].strip(), "\n".join(lines[number + 1 : end]))
            prose, first = [], end + 1
        else:
            prose += lines[number : end + 1]
        number = end + 1
    yield first + 1, "\n".join(prose)


def _fence_end(lines: list[str], start: int, mark: str) -> int | None:
    closing = re.compile(rf"^{re.escape(mark[0])}{{{len(mark)},}}\s*$")
    return next((n for n in range(start + 1, len(lines)) if closing.match(lines[n])), None)


def _prose_problems(text: Text, first_line: int, prose: str) -> list[Problem]:
    problems = []
    for index, what, expected in faults(prose):
        line = first_line + prose.count("\n", 0, index)
        column = index - prose.rfind("\n", 0, index)
        problems.append(text.problem(line, column, what, expected))
    return problems


def _directive(text: Text, fence: _Fence) -> tuple[Tree | None, Any, list[Problem]]:
    if fence.name not in DIRECTIVES:
        what = f"there is no directive {{{fence.name}}}"
        expected = "one of " + ", ".join(f"{{{name}}}" for name in DIRECTIVES)
        return None, None, [text.problem(fence.line, 4, what, expected, nearest(fence.name, DIRECTIVES))]
    tree, problems = parse(text, fence.body, fence.line)
    if tree is None:
        return None, None, problems
    annotation = DIRECTIVES[fence.name]
    part, more = build(tree, annotation)
    if part is not None:
        more += check_words(tree, part, annotation)
    return tree, part, problems + more
