"""What happens in alerting: an alarm changes its state, somebody is told, something is done about it."""

from dataclasses import dataclass
from typing import Any

from slipway.verdict import Verdict

Labels = tuple[tuple[str, str], ...]
"""Names and values, sorted by name; a label without a value is not there."""


@dataclass(frozen=True, slots=True)
class Event:
    """At `at_s` seconds since the series begin, `name` came into `state`; `labels` tell alerts of one name apart."""

    at_s: float
    kind: str
    name: str
    state: str
    verdict: Verdict
    labels: Labels = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "at_s": self.at_s,
            "kind": self.kind,
            "name": self.name,
            "state": self.state,
            "labels": dict(self.labels),
            "verdict": self.verdict.as_dict(),
        }


def labels_of(given: dict[str, str]) -> Labels:
    """Labels in their order, without those that are empty."""
    return tuple(sorted((name, value) for name, value in given.items() if value))


def shown(name: str, labels: Labels) -> str:
    """A name with its labels, as Prometheus writes them."""
    inside = ", ".join(f'{label}="{value}"' for label, value in labels if label not in ("__name__", "alertname"))
    return f"{name}{{{inside}}}" if inside else name
