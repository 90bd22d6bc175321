"""CodeDeploy's settings as a strategy to run."""

import re

from slipway.content.source import Text
from slipway.delivery.codedeploy_predefined import predefined
from slipway.formats.codedeploy import export_deployment, import_deployment
from slipway.formats.plan_format import PlanFormat

_SIGNS = re.compile(
    r"AWS::CodeDeploy::Deployment(Config|Group)|['\"]?(deploymentConfigInfo|deploymentGroupInfo|"
    r"trafficRoutingConfig|minimumHealthyHosts|deploymentConfigName|autoRollbackConfiguration)['\"]?\s*:"
)
_OF_SAM = re.compile(r"['\"]?DeploymentPreference['\"]?\s*:")


def _reads(text: Text) -> bool:
    word = text.content.strip()
    if word.startswith("CodeDeployDefault.") and "\n" not in word:
        return True
    return predefined(word) is not None or bool(_SIGNS.search(text.content) and not _OF_SAM.search(text.content))


PLAN_FORMAT = PlanFormat("codedeploy", "codedeploy", "yaml", _reads, import_deployment, export_deployment)
