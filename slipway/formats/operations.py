"""What was set up in operations as files of real systems."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slipway.alerting.days import Watching
from slipway.alerting.drill_book import Book
from slipway.alerting.scene import Scene
from slipway.formats.alertmanager import write_routing
from slipway.formats.aws_group import left_out
from slipway.formats.aws_scaling_cli import write_commands
from slipway.formats.aws_scaling_template import not_written, write_template
from slipway.formats.cloudwatch_alarms import Alarms, write_watched
from slipway.formats.hpa import export_hpa
from slipway.formats.prometheus_rules import write_rules
from slipway.formats.promtool import write_tests
from slipway.formats.runbook import write_runbook
from slipway.scaling.hpa import Hpa
from slipway.scaling.policies import Group
from slipway.words import say

_RULES = "rules.yaml"


@dataclass(frozen=True, slots=True)
class OperationsFile:
    """A file of a system: its name, its text, and what of the settings it cannot say."""

    system: str
    name: str
    content: str
    left_out: tuple[str, ...] = ()


def operations_files(spec: Any) -> Iterator[OperationsFile]:
    """Every file that can say a specification; none for what no system has."""
    if isinstance(spec, Hpa):
        yield OperationsFile("kubernetes", "hpa.yaml", export_hpa(spec))
    elif isinstance(spec, Group):
        yield OperationsFile("aws", "scaling.json", write_commands(spec), left_out(spec))
        yield OperationsFile("aws", "scaling-template.yaml", write_template(spec), not_written(spec))
    elif isinstance(spec, Book):
        yield OperationsFile("runbook", "runbook.md", write_runbook(spec))
    elif isinstance(spec, Scene):
        yield from _alerting_files(spec)


def _alerting_files(scene: Scene) -> Iterator[OperationsFile]:
    """Who is called when, and what is done by itself, is in other systems' hands."""
    watching = scene.watching
    beyond = tuple(_beyond(watching))
    if watching.groups:
        yield OperationsFile("prometheus", _RULES, write_rules(watching.groups), beyond)
        tests = write_tests(watching.groups, scene.store, scene.lasts_s, _RULES)
        yield OperationsFile("prometheus", "rules-test.yaml", tests, (say("formats.operations_scene"),))
        yield OperationsFile("prometheus", "alertmanager.yaml", write_routing(watching.routing), beyond)
    if watching.alarms:
        alarms = Alarms(watching.alarms, watching.composites)
        yield OperationsFile("aws", "alarms.yaml", write_watched(alarms), beyond)


def _beyond(watching: Watching) -> Iterator[str]:
    yield say("formats.operations_escalation")
    if any(each.remedy for each in watching.runbooks):
        yield say("formats.operations_remedies")
