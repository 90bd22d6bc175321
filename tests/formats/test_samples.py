"""The twelve sample pipelines: each classified as recorded, and recognised by one system only."""

from collections import Counter
from pathlib import Path

import pytest

from slipway.cli import main
from slipway.content.compose import parse
from slipway.content.source import Text
from slipway.formats import FORMATS
from slipway.formats.classification.classify import ALLOWED, classify_bytes
from slipway.formats.classification.samples import FOLDER, Sample, samples
from slipway.formats.format import Document

RECORDED = Path(__file__).parent / "recorded"
EACH = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.file)


def test_the_menu_lists_the_files_that_are_there() -> None:
    assert sorted(sample.file for sample in samples()) == sorted(
        file.name for file in FOLDER.iterdir() if file.name != "samples.yaml"
    )
    assert len({sample.title for sample in samples()}) == len(samples()) == 12


def test_every_system_has_samples() -> None:
    counts = Counter(classify_bytes(sample.data).system for sample in samples())
    assert set(counts) == set(FORMATS)
    assert min(counts.values()) >= 2


@EACH
def test_a_sample_is_classified_as_recorded(sample: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    """After a change that is meant: `python -m slipway classify FILE > tests/formats/recorded/NAME.txt`."""
    assert main(["classify", str(FOLDER / sample.file)]) == 0
    assert capsys.readouterr().out == (RECORDED / f"{sample.file}.txt").read_text("utf-8")


@EACH
def test_a_sample_is_recognised_by_one_system_only(sample: Sample) -> None:
    text = Text(sample.file, sample.data.decode())
    document = Document(text, parse(text, allowed=ALLOWED)[0])
    assert len([each.name for each in FORMATS.values() if each.recognises(document)]) == 1


@EACH
def test_every_verdict_has_a_reason_and_a_line_of_the_file(sample: Sample) -> None:
    found = classify_bytes(sample.data)
    assert all(verdict.reasons for verdict in found.parts)
    lines = sample.data.count(b"\n")
    assert all(1 <= verdict.part.line <= lines for verdict in found.parts)
    assert all((verdict.phase == "unknown") == (verdict.certainty == "none") for verdict in found.parts)
