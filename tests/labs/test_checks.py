"""The small runner: a verdict for every test, whatever it does."""

from time import sleep

from slipway.labs.checks import name_of, run_test
from slipway.labs.expect import expect


def a_test_that_passes() -> None:
    expect(1 + 1, 2)


def a_test_that_fails() -> None:
    expect(1 + 1, 3)


def a_test_that_breaks() -> None:
    raise OSError("no disk")


def a_test_that_goes_on() -> None:
    sleep(0.5)


def test_a_test_that_passes_says_nothing() -> None:
    verdict = run_test(a_test_that_passes, a_test_that_passes)
    assert (verdict.passed, verdict.message, verdict.line) == (True, "", "")


def test_a_failure_tells_both_values_and_its_line() -> None:
    verdict = run_test(a_test_that_fails, a_test_that_fails)
    assert (verdict.passed, verdict.message, verdict.line) == (False, "expected 3, got 2", "expect(1 + 1, 3)")


def test_an_error_is_named() -> None:
    verdict = run_test(a_test_that_breaks, a_test_that_breaks)
    assert verdict.message == "OSError: no disk"


def test_a_test_that_takes_too_long_has_failed() -> None:
    verdict = run_test(a_test_that_goes_on, a_test_that_goes_on, longest_s=0.01)
    assert (verdict.passed, verdict.message) == (False, "still running after 0.01 s")


def test_a_name_is_a_sentence() -> None:
    assert name_of(a_test_that_passes) == "a test that passes"
