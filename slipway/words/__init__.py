"""Every word a learner reads that is not course content: one folder per language, one file per room."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent
LANGUAGE = "en"
_COUNTED = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


@cache
def all_words(language: str = LANGUAGE) -> dict[str, str]:
    """Dotted key to text, such as `replay.play` from `en/replay.yaml`."""
    words: dict[str, str] = {}
    for file in sorted((_FOLDER / language).glob("*.yaml")):
        entries = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader) or {}
        words |= {f"{file.stem}.{key}": text for key, text in entries.items()}
    return words


def say(key: str, **values: object) -> str:
    """The text for `key` with `{placeholders}` filled; raises KeyError for an unknown key.

    `{count:problem|problems}` is the first word where the count is 1, else the second; `{count}` is the count itself.
    """
    text = all_words()[key]
    return (_counted(text, values) if "|" in text else text).format(**values)


def _counted(text: str, values: Mapping[str, object]) -> str:
    return _COUNTED.sub(lambda found: found[2 if str(values[found[1]]) == "1" else 3], text)
