"""What a learner recorded, met by a scaler or by alerting: decisions, marks and strips, and nothing measured."""

import pytest

from slipway.operations.recorded import recorded_strips
from slipway.operations.subjects import scaling
from slipway.panel import Timeline
from slipway.scaling.columns import fitted, need_of
from slipway.scaling.hpa import HpaScaler
from slipway.scaling.track import Track
from slipway.scaling.ways.hpa import HpaSettings, spec

DAY_S = 86_400


def start(past):
    return HpaScaler(spec(HpaSettings()))


def record(tracks):
    return fitted(tracks, [need_of(metric) for metric in spec(HpaSettings()).metrics])


def busy(name: str, cpu: tuple[float, ...]) -> Track:
    return Track("cpu", name, tuple(60.0 * number for number in range(len(cpu))), cpu)


def test_only_what_changed_the_number_wanted_is_told():
    trial = scaling.on_record(start, record([busy(pod, (60,) * 10 + (120,) * 10) for pod in ("a", "b")]), 2)
    assert trial.measures == {}
    assert [told.what for told in trial.told] == ["2 instances wanted", "4 instances wanted"]
    assert trial.told[1].at_s == 600
    (timeline,) = trial.panels
    assert isinstance(timeline, Timeline)
    assert [strip.title for strip in timeline.strips] == ["Instances", "cpu"]


def test_more_than_can_be_looked_at_soon_is_refused_with_a_length_that_would_do():
    few = [Track("cpu", f"pod-{number}", (0.0, 90.0 * DAY_S), (50.0, 50.0)) for number in range(2)]
    with pytest.raises(ValueError, match=r"at most; take fewer of them"):
        scaling.on_record(start, record(few), 2)


def test_what_the_recording_does_not_say_is_told_first():
    trial = scaling.on_record(start, record([busy("", (60,) * 3)]), 2)
    assert "taken to be 2 throughout" in trial.told[0].what


def test_a_name_has_one_strip_with_the_mean_of_all_that_were_measured_at_a_time():
    (cpu, queue) = recorded_strips([("cpu", (0, 60), (10, 30)), ("queue", (0,), (5,)), ("cpu", (0, 120), (30, 50))])
    assert (cpu.title, cpu.courses[0].at_min, cpu.courses[0].values) == ("cpu", (0, 1, 2), (20, 30, 50))
    assert queue.courses[0].values == (5,)


def test_six_strips_are_shown_at_most():
    assert len(recorded_strips([(f"m{number}", (0,), (1,)) for number in range(9)])) == 6
