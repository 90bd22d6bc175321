"""The source stage: somebody writes a change, checks it, has it reviewed and pushes it."""

from collections.abc import Callable
from functools import partial

from slipway.pipeline.changes import Package
from slipway.pipeline.checks import LOCAL_DATA, draw_find, finds
from slipway.pipeline.events import Event
from slipway.pipeline.sim import Sim
from slipway.pipeline.trunk import Work
from slipway.verdict import Verdict
from slipway.words import say

GLANCE_MIN = 5
"""Working minutes to approve a diff unread; an assumption."""


class Source:
    """Everybody's work before the push. A mend takes exactly the same way as a feature."""

    def __init__(self, sim: Sim) -> None:
        self.sim = sim
        self.stage = sim.world.pipeline.stages[0].id

    def begin_all(self) -> None:
        """Put every authored change on the agenda."""
        for work in list(self.sim.trunk.works.values()):
            self.sim.later(work.change.starts, partial(self.begin, work))

    def begin(self, work: Work) -> None:
        """The author starts."""
        self._do(work, "develop", work.change.develop, partial(self._developed, work))

    def _do(self, work: Work, what: str, takes: int, then: Callable[[], None], actor: str | None = None) -> None:
        """Somebody works on the change as soon as the office is open; the author, unless named."""
        who = actor or work.change.author
        opens = self.sim.world.workday.opens(self.sim.now)
        if opens > self.sim.now:
            self.sim.later(opens, partial(self._do, work, what, takes, then, who))
            return
        self._emit("work_started", work, subject=what, actor=who)
        self.sim.later(self.sim.work(takes), partial(self._done, work, what, who, then))

    def _done(self, work: Work, what: str, who: str, then: Callable[[], None]) -> None:
        self._emit("work_finished", work, subject=what, actor=who)
        then()

    def _emit(self, kind: str, work: Work, **fields: object) -> Event:
        return self.sim.emit(kind, stage=self.stage, change=work.change.id, **fields)  # type: ignore[arg-type]

    def _developed(self, work: Work) -> None:
        if work.tests_for:
            self._test_again(work, self.sim.trunk.works[work.tests_for])
        self._check(work)

    def _test_again(self, mend: Work, subject: Work) -> None:
        """Unit tests that were missing are written: what they can find in the older change, they find now."""
        for defect_id in subject.defects:
            if self._comes_upon(mend, defect_id, "unit_tests", "local", mend.change.author, tested=True):
                mend.fixes = (*mend.fixes, defect_id)

    def _comes_upon(self, work: Work, defect_id: str, check: str, place: str, actor: str, *, tested: bool) -> bool:
        """Whether the check can find the defect in the source stage, and does so this time."""
        defect = self.sim.trunk.defects_by_id[defect_id]
        find = finds(self.sim, defect, check, LOCAL_DATA, tested=tested)  # type: ignore[arg-type]
        if find is None or (verdict := draw_find(self.sim, defect, find, place)).passed:
            return False
        self._emit("defect_found", work, subject=defect_id, actor=actor, verdict=verdict)
        return True

    def _check(self, work: Work) -> None:
        self._do(work, "local_checks", work.change.local, partial(self._checked, work))

    def _checked(self, work: Work) -> None:
        found = self._local_find(work)
        if found:
            fix_min = self.sim.trunk.defects_by_id[found].fix
            work.defects.remove(found)
            self._do(work, "local_fix", fix_min, partial(self._check, work))
            return
        self._emit("local_checks_passed", work, actor=work.change.author)
        self._emit("change_committed", work, actor=work.change.author)
        self._publish(work)

    def _local_find(self, work: Work) -> str | None:
        author, checks = work.change.author, self.sim.rules.checks(work.change)
        for defect_id in work.defects:
            if self.sim.trunk.defects_by_id[defect_id].needs:
                continue
            for check in checks:
                if self._comes_upon(work, defect_id, check, "local", author, tested=work.tested):
                    return defect_id
        return None

    def _publish(self, work: Work) -> None:
        reviewer = work.change.reviewer
        if work.change.self_merge or self.sim.rules.self_merge & {work.change.id, work.mends}:
            self._emit("push_refused", work, actor=work.change.author, verdict=review_verdict(work))
        self._emit("review_published", work, actor=work.change.author)
        self.sim.tell(reviewer, "review_wanted", change=work.change.id)
        takes = work.change.review if self.sim.rules.reads_diff(work.change) else GLANCE_MIN
        self._do(work, "review", takes, partial(self._reviewed, work), actor=reviewer)

    def _reviewed(self, work: Work) -> None:
        if self.sim.rules.reads_diff(work.change):
            if work.change.improvement and not work.improved:
                self._comment(work, "improvement")
                self._do(work, "revise", self._revision_min(work), partial(self._improve, work))
                return
            if found := self._review_find(work):
                self._comment(work, found)
                work.defects.remove(found)
                fix_min = self.sim.trunk.defects_by_id[found].fix
                self._do(work, "revise", fix_min, partial(self._check, work))
                return
        work.reviewed = True
        self._emit("review_approved", work, actor=work.change.reviewer)
        self.sim.tell(work.change.author, "review_approved", change=work.change.id)
        self._push(work)

    def _comment(self, work: Work, subject: str) -> None:
        self._emit("review_commented", work, actor=work.change.reviewer, subject=subject)
        self.sim.tell(work.change.author, "review_comments", change=work.change.id)

    def _review_find(self, work: Work) -> str | None:
        for defect_id in work.defects:
            if self._comes_upon(work, defect_id, "review", "review", work.change.reviewer, tested=work.tested):
                return defect_id
        return None

    def _revision_min(self, work: Work) -> int:
        improvement, missing = work.change.improvement, work.change.missing_tests
        assert improvement is not None
        writes = missing is not None and work.change.id in self.sim.rules.write_tests
        return improvement.takes + (missing.takes if missing and writes else 0)

    def _improve(self, work: Work) -> None:
        improvement = work.change.improvement
        assert improvement is not None
        work.improved = True
        work.packages = merge_packages(work.packages, improvement.packages)
        work.defects = [d for d in work.defects if d not in improvement.removes] + list(improvement.introduces)
        work.tested = work.change.id in self.sim.rules.write_tests
        self._check(work)

    def _push(self, work: Work) -> None:
        revision = self.sim.trunk.push(work.change.id)
        self._emit(
            "change_pushed",
            work,
            actor=work.change.author,
            execution=revision.number,
            changes=self.sim.trunk.fresh(revision),
            verdict=review_verdict(work),
        )


def review_verdict(work: Work) -> Verdict:
    """No push without an approved review."""
    approved = int(work.reviewed)
    key = "rules.review_enough" if approved else "rules.review_missing"
    return Verdict("approved_review", work.reviewed, (("approved_reviews", approved),), 1, say(key, approved=approved))


def merge_packages(packages: list[Package], more: tuple[Package, ...]) -> list[Package]:
    """Add lines and covered lines per package name."""
    merged = {p.name: p for p in packages}
    for extra in more:
        old = merged.get(extra.name, Package(extra.name, 0, 0))
        merged[extra.name] = Package(extra.name, old.lines + extra.lines, old.covered + extra.covered)
    return list(merged.values())
