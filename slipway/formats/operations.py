"""What was set up in operations as files of real systems."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slipway.formats.hpa import export_hpa
from slipway.scaling.hpa import Hpa


@dataclass(frozen=True, slots=True)
class OperationsFile:
    """A file of a system: its name, its text, and what of the settings it cannot say."""

    system: str
    name: str
    content: str
    left_out: tuple[str, ...] = ()


def operations_files(spec: Any) -> Iterator[OperationsFile]:
    """Every file that can say a specification; none for what no system has."""
    if isinstance(spec, Hpa):
        yield OperationsFile("kubernetes", "hpa.yaml", export_hpa(spec))
