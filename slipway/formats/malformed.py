"""What keeps a text from being JSON or YAML at all."""

from slipway.content.problem import Problem
from slipway.content.source import Text
from slipway.formats.documents import documents
from slipway.formats.json_text import parse_json


def malformed(text: Text) -> list[Problem]:
    """Faults of a text that belongs to no known format; one that begins with a bracket is meant to be JSON."""
    if not text.content.lstrip().startswith(("{", "[")):
        return documents(text)[1]
    document, problems = parse_json(text)
    return problems if document is None else []
