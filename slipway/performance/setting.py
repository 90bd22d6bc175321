"""Everything about the service that a learner may turn."""

from dataclasses import dataclass
from typing import Literal

Backoff = Literal["none", "fixed", "exponential", "jitter"]
BACKOFFS: tuple[Backoff, ...] = ("none", "fixed", "exponential", "jitter")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where 0 says there is none: no cache, no limit, no timeout, no budget.

    An instance works on `workers` requests at a time and costs accordingly. Retries wait for nothing, for
    `backoff_ms`, twice as long each time, or a drawn part of that (full jitter, as AWS' architecture blog names it); of
    `retry_budget_pct` per hundred requests that many retries are allowed. A breaker opens where `breaker_pct` of at
    least ten calls in ten seconds fail, and lets one call through after `breaker_open_s`.
    """

    instances: int = 4
    workers: int = 8
    queue_limit: int = 0
    drop_late: bool = False
    timeout_ms: int = 2000
    tries: int = 1
    backoff: Backoff = "none"
    backoff_ms: int = 100
    retry_budget_pct: int = 0
    cache_ttl_s: int = 0
    cache_keys: int = 1000
    coalesce: bool = False
    pool_size: int = 16
    database_cores: int = 4
    batch_size: int = 1
    batch_wait_ms: int = 10
    partner_timeout_ms: int = 0
    breaker: bool = False
    breaker_pct: int = 50
    breaker_open_s: int = 10

    def __post_init__(self) -> None:
        for name in ("instances", "workers", "tries", "pool_size", "database_cores", "batch_size", "cache_keys"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more, got {getattr(self, name)}")
        for name in ("queue_limit", "timeout_ms", "backoff_ms", "retry_budget_pct", "cache_ttl_s", "batch_wait_ms"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must be 0 or more, got {getattr(self, name)}")
