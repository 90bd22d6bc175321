"""The closed form, against numbers reckoned by hand and the reference's own."""

import pytest

from slipway.pipeline.placement.expect import escapes, expect
from slipway.pipeline.placement.model import Model, flake
from tests.pipeline.placement.grounds import assuming, check, grounds, hazard


@pytest.mark.parametrize(
    ("powers", "blind_spot", "share"),
    [
        ([0.35, 0.35, 0.4], 0.0, 0.25),
        ([0.35, 0.35, 0.4], 0.3, 0.36),
        ([0.35, 0.35, 0.4], 0.6, 0.46),
        ([0.3] * 6, 0.0, 0.12),
        ([0.3] * 6, 0.3, 0.29),
        ([0.3] * 6, 0.6, 0.47),
    ],
)
def test_a_shared_blind_spot_makes_more_of_the_same_buy_little(powers, blind_spot, share):
    """The figures are those of delivery.md, section 5."""
    import numpy as np

    assert escapes(np.array([powers]), blind_spot)[0, -1] == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize(
    ("flaky", "count", "retries", "share"), [(0.015, 100, 0, 0.78), (0.015, 100, 1, 0.022), (0.015, 100, 2, 0.00034)]
)
def test_flaky_tests_add_up_and_retries_take_them_away_again(flaky, count, retries, share):
    assert flake(check(flaky=flaky, count=count, retries=retries)) == pytest.approx(share, rel=0.05)


@pytest.mark.parametrize(("retries", "passes"), [(0, 0.5), (1, 0.75), (2, 0.875)])
def test_retries_let_a_bug_that_shows_half_the_time_pass(retries, passes):
    model = Model(grounds(check(finds={"logic": 1.0}, retries=retries), hazards=(hazard(shows=0.5, chance=1.0),)))
    assert expect(model, {"unit": "build"}).escapes == pytest.approx(passes)


def test_nothing_placed_finds_nothing_and_costs_the_mending():
    estimate = expect(Model(grounds()), {})
    assert estimate.escapes == pytest.approx(0.1)
    assert estimate.costs["fixing"] == pytest.approx(0.1 * 60)
    assert estimate.figure("lead_minutes") == 5 + 5 + 5 + 5


def test_a_test_in_build_catches_its_share_there_and_sends_the_change_back():
    estimate = expect(Model(grounds()), {"unit": "build"})
    assert estimate.caught[0, 0] == pytest.approx(0.1 * 0.5)
    assert estimate.escaped[0] == pytest.approx(0.1 * 0.5)
    # The way is 5 + (5 + 10) + 5 + 5; turned back it costs the mending and the 20 minutes until the test spoke.
    assert estimate.figure("lead_minutes") == pytest.approx(30 + 0.05 * (60 + 20))
    assert estimate.feedback == pytest.approx(20)


def test_a_test_after_the_release_does_not_delay_it():
    estimate = expect(Model(grounds()), {"unit": "production"})
    assert estimate.figure("lead_minutes") == 20


def test_the_author_waits_for_tests_in_the_source_again_after_each_catch():
    estimate = expect(Model(grounds()), {"unit": "source"})
    assert estimate.costs["author"] == pytest.approx(15 * (1 + 0.1))


def test_harm_is_customers_per_hour_times_the_hours_until_somebody_notices():
    model = Model(grounds(assumptions=assuming(minutes_per_harmed=0.5)))
    estimate = expect(model, {})
    assert estimate.figure("harmed") == pytest.approx(0.1 * 30 * 2)
    assert estimate.costs["harm"] == pytest.approx(0.5 * 0.1 * 30 * 2)


def test_found_in_production_harms_only_until_the_test_tells():
    model = Model(grounds(check(finds={"logic": 1.0}), assumptions=assuming(seen_in_production=20, incident=90)))
    estimate = expect(model, {"unit": "production"})
    assert estimate.figure("harmed") == pytest.approx(0.1 * 30 * 20 / 60)
    assert estimate.costs["incidents"] == pytest.approx(0.1 * 90)


def test_a_slow_stage_lets_changes_pile_up_and_there_are_more_suspects():
    model = Model(grounds(check(takes=235), assumptions=assuming(changes_per_day=8, search_per_suspect=10)))
    # Build takes 240 minutes, so four changes arrive together and three others must be ruled out.
    assert expect(model, {"unit": "build"}).costs["searching"] == pytest.approx(0.1 * 3 * 10)


def test_others_stand_idle_while_the_line_stands_but_not_while_the_author_is_alone():
    model = Model(grounds(check(finds={"logic": 1.0}), assumptions=assuming(team=5, blocked_share=0.25)))
    assert expect(model, {"unit": "build"}).costs["blocking"] == pytest.approx(0.1 * 60 * 4 * 0.25)
    assert expect(model, {"unit": "source"}).costs["blocking"] == 0


def test_a_test_that_cannot_run_costs_and_finds_nothing():
    model = Model(grounds(check(needs=("database",))))
    nowhere, here = expect(model, {}), expect(model, {"unit": "build"})
    assert here.figures == pytest.approx(nowhere.figures)


def test_a_test_on_data_it_was_not_written_for_is_red_every_time_and_finds_nothing():
    model = Model(grounds(check(expects="realistic"), assumptions=assuming(triage=15)))
    estimate = expect(model, {"unit": "beta"})
    assert estimate.figure("false_stops") == pytest.approx(1 + 0.1)
    assert estimate.escapes == pytest.approx(0.1)


def test_what_one_test_leaves_turns_another_red_that_compares_to_the_letter():
    exact = check("exact", exact=True, expects="made_for_test", finds={})
    untidy = check("untidy", writes=10, cleans_up=0.75, finds={})
    model = Model(grounds(exact, untidy))
    assert expect(model, {"exact": "beta"}).figure("false_stops") == 0
    assert expect(model, {"exact": "beta", "untidy": "beta"}).figure("false_stops") == pytest.approx(0.25 * 1.1)
    assert expect(model, {"exact": "beta", "untidy": "production"}).figure("false_stops") == 0


def test_rows_left_among_customers_cost_their_removal():
    model = Model(grounds(check(writes=12, cleans_up=0.5, finds={}), assumptions=assuming(mend_row=5)))
    assert expect(model, {"unit": "production"}).costs["data"] == pytest.approx(12 * 0.5 * 5 * 1.1)
    assert expect(model, {"unit": "beta"}).costs["data"] == 0


def test_an_unknown_test_or_stage_is_named():
    model = Model(grounds())
    with pytest.raises(ValueError, match="no test 'unti'; there are: unit"):
        expect(model, {"unti": "build"})
    with pytest.raises(ValueError, match="unit: no stage 'biuld'"):
        expect(model, {"unit": "biuld"})
