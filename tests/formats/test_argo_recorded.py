"""Measurements that somebody wrote down."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.delivery.argo_judge import judge
from slipway.delivery.argo_metric import Measurement, Metric, Provider
from slipway.delivery.argo_value import Value
from slipway.formats.argo_recorded import Recorded, import_recorded

RATE = Metric("rate", interval_s=60, success_condition="result[0] >= 0.95")
DELAY = Metric("delay", Provider("datadog"))
SMOKE = Metric("smoke", Provider("job"))
METRICS = (RATE, DELAY, SMOKE)


def _lines(content: str) -> list[str]:
    imported = import_recorded(Text("measured.yaml", content), METRICS)
    assert (imported.settings is None) == bool(imported.problems)
    return [str(problem) for problem in imported.problems]


def _recorded(content: str) -> Recorded:
    recorded = import_recorded(Text("measured.yaml", content), METRICS).settings
    assert recorded is not None
    return recorded


def test_values_no_data_errors_and_lists_are_read() -> None:
    content = "rate: [0.99, null, {error: refused}, [0.9, 1]]\ndelay: [-1e3, ~, .5]\nsmoke: [true, false]"
    assert _recorded(content) == {
        "rate": (Measurement((0.99,)), Measurement(()), Measurement(error="refused"), Measurement((0.9, 1.0))),
        "delay": (Measurement(-1000.0), Measurement(None), Measurement(0.5)),
        "smoke": (Measurement(1.0), Measurement(0.0)),
    }


def test_nan_is_a_value() -> None:
    values = [each.result for each in _recorded("delay: [NaN, .nan, inf]")["delay"]]
    assert [math.isnan(value) for value in values[:2] if isinstance(value, float)] == [True, True]
    assert values[2] == math.inf


def test_fields_texts_and_truths_are_what_a_web_page_gives() -> None:
    given: tuple[Value, ...] = ({"ok": True, "all": {"of": (1.0, None)}}, "It worked!", "0.5", True)
    content = '{"delay": [{"ok": true, "all": {"of": [1, null]}}, "It worked!", "0.5", true], "rate": [true]}'
    assert _recorded(content) == {
        "delay": tuple(map(Measurement, given)),
        "rate": (Measurement((1.0,)),),
    }


def test_what_is_read_can_be_judged() -> None:
    assert judge((RATE,), _recorded("rate: [0.99, 0.5]")).run.phase == "Failed"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            "rat: [1]",
            "measured.yaml:1:1: there is no metric 'rat'; expected one of rate, delay, smoke; did you mean 'rate'?",
        ),
        ("rate: 1", "measured.yaml:1:7: rate is no list"),
        ("rate: [1, soon]", "measured.yaml:1:11: rate[1] is no measurement; expected a number"),
        ("rate: [1.2.3]", "rate[0] is no measurement"),
        ("rate: [{eror: x}]", "rate[0] is no measurement"),
        ("rate: [[1, [soon]]]", "rate[0] is no measurement"),
        ("rate: [{a: soon}]", "rate[0] is no measurement"),
        ("rate: [{error: }]", "rate[0] is no measurement"),
        ("[1]", "this is no group of fields"),
        ("", "there is nothing in here"),
        ("rate: [1", "this is not YAML"),
        ("rate: &a [1]\ndelay: *a", "an alias or anchor"),
    ],
)
def test_a_fault_is_said_where_it_is(content: str, complaint: str) -> None:
    lines = _lines(content)
    assert any(complaint in line for line in lines), lines


@settings(deadline=None)
@given(st.lists(st.sampled_from(["rate", ": ", "[", "]", "1", ",", "null", "{error: x}", "\n", "&a", "*a", "nan"])))
def test_any_text_is_read_or_refused(parts: list[str]) -> None:
    _lines("".join(parts))
