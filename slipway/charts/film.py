"""A rollout minute by minute, for the scrubber: who serves whom, how it goes, and what was decided until then."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from slipway.charts.rollout import Watched, decisions, kind_label
from slipway.delivery.rollout import PERIOD_S, Rollout
from slipway.words import all_words

_PER_MINUTE = int(60 / PERIOD_S)
_MOST_DECISIONS = 400
_FIELDS = ["requests", "error_pct", "p95_ms"]


def film_data(runs: Mapping[str, Watched]) -> dict[str, Any]:
    """Plain values: per run lists with one entry per minute; `decisions` with the minute after which they show."""
    return {
        "words": {key.removeprefix("film."): text for key, text in all_words().items() if key.startswith("film.")},
        "minutes": max((each.rollout.telemetry.minutes for each in runs.values()), default=0),
        "runs": [_run(label, each.rollout, each.minutes) for label, each in runs.items()],
    }


def _run(label: str, rollout: Rollout, table: pd.DataFrame) -> dict[str, Any]:
    failed_by = np.searchsorted(rollout.telemetry.luck.at_s, 60.0 * (np.arange(rollout.telemetry.minutes) + 1))
    failed = np.concatenate([[0], np.cumsum(rollout.telemetry.failed)])
    decided = decisions(rollout)
    return {
        "label": label,
        "weight_pct": [round(float(weight), 2) for weight in rollout.weights_pct[_PER_MINUTE - 1 :: _PER_MINUTE]],
        "failed": failed[failed_by].tolist(),
        "versions": {
            name: [
                [int(requests), _rounded(error_pct, 2), _rounded(p95_ms, 0)]
                for requests, error_pct, p95_ms in table[table["version"] == name][_FIELDS].to_numpy(dtype=float)
            ]
            for name in ("stable", "canary")
        },
        "decisions": [
            [
                round(each.at_s / 60, 2),
                kind_label(each.kind),
                f"{each.weight_pct:.4g} %",
                each.verdict.arithmetic if each.verdict else "",
                bearing,
            ]
            for each, bearing in decided[:_MOST_DECISIONS]
        ],
        "decisions_cut": max(0, len(decided) - _MOST_DECISIONS),
    }


def _rounded(value: float, digits: int) -> float | None:
    return None if np.isnan(value) else round(float(value), digits)
