"""Real configuration files of strategies: which dialect they speak, and how they are read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from slipway.content.source import Text
from slipway.formats.imported import Imported

Settings = TypeVar("Settings")


@dataclass(frozen=True, slots=True)
class PlanFormat(Generic[Settings]):
    """A file format of a dialect's settings; `reads` looks whether a text seems to be one, without judging it.

    `suffix` is the ending of a file's name, such as `yaml`; `left_out` tells what of the settings the format
    cannot say, a sentence each.
    """

    name: str
    dialect: str
    suffix: str
    reads: Callable[[Text], bool]
    read: Callable[[Text], Imported[Settings]]
    write: Callable[[Settings], str]
    left_out: Callable[[Settings], tuple[str, ...]] = lambda _: ()
