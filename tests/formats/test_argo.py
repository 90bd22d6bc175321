"""Argo's manifests: read with everything told, written and read again the same, refused with a line."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.delivery.argo_metric import Metric, Provider
from slipway.delivery.argo_settings import (
    ROUTERS,
    AnalysisStep,
    Background,
    BlueGreen,
    Canary,
    ExperimentStep,
    Pause,
    Rollout,
    RouteStep,
    SetCanaryScale,
    SetWeight,
    Template,
    TemplateRef,
)
from slipway.formats.argo import Manifest, export_rollout, import_manifest
from slipway.formats.imported import Imported

# After examples/rollout-canary.yaml and examples/rollout-analysis-step.yaml of argoproj/argo-rollouts (Apache-2.0),
# shortened, with a template of our own.
CANARY = """# A canary with an analysis.
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: rollout-canary
spec:
  replicas: 5
  revisionHistoryLimit: 2
  selector:
    matchLabels:
      app: rollout-canary
  template:
    spec:
      containers:
      - name: rollouts-demo
        image: argoproj/rollouts-demo:blue
        resources:
          requests: {memory: 32Mi, cpu: 5m}
  strategy:
    canary:
      steps:
      - setWeight: 20
      - pause: {}
      - setWeight: 40
      - pause: {duration: 40s}
      - pause: {duration: 1m30s}
      - pause: {duration: 20}
      - analysis:
          templates:
          - templateName: success-rate
---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata:
  name: success-rate
spec:
  dryRun:
  - metricName: latency
  metrics:
  - name: success-rate
    interval: 5m
    count: 3
    successCondition: result[0] >= 0.95
    failureLimit: 3
    provider:
      prometheus:
        address: http://prometheus.example.com:9090
        query: sum(rate(ok[5m])) / sum(rate(all[5m]))
  - name: latency
    initialDelay: 30s
    provider:
      web: {url: http://example.com}
---
# nothing but a comment
---
kind: Service
apiVersion: v1
"""


def _read(content: str) -> Imported[Manifest]:
    return import_manifest(Text("argo.yaml", content))


def _rollout(content: str) -> Rollout | None:
    settings = _read(content).settings
    return settings.rollout if settings else None


def _problems(old: str, new: str, content: str = CANARY) -> list[str]:
    assert old in content
    imported = _read(content.replace(old, new, 1))
    assert (imported.settings is None) == bool(imported.problems)
    return [str(problem) for problem in imported.problems]


def test_a_canary_is_read_with_its_template() -> None:
    imported = _read(CANARY)
    query = Provider("prometheus", "sum(rate(ok[5m])) / sum(rate(all[5m]))", "http://prometheus.example.com:9090")
    rate = Metric("success-rate", query, 300.0, 3, success_condition="result[0] >= 0.95", failure_limit=3)
    latency = Metric("latency", Provider("web"), initial_delay_s=30.0, dry_run=True)
    steps = (
        SetWeight(20),
        Pause(),
        SetWeight(40),
        Pause(40.0),
        Pause(90.0),
        Pause(20.0),
        AnalysisStep((TemplateRef("success-rate"),)),
    )
    template = Template("success-rate", (rate, latency))
    assert imported.problems == ()
    assert imported.settings == Manifest(Rollout("rollout-canary", Canary(steps), 5, (template,)), (template,))
    assert rate.window_s == 300


def test_what_is_not_simulated_is_told_with_its_place_and_nothing_else() -> None:
    assert [str(each) for each in _read(CANARY).unsupported] == [
        "argo.yaml:8:3: Rollout.spec.revisionHistoryLimit is not simulated",
        "argo.yaml:9:3: Rollout.spec.selector is not simulated",
        "argo.yaml:12:3: Rollout.spec.template is not simulated",
        "argo.yaml:52:13: AnalysisTemplate.spec.metrics[1].provider.web.url is not simulated",
        "argo.yaml:56:7: a Service is not simulated",
    ]


# After examples/rollout-bluegreen.yaml (Apache-2.0), shortened.
BLUE_GREEN = """apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: rollout-bluegreen}
spec:
  replicas: 2
  strategy:
    blueGreen:
      activeService: active
      previewService: preview
      autoPromotionEnabled: false
"""


def test_a_blue_green_is_read() -> None:
    expected = Rollout("rollout-bluegreen", BlueGreen("active", "preview", auto_promotion=False), 2)
    assert _read(BLUE_GREEN) == Imported(Manifest(expected, ()))


def test_a_field_that_looks_mistyped_is_told_with_the_one_that_was_meant() -> None:
    imported = _read(BLUE_GREEN.replace("autoPromotionEnabled", "autoPromotionEnabeld"))
    (line,) = map(str, imported.unsupported)
    assert line.endswith("autoPromotionEnabeld is not simulated; did you mean 'autoPromotionEnabled'?")


def test_a_rolling_update_is_a_canary_without_steps() -> None:
    strategy = "canary: {maxSurge: 1, maxUnavailable: 1}"
    manifest = (
        f"apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {{name: r}}\nspec: {{strategy: {{{strategy}}}}}"
    )
    rollout = _rollout(manifest)
    assert rollout == Rollout("r", Canary(max_surge="1", max_unavailable="1"))


def test_a_router_is_known_by_its_name_and_its_own_fields_are_left_over() -> None:
    routing = "      trafficRouting: {istio: {virtualService: {name: v}}}\n"
    content = CANARY.replace("    canary:\n", f"    canary:\n{routing}")
    rollout, imported = _rollout(content), _read(content)
    assert rollout and isinstance(rollout.strategy, Canary)
    assert rollout.strategy.router == "istio"
    assert any("trafficRouting.istio.virtualService is not simulated" in str(each) for each in imported.unsupported)


def test_a_template_that_is_not_there_is_told() -> None:
    content = CANARY.split("---")[0]
    rollout, imported = _rollout(content), _read(content)
    assert rollout and rollout.missing() == ("success-rate",)
    assert any("the AnalysisTemplate 'success-rate' is not in here" in str(each) for each in imported.unsupported)


def test_templates_alone_are_read_too() -> None:
    settings = _read(CANARY.split("---")[1]).settings
    assert settings and settings.rollout is None
    assert [template.name for template in settings.templates] == ["success-rate"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("setWeight: 20", "setWeight: 120", "steps[0].setWeight is '120'; expected a whole number from 0 to 100"),
        ("setWeight: 20", "setWieght: 20", "steps[0].setWieght is no step; expected one of setWeight, pause"),
        ("setWeight: 20", "setWeight: [20]", "steps[0].setWeight is no single value"),
        ("      - setWeight: 20", "      - setWeight: 20\n        pause: {}", "steps[0].step has setWeight and pause"),
        ("duration: 40s", "duration: soon", "argo.yaml:25:27: Rollout.spec.strategy.canary.steps[3].pause.duration"),
        ("interval: 5m", "interval: 5", "interval is '5'; expected a duration such as 90s"),
        ("interval: 5m", "interval: 5ms", "interval is '5ms'; expected 1s or more"),
        (
            "      - setWeight: 20",
            "      - setWeight: 20\n" * 201,
            "canary.steps is a list of 207; expected at most 200",
        ),
        ("    interval: 5m\n", "", "interval is missing, with a count of more than 1"),
        ("failureLimit: 3", "failureLimit: 4", "failureLimit is 4, more than the count of 3"),
        ("failureLimit: 3", "failureLimit: many", "failureLimit is 'many'"),
        (
            "result[0] >= 0.95",
            "result[0] | 2 > 0",
            "argo.yaml:43:33: AnalysisTemplate.spec.metrics[0].successCondition: |",
        ),
        (
            "result[0] >= 0.95",
            "split(result) > 1",
            "successCondition: split is not simulated here; expected a condition",
        ),
        ("replicas: 5", "replicas: 5000000", "replicas is '5000000'"),
        ("name: latency", "name: success-rate", "metrics[1].name 'success-rate' is given twice"),
        ("metricName: latency", "metricName: lateny", "is 'lateny'; expected the name of a metric, or .* for all; did"),
        ("web: {url: http://example.com}", "{}", "provider names 0 systems"),
        ("memory: 32Mi", "memory: invalid", "resources.requests.memory is 'invalid'; expected a quantity"),
        ("argoproj.io/v1alpha1", "apps/v1", "apiVersion is 'apps/v1'"),
        ("  name: rollout-canary", "  name:", "metadata.name is missing"),
        ("    canary:\n", "    kanary:\n", "strategy names 0 strategies; expected canary or blueGreen"),
        ("kind: AnalysisTemplate", "kind: Rollout", "is a second Rollout"),
        ("templateName: success-rate", "name: success-rate", "templates[0].templateName is missing"),
    ],
)
def test_a_fault_is_said_plainly_where_it_is(old: str, new: str, complaint: str) -> None:
    lines = _problems(old, new)
    assert any(complaint in line for line in lines), lines


def test_an_alias_stands_for_what_is_at_its_anchor() -> None:
    content = CANARY.replace("pause: {duration: 40s}", "pause: &wait {duration: 40s}").replace(
        "pause: {duration: 1m30s}", "pause: *wait"
    )
    rollout = _rollout(content)
    assert rollout and isinstance(rollout.strategy, Canary)
    assert rollout.strategy.steps[3] == rollout.strategy.steps[4] == Pause(40.0)


def test_every_fault_is_told_at_once() -> None:
    content = CANARY.replace("setWeight: 20", "setWeight: 120").replace("duration: 40s", "duration: soon")
    assert len(_read(content).problems) == 2


BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# only a comment",
        "---\n---\n",
        "- 1\n- 2\n",
        "just words",
        "kind: Rollout",
        "kind: Rollout\nspec: 3\nmetadata: []\n",
        "kind: [Rollout]",
        "kind: Rollout\nkind: Rollout\n",
        "a: [1, 2",
        "a: !!python/object/apply:os.system ['true']",
        "kind: Rollout\nspec: " + "[" * 5_000,
        "---\nkind: Rollout\n" * 60,
        "kind: AnalysisTemplate\nspec: {metrics: [1, [2], {}]}",
        BOMB,
    ],
    ids=lambda content: content[:30],
)
def test_a_hostile_text_gets_a_line(content: str) -> None:
    imported = _read(content)
    assert imported.settings is None
    assert imported.problems
    for problem in (*imported.problems, *imported.unsupported):
        assert str(problem).startswith("argo.yaml:") and "\n" not in str(problem)


@settings(deadline=None)
@given(st.lists(st.sampled_from(CANARY.split("\n")), max_size=30))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    imported = _read("\n".join(lines))
    assert (imported.settings is None) == bool(imported.problems)


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True)
SECONDS = st.integers(0, 10**7).map(lambda thousandths: thousandths / 1000)
INTERVALS = SECONDS.filter(lambda interval_s: interval_s >= 1)
CONDITIONS = st.sampled_from(["", "result[0] >= 0.95", "len(result) > 0 && all(result, # > 1)", "isNaN(result[0])"])
REF_LISTS = st.lists(st.builds(TemplateRef, NAMES, st.booleans()), min_size=1, max_size=2).map(tuple)


@st.composite
def metrics(draw: Any, name: str) -> Metric:
    count = draw(st.integers(0, 5))
    most = count or 9
    return Metric(
        name,
        draw(st.builds(Provider, st.sampled_from(["prometheus", "web", "datadog"]), TEXTS | st.just(""), TEXTS)),
        draw(INTERVALS if count > 1 else INTERVALS | st.none()),
        count,
        draw(SECONDS),
        draw(CONDITIONS),
        draw(CONDITIONS),
        draw(st.integers(-1, most)),
        draw(st.integers(0, most)),
        draw(st.integers(0, 9)),
        draw(st.integers(0, 9)),
        draw(st.booleans()),
    )


@st.composite
def templates(draw: Any) -> Template:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    return Template(draw(TEXTS), tuple(draw(metrics(name)) for name in names), draw(st.booleans()))


STEPS = st.one_of(
    st.builds(SetWeight, st.integers(0, 100)),
    st.builds(Pause, SECONDS | st.none()),
    st.builds(SetCanaryScale, st.integers(0, 9) | st.none(), st.integers(0, 100) | st.none(), st.booleans()),
    st.builds(AnalysisStep, REF_LISTS),
    st.builds(ExperimentStep, SECONDS | st.none(), REF_LISTS | st.just(())),
    st.builds(RouteStep, TEXTS, st.sampled_from(["setHeaderRoute", "setMirrorRoute"])),
)
AMOUNTS = st.integers(0, 99).map(str) | st.integers(0, 100).map("{}%".format)
WHOLE = st.integers(0, 999)
CANARIES = st.builds(
    Canary,
    st.lists(STEPS, max_size=4).map(tuple),
    AMOUNTS,
    AMOUNTS,
    st.sampled_from(["", *ROUTERS]),
    st.booleans(),
    WHOLE,
    WHOLE,
    st.none() | st.builds(Background, REF_LISTS, WHOLE),
    st.integers(0, 9),
)
BLUE_GREENS = st.builds(
    BlueGreen,
    TEXTS,
    TEXTS | st.just(""),
    st.booleans(),
    WHOLE,
    WHOLE | st.none(),
    REF_LISTS | st.just(()),
    REF_LISTS | st.just(()),
    WHOLE,
    WHOLE,
)
ROLLOUTS = st.builds(
    Rollout,
    TEXTS,
    CANARIES | BLUE_GREENS,
    WHOLE,
    st.lists(templates(), max_size=2, unique_by=lambda template: (template.name, template.cluster_wide)).map(tuple),
    st.integers(51, 999),
    st.booleans(),
    WHOLE,
    st.integers(0, 50),
)


@settings(deadline=None, max_examples=60)
@given(ROLLOUTS)
def test_what_is_written_is_read_as_it_was(rollout: Rollout) -> None:
    imported = _read(export_rollout(rollout))
    assert imported.problems == ()
    assert imported.settings == Manifest(rollout, rollout.templates)
    assert [each for each in imported.unsupported if "is not simulated" in each.what] == []
