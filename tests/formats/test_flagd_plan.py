"""A flag file to run: its first switch, and what is not simulated."""

import json

from slipway.content.source import Text
from slipway.formats.shipping import import_shipment

SWITCH = {"state": "ENABLED", "variants": {"on": True, "off": False}, "defaultVariant": "off"}
COLOUR = {"state": "ENABLED", "variants": {"red": "f00", "blue": "00f"}, "defaultVariant": "red"}


def read(flags):
    return import_shipment(Text("flags.json", json.dumps({"flags": flags}, indent=1)))


def test_the_first_switch_is_run_and_others_are_told():
    imported = read({"colour": COLOUR, "new": SWITCH, "newer": SWITCH})
    assert imported.settings and imported.settings.settings.key == "new"
    told = [str(problem) for problem in imported.unsupported]
    assert len(told) == 2
    assert told[0].startswith("flags.json:3:3: the flag colour")


def test_a_file_without_a_switch_says_what_would_do():
    imported = read({"colour": COLOUR})
    assert imported.settings is None
    assert "true and false" in str(imported.problems[0])


def test_a_file_with_faults_tells_them():
    imported = read({"new": {**SWITCH, "defaultVariant": "maybe"}})
    assert imported.settings is None
    assert "'maybe' is not a variant" in str(imported.problems[0])
