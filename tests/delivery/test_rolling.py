"""Rolling updates as Kubernetes' documentation describes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.pods import bounds
from slipway.delivery.rolling import RollingSettings, RollingUpdate
from slipway.delivery.service import Service
from tests.delivery.monitoring import always, kinds, run

FINE = always(0.0)


def update(instances=10, boot_s=30.0, **fields):
    return RollingUpdate(RollingSettings(**fields), Service(instances=instances, boot_s=boot_s))


def test_the_defaults_take_ten_instances_in_steps_of_a_quarter():
    """10 replicas, 25 % and 25 %: 3 too many and 2 missing at most, so 5 start at once and 8 serve."""
    told = [(at_s, kind, round(weight)) for at_s, kind, weight in kinds(run(update(), FINE))]
    assert told == [
        (0, "scale", 0),
        (30, "scale", 38),
        (30, "scale", 62),
        (60, "scale", 77),
        (60, "scale", 100),
        (60, "promote", 100),
    ]


def test_with_neither_too_many_nor_too_few_one_goes_at_a_time():
    told = kinds(run(update(4, max_surge="0", max_unavailable="0"), FINE))
    ready = [(at_s, weight) for at_s, _, weight in told if weight]
    assert ready == [(30, 25), (30, 100 / 3), (60, 50), (60, 200 / 3), (90, 75), (90, 100), (120, 100), (120, 100)]


def test_nobody_looks_at_errors_unless_an_alarm_is_set():
    assert kinds(run(update(), always(1.0)))[-1] == (60, "promote", 100)


def test_an_alarm_rolls_back_by_rolling_and_that_takes_as_long_as_booting():
    controller = update(max_error_rate=0.01, watch_on_s=600)
    told = kinds(run(controller, always(1.0, since_s=100)))
    assert (120, "roll_back", 100) in told
    assert told[-1] == (180, "rolled_back", 0)
    assert controller.phase == "rolled_back"


def test_a_new_instance_counts_only_after_it_was_ready_for_a_while():
    at_once, later = (kinds(run(update(min_ready_s=each), FINE))[-1] for each in (0, 45))
    assert (at_once[0], later[0]) == (60, 150)
    at_s, kind, weight_pct = kinds(run(update(min_ready_s=45), FINE))[1]
    assert (at_s, kind) == (30, "scale")
    assert weight_pct == pytest.approx(100 * 5 / 13, abs=0.1)


def test_no_progress_is_told_and_undoes_nothing():
    controller = update(boot_s=900, progress_deadline_s=600)
    told = run(controller, FINE, until_s=700)
    assert (told[-1].at_s, told[-1].kind, controller.phase) == (600, "progress_deadline", "degraded")
    assert told[-1].verdict is not None and "600 s ≥ 600 s" in told[-1].verdict.arithmetic
    assert kinds(run(controller, FINE))[-1] == (1800, "promote", 100)


AMOUNTS = st.integers(0, 12).map(str) | st.integers(0, 100).map(lambda pct: f"{pct}%")


@given(
    st.integers(1, 40),
    AMOUNTS,
    AMOUNTS,
    st.sampled_from([0.0, 30.0]),
    st.sampled_from([0.0, 20.0]),
    st.none() | st.floats(0, 200),
)
def test_never_fewer_than_may_be_missing_never_more_than_the_surge(
    instances, surge, unavailable, boot_s, min_ready_s, bad_from_s
):
    controller = update(
        instances,
        boot_s,
        max_surge=surge,
        max_unavailable=unavailable,
        min_ready_s=min_ready_s,
        max_error_rate=0.01,
        watch_on_s=300,
    )
    limits = bounds(instances, surge, unavailable)

    def see(at_s: float) -> None:
        layout = controller.layout
        assert (layout.stable or 0) + (layout.canary or 0) >= instances - limits.unavailable
        assert (layout.stable or 0) + (layout.canary or 0) <= instances + limits.surge
        assert 0 <= controller.weight_pct <= 100

    run(controller, FINE if bad_from_s is None else always(1.0, since_s=bad_from_s), 1e5, see)
    assert (controller.phase, controller.weight_pct) == (
        ("promoted", 100) if bad_from_s is None else ("rolled_back", 0)
    )


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"max_surge": "many"}, "max_surge"),
        ({"max_unavailable": "101%"}, "at most 100%"),
        ({"progress_deadline_s": 0}, "progress_deadline_s"),
        ({"min_ready_s": -1}, "min_ready_s"),
    ],
)
def test_settings_that_cannot_be_are_refused(fields, complaint):
    with pytest.raises(ValueError, match=complaint):
        RollingSettings(**fields)
