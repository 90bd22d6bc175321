"""A canary configuration of Kayenta as a release to run."""

import re

from slipway.content.source import Text
from slipway.delivery.kayenta_release import KayentaSettings
from slipway.formats.imported import Imported
from slipway.formats.kayenta import export_config, import_config
from slipway.formats.plan_format import PlanFormat
from slipway.words import say

_SIGNS = re.compile(r'"(NetflixACAJudge-v1\.0|judgeConfigurations|analysisConfigurations)"')


def _read(text: Text) -> Imported[KayentaSettings]:
    """With the share, the life and the interval that a stage would say."""
    config = import_config(text)
    if config.settings is None:
        return Imported(None, config.unsupported, config.problems)
    settings = KayentaSettings(config.settings)
    remark = text.problem(1, 1, f"{_stage(settings)[0]}")
    return Imported(settings, (*config.unsupported, remark))


def _stage(settings: KayentaSettings) -> tuple[str, ...]:
    """What stands in a stage of Spinnaker and not in a configuration."""
    told = say(
        "kayenta.stage",
        weight=f"{settings.weight_pct:g}",
        lifetime=f"{settings.lifetime_min:g}",
        interval=f"{settings.interval_min:g}",
    )
    return (told,)


PLAN_FORMAT = PlanFormat(
    "kayenta",
    "kayenta",
    "json",
    lambda text: bool(_SIGNS.search(text.content)),
    _read,
    lambda settings: export_config(settings.config),
    _stage,
)
