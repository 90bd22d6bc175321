"""A plan as text: a strategy, whose rules, and its settings; it starts on the service that it wants."""

import pytest

from slipway.delivery.dialects import DIALECTS
from slipway.delivery.service import Service
from slipway.delivery.shipment import plan_text, read_plan, rewritten, split_plan
from slipway.delivery.strategies import STRATEGIES


@pytest.mark.parametrize("name", [*STRATEGIES])
def test_a_strategy_by_its_name_has_its_defaults_and_its_own_rules(name):
    shipment = read_plan(name)
    assert (shipment.system, shipment.settings) == (STRATEGIES[name], STRATEGIES[name].settings)
    assert shipment.start(Service()).next_at_s is not None
    assert plan_text(STRATEGIES[name], shipment.settings) == name


@pytest.mark.parametrize("dialect", [*DIALECTS])
def test_a_system_by_its_name_means_a_canary_in_its_rules_or_what_else_it_has(dialect):
    others = {"flagd": "flag", "kubernetes": "rolling"}
    assert split_plan(dialect) == (dialect, others.get(dialect, "canary"), "")
    shipment = read_plan(dialect)
    assert shipment.system == DIALECTS[dialect]
    assert shipment.start(shipment.service(Service())).phase in ("waiting", "progressing", "paused", "promoted")


def test_settings_stand_after_the_name():
    shipment = read_plan("argo/canary;bake_s=60;max_error_rate=0.02")
    assert shipment.system.name == "argo"
    assert shipment.settings == read_plan("argo;bake_s=60;max_error_rate=0.02").settings
    plain = read_plan("canary;bake_s=60")
    assert plan_text(STRATEGIES["canary"], plain.settings) == "canary;bake_s=60"
    assert plan_text(STRATEGIES["canary"], plain.settings, "argo") == "argo/canary;bake_s=60"


@pytest.mark.parametrize(
    ("plan", "complaint"),
    [
        ("", "no strategy ''; there are: "),
        ("cannary", "no strategy 'cannary'; there are: .*canary.*argo"),
        ("nosuch/canary", "no system 'nosuch'; there are: .*argo"),
        ("argo/nosuch", "no strategy 'nosuch'"),
        ("argo/flag", "argo has no words for flag"),
        ("canary;bake_s=x", "bake_s must be a number"),
    ],
)
def test_a_plan_that_cannot_be_read_says_what_would_do(plan, complaint):
    with pytest.raises(ValueError, match=complaint):
        read_plan(plan)


@pytest.mark.parametrize(
    ("plan", "short"),
    [
        ("canary;max_error_rate=0.01", "canary"),
        ("rolling;max_error_rate=0.01;watch_on_s=600", "rolling;watch_on_s=600;max_error_rate=0.01"),
        ("argo", "argo/canary"),
        ("nosuch;a=1", "nosuch;a=1"),
        ("canary;nosuch=1", "canary;nosuch=1"),
        ("file", "file"),
    ],
)
def test_a_plan_is_rewritten_without_what_is_usual_and_what_cannot_be_read_stays(plan, short):
    assert rewritten(plan) == short
