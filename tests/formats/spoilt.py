"""Files of ours with words spoilt at random: a reader may complain, never fail."""

import re

from hypothesis import strategies as st

JUNK = [
    "",
    "null",
    "-1",
    "99999999999",
    '"x"',
    "{}",
    "[]",
    "[{}]",
    "cron(* * * * * *)",
    "\u2028",
    "~",
    "!Ref X",
    "*a",
    "1e400",
]


@st.composite
def spoilt(draw: st.DrawFn, contents: list[str]) -> str:
    """One of the contents with one to three of its words replaced by junk."""
    content = draw(st.sampled_from(contents))
    words = [found.span() for found in re.finditer(r"[A-Za-z0-9_.*?:()-]+", content)]
    for start, end in sorted(draw(st.sets(st.sampled_from(words), min_size=1, max_size=3)), reverse=True):
        content = content[:start] + draw(st.sampled_from(JUNK)) + content[end:]
    return content
