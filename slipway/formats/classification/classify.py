"""A pipeline definition as text -> which system’s it is, its parts, and a verdict on each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from slipway.content.compose import Allowed, parse
from slipway.content.problem import Problem, portion, shown
from slipway.content.source import Text, decode, read_file
from slipway.formats import FORMATS
from slipway.formats.classification.verdict import Verdict, verdict_on
from slipway.formats.format import Document, Format, Refused
from slipway.formats.part import Part
from slipway.formats.tables import purposes
from slipway.words import say

MOST_PARTS = 300
_MOST_LETTERS = 1_000_000
ALLOWED = Allowed(
    aliases=True,
    tags=frozenset(tag for each in FORMATS.values() for tag in each.tags),
    headers=frozenset(each.header for each in FORMATS.values() if each.header),
)


@dataclass(frozen=True, slots=True)
class Classification:
    """`system` is empty when the text is no pipeline definition that Slipway can read; the problems then say why.

    `remarks` are no problems: what else is worth knowing about the file.
    """

    system: str
    label: str
    parts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many parts are of each phase."""
        return dict(Counter(verdict.phase for verdict in self.parts))

    def as_dict(self) -> dict[str, object]:
        """Plain values, for scripts."""
        return {
            "system": self.system,
            "label": self.label,
            "counts": self.counts,
            "parts": [verdict.as_dict() for verdict in self.parts],
            "problems": [str(problem) for problem in self.problems],
            "remarks": [str(remark) for remark in self.remarks],
        }


def classify(text: str, name: str = "") -> Classification:
    """Say of every part of a pipeline definition which phase it is, and why; `name` is what problems call the file."""
    return classify_bytes(text.encode("utf-8", "replace"), name)


def classify_bytes(data: bytes, name: str = "") -> Classification:
    """The same for a file as it comes."""
    return _classified(decode(data, name or say("formats.pasted")))


def classify_file(path: Path) -> Classification:
    """The same for a file on disk."""
    return _classified(read_file(path, shown(path)))


def _classified(text: Text | Problem) -> Classification:
    if isinstance(text, Problem):
        return _unreadable(text)
    tree, problems = parse(text, allowed=ALLOWED)
    document = Document(text, tree)
    found = next((each for each in FORMATS.values() if each.recognises(document)), None)
    if found is None:
        return _unreadable(*(problems or [_not_known(text)]))
    try:
        parts = list(_within_limits(found.parts(document), text))
    except Refused as refused:
        return _unreadable(refused.problem)
    return _verdicts(found, document, parts, problems if tree else [])


def _verdicts(found: Format, document: Document, parts: list[Part], problems: list[Problem]) -> Classification:
    problems = [*problems, *found.faults(document)]
    if not (parts or problems):
        problems.append(
            document.text.problem(1, 1, say("formats.no_parts", label=found.label), say("formats.some_parts"))
        )
    verdicts = tuple(verdict_on(part, purposes(found.name)) for part in parts)
    return Classification(
        found.name, found.label, verdicts, tuple(portion(problems)), tuple(portion(found.remarks(document)))
    )


def _within_limits(parts: Iterator[Part], text: Text) -> Iterator[Part]:
    """The parts, as long as they are no more than a person would read."""
    letters = 0
    for number, part in enumerate(parts):
        letters += sum(len(evidence.text) + 20 for evidence in part.evidence)
        if number == MOST_PARTS or letters > _MOST_LETTERS:
            raise Refused(
                text.problem(part.line, 1, say("formats.too_much"), say("formats.most_parts", most=MOST_PARTS))
            )
        yield part


def _unreadable(*problems: Problem) -> Classification:
    return Classification("", "", (), tuple(problems))


def _not_known(text: Text) -> Problem:
    labels = ", ".join(each.label for each in FORMATS.values())
    return text.problem(1, 1, say("formats.not_known"), say("formats.known", labels=labels))
