"""A lesson's releases are shipped by `check`, and must end as the lesson says."""

import pytest

from slipway.content.lesson import read_lesson
from slipway.content.prove_rollout import prove_rollout
from slipway.content.source import Text

GOOD = {
    "id": "a-canary",
    "release": "errors",
    "plans": "[canary, all_at_once]",
    "expect": "[rolled_back, promoted]",
}


def problems(**changed):
    fields = "\n".join(f"{name}: {value}" for name, value in {**GOOD, **changed}.items())
    lesson = read_lesson(Text("a.md", f"# A lesson\n\n```{{rollout}}\n{fields}\n```\n"))
    found = [*lesson.problems, *(problem for part in lesson.parts for problem in prove_rollout(part))]
    return [f"{problem.line}: {problem}" for problem in found]


def test_what_ends_as_it_says_is_no_problem():
    assert problems() == []
    assert problems(release="errors;error_rate=0.9", plans="[argo/canary]", expect="[degraded]", profile="quiet") == []


@pytest.mark.parametrize(
    ("changed", "line", "says"),
    [
        ({"expect": "[promoted, promoted]"}, 7, "canary ends rolled_back; expected promoted"),
        ({"expect": "[rolled_back]"}, 7, "2 plans and 1 ends"),
        ({"expect": "[gone, promoted]"}, 7, "rolled_back"),
        ({"plans": "[cannary, all_at_once]"}, 6, "no strategy 'cannary'"),
        ({"plans": '["canary;bake_s=x", all_at_once]'}, 6, "bake_s must be a number"),
        ({"plans": "[a, b, c]"}, 6, "2"),
        ({"release": "erors"}, 5, "no release 'erors'"),
        ({"profile": "stedy"}, 8, "did you mean 'steady'?"),
        ({"seed": "-1"}, 8, "seed"),
        ({"bet": "money"}, 8, "curve"),
    ],
)
def test_what_does_not_is_told_with_its_line(changed, line, says):
    found = problems(**changed)
    assert any(told.startswith(f"{line}: ") and says in told for told in found), found
