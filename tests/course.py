"""The course as it is in the repository, loaded once for all tests."""

from functools import cache
from pathlib import Path

from slipway.content.library import Library
from slipway.content.load import load
from slipway.questions import MODELS

ROOT = Path(__file__).parents[1]


@cache
def course() -> Library:
    """Every lesson, scenario and question that we ship."""
    return load(ROOT, MODELS)
