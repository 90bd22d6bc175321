"""Knobs as form fields: each is asked in the unit it is shown in, and answered as the text of what is set."""

from collections.abc import Callable, Collection, Mapping
from math import floor, log10
from typing import Any

import streamlit as st

from slipway.knob import Adjustable, Knob
from slipway.settings_text import changed


def ask_knobs(
    key: str, of: Adjustable, start: Mapping[str, str], label: Callable[[str], str], only: Collection[str] = ()
) -> dict[str, str]:
    """The text of each setting; those that may not be turned are as they start."""
    asked = [knob for knob in of.knobs if not only or knob.field in only]
    turned = {knob.field: _ask(f"{key}_{knob.field}", knob, _usual(of, knob, start), label, of) for knob in asked}
    return {**start, **turned}


def _usual(of: Adjustable, knob: Knob, start: Mapping[str, str]) -> Any:
    """What it is set to before anybody touches it."""
    settings = changed(of, {knob.field: start[knob.field]}) if knob.field in start else of.settings
    return getattr(settings, knob.field)


def _ask(key: str, knob: Knob, usual: Any, label: Callable[[str], str], of: Adjustable) -> str:
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
            return str(st.number_input(name, int(knob.least), int(knob.most), int(usual), key=key))
        case "number":
            value = None if usual is None else float(usual) / knob.factor
            step = _step(knob, getattr(of.settings, knob.field))
            given = st.number_input(name, float(knob.least), float(knob.most), value, step=step, format="%g", key=key)
            return "none" if given is None else f"{given * knob.factor:.10g}"


def _step(knob: Knob, default: float | None) -> float:
    """What one press adds: 1 at 5, 0.1 at 1, 10 at 60; of the default, so it never changes under a typed number."""
    if not default:
        return 1.0
    return 10.0 ** floor(log10(abs(default) / knob.factor / 2))


def _scaled(text: str, knob: Knob) -> str:
    """Numbers between commas in the unit that is set; what is no number stays for the reader to refuse."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    try:
        return ",".join(f"{float(part) * knob.factor:.10g}" for part in parts)
    except ValueError:
        return ",".join(parts)
