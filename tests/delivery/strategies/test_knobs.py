"""What may be set of each strategy is there, has a name, and survives being written as text."""

import pytest

from slipway.delivery.dialects import DIALECTS
from slipway.delivery.strategies import STRATEGIES
from slipway.settings_text import as_text, changed, from_text
from slipway.words import all_words

KNOBS = [(name, knob) for name, strategy in STRATEGIES.items() for knob in strategy.knobs]


@pytest.mark.parametrize("name", [*STRATEGIES, *DIALECTS])
def test_it_has_a_name_and_a_sentence(name):
    assert {f"strategy.name_{name}", f"strategy.lead_{name}"} <= set(all_words())


@pytest.mark.parametrize(("name", "knob"), KNOBS, ids=lambda value: getattr(value, "field", value))
def test_a_knob_turns_a_field_that_has_a_name(name, knob):
    assert hasattr(STRATEGIES[name].settings, knob.field)
    assert f"strategy.knob_{knob.field}" in all_words()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("rolling", {"max_surge": "1", "max_unavailable": "10%", "max_error_rate": "0.02"}),
        ("blue_green", {"standby_s": "60", "missing": "bad"}),
        ("linear", {"step_pct": "25", "bad_looks": "2", "of_looks": "3"}),
        ("waves", {"waves_pct": "10,100", "shortened": "120"}),
        ("flag", {"ramp_pct": "1,2", "max_p95_ms": "300"}),
    ],
)
def test_settings_survive_being_written_as_text(name, values):
    strategy = STRATEGIES[name]
    settings = changed(strategy, values)
    assert settings != strategy.settings
    assert from_text(strategy, as_text(strategy, settings)) == settings
