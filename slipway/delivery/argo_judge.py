"""Recorded measurements judged as Argo Rollouts would have judged them when they came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slipway.delivery.argo_metric import Measurement, Metric
from slipway.delivery.argo_run import AnalysisRun, Judged


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every measurement's phase in the order of time, then where each metric and the run stand."""

    measurements: tuple[Judged, ...]
    metrics: tuple[Judged, ...]
    run: Judged


def judge(
    metrics: Sequence[Metric], measurements: Mapping[str, Sequence[Measurement]], *, stopped: bool = False
) -> Judgement:
    """Play the recorded measurements, a list per metric in order, at the times the settings ask for them.

    Measurements that Argo would not have taken, since their metric or the run was settled, are left out. `stopped`
    says that the run was ended from outside after the last of them, as a background run is with its rollout.
    Raises KeyError for measurements of a metric that is not there.
    """
    unknown = sorted(set(measurements) - {metric.name for metric in metrics})
    if unknown:
        raise KeyError(unknown[0])
    left = {metric.name: iter(measurements.get(metric.name, ())) for metric in metrics}
    run = AnalysisRun(metrics, 0.0)
    judged: list[Judged] = []
    at_s = 0.0
    while (due_s := run.next_at_s) is not None:
        at_s = due_s
        judged += run.step(at_s, lambda metric, _: next(left[metric.name], None))
    if stopped:
        judged += run.stop(at_s)
    final = {each.metric: each for each in (*run.standing(at_s), *judged) if each.of == "metric"}
    conclusion = run.standing(at_s)[-1]
    return Judgement(tuple(each for each in judged if each.of == "measurement"), tuple(final.values()), conclusion)
