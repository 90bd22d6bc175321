"""A course small enough to break in one place at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from slipway.content.compose import parse
from slipway.content.preview import Preview, preview
from slipway.content.source import Text, Tree
from slipway.ids import Declares, Name, Refers

COURSE = """\
title: Small
objectives:
  - {id: early-bugs, text: Find them early}
lessons:
  - {id: first, file: first.md, minutes: 3, objectives: [early-bugs]}
  - {id: second, file: second.md, minutes: 4, objectives: [], requires: [first]}
"""

FIRST = """\
# First

Some words.

```{replay}
scenario: tiny
at: {kind: stage_passed, stage: build}
alt: A pipeline
```

```{check}
question: is-it
```
"""

SECOND = "# Second\n\nMore words.\n"

SCENARIO = """\
id: tiny
title: Tiny
summary: Nothing much.
seed: 1
world:
  follows: change
  on_call: ann
  people: [{id: ann, name: Ann, role: developer}, {id: ben, name: Ben, role: developer}]
  stores: [{id: live-db, name: Live, data: customers}]
  pipeline:
    stages:
      - {id: source, name: Source, purpose: source}
      - id: build
        name: Build
        purpose: build
        actions: [{id: unit-tests, name: Unit tests, kind: unit_tests, takes: 10m}]
        gates:
          - {id: coverage, name: Coverage, kind: coverage, position: after_deploy, threshold_pct: 80}
          - {id: yes-please, name: Approval, kind: approval, position: after_deploy, by: ben, takes: 1h}
      - {id: live, name: Live, purpose: deploy, store: live-db}
  changes:
    - id: change
      title: A change
      author: ann
      reviewer: ben
      starts: Mon 09:00
      develop: 1h
      review: 30m
      packages: [{name: Core, lines: 100, covered: 90}]
  decisions:
    - id: when
      title: When
      ask: Now or later?
      when: {kind: change_pushed}
      story: now
      options:
        - {id: now, title: Now}
        - {id: later, title: Later, effects: [{kind: turn_gate, gate: coverage, on: false}]}
      predict:
        ask: And then?
        guesses:
          - {id: passes, text: It passes, when: {kind: stage_passed, stage: build}}
          - {id: fails, text: It fails, when: {kind: stage_failed, stage: build}}
narration:
  - {when: {kind: change_pushed}, say: "{actor} pushes {change}."}
solutions:
  - {title: Now, choose: {when: now}, expect: {released: true}}
"""

BANK = """\
topic: Small questions
questions:
  - {id: is-it, kind: yesno, objectives: [early-bugs], prompt: "Is it?", answer: yes}
  - {id: was-it, kind: yesno, objectives: [early-bugs], prompt: "Was it?", answer: no}
"""

FILES = {
    "lessons/course.yaml": COURSE,
    "lessons/first.md": FIRST,
    "lessons/second.md": SECOND,
    "scenarios/tiny.yaml": SCENARIO,
    "quiz_bank/small.yaml": BANK,
}


@dataclass(frozen=True, slots=True)
class YesNo:
    """A kind of question that exists for these tests only."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    kind: Literal["yesno"]
    id: Annotated[Name, Declares("question")]
    objectives: tuple[Annotated[Name, Refers("objective")], ...]
    prompt: str
    answer: bool

    def problems(self) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """A question ends with a question mark."""
        if not self.prompt.endswith("?"):
            yield ("prompt",), "the prompt is no question", "a question mark at the end"


KINDS: dict[str, type] = {"yesno": YesNo}


def write_course(root: Path, **changed: str) -> Path:
    """The small course under `root`; keywords replace a file, by the name without its end."""
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, content), "utf-8")
    return root


def tree_of(content: str, path: str = "a.yaml") -> Tree:
    """YAML text that can be read, as a tree."""
    tree, problems = parse(Text(path, content))
    assert tree is not None and not problems, problems
    return tree


def seen(root: Path, name: str, content: str | bytes) -> Preview:
    """What becomes of a file beside the course in `root`."""
    data = content if isinstance(content, bytes) else content.encode()
    return preview(name, data, root, KINDS)


def lines(problems: Any) -> list[str]:
    """Problems as authors see them."""
    return [str(problem) for problem in problems]
