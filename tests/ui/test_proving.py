"""What authors are told while the course is being played."""

from pathlib import Path

import pytest

from slipway.content.library import Library
from slipway.content.load import load
from slipway.proofs import outcome
from slipway.ui import proving as module
from slipway.ui.proving import Proving
from tests.content.small import FIRST, KINDS, write_course

LONG_S = 60.0


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every claim that is really played, in order."""
    seen: list[object] = []

    def noted(proof):
        seen.append(proof)
        return outcome(proof)

    monkeypatch.setattr(module, "outcome", noted)
    return seen


def course(root: Path, **changed: str) -> Library:
    return load(write_course(root, **changed), KINDS)


def test_one_claim_at_the_least_is_played_and_all_of_them_in_the_end(tmp_path: Path, played: list[object]) -> None:
    library, proving = course(tmp_path), Proving()
    proving.go_on(library, 0.0)
    assert 0 < proving.done < proving.total and len(played) == proving.done
    while proving.done < proving.total:
        proving.go_on(library, 0.0)
    assert len(played) == proving.total and not proving.problems


def test_after_an_edit_only_what_changed_is_played_again(tmp_path: Path, played: list[object]) -> None:
    proving = Proving()
    proving.go_on(course(tmp_path), LONG_S)
    first = len(played)
    proving.go_on(course(tmp_path), LONG_S)
    assert proving.done == proving.total == first == len(played)
    proving.go_on(course(tmp_path, second="# Second\n\nOther words.\n"), LONG_S)
    assert len(played) == first


def test_a_claim_that_does_not_hold_is_told_until_it_is_mended(tmp_path: Path) -> None:
    proving = Proving()
    broken = FIRST.replace("{kind: stage_passed, stage: build}", "{kind: rollback_started}")
    proving.go_on(course(tmp_path, first=broken), LONG_S)
    assert [str(problem) for problem in proving.problems] == [
        "lessons/first.md:7:5: rollback_started does not happen in this run; expected an event that happens"
    ]
    proving.go_on(course(tmp_path), LONG_S)
    assert proving.problems == []


def test_what_cannot_even_be_read_is_told_at_once(tmp_path: Path) -> None:
    proving = Proving()
    proving.go_on(course(tmp_path, first="# First\n\n```{replya}\nscenario: tiny\n```\n"), 0.0)
    assert "did you mean 'replay'?" in str(proving.problems[0])
