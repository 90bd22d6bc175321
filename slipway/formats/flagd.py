"""Flag definition files of flagd (JSON) in and out; flags by name, or listed with their keys."""

import json
from typing import Any, cast

from slipway.content.problem import nearest
from slipway.content.source import Loc, Text
from slipway.delivery.flags.evaluation import type_of
from slipway.delivery.flags.flagd import Flag, FlagFile, Pairs, State
from slipway.delivery.flags.json_logic import LAZY, operations
from slipway.delivery.flags.json_operators import OPERATORS
from slipway.formats.imported import Imported
from slipway.formats.json_fields import Fields, Findings
from slipway.formats.json_text import parse_json

_MOST_NUMBER = 2**53 - 1
_KINDS = "texts, numbers, objects, or true and false"
_HERE = "here; this is kept as it is"
_TIMESTAMP = "$flagd.timestamp"
_STATES = {"ENABLED": "ENABLED", "DISABLED": "DISABLED"}
_KNOWN = (*OPERATORS, *LAZY, "fractional", "rollout")


def import_flags(text: Text, has_clock: bool = False) -> Imported[FlagFile]:
    """The file's flags; operations that cannot be evaluated here are told, and kept in the rules as they are.

    Without a clock what asks for the time is told, too.
    """
    document, problems = parse_json(text)
    if document is None:
        return Imported(None, (), tuple(problems))
    findings = Findings(document, problems)
    return findings.imported(_file(Fields(findings), findings, has_clock))


def _file(fields: Fields, findings: Findings, has_clock: bool) -> FlagFile:
    schema = fields.text("$schema")
    evaluators = _pairs(fields, "$evaluators")
    metadata = _metadata(fields, findings)
    names = frozenset(name for name, _ in evaluators)
    found: dict[str, Flag] = {}
    for name, each in _flags(fields, findings):
        if name in found:
            findings.wrong(each.loc("key"), f"{name!r} is given twice", "a key of its own")
        elif flag := _flag(name, each, findings):
            found[name] = flag
            _tell_rule(flag.targeting, each.loc("targeting"), names, findings, has_clock)
    for name, rule in evaluators:
        _tell_rule(rule, ("$evaluators", name), names, findings, has_clock)
    fields.end()
    return FlagFile(tuple(found.values()), evaluators, metadata, schema)


def _flags(fields: Fields, findings: Findings) -> list[tuple[str, Fields]]:
    if isinstance(fields.any("flags"), list):
        listed = list(fields.groups("flags"))
        return [(each.needed_text("key"), each) for each in listed]
    flags = fields.group("flags")
    if flags is None:
        findings.wrong((), "'flags' is missing", "a group of flags by name")
        return []
    return [(name, Fields(findings, ("flags", name))) for name in flags.names()]


def _pairs(fields: Fields, name: str) -> Pairs:
    group = fields.group(name)
    return tuple((each, group.any(each)) for each in group.names()) if group else ()


def _flag(key: str, fields: Fields, findings: Findings) -> Flag | None:
    if not fields.readable:
        return None
    state = fields.choice("state", _STATES, "")
    if fields.any("state") is None:
        findings.wrong(fields.loc("state"), f"the flag {key!r} has no state", "ENABLED or DISABLED")
    variants = _pairs(fields, "variants")
    if not variants:
        findings.wrong(fields.loc("variants"), f"the flag {key!r} has no variants", "at least one, by name")
    default = fields.text("defaultVariant") if fields.any("defaultVariant") is not None else None
    names = [name for name, _ in variants]
    if default is not None and default not in names:
        what = f"{default!r} is not a variant of {key!r}"
        findings.wrong(fields.loc("defaultVariant"), what, f"one of {', '.join(names)}", nearest(default, names))
        return None
    targeting = fields.any("targeting")
    if not isinstance(targeting, dict | None):
        findings.wrong(fields.loc("targeting"), "the targeting is no rule", "a rule in JSON Logic")
    _tell_schema(variants, fields.loc("variants"), findings)
    metadata = _metadata(fields, findings)
    fields.end()
    return Flag(key, variants, default, cast(State, state or "ENABLED"), targeting, metadata)


def _metadata(fields: Fields, findings: Findings) -> Pairs:
    found = _pairs(fields, "metadata")
    for name, value in found:
        if not isinstance(value, str | bool | int | float):
            findings.leave_out((*fields.loc("metadata"), name), f"flagd takes texts, numbers and true or false {_HERE}")
    return found


def _tell_schema(variants: Pairs, loc: Loc, findings: Findings) -> None:
    """Tell what flagd's schema refuses, although it can be evaluated."""
    kinds = {type_of(value) for _, value in variants}
    if len(kinds) > 1 or kinds & {"null", "list"}:
        findings.leave_out(loc, f"flagd takes variants of one type, all {_KINDS} {_HERE}")
    for name, value in variants:
        if type_of(value) == "number" and abs(value) > _MOST_NUMBER:
            findings.leave_out((*loc, name), f"flagd takes numbers up to {_MOST_NUMBER:,} {_HERE}")


def _tell_rule(rule: Any, loc: Loc, evaluators: frozenset[str], findings: Findings, has_clock: bool) -> None:
    """Tell operations that are not known, shared rules that are not there, and a clock where there is none."""
    for way, name in operations(rule):
        given = _at(rule, way)
        if name not in _KNOWN:
            findings.leave_out((*loc, *way), f"the operation {name!r} is not evaluated here: the flag gives an error")
        elif name == "$ref" and not (isinstance(given, str) and given in evaluators):
            what = f"there is no evaluator {str(given)[:60]!r} in $evaluators: a flag that asks for it gives an error"
            findings.leave_out((*loc, *way), what)
        elif name == "var" and given in (_TIMESTAMP, [_TIMESTAMP]) and not has_clock:
            findings.leave_out((*loc, *way), f"{_TIMESTAMP} is not known here: there is no clock")
        elif name == "rollout" and not has_clock:
            findings.leave_out((*loc, *way), "a rollout over time gives nothing here: there is no clock")


def _at(rule: Any, way: Loc) -> Any:
    for part in way:
        rule = rule[part]
    return rule


def export_flags(file: FlagFile) -> str:
    """The flags as a file for flagd."""
    document: dict[str, Any] = {"$schema": file.schema} if file.schema else {}
    if file.metadata:
        document["metadata"] = dict(file.metadata)
    document["flags"] = {flag.key: _exported(flag) for flag in file.flags}
    if file.evaluators:
        document["$evaluators"] = dict(file.evaluators)
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _exported(flag: Flag) -> dict[str, Any]:
    found: dict[str, Any] = {"state": flag.state, "variants": dict(flag.variants)}
    if flag.default_variant is not None:
        found["defaultVariant"] = flag.default_variant
    if flag.targeting is not None:
        found["targeting"] = flag.targeting
    if flag.metadata:
        found["metadata"] = dict(flag.metadata)
    return found
