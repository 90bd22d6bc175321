"""What can be operated: ways to set it up, situations to meet, a run, and the figures it is judged by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slipway.knob import Adjustable
from slipway.panel import Panel
from slipway.progress import Progress, silent
from slipway.settings_text import as_text, from_text
from slipway.words.clock import day_and_time, since_beginning


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a run, in `unit`, shown with so many digits after the point."""

    name: str
    unit: str = ""
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened: when, what, and the arithmetic; whether somebody on call did it."""

    at_s: float
    what: str
    why: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What a run came to; a measure that there is none of is not a number.

    Where the day has a clock, `begins_s` is how long after midnight of day 1 it begins. `bottleneck` is the place that
    holds up the others, where there are places.
    """

    measures: Mapping[str, float]
    panels: tuple[Panel, ...]
    told: tuple[Told, ...]
    begins_s: float | None = None
    bottleneck: str = ""

    def clock(self, at_s: float) -> str:
        """A time of the run as people read it."""
        return since_beginning(at_s) if self.begins_s is None else day_and_time(self.begins_s + at_s)


@dataclass(frozen=True, slots=True)
class Subject:
    """`run` takes a situation's name, a way's name with its settings, and a seed; it depends on nothing else. It tells
    how far it is where it may take more than a moment.

    `spec` is what files of real systems say of a way's settings in a situation, None where there are none.
    """

    name: str
    ways: Mapping[str, Adjustable]
    situations: Mapping[str, Any]
    measures: tuple[Measure, ...]
    run: Callable[[str, str, Any, int, Progress], Trial]
    spec: Callable[[str, str, Any], Any] = lambda situation, way, settings: None

    def measure(self, name: str) -> Measure | None:
        """The measure of that name."""
        return next((each for each in self.measures if each.name == name), None)

    def shown(self, name: str, value: float) -> str:
        """A measure's value with its unit, as people read it; a dash where there is none."""
        measure = self.measure(name)
        if value != value or measure is None:
            return "–"
        number = f"{value:,.{measure.digits}f}"
        return f"${number}" if measure.unit == "$" else f"{number} {measure.unit}".rstrip()

    def read(self, plan: str) -> tuple[str, Any]:
        """A way's name and its settings, from `way;field=value`; raises ValueError that says what would do."""
        name, _, text = plan.partition(";")
        if name not in self.ways:
            raise ValueError(f"there is no way {name[:60]!r}; there are: {', '.join(self.ways)}")
        return name, from_text(self.ways[name], text)

    def text(self, way: str, settings: Any) -> str:
        """The plan that `read` reads."""
        rest = as_text(self.ways[way], settings)
        return f"{way};{rest}" if rest else way

    def try_out(self, situation: str, plan: str, seed: int, progress: Progress = silent) -> Trial:
        """Run a plan; raises ValueError for a plan or a situation that there is not."""
        if situation not in self.situations:
            raise ValueError(f"there is no situation {situation[:60]!r}; there are: {', '.join(self.situations)}")
        return self.run(situation, *self.read(plan), seed, progress)
