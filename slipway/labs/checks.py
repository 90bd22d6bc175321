"""Running tests: each gets a verdict, what its assertion said, the line it stands on, and roughly how long it took."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import getsourcefile
from threading import Thread
from time import perf_counter

LONGEST_S = 10.0

Test = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a test; the time is measured, differs from run to run, and decides nothing."""

    name: str
    passed: bool
    message: str = ""
    line: str = ""
    took_ms: float = field(default=0.0, compare=False)


def run_test(function: Callable[..., None], test: Test, longest_s: float = LONGEST_S) -> Verdict:
    """Run `test`, which calls `function` with what it needs; a test that goes on for too long counts as failed."""
    found: list[Verdict] = []
    started = perf_counter()
    thread = Thread(target=lambda: found.append(_verdict(function, test)), daemon=True)
    thread.start()
    thread.join(longest_s)
    took_ms = 1000 * (perf_counter() - started)
    if not found:
        return Verdict(name_of(function), False, f"still running after {longest_s:g} s", took_ms=took_ms)
    verdict = found[0]
    return Verdict(verdict.name, verdict.passed, verdict.message, verdict.line, took_ms)


def name_of(function: Callable[..., None]) -> str:
    """A test's name as the sentence it is."""
    return function.__name__.replace("_", " ")


def _verdict(function: Callable[..., None], test: Test) -> Verdict:
    try:
        test()
    except Exception as error:
        return Verdict(name_of(function), False, told(error), _line_in(function, error))
    return Verdict(name_of(function), True)


def told(error: Exception) -> str:
    """What an error says; an assertion speaks for itself, others are named."""
    return str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"


def _line_in(function: Callable[..., None], error: Exception) -> str:
    """The line of the test on which it ended."""
    file = getsourcefile(function)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return (frames[-1].line or "") if frames else ""
