"""The router: page settings, the menu, and whichever page was asked for."""

import streamlit as st

from slipway.ui.bootstrap import ROOT
from slipway.ui.navigation import PAGES
from slipway.ui.style import apply_style

st.set_page_config(page_title="Slipway", page_icon=str(ROOT / "static" / "icon.png"), layout="wide")
apply_style()
pages = [
    st.Page(page.file, title=page.title, url_path=page.url_path or None, default=not page.url_path) for page in PAGES
]
st.navigation(pages, position="top").run()
