"""A Kubernetes Deployment as a strategy to run."""

import re

from slipway.formats.kubernetes_deployment import export_deployment, import_deployment
from slipway.formats.plan_format import PlanFormat

_SIGN = re.compile(r"(^kind|\"kind\"):\s*[\"']?Deployment\b", re.MULTILINE)

PLAN_FORMAT = PlanFormat(
    "kubernetes",
    "kubernetes",
    "yaml",
    lambda text: bool(_SIGN.search(text.content)),
    import_deployment,
    export_deployment,
)
