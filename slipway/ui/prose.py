"""Authored text on its way to the page."""

import re

_BEFORE_SIGN = re.compile(r"(?<=\d) (?=%)")


def unbroken(text: str) -> str:
    """The text with each number on one line with its per cent sign."""
    return _BEFORE_SIGN.sub("\u00a0", text)
