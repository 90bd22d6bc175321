"""Rules of Prometheus as settings: a query kept as a series, or an alert for as long as it gives something."""

from dataclasses import dataclass, field

from slipway.alerting.event import Labels
from slipway.alerting.promql.parse import kind_of, parse
from slipway.alerting.promql.tree import Expression, PromqlError
from slipway.alerting.template import check_template
from slipway.words import say


def _read(query: str) -> Expression:
    tree = parse(query)
    if kind_of(tree) not in ("scalar", "instant vector"):
        raise PromqlError(say("alerting.query_result"), tree.at)
    return tree


@dataclass(frozen=True, slots=True)
class Recording:
    """Keeps what a query gives as the series `record`, with further labels. Raises PromqlError for the query."""

    record: str
    query: str
    labels: Labels = ()
    tree: Expression = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", _read(self.query))


@dataclass(frozen=True, slots=True)
class Alerting:
    """Fires once the query has given something `for_ms` long, and `keep_firing_ms` longer than it does.

    Raises PromqlError for the query, TemplateError for a label; an annotation that cannot be filled stays as it is.
    """

    alert: str
    query: str
    for_ms: int = 0
    keep_firing_ms: int = 0
    labels: Labels = ()
    annotations: Labels = ()
    tree: Expression = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", _read(self.query))
        for name, text in self.labels:
            check_template(name, text)


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that are evaluated one after the other, every `interval_ms` (None: as all)."""

    name: str
    rules: tuple[Recording | Alerting, ...]
    interval_ms: int | None = None
