"""What Slipway says of one part, and what made it say so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from slipway.formats.classification.commands import Use, uses_of
from slipway.formats.classification.names import phases_named
from slipway.formats.classification.purposes import PHASES, PREPARES, PURPOSES
from slipway.formats.classification.shell import MOST_COMMANDS, commands
from slipway.formats.part import Evidence, Part
from slipway.words import say

Certainty = Literal["declared", "used", "name", "none"]
_CERTAINTIES: tuple[Certainty, ...] = ("declared", "used", "name", "none")
_MOST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of evidence, understood."""

    phase: str
    certainty: Certainty
    reason: str
    line: int
    prepares: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`phases` are those of the four that the part does; none for support and for what is unknown.

    `unread` is the evidence that Slipway does not know; it is told even where other evidence decided.
    """

    part: Part
    phases: tuple[str, ...]
    phase: str
    certainty: Certainty
    reasons: tuple[str, ...]
    unread: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Plain values, for scripts."""
        return {
            "id": self.part.id,
            "name": self.part.name,
            "inside": list(self.part.inside),
            "line": self.part.line,
            "phase": self.phase,
            "phases": list(self.phases),
            "certainty": self.certainty,
            "reasons": list(self.reasons),
            "evidence": [evidence.text for evidence in self.part.evidence],
            "unknown": list(self.unread),
        }


def verdict_on(part: Part, known: Mapping[str, str]) -> Verdict:
    """Weigh a part’s evidence; `known` is the system’s own table, key to purpose."""
    findings: list[Finding] = []
    unread: list[str] = []
    for evidence in part.evidence:
        for found in _findings(evidence, known):
            if isinstance(found, Finding):
                findings.append(found)
            else:
                unread.append(found)
    deciding = _deciding(findings, unread) or list(_named(part))
    phases = tuple(phase for phase in PHASES if any(finding.phase == phase for finding in deciding))
    reasons = [finding.reason for finding in deciding] or [_unknown(unread)]
    return Verdict(
        part,
        phases,
        _phase(phases, deciding),
        _certainty(deciding),
        tuple(dict.fromkeys([*reasons, *_doubts(part, deciding, phases)])),
        tuple(dict.fromkeys(unread)),
    )


def _findings(evidence: Evidence, known: Mapping[str, str]) -> Iterator[Finding | str]:
    """What the evidence says; a plain text is something that Slipway does not know."""
    if evidence.kind == "command":
        read = [use for command in islice(commands(evidence.text), MOST_COMMANDS) for use in uses_of(command)]
        yield from (found for use in read for found in _of_use(use, evidence.line))
    elif purpose := known.get(evidence.key.lower()):
        certainty: Certainty = "declared" if evidence.kind == "declares" else "used"
        yield _finding(purpose, certainty, evidence.text, evidence.line)
    elif evidence.kind == "declares":
        yield evidence.text
    elif evidence.kind == "uses":
        yield from _by_name(evidence.text, evidence.key.rsplit("/", 1)[-1], evidence.line)


def _of_use(use: Use, line: int) -> Iterator[Finding | str]:
    if use.purpose:
        yield _finding(use.purpose, "used", use.text, line)
    else:
        yield from _by_name(use.text, use.script, line)


def _finding(purpose: str, certainty: Certainty, what: str, line: int) -> Finding:
    does = say(f"formats.does_{purpose}")
    key = "formats.reason_declared" if certainty == "declared" else "formats.reason_used"
    return Finding(PURPOSES[purpose], certainty, say(key, what=what, does=does), line, purpose in PREPARES)


def _by_name(what: str, name: str, line: int) -> Iterator[Finding | str]:
    """By the name of a script or an action that Slipway does not know; unknown when that says nothing."""
    named = phases_named(name)
    for phase, word in named:
        reason = say("formats.reason_script", what=what, word=word, phase=say(f"formats.phase_{phase}"))
        yield Finding(phase, "name", reason, line)
    if not named:
        yield what


def _deciding(findings: list[Finding], unread: list[str]) -> list[Finding]:
    """The findings that settle it: any of the four phases; else preparation, else support, if all else is known."""
    major = [finding for finding in findings if finding.phase in PHASES and not finding.prepares]
    if major or unread:
        return major
    return [finding for finding in findings if finding.prepares] or findings


def _named(part: Part) -> Iterator[Finding]:
    """What the first of the part’s own names says that says anything; the job around it may do much else."""
    for name in [part.name, *(evidence.text for evidence in part.evidence if evidence.kind == "name")]:
        if named := phases_named(name):
            for phase, _ in named:
                reason = say("formats.reason_name", name=name, phase=say(f"formats.phase_{phase}"))
                yield Finding(phase, "name", reason, part.line)
            return


def _doubts(part: Part, deciding: list[Finding], phases: tuple[str, ...]) -> Iterator[str]:
    """Where the part’s own name says something else than what it does."""
    named = phases_named(part.name)
    if named and _certainty(deciding) in ("declared", "used") and not {phase for phase, _ in named} & set(phases):
        yield say("formats.doubt", name=part.name, phase=say(f"formats.phase_{named[0][0]}"))


def _phase(phases: tuple[str, ...], deciding: list[Finding]) -> str:
    if len(phases) > 1:
        return "mixed"
    return phases[0] if phases else "support" if deciding else "unknown"


def _certainty(deciding: Iterable[Finding]) -> Certainty:
    """Each phase is as sure as its best finding, the whole as sure as its weakest phase."""
    best: dict[str, int] = {}
    for finding in deciding:
        rank = _CERTAINTIES.index(finding.certainty)
        best[finding.phase] = min(rank, best.get(finding.phase, rank))
    return _CERTAINTIES[max(best.values(), default=len(_CERTAINTIES) - 1)]


def _unknown(unread: list[str]) -> str:
    if not unread:
        return say("formats.reason_nothing")
    return say("formats.reason_unknown", what=quoted(unread))


def quoted(names: Sequence[str]) -> str:
    """The first few names, each in quotes."""
    shown = ", ".join(f"“{name}”" for name in names[:_MOST_QUOTED])
    return shown if len(names) <= _MOST_QUOTED else f"{shown}, …"
