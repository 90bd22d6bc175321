"""A release as a file: what it says is what is simulated, and what is wrong with it has its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.delivery.presets import RELEASES
from slipway.delivery.release import Release
from slipway.delivery.release_text import FIELDS_OF
from slipway.formats.release_file import read_release_file, write_release_file

LIMITS = {"error_rate": 1.0, "slowdown": 1000.0, "region": 1.0, "flag_pct": 100.0}


def read(content):
    return read_release_file(Text("x.yaml", content))


@st.composite
def releases(draw):
    fault = draw(st.sampled_from([*FIELDS_OF]))
    figures = {field: draw(st.floats(0, LIMITS[field], allow_subnormal=False)) for field in FIELDS_OF[fault]}
    return Release(draw(st.text("abc -é", min_size=1, max_size=20).map(str.strip).filter(bool)), fault, **figures)


@given(releases())
def test_a_written_release_reads_back_as_the_same(release):
    imported = read(write_release_file(release))
    assert (imported.settings, imported.problems, imported.unsupported) == (release, (), ())


@pytest.mark.parametrize("release", RELEASES.values(), ids=lambda each: each.name)
def test_every_release_of_ours_can_be_written(release):
    assert read(write_release_file(release)).settings == release


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("name: x\n", 1, "fault"),
        ("name: x\nfault: erors\n", 2, "errors"),
        ("name: x\nfault: errors\n", 1, "error_rate"),
        ("name: x\nfault: errors\nerror_rate: 5\n", 3, "0 to 1"),
        ("name: x\nfault: errors\nerror_rate: .nan\n", 3, "0 to 1"),
        ("fault: [errors]\n", 1, "fault"),
        ("- fault\n", 1, "fault"),
        ("fault: !!python/object:os.system errors\n", 1, ""),
        ("a: &a [*a, *a]\n", 1, ""),
        ("", 1, ""),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line(content, line, says):
    imported = read(content)
    assert imported.settings is None
    assert any(problem.line == line and says in str(problem) for problem in imported.problems)


@pytest.mark.parametrize("content", ["name: x\n", "fault: nosuch\n", "- fault\n"])
def test_a_fault_of_the_file_is_told_once(content):
    told = [str(problem) for problem in read(content).problems]
    assert len(told) == len(set(told))


def test_figures_that_the_fault_does_not_depend_on_are_told():
    imported = read("fault: crash\nerror_rate: 0.5\n")
    assert imported.settings == Release("x.yaml", "crash")
    assert [problem.line for problem in imported.unsupported] == [2]
