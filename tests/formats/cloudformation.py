"""What cfn-lint says of a template: the published schemas on each resource, or all of its rules on the whole."""

from functools import cache
from typing import Any

import yaml
from cfnlint.api import lint
from cfnlint.config import ManualArgs
from cfnlint.jsonschema import StandardValidator
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

REGION = "us-east-1"
ROLE = "arn:aws:iam::111122223333:role/pipeline"


@cache
def _validator(kind: str) -> StandardValidator:
    return StandardValidator(PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema)


def complaints(template: str) -> list[str]:
    """What the published schemas say of every resource; a hundred times quicker than all the rules."""
    made = yaml.safe_load(template)["Resources"].values()
    return [
        f"{each['Type']}: {error.message}"
        for each in made
        for error in _validator(each["Type"]).iter_errors(_without_refs(each["Properties"]))
    ]


def faults(template: str) -> list[str]:
    """What cfn-lint's rules say of the whole template, references, functions and SAM's transform with it."""
    found = lint(template, config=ManualArgs(regions=[REGION]))
    return [f"{match.rule.id} {'.'.join(map(str, match.path or ()))}: {match.message}" for match in found]


def _without_refs(value: Any) -> Any:
    """The value with a name in the place of each reference."""
    if isinstance(value, list):
        return [_without_refs(each) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["Ref"]:
        return {"PipelineRole": ROLE}.get(value["Ref"], value["Ref"])
    if list(value) == ["Fn::GetAZs"]:
        return ["us-east-1a"]
    return {name: _without_refs(each) for name, each in value.items()}
