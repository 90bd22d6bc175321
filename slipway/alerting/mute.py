"""What keeps an alert from being told: a worse one that fires already, or a silence."""

from collections.abc import Iterable
from dataclasses import dataclass

from slipway.alerting.event import Labels
from slipway.alerting.matcher import Matcher


@dataclass(frozen=True, slots=True)
class Inhibition:
    """While a source fires, targets that agree with it in `equal` are not told; a label that is not there is empty."""

    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...] = ()

    def mutes(self, target: Labels, firing: Iterable[Labels]) -> Labels | None:
        """The alert because of which the target is muted; one that is both source and target mutes no other such."""
        labels = dict(target)
        if not fits(self.target, labels):
            return None
        is_source = fits(self.source, labels)
        for each in firing:
            source = dict(each)
            if each == target or not fits(self.source, source) or is_source and fits(self.target, source):
                continue
            if all(source.get(name, "") == labels.get(name, "") for name in self.equal):
                return each
        return None


@dataclass(frozen=True, slots=True)
class Silence:
    """From `since_s` until `until_s` alerts that fit all matchers are not told."""

    matchers: tuple[Matcher, ...]
    since_s: float
    until_s: float

    def mutes(self, target: Labels, at_s: float) -> bool:
        """Whether it applies."""
        return self.since_s <= at_s < self.until_s and fits(self.matchers, dict(target))


def fits(matchers: Iterable[Matcher], labels: dict[str, str]) -> bool:
    """Whether labels fulfil all of them."""
    return all(each.matches(labels) for each in matchers)
