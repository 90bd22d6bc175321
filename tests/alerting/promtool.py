"""What promtool says of queries and rules, where it is there to be asked."""

import re
import subprocess
from pathlib import Path

import pytest

from slipway.alerting.event import Labels, labels_of
from slipway.alerting.promql.evaluate import Edition
from slipway.alerting.promql.store import Store
from slipway.formats.promtool import as_test
from tests import oracles

PROMTOOL = oracles.find("promtool")
needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason=oracles.missing("promtool"))
Answer = dict[Labels, float] | str
_SAMPLE = re.compile(r'\{((?:[^}"]|"(?:[^"\\]|\\.)*")*)\} ([-+0-9.A-Za-z]+)')
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
NEVER = [{"labels": "nothing", "value": 4711.4711}]


def edition() -> Edition:
    """The first number of the version that is installed."""
    told = subprocess.run([str(PROMTOOL), "--version"], capture_output=True, text=True, check=True)
    return 2 if "version 2." in told.stdout + told.stderr else 3


def run(folder: Path, tests: str, rules: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "rules.yml").write_text(rules or "groups: []\n", "utf-8")
    (folder / "tests.yml").write_text(tests, "utf-8")
    return subprocess.run(
        [str(PROMTOOL), "test", "rules", "tests.yml"], cwd=folder, capture_output=True, text=True, check=False
    )


def ask(folder: Path, store: Store, queries: list[tuple[str, int]], interval_ms: int = 60_000) -> list[Answer]:
    """What it gives for each query at each time in milliseconds: values by labels, or the word error."""
    checks = [{"expr": query, "eval_time": f"{at_ms}ms", "exp_samples": NEVER} for query, at_ms in queries]
    told = run(folder, as_test("", store.select(()), interval_ms, {"promql_expr_test": checks}))
    blocks = re.split(r"\n    expr: ", told.stderr + told.stdout)[1:]
    assert len(blocks) == len(queries), (len(blocks), told.stderr[:2000], told.stdout[:2000])
    return [_answer(block) for block in blocks]


def _answer(block: str) -> Answer:
    got = re.search(r"\n\s*got: (.*)", block)
    if got is None:
        return "error"
    found = {}
    for labels, value in _SAMPLE.findall(got[1]):
        found[labels_of(dict(_LABEL.findall(labels)))] = float(value)
    return found
