"""A strategy to take home: as a file of every system that has words for it, with what it cannot say."""

import streamlit as st

from slipway.delivery.shipment import split_plan
from slipway.delivery.strategies import STRATEGIES
from slipway.formats.shipping import write_all
from slipway.settings_text import from_text
from slipway.ui.ship_file import FILE
from slipway.words import say


def show_export(plan: str) -> None:
    """A choice of formats, the file, and what is left out."""
    st.header(say("shippage.export"))
    if plan == FILE:
        st.markdown(say("shippage.export_file"))
        return
    _, name, text = split_plan(plan)
    written = write_all(from_text(STRATEGIES[name], text))
    if not written:
        st.info(say("shippage.export_none", strategy=say(f"strategy.name_{name}")))
        return
    files = {each.format: each for each in written}
    chosen = st.radio(
        say("shippage.export_format"),
        [*files],
        format_func=lambda each: say(f"shippage.format_{each}"),
        horizontal=True,
        key="ship_export",
    )
    each = files[chosen]
    if each.left_out:
        st.markdown("\n".join([say("shippage.export_left_out"), "", *(f"- {what}" for what in each.left_out)]))
    else:
        st.markdown(say("shippage.export_whole"))
    language = "json" if each.file_name.endswith("json") else "yaml"
    st.code(each.content, language=language, wrap_lines=True)
    st.download_button(
        say("shippage.export_download", name=each.file_name), each.content, each.file_name, key="ship_download"
    )
