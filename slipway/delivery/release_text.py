"""A release in one line of text: one of ours by its name, or its own faults as `errors;error_rate=0.02`."""

import math
from dataclasses import fields
from typing import get_args

from slipway.delivery.presets import RELEASES
from slipway.delivery.release import FaultKind, Release

OWN = "own"
FIELDS_OF: dict[FaultKind, tuple[str, ...]] = {
    "none": (),
    "crash": (),
    "errors": ("error_rate",),
    "leak": ("slowdown",),
    "region": ("error_rate", "region"),
    "under_load": ("slowdown",),
    "migration": ("error_rate",),
    "behind_flag": ("error_rate", "flag_pct"),
    "never_ready": (),
}
"""Which figures a kind of fault depends on."""


def release_text(release: Release) -> str:
    """A preset by its name, any other release as its fault and figures."""
    if RELEASES.get(release.name) == release:
        return release.name
    figures = [f"{field}={getattr(release, field):.10g}" for field in FIELDS_OF[release.fault]]
    return ";".join((release.fault, *figures))


def read_release(text: str) -> Release:
    """The release that a text says; raises ValueError that names the part which cannot be read."""
    if text in RELEASES:
        return RELEASES[text]
    kind, *parts = text.split(";")
    fault = next((each for each in get_args(FaultKind) if each == kind), None)
    if fault is None:
        raise ValueError(f"there is no release {kind[:60]!r}; there are: {', '.join(RELEASES)}")
    pairs = (part.partition("=") for part in parts)
    return Release(OWN, fault, **{field: _figure(field, number) for field, _, number in pairs})


def _figure(field: str, text: str) -> float:
    if field not in {each.name for each in fields(Release)} - {"name", "fault"}:
        raise ValueError(f"a release has no figure {field[:60]!r}")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{field} must be a number, got {text[:40]!r}")
    return number
