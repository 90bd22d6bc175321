"""What follows a failure: the line stops, people hear of it, and somebody mends it."""

from collections import defaultdict

from slipway.pipeline.changes import Change
from slipway.pipeline.checks import Cause
from slipway.pipeline.flow import Box, Execution, Failure, Flow
from slipway.pipeline.sim import Sim
from slipway.pipeline.source import Source
from slipway.pipeline.trunk import Work
from slipway.words import say

RETRY_AFTER_MIN = 5
REVERT_MIN = 15
MOST_MENDS_PER_CAUSE = 3
MOST_RETRIES_PER_CAUSE = 2
_PEOPLE_CAUSES = ("refused", "unanswered")
_CODE_CAUSES = ("defect", "coverage", "alarm")


class Mending:
    """Answers failures: by the learner's `answer` if there is one, else as teams usually do."""

    def __init__(self, sim: Sim, flow: Flow, source: Source) -> None:
        self.sim = sim
        self.flow = flow
        self.source = source
        self.answer: str | None = None
        self._mends: dict[str, list[str]] = defaultdict(list)
        self._retries: dict[Cause, int] = defaultdict(int)
        flow.on_failure = self.failed
        flow.on_arrival = self._arrived

    def failed(self, box: Box, failure: Failure) -> None:
        """A stage has just failed."""
        cause = failure.cause
        stops = self.sim.world.pipeline.on_failure == "stop_the_line" and cause.kind not in _PEOPLE_CAUSES
        if stops and not self._mend_waits(box, cause):
            box.blocked = True
            self.flow.emit("stage_blocked", box, failure.execution, subject=cause.subject, verdict=failure.verdict)
        self._spread_word(box, failure)
        answer, self.answer = self.answer, None
        self._respond(box, failure, answer or _usual_answer(cause))

    def _mend_waits(self, box: Box, cause: Cause) -> bool:
        mends = self._mends[cause.subject]
        return any(mend in waiting.revision for waiting in box.inbound for mend in mends)

    def _spread_word(self, box: Box, failure: Failure) -> None:
        stage, works = box.stage.id, self.sim.trunk.works
        culprit = works[failure.cause.change].change.author if failure.cause.change else None
        if culprit:
            self.sim.tell(culprit, "failed_by_you", stage=stage, change=failure.cause.change)
        others = {works[c].change.author for c in failure.execution.changes} - {culprit}
        for person in sorted(others):
            self.sim.tell(person, "failed_with_you", stage=stage)

    def _respond(self, box: Box, failure: Failure, answer: str) -> None:
        cause = failure.cause
        if answer == "retry":
            self._retry(box, cause)
        elif answer == "clean" and self._is_muted(cause):
            self._mute(box, failure)
        elif answer == "clean":
            self.sim.later(self.sim.work(self._clean_up_min(cause)), lambda: self._clean(box, failure))
        elif answer in ("fix", "revert") and cause.change:
            self.mend(cause, revert=answer == "revert", inside=failure.execution)

    def _retry(self, box: Box, cause: Cause) -> None:
        self._retries[cause] += 1
        if self._retries[cause] <= MOST_RETRIES_PER_CAUSE:
            self.sim.later(self.sim.now + RETRY_AFTER_MIN, lambda: self._retry_now(box))

    def _retry_now(self, box: Box) -> None:
        failure = box.failure
        if failure is None or box.lock is not None:
            self.sim.emit("retry_refused", stage=box.stage.id)
            return
        self._unblock(box, failure.execution, advance=False)
        self.flow.retry(box)

    def _is_muted(self, cause: Cause) -> bool:
        """Whether people have seen this failure so often that they no longer look for its cause."""
        most = self.sim.world.pipeline.mutes_after
        return most is not None and cause.kind == "wrong_data" and self._retries[cause] + 1 >= most

    def _mute(self, box: Box, failure: Failure) -> None:
        if failure.action:
            self.sim.rules.skipped.add(failure.action)
            self.sim.emit("test_muted", stage=box.stage.id, action=failure.action)
        self._retry(box, failure.cause)

    def _clean_up_min(self, cause: Cause) -> int:
        return self.sim.rules.stores[cause.subject].clean_up

    def _clean(self, box: Box, failure: Failure) -> None:
        """Strays are deleted; a test that looked at the wrong store is pointed back at its own."""
        self.sim.rules.contaminated.pop(failure.cause.subject, None)
        if failure.action:
            self.sim.rules.store_of_action.pop(failure.action, None)
        self.sim.emit("store_cleaned", stage=box.stage.id, subject=failure.cause.subject)
        self._retry(box, failure.cause)

    def mend(self, cause: Cause, *, revert: bool = False, inside: Execution | None = None) -> None:
        """Somebody starts the change that mends the cause, unless one is already under way."""
        assert cause.change is not None
        earlier = self._mends[cause.subject]
        under_way = earlier and (inside is None or earlier[-1] not in inside.revision)
        if under_way or len(earlier) >= MOST_MENDS_PER_CAUSE:
            return
        work = self._mend_of(cause, revert=revert)
        earlier.append(work.change.id)
        self.sim.trunk.add(work)
        self.sim.emit(
            "mend_started",
            stage=self.source.stage,
            change=work.change.id,
            actor=work.change.author,
            subject=cause.change,
            option=_mend_kind(work),
        )
        self.source.begin(work)

    def _mend_of(self, cause: Cause, *, revert: bool) -> Work:
        original = self.sim.trunk.works[cause.change or ""].change
        missing = original.missing_tests
        if revert or (cause.kind == "coverage" and not missing):
            return Work(self._change(original, "revert", REVERT_MIN), [], [], mends=original.id, reverts=original.id)
        if cause.kind == "coverage" and missing:
            return Work(
                self._change(original, "tests", missing.takes), [], [], mends=original.id, tests_for=original.id
            )
        fix_min = self.sim.trunk.defects_by_id[cause.subject].fix
        return Work(self._change(original, "fix", fix_min), [], [], mends=original.id, fixes=(cause.subject,))

    def _change(self, original: Change, kind: str, takes: int) -> Change:
        ids = self.sim.trunk.works
        number = sum(c.startswith(f"{original.id}-{kind}") for c in ids) + 1
        return Change(
            id=f"{original.id}-{kind}" + (f"-{number}" if number > 1 else ""),
            title=say(f"mend.{kind}", title=original.title),
            author=original.author,
            starts=self.sim.now,
            develop=takes,
            packages=(),
            reviewer=original.reviewer,
            review=original.review // 2,
            local=original.local,
            local_checks=original.local_checks,
        )

    def _arrived(self, box: Box, execution: Execution) -> None:
        cause = box.failure.cause if box.failure else None
        if box.blocked and cause and any(mend in execution.revision for mend in self._mends[cause.subject]):
            self._unblock(box, execution, advance=True)

    def _unblock(self, box: Box, execution: Execution, *, advance: bool) -> None:
        if not box.blocked:
            return
        box.blocked = False
        self.flow.emit("stage_unblocked", box, execution)
        authors = {self.sim.trunk.works[c].change.author for c in execution.changes}
        for person in sorted(authors):
            self.sim.tell(person, "unblocked", stage=box.stage.id)
        if advance:
            self.flow.advance(box)


def _usual_answer(cause: Cause) -> str:
    if cause.kind in _CODE_CAUSES:
        return "fix"
    if cause.kind in ("wrong_data", "dirty_data"):
        return "clean"
    return "retry" if cause.kind == "flake" else "wait"


def _mend_kind(work: Work) -> str:
    if work.reverts:
        return "revert"
    return "tests" if work.tests_for else "fix"
