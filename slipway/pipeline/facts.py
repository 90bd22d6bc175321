"""Words that facts are written in: kinds of data, checks and defects, shares, and references to other things."""

from typing import Annotated, Literal

from pydantic import Field

from slipway.ids import Name, Refers

STRICT: dict[str, str] = {"extra": "forbid"}
DataKind = Literal["made_for_test", "realistic", "customers"]
TestKind = Literal[
    "compile",
    "style",
    "static_analysis",
    "unit_tests",
    "component_tests",
    "contract_tests",
    "integration_tests",
    "end_to_end_tests",
    "load_test",
    "security_scan",
    "manual_qa",
    "synthetic_monitor",
]
CheckKind = Literal[TestKind, "review"]
ActionKind = Literal[TestKind, "deploy"]
DefectKind = Literal[
    "compilation",
    "style",
    "logic",
    "edge_case",
    "contract",
    "query",
    "capacity",
    "configuration",
    "security",
    "requirement",
    "data_dependent",
]
Percent = Annotated[float, Field(ge=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]
PersonRef = Annotated[Name, Refers("person")]
StoreRef = Annotated[Name, Refers("store")]
StageRef = Annotated[Name, Refers("stage")]
ActionRef = Annotated[Name, Refers("action")]
GateRef = Annotated[Name, Refers("gate")]
ChangeRef = Annotated[Name, Refers("change")]
DefectRef = Annotated[Name, Refers("defect")]
