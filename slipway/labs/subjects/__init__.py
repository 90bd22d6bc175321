"""What can be operated, one subject per file."""

from slipway.labs.subject import Subject
from slipway.listing import offered

SUBJECTS: dict[str, Subject] = offered(__name__, list(__path__), "SUBJECT")
