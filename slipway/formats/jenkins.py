"""Jenkins: the stages of declarative pipelines, and of scripted ones where they say `stage`."""

import re
from collections.abc import Iterator

import yaml

from slipway.formats.format import Document, Format, Refused
from slipway.formats.groovy import MOST_DEPTH, Statement, TooDeep, Unpaired, statements
from slipway.formats.part import Evidence, Part
from slipway.words import say

_BEGINS = re.compile(r"^[ \t]{0,40}(pipeline|node)\b[^\n{]{0,200}\{", re.MULTILINE)
_SHELLS = frozenset(("sh", "bat", "powershell", "pwsh"))
_BLOCKS_OF_STAGES = frozenset(("stages", "parallel", "matrix"))
_WRAPPERS = frozenset(
    (
        *("script", "dir", "withCredentials", "withEnv", "timeout", "retry", "container", "node", "catchError", "ws"),
        *(
            "warnError",
            "timestamps",
            "ansiColor",
            "lock",
            "sshagent",
            "withMaven",
            "withSonarQubeEnv",
            "nodejs",
            "tool",
        ),
        *(
            "docker.image",
            "docker.withRegistry",
            "withDockerRegistry",
            "withAWS",
            "withKubeConfig",
            "configFileProvider",
        ),
        *(
            "if",
            "else",
            "try",
            "catch",
            "finally",
            "for",
            "while",
            "switch",
            "waitUntil",
            "parallel",
            "always",
            "success",
        ),
        *(
            "failure",
            "unstable",
            "changed",
            "fixed",
            "regression",
            "aborted",
            "unsuccessful",
            "cleanup",
            "steps",
            "wrap",
        ),
        *("withDockerContainer", "podTemplate", "withGradle", "withVault", "stage", "withChecks", "throttle"),
    )
)


def _recognises(document: Document) -> bool:
    tree = document.tree
    is_yaml = tree is not None and not isinstance(tree.node, yaml.ScalarNode)
    return not is_yaml and _BEGINS.search(document.text.content) is not None


def _parts(document: Document) -> Iterator[Part]:
    try:
        outermost = statements(document.text.content)
    except TooDeep as error:
        expected = say("formats.most_blocks", most=MOST_DEPTH)
        raise Refused(document.text.problem_at(error.at, say("formats.deep_blocks"), expected)) from error
    except Unpaired as error:
        what = say("formats.closes_nothing" if error.closes else "formats.never_closed", sign=error.sign)
        raise Refused(document.text.problem_at(error.at, what, say("formats.paired"))) from error
    for statement in outermost:
        if statement.name in ("pipeline", "node"):
            yield from _stages(statement.inner, ())


def _stages(inside: list[Statement], around: tuple[str, ...]) -> Iterator[Part]:
    for statement in inside:
        if statement.name == "stage":
            yield from _stage(statement, around)
        elif statement.name == "post":
            yield _part("post", "post", around, statement, statement.inner)
        elif statement.name in _BLOCKS_OF_STAGES | _WRAPPERS:
            yield from _stages(statement.inner, around)


def _stage(stage: Statement, around: tuple[str, ...]) -> Iterator[Part]:
    """The stage’s own steps, then the stages in it, then what it does afterwards."""
    name = stage.string("name")
    own = [each for each in stage.inner if each.name in ("steps", "input")]
    nested = [each for each in stage.inner if each.name in ("post", *_BLOCKS_OF_STAGES) and each.inner]
    if own or not nested:
        steps = [inner for each in own for inner in (each.inner if each.name == "steps" else [each])]
        yield _part(name, name, around, stage, steps or (stage.inner if not own else []))
    yield from _stages(nested, (*around, name))


def _part(id: str, name: str, around: tuple[str, ...], at: Statement, steps: list[Statement]) -> Part:
    return Part(".".join((*around, id)), name, around, at.line, tuple(_evidence(steps)))


def _evidence(steps: list[Statement]) -> Iterator[Evidence]:
    for step in steps:
        name = step.name
        if name in _SHELLS:
            yield Evidence("command", step.string("script"), step.line)
        elif step.inner and (name in _WRAPPERS or name.endswith(".inside")):
            yield from _evidence(step.inner)
        elif name and not step.only_names_a_value:
            yield Evidence("uses", _shown(step), step.line, _key(step))


def _key(step: Statement) -> str:
    """A step’s name; for a method of a variable, such as `image.push`, the method’s."""
    if step.name == "step":
        return step.string("$class")
    first, dot, method = step.name.rpartition(".")
    return step.name if not dot or first == "docker" else f".{method}"


def _shown(step: Statement) -> str:
    return " ".join([step.name, *(repr(text) for _, text in step.strings[:2])])


FORMAT = Format("jenkins", "Jenkins", _recognises, _parts)
