"""Arguments of Argo's analysis templates, templates that ask for others, and dry runs."""

import pytest

from slipway.content.source import Text
from slipway.delivery.argo_settings import AnalysisStep, Canary, Rollout
from slipway.formats.argo import Manifest, export_rollout, import_manifest
from slipway.formats.imported import Imported

# After examples/rollout-secret.yaml of argoproj/argo-rollouts (Apache-2.0), shortened.
ARGUED = """apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  strategy:
    canary:
      analysis:
        templates: [{templateName: health}]
        args: [{name: limit, value: "0.5"}]
        dryRun: [{metricName: late.*}]
      steps:
      - analysis:
          templates: [{templateName: health}]
          args:
          - {name: count, value: "3"}
          - {name: service, valueFrom: {podTemplateHashValue: Latest}}
---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: health}
spec:
  args:
  - {name: service}
  - {name: interval, value: 5s}
  - {name: count, value: "2"}
  - {name: limit, value: "0.95"}
  templates: [{templateName: more}]
  metrics:
  - name: success-rate
    count: "{{args.count}}"
    interval: "{{ args.interval }}"
    successCondition: result[0] >= {{args.limit}}
    provider: {prometheus: {query: 'up{service="{{args.service}}"}'}}
---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: more}
spec:
  metrics: [{name: latency, provider: {web: {}}}]
"""


def read(content: str) -> Imported[Manifest]:
    return import_manifest(Text("argo.yaml", content))


def _argued(content: str = ARGUED) -> Rollout:
    imported = read(content)
    assert imported.problems == ()
    assert imported.settings is not None and imported.settings.rollout is not None
    return imported.settings.rollout


def test_arguments_are_put_where_they_stand_and_those_of_an_analysis_go_before_defaults() -> None:
    rollout = _argued()
    strategy = rollout.strategy
    assert isinstance(strategy, Canary) and strategy.background
    step = strategy.steps[0]
    assert isinstance(step, AnalysisStep)
    beside, within = rollout.metrics(strategy.background.templates)[0], rollout.metrics(step.templates)[0]
    assert (beside.count, beside.interval_s, beside.success_condition) == (2, 5, "result[0] >= 0.5")
    assert (within.count, within.interval_s, within.success_condition) == (3, 5, "result[0] >= 0.95")
    assert within.provider.query == 'up{service="{{args.service}}"}'


def test_a_template_may_ask_for_another_and_a_dry_run_of_an_analysis_counts_there_alone() -> None:
    rollout = _argued()
    strategy = rollout.strategy
    assert isinstance(strategy, Canary) and strategy.background
    step = strategy.steps[0]
    assert isinstance(step, AnalysisStep)
    found = [
        [(m.name, m.dry_run) for m in rollout.metrics(refs)] for refs in (strategy.background.templates, step.templates)
    ]
    assert found == [[("success-rate", False), ("latency", True)], [("success-rate", False), ("latency", False)]]


def test_an_argument_from_elsewhere_is_told_and_nothing_is_told_twice() -> None:
    told = [str(problem) for problem in read(ARGUED).unsupported]
    assert len(told) == len(set(told)) == 1
    assert "args[1].valueFrom is not simulated" in told[0]


def test_an_argument_that_a_condition_needs_and_nobody_gives_is_told() -> None:
    content = ARGUED.replace('  - {name: limit, value: "0.95"}\n', "")
    assert ["needs the argument limit" in str(problem) for problem in read(content).problems] == [True]


def test_templates_with_arguments_in_place_are_written_under_names_of_their_own() -> None:
    rollout, again = _argued(), _argued(export_rollout(_argued()))
    assert [template.name for template in again.templates] == ["health", "health-2", "more", "more-2"]
    assert [rollout.metrics((ref,)) for ref in rollout.refs()] == [again.metrics((ref,)) for ref in again.refs()]


@pytest.mark.parametrize(
    ("pattern", "dry"), [("rate", True), ("^success-rate$", True), ("succ.*", True), ("^rate", False), (".", True)]
)
def test_a_dry_run_is_of_the_metrics_whose_name_has_its_pattern_in_it(pattern: str, dry: bool) -> None:
    content = ARGUED.replace("late.*", pattern)
    strategy = _argued(content).strategy
    assert isinstance(strategy, Canary) and strategy.background
    assert _argued(content).metrics(strategy.background.templates)[0].dry_run is dry


@pytest.mark.parametrize("pattern", ["(a+)+$", "[a-z]+", ".*.*.*.*", "a\\\\b", "x" * 300])
def test_a_pattern_that_could_be_long_in_the_finding_is_refused(pattern: str) -> None:
    problems = read(ARGUED.replace("late.*", f"'{pattern}'")).problems
    assert any("with .* in it" in str(problem) for problem in problems), problems


def test_arguments_never_swell_a_text() -> None:
    content = ARGUED.replace('value: "0.5"', f"value: {'9' * 2000}")
    assert any("at most 1000" in str(problem) for problem in read(content).problems)
    again = ARGUED.replace('value: "0.5"', 'value: "{{args.limit}}"')
    assert any("needs the argument limit" in str(problem) for problem in read(again).problems)
