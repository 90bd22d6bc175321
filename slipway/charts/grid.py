"""Cells by row and column, shaded; every cell says in words what its shade says."""

from collections.abc import Sequence

import plotly.graph_objects as go

from slipway.charts.rollout import Palette

_ROW_PX, _FRAME_PX = 44, 70


def grid_figure(
    axes: tuple[Sequence[str], Sequence[str]],
    cells: Sequence[Sequence[tuple[float, str]]],
    titles: tuple[str, str],
    here: tuple[int, int] | None,
    palette: Palette,
) -> go.Figure:
    """`axes` and `titles` are those of the rows, from the bottom, and of the columns; a cell is its shade and words.

    A frame is drawn around the cell `here`.
    """
    rows, columns = axes
    figure = go.Figure(
        go.Heatmap(
            z=[[shade for shade, _ in row] for row in cells],
            text=[[words for _, words in row] for row in cells],
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            texttemplate="%{text}",
            textfont={"color": palette.text, "size": 12},
            colorscale=[[0, _faded(palette.shade)], [1, palette.shade]],
            zmin=0,
            zmax=1,
            showscale=False,
            hoverinfo="skip",
            xgap=2,
            ygap=2,
        )
    )
    if here is not None:
        row, column = here
        figure.add_shape(
            type="rect",
            **{"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5},
            line={"color": palette.text, "width": 2.5},
        )
    figure.update_layout(
        height=_FRAME_PX + _ROW_PX * len(rows),
        margin={"l": 60, "r": 10, "t": 10, "b": 50},
        font={"color": palette.text, "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    of_rows, of_columns = titles
    for update, names, title in ((figure.update_xaxes, columns, of_columns), (figure.update_yaxes, rows, of_rows)):
        update(palette.axis)
        update(_axis(names, title))
    return figure


def _faded(colour: str) -> str:
    """The same colour, clear: from another one the shades in between would turn grey."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0)"


def _axis(names: Sequence[str], title: str) -> dict[str, object]:
    return {
        "title_text": title,
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }
