"""A file chosen on the learner's machine, read in the browser; plain and labelled, for any assistive means."""

from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from slipway.words import say

MOST_BYTES = 1_000_000
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Upload:
    """A file's name, shortened to something harmless, and its bytes."""

    name: str
    data: bytes


@st.cache_resource(show_spinner=False)
def _mount() -> Any:
    script, style = ((_HERE / name).read_text("utf-8") for name in ("upload.js", "upload.css"))
    return st.components.v2.component("slipway_upload", css=style, js=script)


def upload(label: str, accept: str, *, key: str) -> Upload | None:
    """Ask for a file; None until there is one. `accept` is a list of endings such as `.yaml,.md`."""
    data = {"label": label, "accept": accept, "most": MOST_BYTES, "too_large": say("upload.too_large", name="NAME")}
    sent = _mount()(data=data, key=key, on_file_change=lambda: None).file
    return read_upload(sent)


def read_upload(sent: Any) -> Upload | None:
    """What the browser sent as an upload; None for anything that is not one."""
    if not sent or not isinstance(sent.get("name"), str) or not isinstance(sent.get("data"), str):
        return None
    if len(sent["data"]) > MOST_BYTES * 2:
        return None
    try:
        data = b64decode(sent["data"], validate=True)
    except (Error, ValueError):
        return None
    name = "".join(c for c in Path(sent["name"].replace("\\", "/")).name if c.isprintable())[:80]
    return Upload(name or "file", data)
