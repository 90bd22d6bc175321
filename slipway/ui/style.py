"""What the theme cannot say: how wide prose runs and how tightly the page sits."""

import streamlit as st

_CSS = """
<style>
  .stMainBlockContainer { max-width: 82rem; padding-top: 4.5rem; }
  .stMarkdown p, .stMarkdown li, .stMarkdown blockquote { max-width: 70ch; }
  .stMarkdown blockquote { color: inherit !important; opacity: 1; }
  .stMarkdown table { font-variant-numeric: tabular-nums; }
  [data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; font-size: 1.6rem; }
  .st-key-begin a { background: var(--st-primary-color, #0B4F8A); padding: 0.5rem 1rem; border-radius: 8px; }
  .st-key-begin a p, .st-key-begin a span { color: #FFFFFF !important; }
  [data-testid="stCaptionContainer"] { color: inherit; opacity: 0.75; }
  @media (max-width: 600px) { .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; } }
</style>
"""


def apply_style() -> None:
    """Put the app's own few rules on the page."""
    st.html(_CSS)
