"""AWS CodePipeline: what `get-pipeline` prints, and pipelines in CloudFormation templates, as JSON or YAML."""

from collections.abc import Iterator

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Tree
from slipway.formats.format import Document, Format
from slipway.formats.part import Evidence, Part
from slipway.words import say

_RESOURCE = "AWS::CodePipeline::Pipeline"
_CATEGORIES = frozenset({"source", "build", "test", "deploy", "approval"})
_TAGS = frozenset(
    f"!{name}"
    for name in (
        *(
            "Ref",
            "Sub",
            "GetAtt",
            "Join",
            "Select",
            "Split",
            "If",
            "ImportValue",
            "FindInMap",
            "Base64",
            "GetAZs",
            "Cidr",
        ),
        *("Equals", "And", "Or", "Not", "Condition", "Transform", "ToJsonString", "Length"),
    )
)


def _recognises(document: Document) -> bool:
    return any(True for _ in _pipelines(document))


def _pipelines(document: Document) -> Iterator[tuple[str, list[Tree]]]:
    """(name, stages) of each pipeline in the file; the name is empty where there can be only one."""
    if document.tree is None:
        return
    for loc in (("pipeline",), ()):
        stages = document.tree.items(*loc, "stages")
        if any(stage.at("actions") for stage in stages):
            yield "", stages
            return
    for label, resource in document.tree.pairs("Resources"):
        if resource.scalar("Type") == _RESOURCE:
            yield label.scalar(), resource.items("Properties", "Stages")


def _parts(document: Document) -> Iterator[Part]:
    for name, stages in _pipelines(document):
        for stage in _chosen(stages):
            inside = tuple(filter(None, (name, _name(stage))))
            actions = _field(stage, "actions")
            yield from (_part(inside, action) for action in _chosen(actions.items() if actions else []))


def _faults(document: Document) -> list[Problem]:
    """Stages without a list of actions."""
    stages = [stage for _, found in _pipelines(document) for stage in _chosen(found)]
    empty = [stage for stage in stages if not ((actions := _field(stage, "actions")) and actions.items())]
    what, expected = say("formats.no_actions"), say("formats.some_actions")
    return [(_field(stage, "actions") or stage).problem((), what, expected) for stage in empty]


def _chosen(entries: list[Tree]) -> Iterator[Tree]:
    """The entries, and both branches of those that a condition (`Fn::If`) chooses between."""
    for entry in entries:
        branches = entry.items() if entry.node.tag == "!If" else entry.items("Fn::If")
        if branches:
            yield from (branch for branch in branches[1:] if branch.fields not in ([], ["Ref"]))
        else:
            yield entry


def _part(inside: tuple[str, ...], action: Tree) -> Part:
    name = _name(action)
    return Part(".".join((*inside, name)), name, inside, action.line, tuple(_evidence(action)))


def _evidence(action: Tree) -> Iterator[Evidence]:
    type_id = _field(action, "actionTypeId")
    if type_id:
        yield from _declared(type_id)
    commands = _field(action, "commands")
    for command in commands.items() if commands else []:
        yield Evidence("command", _word(command), command.line)


def _declared(type_id: Tree) -> Iterator[Evidence]:
    """The category declares the phase; where it is none of the four, the provider has to speak."""
    category, provider = _word(_field(type_id, "category")), _word(_field(type_id, "provider"))
    text = f"category {category or '?'}, provider {provider or '?'}"
    if category.lower() in _CATEGORIES:
        yield Evidence("declares", text, type_id.line, f"category {category}")
    elif provider != "Commands":
        yield Evidence("declares", text, type_id.line, f"provider {provider}")


def _name(tree: Tree) -> str:
    name = _field(tree, "name")
    return name.scalar() if name else ""


def _field(tree: Tree, name: str) -> Tree | None:
    """The field as the service spells it, or as CloudFormation does, with a capital."""
    return tree.at(name) or tree.at(name[0].upper() + name[1:])


def _word(tree: Tree | None) -> str:
    """A word; one that a function computes is shown with it."""
    if tree is None or not isinstance(tree.node, yaml.ScalarNode):
        return ""
    return f"{tree.node.tag} {tree.node.value}".strip()


FORMAT = Format("codepipeline", "CodePipeline", _recognises, _parts, _TAGS, faults=_faults)
