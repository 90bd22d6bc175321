"""Auto-scaling as files: whatever system wrote it, a scaler that can be started."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TypeVar

from slipway.content.source import Text
from slipway.formats import aws_scaling_cli, aws_scaling_template
from slipway.formats.aws_scaling_cli import read_commands
from slipway.formats.aws_scaling_template import read_template
from slipway.formats.hpa import import_hpa
from slipway.formats.imported import Imported
from slipway.formats.series import Series
from slipway.scaling.columns import Need, need_of, need_of_group
from slipway.scaling.hpa import Hpa, HpaScaler
from slipway.scaling.policies import Group, GroupScaler, looks_at
from slipway.scaling.scaler import Scaler
from slipway.scaling.track import Track
from slipway.scaling.way import Past

Spec = TypeVar("Spec")
_INSTANCE_LABELS = ("pod", "instance", "instance_id", "InstanceId", "container", "host", "node")


@dataclass(frozen=True, slots=True)
class Policy:
    """A scaler under its name; `start` begins anew each time.

    `needs` is what it looks at, `first` how many instances it begins with.
    """

    name: str
    start: Callable[[Past], Scaler]
    needs: tuple[Need, ...] = ()
    first: int = 1


def import_policy(text: Text) -> Imported[Policy]:
    """The first scaler of a file: of a CloudFormation template, of the AWS command line, or a Kubernetes manifest."""
    for reads, read in ((aws_scaling_template.reads, read_template), (aws_scaling_cli.reads, read_commands)):
        if reads(text):
            return _imported(read(text), _group)
    return _imported(import_hpa(text), _hpa)


def _imported(found: Imported[Spec], policy: Callable[[Spec], Policy]) -> Imported[Policy]:
    return Imported(None if found.settings is None else policy(found.settings), found.unsupported, found.problems)


def _hpa(spec: Hpa) -> Policy:
    return as_policy(spec.name, spec, lambda _: HpaScaler(spec))


def _group(group: Group) -> Policy:
    return as_policy(group.name, group, lambda past: GroupScaler(group, past=past))


def as_policy(name: str, spec: object, start: Callable[[Past], Scaler]) -> Policy:
    """A scaler with what its specification says it looks at."""
    if isinstance(spec, Hpa):
        return Policy(name, start, tuple(need_of(metric) for metric in spec.metrics), spec.min_replicas)
    if isinstance(spec, Group):
        return Policy(name, start, tuple(need_of_group(metric) for metric in looks_at(spec)), spec.first)
    return Policy(name, start)


def as_tracks(series: Sequence[Series]) -> tuple[Track, ...]:
    """Recorded series as a scaler takes them: a label that names a pod or an instance makes them its own."""
    return tuple(track for each in series if (track := _track(each)).at_s)


def _track(series: Series) -> Track:
    labels = dict(series.labels)
    label = next((name for name in _INSTANCE_LABELS if name in labels), "")
    container = labels.get("container", "") if label != "container" else ""
    kept = [(at_s, value) for at_s, value in zip(series.at_s, series.values, strict=True) if not isnan(value)]
    at_s, values = tuple(at for at, _ in kept), tuple(value for _, value in kept)
    return Track(series.name, labels.get(label, ""), at_s, values, container)
