"""The sample pipelines that come with Slipway."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

import slipway.formats

FOLDER = Path(slipway.formats.__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Sample:
    """A pipeline written for Slipway after the habits of some kind of project."""

    file: str
    title: str
    after: str

    @property
    def data(self) -> bytes:
        """The file as it is."""
        return (FOLDER / self.file).read_bytes()


@cache
def samples() -> tuple[Sample, ...]:
    """All of them, in the order of the menu."""
    entries = yaml.load((FOLDER / "samples.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return tuple(Sample(**entry) for entry in entries)
