"""Whether a lesson's releases can be shipped as it says, and end as it says."""

from collections.abc import Iterator

from slipway.content.lesson import LocatedPart, RolloutPart
from slipway.content.problem import Problem, nearest
from slipway.content.typed import one_of
from slipway.delivery.presets import PROFILES
from slipway.delivery.release import Release
from slipway.delivery.release_text import read_release
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import Shipment, read_plan


def prove_rollout(located: LocatedPart) -> Iterator[Problem]:
    """Ship by every plan, and hold how it ends against what is expected."""
    part, found = located.part, located.mentions
    if not isinstance(part, RolloutPart) or found is None:
        return
    tree = found.tree
    if len(part.expect) != len(part.plans):
        what = f"{len(part.plans)} plans and {len(part.expect)} ends"
        yield tree.problem(("expect",), what, "how each plan ends, in their order")
    if part.profile not in PROFILES:
        near = nearest(part.profile, PROFILES)
        yield tree.problem(("profile",), f"there is no traffic {part.profile!r}", one_of([*PROFILES]), near)
        return
    try:
        release = read_release(part.release)
    except ValueError as error:
        yield tree.problem(("release",), str(error))
        return
    for number, plan in enumerate(part.plans):
        try:
            shipment = read_plan(plan)
        except ValueError as error:
            yield tree.problem(("plans", number), str(error))
            continue
        ended, expected = _ended(part, release, shipment), part.expect[number : number + 1]
        if expected and ended != expected[0]:
            yield tree.problem(("expect", number), f"{plan} ends {ended}", expected[0])


def _ended(part: RolloutPart, release: Release, shipment: Shipment) -> str:
    service = release.meets(shipment.service(Service()))
    return play(release, service, PROFILES[part.profile], shipment.start(service), part.seed).phase
