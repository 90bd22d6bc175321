"""The small course on disk."""

from pathlib import Path

import pytest

from tests.content.small import write_course


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course")
