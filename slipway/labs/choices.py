"""Reading what somebody chose: unknown keys are dropped, what is missing is as it was at the start."""

from collections.abc import Mapping, Sequence

from slipway.forms import Pick
from slipway.labs.lab import Choices, Control, Lab


def read_choices(lab: Lab, given: Mapping[str, Sequence[str]]) -> Choices:
    """Valid choices for every control of the lab, in the order in which the control lists them."""
    return {control.field.name: _read(control, given.get(control.field.name)) for control in lab.controls}


def _read(control: Control, given: Sequence[str] | None) -> tuple[str, ...]:
    if given is None:
        return control.start
    chosen = tuple(choice.key for choice in control.field.choices if choice.key in given)
    return (chosen[:1] or control.start) if isinstance(control.field, Pick) else chosen


def as_text(choices: Choices) -> str:
    """Choices in one line, the same for the same choices."""
    return ";".join(f"{name}={','.join(keys)}" for name, keys in choices.items())


def from_text(lab: Lab, text: str) -> Choices:
    """The choices that `as_text` wrote; whatever else stands there is ignored."""
    pairs = (part.partition("=") for part in text.split(";"))
    return read_choices(lab, {name: keys.split(",") for name, _, keys in pairs})


def unread(lab: Lab, text: str) -> list[str]:
    """What `from_text` ignores in a text: controls that the lab does not have, and choices that a control does not."""
    known = {control.field.name: {choice.key for choice in control.field.choices} for control in lab.controls}
    pairs = [part.partition("=") for part in text.split(";") if part]
    asked = [(name, key) for name, _, keys in pairs for key in keys.split(",") if key]
    return [f"{name}={key}" for name, key in asked if key not in known.get(name, ())]
