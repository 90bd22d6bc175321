"""CodeDeploy's dialect: a deployment on the platform that its configuration names."""

from slipway.delivery.codedeploy_in_place import InPlace
from slipway.delivery.codedeploy_run import Surroundings
from slipway.delivery.codedeploy_settings import Deployment
from slipway.delivery.codedeploy_shift import Shift

_NOTHING_SPECIAL = Surroundings()


def release(deployment: Deployment, around: Surroundings = _NOTHING_SPECIAL) -> Shift | InPlace:
    """The controller of a deployment that begins at 0 s."""
    if deployment.config.platform == "Server":
        return InPlace(deployment, around)
    return Shift(deployment, around)
