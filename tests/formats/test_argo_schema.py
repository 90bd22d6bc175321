"""What leaves for Argo Rollouts is what its published resource definitions take."""

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from slipway.delivery.blue_green import BlueGreenSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.linear import LinearSettings
from slipway.delivery.rolling import RollingSettings
from slipway.formats.argo import export_rollout

INTEGER, TEXT, EITHER = {"type": "integer"}, {"type": "string"}, {"type": ["integer", "string"]}


def fields(*required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }


def listed(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_ANALYSIS = fields(templates=listed(fields(templateName=TEXT, clusterScope={"type": "boolean"})), startingStep=INTEGER)
_STEP = fields(setWeight=INTEGER, pause=fields(duration=EITHER))
# Of rollout-crd.yaml and analysis-template-crd.yaml as argoproj/argo-rollouts publishes them (Apache-2.0): only the
# fields that a learner's settings are written to.
SCHEMAS: dict[str, dict[str, Any]] = {
    "Rollout": fields(
        "apiVersion",
        "kind",
        "spec",
        apiVersion={"const": "argoproj.io/v1alpha1"},
        kind=TEXT,
        metadata=fields("name", name=TEXT),
        spec=fields(
            replicas=INTEGER,
            progressDeadlineSeconds=INTEGER,
            strategy=fields(
                canary=fields(
                    maxSurge=EITHER,
                    maxUnavailable=EITHER,
                    trafficRouting=fields(nginx={"type": "object"}),
                    analysis=_ANALYSIS,
                    steps=listed(_STEP),
                ),
                blueGreen=fields(
                    "activeService",
                    activeService=TEXT,
                    previewService=TEXT,
                    autoPromotionSeconds=INTEGER,
                    postPromotionAnalysis=_ANALYSIS,
                    scaleDownDelaySeconds=INTEGER,
                ),
            ),
        ),
    ),
    "AnalysisTemplate": fields(
        "spec",
        apiVersion={"const": "argoproj.io/v1alpha1"},
        kind=TEXT,
        metadata=fields("name", name=TEXT),
        spec=fields(
            "metrics",
            metrics=listed(
                fields(
                    "name",
                    "provider",
                    name=TEXT,
                    initialDelay=TEXT,
                    interval=TEXT,
                    count=EITHER,
                    successCondition=TEXT,
                    failureLimit=EITHER,
                    provider=fields(prometheus=fields(address=TEXT, query=TEXT)),
                )
            ),
        ),
    ),
}
seconds = st.integers(1, 7200).map(float)
limits = st.none() | st.sampled_from([0.001, 0.01, 0.5])
latencies = st.none() | st.integers(1, 5000).map(float)
SETTINGS = st.one_of(
    st.builds(
        CanarySettings,
        st.sets(st.integers(1, 100), min_size=1, max_size=5).map(lambda each: tuple(map(float, sorted(each)))),
        bake_s=seconds,
        check_every_s=seconds,
        max_p95_ms=latencies,
        failure_limit=st.integers(0, 5),
    ),
    st.builds(LinearSettings, step_pct=st.integers(1, 100).map(float), step_s=seconds, max_error_rate=limits),
    st.builds(RollingSettings, max_surge=st.sampled_from(["1", "25%"]), max_error_rate=limits, max_p95_ms=latencies),
    st.builds(BlueGreenSettings, test_s=seconds, watch_on_s=seconds, standby_s=seconds, max_error_rate=limits),
)


@settings(deadline=None)
@given(SETTINGS)
def test_every_document_fits_its_definition(wanted: Any) -> None:
    expressed = DIALECTS["argo"].express(wanted)
    assert expressed
    for document in yaml.safe_load_all(export_rollout(expressed.settings)):
        faults = [error.message for error in Draft7Validator(SCHEMAS[document["kind"]]).iter_errors(document)]
        assert faults == []
