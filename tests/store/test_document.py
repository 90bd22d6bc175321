import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from slipway.assessment.answering import answer
from slipway.assessment.attempt import Attempt
from slipway.questions import KINDS
from slipway.store import document
from slipway.store.document import MOST_BYTES, Imported, export_learner, import_learner
from tests.assessment.attempts import MONDAY, attempt
from tests.questions.samples import SAMPLES, straight


@pytest.fixture
def kept(store, clock) -> str:
    """What ann did, as a file."""
    for made in (attempt("a"), attempt("a", 2, answer=(1,), score=0, hours=1), attempt("b", hints_used=1)):
        store.submit(made)
    store.show_hint("ann", "b", 1, 1)
    store.mark("ann", "predict:gate", "bet", {"guess": "it-fails"})
    clock.pass_time(days=2)
    return export_learner(store, "ann")


def test_what_was_deleted_comes_back_whole_from_its_file(store, kept):
    before = store.attempts("ann"), store.hints("ann"), store.marks("ann")
    store.forget("ann")
    assert import_learner(store, "ann", kept.encode()) == Imported(attempts=3, known=0)
    assert (store.attempts("ann"), store.hints("ann"), store.marks("ann")) == before


def test_reading_a_file_twice_adds_nothing(store, kept):
    assert import_learner(store, "ann", kept.encode()) == Imported(attempts=3, known=3)
    assert export_learner(store, "ann") == kept


def test_a_learner_with_a_new_name_on_the_same_machine_gets_everything_too(store, kept):
    assert import_learner(store, "bob", kept.encode()) == Imported(attempts=3, known=0)
    assert export_learner(store, "bob") == kept
    assert len(store.attempts("ann")) == 3


def test_a_file_does_not_say_who_it_is(kept):
    assert "ann" not in kept
    assert list(json.loads(kept)) == ["format", "version", "attempts", "hints", "marks"]


def test_a_file_holds_all_of_an_attempt(kept):
    assert {*json.loads(kept)["attempts"][0], "learner"} == {field.name for field in fields(Attempt)}


WRITTEN_BEFORE = """{"format": "slipway-progress", "version": 1, "hints": [], "marks": [], "attempts": [
 {"item": "build-fails-because", "kind": "multiple", "content_hash": "c0ffee", "try_no": 1, "seed": 4021,
  "order": [2, 0, 1], "answer": [0, 2], "score": 0.5, "correct": false, "hints_used": 0,
  "at": "2026-03-01T09:00:00+00:00", "token": "t", "rule_version": 1}]}"""


def test_a_file_from_before_there_were_other_kinds_is_read_as_it_was(store):
    assert import_learner(store, "ann", WRITTEN_BEFORE.encode()) == Imported(attempts=1, known=0)
    (kept,) = store.attempts("ann")
    assert (kept.kind, kept.order, kept.answer, kept.score) == ("multiple", (2, 0, 1), (0, 2), 0.5)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_answer_of_any_kind_comes_back_from_the_store_and_from_a_file_as_it_was_given(store, name):
    kind, question = KINDS[name], SAMPLES[name]
    variant = straight(question)
    raw = kind.examples(question, variant).right[0].raw
    context: Any = {"learner": "ann", "content_hash": "abc", "hints_used": 0, "token": "t"}
    made = answer(kind, question, variant, raw, try_no=1, at=MONDAY, **context)
    assert isinstance(made, Attempt)
    store.submit(made)
    file = export_learner(store, "ann")
    import_learner(store, "bob", file.encode())
    for learner in ("ann", "bob"):
        (kept,) = store.attempts(learner)
        assert kept == replace(made, learner=learner)
        assert kind.fits(question, kept.answer)
        assert kind.grade(question, variant, kept.answer) == kind.grade(question, variant, made.answer)
    assert export_learner(store, "bob") == file


HOSTILE: dict[str, tuple[Any, str]] = {
    "attempts.0.score": (7, "at most 1.0$"),
    "attempts.1.score": ("1", "should be a number"),
    "attempts.2.correct": (1, "true or false"),
    "attempts.0.try_no": (0, "at least 1$"),
    "attempts.0.seed": (10**30, "should be below 9007199254740992"),
    "attempts.0.item": ("x" * 121, "at most 120 long"),
    "attempts.0.token": ("a\u0000b", "printable"),
    "attempts.0.learner": ("bob", "no such field"),
    "attempts.0.at": ("yesterday", "date and time"),
    "attempts.0.order": ([0, 0, 1], "everything shuffled once"),
    "attempts.0.answer": (["2"], "should be a number"),
    "attempts.1.answer": ([], "at least 1 long"),
    "hints.0.hint_no": (-1, "at least 0$"),
    "hints.0.at": ("2020-01-01T00:00:00", "time zone"),
    "marks.0.detail": ({"guess": "x" * 5000}, "at most 4000"),
    "marks.0.what": ("", "at least 1 long"),
    "marks": ({}, "should be a list"),
    "version": (2, "should be 1"),
    "format": ("other", "slipway-progress"),
}


@pytest.mark.parametrize("place", HOSTILE)
def test_a_file_with_a_fault_is_refused_with_its_place_and_changes_nothing(store, kept, place):
    value, complaint = HOSTILE[place]
    store.forget("ann")
    found = json.loads(kept)
    *way, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    inner = found
    for part in way:
        inner = inner[part]
    inner[last] = value
    with pytest.raises(ValueError, match=complaint) as refusal:
        import_learner(store, "ann", json.dumps(found).encode())
    assert ".".join(place.split(".")[:2]) in str(refusal.value)
    assert store.attempts("ann") == store.hints("ann") == store.marks("ann") == ()


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"\xff\xfe", b"{" * 10_000, b"[" * 100_000, b"PK\x03\x04", b"[NaN]"]
)
def test_garbage_is_refused_in_words(store, data):
    with pytest.raises(ValueError, match="not a progress file of ours. At the file as a whole"):
        import_learner(store, "ann", data)


def test_nothing_of_a_library_is_quoted_to_a_learner(store):
    for data, told in {b"[]": "should be an object", b"x": "this is not JSON", b"{}": "it is missing"}.items():
        with pytest.raises(ValueError, match=told):
            import_learner(store, "ann", data)


@pytest.mark.parametrize("detail", ['{"x": NaN}', '{"x": 1e999}', '{"x": "\\u0000"}', '{"x": "\\ud800"}'])
def test_details_that_no_database_takes_are_refused(store, kept, detail):
    data = kept.replace(json.dumps({"guess": "it-fails"}, indent=1).replace("\n", "\n   "), detail)
    assert detail in data
    with pytest.raises(ValueError, match="not a progress file"):
        import_learner(store, "ann", data.encode())


def test_a_file_that_is_too_large_is_not_even_read(store):
    with pytest.raises(ValueError, match="too large: 2,000,001 bytes"):
        import_learner(store, "ann", b" " * (MOST_BYTES + 1))


@pytest.mark.parametrize("year", ["0001", "2019", "2027", "9999"])
def test_a_time_that_cannot_be_is_refused(store, kept, year):
    with pytest.raises(ValueError, match=r"attempts\.0\.at: should be a time between 2020 and today"):
        import_learner(store, "ann", kept.replace("2026-", f"{year}-").encode())


def test_a_clock_that_is_an_hour_ahead_elsewhere_does_no_harm(store, kept, clock):
    clock.now -= timedelta(days=2, hours=1)
    assert import_learner(store, "bob", kept.encode()).attempts == 3


def test_a_file_of_nearly_the_largest_size_is_read_whole(store, kept):
    found = json.loads(kept)
    row = found["attempts"][0]
    found["attempts"] = [{**row, "item": f"q{n % 500}", "token": f"t{n}"} for n in range(4000)]
    found["hints"] = [{**found["hints"][0], "item": f"q{n}"} for n in range(2000)]
    data = json.dumps(found).encode()
    assert len(data) < document.MOST_BYTES
    assert import_learner(store, "bob", data) == Imported(attempts=4000, known=0)
    assert len(store.hints("bob")) == 2000
