"""A strategy's settings as text: only what differs is written, and what would not do is named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.strategies import STRATEGIES
from slipway.settings_text import as_text, changed, from_text

CANARY = STRATEGIES["canary"]


@given(
    st.lists(st.floats(0.1, 100).map(lambda share: float(f"{share:.6g}")), min_size=1, max_size=6, unique=True).map(
        sorted
    ),
    st.integers(0, 3600),
    st.none() | st.integers(1, 5000),
    st.integers(0, 20),
)
def test_what_is_written_is_read_again(weights, bake_s, max_p95_ms, failure_limit):
    settings = replace(
        CANARY.settings,
        weights_pct=tuple(weights),
        bake_s=float(bake_s),
        max_p95_ms=None if max_p95_ms is None else float(max_p95_ms),
        failure_limit=failure_limit,
    )
    assert from_text(CANARY, as_text(CANARY, settings)) == settings


def test_the_defaults_need_no_words():
    for strategy in STRATEGIES.values():
        assert as_text(strategy, strategy.settings) == ""
        assert from_text(strategy, "") == strategy.settings


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("bake_s", "field=value, got 'bake_s'"),
        ("bake=60", "no setting 'bake'; there are: weights_pct, bake_s"),
        ("bake_s=long", "bake_s must be a number, got 'long'"),
        ("bake_s=nan", "bake_s must be a number, got 'nan'"),
        ("bake_s=-1", "bake_s must be from 0 to"),
        ("weights_pct=5,x", "weights_pct must be a number, got 'x'"),
        ("failure_limit=1.5", "failure_limit must be a whole number"),
        ("failure_limit=" + "9" * 400, "failure_limit must be a whole number"),
        ("max_error_rate=5", "max_error_rate must be from 0 to 1"),
        ("weights_pct=50,5", "weights must grow from step to step"),
    ],
)
def test_what_cannot_be_read_is_named(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        from_text(CANARY, text)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"max_surge": "-1"}, "a count or a percentage such as 25%"),
        ({"max_surge": "25 %%"}, "a count or a percentage"),
        ({"missing": "perhaps"}, "missing must be"),
    ],
)
def test_amounts_and_choices_say_what_would_do(values, complaint):
    with pytest.raises(ValueError, match=complaint):
        changed(STRATEGIES["rolling"], values)
