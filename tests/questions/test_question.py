from dataclasses import replace

from tests.questions.samples import multiple, single


def test_a_question_with_all_its_words_has_no_problems():
    assert list(single().problems()) == list(multiple().problems()) == []


def test_every_missing_text_is_named_with_its_place():
    empty = replace(single(), objectives=(), prompt=" ", explanation="", hints=("look", ""))
    assert [loc for loc, _, _ in empty.problems()] == [("objectives",), ("prompt",), ("explanation",), ("hints", 1)]
