"""Laws that hold for every kind there is."""

import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import slipway.questions
from slipway.questions import KINDS, MODELS, kinds_in
from slipway.questions.kind import Grade, Unreadable, Variant
from tests.questions.samples import STRAIGHT, multiple, single

SAMPLES: dict[str, Any] = {"single": single(), "multiple": multiple()}
BROKEN = [single("", 5), single("AB", 5), multiple("", 5), multiple("ABCDE", 5, "each"), multiple("", 5, "coverage")]
kinds = pytest.mark.parametrize("name", sorted(KINDS))


def test_there_is_a_sample_of_every_kind():
    assert set(SAMPLES) == set(KINDS) == set(MODELS)


def test_a_file_dropped_into_the_package_makes_a_kind(tmp_path, monkeypatch):
    package = tmp_path / "some_kinds"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "helper.py").write_text("NOUN = 'not a kind'\n")
    source = (Path(slipway.questions.__path__[0]) / "single.py").read_text("utf-8")
    (package / "lone.py").write_text(source.replace('Kind("single"', 'Kind("lone"'))
    monkeypatch.syspath_prepend(tmp_path)
    found = kinds_in("some_kinds", [str(package)])
    assert list(found) == ["lone"]
    assert isinstance(found["lone"].parse(single(), STRAIGHT, None), Unreadable)
    for module in [m for m in sys.modules if m.startswith("some_kinds")]:
        monkeypatch.delitem(sys.modules, module)


@kinds
def test_a_kind_reads_and_grades_its_own_examples_as_it_says(name):
    kind, question = KINDS[name], SAMPLES[name]
    examples = kind.examples(question, STRAIGHT)
    assert examples.right and examples.wrong and examples.unreadable
    for example in examples:
        read = kind.parse(question, STRAIGHT, example.raw)
        score = None if isinstance(read, Unreadable) else kind.grade(question, read).score
        assert score == example.score, example


@kinds
def test_right_examples_earn_all_partly_right_ones_less_and_wrong_ones_are_not_correct(name):
    kind, question = KINDS[name], SAMPLES[name]
    examples = kind.examples(question, STRAIGHT)
    assert {e.score for e in examples.right} == {1.0}
    assert all(e.score is not None and 0 < e.score < 1 for e in examples.partly)
    assert all(e.score is not None and e.score < 1 for e in examples.wrong)


@kinds
def test_the_form_gives_away_nothing_but_the_labels(name):
    kind, question = KINDS[name], SAMPLES[name]
    flipped = replace(question, options=tuple(replace(o, correct=not o.correct, feedback="") for o in question.options))
    assert kind.form(question, STRAIGHT) == kind.form(flipped, STRAIGHT)


@kinds
def test_the_order_shown_does_not_change_the_score(name):
    kind, question = KINDS[name], SAMPLES[name]
    other = Variant(seed=3, order=(4, 2, 0, 1, 3))
    scores = [sorted(e.score or 0 for e in kind.examples(question, variant)) for variant in (STRAIGHT, other)]
    assert scores[0] == scores[1]


@kinds
def test_an_unknown_field_is_refused_and_every_field_is_authored(name):
    kind, question = KINDS[name], SAMPLES[name]
    written = {field.name: getattr(question, field.name) for field in fields(question)}
    adapter: TypeAdapter[Any] = TypeAdapter(kind.model)
    with pytest.raises(ValidationError, match="colour"):
        adapter.validate_python({**written, "colour": "red"})
    plain = {
        **written,
        "options": [{"text": o.text, "correct": str(o.correct), "feedback": o.feedback} for o in question.options],
    }
    assert adapter.validate_python(plain) == question


@given(
    raw=st.recursive(st.none() | st.integers() | st.text() | st.floats(), lambda inner: st.lists(inner), max_leaves=5)
)
@settings(deadline=None)
def test_whatever_is_submitted_is_read_or_complained_about(raw):
    for name, kind in KINDS.items():
        assert isinstance(kind.parse(SAMPLES[name], STRAIGHT, raw), Unreadable)


@given(question=st.sampled_from(BROKEN), answer=st.sets(st.integers(0, 8)).map(sorted).map(tuple))
@settings(deadline=None)
def test_even_a_question_that_must_be_mended_always_gets_a_score(question, answer):
    kind = KINDS[question.kind]
    grade = kind.grade(question, answer)
    assert isinstance(grade, Grade)
    assert 0 <= grade.score <= 1
    assert list(kind.examples(question, STRAIGHT))
