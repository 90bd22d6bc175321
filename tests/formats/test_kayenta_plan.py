"""A canary configuration of Kayenta to run: what a stage would say is told."""

import json

from slipway.content.source import Text
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.strategies import STRATEGIES
from slipway.formats.plans import PLAN_FORMATS
from slipway.formats.shipping import import_shipment

FORMAT = PLAN_FORMATS["kayenta"]


def test_a_written_configuration_is_read_again_but_for_its_stage():
    expressed = DIALECTS["kayenta"].express(STRATEGIES["canary"].settings)
    assert expressed
    settings = expressed.settings
    imported = import_shipment(Text("kayenta.json", FORMAT.write(settings)))
    assert imported.settings and imported.settings.settings.config == settings.config
    assert "a life of 30 minutes" in imported.unsupported[0].what
    assert "a life of 15 minutes" in FORMAT.left_out(settings)[0]


def test_a_configuration_with_faults_tells_them():
    bad = {"name": "x", "judge": {"name": "NetflixACAJudge-v1.0"}, "metrics": 3}
    imported = import_shipment(Text("kayenta.json", json.dumps(bad)))
    assert imported.settings is None
    assert imported.problems
