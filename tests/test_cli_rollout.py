"""`rollout` in the terminal: a release, traffic and a plan, each by name or as a file."""

import json
from pathlib import Path

import pytest

from slipway.cli import main
from slipway.delivery.codedeploy_predefined import PREDEFINED


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["rollout", *arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_it_says_how_it_ended_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = _run(capsys, "canary", "--release", "errors")
    assert (status, err) == (0, "")
    assert "rolled back" in out
    assert "fails" in out
    assert "Users who met the fault" in out


def test_the_same_call_gives_identical_bytes_and_another_seed_others(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, other = (_run(capsys, "canary", "--seed", seed, "--json")[1] for seed in ("1", "1", "2"))
    assert first == second != other


def test_the_document_has_the_fields_that_scripts_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(_run(capsys, "canary", "--runs", "4", "--json")[1])
    assert document["verdict"] == "rolled_back"
    assert {"users_affected", "failed_requests", "detected_at_s"} <= document.keys()
    assert document["runs"]["count"] == 4


def test_what_a_system_has_no_words_for_is_told_beside(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = _run(capsys, "argo;min_requests=500")
    assert status == 0
    assert "500 requests" in err


def test_release_traffic_and_plan_may_be_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    release, traffic, plan = tmp_path / "r.yaml", tmp_path / "t.csv", tmp_path / "p.yaml"
    release.write_text("fault: errors\nerror_rate: 0.4\n")
    traffic.write_text("time,rps\n0,50\n900,50\n")
    plan.write_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: shop}\n"
        "spec:\n  replicas: 10\n  strategy:\n    canary:\n      steps:\n      - setWeight: 20\n      - pause: {}\n"
    )
    status, out, _ = _run(capsys, str(plan), "--release", str(release), "--profile", str(traffic))
    assert status == 0
    assert "paused" in out


@pytest.mark.parametrize("name", [*PREDEFINED, "Linear10PercentEvery1Minute"])
def test_a_name_of_codedeploys_own_is_a_plan(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = _run(capsys, name, "--release", "good")
    assert (status, err) == (0, "")
    assert "10 %  set_weight" in out or "succeeded" in out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["CodeDeployDefault.LambdaCanary10Percent6Minutes"], "did you mean"),
        (["cannary"], "no strategy 'cannary'"),
        (["canary", "--release", "erors"], "no release 'erors'"),
        (["canary", "--profile", "sted"], "did you mean 'steady'?"),
        (["canary", "--runs", "0"], "--runs takes 1 to 10000, got 0"),
        (["canary;bake_s=x"], "bake_s must be a number"),
        (["argo/flag"], "argo has no words for flag"),
        (["nosuch.yaml"], "nosuch.yaml"),
        (["canary", "--profile", "nosuch.csv"], "nosuch.csv"),
    ],
)
def test_a_call_that_is_off_says_what_would_do(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = _run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert complaint in err


def test_a_file_with_problems_names_their_lines(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    release = tmp_path / "r.yaml"
    release.write_text("fault: errors\nerror_rate: 7\n")
    status, _, err = _run(capsys, "canary", "--release", str(release))
    assert status == 2
    assert "r.yaml:2:13: release.error_rate is '7'" in err
