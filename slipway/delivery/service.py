"""The service that a release goes out to: its instances, its users, and how it behaves on a good day."""

from dataclasses import dataclass, replace
from math import inf


@dataclass(frozen=True, slots=True)
class Service:
    """Facts of the running service; times in seconds.

    `mean_size_s` is the mean time that one request takes an instance, exponentially distributed.
    A request that takes longer than `timeout_s` fails, after that time: nobody waits longer. Users are many and each
    sends requests now and then; `base_error_rate` is what fails on a good day. `instance_usd_per_h` is what an
    instance costs; like every default here it is an assumption of ours. Where not `new_starts`, instances of the new
    version never become ready.
    """

    instances: int = 10
    mean_size_s: float = 0.03
    users: int = 20_000
    base_error_rate: float = 0.001
    timeout_s: float = 5.0
    boot_s: float = 30.0
    instance_usd_per_h: float = 0.1
    new_starts: bool = True

    def __post_init__(self) -> None:
        if self.instances < 1 or self.users < 1:
            raise ValueError("a service has at least one instance and one user")
        if self.mean_size_s <= 0 or self.timeout_s <= 0 or self.boot_s < 0:
            raise ValueError("times of a service must be positive")
        if self.instance_usd_per_h < 0:
            raise ValueError(f"instance_usd_per_h must be 0 or more, got {self.instance_usd_per_h}")
        if not 0 <= self.base_error_rate <= 1:
            raise ValueError(f"base_error_rate must be a share from 0 to 1, got {self.base_error_rate}")

    @property
    def new_boot_s(self) -> float:
        """How long an instance of the new version takes to be ready; infinite where it never is."""
        return self.boot_s if self.new_starts else inf

    def resized(self, instances: int) -> "Service":
        """The same service with so many instances, each as busy as before."""
        return replace(self, instances=instances, mean_size_s=self.mean_size_s * instances / self.instances)
