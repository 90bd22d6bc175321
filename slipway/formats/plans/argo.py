"""A Rollout of Argo Rollouts with its AnalysisTemplates, as a strategy to run."""

import re

from slipway.content.source import Text
from slipway.delivery.argo_settings import Rollout
from slipway.formats.argo import API, export_rollout, import_manifest
from slipway.formats.imported import Imported
from slipway.formats.plan_format import PlanFormat

_KIND = re.compile(r"^kind:\s*['\"]?Rollout\b", re.MULTILINE)


def _reads(text: Text) -> bool:
    return bool(_KIND.search(text.content)) or API in text.content


def _read(text: Text) -> Imported[Rollout]:
    manifest = import_manifest(text)
    if manifest.settings is None:
        return Imported(None, manifest.unsupported, manifest.problems)
    if manifest.settings.rollout is None:
        problem = text.problem(1, 1, "there are analysis templates but no Rollout in here", "a Rollout to release")
        return Imported(None, manifest.unsupported, (problem,))
    return Imported(manifest.settings.rollout, manifest.unsupported)


PLAN_FORMAT = PlanFormat("argo", "argo", "yaml", _reads, _read, export_rollout)
