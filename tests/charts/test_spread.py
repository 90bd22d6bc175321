"""Many runs as a table and a figure: every end has its share, and nobody detected is a dash."""

from slipway.charts.rollout import DARK, LIGHT
from slipway.charts.spread import spread_figure, spread_table
from slipway.delivery.batch import Day, spread

CAUGHT = [Day(n, "rolled_back", 10 * n, n, 60.0 * n, 0.0) for n in range(1, 5)]
MISSED = [Day(n, "promoted", 0, 0, None, None) for n in range(1, 5)]


def test_an_end_that_one_release_never_had_is_none_of_its_days():
    table = spread_table({"bad": spread(CAUGHT), "good": spread(MISSED)})
    assert list(table.loc["rolled back"]) == ["100 %", "0 %"]
    assert list(table.loc["released to everybody"]) == ["0 %", "100 %"]


def test_ends_come_before_figures_and_the_days_that_were_done_are_counted():
    table = spread_table({"bad": spread(CAUGHT), "good": spread(MISSED[:3])})
    assert [*table.index][:2] == ["rolled back", "released to everybody"]
    assert table.index.name == "On 3 days"


def test_quantiles_read_with_their_range_and_nothing_noticed_is_a_dash():
    table = spread_table({"bad": spread(CAUGHT), "good": spread(MISSED)})
    users, noticed = (
        next(row for name, row in table.iterrows() if str(name).startswith(word)) for word in ("Users", "Noticed")
    )
    assert list(users) == ["25 (12 to 38)", "0 (0 to 0)"]
    assert list(noticed) == ["2.5 (1.1 to 3.8)", "–"]


def test_the_figure_holds_every_day():
    for palette in (LIGHT, DARK):
        figure = spread_figure(CAUGHT, palette)
        assert list(figure.data[0].x) == [10, 20, 30, 40]
        assert figure.data[0].marker.color == palette.canary
