"""Canary configurations in and out: what is kept, what is told, what is refused."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.delivery.canary_config import CanaryConfig, EffectSize, MetricConfig
from slipway.formats.kayenta import export_config, import_config, import_series

# Composed for this project in the shape of Kayenta's own examples (Apache-2.0).
FILE = """{
  "name": "checkout",
  "applications": ["shop"],
  "configVersion": "1",
  "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
  "metrics": [
    {
      "name": "errors",
      "query": {"type": "prometheus", "metricName": "http_errors"},
      "groups": ["health"],
      "analysisConfigurations": {
        "canary": {
          "critical": true,
          "direction": "increase",
          "nanStrategy": "replace",
          "mustHaveData": true,
          "outliers": {"strategy": "remove", "outlierFactor": 2.5},
          "effectSize": {"allowedIncrease": 1.1, "criticalIncrease": 1.5},
          "colour": "red"
        }
      },
      "scopeName": "default"
    },
    {"name": "latency", "groups": ["speed"], "analysisConfigurations": {}}
  ],
  "templates": {"t": "x"},
  "classifier": {"groupWeights": {"health": 60, "speed": 40}, "scoreThresholds": {"pass": 90, "marginal": 70}}
}"""


def read(value: Any) -> Any:
    return import_config(Text("canary.json", value if isinstance(value, str) else json.dumps(value, indent=1)))


def test_a_file_becomes_settings() -> None:
    effect = EffectSize(allowed_increase=1.1, critical_increase=1.5)
    errors = MetricConfig("errors", ("health",), "increase", True, True, False, "replace", "remove", 2.5, effect)
    weights = (("health", 60.0), ("speed", 40.0))
    expected = CanaryConfig("checkout", (errors, MetricConfig("latency", ("speed",))), weights, 90, 70)
    found = read(FILE)
    assert (found.settings, found.problems) == (expected, ())


def test_nothing_is_dropped_in_silence() -> None:
    told = [(problem.line, problem.what.split(" ", 3)) for problem in read(FILE).unsupported]
    assert [line for line, _ in told] == [3, 9, 19, 22, 26]
    assert "'colour' is not supported" in read(FILE).unsupported[2].what


def test_another_judge_and_version_are_told() -> None:
    found = read(
        {"metrics": [], "configVersion": "2", "judge": {"name": "dredd-v1.0", "judgeConfigurations": {"x": 1}}}
    )
    assert [problem.what.split(" ")[0] for problem in found.unsupported] == ["version", "the", "this"]


@pytest.mark.parametrize(
    ("value", "line", "what", "expected"),
    [
        ([], 1, "a list of 0", "a group of fields"),
        ({}, 1, "'metrics' is missing", "a list"),
        ({"metrics": [{"groups": []}]}, 3, "'name' is missing", "a text"),
        ({"metrics": [{"name": "a"}, {"name": "a"}]}, 7, "two metrics 'a'", "name of its own"),
        ({"metrics": [{"name": "a", "groups": "g"}]}, 5, "'groups' is 'g'", "a list of texts"),
        ({"metrics": [], "classifier": {"groupWeights": {"g": 101}}}, 5, "'g' is 101", "0 to 100"),
        ({"metrics": [], "classifier": {"scoreThresholds": {"pass": True}}}, 5, "'pass' is True", "a number"),
        ({"metrics": [], "classifier": 3}, 3, "this is 3", "a group"),
        ({"metrics": [], "name": 3}, 3, "'name' is 3", "a text"),
    ],
)
def test_a_fault_has_its_line(value: Any, line: int, what: str, expected: str) -> None:
    found = read(value)
    assert found.settings is None
    assert found.problems[0].line == line
    assert what in found.problems[0].what
    assert expected in found.problems[0].expected


def test_a_mistyped_word_gets_the_nearest() -> None:
    canary = {"direction": "increse", "effectSize": {"measure": "median"}, "critical": "yes"}
    found = read({"metrics": [{"name": "a", "analysisConfigurations": {"canary": canary}}]})
    assert [problem.nearest for problem in found.problems] == ["increase", "meanRatio", ""]
    assert len(found.problems) == 3


LETTERS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
LIMITS = st.none() | st.floats(0, 10)
EFFECTS = st.builds(EffectSize, st.sampled_from(["meanRatio", "cles"]), LIMITS, LIMITS, LIMITS, LIMITS)
METRICS = st.builds(
    MetricConfig,
    LETTERS,
    st.lists(LETTERS, unique=True, max_size=3).map(tuple),
    st.sampled_from(["increase", "decrease", "either"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["remove", "replace"]),
    st.sampled_from(["keep", "remove"]),
    st.floats(0, 10),
    EFFECTS,
)
CONFIGS = st.builds(
    CanaryConfig,
    LETTERS,
    st.lists(METRICS, unique_by=lambda metric: metric.name, max_size=4).map(tuple),
    st.dictionaries(LETTERS, st.floats(0, 100), max_size=4).map(lambda weights: tuple(weights.items())),
    st.floats(0, 100),
    st.floats(0, 100),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


@given(CONFIGS)
def test_what_goes_out_comes_in_again(config: CanaryConfig) -> None:
    found = read(export_config(config))
    assert (found.settings, found.unsupported, found.problems) == (config, (), ())


PAIR = '{"name": "a", "values": {"control": [], "experiment": []}}'


def test_series() -> None:
    found = import_series(Text("s.json", '{"errors": {"control": [1, null, 2.5], "experiment": []}}'))
    assert found.settings is not None
    control = found.settings["errors"].control
    assert (control[0], math.isnan(control[1]), control[2]) == (1, True, 2.5)


def test_series_as_kayenta_stores_them() -> None:
    values = '"values": {"control": [1, "NaN"], "experiment": [3.5, 4]}'
    found = import_series(Text("s.json", f'[{{"name": "errors", "id": "7", "tags": {{"a": "b"}}, {values}}}]'))
    assert found.settings is not None
    assert list(found.settings["errors"].experiment) == [3.5, 4]
    assert math.isnan(found.settings["errors"].control[1])
    assert [problem.what for problem in found.unsupported] == [
        "'id' changes nothing here",
        "'tags' changes nothing here",
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("[1]", "this is 1"),
        ('[{"name": "a"}]', "'values' is missing"),
        ('[{"values": {"control": [], "experiment": []}}]', "'name' is missing"),
        (f"[{PAIR}, {PAIR}]", "two series of 'a'"),
        ('{"a": {"control": 1, "experiment": []}}', "'control' is 1"),
        ('{"a": {"control": [1, "2"], "experiment": [1e16]}}', "this is no point"),
        ("{", "not JSON"),
    ],
)
def test_series_with_faults(content: str, what: str) -> None:
    found = import_series(Text("s.json", content))
    assert found.settings is None
    assert what in found.problems[0].what


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["metrics", "name", "groups", "classifier", "groupWeights", "analysisConfigurations", "canary", "judge"]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(JSON)
def test_any_json_is_settings_or_problems(value: Any) -> None:
    found = read(value)
    assert (found.settings is None) == bool(found.problems)
