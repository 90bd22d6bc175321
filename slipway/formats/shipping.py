"""A shipment from a file of a real system, and a strategy as files of every system that has words for it."""

from dataclasses import dataclass
from typing import Any

from slipway.content.problem import Problem
from slipway.content.source import Text
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.shipment import Shipment
from slipway.formats.imported import Imported
from slipway.formats.malformed import malformed
from slipway.formats.plans import PLAN_FORMATS, plan_format_of


def import_shipment(text: Text) -> Imported[Shipment]:
    """The shipment that a file describes, in whichever format it seems to be."""
    found = plan_format_of(text)
    if found is None:
        return Imported(None, (), tuple(_unknown(text)))
    imported = found.read(text)
    if imported.settings is None:
        return Imported(None, imported.unsupported, imported.problems)
    shipment = Shipment(text.path, DIALECTS[found.dialect], imported.settings)
    return Imported(shipment, imported.unsupported, imported.problems)


def _unknown(text: Text) -> list[Problem]:
    """Why a text is in no format: where it is no JSON or YAML at all, that is what to mend."""
    names = ", ".join(PLAN_FORMATS)
    return malformed(text) or [text.problem(1, 1, "this is no configuration that can be simulated", names)]


@dataclass(frozen=True, slots=True)
class Written:
    """A strategy as a file of a format, and what of it the file cannot say."""

    format: str
    file_name: str
    content: str
    left_out: tuple[str, ...]


def write_all(settings: Any) -> list[Written]:
    """The settings of a strategy in every format whose system has words for it."""
    written = []
    for each in PLAN_FORMATS.values():
        expressed = DIALECTS[each.dialect].express(settings)
        if expressed is not None:
            file_name, content = f"{each.name}.{each.suffix}", each.write(expressed.settings)
            left_out = (*expressed.left_out, *each.left_out(expressed.settings))
            written.append(Written(each.name, file_name, content, left_out))
    return written
