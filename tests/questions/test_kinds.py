"""Laws that hold for every kind there is."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import slipway.questions
from slipway.questions import KINDS, MODELS, kinds_in
from slipway.questions.contest import Named
from slipway.questions.kind import Grade, Unreadable, Variant
from slipway.questions.numeric import Mistake
from tests.questions.samples import (
    SAMPLES,
    STRAIGHT,
    as_written,
    caught,
    caught_in,
    classify,
    level,
    multiple,
    numeric,
    operated,
    ordering,
    shipped,
    single,
    straight,
)

OTHER_KEYS: dict[str, Any] = {
    "caught": caught_in(level(unit=0.2, integration=0.9)),
    "single": single("A"),
    "multiple": multiple("CD"),
    "classify": classify("b s - - t"),
    "order": ordering("- - ab c d"),
    "numeric": numeric(99),
    "operated": operated(plans=(Named("fixed;instances=20", "two"), Named("fixed;instances=2", "twenty"))),
    "shipped": shipped(plans=(Named("canary", "all at once"), Named("all_at_once", "a canary"))),
}
AUTHORED: dict[str, Any] = {"caught": caught()}
"""Samples whose kind adds to what its author writes."""
COMPUTED = {"caught", "operated", "shipped"}
"""Kinds whose remarks the engine writes."""
BROKEN = [
    single("", 5),
    single("AB", 5),
    multiple("", 5),
    multiple("ABCDE", 5, "each"),
    multiple("", 5, "coverage"),
    replace(classify(), categories=()),
    replace(classify(), items=()),
    replace(ordering(), steps=()),
    ordering("z e d - a", "xy", "adjacent"),
    numeric(tolerance=-5, mistakes=(Mistake(5, 3, "?", 7),)),
]
kinds = pytest.mark.parametrize("name", sorted(KINDS))


def test_there_is_a_sample_of_every_kind():
    assert set(SAMPLES) == set(KINDS) == set(MODELS)


def test_a_file_dropped_into_the_package_makes_a_kind(tmp_path, monkeypatch):
    package = tmp_path / "some_kinds"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "helper.py").write_text("NOUN = 'not a kind'\n")
    source = (Path(slipway.questions.__path__[0]) / "single.py").read_text("utf-8")
    (package / "lone.py").write_text(source.replace('Kind(\n    "single"', 'Kind(\n    "lone"'))
    monkeypatch.syspath_prepend(tmp_path)
    found = kinds_in("some_kinds", [str(package)])
    assert list(found) == ["lone"]
    assert isinstance(found["lone"].parse(single(), STRAIGHT, None), Unreadable)
    for module in [m for m in sys.modules if m.startswith("some_kinds")]:
        monkeypatch.delitem(sys.modules, module)


@kinds
def test_a_kind_reads_and_grades_its_own_examples_as_it_says(name):
    kind, question = KINDS[name], SAMPLES[name]
    variant = straight(question)
    examples = kind.examples(question, variant)
    assert examples.right and examples.wrong and examples.unreadable
    for example in examples:
        read = kind.parse(question, variant, example.raw)
        score = None if isinstance(read, Unreadable) else kind.grade(question, variant, read).score
        assert score == example.score, example
        assert isinstance(read, Unreadable) or kind.fits(question, read)


@kinds
def test_right_examples_earn_all_partly_right_ones_less_and_wrong_ones_are_not_correct(name):
    kind, question = KINDS[name], SAMPLES[name]
    examples = kind.examples(question, straight(question))
    assert {e.score for e in examples.right} == {1.0}
    assert all(e.score is not None and 0 < e.score < 1 for e in examples.partly)
    assert all(e.score is not None and e.score < 1 for e in examples.wrong)


@kinds
def test_the_form_and_the_rule_give_away_nothing_of_the_key(name):
    kind, question, other = KINDS[name], SAMPLES[name], OTHER_KEYS[name]
    variant = straight(question)
    answers = [kind.parse(question, variant, example.raw) for example in kind.examples(question, variant)]
    read = [answer for answer in answers if not isinstance(answer, Unreadable)]
    assert any(kind.grade(question, variant, each).score != kind.grade(other, variant, each).score for each in read)
    assert kind.form(question, variant) == kind.form(other, variant)
    assert kind.rule(question) == kind.rule(other)


@kinds
def test_the_order_shown_does_not_change_the_score(name):
    kind, question = KINDS[name], SAMPLES[name]
    other = Variant(seed=3, order=straight(question).order[::-1])
    scores = [sorted(e.score or 0 for e in kind.examples(question, variant)) for variant in (straight(question), other)]
    assert scores[0] == scores[1]


@pytest.mark.parametrize("name", sorted(set(KINDS) - COMPUTED))
def test_every_remark_says_what_it_is_about_and_an_author_sees_them_all(name):
    kind, question = KINDS[name], SAMPLES[name]
    variant = straight(question)
    texts = {note.text for note in kind.notes(question)}
    for example in kind.examples(question, variant):
        read = kind.parse(question, variant, example.raw)
        if not isinstance(read, Unreadable):
            remarks = kind.grade(question, variant, read).remarks
            assert remarks and all(remark.about for remark in remarks)
            assert {remark.text for remark in remarks} <= {*texts, ""}


@kinds
def test_an_unknown_field_is_refused_and_every_field_is_authored(name):
    adapter: TypeAdapter[Any] = TypeAdapter(KINDS[name].model)
    authored = AUTHORED.get(name, SAMPLES[name])
    written = as_written(authored)
    with pytest.raises(ValidationError, match="colour"):
        adapter.validate_python({**written, "colour": "red"})
    assert adapter.validate_python(written) == authored


@given(
    raw=st.recursive(
        st.none() | st.integers() | st.text() | st.floats(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    )
)
def test_whatever_is_submitted_is_read_or_complained_about(raw):
    for name, kind in KINDS.items():
        read = kind.parse(SAMPLES[name], straight(SAMPLES[name]), raw)
        assert isinstance(read, Unreadable) or kind.fits(SAMPLES[name], read)


NUMBERS = st.integers(-1, 8) | st.floats(allow_nan=False, allow_infinity=False)


@given(question=st.sampled_from([*SAMPLES.values(), *BROKEN]), answer=st.lists(NUMBERS, max_size=8).map(tuple))
def test_any_answer_that_fits_gets_a_score_even_where_the_question_must_be_mended(question, answer):
    kind, variant = KINDS[question.kind], straight(question)
    assert list(kind.examples(question, variant))
    if kind.fits(question, answer):
        grade = kind.grade(question, variant, answer)
        assert isinstance(grade, Grade)
        assert 0 <= grade.score <= 1
