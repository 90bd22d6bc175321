"""Running tests: each gets a verdict, what its assertion said, the line it stands on, and roughly how long it took."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import getsourcefile
from threading import Thread
from time import thread_time

LONGEST_S = 10.0

Test = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a test; the processor time is measured, differs from run to run, and decides nothing."""

    name: str
    passed: bool
    message: str = ""
    line: str = ""
    took_ms: float = field(default=0.0, compare=False)


def run_test(function: Callable[..., None], test: Test, longest_s: float = LONGEST_S) -> Verdict:
    """Run `test`, which calls `function` with what it needs; a test that goes on for too long counts as failed."""
    found: list[Verdict] = []
    thread = Thread(target=lambda: found.append(_verdict(function, test)), daemon=True)
    thread.start()
    thread.join(longest_s)
    return found[0] if found else Verdict(name_of(function), False, f"still running after {longest_s:g} s")


def name_of(function: Callable[..., None]) -> str:
    """A test's name as the sentence it is."""
    return function.__name__.replace("_", " ")


def _verdict(function: Callable[..., None], test: Test) -> Verdict:
    started = thread_time()
    passed, message, line = True, "", ""
    try:
        test()
    except Exception as error:
        passed, message, line = False, told(error), _line_in(function, error)
    return Verdict(name_of(function), passed, message, line, 1000 * (thread_time() - started))


def told(error: Exception) -> str:
    """What an error says; an assertion speaks for itself, others are named."""
    return str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"


def _line_in(function: Callable[..., None], error: Exception) -> str:
    """The line of the test on which it ended."""
    file = getsourcefile(function)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return (frames[-1].line or "") if frames else ""
