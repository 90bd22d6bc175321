"""Whatever is in a file: problems in lines, in time, and never an exception."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.content.prove import prove
from tests.content.small import BANK, COURSE, FIRST, SCENARIO, seen, write_course

LINE = re.compile(r"[^\n]+:\d+:\d+: [^\n]+")
SOURCES = {"tiny.yaml": SCENARIO, "small.yaml": BANK, "first.md": FIRST, "course.yaml": COURSE}
NAMES = st.sampled_from([*SOURCES])
SYNTAX = [
    "<b>",
    "{",
    "}",
    "[",
    "]",
    "&a",
    "*a",
    "!x",
    "---",
    "```",
    "```{replay}",
    "-",
    "?",
    "|",
    '"',
    "'",
    "`",
    "#",
    "\\",
    "](javascript:",
]
VALUES = ["9999w", "-1", "0", "true", "nan", "inf", "1e999", "build", "live", "source", "ann"]
WORDS = st.sampled_from([*SYNTAX, *VALUES, "\t", ": ", "\u202e", ""])
LAYOUT = st.sampled_from(["\n", " ", "\n  ", "world:", "questions:", "lessons:"])
EACH = settings(max_examples=100)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return write_course(tmp_path_factory.mktemp("any"))


def survives(place: Path, name: str, content: str | bytes) -> None:
    started = time.perf_counter()
    found = seen(place, name, content)
    problems = [*found.problems, *prove(found.library)]
    assert all(LINE.fullmatch(str(problem)) for problem in problems)
    assert time.perf_counter() - started < 5


@EACH
@given(name=NAMES, content=st.binary(max_size=400))
def test_any_bytes(place, name, content):
    survives(place, name, content)


@EACH
@given(name=NAMES, content=st.text(max_size=400))
def test_any_text(place, name, content):
    survives(place, name, content)


@EACH
@given(name=NAMES, words=st.lists(WORDS | LAYOUT, max_size=60))
def test_any_heap_of_syntax(place, name, words):
    survives(place, name, "".join(words))


@EACH
@given(name=NAMES, data=st.data())
def test_any_slip_in_a_good_file(place, name, data):
    content = SOURCES[name]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 30)))
    survives(place, name, content[:start] + data.draw(WORDS) + content[end:])


@EACH
@given(data=st.data())
def test_any_other_word_in_a_scenario_still_plays_or_is_told(place, data):
    content = SCENARIO
    for _ in range(data.draw(st.integers(1, 3))):
        words = [*re.finditer(r"(?<=: )[a-z0-9_-]+", content)]
        old = data.draw(st.sampled_from(words))
        new = data.draw(st.sampled_from([*VALUES, *(word[0] for word in words)]))
        content = content[: old.start()] + new + content[old.end() :]
    survives(place, "tiny.yaml", content)
