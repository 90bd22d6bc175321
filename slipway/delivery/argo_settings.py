"""What a Rollout and its AnalysisTemplates say: canary or blue-green, steps, analyses; Argo's defaults."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from slipway.delivery.argo_metric import Metric, is_dry

ROUTERS = ("alb", "ambassador", "apisix", "appMesh", "istio", "nginx", "smi", "traefik", "plugins")


Args: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values, in order of names."""


@dataclass(frozen=True, slots=True)
class Template:
    """An AnalysisTemplate with these arguments in place; `cluster_wide` ones are asked for as such."""

    name: str
    metrics: tuple[Metric, ...]
    cluster_wide: bool = False
    args: Args = ()


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """Asks for an AnalysisTemplate by name, with arguments; metrics that match one of `dry_run` do not count."""

    name: str
    cluster_wide: bool = False
    args: Args = ()
    dry_run: tuple[str, ...] = ()

    def asks_for(self, template: Template) -> bool:
        """Whether this is the template that is meant."""
        return (self.name, self.cluster_wide, self.args) == (template.name, template.cluster_wide, template.args)

    def of(self, template: Template) -> tuple[Metric, ...]:
        """The template's metrics as they count here."""
        return tuple(replace(m, dry_run=m.dry_run or is_dry(m.name, self.dry_run)) for m in template.metrics)


@dataclass(frozen=True, slots=True)
class SetWeight:
    """Give the canary this share of traffic; without a router, of pods."""

    weight_pct: int
    kind: Literal["setWeight"] = "setWeight"

    def __post_init__(self) -> None:
        if not 0 <= self.weight_pct <= 100:
            raise ValueError(f"weight_pct must be 0 to 100, got {self.weight_pct}")


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait this long; without a duration until somebody resumes."""

    duration_s: float | None = None
    kind: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True)
class SetCanaryScale:
    """Scale the canary apart from its traffic; without a router this does nothing."""

    replicas: int | None = None
    weight_pct: int | None = None
    match_traffic_weight: bool = False
    kind: Literal["setCanaryScale"] = "setCanaryScale"


@dataclass(frozen=True, slots=True)
class AnalysisStep:
    """Measure until there is a verdict, then go on or not."""

    templates: tuple[TemplateRef, ...]
    kind: Literal["analysis"] = "analysis"


@dataclass(frozen=True, slots=True)
class ExperimentStep:
    """Run pods beside the release; ends after its duration, or with its analyses where it has none."""

    duration_s: float | None = None
    templates: tuple[TemplateRef, ...] = ()
    kind: Literal["experiment"] = "experiment"


@dataclass(frozen=True, slots=True)
class RouteStep:
    """Send some requests by header, or copies of them, to the canary; complete at once."""

    name: str
    kind: Literal["setHeaderRoute", "setMirrorRoute"] = "setHeaderRoute"


Step: TypeAlias = SetWeight | Pause | SetCanaryScale | AnalysisStep | ExperimentStep | RouteStep


@dataclass(frozen=True, slots=True)
class Background:
    """An analysis beside the steps, from one of them to the end of the rollout."""

    templates: tuple[TemplateRef, ...]
    starting_step: int = 0


@dataclass(frozen=True, slots=True)
class Canary:
    """The canary strategy; without a `router` weight is pods, and without steps it is a rolling update.

    A delay of 0 s before scaling down after an abort means never. With a router a version that has pods has `min_pods`,
    as far as there are replicas.
    """

    steps: tuple[Step, ...] = ()
    max_surge: str = "25%"
    max_unavailable: str = "25%"
    router: str = ""
    dynamic_stable_scale: bool = False
    scale_down_delay_s: int = 30
    abort_scale_down_delay_s: int = 30
    background: Background | None = None
    min_pods: int = 0
    kind: Literal["canary"] = "canary"

    def __post_init__(self) -> None:
        if self.router and self.router not in ROUTERS:
            raise ValueError(f"router must be one of {', '.join(ROUTERS)}, got {self.router!r}")


@dataclass(frozen=True, slots=True)
class BlueGreen:
    """The blue-green strategy; `auto_promotion_s` counts only where promotion is automatic."""

    active_service: str
    preview_service: str = ""
    auto_promotion: bool = True
    auto_promotion_s: int = 0
    preview_replicas: int | None = None
    pre_promotion: tuple[TemplateRef, ...] = ()
    post_promotion: tuple[TemplateRef, ...] = ()
    scale_down_delay_s: int = 30
    abort_scale_down_delay_s: int = 30
    kind: Literal["blueGreen"] = "blueGreen"


@dataclass(frozen=True, slots=True)
class Rollout:
    """A Rollout with the templates it can ask for; a pod counts once it has been ready for `min_ready_s`."""

    name: str
    strategy: Canary | BlueGreen = field(default_factory=Canary)
    replicas: int = 1
    templates: tuple[Template, ...] = ()
    progress_deadline_s: int = 600
    progress_deadline_abort: bool = False
    rollback_window: int = 0
    min_ready_s: int = 0

    def metrics(self, refs: Iterable[TemplateRef]) -> tuple[Metric, ...]:
        """The metrics of several templates together; those of a template that is not there are left out."""
        refs = tuple(dict.fromkeys(refs))
        return tuple(m for t in self.templates for ref in refs if ref.asks_for(t) for m in ref.of(t))

    def refs(self) -> tuple[TemplateRef, ...]:
        """Every template asked for anywhere, in order."""
        strategy = self.strategy
        if isinstance(strategy, BlueGreen):
            return (*strategy.pre_promotion, *strategy.post_promotion)
        steps = [step for step in strategy.steps if isinstance(step, AnalysisStep | ExperimentStep)]
        background = strategy.background.templates if strategy.background else ()
        return (*background, *(ref for step in steps for ref in step.templates))

    def missing(self) -> tuple[str, ...]:
        """The names of templates that are asked for and not there: Argo calls such a Rollout invalid."""
        gone = (ref for ref in self.refs() if not any(ref.asks_for(template) for template in self.templates))
        return tuple(dict.fromkeys(ref.name for ref in gone))
