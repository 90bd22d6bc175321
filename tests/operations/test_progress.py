"""A slow run tells how far it is, and whoever is told may end it."""

import pytest

from slipway.operations.subjects import SUBJECTS

SLOW = {"scaling": ("evening", "hpa"), "performance": ("calm", "service")}


class Enough(Exception):
    """Somebody does not want to wait any longer."""


@pytest.mark.parametrize("name", SLOW)
def test_what_is_told_only_grows_and_ends_at_all_of_it(name: str) -> None:
    told: list[float] = []
    SUBJECTS[name].try_out(*SLOW[name], 1, told.append)
    assert len(told) > 2 and told == sorted(told) and told[0] > 0 and told[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("name", SLOW)
def test_a_run_ends_where_nobody_waits_for_it(name: str) -> None:
    told: list[float] = []

    def twice(share: float) -> None:
        told.append(share)
        if len(told) == 2:
            raise Enough

    with pytest.raises(Enough):
        SUBJECTS[name].try_out(*SLOW[name], 1, twice)
    assert len(told) == 2


@pytest.mark.parametrize("name", SLOW)
def test_to_be_told_changes_nothing(name: str) -> None:
    subject = SUBJECTS[name]
    assert subject.try_out(*SLOW[name], 1, lambda _: None) == subject.try_out(*SLOW[name], 1)
