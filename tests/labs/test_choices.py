"""What is chosen survives the way through an address, and nothing else gets in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.forms import Pick
from slipway.labs import LABS
from slipway.labs.choices import as_text, from_text, read_choices
from slipway.labs.lab import Control


@given(st.sampled_from(sorted(LABS)), st.data())
def test_choices_come_back_from_their_text(name: str, data: st.DataObject) -> None:
    lab = LABS[name]
    choices = read_choices(lab, {control.field.name: data.draw(_some(control)) for control in lab.controls})
    assert from_text(lab, as_text(choices)) == choices


@given(st.sampled_from(sorted(LABS)), st.text())
def test_any_text_gives_valid_choices(name: str, text: str) -> None:
    lab = LABS[name]
    choices = from_text(lab, text)
    for control in lab.controls:
        chosen = choices[control.field.name]
        assert set(chosen) <= {choice.key for choice in control.field.choices}
        assert len(chosen) == 1 or not isinstance(control.field, Pick)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(LABS)), st.data())
def test_any_choices_can_be_run_and_reach_nothing_but_the_goal(name: str, data: st.DataObject) -> None:
    lab = LABS[name]
    choices = read_choices(lab, {c.field.name: data.draw(_some(c)) for c in lab.controls})
    result = lab.run(choices, lab.seed)
    assert result.reached <= {part.key for part in lab.goal.parts}
    assert {bet.name for bet in lab.bets(choices)} <= set(result.outcomes)
    assert lab.before(choices)


def _some(control: Control) -> st.SearchStrategy[list[str]]:
    return st.sets(st.sampled_from([choice.key for choice in control.field.choices])).map(sorted)


@pytest.mark.parametrize("lab", LABS.values(), ids=lambda lab: lab.name)
def test_a_lab_as_it_starts_can_be_run(lab) -> None:
    start = read_choices(lab, {})
    result = lab.run(start, lab.seed)
    assert result == lab.run(start, lab.seed)
    assert set(result.outcomes) == {bet.name for bet in lab.bets(start)}
    for bet in lab.bets(start):
        assert result.outcomes[bet.name] in {choice.key for choice in bet.choices}
    assert result.panels
    assert result.reached <= {part.key for part in lab.goal.parts}
