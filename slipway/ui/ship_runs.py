"""Runs of the shipping lab, kept as long as somebody may look at them again."""

from dataclasses import dataclass

import streamlit as st

from slipway.charts.rollout import Watched, watched
from slipway.delivery.presets import PROFILES
from slipway.delivery.release import Release
from slipway.delivery.release_text import read_release
from slipway.delivery.requests import Luck, draw
from slipway.delivery.rollout import Rollout, play
from slipway.delivery.service import Service
from slipway.delivery.shipment import Shipment, read_plan
from slipway.traffic.arrivals import Profile
from slipway.ui.ship_file import FILE, brought_plan, brought_profile, brought_release
from slipway.ui.ship_link import ShipLink
from slipway.words import say

_USUAL_MIN = 60.0


@dataclass(frozen=True, slots=True)
class Shipped:
    """One plan of an experiment: what to call it, how it goes out, and what became of it."""

    label: str
    shipment: Shipment
    service: Service
    watched: Watched

    @property
    def rollout(self) -> Rollout:
        """The run itself."""
        return self.watched.rollout


def ship(link: ShipLink) -> list[Shipped]:
    """Every plan on the same requests; raises ValueError for a part of the link that would not do."""
    return [_shipped(plan, link) for plan in link.plans]


def profile_of(link: ShipLink) -> Profile:
    """The link's traffic; raises ValueError where there is none of that name."""
    if link.profile == FILE:
        return brought_profile()
    if link.profile not in PROFILES:
        raise ValueError(f"there is no traffic {link.profile[:60]!r}; there are: {', '.join(PROFILES)}")
    return PROFILES[link.profile]


def minutes_of(profile: str) -> float:
    """How long traffic of this name lasts; an hour where it cannot be told yet."""
    try:
        return profile_of(ShipLink(profile=profile)).lasts_s / 60
    except ValueError:
        return _USUAL_MIN


def release_of(link: ShipLink) -> Release:
    """The link's release; raises ValueError where it cannot be read."""
    return brought_release() if link.release == FILE else read_release(link.release)


def _shipped(plan: str, link: ShipLink) -> Shipped:
    shipment = brought_plan() if plan == FILE else read_plan(plan)
    found = _played(shipment, release_of(link), profile_of(link), link.seed, link.resumes_min)
    return Shipped(label_of(shipment), shipment, shipment.service(Service()), found)


def label_of(shipment: Shipment) -> str:
    """A name for a plan: its strategy, and whose rules it follows."""
    system = say(f"strategy.name_{shipment.system.name}")
    if "/" not in shipment.plan:
        return system
    strategy = shipment.plan.partition("/")[2].partition(";")[0]
    return say("shippage.label", strategy=say(f"strategy.name_{strategy}"), system=system)


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs={Shipment: lambda each: (each.plan, each.settings)})
def _played(shipment: Shipment, release: Release, profile: Profile, seed: int, resumes_min: int | None) -> Watched:
    service = release.meets(shipment.service(Service()))
    resumes_s = None if resumes_min is None else 60.0 * resumes_min
    luck = _luck(service.users, profile, seed)
    return watched(play(release, service, profile, shipment.start(service), seed, luck, resumes_s))


@st.cache_resource(max_entries=8, show_spinner=False)
def _luck(users: int, profile: Profile, seed: int) -> Luck:
    """Drawn once for all strategies: of a service only its users count."""
    return draw(Service(users=users), profile, seed)
