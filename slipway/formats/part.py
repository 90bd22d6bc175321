"""A part of a pipeline definition: one step, action, job or stage, and what in the file speaks for its purpose."""

from dataclasses import dataclass
from typing import Literal

EvidenceKind = Literal["declares", "uses", "command", "name"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something the file says about a part.

    It declares a purpose, uses a thing that the system names (an action, a provider, a plugin’s step), runs commands,
    or only has a name. `key` is what the system’s table knows the thing by, `text` what a reader sees in the file.
    """

    kind: EvidenceKind
    text: str
    line: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """`name` is the one a person gave it, else empty; `inside` names the jobs or stages around it, outermost first."""

    id: str
    name: str
    inside: tuple[str, ...]
    line: int
    evidence: tuple[Evidence, ...]

    @property
    def title(self) -> str:
        """What to call the part: its name, else the first thing in it."""
        texts = [self.name, *(evidence.text for evidence in self.evidence)]
        return next((line.strip() for text in texts for line in text.splitlines() if line.strip()), self.id)
