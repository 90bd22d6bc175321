"""What Slipway says of a pipeline, as short as a test can read it."""

from textwrap import dedent

from slipway.formats.classification.classify import classify
from slipway.formats.classification.verdict import Verdict


def verdicts(text: str) -> dict[str, Verdict]:
    """By title."""
    found = classify(dedent(text))
    assert found.system, found.problems
    return {verdict.part.title: verdict for verdict in found.parts}


def phases(text: str) -> dict[str, str]:
    """Title to phase."""
    return {title: verdict.phase for title, verdict in verdicts(text).items()}


def step(run: str, name: str = "") -> Verdict:
    """The verdict on a workflow’s only step."""
    lines = [f"      - run: {run!r}"] + [f"        name: {name}"] * bool(name)
    (verdict,) = verdicts("\n".join(["on: push", "jobs:", "  job:", "    steps:", *lines])).values()
    return verdict
