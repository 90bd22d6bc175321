"""Data violations: who writes where, and who stumbles over it."""

import pytest

from slipway.pipeline.placement.violations import violations_of
from tests.pipeline.placement.grounds import check, grounds


def kinds(facts, placement):
    return [(violation.kind, violation.check, violation.amount) for violation in violations_of(facts, placement)]


def test_a_test_on_its_own_data_violates_nothing():
    assert kinds(grounds(check(expects="made_for_test", writes=9, cleans_up=0.5)), {"unit": "beta"}) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"writes": 12, "cleans_up": 0.5}, [("writes_to_customers", "unit", 6), ("test_users_counted", "unit", 12)]),
        ({"writes": 12, "cleans_up": 1.0}, [("test_users_counted", "unit", 12)]),
        ({"writes": 12, "cleans_up": 0.5, "isolated": 1.0}, []),
        ({"strains": True, "takes": 45}, [("strains_customers", "unit", 45)]),
        ({"expects": "made_for_test"}, [("wrong_data", "unit", 1)]),
    ],
)
def test_in_production_every_trace_counts(fields, expected):
    assert kinds(grounds(check(**fields)), {"unit": "production"}) == expected


def test_leftovers_disturb_only_tests_that_compare_to_the_letter():
    exact = check("exact", exact=True, expects="made_for_test")
    loose, untidy = check("loose"), check("untidy", writes=4, cleans_up=0.75)
    facts = grounds(exact, loose, untidy)
    everywhere = dict.fromkeys(("exact", "loose", "untidy"), "beta")
    assert kinds(facts, everywhere) == [("dirty_data", "exact", 0.25)]


def test_a_test_that_cannot_run_touches_no_data():
    facts = grounds(check(needs=("qa_engineer",), writes=12))
    assert kinds(facts, {"unit": "production"}) == []
