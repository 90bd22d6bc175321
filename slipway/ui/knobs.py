"""Knobs as form fields: each is asked in the unit it is shown in, and answered as the text of what is set."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import streamlit as st

from slipway.knob import Adjustable, Knob
from slipway.settings_text import changed

_ON_OR_OFF, _OFF = ("choice", "switch"), ("off", "none", False)
_ROUND = 5
"""From this usual value on whole numbers are near enough."""
_WHOLE_STEPS = ((1000, 100), (50, 10), (0, 1))


def ask_knobs(
    key: str, of: Adjustable, start: Mapping[str, str], label: Callable[[str], str], only: Collection[str] = ()
) -> dict[str, str]:
    """The text of each setting; those that may not be turned, or mean nothing now, are as they start."""
    texts = dict(start)
    for knob in of.knobs:
        if (not only or knob.field in only) and matters(of, knob, texts):
            step = step_of(knob, getattr(of.settings, knob.field))
            texts[knob.field] = _ask(f"{key}_{knob.field}", knob, _usual(of, knob, start), step, label)
    return texts


def matters(of: Adjustable, knob: Knob, texts: Mapping[str, str]) -> bool:
    """Whether what a knob is about is on: `breaker_pct` says nothing without `breaker`."""
    about = [each for each in of.knobs if each.kind in _ON_OR_OFF and knob.field.startswith(f"{each.field}_")]
    return not any(_usual(of, each, texts) in _OFF for each in about)


def step_of(knob: Knob, usual: object) -> float:
    """What one press of + or - adds, as shown: not so little that one presses for ever."""
    if knob.kind == "whole":
        return next(step for least, step in _WHOLE_STEPS if isinstance(usual, int) and usual >= least)
    if not isinstance(usual, int | float) or not usual:
        return 1.0 if knob.most > 1 else 0.01
    shown = usual / knob.factor
    decimals = len(f"{shown:g}".partition(".")[2])
    return 1.0 if shown >= _ROUND and not decimals else 10.0 ** -max(decimals, 1)


def _usual(of: Adjustable, knob: Knob, start: Mapping[str, str]) -> Any:
    """What it is set to before anybody touches it."""
    settings = changed(of, {knob.field: start[knob.field]}) if knob.field in start else of.settings
    return getattr(settings, knob.field)


def _ask(key: str, knob: Knob, usual: Any, step: float, label: Callable[[str], str]) -> str:
    """One setting, as text."""
    name = label(knob.field) + (f", {knob.unit}" if knob.unit else "")
    match knob.kind:
        case "switch":
            return "yes" if st.checkbox(name, bool(usual), key=key) else "no"
        case "choice":
            return str(
                st.selectbox(
                    name,
                    knob.choices,
                    index=knob.choices.index(usual),
                    format_func=lambda each: each.replace("_", " "),
                    key=key,
                )
            )
        case "numbers":
            shown = ", ".join(f"{number / knob.factor:g}" for number in usual)
            return _scaled(st.text_input(name, shown, key=key), knob)
        case "words":
            return ",".join(st.text_input(name, ", ".join(usual), key=key).replace(",", " ").split())
        case "amount":
            return str(st.text_input(name, usual, key=key)).strip()
        case "whole":
            return str(st.number_input(name, int(knob.least), int(knob.most), int(usual), int(step), key=key))
        case "number":
            value = None if usual is None else float(usual) / knob.factor
            given = st.number_input(name, float(knob.least), float(knob.most), value, step, "%g", key=key)
            return "none" if given is None else f"{given * knob.factor:.10g}"


def _scaled(text: str, knob: Knob) -> str:
    """Numbers between commas in the unit that is set; what is no number stays for the reader to refuse."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    try:
        return ",".join(f"{float(part) * knob.factor:.10g}" for part in parts)
    except ValueError:
        return ",".join(parts)
