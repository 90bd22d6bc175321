"""What the theme cannot say: how wide prose runs, how tightly the page sits, and how tables fit a phone."""

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
  .stApp [data-variant="pills"][data-selected="true"] p { color: light-dark(#0B4F8A, #6CB2FF); }
  [data-testid="stCaptionContainer"] { color: inherit; opacity: 0.75; }
  [data-testid="stCode"] code { font-variant-ligatures: none; }
  .stApp .stCode .token { color: inherit !important; }
  .stApp .stCode :is(.keyword, .function, .class-name) { color: light-dark(#0B4F8A, #6CB2FF) !important; }
  .stApp .stCode :is(.string, .inserted) { color: light-dark(#18713F, #4CC38A) !important; }
  .stApp .stCode :is(.number, .boolean) { color: light-dark(#8A5A00, #F0B429) !important; }
  .stApp .stCode .deleted { color: light-dark(#B42318, #FF7A70) !important; }
  .mark-test { color: light-dark(#0F6B64, #4FD1C5); }
  .mark-customers { color: light-dark(#9D174D, #F58CC0); }
  .mark-test svg, .mark-customers svg { height: 1em; vertical-align: -0.12em; margin-right: 0.35em; }
  @media (max-width: 600px) { .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; }
    .stMarkdown :is(th, td) { padding: 0.3rem 0.25rem; font-size: 0.8rem; overflow-wrap: break-word; }
    .stApp .stTable :is(th, td) { padding: 0.35rem 0.25rem; overflow-wrap: anywhere; hyphens: auto; }
    .stApp .stTable :is(th, td) p { font-size: 0.8rem; overflow-wrap: anywhere; white-space: normal; }
    .stApp .stTable tr:has(> :nth-child(5)) { display: flex; flex-wrap: wrap; padding: 0.2rem 0;
      border-bottom: 1px solid var(--st-border-color, #D5DAE0); }
    .stApp .stTable tr > :nth-last-child(n + 5), .stApp .stTable tr > :nth-last-child(n + 5) ~ * {
      flex: 1 1 0; min-width: 0; padding: 0.1rem; border: none; }
    .stApp .stTable tr > :first-child:nth-last-child(n + 5) { flex: 1 0 100%; font-weight: 600; }
    .stApp .stTable thead tr:has(> :nth-child(5)) > * p { font-size: 0.68rem; letter-spacing: -0.01em; } }
</style>
"""


def apply_style() -> None:
    """Put the app's own few rules on the page.

    On a phone a row of five columns or more takes two lines: its name, and below it the cells, as wide as each other,
    so that nothing has to be scrolled sideways.
    """
    st.html(_CSS)
