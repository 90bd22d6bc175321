"""How many requests a bad release harms before it is gone."""


def detection_s(requests: float, share: float, requests_per_s: float, least_s: float = 60.0) -> float:
    """Seconds until the canary has had so many requests, and the first reading at the soonest."""
    return max(least_s, requests / (share * requests_per_s))


def harmed(share: float, requests_per_s: float, extra_rate: float, detect_s: float, rollback_s: float) -> float:
    """Requests harmed: w·R·Δp·(time to detect + time to roll back)."""
    return share * requests_per_s * extra_rate * (detect_s + rollback_s)
