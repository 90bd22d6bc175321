"""A rollout as tables and a figure: each version its own line and dash, nothing where nobody came."""

from slipway.charts.rollout import DARK, LIGHT, decisions, figures, per_minute, rollout_figures, watched
from slipway.delivery.all_at_once import AllAtOnce
from slipway.delivery.canary import Canary, CanarySettings
from slipway.delivery.release import Release
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.traffic.arrivals import Profile

PROFILE = Profile((0, 600), (60, 60))
BAD = Release("bad", "errors", error_rate=0.2)
RUNS = {
    "Canary": play(BAD, Service(), PROFILE, Canary(CanarySettings(bake_s=120)), 1),
    "All at once": play(BAD, Service(), PROFILE, AllAtOnce(), 1),
}
SEEN = {label: watched(run) for label, run in RUNS.items()}


def test_the_minutes_add_up_to_all_requests():
    for run in RUNS.values():
        assert per_minute(run)["requests"].sum() == len(run.telemetry.luck.at_s)


def test_where_nobody_came_there_is_no_rate():
    table = per_minute(RUNS["Canary"])
    late = table[(table["version"] == "canary") & (table["minute"] >= 5)]
    assert (late["requests"] == 0).all()
    assert late["error_pct"].isna().all()


def test_a_figure_tells_versions_by_dash_and_not_by_colour_alone():
    for palette in (LIGHT, DARK):
        lines = [trace.line for trace in rollout_figures(SEEN, palette)["Canary"].data if trace.legendgroup]
        assert {(line.dash, line.color) for line in lines} == {("solid", palette.stable), ("dot", palette.canary)}


def test_figures_beside_each_other_have_the_same_scales():
    ranges = [
        [figure.layout[f"yaxis{number}"].range for number in ("", 2, 3)]
        for figure in rollout_figures(SEEN, LIGHT).values()
    ]
    assert ranges[0] == ranges[1]
    shown = per_minute(RUNS["All at once"])
    assert ranges[0][1][1] > shown["error_pct"].max()
    assert ranges[0][2][1] > shown["p95_ms"].max()


def test_decisions_are_marks_on_the_axis_each_kind_with_its_shape():
    marks = [trace for trace in rollout_figures(SEEN, LIGHT)["Canary"].data if trace.mode == "markers"]
    rolled_back_min = RUNS["Canary"].happenings[-1].at_s / 60
    assert rolled_back_min in {minute for trace in marks for minute in trace.x}
    assert {trace.marker.symbol for trace in marks} == {"triangle-up", "x", "triangle-down"}


def test_a_look_that_fails_and_takes_traffic_away_is_a_turning_back():
    flagger = read_plan("flagger/canary")
    service = flagger.service(Service())
    run = play(BAD, service, Profile((0, 1800), (60, 60)), flagger.start(service), 1)
    last, bearing = decisions(run)[-1]
    assert (last.kind, last.weight_pct, bearing) == ("rollback", 0.0, "back")
    (line,) = rollout_figures({"Flagger": watched(run)}, LIGHT)["Flagger"].layout.shapes
    assert line.x0 == line.x1 == last.at_s / 60


def test_a_good_release_that_is_sent_back_is_called_thrown_away():
    strict = read_plan("canary;max_error_rate=0.0001")
    run = play(Release("good"), Service(), PROFILE, strict.start(Service()), 1)
    assert figures(run)["How it ended"] == "rolled back, and it was good: thrown away for nothing"


def test_measures_read_with_units():
    told = figures(RUNS["Canary"])
    assert told["How it ended"] == "rolled back"
    assert told["Noticed"].startswith("minute ")
    assert figures(RUNS["All at once"])["Noticed"] == "–"
