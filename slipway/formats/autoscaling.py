"""Auto-scaling as files: whatever system wrote it, a scaler that can be started."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slipway.content.source import Text
from slipway.formats.hpa import import_hpa
from slipway.formats.imported import Imported
from slipway.formats.series import Series
from slipway.scaling.hpa import Hpa, HpaScaler
from slipway.scaling.recorded import Track
from slipway.scaling.scaler import Scaler

_INSTANCE_LABELS = ("pod", "instance", "instance_id", "InstanceId", "container", "host", "node")


@dataclass(frozen=True, slots=True)
class Policy:
    """A scaler under its name; `start` begins anew each time."""

    name: str
    start: Callable[[], Scaler]


def import_policy(text: Text) -> Imported[Policy]:
    """The first scaler of a file."""
    found = import_hpa(text)
    policy = None if found.settings is None else _hpa(found.settings)
    return Imported(policy, found.unsupported, found.problems)


def _hpa(spec: Hpa) -> Policy:
    return Policy(spec.name, lambda: HpaScaler(spec))


def as_tracks(series: Sequence[Series]) -> tuple[Track, ...]:
    """Recorded series as a scaler takes them: a label that names a pod or an instance makes them its own."""
    return tuple(Track(each.name, _instance(each), each.at_s, each.values) for each in series)


def _instance(series: Series) -> str:
    labels = dict(series.labels)
    return next((labels[name] for name in _INSTANCE_LABELS if name in labels), "")
