"""Text on its way to the page."""

from slipway.ui.prose import unbroken


def test_a_number_and_its_sign_stay_on_one_line_and_all_else_as_it_was() -> None:
    assert unbroken("35 % of 2 or %d, 3.5 %.") == "35\u00a0% of 2 or %d, 3.5\u00a0%."
