"""Paulo's integration tests: his operation with a real store; `again` is a second connection to the same file."""

from slipway.labs.almost_done.samples import watch
from slipway.labs.almost_done.service import AlmostDone
from slipway.labs.expect import expect


def what_is_saved_is_there_for_the_next_request(almost: AlmostDone, again: AlmostDone) -> None:
    almost.watched(watch("Metropolis", 93))
    expect(again.reminders("ana"), ["Metropolis"])


def a_finished_film_needs_no_reminder(almost: AlmostDone, again: AlmostDone) -> None:
    almost.watched(watch("Metropolis", 93))
    almost.watched(watch("Nosferatu", 100, later_s=20))
    expect(again.reminders("ana"), ["Metropolis"])


def the_newest_comes_first(almost: AlmostDone, again: AlmostDone) -> None:
    almost.watched(watch("Metropolis", 90))
    almost.watched(watch("Nosferatu", 90, later_s=20))
    expect(again.reminders("ana"), ["Nosferatu", "Metropolis"])


def watching_on_replaces_the_old_place(almost: AlmostDone, again: AlmostDone) -> None:
    almost.watched(watch("Metropolis", 30))
    almost.watched(watch("Metropolis", 90, later_s=3600))
    expect(again.reminders("ana"), ["Metropolis"])


INTEGRATION_TESTS = (
    what_is_saved_is_there_for_the_next_request,
    a_finished_film_needs_no_reminder,
    the_newest_comes_first,
    watching_on_replaces_the_old_place,
)
