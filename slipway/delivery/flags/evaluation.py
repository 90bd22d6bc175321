"""What a flag answered and why, in OpenFeature's terms, whatever system answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from slipway.verdict import Verdict
from slipway.words import say

Reason = Literal["STATIC", "DEFAULT", "TARGETING_MATCH", "SPLIT", "CACHED", "DISABLED", "UNKNOWN", "STALE", "ERROR"]
ErrorCode = Literal["FLAG_NOT_FOUND", "PARSE_ERROR", "TYPE_MISMATCH", "TARGETING_KEY_MISSING", "GENERAL"]
Context = Mapping[str, Any]
"""Who asks: their key and attributes, as plain JSON values."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`value` is what the program gets, `variant` the name or index of it; after any error it is the caller's default.

    The verdict's rule is the system's own word for the reason.
    """

    value: Any
    variant: str | None
    reason: Reason
    verdict: Verdict
    error: ErrorCode | None = None


def failed(default: Any, error: ErrorCode, what: str) -> Evaluation:
    """An error: the caller's default, and what went wrong."""
    verdict = Verdict("ERROR", False, (("error", error),), None, say("flags.error", what=what))
    return Evaluation(default, None, "ERROR", verdict, error)


def answered(
    value: Any,
    variant: str | None,
    reason: Reason,
    rule: str,
    why: str,
    inputs: Mapping[str, str | float] | None = None,
) -> Evaluation:
    """An answer with its arithmetic."""
    return Evaluation(value, variant, reason, Verdict(rule, True, tuple((inputs or {}).items()), None, why))


def typed(found: Evaluation, default: Any) -> Evaluation:
    """The same answer, or an error where its value is not of the type of the caller's default, if that has one."""
    if default is None or found.error or type_of(found.value) == type_of(default):
        return found
    return failed(default, "TYPE_MISMATCH", say("flags.type", found=type_of(found.value), wanted=type_of(default)))


def type_of(value: Any) -> str:
    """The type of a value, as flags have one: boolean, number, string, object, list or null."""
    kinds = ((bool, "boolean"), (int | float, "number"), (str, "string"), (dict, "object"), (list, "list"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")
