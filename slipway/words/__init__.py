"""Every word a learner reads that is not course content: one folder per language, one file per room."""

from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent
LANGUAGE = "en"


@cache
def all_words(language: str = LANGUAGE) -> dict[str, str]:
    """Dotted key to text, such as `replay.play` from `en/replay.yaml`."""
    words: dict[str, str] = {}
    for file in sorted((_FOLDER / language).glob("*.yaml")):
        entries = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader) or {}
        words |= {f"{file.stem}.{key}": text for key, text in entries.items()}
    return words


def say(key: str, **values: object) -> str:
    """The text for `key` with `{placeholders}` filled; raises KeyError for an unknown key."""
    return all_words()[key].format(**values)
