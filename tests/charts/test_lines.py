"""Lines differ in more than their colour, and the level is written beside its line."""

from slipway.charts.lines import Curve, lines_figure
from slipway.charts.rollout import DARK, LIGHT

CURVES = (
    Curve("caught", (1, 2), (30.0, 90.0), "stable"),
    Curve("thrown", (1, 2), (5.0, 9.0), "alarm"),
    Curve("third", (1, 2), (1.0, 2.0), "canary"),
)


def test_no_two_lines_have_the_same_dash_and_mark():
    for palette in (LIGHT, DARK):
        figure = lines_figure(CURVES, ("minutes", "%"), None, palette)
        assert [list(line.y) for line in figure.data] == [[30, 90], [5, 9], [1, 2]]
        assert len({(line.line.dash, line.marker.symbol) for line in figure.data}) == 3
        assert len({line.line.color for line in figure.data}) == 3
        assert figure.layout.shapes == ()


def test_the_level_is_drawn_and_named():
    figure = lines_figure(CURVES, ("minutes", "%"), (5.0, "promised: 5 %"), LIGHT)
    assert figure.layout.shapes[0].y0 == figure.layout.shapes[0].y1 == 5
    assert [note.text for note in figure.layout.annotations] == ["promised: 5 %"]
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("minutes", "%")
