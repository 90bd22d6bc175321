"""Which knobs are asked, and in what steps they turn."""

import pytest

from slipway.alerting.ways import WAYS
from slipway.knob import Knob
from slipway.performance.way import SERVICE
from slipway.ui.knobs import matters, step_of


def shown(of, **texts: str) -> list[str]:
    return [knob.field for knob in of.knobs if matters(of, knob, texts)]


def test_how_an_alert_is_set_is_asked_only_where_there_is_that_alert() -> None:
    assert "latency_ms" not in shown(WAYS["rules"])
    assert "latency_ms" in shown(WAYS["rules"], latency="ticket")
    assert "errors_pct" in shown(WAYS["rules"]) and "errors_pct" not in shown(WAYS["rules"], errors="off")


def test_a_breaker_that_is_off_and_a_pause_that_there_is_not_have_no_settings() -> None:
    assert not {"breaker_pct", "breaker_open_s", "backoff_ms"} & set(shown(SERVICE))
    assert {"breaker_pct", "backoff_ms"} <= set(shown(SERVICE, breaker="yes", backoff="fixed"))


@pytest.mark.parametrize(
    ("usual", "step"), [(60.0, 1.0), (99.9, 0.1), (99.95, 0.01), (1.0, 0.1), (2.5, 0.1), (0.0, 1.0), (None, 1.0)]
)
def test_a_press_turns_the_last_digit_of_what_is_usual(usual: object, step: float) -> None:
    assert step_of(Knob("share", "number"), usual) == pytest.approx(step)


def test_a_press_on_nothing_never_passes_the_most_that_there_may_be() -> None:
    assert step_of(Knob("share", "number", most=1.0), None) == 0.01


def test_a_share_is_turned_in_the_per_cent_in_which_it_is_shown() -> None:
    assert step_of(Knob("tolerance", "number", "%", factor=0.01), 0.1) == 1.0


@pytest.mark.parametrize(("usual", "step"), [(0, 1), (8, 1), (60, 10), (300, 10), (2000, 100)])
def test_a_press_turns_a_whole_number_by_more_the_larger_it_usually_is(usual: int, step: int) -> None:
    assert step_of(Knob("wait_ms", "whole"), usual) == step
