"""The terminal: check, replay, place and classify."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from slipway.cli import READER_GONE, main
from tests.course import ROOT

RECORDED = Path(__file__).parent / "recorded"


def test_replaying_twice_gives_identical_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for _ in range(2):
        assert main(["replay", "paulo", "--json"]) == 0
        outputs.append(capsys.readouterr().out.encode())
    assert outputs[0] == outputs[1]


def test_the_replay_document_has_the_fields_that_scripts_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "paulo", "--choose", "coverage-block=lower", "--seed", "9", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["scenario"], document["seed"]) == ("paulo", 9)
    assert document["choices"] == {"coverage-block": "lower"}
    assert {"released", "lead_time_minutes", "blocked_minutes", "escaped_defects"} <= document["outcome"].keys()
    assert all({"at", "kind"} <= event.keys() for event in document["events"])
    blocked = next(e for e in document["events"] if e["kind"] == "stage_blocked")
    assert blocked["stage"] == "build"
    assert blocked["verdict"]["arithmetic"].startswith("coverage 71 % < 80 %")


@pytest.mark.parametrize("name", ["paulo", "friday-hotfix", "flaky-search", "seat-map"])
def test_the_story_reads_as_recorded(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """After a change that is meant: `python -m slipway replay NAME > tests/recorded/NAME.txt`."""
    assert main(["replay", name]) == 0
    assert capsys.readouterr().out == (RECORDED / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["replay", "paolo"], "did you mean 'paulo'?"),
        (["replay", "paulo", "--choose", "review"], "DECISION=OPTION"),
        (["replay", "paulo", "--choose", "review=sleep"], "there are: read, glance"),
        (["replay", "paulo", "--choose", "nap=yes"], "no decision 'nap'"),
        (["replay", "paulo", "--choose", "review=read", "--choose", "review=glance"], "--choose review is given twice"),
        (["replay", "paulo", "--seed", "-1"], "--seed takes 0 to 999999, got -1"),
        (["replay", "paulo", "--seed", "99999999999999999999999"], "--seed takes 0 to 999999"),
    ],
)
def test_a_call_that_is_off_says_what_would_do(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "nowhere.yaml"],
        ["replay", "paulo"],
        ["replay", "paulo", "--json"],
        ["place", "first-five"],
        ["classify", "slipway/formats/samples/rust-action.yml"],
        ["rollout", "canary"],
    ],
    ids=" ".join,
)
def test_a_reader_who_leaves_early_ends_a_command_in_silence(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ended = subprocess.run(
            [sys.executable, "-m", "slipway", *arguments], cwd=ROOT, stdout=pipe, stderr=subprocess.PIPE, check=False
        )
    assert (ended.returncode, ended.stderr) == (READER_GONE, b"")


def test_checking_says_in_how_many_files_it_found_how_much(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.yaml"]) == 1
    assert capsys.readouterr().err == "1 problem in 1 file\n"
    assert main(["check", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == f"{tmp_path}:1:1: there is nothing to check here; expected a .yaml or .md file\n"
    assert captured.err == "1 problem in 0 files\n"


def test_a_path_that_is_empty_is_a_call_that_is_off(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["check", ""])
    assert "an empty path; expected a file or a folder" in capsys.readouterr().err


def test_checking_what_is_good_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ROOT / "lessons"), str(ROOT / "scenarios" / "operations" / "up-and-down.yaml")]) == 0
    assert capsys.readouterr().out == ""


def test_checking_plays_a_challenge_of_the_course_and_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "up-and-down.yaml"
    course = ROOT / "scenarios" / "operations" / "up-and-down.yaml"
    draft.write_text(course.read_text("utf-8").replace("solution: hpa;down_window_s=600", "solution: hpa"), "utf-8")
    assert main(["check", str(draft)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{draft.as_posix()}:")
    assert "misses turns_per_h" in line


def test_checking_a_broken_file_names_the_place_and_exits_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        (ROOT / "scenarios" / "paulo.yaml").read_text("utf-8").replace("takes: 4m", "takes: soon"), "utf-8"
    )
    assert main(["check", str(broken)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{broken.as_posix()}:")
    assert "'soon'" in line


def test_checking_a_path_that_is_not_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "nothing.yaml")]) == 1
    assert "nothing.yaml:1:1: the file cannot be read: No such file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("on: push\njobs: [1, 2]\n", "2:7: this job has no steps; expected jobs by name"),
        (
            "on: push\njobs:\n  a: {steps: }\n  b: {steps: [{run: make}]}\n",
            "3:3: this job has no steps; expected a list",
        ),
        ('{"pipeline": {"stages": [{"name": "A", "actions": "x"}]}}', "1:51: this stage has no actions"),
    ],
)
def test_classifying_what_holds_no_steps_is_told_in_words_and_in_the_status(
    text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.yml"
    file.write_text(text, "utf-8")
    assert main(["classify", str(file)]) == 1
    assert f"p.yml:{told}" in capsys.readouterr().err


SAMPLES = ROOT / "slipway" / "formats" / "samples"


def test_classifying_prints_each_part_with_its_line_phase_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(SAMPLES / "five-stage.json")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "CodePipeline"
    assert "  51  test     Beta › IntegrationTests" in lines
    assert "category Test, provider CodeBuild" in lines[lines.index("  51  test     Beta › IntegrationTests") + 1]


def test_the_classification_document_has_the_fields_that_scripts_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(SAMPLES / "python-library.yml"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["system"], document["problems"]) == ("github_actions", [])
    assert document["file"].endswith("samples/python-library.yml")
    fields = {"id", "name", "inside", "line", "phase", "phases", "certainty", "reasons", "evidence", "unknown"}
    assert all(part.keys() == fields for part in document["parts"])
    assert sum(document["counts"].values()) == len(document["parts"])


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"a: &a [*a]\n", "broken.yml:1:8: the alias *a; expected an anchor of that name"),
        (b"\xff\xfe", "broken.yml:1:1: byte 0xff is not UTF-8"),
        (b"name: words\n", "broken.yml:1:1: this is no pipeline definition that Slipway knows"),
        (None, "broken.yml:1:1: the file cannot be read: No such file"),
    ],
)
def test_classifying_what_cannot_be_read_says_why_and_exits_with_two(
    data: bytes | None, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "broken.yml"
    if data is not None:
        file.write_bytes(data)
    assert main(["classify", str(file)]) == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert captured.out == ""


def test_placing_tests_prints_what_follows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "first-five", "--put", "unit-tests=build", "load-test=production"]) == 0
    out = capsys.readouterr().out
    assert "Load test in Production: 45 min of load" in out
    assert "not solved" in out
    assert "\n\nWhere that cost comes from, per change\n… mending" in out


def test_a_level_without_goals_is_not_solved_by_nothing_and_harms_only_whom_it_meets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["place", "sandbox"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Open sandbox · 0 points · no goals to reach\n")
    assert "“The code does not compile” gets past every test in 100 of 100 changes" in out
    assert "No customer meets it: it is noticed after 5.0 min." in out


def test_the_placement_document_has_the_fields_that_scripts_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["place", "first-five", "--put", "unit-tests=build", "--json"]
    outputs = []
    for _ in range(2):
        assert main(call) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    document = json.loads(outputs[0])
    assert (document["level"], document["put"], document["solved"]) == ("first-five", {"unit-tests": "build"}, False)
    assert {"points", "goals", "figures", "hazards", "violations", "consequences", "reasons", "par"} <= document.keys()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["place", "first-fve"], "did you mean 'first-five'?"),
        (["place", "first-five", "--put", "unit-tests"], "--put takes TEST=STAGE"),
        (
            ["place", "first-five", "--put", "unit-tests=build", "--put", "unit-tests=beta"],
            "--put unit-tests is given twice, as 'build' and as 'beta'; expected one of them",
        ),
        (["place", "first-five", "--put", "unit-tests=biuld"], "no stage 'biuld'"),
    ],
)
def test_a_placement_that_cannot_be_says_what_would_do(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert captured.out == ""


FLAGS = """{"flags": {"new-tag": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off",
  "targeting": {"if": [{"==": [{"var": "team"}, "video"]}, "on", "off"]}}}}"""


def test_a_flag_is_evaluated_for_somebody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "flags.json"
    file.write_text(FLAGS, "utf-8")
    call = ["flag", str(file), "--flag", "new-tag", "--context"]
    assert main([*call, '{"targetingKey": "ada", "team": "video"}', "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["value"], document["variant"], document["reason"]) == (True, "on", "TARGETING_MATCH")
    assert main([*call, '{"team": "music"}']) == 0
    assert "variant off" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "context", "status", "complaint"),
    [
        ("{", "{}", 2, "flags.json:1"),
        (FLAGS, "ada", 2, "--context:1:1: this is not JSON"),
        (FLAGS, "[]", 2, "expected a JSON object"),
        (FLAGS, "[" * 5000, 2, "nested too deeply"),
        (FLAGS, '{"team": NaN}', 2, "--context:1:10"),
        (FLAGS, '{"team": 1, "team": 2}', 2, "given twice"),
        (FLAGS, '{"team": ' + "9" * 5000 + "}", 2, "too large"),
        (FLAGS.replace("new-tag", "old-tag"), "{}", 1, ""),
    ],
)
def test_a_flag_that_cannot_be_evaluated_says_why(
    content: str, context: str, status: int, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "flags.json"
    file.write_text(content, "utf-8")
    assert main(["flag", str(file), "--flag", "new-tag", "--context", context]) == status
    assert complaint in capsys.readouterr().err


def test_a_flag_is_evaluated_at_a_time_and_for_a_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "flags.json"
    rule = '"targeting": {"if": [{"<": [{"var": "$flagd.timestamp"}, 100]}, "off", "on"]}'
    file.write_text(f'{{"flags": {{"f": {{"state": "ENABLED", "variants": {{"on": 1, "off": 2}}, {rule}}}}}}}', "utf-8")
    call = ["flag", str(file), "--flag", "f", "--json"]
    values = [json.loads(_said(capsys, [*call, *more]))["value"] for more in (["--at", "99"], ["--at", "100"], [])]
    assert values == [2, 1, 1]
    assert json.loads(_said(capsys, [*call, "--default", '"blue"'], 1))["error"] == "TYPE_MISMATCH"
    assert main([*call, "--default", "blue"]) == 2
    assert "--default:1:1" in capsys.readouterr().err


def _said(capsys: pytest.CaptureFixture[str], call: list[str], status: int = 0) -> str:
    assert main(call) == status
    return capsys.readouterr().out


def test_recorded_measurements_are_judged_by_the_files_own_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.formats.test_judging import ARGO

    settings, measured = tmp_path / "analysis.yaml", tmp_path / "measured.yaml"
    settings.write_text(ARGO, "utf-8")
    measured.write_text("success-rate: [[0.99], [0.9], [0.97], [0.8]]\n", "utf-8")
    assert main(["judge", str(settings), str(measured), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["system"], document["decision"]) == ("argo", "Failed")
    assert "failed 2 > failureLimit 1" in json.dumps(document["verdicts"])
    assert main(["judge", str(settings), str(tmp_path / "nowhere.yaml")]) == 2
    assert "nowhere.yaml" in capsys.readouterr().err
