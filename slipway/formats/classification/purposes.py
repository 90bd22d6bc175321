"""What a command, an action or a plugin’s step is for, and which phase that belongs to."""

from typing import Final, Literal

Phase = Literal["source", "build", "test", "deploy", "support"]
PHASES: Final = ("source", "build", "test", "deploy")

PURPOSES: Final[dict[str, Phase]] = {
    "fetch": "source",
    "compile": "build",
    "package": "build",
    "image": "build",
    "push_image": "build",
    "style": "build",
    "types": "build",
    "bugs": "build",
    "secure": "build",
    "build_all": "build",
    "install": "build",
    "said_source": "source",
    "said_build": "build",
    "said_test": "test",
    "said_deploy": "deploy",
    "tests": "test",
    "coverage_gate": "test",
    "unit_tests": "test",
    "browser_tests": "test",
    "load_tests": "test",
    "api_tests": "test",
    "prove_image": "test",
    "roll_out": "deploy",
    "cluster": "deploy",
    "infrastructure": "deploy",
    "publish": "deploy",
    "release": "deploy",
    "upload_site": "deploy",
    "migrate": "deploy",
    "environment": "deploy",
    "commit": "support",
    "set_up": "support",
    "sign_in": "support",
    "cache": "support",
    "artifact": "support",
    "report": "support",
    "notify": "support",
    "approve": "support",
    "another_pipeline": "support",
    "housekeeping": "support",
    "settings": "support",
    "plan": "support",
    "tear_down": "support",
}
"""Support is what the four phases need and none of them is: tools, caches, sign-ins, reports, messages."""

PREPARES: Final = frozenset({"install"})
"""Belongs to a phase of its own only where nothing else is done: `npm ci && npm test` is a test."""
