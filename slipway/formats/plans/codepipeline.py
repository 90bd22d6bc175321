"""A CodePipeline V2 pipeline as a strategy to run."""

import re

from slipway.content.source import Text
from slipway.formats.pipeline_conditions import KIND, export_pipeline, import_pipeline
from slipway.formats.plan_format import PlanFormat

_SIGNS = re.compile(r"['\"]?actionTypeId['\"]?\s*:")


def _reads(text: Text) -> bool:
    return KIND in text.content or bool(_SIGNS.search(text.content))


PLAN_FORMAT = PlanFormat("codepipeline", "codepipeline", "yaml", _reads, import_pipeline, export_pipeline)
