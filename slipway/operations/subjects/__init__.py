"""What can be operated, one subject per file."""

from slipway.listing import offered
from slipway.operations.subject import Subject

SUBJECTS: dict[str, Subject] = offered(__name__, list(__path__), "SUBJECT")
