"""CloudFormation templates, and what the AWS command line prints: trees in which no function is ever evaluated.

`!Ref X`, `{"Ref": "X"}`, `!Sub` and their like stand as the words written in them, a `Ref` to a parameter as that
parameter's default; of an `If` the first branch that has a value is taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import yaml

from slipway.content.compose import Allowed, parse
from slipway.content.problem import Problem
from slipway.content.source import Text, Tree
from slipway.formats.codepipeline import FORMAT
from slipway.formats.fields import Group, Notes

_ALLOWED = Allowed(aliases=True, tags=FORMAT.tags)
_JOIN = ("Fn::Join", "!Join")
_IF = ("!If", "Fn::If")
_NO_VALUE = "AWS::NoValue"
_REF = ("!Ref", "Ref")
_PARAMETERS = "Parameters"
_SECTIONS = ("Conditions", "Mappings", "Outputs", "Rules", "Metadata", "Hooks")


Spell = Callable[[str], str]


def as_api(name: str) -> str:
    """A field as the service's own interface spells it."""
    return name


def as_template(name: str) -> str:
    """The same field as a template spells it."""
    return name[0].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a template by its logical id."""

    id: str
    kind: str
    whole: Tree

    def group(self, notes: Notes) -> Group:
        """Its properties, with what is said besides told as left over; an empty group where it has none."""
        outer = Group(self.whole, self.id, notes)
        outer.ignore("Type")
        found = outer.group("Properties")
        return found or Group(replace(self.whole, node=_nothing(self.whole.node)), f"{self.id}.Properties", notes)


@dataclass(frozen=True, slots=True)
class Read:
    """A file as a tree (None where it cannot be read), what is wrong with it, and the branches that were not taken."""

    tree: Tree | None
    problems: list[Problem]
    remarks: list[Problem]


def read_tree(text: Text) -> Read:
    """The file, JSON or YAML, with its functions as words."""
    content = text.content.replace("\t", " ") if text.content.lstrip()[:1] in ("{", "[") else text.content
    tree, problems = parse(text, content, allowed=_ALLOWED)
    if tree is None:
        return Read(None, problems, [])
    plain = _Plain(_defaults(tree))
    node = plain.node(tree.node)
    marks = [each.start_mark for each in plain.chosen]
    what = "a branch of this If is taken without looking at its condition"
    return Read(replace(tree, node=node), problems, [text.problem(m.line + 1, m.column + 1, what) for m in marks])


def resources(tree: Tree) -> list[Resource]:
    """What a template makes."""
    return [Resource(name.scalar(), whole.scalar("Type"), whole) for name, whole in tree.pairs("Resources")]


def left_over(tree: Tree, taken: set[str]) -> list[Problem]:
    """Resources that nobody read, and the sections of a template that change nothing here."""
    told = [
        tree.problem(("Resources", each.id), f"{each.id}, {each.kind or 'without a type'}, is not simulated", key=True)
        for each in resources(tree)
        if each.id not in taken
    ]
    sections = [name for name in _SECTIONS if name in tree.fields]
    told += [tree.problem((name,), f"the section {name} is not read", key=True) for name in sections]
    if _PARAMETERS in tree.fields:
        told.append(tree.problem((_PARAMETERS,), "of the section Parameters the defaults are taken", key=True))
    return told


def _defaults(tree: Tree) -> dict[str, str]:
    """What parameters are where nothing is said."""
    return {
        name.scalar(): whole.scalar("Default") for name, whole in tree.pairs(_PARAMETERS) if whole.scalar("Default")
    }


class _Plain:
    """Nodes with functions as words; a node that aliases share is made once."""

    def __init__(self, defaults: Mapping[str, str]) -> None:
        self._defaults = defaults
        self.chosen: list[yaml.Node] = []
        self._made: dict[int, yaml.Node] = {}

    def node(self, node: yaml.Node) -> yaml.Node:
        if id(node) not in self._made:
            self._made[id(node)] = self._plain(node)
        return self._made[id(node)]

    def _plain(self, node: yaml.Node) -> yaml.Node:
        if isinstance(node, yaml.MappingNode):
            name = node.value[0][0].value if len(node.value) == 1 else ""
            if name == "Ref" or name.startswith("Fn::"):
                return self._function(name, node.value[0][1], node)
            pairs = [(key, self.node(value)) for key, value in node.value]
            return yaml.MappingNode("", pairs, node.start_mark, node.end_mark)
        if isinstance(node, yaml.SequenceNode):
            if node.tag:
                return self._function(node.tag, node, node)
            return yaml.SequenceNode("", [self.node(each) for each in node.value], node.start_mark, node.end_mark)
        return self._function(node.tag, node, node) if node.tag in _REF else node

    def _function(self, name: str, value: yaml.Node, whole: yaml.Node) -> yaml.Node:
        if name in _IF and isinstance(value, yaml.SequenceNode) and len(value.value) > 1:
            self.chosen.append(whole)
            branches = [each for each in value.value[1:] if _words(each)[-1:] != [_NO_VALUE]]
            return self.node((branches or value.value[1:])[0])
        if name in _JOIN and isinstance(value, yaml.SequenceNode) and len(value.value) == 2:
            between, listed = value.value
            if isinstance(between, yaml.ScalarNode) and isinstance(listed, yaml.SequenceNode):
                joined = between.value.join(".".join(_words(self.node(each))) for each in listed.value)
                return yaml.ScalarNode("", joined, whole.start_mark, whole.end_mark)
        words = ".".join(_words(value))
        said = self._defaults.get(words, words) if name in _REF else words
        return yaml.ScalarNode("", said, whole.start_mark, whole.end_mark)


def _words(node: yaml.Node) -> list[str]:
    """The words in a function's argument, a few of them."""
    found: list[str] = []
    waiting = [node]
    while waiting and len(found) < 20:
        each = waiting.pop(0)
        if isinstance(each, yaml.ScalarNode):
            found += [each.value] if each.value else []
        elif isinstance(each, yaml.SequenceNode):
            waiting = [*each.value, *waiting]
        else:
            waiting = [*(value for _, value in each.value), *waiting]
    return found


def _nothing(node: yaml.Node) -> yaml.Node:
    return yaml.MappingNode("", [], node.start_mark, node.end_mark)
