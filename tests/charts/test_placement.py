"""The board's data: words for every fact of a test, and no verdict before it is due."""

import json

import pytest

from slipway.charts.placement import board_data, card_facts, fates_table, figures_column, goal_line, goal_wish
from slipway.charts.placement_report import placement_document, placement_lines
from slipway.pipeline.placement.expect import expect
from slipway.pipeline.placement.level import GoalResult
from slipway.pipeline.placement.model import Model
from tests.course import course
from tests.pipeline.placement.grounds import check

LEVELS = list(course().levels.values())


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_the_board_knows_no_answer_before_a_run(level):
    data = json.dumps(board_data(level, {}, {}, None))
    assert "belongs" not in json.dumps(board_data(level, {}, {}, None)["judged"])
    assert '"judged": {}' in data


def test_a_stage_says_who_shares_its_data():
    stages = board_data(course().levels["shared-database"], {}, {}, None)["stages"]
    assert "shared with Gamma" in next(stage for stage in stages if stage["id"] == "beta")["note"]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"takes": 90}, "1 h 30 min"),
        ({"waits": 60}, "until somebody is free"),
        ({"needs": ("network", "database")}, "needs a network and a database"),
        ({"expects": "realistic"}, "expects realistic test data"),
        ({"writes": 40, "cleans_up": 0.9}, "writes 40 rows, 10 % stay"),
        ({"writes": 40, "cleans_up": 1.0}, "writes 40 rows and removes them"),
        ({"flaky": 0.2}, "red for no reason in 20 % of runs"),
        ({"strains": True}, "busy evening"),
        ({"person": 15}, "15 min of a person’s time"),
    ],
)
def test_a_card_says_what_its_test_needs_and_costs(fields, text):
    assert any(text in fact["text"] for fact in card_facts(check(**fields)))


def test_each_row_of_fates_adds_up_to_all_changes_that_carry_the_defect():
    level = course().levels["first-five"]
    model = Model(level.grounds)
    for row in fates_table(model, expect(model, level.solution)).values():
        assert sum(float(share) for share in row.values() if share != "–") == pytest.approx(100, abs=3)


def test_goals_read_with_units_and_signs():
    assert goal_wish("lead_time", 250.0) == "lead time at most 4 h 10 min"
    assert goal_line(GoalResult("lead_time", 250.0, 480.3)).startswith("✕ lead time 8 h")
    assert goal_line(GoalResult("escapes_per_100", 9.0, 8.73)).startswith("✓ 8.73 defects")


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_the_report_says_the_same_twice_and_reads_well(level):
    first, second = (placement_document(level, level.solution) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)
    assert first["solved"]
    assert f"{first['points']} points" in placement_lines(level, first)[0]
    assert all(figure >= 0 for figure in first["figures"].values())


def test_an_estimate_without_any_catch_has_no_feedback_time():
    level = course().levels["first-five"]
    assert "–" in figures_column(expect(Model(level.grounds), {})).values()
