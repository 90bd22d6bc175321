"""A drill by hand: a clock that goes on, alerts that come in, and what whoever is on call looks at and does."""

from dataclasses import replace
from time import monotonic

import streamlit as st

from slipway.alerting.drill import DEEDS, LOOKS, TAKES_MIN, Act, Drilled, Evening, Look, Move, play, read_moves
from slipway.alerting.duties.hand import HandSettings
from slipway.content.challenge import Challenge
from slipway.operations.subject import Told
from slipway.operations.subjects import SUBJECTS, drill
from slipway.ui import session
from slipway.ui.operate_link import OperateLink
from slipway.ui.operate_runs import plan_of
from slipway.ui.panels import draw_strips
from slipway.words import say

HAND = "hand"
_SPEEDS = (1, 2, 5)
_TICK_S = 1.0
_MOST_TOLD = 12
_ALERTS = ("ErrorsHigh", "AnswersSlow", "MemoryRunsOut", "PaymentsSlow", "SalesGone")


def show_drill(challenge: Challenge, start: OperateLink, link: OperateLink) -> OperateLink:
    """The board; the address has every move, and that it is over. Returns the experiment as it stands."""
    situation, seed = start.situation or challenge.situation, start.seed or challenge.seed
    words = _words(challenge, link)
    here = replace(start, plan=_plan(words), ran=link.ran)
    st.caption(say("operate.lead_hand"))
    if link.ran and words == _words(challenge, here):
        st.markdown(say("drill.done"))
        if st.button(say("drill.again"), key=f"drill_again_{challenge.id}"):
            session.keep(_key(start), None)
            _go(replace(here, plan=HAND, ran=False))
        return here
    moves = read_moves(words)
    board = Board(here, drill.evening_of(situation, seed), moves)
    st.fragment(board.draw, run_every=_TICK_S if board.is_playing else None)()
    return here


def _words(challenge: Challenge, link: OperateLink) -> tuple[str, ...]:
    """The moves so far; none where the link has another way."""
    way, settings = SUBJECTS[challenge.subject].read(plan_of(challenge, link))
    return settings.moves if way == HAND and isinstance(settings, HandSettings) else ()


def _plan(words: tuple[str, ...]) -> str:
    return SUBJECTS["drill"].text(HAND, HandSettings(words))


def _key(link: OperateLink) -> str:
    return f"drill_{link.challenge}_{link.situation}_{link.seed}"


def _go(link: OperateLink) -> None:
    st.query_params.from_dict(link.params())
    st.rerun()


class Board:
    """One drawing of the drill; what must outlive it stands in the address and in the tab."""

    def __init__(self, link: OperateLink, evening: Evening, moves: tuple[Move, ...]) -> None:
        self._link, self._evening, self._moves = link, evening, moves
        self._name = _key(link)
        last_min = moves[-1].at_min if moves else 0
        kept = session.value(self._name) or {"now_min": last_min, "playing": False, "ticked_s": 0.0}
        self._kept = kept if kept["now_min"] >= last_min else {**kept, "now_min": last_min}
        self._told = [*drill.happened(self._drilled)]

    @property
    def is_playing(self) -> bool:
        """Whether time goes by itself."""
        return bool(self._kept["playing"])

    @property
    def _now_min(self) -> int:
        return int(self._kept["now_min"])

    @property
    def _drilled(self) -> Drilled:
        return _played(self._evening, self._moves)

    @property
    def _free_min(self) -> int:
        return self._moves[-1].until_min if self._moves else 0

    def draw(self) -> None:
        """Clock, what happened, what can be done, and what was looked at."""
        self._tick()
        self._clock()
        left, right = st.columns(2)
        with left:
            self._happened()
        with right:
            self._acts()
        looks = [look for look in LOOKS if self._was_looked_at(look)]
        if looks and self._now_min > 1:
            strips = [drill.strip_of(self._drilled, look, self._now_min) for look in looks]
            draw_strips(strips, self._evening.begins_s / 60, f"{self._name}_strips")

    def _was_looked_at(self, look: Look) -> bool:
        return any(move.act == look and move.until_min <= self._now_min for move in self._moves)

    def _tick(self) -> None:
        """A step of the clock, if one is due: the page is also drawn anew whenever something is pressed."""
        if not self.is_playing or monotonic() - self._kept["ticked_s"] < _TICK_S * 0.8:
            return
        speed = int(session.value(f"{self._name}_speed", _SPEEDS[0]))
        until_min = min(self._now_min + speed, self._evening.lasts_min)
        if session.value(f"{self._name}_stop", True) and (due_min := self._next_told_min()) <= until_min:
            self._set(due_min, playing=False)
            st.rerun()
        is_over = until_min >= self._evening.lasts_min
        self._set(until_min, playing=not is_over)
        if is_over:
            _go(replace(self._link, ran=True))

    def _set(self, now_min: int, playing: bool) -> None:
        self._kept = {"now_min": now_min, "playing": playing, "ticked_s": monotonic()}
        session.keep(self._name, self._kept)

    def _move_on(self, now_min: int) -> None:
        self._set(min(now_min, self._evening.lasts_min), playing=False)
        if self._now_min >= self._evening.lasts_min:
            _go(replace(self._link, ran=True))
        st.rerun()

    def _next_min(self) -> int:
        """The minute of the next thing that is told, of free hands, or of the end."""
        return min([self._next_told_min(), *([self._free_min] if self._free_min > self._now_min else [])])

    def _next_told_min(self) -> int:
        times = [_minute(told) for told in self._told] + [self._evening.lasts_min]
        return min(at_min for at_min in times if at_min > self._now_min)

    def _time(self, at_min: int) -> str:
        minute = round(self._evening.at_s(at_min) / 60) % 1440
        return f"{minute // 60:02}:{minute % 60:02}"

    def _clock(self) -> None:
        st.subheader(say("drill.clock", time=self._time(self._now_min)), anchor=False)
        st.caption(say("drill.left", left=self._evening.lasts_min - self._now_min))
        label = say("drill.pause") if self.is_playing else say("drill.play")
        with st.container(horizontal=True):
            if st.button(label, type="primary", key=f"{self._name}_play"):
                self._set(self._now_min, playing=not self.is_playing)
                st.rerun()
            if st.button(say("drill.one"), key=f"{self._name}_one"):
                self._move_on(self._now_min + 1)
            if st.button(say("drill.ten"), key=f"{self._name}_ten"):
                self._move_on(self._now_min + 10)
            if st.button(say("drill.next"), key=f"{self._name}_next"):
                self._move_on(self._next_min())
            if st.button(say("drill.rest"), key=f"{self._name}_rest"):
                self._move_on(self._evening.lasts_min)
        with st.container(horizontal=True):
            st.radio(say("drill.speed"), _SPEEDS, horizontal=True, key=f"{self._name}_speed")
            st.checkbox(say("drill.stop_at_alert"), value=True, key=f"{self._name}_stop")

    def _happened(self) -> None:
        st.markdown(f"**{say('drill.alerts')}**")
        lines = [self._line(told) for told in self._told if _minute(told) <= self._now_min]
        if not lines:
            st.caption(say("drill.no_alerts"))
            return
        st.code("\n".join(reversed(lines[-_MOST_TOLD:])), language=None, wrap_lines=True)

    def _line(self, told: Told) -> str:
        """What it did is known of a deed only once it is done."""
        begun = (move for move in self._moves if move.act in DEEDS and move.at_min * 60 == told.at_s)
        move = next(begun, None) if told.done else None
        if move is None or move.until_min <= self._now_min:
            return f"{self._time(_minute(told))}  {told.what}"
        return f"{self._time(move.at_min)}  " + say("drill.deed_begun", act=say(f"operate.act_{move.act}"))

    def _acts(self) -> None:
        busy = self._now_min < self._free_min
        if busy:
            act = self._moves[-1].act
            name = say(f"drill.look_{act}") if act in LOOKS else say(f"operate.act_{act}")
            st.caption(say("drill.busy", time=self._time(self._free_min), act=name))
        else:
            st.caption(say("drill.free"))
        st.markdown(f"**{say('drill.look')}**")
        with st.container(horizontal=True):
            for look in LOOKS:
                self._button(look, say(f"drill.look_{look}"), busy)
        st.markdown(f"**{say('drill.act')}**")
        with st.container(horizontal=True):
            for deed in DEEDS:
                label = say("drill.act_takes", act=say(f"operate.act_{deed}"), takes=TAKES_MIN[deed])
                self._button(deed, label, busy)
        if self._moves and st.button(say("drill.undo"), key=f"{self._name}_undo"):
            self._set(self._moves[-1].at_min, playing=False)
            self._with(self._moves[:-1])
        with st.expander(say("drill.mean")):
            for alert in _ALERTS:
                st.markdown(say("drill.mean_line", alert=alert, means=say(f"drill.means_{alert}")))
            st.markdown(say("drill.cures"))

    def _button(self, act: Act, label: str, busy: bool) -> None:
        if st.button(label, key=f"{self._name}_{act}", disabled=busy):
            self._with((*self._moves, Move(self._now_min, act)))

    def _with(self, moves: tuple[Move, ...]) -> None:
        _go(replace(self._link, plan=_plan(tuple(map(str, moves)))))


def _minute(told: Told) -> int:
    """The whole minute in which somebody sees it."""
    return -int(-told.at_s // 60)


@st.cache_resource(
    max_entries=32,
    show_spinner=False,
    hash_funcs={Evening: lambda evening: (repr(evening.days.incidents), evening.days.seed)},
)
def _played(evening: Evening, moves: tuple[Move, ...]) -> Drilled:
    return play(evening, moves)
