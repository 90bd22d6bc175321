"""The deployment configurations that CodeDeploy brings along, by name.

Source: AWS CodeDeploy User Guide, "Working with deployment configurations".
"""

from slipway.delivery.codedeploy_settings import (
    AllAtOnce,
    Config,
    MinimumHealthy,
    Platform,
    Routing,
    TimeBasedCanary,
    TimeBasedLinear,
)

PREFIX = "CodeDeployDefault."
_LAMBDA = "Lambda"
_ROUTED: tuple[tuple[str, Platform, Routing], ...] = (
    *(
        (f"LambdaCanary10Percent{minutes}Minutes", "Lambda", TimeBasedCanary(10, minutes))
        for minutes in (5, 10, 15, 30)
    ),
    ("LambdaLinear10PercentEvery1Minute", "Lambda", TimeBasedLinear(10, 1)),
    *(
        (f"LambdaLinear10PercentEvery{minutes}Minutes", "Lambda", TimeBasedLinear(10, minutes))
        for minutes in (2, 3, 10)
    ),
    ("LambdaAllAtOnce", "Lambda", AllAtOnce()),
    *((f"ECSLinear10PercentEvery{minutes}Minutes", "ECS", TimeBasedLinear(10, minutes)) for minutes in (1, 3)),
    *((f"ECSCanary10Percent{minutes}Minutes", "ECS", TimeBasedCanary(10, minutes)) for minutes in (5, 15)),
    ("ECSAllAtOnce", "ECS", AllAtOnce()),
)
_HOSTS = (("OneAtATime", 99), ("HalfAtATime", 50), ("AllAtOnce", 0))

PREDEFINED: dict[str, Config] = {
    config.name: config
    for config in (
        *(Config(f"{PREFIX}{name}", platform, routing) for name, platform, routing in _ROUTED),
        *(
            Config(f"{PREFIX}{name}", "Server", minimum=MinimumHealthy("FLEET_PERCENT", value))
            for name, value in _HOSTS
        ),
    )
}
SHORT: dict[str, Config] = {
    name.removeprefix(f"{PREFIX}{_LAMBDA}"): config for name, config in PREDEFINED.items() if config.platform == _LAMBDA
}
"""What the Serverless Application Model calls those of Lambda."""


_BY_NAME = {
    name.lower(): config for config in PREDEFINED.values() for name in (config.name, config.name.removeprefix(PREFIX))
}


def predefined(name: str) -> Config | None:
    """The configuration of a name, with its prefix or without it, or in SAM's spelling; capitals do not matter."""
    return _BY_NAME.get(name.lower()) or SHORT.get(name)


def name_of(platform: Platform, routing: Routing) -> str:
    """The predefined name of a routing, or nothing where it has none."""
    found = (name for name, config in PREDEFINED.items() if (config.platform, config.routing) == (platform, routing))
    return next(found, "")
