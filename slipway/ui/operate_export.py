"""A plan to take home: as files of the systems that have words for it."""

import streamlit as st

from slipway.formats.operations import operations_files
from slipway.operations.subject import Subject
from slipway.words import say

_LANGUAGES = {"json": "json", "md": "markdown", "yaml": "yaml"}


def show_export(subject: Subject, situation: str, plan: str) -> None:
    """Each file with what it leaves out; nothing where no system has such a file."""
    files = {each.name: each for each in operations_files(subject.spec(situation, *subject.read(plan)))}
    if not files:
        return
    st.subheader(say("operate.export"))
    name = [*files][0]
    if len(files) > 1:
        name = st.radio(say("operate.export_file"), [*files], horizontal=True, key=f"operate_export_{subject.name}")
    each = files[name]
    if each.left_out:
        st.markdown("\n".join([say("operate.export_left_out"), "", *(f"- {what}" for what in each.left_out)]))
    with st.expander(name):
        st.code(each.content, language=_LANGUAGES[name.rpartition(".")[2]], wrap_lines=True)
    st.download_button(say("operate.download", name=name), each.content, name, key=f"operate_download_{name}")
