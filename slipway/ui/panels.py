"""A lab's panels as Streamlit draws them."""

import re
from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from slipway.charts.grid import grid_figure
from slipway.charts.lines import Curve, lines_figure
from slipway.charts.rollout import DARK, LIGHT, Palette
from slipway.charts.timeline import Across, Marks, timeline_figure
from slipway.panel import Grid, Lines, Panel, Sign, Source, Strip, Table, Timeline, Words
from slipway.words import say

_SIGNS = {"passed": ":green[✓]", "failed": ":red[✕]"}
_CYLINDER = (
    '<span class="mark-{noun}"><svg viewBox="0 0 16 18" fill="none" stroke="currentColor" stroke-width="1.6"'
    ' stroke-dasharray="{dash}"><ellipse cx="8" cy="4" rx="6" ry="3"/>'
    '<path d="M2 4v10c0 1.7 2.7 3 6 3s6-1.3 6-3V4"/></svg>{text}</span>'
)
_DASHES = {"test": "2.4 1.6", "customers": "none"}
_DAY_MIN, _LONG_MIN = 1440, 360
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+.!|~$:-])")


def draw_panels(panels: Sequence[Panel], key: str) -> None:
    """Draw them one below the other; the key tells their figures from others on the page."""
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    for number, panel in enumerate(panels):
        match panel:
            case Words():
                st.markdown(f"**{_marked(panel.title, panel.sign)}**", unsafe_allow_html=True)
                st.markdown(panel.text)
            case Table():
                _table(panel)
            case Source():
                _source(panel)
            case Lines():
                _chart(panel.title, _lines(panel, palette), f"{key}-{number}")
            case Timeline():
                _timeline(panel, palette, f"{key}-{number}")
            case Grid():
                _chart(panel.title, _grid(panel, palette), f"{key}-{number}")


def _chart(title: str, figure: go.Figure, key: str) -> None:
    if title:
        st.markdown(f"**{title}**")
    st.plotly_chart(figure, key=key, config={"displayModeBar": False})


def _lines(panel: Lines, palette: Palette) -> go.Figure:
    curves = [Curve(line.name, line.xs, line.ys, line.noun) for line in panel.lines]
    return lines_figure(curves, (panel.x_title, panel.y_title), panel.level, palette)


def _grid(panel: Grid, palette: Palette) -> go.Figure:
    cells = [[(spot.shade, spot.text) for spot in row] for row in panel.spots]
    titles = (panel.row_title, panel.column_title)
    return grid_figure((panel.rows, panel.columns), cells, titles, panel.here, palette)


def _source(panel: Source) -> None:
    if panel.folded:
        with st.expander(panel.title):
            st.code(panel.code, language=panel.language, wrap_lines=True)
        return
    st.markdown(f"**{panel.title}**")
    st.code(panel.code, language=panel.language, wrap_lines=True)


def _table(panel: Table) -> None:
    lines = (
        panel.head,
        ["---" for _ in panel.head],
        *([_marked(cell.text, cell.sign) for cell in row] for row in panel.rows),
    )
    text = "\n".join("|".join(["", *line, ""]) for line in lines)
    if panel.folded:
        with st.expander(panel.title):
            st.markdown(text, unsafe_allow_html=True)
        return
    st.markdown(f"**{panel.title}**")
    st.markdown(text, unsafe_allow_html=True)


def _marked(words: str, sign: Sign) -> str:
    """Our own marks around plain text; whatever could be Markdown or HTML in it is escaped."""
    text = _SPECIAL.sub(r"\\\1", words)
    if sign in _DASHES:
        return _CYLINDER.format(noun=sign, dash=_DASHES[sign], text=text)
    return f"{_SIGNS[sign]} {text}" if sign in _SIGNS else text


def _timeline(panel: Timeline, palette: Palette, key: str) -> None:
    """The strips that somebody wants to see, and what is shaded in them."""
    strips = _wanted(panel, key)
    if not strips:
        st.caption(say("operate.no_strips"))
        return
    across = _across(strips, panel.begins_min)
    marks = Marks(panel.marked, panel.marks, panel.alarms)
    _chart(panel.title, timeline_figure(strips, panel.spans, marks, across, palette), key)
    if panel.spans:
        st.caption(say("operate.shaded", what=", ".join(dict.fromkeys(span.text for span in panel.spans))))


def _across(strips: Sequence[Strip], begins_min: float | None) -> Across:
    """The time of the day, with its number where there are several days; else minutes, or hours of a long time."""
    last_min = max((course.at_min[-1] for strip in strips for course in strip.courses if course.at_min), default=0)
    if begins_min is not None:
        clock = say("operate.clock_days") if begins_min + last_min > _DAY_MIN else say("operate.clock_day")
        return Across(say("operate.time"), clock=clock, begins_min=begins_min)
    return Across(say("operate.hours"), 60.0) if last_min > _LONG_MIN else Across(say("operate.minutes"))


def draw_strips(strips: Sequence[Strip], begins_min: float, key: str) -> None:
    """Strips alone, all of them, by the time of the day."""
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    _chart("", timeline_figure(strips, (), Marks("", ()), _across(strips, begins_min), palette), key)


def _wanted(panel: Timeline, key: str) -> list[Strip]:
    """A dashboard is what one chooses to look at; all of it at first."""
    titles = [strip.title for strip in panel.strips]
    chosen = st.pills(say("operate.dashboard"), titles, selection_mode="multi", default=titles, key=f"{key}-strips")
    return [strip for strip in panel.strips if strip.title in chosen]
