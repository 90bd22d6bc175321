"""Judging a placement of 20 tests in 5 stages against 30 defects: exactly, and by 20,000 sample runs."""

from slipway.bench.row import Row, compare, time_ms
from slipway.luck import uniform
from slipway.pipeline.facts import DefectKind
from slipway.pipeline.placement.expect import expect
from slipway.pipeline.placement.facts import Check, Environment, Grounds, Hazard
from slipway.pipeline.placement.model import Model
from slipway.pipeline.placement.sample import CHUNK, draw, sample
from slipway.pipeline.stages import Store

_CHECKS, _STAGES, _HAZARDS, _RUNS = 20, 5, 30, 20_000
_KINDS: tuple[DefectKind, ...] = ("logic", "edge_case", "contract", "query", "capacity")


def bench_placement() -> list[Row]:
    """The exact means against drawing one run's luck, sample runs against drawing theirs."""
    model = Model(_grounds())
    stages = [stage.id for stage in model.grounds.stages]
    placement = {check.id: stages[n % _STAGES] for n, check in enumerate(model.grounds.checks)}
    expect(model, placement)
    exact = [time_ms(lambda: expect(model, placement)) for _ in range(100)]
    one_draw = [time_ms(lambda: draw(model, 1, 1)) for _ in range(100)]
    sampled, drawn = [], []
    for _ in range(3):
        sampled.append(time_ms(lambda: sample(model, placement, _RUNS, 1)))
        drawn.append(time_ms(lambda: _draw_all(model)))
    size = f"{_CHECKS} tests × {_STAGES} stages × {_HAZARDS} defects"
    return [
        compare(f"place exactly, {size}", exact, "drawing the luck of one run", one_draw),
        compare(f"place by {_RUNS} sample runs, {size}", sampled, "drawing the same random numbers", drawn),
    ]


def _draw_all(model: Model) -> None:
    for chunk in range(_RUNS // CHUNK):
        draw(model, CHUNK, 1, chunk)


def _grounds() -> Grounds:
    def luck(name: str, index: int) -> float:
        return uniform(1, f"bench/{name}", index)

    stages = tuple(
        Environment(
            id=f"stage-{s}",
            name=f"Stage {s}",
            purpose="source" if s == 0 else "test",
            set_up=10,
            fidelity={kind: luck(f"fidelity-{s}", k) for k, kind in enumerate(_KINDS)},
            because="made up",
            store="store" if s else None,
            exposure=float(s == _STAGES - 1),
        )
        for s in range(_STAGES)
    )
    checks = tuple(
        Check(
            id=f"check-{c}",
            name=f"Check {c}",
            kind="unit_tests",
            finds={kind: luck(f"power-{c}", k) for k, kind in enumerate(_KINDS)},
            takes=1 + int(60 * luck("takes", c)),
            because="made up",
            count=20,
            flaky=0.001,
            writes=10,
            cleans_up=0.95,
            exact=c % 2 == 0,
        )
        for c in range(_CHECKS)
    )
    hazards = tuple(
        Hazard(
            id=f"hazard-{h}",
            title=f"Hazard {h}",
            kind=_KINDS[h % len(_KINDS)],
            chance=0.1 * luck("chance", h),
            fix=30,
            harmed_per_hour=100,
            noticed_after=600,
            because="made up",
        )
        for h in range(_HAZARDS)
    )
    return Grounds((Store("store", "Store", "made_for_test"),), stages, checks, hazards)
