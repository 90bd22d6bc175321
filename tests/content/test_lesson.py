"""Lessons: directives between prose, each fault on its own line, the rest still shown."""

import pytest

from slipway.content.lesson import DIRECTIVES, CheckPart, GlossaryPart, Prose, ReplayPart, Term, read_lesson
from slipway.content.source import Text
from tests.content.small import FIRST, lines


def problems_of(content: str) -> list[str]:
    return lines(read_lesson(Text("a.md", content)).problems)


def parts_of(content: str) -> list[object]:
    return [located.part for located in read_lesson(Text("a.md", content)).parts]


def test_prose_and_directives_come_in_order():
    file = read_lesson(Text("a.md", FIRST))
    assert (file.title, file.problems) == ("First", ())
    assert [type(part.part) for part in file.parts] == [Prose, ReplayPart, CheckPart]


def test_ordinary_code_stays_prose_whatever_is_in_it():
    text = "# T\n\n````yaml\n```{replay}\nscenario: x\n```\n<div>\n````\n"
    assert parts_of(text) == [Prose("````yaml\n```{replay}\nscenario: x\n```\n<div>\n````")]
    assert not problems_of(text)


@pytest.mark.parametrize("content", ["", "words", "\n# Late", "## Deep", "#", "# "])
def test_a_lesson_without_a_title_is_told(content):
    assert problems_of(content)[0] == (
        "a.md:1:1: the lesson has no title; expected '# ' and the title on the first line"
    )


def test_a_mistyped_directive_is_told_with_the_nearest_name():
    assert problems_of("# T\n\n```{replya}\nscenario: x\n```") == [
        "a.md:3:4: there is no directive {replya}; "
        f"expected one of {', '.join(f'{{{name}}}' for name in DIRECTIVES)}; did you mean 'replay'?"
    ]


@pytest.mark.parametrize("opening", ["```{replay} paulo", "```{replay", "```replay", "```{}x"])
def test_what_was_meant_as_a_directive_is_no_silent_code_block(opening):
    (problem,) = problems_of(f"# T\n\n{opening}\nscenario: x\n```")
    assert problem.startswith("a.md:3:4: ") and "nor ordinary code" in problem


def test_an_indented_directive_is_told():
    assert problems_of("# T\n\n  ```{check}\n  question: a\n  ```") == [
        "a.md:3:1: the directive is indented; expected its fence at the beginning of the line"
    ]


def test_a_directive_that_is_never_closed_is_told_and_the_next_one_still_read():
    text = "# T\n```{check}\nquestion: a\n\n```{check}\nquestion: b\n```\n"
    assert problems_of(text) == ["a.md:2:1: the directive {check} is never closed; expected a line with ```"]
    assert parts_of(text) == [CheckPart("b")]


def test_code_that_is_never_closed_is_told():
    assert problems_of("# T\n\n~~~~\ncode\n~~~\n") == [
        "a.md:3:1: this fence is never closed; expected a line with ~~~~"
    ]


def test_faults_inside_a_directive_count_lines_from_the_top_of_the_lesson():
    assert problems_of("# T\n\ntext\n\n```{check}\n\nquestoin: a\n```") == [
        "a.md:7:1: 'question' is missing; expected a value for 'question'",
        "a.md:7:1: there is no field 'questoin' here; expected one of question; did you mean 'question'?",
    ]


def test_an_empty_directive_is_told():
    assert problems_of("# T\n```{check}\n```") == ["a.md:3:1: there is nothing in here; expected some fields"]


def test_html_is_told_in_title_prose_and_directives_and_not_shown():
    text = "# A <b>\n\nfine\nnot <i>fine\n\n```{glossary}\nterms: [{term: x, means: <u>}]\n```\n"
    file = read_lesson(Text("a.md", text))
    assert [problem.line for problem in file.problems] == [1, 4, 7]
    assert file.title == ""
    assert [located.part for located in file.parts] == [Prose("fine"), None]


def test_a_heap_of_html_is_not_shown_at_all():
    file = read_lesson(Text("a.md", "# T\n" + "<b>\n" * 600))
    assert file.parts == () and len(file.problems) == 501


def test_two_guesses_of_one_name_are_told():
    guesses = "[{id: a, text: x, when: {kind: run_ended}}, {id: a, text: y, when: {kind: run_ended}}]"
    text = f"# T\n```{{predict}}\nid: p\nscenario: s\nask: x?\nexplain: y\nguesses: {guesses}\n```"
    assert problems_of(text) == ["a.md:7:59: two guesses are called 'a'; expected an id of its own"]


def test_a_glossary_is_read():
    assert parts_of("# T\n```{glossary}\nterms: [{term: x, means: y}]\n```") == [GlossaryPart((Term("x", "y"),))]


def test_there_is_an_end_to_directives():
    problems = problems_of("# T\n" + "```{check}\nquestion: a\n```\n" * 5000)
    assert problems == ["a.md:602:1: there are too many directives; expected at most 200 in a lesson"]
