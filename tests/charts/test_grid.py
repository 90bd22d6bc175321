"""Every cell of a grid says in words what its shade says, and one's own has a frame."""

from slipway.charts.grid import grid_figure
from slipway.charts.rollout import LIGHT

AXES = (("1 %", "5 %"), ("2 min", "5 min"))
CELLS = (((0.1, "10/1"), (0.2, "20/2")), ((0.5, "50/3"), (1.0, "✓ 100/4")))


def test_cells_have_their_words_and_their_place():
    figure = grid_figure(AXES, CELLS, ("share", "minutes"), (1, 0), LIGHT)
    (cells,) = figure.data
    assert [list(row) for row in cells.text] == [["10/1", "20/2"], ["50/3", "✓ 100/4"]]
    assert [list(row) for row in cells.z] == [[0.1, 0.2], [0.5, 1.0]]
    assert list(figure.layout.yaxis.ticktext) == ["1 %", "5 %"]
    assert list(figure.layout.xaxis.ticktext) == ["2 min", "5 min"]
    (frame,) = figure.layout.shapes
    assert (frame.x0, frame.x1, frame.y0, frame.y1) == (-0.5, 0.5, 0.5, 1.5)


def test_nothing_is_framed_where_nothing_is_ones_own():
    assert grid_figure(AXES, CELLS, ("share", "minutes"), None, LIGHT).layout.shapes == ()


def test_the_palest_shade_is_the_same_colour_without_any():
    (cells,) = grid_figure(AXES, CELLS, ("share", "minutes"), None, LIGHT).data
    assert cells.colorscale == ((0, "rgba(157,184,220,0)"), (1, "#9DB8DC"))
