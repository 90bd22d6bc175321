"""Debian's packages, tried with an apt-get and a dpkg-deb that are none."""

import os
from pathlib import Path

import pytest

from tests import debian, oracles

PROGRAMS = {"promtool": "prometheus"}


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only programs are those put into this folder."""
    folder = tmp_path / "machine"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_root_is_asked_only_where_it_may_be(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert debian.as_root() is None
    program(machine, "apt-get", "exit 0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert debian.as_root() is None
    program(machine, "sudo", "exit 0")
    assert (debian.as_root() or [])[0] == "sudo"


def test_without_apt_nothing_is_unpacked_and_it_says_so(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not debian.unpack(PROGRAMS, tmp_path / "kept")
    assert "No apt-get" in capsys.readouterr().out


def test_of_a_package_only_the_program_is_kept(machine: Path, tmp_path: Path) -> None:
    program(machine, "apt-get", ": > prometheus_2_amd64.deb")
    program(machine, "dpkg-deb", '/bin/mkdir -p "$3/usr/bin"; : > "$3/usr/bin/promtool"; : > "$3/usr/bin/prometheus"')
    assert debian.unpack(PROGRAMS, tmp_path / "kept")
    assert [each.name for each in (tmp_path / "kept").iterdir()] == ["promtool"]


def test_a_machine_that_knows_no_packages_gets_lists_for_this_once(machine: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    program(
        machine,
        "apt-get",
        f'echo "$@" >> {log}; case "$*" in *Lists*download*) : > p.deb;; *update*) ;; *) exit 1;; esac',
    )
    program(machine, "dpkg-deb", '/bin/mkdir -p "$3/usr/bin"; : > "$3/usr/bin/promtool"')
    assert debian.unpack(PROGRAMS, tmp_path / "kept")
    asked = log.read_text("utf-8").splitlines()
    assert ["update" in each for each in asked] == [False, True, False]
    assert "Lists" not in asked[0] and all("Lists" in each for each in asked[1:])


def test_a_package_without_the_program_is_no_success(machine: Path, tmp_path: Path) -> None:
    program(machine, "apt-get", ": > prometheus_2_amd64.deb")
    program(machine, "dpkg-deb", "exit 0")
    assert not debian.unpack(PROGRAMS, tmp_path / "kept")


def test_a_command_that_never_ends_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert not debian.attempt(["sleep", "60"], limit_s=1)
    assert "no end after 1 s" in capsys.readouterr().out


def test_what_was_fetched_is_found_after_what_is_installed(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracles, "FOLDER", tmp_path)
    assert oracles.find("promtool") is None
    program(tmp_path, "promtool", "exit 0")
    assert oracles.find("promtool") == str(tmp_path / "promtool")
    program(machine, "promtool", "exit 0")
    assert oracles.find("promtool") == str(machine / "promtool")


def test_a_machine_without_them_says_which_tests_are_left_out(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(oracles, "FOLDER", tmp_path / "none")
    assert oracles.main() == 0
    told = capsys.readouterr().err
    assert "promtool is not here, so it was not asked" in told and "prometheus-alertmanager" in told
