"""What may not stand in words that learners read, and what only looks so."""

import time

import pytest

from slipway.content.prose import check_words, faults, without_code
from slipway.content.scenario import Narration
from tests.content.small import lines, tree_of


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b>word</b>",
        "<iframe src=x>",
        '<img src=x onerror="alert(1)">',
        "<svg/onload=alert(1)>",
        "<!-- hidden -->",
        "<?php ?>",
        "</div>",
        "<a\nhref=x>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x]( <javascript:alert(1)> )",
        "[x](java&#115;cript:alert(1))",
        "[x](java\\script:alert(1))",
        "[x](data:text/html,hi)",
        "[x](vbscript:x)",
        "[x][1]\n\n[1]: javascript:alert(1)",
        "> [1]: javascript:alert(1)",
        "![x](https://elsewhere.example/x.png)",
        "![x](//elsewhere.example/x.png)",
        "[![x](https://elsewhere.example/x.png)](https://fine.example)",
        "\\`<b>\\`",
        "` one\n\n<b> `",
        "`` <b> `",
        "    ```\n\n<b>\n\n    ```",
    ],
)
def test_what_could_run_or_fetch_something_is_a_fault(text):
    assert list(faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "1 < 2 and 3 > 2",
        "coverage 71 % < 80 %",
        "a `<script>` in code",
        "``a ` <b>``",
        "```html\n<div>\n```",
        "~~~~\n<div>\n~~~\n<i>\n~~~~",
        "``` \n<div>",
        "\\<b>",
        "<https://example.org/a?b=c>",
        "[x](https://example.org) [y](#there) [z](mailto:a@example.org) [w](lesson?lesson=build)",
        "&lt;b&gt;",
        "see [1]: it says javascript: is a scheme",
        "[a [b] c] (javascript:x)",
        "![a picture of ours](app/static/x.png)",
        "`a\\` <3",
    ],
)
def test_what_only_looks_so_is_none(text):
    assert not list(faults(text))


def test_every_fault_has_its_own_place():
    text = "one <b>two</b>\n`<i>`\n[x](javascript:y)"
    assert [text[index : index + len(snippet)] for index, snippet, _, _ in faults(text)] == [
        "<b>",
        "</b>",
        "javascript:y",
    ]


def test_blanking_code_moves_nothing():
    text = "a `b` c\n```\nd\n```\n`` e `` \\` f"
    blanked = without_code(text)
    assert len(blanked) == len(text)
    assert blanked.split() == ["a", "c", "\\`", "f"]


@pytest.mark.parametrize(
    "piece", ["`", "` `` ", "<a", "<", "![", "](", "[", "\\", "```\n", "~~~\n```\n", "[x]: ", "<http://", "{"]
)
def test_half_a_megabyte_of_anything_is_read_in_no_time(piece):
    text = piece * (500_000 // len(piece))
    started = time.perf_counter()
    for _, _ in zip(faults(text), range(1000), strict=False):
        pass
    assert time.perf_counter() - started < 5


def test_runs_of_backquotes_of_every_length_are_read_in_no_time():
    started = time.perf_counter()
    without_code("".join("a" + "`" * n for n in range(1, 1300)))
    assert time.perf_counter() - started < 5


def test_a_fault_inside_a_long_text_is_told_on_its_own_line():
    tree = tree_of("when: {kind: run_ended}\nsay: |\n  one\n  two <b>three</b>\n")
    assert lines(check_words(tree, Narration)) == [
        "a.yaml:4:7: HTML in prose: '<b>'; expected Markdown, or the tag in `backquotes`",
        "a.yaml:4:15: HTML in prose: '</b>'; expected Markdown, or the tag in `backquotes`",
    ]


def test_an_empty_text_is_told():
    assert lines(check_words(tree_of("when: {kind: run_ended}\nsay: ''"), Narration)) == [
        "a.yaml:2:6: say is empty; expected some words"
    ]


def test_words_are_looked_at_where_the_rest_has_faults_too():
    assert lines(check_words(tree_of("wen: x\nsay: <b>"), Narration))[0].startswith("a.yaml:2:6: HTML in prose")
