"""Paulo's unit tests: his operation alone, with a fake where the store would be."""

from slipway.labs.almost_done.fakes import UnreachableFake
from slipway.labs.almost_done.samples import watch
from slipway.labs.almost_done.service import AlmostDone
from slipway.labs.almost_done.watch import Rows
from slipway.labs.expect import expect


def eighty_per_cent_is_almost_done(almost: AlmostDone) -> None:
    almost.watched(watch("Metropolis", 80))
    expect(almost.reminders("ana"), ["Metropolis"])


def a_finished_film_needs_no_reminder(almost: AlmostDone) -> None:
    almost.watched(watch("Metropolis", 100))
    expect(almost.reminders("ana"), [])


def the_newest_comes_first(almost: AlmostDone) -> None:
    almost.watched(watch("Metropolis", 90))
    almost.watched(watch("Nosferatu", 90, later_s=20))
    expect(almost.reminders("ana"), ["Nosferatu", "Metropolis"])


def there_are_three_at_most(almost: AlmostDone) -> None:
    for later_s, title in enumerate(["Faust", "Metropolis", "Nosferatu", "Safety Last"]):
        almost.watched(watch(title, 90, later_s))
    expect(len(almost.reminders("ana")), 3)


def watching_on_replaces_the_old_place(almost: AlmostDone) -> None:
    almost.watched(watch("Metropolis", 30))
    almost.watched(watch("Metropolis", 90, later_s=3600))
    expect(almost.reminders("ana"), ["Metropolis"])


def no_reminders_while_the_store_is_out_of_reach(almost: AlmostDone) -> None:
    cut_off = type(almost)(UnreachableFake(Rows()))
    expect(cut_off.reminders("ana"), [])


UNIT_TESTS = (
    eighty_per_cent_is_almost_done,
    a_finished_film_needs_no_reminder,
    the_newest_comes_first,
    there_are_three_at_most,
    watching_on_replaces_the_old_place,
    no_reminders_while_the_store_is_out_of_reach,
)
