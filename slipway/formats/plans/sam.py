"""A serverless function's deployment preference as a strategy to run."""

from slipway.content.source import Text
from slipway.formats.plan_format import PlanFormat
from slipway.formats.sam import FUNCTION, PREFERENCE, export_preference, import_preference, left_out


def _reads(text: Text) -> bool:
    return FUNCTION in text.content and PREFERENCE in text.content


PLAN_FORMAT = PlanFormat("sam", "codedeploy", "yaml", _reads, import_preference, export_preference, left_out)
