"""Chances as a table and a figure: numbers in every cell, and lines told apart by dash and mark."""

from slipway.charts.chances import chances_table, limits_figure
from slipway.charts.rollout import DARK, LIGHT
from slipway.delivery.chances import Chances

FOUND = {
    (5.0, 1.0): Chances(0.5, 0.0),
    (1.0, 1.0): Chances(0.001, 0.004),
    (1.0, 10.0): Chances(0.2, 0.031),
    (5.0, 10.0): Chances(0.999, 1.0),
}


def test_every_cell_says_both_and_nothing_is_certain_that_is_not():
    table = chances_table(FOUND)
    assert list(table.index) == ["1 %", "5 %"]
    assert list(table.columns) == ["1 min", "10 min"]
    assert table.loc["1 %", "1 min"] == "<1 / <1"
    assert table.loc["1 %", "10 min"] == "20 / 3"
    assert table.loc["5 %", "1 min"] == "50 / 0"
    assert table.loc["5 %", "10 min"] == ">99 / 100"


def test_the_lines_differ_in_dash_and_mark_too():
    for palette in (LIGHT, DARK):
        figure = limits_figure([0.01, 0.02], [Chances(0.9, 0.2), Chances(0.8, 0.1)], 0.01, palette)
        assert [list(line.y) for line in figure.data] == [[90, 80], [20, 10]]
        assert list(figure.data[0].x) == [1, 2]
        assert len({(line.line.dash, line.marker.symbol) for line in figure.data}) == 2
