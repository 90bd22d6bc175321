"""What would my canary have decided? An imported configuration's own rules, on measurements somebody recorded."""

from collections import Counter
from collections.abc import Sequence

from slipway.content.source import Text
from slipway.delivery import argo_judge, kayenta
from slipway.delivery.argo_metric import Metric
from slipway.delivery.argo_run import Judged
from slipway.formats import judging_codedeploy, judging_flagger
from slipway.formats.argo import import_manifest
from slipway.formats.argo_recorded import import_recorded, unneeded
from slipway.formats.decision import Decision, Line
from slipway.formats.imported import Imported
from slipway.formats.kayenta import import_config, import_series
from slipway.formats.malformed import malformed
from slipway.formats.plans import argo
from slipway.words import say


def judge(settings: Text, measurements: Text) -> Imported[Decision]:
    """Apply the file's own rules: CodeDeploy's, Flagger's, Argo Rollouts', or Kayenta's where it is other JSON."""
    if judging_codedeploy.reads(settings):
        return judging_codedeploy.judge(settings, measurements)
    if judging_flagger.reads(settings):
        return judging_flagger.judge(settings, measurements)
    if settings.content.lstrip().startswith("{") and not argo.PLAN_FORMAT.reads(settings):
        return _kayenta(settings, measurements)
    if not argo.PLAN_FORMAT.reads(settings):
        unknown = settings.problem(1, 1, say("formats.judged_nothing"), say("formats.judged_files"))
        return Imported(None, (), tuple(malformed(settings)) or (unknown,))
    return _argo(settings, measurements)


def _kayenta(settings: Text, measurements: Text) -> Imported[Decision]:
    config = import_config(settings)
    metrics = [metric.name for metric in config.settings.metrics] if config.settings else None
    series = import_series(measurements, metrics)
    left_out, problems = config.unsupported + series.unsupported, config.problems + series.problems
    if config.settings is None or series.settings is None:
        return Imported(None, left_out, problems)
    judgement = kayenta.judge(config.settings, series.settings)
    lines = [
        Line("metric", metric.name, metric.label, metric.verdict, metric=metric.name) for metric in judgement.metrics
    ]
    lines += [Line("group", group.name, f"{group.score:g}", group.verdict) for group in judgement.score.groups]
    lines.append(Line("score", "score", f"{judgement.score.value:g}", judgement.score.verdict))
    return Imported(Decision("kayenta", judgement.score.outcome, tuple(lines)), left_out)


def _argo(settings: Text, measurements: Text) -> Imported[Decision]:
    manifest = import_manifest(settings)
    if manifest.settings is None:
        return Imported(None, manifest.unsupported, manifest.problems)
    metrics: Sequence[Metric] = [metric for template in manifest.settings.templates for metric in template.metrics]
    if not metrics:
        problem = settings.problem(1, 1, "there is no metric to judge by", "an AnalysisTemplate in the file")
        return Imported(None, manifest.unsupported, (problem,))
    recorded = import_recorded(measurements, metrics)
    if recorded.settings is None:
        return Imported(None, manifest.unsupported + recorded.unsupported, recorded.problems)
    judgement = argo_judge.judge(metrics, recorded.settings)
    lines = tuple(_line(each) for each in (*judgement.measurements, *judgement.metrics, judgement.run))
    needed = Counter(each.metric for each in judgement.measurements)
    told = (*manifest.unsupported, *recorded.unsupported, *unneeded(measurements, recorded.settings, needed))
    return Imported(Decision("argo", lines[-1].judged, lines), told)


def _line(judged: Judged) -> Line:
    name, metric = judged.metric or judged.of, judged.metric or None
    return Line(judged.of, name, judged.phase, judged.verdict, metric, judged.at_s)
