"""What a question claims and only a run can show."""

from collections.abc import Iterator

from slipway.content.bank import LocatedQuestion
from slipway.content.problem import Problem


def prove_question(located: LocatedQuestion) -> Iterator[Problem]:
    """A problem for each claim that does not hold; most kinds make none that their own `problems` does not see."""
    find = getattr(located.question, "unproven", None)
    for loc, what, expected in find() if callable(find) else ():
        yield located.mentions.tree.problem(loc, what, expected)
