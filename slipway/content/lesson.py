"""A lesson: Markdown with fenced directives, ```{name} around a few lines of YAML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from slipway.content.compose import parse
from slipway.content.fence import Fence, fences
from slipway.content.names import Mentions, mentions_of
from slipway.content.problem import MOST_PROBLEMS, Problem, nearest, portion
from slipway.content.prose import check_words, faults
from slipway.content.scenario import Choices, guess_problems
from slipway.content.source import Text
from slipway.content.typed import build, one_of
from slipway.delivery.controller import Phase
from slipway.ids import Declares, Name, Refers
from slipway.luck import LARGEST_SEED
from slipway.pipeline.condition import Condition
from slipway.pipeline.decisions import Guess, Prediction
from slipway.pipeline.facts import STRICT, StageRef

MOST_DIRECTIVES = 200
ScenarioRef = Annotated[Name, Refers("scenario")]


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
class LabPart:
    """A lab: which of its controls are out of sight, what they start with, and which choices they offer.

    A choice may be a number, so it need not be a name; the lab knows which there are.
    """

    __pydantic_config__: ClassVar = STRICT
    lab: Name
    hide: tuple[Name, ...] = ()
    start: dict[Name, tuple[str, ...]] = field(default_factory=dict)
    offer: dict[Name, tuple[str, ...]] = field(default_factory=dict)
    goal: bool = True


@dataclass(frozen=True, slots=True)
class BoardPart:
    """What follows from a placement of a level's tests, and the way to the board; its beginning if none is given."""

    __pydantic_config__: ClassVar = STRICT
    level: Annotated[Name, Refers("level")]
    caption: str = ""
    put: dict[Name, Name] | None = None


@dataclass(frozen=True, slots=True)
class ChallengePart:
    """A challenge of operations: its limits, whether this learner has solved it, and the way to it."""

    __pydantic_config__: ClassVar = STRICT
    challenge: Annotated[Name, Refers("challenge")]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class RolloutPart:
    """A release on its way to users, by one plan or two, after a bet on the first one; `expect` is how each ends."""

    __pydantic_config__: ClassVar = STRICT
    id: Annotated[Name, Declares("part")]
    release: str
    plans: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)]
    expect: tuple[Phase, ...]
    profile: str = "steady"
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = 1
    bet: Literal["ends", "hurt", "curve", "draw", "none"] = "ends"
    explain: str = ""


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


Part = (
    Prose
    | ReplayPart
    | PredictPart
    | CheckPart
    | TaskPart
    | LabPart
    | BoardPart
    | ChallengePart
    | RolloutPart
    | GlossaryPart
)
DIRECTIVES: dict[str, type] = {
    "replay": ReplayPart,
    "predict": PredictPart,
    "check": CheckPart,
    "task": TaskPart,
    "lab": LabPart,
    "board": BoardPart,
    "challenge": ChallengePart,
    "rollout": RolloutPart,
    "glossary": GlossaryPart,
}


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson's own file: title and parts in order."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class LocatedPart:
    """A part, or None for a directive that cannot be shown; a directive's has the ids in it with their places."""

    part: Part | None
    mentions: Mentions | None = None


@dataclass(frozen=True, slots=True)
class LessonFile:
    """What could be read of a lesson, and every problem in its own text; an unfit title is empty."""

    title: str
    parts: tuple[LocatedPart, ...]
    problems: tuple[Problem, ...]


def read_lesson(text: Text) -> LessonFile:
    """Read a lesson; a directive or a line with a problem is left out, the rest stands."""
    lines = text.content.split("\n")
    title, problems = _title(text, lines[0])
    at = 1 if lines[0].startswith("# ") else 0
    parts: list[LocatedPart] = []
    for number, fence in enumerate(_directives(lines, at)):
        if number == MOST_DIRECTIVES:
            what = "there are too many directives"
            problems.append(text.problem(fence.start + 1, 1, what, f"at most {MOST_DIRECTIVES} in a lesson"))
            break
        for read in (_prose(text, lines, at, fence.start), _directive(text, lines, fence)):
            parts += read[0]
            problems += read[1]
        at = fence.end + fence.closed
    part, found = _prose(text, lines, at, len(lines))
    return LessonFile(title, (*parts, *part), tuple(portion([*problems, *found])))


def _title(text: Text, line: str) -> tuple[str, list[Problem]]:
    title = line.removeprefix("# ").strip()
    if not line.startswith("# ") or not title:
        return "", [text.problem(1, 1, "the lesson has no title", "'# ' and the title on the first line")]
    problems = portion(text.problem_at(index, what, expected) for index, _, what, expected in faults(line))
    return "" if problems else title, problems


def _directives(lines: Sequence[str], start: int) -> Iterator[Fence]:
    """Fences that are directives, or were meant to be; ordinary code is prose."""
    for fence in fences(lines):
        if fence.start >= start and (fence.info.startswith("{") or fence.info in DIRECTIVES):
            yield fence


def _prose(text: Text, lines: Sequence[str], start: int, end: int) -> tuple[list[LocatedPart], list[Problem]]:
    """The prose between two directives, without the lines that have a fault."""
    before = sum(len(line) + 1 for line in lines[:start])
    prose = "\n".join(lines[start:end])
    found = (text.problem_at(before + index, what, expected) for index, _, what, expected in faults(prose))
    problems = portion(chain(found, _unclosed(text, lines, start, end)))
    if len(problems) > MOST_PROBLEMS:
        return [], problems
    bad = {problem.line - 1 for problem in problems}
    kept = "\n".join("" if number in bad else lines[number] for number in range(start, end))
    return ([LocatedPart(Prose(kept.strip("\n")))] if kept.strip() else []), problems


def _unclosed(text: Text, lines: Sequence[str], start: int, end: int) -> Iterator[Problem]:
    for fence in fences(lines[start:end]):
        if not fence.closed:
            yield text.problem(start + fence.start + 1, 1, "this fence is never closed", f"a line with {fence.mark}")


def _directive(text: Text, lines: Sequence[str], fence: Fence) -> tuple[list[LocatedPart], list[Problem]]:
    problem = _opening_problem(text, lines[fence.start], fence)
    if problem:
        return [], [problem]
    annotation = DIRECTIVES[fence.directive or ""]
    tree, problems = parse(text, "\n".join(lines[fence.start + 1 : fence.end]), fence.start + 1)
    if tree is None:
        return [], problems
    part, more = build(tree, annotation)
    problems += more + check_words(tree, annotation) + guess_problems(tree.items("guesses"))
    return [LocatedPart(None if problems else part, mentions_of(tree, annotation))], problems


def _opening_problem(text: Text, line: str, fence: Fence) -> Problem | None:
    """What is wrong with the line that opens a directive, or with its having no end."""
    number, column = fence.start + 1, line.find(fence.info) + 1
    names = one_of([f"{{{name}}}" for name in DIRECTIVES])
    if fence.directive is None:
        meant = nearest(fence.info.strip("{}").split("}")[0].strip(), DIRECTIVES)
        what = f"{fence.info!r} is neither a directive nor ordinary code"
        return text.problem(number, column, what, f"{names} and nothing else", f"{{{meant}}}" if meant else "")
    if fence.directive not in DIRECTIVES:
        what = f"there is no directive {{{fence.directive}}}"
        return text.problem(number, column, what, names, nearest(fence.directive, DIRECTIVES))
    if fence.indent:
        return text.problem(number, 1, "the directive is indented", "its fence at the beginning of the line")
    if not fence.closed:
        what = f"the directive {{{fence.directive}}} is never closed"
        return text.problem(number, 1, what, f"a line with {fence.mark}")
    return None
