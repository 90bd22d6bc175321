"""How good alerting was: which pages were for something, what was missed, how soon it was noticed, who slept badly."""

from collections.abc import Sequence
from dataclasses import dataclass

from slipway.alerting.escalation import is_night
from slipway.alerting.incidents import Incident
from slipway.verdict import Verdict
from slipway.words import say

GRACE_S = 900.0
"""A page so soon after an incident's end is still for it; an assumption of ours."""
WEEK_S = 604_800.0


@dataclass(frozen=True, slots=True)
class Page:
    """Somebody is called because of an alert."""

    at_s: float
    alert: str


@dataclass(frozen=True, slots=True)
class Found:
    """An incident, and how long it took until somebody, or a machine, noticed; None for never."""

    incident: Incident
    detected_s: float | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Over the time looked at; a share of nothing is None. `needless` are pages that needed nobody."""

    pages: int
    needless: tuple[Page, ...]
    found: tuple[Found, ...]
    lasts_s: float

    @property
    def precision(self) -> float | None:
        """The share of pages that were for something."""
        return 1 - len(self.needless) / self.pages if self.pages else None

    @property
    def recall(self) -> float | None:
        """The share of harmful incidents that were noticed."""
        return sum(each.detected_s is not None for each in self.found) / len(self.found) if self.found else None

    @property
    def detected_s(self) -> float | None:
        """The middle of the times until one was noticed (of an even number the upper one), over incidents found."""
        times_s = sorted(each.detected_s for each in self.found if each.detected_s is not None)
        return times_s[len(times_s) // 2] if times_s else None

    @property
    def pages_per_week(self) -> float:
        """As if all weeks were like this."""
        return self.pages * WEEK_S / self.lasts_s

    @property
    def needless_at_night(self) -> int:
        """Pages at night that needed nobody."""
        return sum(is_night(page.at_s) for page in self.needless)

    def verdicts(self) -> tuple[Verdict, ...]:
        """Precision and recall with their arithmetic."""
        good = self.pages - len(self.needless)
        seen = sum(each.detected_s is not None for each in self.found)
        precision = say("alerting.precision", good=good, pages=self.pages, share=_percent(self.precision))
        recall = say("alerting.recall", seen=seen, all=len(self.found), share=_percent(self.recall))
        return (
            Verdict("alerting.precision", not self.needless, (("good", good), ("pages", self.pages)), None, precision),
            Verdict(
                "alerting.recall", seen == len(self.found), (("seen", seen), ("all", len(self.found))), None, recall
            ),
        )


def judge(
    pages: Sequence[Page], incidents: Sequence[Incident], lasts_s: float, deeds_s: Sequence[float] = ()
) -> Judgement:
    """Pages against what really went wrong; an incident is noticed too when a machine does something during it."""
    harmful = [each for each in incidents if each.is_harmful and each.since_s < lasts_s]
    needless = tuple(page for page in pages if not any(is_for(page, each) for each in harmful))
    found = []
    for each in harmful:
        times_s = [page.at_s - each.since_s for page in pages if is_for(page, each)]
        times_s += [at_s - each.since_s for at_s in deeds_s if each.since_s <= at_s < each.until_s]
        found.append(Found(each, min(times_s, default=None)))
    return Judgement(len(pages), needless, tuple(found), lasts_s)


def is_for(page: Page, incident: Incident) -> bool:
    """Whether somebody who is called then finds this."""
    return incident.since_s <= page.at_s < incident.until_s + GRACE_S


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
