"""Form fields as Streamlit draws them: one function per field, whatever kind of question asks with it."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from slipway.forms import Choice, Field, Number, Order, Pick, PickMany, Sort
from slipway.ui.components.order import order
from slipway.words import say


def draw(field: Field, key: str) -> Any:
    """Draw a field inside a form; returns what is submitted with it."""
    return _DRAWN[type(field)](field, key)


def _pick(field: Pick, key: str) -> str | None:
    return _radio(say("quizpage.choose_one"), field.choices, key, horizontal=False)


def _pick_many(field: PickMany, key: str) -> list[str]:
    st.caption(say("quizpage.choose_some"))
    return [choice.key for choice in field.choices if st.checkbox(choice.label, key=f"{key}-{choice.key}")]


def _sort(field: Sort, key: str) -> dict[str, str | None]:
    return {
        item.key: _radio(f"**{item.label}**", field.categories, f"{key}-{item.key}", horizontal=True)
        for item in field.items
    }


def _radio(label: str, choices: Iterable[Choice], key: str, *, horizontal: bool) -> str | None:
    labels = {choice.key: choice.label for choice in choices}
    return st.radio(label, list(labels), index=None, format_func=lambda k: labels[k], key=key, horizontal=horizontal)


def _order(field: Order, key: str) -> Any:
    return order(field.items, leaving_out=field.leaving_out, key=key)


def _number(field: Number, key: str) -> str:
    label = say("quizpage.number_in", unit=field.unit) if field.unit else say("quizpage.number")
    return st.text_input(label, key=key, autocomplete="off", width=320)


_DRAWN: dict[type, Callable[[Any, str], Any]] = {
    Pick: _pick,
    PickMany: _pick_many,
    Sort: _sort,
    Order: _order,
    Number: _number,
}
