"""What Slipway says of one part, and what made it say so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from slipway.formats.classification.finding import Certainty, Finding, findings_in, findings_named, quoted, reasons
from slipway.formats.classification.names import phases_named
from slipway.formats.classification.purposes import PHASES
from slipway.formats.part import Part
from slipway.words import say

_CERTAINTIES: tuple[Certainty, ...] = ("declared", "used", "name", "none")


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
    found = [each for evidence in part.evidence for each in findings_in(evidence, known)]
    unread = [each for each in found if isinstance(each, str)]
    deciding = _deciding([each for each in found if isinstance(each, Finding)], unread) or list(findings_named(part))
    phases = tuple(phase for phase in PHASES if any(finding.phase == phase for finding in deciding))
    return Verdict(
        part,
        phases,
        _phase(phases, deciding),
        _certainty(deciding),
        (*(reasons(deciding) if deciding else [_unknown(unread)]), *_doubts(part, deciding, phases)),
        tuple(dict.fromkeys(unread)),
    )


def _deciding(findings: list[Finding], unread: list[str]) -> list[Finding]:
    """The findings that settle it: any of the four phases; else preparation, else support, if all else is known."""
    major = [finding for finding in findings if finding.phase in PHASES and not finding.prepares]
    if major or unread:
        return major
    return [finding for finding in findings if finding.prepares] or findings


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
