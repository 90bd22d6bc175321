"""A film of a rollout: per run one entry for each minute, and what was decided until then."""

import json

import numpy as np

from slipway.charts.film import film_data
from slipway.charts.rollout import watched
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan

RUN = play(RELEASES["errors"], Service(), PROFILES["steady"], read_plan("canary").start(Service()), 1)
FILM = film_data({"Canary": watched(RUN)})
SHOWN = FILM["runs"][0]


def test_every_minute_has_its_entry():
    assert FILM["minutes"] == 60
    assert {len(SHOWN["weight_pct"]), len(SHOWN["failed"])} == {60}
    assert {len(minutes) for minutes in SHOWN["versions"].values()} == {60}


def test_the_minutes_add_up_to_the_run():
    requests = sum(minute[0] for minutes in SHOWN["versions"].values() for minute in minutes)
    assert requests == len(RUN.telemetry.luck.at_s)
    assert SHOWN["failed"][-1] == RUN.telemetry.failed.sum()
    assert SHOWN["failed"] == sorted(SHOWN["failed"])


def test_the_share_is_that_at_the_end_of_the_minute():
    last_periods = RUN.weights_pct.reshape(60, -1)[:, -1]
    assert np.allclose(SHOWN["weight_pct"], last_periods, atol=0.01)
    assert (SHOWN["weight_pct"][0], SHOWN["weight_pct"][-1]) == (5.0, 0.0)


def test_decisions_come_in_order_with_their_arithmetic():
    assert [each[0] for each in SHOWN["decisions"]] == sorted(each[0] for each in SHOWN["decisions"])
    assert any("%" in each[3] and each[4] == "bad" for each in SHOWN["decisions"])
    assert SHOWN["decisions_cut"] == 0


def test_it_is_plain_and_small_enough_to_send():
    sent = json.dumps(film_data({"A": watched(RUN), "B": watched(RUN)}), allow_nan=False)
    assert len(sent) < 100_000
