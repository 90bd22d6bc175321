"""Files that nobody should paste: each gets a line, none a traceback or a hang."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.content.source import MOST_BYTES
from slipway.formats.classification.classify import Classification, classify, classify_bytes
from slipway.formats.classification.samples import samples

BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
WORKFLOW = "on: push\njobs:\n  a:\n    steps:\n      - run: pytest\n"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (BOMB.encode(), "mine.yml:5:20: there are too many values; expected at most 20,000 in a file"),
        (b"x" * 50_000_000, "too large"),
        (b"x" * (MOST_BYTES + 1), "too large"),
        (b"on: caf\xe9\n", "mine.yml:1:8: byte 0xe9 is not UTF-8"),
        (b"\x7fELF\x02\x01\x01\x00", "control character U+007F"),
        (b"on: push\njobs:\n\ta: 1\n", "mine.yml:3:1: this is not YAML"),
        (b"a: " + b"[" * 5_000, "nested too deeply"),
        (b"a: *a\n", "the alias *a"),
        (b"a: &a [*a]\n", "the alias *a"),
        (b"jobs: !!python/object/apply:os.system ['true']\n", "a YAML tag (tag:yaml.org,2002:python/object/apply"),
        (b"jobs: !mystery 1\n", "a YAML tag (!mystery)"),
        (b"", "there is nothing in here"),
        (b"# only a comment\n", "there is nothing in here"),
        (b"just words\n", "no pipeline definition that Slipway knows; expected a file of CodePipeline, GitHub Actions"),
        (b"[1, 2]\n", "no pipeline definition"),
        (b"apiVersion: v1\nkind: Pod\n", "no pipeline definition"),
        (b"version: 2.1\njobs:\n  a:\n    docker: [{image: x}]\n    steps: [checkout]\n", "no pipeline definition"),
        (b"a: 1\n---\nb: 2\n", "a second document"),
        (b"jobs: [1, 2\n", "this is not YAML"),
    ],
    ids=lambda value: str(value[:30]),
)
def test_a_hostile_file_gets_a_line(data: bytes, complaint: str) -> None:
    found = classify_bytes(data, "mine.yml")
    assert found.system == ""
    assert complaint in str(found.problems[0])


def test_a_doubled_key_is_told_and_the_rest_is_read() -> None:
    found = classify("on: push\n" + WORKFLOW, "mine.yml")
    assert [verdict.phase for verdict in found.parts] == ["test"]
    assert str(found.problems[0]).startswith("mine.yml:2:1: 'on' is given twice (first on line 1)")


def test_more_parts_than_anybody_reads_are_refused() -> None:
    found = classify(WORKFLOW + "      - run: pytest\n" * 400)
    assert (found.system, len(found.parts)) == ("", 0)
    assert "at most 300 parts" in str(found.problems[0])


def test_text_that_is_repeated_by_anchors_is_refused() -> None:
    steps = "".join("      - run: *long\n" for _ in range(290))
    found = classify(f"on: push\nx: &long {'echo a; ' * 1_000}\njobs:\n  a:\n    steps:\n{steps}")
    assert "more in this pipeline than anybody would read" in str(found.problems[0])


def test_what_is_odd_in_a_file_stays_text() -> None:
    found = classify(WORKFLOW.replace("pytest", "'<script>alert(1)</script> $(touch /tmp/x)'"))
    assert found.parts[0].phase == "unknown"
    assert found.parts[0].part.evidence[0].text == "<script>alert(1)</script> $(touch /tmp/x)"


@pytest.mark.parametrize(
    "text",
    [
        WORKFLOW.replace("pytest", "'" + letter * 300_000 + "'")
        for letter in ("a", "(", "$(", "${{", '\\\\"', "a;", "<<A ", "& ", "a=b ", "npx ", "[[ ", ")")
    ]
    + ["pipeline {\n" + letter * 100_000 for letter in ("'", '"', '"${', "/*", "a ", "(", "\n", "a.", "}", "a{}")],
    ids=lambda text: str(text[10:20] + text[-4:]),
)
def test_long_repetitions_take_no_time(text: str) -> None:
    started = time.perf_counter()
    assert isinstance(classify(text), Classification)
    assert time.perf_counter() - started < 20


SYNTAX = st.sampled_from(
    [
        *(
            "on: push\n",
            "jobs:\n",
            "  a:\n",
            "    steps:\n",
            "      - run: ",
            "uses: ",
            "script: [",
            "]",
            "stage: ",
            "\n",
        ),
        *(
            "pipeline {",
            "stages {",
            "stage('x') {",
            "steps {",
            "sh 'pytest'",
            "}",
            "'",
            '"',
            "'''",
            "${",
            "/*",
            "//",
            "(",
        ),
        *(
            "&a ",
            "*a",
            "<<: ",
            "!Ref ",
            "!reference [.a, script]",
            "!!x ",
            "extends: ",
            ".a: ",
            "Resources: ",
            "{",
            "\t",
        ),
        *(
            "$(",
            "`",
            "\\",
            "&&",
            "<<END\n",
            "|",
            "npm test",
            "trigger: ",
            "environment: ",
            "-",
            ": ",
            ",",
            "? ",
            "---\n",
        ),
    ]
)
EACH = settings(max_examples=150)


def survives(found: Classification) -> None:
    assert found.system or found.problems
    assert all(verdict.reasons for verdict in found.parts)
    assert all("\n" not in str(problem) for problem in found.problems)


@EACH
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    survives(classify_bytes(data))


@EACH
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    survives(classify(text))


@EACH
@given(st.lists(SYNTAX, max_size=60))
def test_any_heap_of_syntax(words: list[str]) -> None:
    survives(classify("".join(words)))


@EACH
@given(sample=st.sampled_from(samples()), data=st.data())
def test_any_slip_in_a_good_file(sample, data) -> None:
    text = sample.data.decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    survives(classify(text[:start] + data.draw(SYNTAX) + text[end:]))
