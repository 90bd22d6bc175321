"""Arguments of AnalysisTemplates: `{{args.limit}}` in a metric stands for what an analysis gives, or a default."""

import re
from collections.abc import Mapping
from dataclasses import replace

import yaml

from slipway.content.source import Tree
from slipway.delivery.argo_settings import Args
from slipway.formats.fields import Group

_PLACE = re.compile(r"\{\{\s*args\.([\w.-]{1,100})\s*\}\}")
_MOST_LENGTH = 1000
_MOST_PLACES = 1000


def read_args(group: Group) -> Args:
    """The arguments with a value; where one comes from elsewhere that is left over."""
    found = {}
    for each in group.groups("args"):
        name, value = each.text("name", needed=True), each.text("value")
        if len(value) > _MOST_LENGTH:
            each.wrong("value", f"has {len(value)} characters", f"at most {_MOST_LENGTH}")
        elif "value" in each.names:
            found[name] = value
    return tuple(sorted(found.items()))


def filled(tree: Tree, given: Args) -> Tree:
    """A template's document with its arguments in place; one that nobody gives stays as it is written."""
    defaults = {
        each.scalar("name"): each.scalar("value") for each in tree.items("spec", "args") if "value" in each.fields
    }
    known = {name: value for name, value in (defaults | dict(given)).items() if len(value) <= _MOST_LENGTH}
    return replace(tree, node=_Filling(known).node(tree.node))


class _Filling:
    """Copies nodes with values in place of arguments; what an alias shares stays shared."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._done: dict[int, yaml.Node] = {}
        self._left = _MOST_PLACES

    def node(self, node: yaml.Node) -> yaml.Node:
        if id(node) not in self._done:
            self._done[id(node)] = self._copy(node)
        return self._done[id(node)]

    def _copy(self, node: yaml.Node) -> yaml.Node:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, self.node(each)) for key, each in node.value]
            return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark)
        if isinstance(node, yaml.SequenceNode):
            return yaml.SequenceNode(node.tag, [self.node(e) for e in node.value], node.start_mark, node.end_mark)
        text = _PLACE.sub(self._filled, node.value)
        return yaml.ScalarNode(node.tag, text, node.start_mark, node.end_mark)

    def _filled(self, place: re.Match[str]) -> str:
        self._left -= 1
        return self._known.get(place[1], place[0]) if self._left >= 0 else place[0]


def unfilled(text: str) -> str:
    """The first argument in a text that nobody gave; nothing where there is none."""
    found = _PLACE.search(text)
    return found[1] if found else ""
