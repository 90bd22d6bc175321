"""The rules in force: what the world says, as far as no decision has changed it."""

from dataclasses import dataclass, field

from slipway.pipeline.changes import Change
from slipway.pipeline.facts import DataKind
from slipway.pipeline.stages import Action, ApprovalGate, CoverageGate, Gate, Monitor, Portion, Stage, Store, Watched
from slipway.pipeline.world import World


@dataclass(slots=True)
class Rules:
    """Settings that decisions alter; everything not in here stands as the world has it."""

    world: World
    mode: str = ""
    skipped: set[str] = field(default_factory=set)
    store_of_action: dict[str, str] = field(default_factory=dict)
    thresholds_pct: dict[str, float] = field(default_factory=dict)
    gates_on: dict[str, bool] = field(default_factory=dict)
    answers: dict[str, tuple[bool, int]] = field(default_factory=dict)
    monitors_on: dict[str, bool] = field(default_factory=dict)
    alarm_response: dict[str, str] = field(default_factory=dict)
    exposed: dict[str, tuple[Portion, ...]] = field(default_factory=dict)
    aimed: dict[str, Watched] = field(default_factory=dict)
    careful: dict[str, bool] = field(default_factory=dict)
    self_merge: set[str] = field(default_factory=set)
    write_tests: set[str] = field(default_factory=set)
    local_checks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    contaminated: dict[str, str] = field(default_factory=dict)
    stores: dict[str, Store] = field(init=False)

    def __post_init__(self) -> None:
        self.mode = self.world.pipeline.mode
        self.stores = {store.id: store for store in self.world.stores}

    def gates(self, stage: Stage, position: str) -> tuple[Gate, ...]:
        """The stage's gates in that position which are switched on, in the order written."""
        return tuple(g for g in stage.gates if g.position == position and self.is_on(g))

    def is_on(self, gate: Gate) -> bool:
        """Whether the gate counts now."""
        return self.gates_on.get(gate.id, gate.on)

    def threshold_pct(self, gate: CoverageGate) -> float:
        """What the gate asks for now."""
        return self.thresholds_pct.get(gate.id, gate.threshold_pct)

    def answer(self, gate: ApprovalGate) -> tuple[bool, int]:
        """Yes or no, and the working minutes until it is given."""
        return self.answers.get(gate.id, (gate.approves, gate.takes))

    def store(self, action: Action) -> Store | None:
        """The store whose data the action runs against now."""
        store_id = self.store_of_action.get(action.id, action.store)
        return self.stores[store_id] if store_id else None

    def data(self, action: Action) -> DataKind | None:
        """The kind of data the action runs against now."""
        store = self.store(action)
        return store.data if store else None

    def checks(self, change: Change) -> tuple[str, ...]:
        """What the author runs before the review."""
        return self.local_checks.get(change.id, change.local_checks)

    def reads_diff(self, change: Change) -> bool:
        """Whether the reviewer reads this change."""
        return self.careful.get(change.id, change.careful)

    def watches(self, stage: Stage) -> bool:
        """Whether the stage has monitors that are switched on."""
        return bool(stage.monitors) and self.monitors_on.get(stage.id, True)

    def portions(self, stage: Stage) -> tuple[Portion, ...]:
        """How a new version reaches customers now."""
        return self.exposed.get(stage.id, stage.portions)

    def aim(self, stage: Stage, monitor: Monitor) -> Watched:
        """Whose traffic the monitor looks at now."""
        return self.aimed.get(stage.id, monitor.watches)
