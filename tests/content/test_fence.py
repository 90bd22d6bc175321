"""Where a fence begins and where it ends."""

import pytest

from slipway.content.fence import fences


def spans(text: str) -> list[tuple[int, int, bool]]:
    return [(fence.start, fence.end, fence.closed) for fence in fences(text.split("\n"))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\n```\nb\n```\nc", [(1, 3, True)]),
        ("````\n```\n````", [(0, 2, True)]),
        ("```\n~~~\n```", [(0, 2, True)]),
        ("```\na", [(0, 2, False)]),
        ("```\na\n  ````", [(0, 2, True)]),
        ("```\na\n    ```\n```", [(0, 3, True)]),
        ("    ```\na", []),
        ("``` a`b\nc", []),
        ("```{x}\na\n```{y}\nb\n```", [(0, 2, False), (2, 4, True)]),
        ("```text\n```{y}\n```", [(0, 2, True)]),
    ],
)
def test_fences_follow_markdown_and_a_directive_ends_before_the_next(text, found):
    assert spans(text) == found


@pytest.mark.parametrize(
    ("line", "name"), [("```{replay}", "replay"), ("```  { replay } ", "replay"), ("```{a} b", None)]
)
def test_a_directive_is_a_name_in_braces_and_nothing_else(line, name):
    (fence,) = fences([line, "```"])
    assert fence.directive == name
