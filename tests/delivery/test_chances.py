"""Chances of a canary: those of its real runs, and laws that any canary keeps."""

from dataclasses import replace
from math import sqrt

import pytest

from slipway.delivery.batch import days
from slipway.delivery.canary import CanarySettings
from slipway.delivery.chances import Traffic, chances, failing_share, one_step, went_back
from slipway.delivery.presets import RELEASES
from slipway.delivery.release import Release
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.traffic.profiles import constant

TRAFFIC = Traffic(Service(), 20, 3600)
DAYS = 240


@pytest.mark.parametrize(
    ("plan", "error_rate"),
    [("canary", 0.005), ("canary;max_error_rate=0.004;failure_limit=1", 0.002), ("canary;max_error_rate=0.004", 0.0)],
)
def test_they_are_those_of_real_runs(plan, error_rate):
    shipment, release = read_plan(plan), Release("r", "errors" if error_rate else "none", error_rate=error_rate)
    share = failing_share(release, Service())
    assert share is not None
    expected = went_back(shipment.settings, share, TRAFFIC, 1)
    found = days(shipment, release, Service(), constant(20, 3600), range(DAYS))
    seen = sum(day.phase == "rolled_back" for day in found) / DAYS
    assert 0.05 < expected < 0.95
    assert abs(seen - expected) < 4 * sqrt(expected * (1 - expected) / DAYS)


def test_a_worse_release_goes_back_more_often():
    shares = [went_back(CanarySettings(), share, TRAFFIC, 1) for share in (0.0, 0.002, 0.005, 0.01, 0.05, 1.0)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_higher_limit_catches_less_and_throws_away_less():
    found = [chances(CanarySettings(max_error_rate=limit), 0.006, TRAFFIC, 1) for limit in (0.001, 0.003, 0.01, 0.1)]
    assert [each.caught for each in found] == sorted((each.caught for each in found), reverse=True)
    assert [each.thrown_away for each in found] == sorted((each.thrown_away for each in found), reverse=True)


def test_too_few_requests_say_nothing():
    nobody = replace(TRAFFIC, per_s=0.001)
    assert went_back(CanarySettings(), 1.0, nobody, 1) == 0
    assert went_back(CanarySettings(min_requests=0), 1.0, replace(TRAFFIC, per_s=0.0), 1) == 0


def test_failed_looks_that_are_let_pass_make_it_patient():
    patient = [went_back(CanarySettings(failure_limit=limit), 0.008, TRAFFIC, 1) for limit in (0, 2, 50)]
    assert patient == sorted(patient, reverse=True)
    assert patient[-1] == 0


def test_the_same_checks_in_one_step():
    assert one_step(CanarySettings(failure_limit=2), 3, 60) == CanarySettings((3,), 60, failure_limit=2)


@pytest.mark.parametrize(
    ("name", "share"),
    [("good", 0.001), ("crash", 1.0), ("errors", 0.05095), ("region", 0.05095), ("leak", None), ("migration", None)],
)
def test_only_a_steady_fault_has_one_share(name, share):
    assert failing_share(RELEASES[name], Service()) == (None if share is None else pytest.approx(share))
