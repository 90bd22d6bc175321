"""Evidence understood: what it says about a part’s phase, or that Slipway does not know it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from slipway.formats.classification.commands import Use, uses_of
from slipway.formats.classification.names import phases_named
from slipway.formats.classification.purposes import PREPARES, PURPOSES
from slipway.formats.classification.shell import MOST_COMMANDS, commands
from slipway.formats.part import Evidence, Part
from slipway.words import say

Certainty = Literal["declared", "used", "name", "none"]
_MOST_QUOTED = 3
_MOST_LETTERS = 70


@dataclass(frozen=True, slots=True)
class Finding:
    """`says` goes on where `what`, quoted, stops: “pytest” runs unit tests. `by` is how Slipway knows."""

    what: str
    says: str
    phase: str
    by: Literal["declared", "used", "script", "name"]
    prepares: bool = False

    @property
    def certainty(self) -> Certainty:
        """Of a script, too, only the name speaks."""
        return "name" if self.by == "script" else self.by


def findings_in(evidence: Evidence, known: Mapping[str, str]) -> Iterator[Finding | str]:
    """What the evidence says; a plain text is something that Slipway does not know."""
    if evidence.kind == "command":
        yield from _of_script(evidence.text)
    elif purpose := known.get(evidence.key.lower()):
        yield _of_purpose(purpose, "declared" if evidence.kind == "declares" else "used", evidence.text)
    elif evidence.kind == "declares":
        yield evidence.text
    elif evidence.kind == "uses":
        yield from _by_name(evidence.text, evidence.key.rsplit("/", 1)[-1])


def findings_named(part: Part) -> Iterator[Finding]:
    """What the first of the part’s own names says that says anything; the job around it may do much else."""
    for name in [part.name, *(evidence.text for evidence in part.evidence if evidence.kind == "name")]:
        if named := phases_named(name):
            for phase, _ in named:
                yield Finding(name, say("formats.says_phase", phase=say(f"formats.phase_{phase}")), phase, "name")
            return


def reasons(findings: Iterable[Finding]) -> Iterator[str]:
    """A sentence for all that is known in the same way and says the same."""
    alike: dict[tuple[str, str], dict[str, None]] = {}
    for finding in findings:
        alike.setdefault((finding.by, finding.says), {})[finding.what] = None
    for (by, says), whats in alike.items():
        what = quoted(tuple(whats))
        what = what if len(whats) == 1 else say("formats.each_of", what=what)
        yield say(f"formats.reason_{by}", what=what, says=says)


def quoted(names: Sequence[str]) -> str:
    """The first few names, each in quotes."""
    shown = ", ".join(f"“{_brief(name)}”" for name in names[:_MOST_QUOTED])
    return shown if len(names) <= _MOST_QUOTED else f"{shown}, …"


def _brief(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 2]} …"


def _of_script(script: str) -> Iterator[Finding | str]:
    lines = commands(script)
    for command in islice(lines, MOST_COMMANDS):
        for use in uses_of(command):
            yield from _of_use(use)
    if next(lines, None):
        yield say("formats.more_commands", most=MOST_COMMANDS)


def _of_use(use: Use) -> Iterator[Finding | str]:
    if use.purpose:
        yield _of_purpose(use.purpose, "used", use.text)
    else:
        yield from _by_name(use.text, use.script)


def _of_purpose(purpose: str, by: Literal["declared", "used"], what: str) -> Finding:
    return Finding(what, say(f"formats.does_{purpose}"), PURPOSES[purpose], by, purpose in PREPARES)


def _by_name(what: str, name: str) -> Iterator[Finding | str]:
    """By the name of a script or an action that Slipway does not know; unknown when that says nothing."""
    named = phases_named(name)
    for phase, word in named:
        says = say("formats.only_word", word=word, phase=say(f"formats.phase_{phase}"))
        yield Finding(what, says, phase, "script")
    if not named:
        yield what
