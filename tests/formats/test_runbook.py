"""A runbook as people keep it."""

from slipway.alerting.drill_book import Book
from slipway.formats.runbook import write_runbook

WRITTEN = """# Runbook

## ErrorsHigh

More than 1 % of a region’s requests have failed for five minutes. Customers see errors.

1. roll back (takes 5 min).
2. Wait 4 min. If it still fires: fail over (takes 3 min).
3. Wait 4 min. If it still fires: call the next person.
"""


def test_each_alert_has_its_steps_and_ends_with_the_next_person():
    assert write_runbook(Book({"ErrorsHigh": ("roll_back", "fail_over")}, 4)) == WRITTEN
