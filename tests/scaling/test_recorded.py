"""A scaler on recorded series: what it would have done, round by round."""

from slipway.scaling.recorded import Track, replay
from slipway.scaling.ways import WAYS


def decisions(*tracks):
    way = WAYS["hpa"]
    return list(replay(way.start(way.settings, {}), tracks))


def test_pods_with_values_of_their_own_are_counted_and_averaged():
    first = decisions(*(Track("cpu_pct", pod, (0.0, 15.0), (90.0, 90.0)) for pod in ("a", "b")))
    assert [each.desired for each in first] == [3, 3]
    assert "90 % ÷ 60 % = 1.5" in first[0].verdicts[0].arithmetic


def test_the_number_of_instances_is_what_was_recorded():
    tracks = [Track("replicas", "", (0.0,), (4.0,)), Track("cpu_pct", "a", (0.0,), (90.0,))]
    assert decisions(*tracks)[0].desired == 4
    assert [each.desired for each in decisions(*tracks[1:])] == [2]


def test_a_pod_that_is_no_longer_recorded_is_gone():
    rows = decisions(
        Track("cpu_pct", "a", (0.0, 300.0), (30.0, 30.0)), Track("cpu_pct", "b", (0.0, 15.0), (30.0, 30.0))
    )
    assert "(now 2)" in rows[1].verdicts[0].arithmetic
    assert "(now 2)" not in rows[-1].verdicts[0].arithmetic


def test_old_values_are_not_known_any_more():
    told = decisions(
        Track("cpu_pct", "a", (0.0, 200.0), (90.0, 90.0)), Track("replicas", "", (0.0, 60.0, 120.0), (3.0,) * 3)
    )
    assert "no metrics" in told[8].verdicts[0].arithmetic


def test_nothing_recorded_is_nothing_decided():
    assert len(decisions()) == 1
