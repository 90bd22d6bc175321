"""What is kept of a learner's runs: enough for the goal, little enough for a progress file, whatever a file says."""

from itertools import combinations
from pathlib import Path

import pytest

from slipway.labs import LABS
from slipway.labs.choices import as_text, from_text, read_choices
from slipway.labs.lab import Played
from slipway.store import open_store
from slipway.store.document import export_learner, import_learner
from slipway.ui.deeds import ran_lab
from slipway.ui.lab_runs import keep_run, kept_runs, run_lab

LAB = LABS["unit-or-integration"]
DEFECTS = [choice.key for choice in LAB.controls[0].field.choices]


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(f"sqlite:///{tmp_path / 'labs.db'}")
    yield opened
    opened.close()


def text(*defects: str) -> str:
    return as_text(read_choices(LAB, {"defects": defects}))


def test_what_runs_reached_adds_up(store) -> None:
    keep_run(store, "ann", LAB, text("after-eighty"))
    keep_run(store, "ann", LAB, text("after-eighty"))
    keep_run(store, "ann", LAB, text("no-commit"))
    kept = kept_runs(store, "ann", LAB)
    assert kept.runs == (text("after-eighty"), text("no-commit"))
    assert kept.reached == {"unit", "integration"}


def test_a_run_that_reaches_nothing_is_not_kept(store) -> None:
    keep_run(store, "ann", LAB, text())
    assert store.marks("ann") == ()


def test_many_runs_still_fit_a_progress_file_and_nothing_reached_is_lost(store) -> None:
    keep_run(store, "ann", LAB, text("credits-counted"))
    for defects in list(combinations(DEFECTS[:-2], 8))[:60]:
        keep_run(store, "ann", LAB, text(*defects))
    before = kept_runs(store, "ann", LAB)
    import_learner(store, "bob", export_learner(store, "ann").encode())
    assert kept_runs(store, "bob", LAB) == before
    assert "neither" in before.reached


def test_a_run_that_a_leaner_one_makes_useless_is_not_kept(store) -> None:
    lab = LABS["canary-sight"]
    fat, lean = (as_text(read_choices(lab, {"fault": ["5"], "bake": [bake], "rule": ["sprt"]})) for bake in ("40", "5"))
    keep_run(store, "ann", lab, fat)
    keep_run(store, "ann", lab, lean)
    kept = kept_runs(store, "ann", lab)
    assert kept.reached == {"5"}
    assert len(kept.runs) == 1
    assert lab.goal.score([Played(from_text(lab, run), run_lab(lab, run)) for run in kept.runs]) == min(
        run_lab(lab, run).cost for run in (fat, lean)
    )


@pytest.mark.parametrize("detail", [{}, {"runs": 3}, {"runs": [None, "defects=x;;;=", {}], "reached": [1]}])
def test_a_note_that_somebody_wrote_by_hand_does_no_harm(store, detail) -> None:
    store.mark("ann", *ran_lab("unit-or-integration"), detail)
    assert kept_runs(store, "ann", LAB).reached == frozenset()
    keep_run(store, "ann", LAB, text("no-commit"))
    assert kept_runs(store, "ann", LAB).reached == {"integration"}
