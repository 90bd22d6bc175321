"""Eight tests as teams write them: good manners and bad ones."""

from slipway.labs.expect import expect
from slipway.labs.stores.desk import Desk
from slipway.labs.stores.store import TEST_TENANT, TITLES


def every_reminder_is_almost_done(desk: Desk) -> None:
    shares = desk.reminders(desk.viewer).values()
    expect([share for share in shares if not 80 <= share < 100], [])


def there_are_exactly_three_reminders(desk: Desk) -> None:
    expect(len(desk.reminders(desk.viewer)), 3)


def a_film_can_be_rented(desk: Desk) -> None:
    rental = desk.rent(desk.viewer, "Metropolis", 399)
    expect(desk.rented(rental), True)
    desk.cancel(rental)


def a_rented_film_can_be_watched(desk: Desk) -> None:
    rental = desk.rent(desk.viewer, "Pandora", 499)
    desk.watch(desk.viewer, "Pandora", 85)
    expect("Pandora" in desk.reminders(desk.viewer), True)
    desk.lose_the_machine()
    desk.unwatch(desk.viewer, "Pandora")
    desk.cancel(rental)


def everybody_with_a_reminder_gets_a_mail(desk: Desk) -> None:
    reminded = [viewer for viewer in desk.viewers() if desk.reminders(viewer)]
    for viewer in reminded:
        desk.mail_reminder(viewer)
    expect(len(reminded) > 0, True)


def one_film_makes_one_reminder(desk: Desk) -> None:
    desk.clear_watches()
    desk.watch(desk.viewer, "Sunrise", 90)
    expect([*desk.reminders(desk.viewer)], ["Sunrise"])
    desk.unwatch(desk.viewer, "Sunrise")


def four_hundred_watches_are_saved(desk: Desk) -> None:
    viewers = desk.viewers()
    for number in range(400):
        desk.watch(viewers[number % len(viewers)], TITLES[number // len(viewers) % len(TITLES)], 90)
    expect("Faust" in desk.reminders(viewers[0]), True)


def a_synthetic_viewer_watches_a_film(desk: Desk) -> None:
    desk.watch("test-9000", "Metropolis", 90, tenant=TEST_TENANT)
    expect([*desk.reminders("test-9000")], ["Metropolis"])


TESTS = {
    "reads-only": every_reminder_is_almost_done,
    "exact-count": there_are_exactly_three_reminders,
    "cleans-up": a_film_can_be_rented,
    "dies-early": a_rented_film_can_be_watched,
    "sends-mail": everybody_with_a_reminder_gets_a_mail,
    "clears-first": one_film_makes_one_reminder,
    "load": four_hundred_watches_are_saved,
    "synthetic": a_synthetic_viewer_watches_a_film,
}
