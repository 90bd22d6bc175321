"""Ids across content: each declared once, and nothing referred to that does not exist."""

from dataclasses import dataclass, field
from typing import Any

from slipway.content.problem import Problem, nearest
from slipway.content.shape import mentions
from slipway.content.source import Tree
from slipway.ids import Declares, Refers

COURSE_NOUNS = frozenset({"scenario", "lesson", "question", "objective", "part", "topic"})
"""Nouns whose ids hold for the whole course; all others belong to one scenario."""


@dataclass(slots=True)
class Names:
    """The ids declared so far, with the place of each."""

    declared: dict[str, dict[str, str]] = field(default_factory=dict)

    def declare(self, tree: Tree, value: Any, annotation: Any, *, course: bool) -> list[Problem]:
        """Take up the ids that a value declares, the course's or a scenario's; a problem for each that is taken."""
        problems = []
        for loc, name, what in mentions(value, annotation):
            if not isinstance(what, Declares) or (what.noun in COURSE_NOUNS) != course:
                continue
            known = self.declared.setdefault(what.noun, {})
            if name in known:
                text = f"the {what.noun} id {name!r} is taken ({known[name]})"
                problems.append(tree.problem(loc, text, "an id of its own"))
            line, _ = tree.position(loc)
            known.setdefault(name, f"{tree.text.path}:{line}")
        return problems

    def check(self, tree: Tree, value: Any, annotation: Any, *, course: bool) -> list[Problem]:
        """A problem for each reference that leads nowhere; of the course's nouns, or of a scenario's."""
        problems = []
        for loc, name, what in mentions(value, annotation):
            if isinstance(what, Refers) and (what.noun in COURSE_NOUNS) == course:
                valid = self.declared.get(what.noun, {})
                if name not in valid:
                    expected = f"one of {', '.join(valid)}" if 0 < len(valid) <= 12 else f"the id of a {what.noun}"
                    text = f"there is no {what.noun} {name!r}"
                    problems.append(tree.problem(loc, text, expected, nearest(name, valid)))
        return problems
