"""What Slipway knows of others’ commands and actions: one table each in `known/`, purpose to names."""

from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent / "known"


@cache
def table_of(name: str) -> dict[str, tuple[str, ...]]:
    """The table `known/NAME.yaml`."""
    table = yaml.load((_FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return {purpose: tuple(names) for purpose, names in table.items()}


@cache
def purposes(name: str) -> dict[str, str]:
    """The same turned round: each name, in small letters, to its purpose."""
    return {each.lower(): purpose for purpose, names in table_of(name).items() for each in names}
