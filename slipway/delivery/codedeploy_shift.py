"""CodeDeploy on Lambda and ECS: hooks, then traffic in shifts to the new version beside the old one."""

from slipway.delivery.codedeploy_run import HOOK_TIMEOUT_S, Failed, Run, Script, Surroundings
from slipway.delivery.codedeploy_settings import AllAtOnce, Deployment
from slipway.delivery.controller import BESIDE, Happening, Layout
from slipway.words import say
from slipway.words.figure import figure


class Shift(Run):
    """A deployment that shifts traffic.

    On ECS the green fleet is as large as the blue one from its installation on, and the blue one stays until it is
    terminated; the deployment is under way until then, so that an alarm can still stop it.
    """

    def __init__(self, deployment: Deployment, around: Surroundings) -> None:
        super().__init__(deployment, around)
        self._green = self._continued = False
        self._blue = True

    @property
    def layout(self) -> Layout:
        """Both fleets on ECS; on Lambda there are no instances to count."""
        if self.deployment.config.platform != "ECS":
            return BESIDE
        hosts = self._around.hosts
        return Layout(hosts if self._blue else 0, hosts if self._green else 0)

    @property
    def waits(self) -> bool:
        """Whether traffic waits for a person."""
        return self.phase == "paused"

    def resume(self, at_s: float) -> tuple[Happening, ...]:
        """Let traffic over to a green fleet that is ready."""
        if self.phase != "paused":
            return ()
        self._now_s, self._script_due_s = at_s, at_s
        self._continued = True
        self.phase, self.status = "progressing", "InProgress"
        self._decide("continue", say("codedeploy.continued"))
        return self._drained()

    def _deploy(self) -> Script:
        if self.deployment.config.platform == "ECS":
            yield from self._install()
        self._need_ready()
        yield from self._hooks("BeforeAllowTraffic")
        yield from self._shift()
        yield from self._hooks("AfterAllowTraffic")
        if self.deployment.config.platform == "ECS":
            yield from self._terminate()
        self._succeed()

    def _install(self) -> Script:
        yield from self._hooks("BeforeInstall")
        yield self._now_s + (HOOK_TIMEOUT_S if self._around.failing else self._around.host_s)
        self._need_ready()
        self._green = True
        self._decide("install", say("codedeploy.green", hosts=self._around.hosts))
        yield from self._hooks("AfterInstall")
        yield from self._hooks("AfterAllowTestTraffic")
        yield from self._ready()

    def _need_ready(self) -> None:
        """Traffic is shifted to nothing that is not ready; on ECS that is waited for for an hour."""
        if self._around.failing:
            raise Failed(say("codedeploy.unready"), "DEPLOYMENT_FAILURE")

    def _ready(self) -> Script:
        wait_min = self.deployment.ready_wait_min
        if wait_min is None:
            return
        self.phase, self.status = "paused", "Ready"
        self._decide("ready", say("codedeploy.ready", wait=wait_min))
        yield self._now_s + 60.0 * wait_min
        if not self._continued:
            raise Failed(say("codedeploy.nobody_came", wait=wait_min), None, "Stopped")

    def _shift(self) -> Script:
        routing = self.deployment.config.routing or AllAtOnce()
        began_s, shifts = self._now_s, routing.shifts
        for number, (after_s, weight_pct) in enumerate(shifts, 1):
            if after_s:
                yield began_s + after_s
            self._route(weight_pct)
            arithmetic = say(
                "codedeploy.shift",
                number=number,
                shifts=len(shifts),
                minutes=figure(after_s / 60),
                weight=figure(weight_pct),
            )
            self._decide("set_weight", arithmetic, weight_pct=weight_pct)

    def _terminate(self) -> Script:
        wait_min = self.deployment.termination_wait_min
        if wait_min:
            self._decide("wait", say("codedeploy.blue_stays", wait=wait_min))
            yield self._now_s + 60.0 * wait_min
        self._blue = False
        self._decide("terminate", say("codedeploy.blue_gone", hosts=self._around.hosts))

    def _roll_back(self) -> Script:
        """The old version is still there: all traffic goes to it at once."""
        self._route(0.0)
        self._decide("set_weight", say("codedeploy.traffic_back"), weight_pct=0.0)
        self._green, self._blue = False, True
        self._succeed()
        yield from ()
