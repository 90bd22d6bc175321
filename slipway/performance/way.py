"""The service as a learner sets it: everything that may be turned, in the order in which a request meets it."""

from dataclasses import dataclass

from slipway.knob import Knob
from slipway.performance.setting import BACKOFFS, Setting


@dataclass(frozen=True, slots=True)
class Way:
    """There is one: the service."""

    name: str
    settings: Setting
    knobs: tuple[Knob, ...]


SERVICE = Way(
    "service",
    Setting(),
    (
        Knob("timeout_ms", "whole", "ms", most=60_000),
        Knob("tries", "whole", least=1, most=10),
        Knob("backoff", "choice", choices=BACKOFFS),
        Knob("backoff_ms", "whole", "ms", most=60_000),
        Knob("retry_budget_pct", "whole", "%", most=100),
        Knob("instances", "whole", least=1, most=50),
        Knob("workers", "whole", least=1, most=200),
        Knob("queue_limit", "whole", most=10_000),
        Knob("drop_late", "switch"),
        Knob("cache_ttl_s", "whole", "s", most=86_400),
        Knob("cache_keys", "whole", least=1, most=100_000),
        Knob("coalesce", "switch"),
        Knob("pool_size", "whole", least=1, most=1000),
        Knob("database_cores", "whole", least=1, most=64),
        Knob("batch_size", "whole", least=1, most=100),
        Knob("batch_wait_ms", "whole", "ms", most=1000),
        Knob("partner_timeout_ms", "whole", "ms", most=60_000),
        Knob("breaker", "switch"),
        Knob("breaker_pct", "whole", "%", least=1, most=100),
        Knob("breaker_open_s", "whole", "s", least=1, most=3600),
    ),
)
