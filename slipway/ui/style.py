"""What the theme cannot say: how wide prose runs and how tightly the page sits."""

import streamlit as st

_CSS = """
<style>
  .stMainBlockContainer { max-width: 76rem; padding-top: 4.5rem; }
  .stMarkdown p, .stMarkdown li, .stMarkdown blockquote { max-width: 70ch; }
  .stMarkdown table { font-variant-numeric: tabular-nums; }
  [data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; font-size: 1.6rem; }
  @media (max-width: 600px) { .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; } }
</style>
"""


def apply_style() -> None:
    """Put the app's own few rules on the page."""
    st.html(_CSS)
