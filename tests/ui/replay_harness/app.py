"""The harness as an ASGI app: its one page, and the fonts that the theme names."""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

_HERE = Path(__file__).parent
_STATIC = Path(__file__).parents[3] / "static"

app = st.App(_HERE / "page.py", routes=[Mount("/assets", StaticFiles(directory=_STATIC))])
