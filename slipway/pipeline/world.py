"""The facts of a scenario in one piece.

Everything here is what an author writes and nothing is an outcome. The classes are frozen and
pydantic reads them strictly (unknown fields are errors), see `content.scenario`.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from slipway.pipeline.changes import Change, Defect
from slipway.pipeline.clock import Minutes, Workday
from slipway.pipeline.decisions import Decision
from slipway.pipeline.facts import STRICT, ChangeRef, PersonRef, Share
from slipway.pipeline.stages import Person, Pipeline, Store


@dataclass(frozen=True, slots=True)
class World:
    """All facts of a scenario, before anything happens.

    `follows` is the change the story is about, `blind_spot` the chance that all checks look at a
    defect with the same eyes, so that the best of them finds it or none.
    """

    __pydantic_config__: ClassVar = STRICT
    people: tuple[Person, ...]
    stores: tuple[Store, ...]
    pipeline: Pipeline
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    follows: ChangeRef
    on_call: PersonRef
    defects: tuple[Defect, ...] = ()
    decisions: tuple[Decision, ...] = ()
    workday: Workday = Workday()
    blind_spot: Share = 0.0
    lasts: Minutes = 28 * 24 * 60
