"""Runs of the shipping lab, kept as long as somebody may look at them again."""

from dataclasses import dataclass

import streamlit as st

from slipway.delivery.presets import PROFILES
from slipway.delivery.release_text import read_release
from slipway.delivery.requests import Luck, draw
from slipway.delivery.rollout import Rollout, play
from slipway.delivery.service import Service
from slipway.delivery.shipment import Shipment, read_plan
from slipway.traffic.arrivals import Profile
from slipway.ui.ship_file import FILE, brought
from slipway.ui.ship_link import ShipLink
from slipway.words import say


@dataclass(frozen=True, slots=True)
class Shipped:
    """One plan of an experiment: what to call it, how it goes out, and what became of it."""

    label: str
    shipment: Shipment
    service: Service
    rollout: Rollout


def ship(link: ShipLink) -> list[Shipped]:
    """Every plan on the same requests; raises ValueError for a part of the link that would not do."""
    if link.profile not in PROFILES:
        raise ValueError(f"there is no traffic {link.profile[:60]!r}; there are: {', '.join(PROFILES)}")
    return [_shipped(plan, link) for plan in link.plans]


def shipment_of(plan: str) -> Shipment:
    """What a plan says; `file` is the one that was brought."""
    if plan != FILE:
        return read_plan(plan)
    imported = brought()
    if imported is None or imported.settings is None:
        raise ValueError(say("shippage.no_file"))
    return imported.settings


def _shipped(plan: str, link: ShipLink) -> Shipped:
    shipment = shipment_of(plan)
    service = shipment.service(Service())
    rollout = _played(shipment, link.release, link.profile, link.seed, link.resumes_min)
    return Shipped(label_of(shipment), shipment, service, rollout)


def label_of(shipment: Shipment) -> str:
    """A name for a plan: its strategy, and whose rules it follows."""
    system = say(f"strategy.name_{shipment.system.name}")
    if "/" not in shipment.plan:
        return system
    strategy = shipment.plan.partition("/")[2].partition(";")[0]
    return say("shippage.label", strategy=say(f"strategy.name_{strategy}"), system=system)


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs={Shipment: lambda each: (each.plan, each.settings)})
def _played(shipment: Shipment, release: str, profile: str, seed: int, resumes_min: int | None) -> Rollout:
    service = shipment.service(Service())
    traffic = PROFILES[profile]
    resumes_s = None if resumes_min is None else 60.0 * resumes_min
    luck = _luck(service.users, traffic, seed)
    return play(read_release(release), service, traffic, shipment.start(service), seed, luck, resumes_s)


@st.cache_resource(max_entries=8, show_spinner=False)
def _luck(users: int, profile: Profile, seed: int) -> Luck:
    """Drawn once for all strategies: of a service only its users count."""
    return draw(Service(users=users), profile, seed)
