"""What a `{lab}` directive names must be there: the lab, its controls, their choices."""

from collections.abc import Iterable, Iterator, Mapping

from slipway.content.lesson import LabPart, LocatedPart
from slipway.content.problem import Problem, nearest
from slipway.content.source import Loc, Tree
from slipway.content.typed import one_of
from slipway.forms import Pick
from slipway.labs.lab import Lab


def prove_lab(labs: Mapping[str, Lab], located: LocatedPart) -> Iterator[Problem]:
    """A problem for each name that leads nowhere; of parts other than labs there is nothing to say."""
    part, found = located.part, located.mentions
    if not isinstance(part, LabPart) or found is None:
        return
    lab = labs.get(part.lab)
    if lab is None:
        yield _unknown(found.tree, ("lab",), "lab", part.lab, labs)
        return
    controls = [control.field.name for control in lab.controls]
    for number, name in enumerate(part.hide):
        if name not in controls:
            yield _unknown(found.tree, ("hide", number), "control", name, controls)
    yield from _choice_problems(found.tree, lab, "start", part.start)
    yield from _choice_problems(found.tree, lab, "offer", part.offer)
    yield from _start_problems(found.tree, lab, part)


def _choice_problems(tree: Tree, lab: Lab, field: str, given: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    for name, keys in given.items():
        control = lab.control(name)
        if control is None:
            controls = [control.field.name for control in lab.controls]
            yield _unknown(tree, (field, name), "control", name, controls, key=True)
            continue
        valid = [choice.key for choice in control.field.choices]
        for number, key in enumerate(keys):
            if key not in valid:
                yield _unknown(tree, (field, name, number), "choice", key, valid)


def _start_problems(tree: Tree, lab: Lab, part: LabPart) -> Iterator[Problem]:
    """A control starts with choices that it offers, one that takes one choice with exactly one."""
    for name, keys in part.start.items():
        control, offer = lab.control(name), part.offer.get(name)
        if control and isinstance(control.field, Pick) and len(keys) != 1:
            yield tree.problem(("start", name), f"{name!r} starts with {len(keys)} choices", "exactly one")
        for number, key in enumerate(keys):
            if offer is not None and key not in offer:
                what = f"{name!r} does not offer {key!r} here"
                yield tree.problem(("start", name, number), what, one_of([*offer]))


def _unknown(tree: Tree, loc: Loc, noun: str, name: str, valid: Iterable[str], *, key: bool = False) -> Problem:
    names = [*valid]
    return tree.problem(loc, f"there is no {noun} {name!r}", one_of(names), nearest(name, names), key=key)
