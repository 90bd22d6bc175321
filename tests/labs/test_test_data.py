"""What tests do to three databases: the facts for each, the laws for any combination of safeguards."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.labs.stores.desk import SAFEGUARDS
from slipway.labs.stores.difference import of_tests
from slipway.labs.stores.notices import notices, worst
from slipway.labs.stores.store import STORES, StoreName
from slipway.labs.stores.tests import TESTS
from slipway.labs.stores.violations import violations
from slipway.labs.stores.visit import Visit, visit
from slipway.labs.test_data import LAB, PAR, SEED
from slipway.panel import Table

stores = st.sampled_from(STORES)
some_tests = st.sets(st.sampled_from(sorted(TESTS)), min_size=1)
some_safeguards = st.sets(st.sampled_from(SAFEGUARDS))
seeds = st.integers(0, 50)
few = settings(deadline=None, max_examples=60)

# Without safeguards: is it green, how many rows does it leave different, who notices at worst?
# test          beta                  gamma                 production
FACTS = """
reads-only      green 0 nobody        green 0 nobody        green 0 nobody
exact-count     green 0 nobody        red 0 nobody          red 0 nobody
cleans-up       green 0 nobody        green 0 nobody        green 0 customers
dies-early      green 2 next-run      green 2 staff         green 2 customers
sends-mail      green 0 nobody        green 0 nobody        green 0 customers
clears-first    green 6 next-run      green 176 staff       green 114 customers
load            green 16 next-run     green 238 staff       green 160 customers
synthetic       green 1 nobody        green 1 nobody        green 1 nobody
"""
ROWS = [(row.split()[0], row.split()[1:]) for row in FACTS.strip().split("\n")]


def stray(made: Visit) -> int:
    return sum(not change.apart for change in made.changes)


def to_others(made: Visit) -> int:
    return sum(not of_tests(sent.viewer) for tried in made.tried for sent in tried.sent)


def told(made: Visit) -> str:
    (tried,) = made.tried
    return f"{'green' if tried.verdict.passed else 'red'} {len(made.changes)} {worst(notices(made))}"


@pytest.mark.parametrize(("key", "facts"), ROWS, ids=[row[0] for row in ROWS])
def test_a_test_does_to_each_database_what_the_table_says(key: str, facts: list[str]) -> None:
    wanted = [" ".join(facts[3 * n : 3 * n + 3]) for n in range(3)]
    assert [told(visit(store, [key], [], SEED)) for store in STORES] == wanted


@few
@given(stores, some_tests, some_safeguards, seeds)
def test_the_same_visit_comes_out_the_same(store: StoreName, tests: set[str], guards: set[str], seed: int) -> None:
    assert visit(store, tests, guards, seed) == visit(store, tests, guards, seed)


@few
@given(stores, some_tests, some_safeguards, st.sampled_from(SAFEGUARDS), seeds)
def test_one_safeguard_more_never_leaves_more_stray_rows_nor_sends_others_more(
    store: StoreName, tests: set[str], guards: set[str], more: str, seed: int
) -> None:
    less, guarded = visit(store, tests, guards, seed), visit(store, tests, guards | {more}, seed)
    assert stray(guarded) <= stray(less)
    assert to_others(guarded) <= to_others(less)


@few
@given(stores, some_tests, some_safeguards, st.sampled_from(["rollback", "read-only"]), seeds)
def test_after_a_rollback_or_without_the_right_to_write_the_database_is_as_it_was(
    store: StoreName, tests: set[str], guards: set[str], keeper: str, seed: int
) -> None:
    assert visit(store, tests, guards | {keeper}, seed).changes == ()


@few
@given(stores, st.sampled_from(sorted(TESTS)), some_safeguards, seeds)
def test_a_rollback_takes_nothing_back_that_was_sent(store: StoreName, key: str, guards: set[str], seed: int) -> None:
    (plain,), (rolled_back,) = (
        visit(store, [key], some, seed).tried for some in (guards - {"rollback"}, guards | {"rollback"})
    )
    assert rolled_back.sent == plain.sent
    assert rolled_back.verdict == plain.verdict


@few
@given(stores, some_tests, some_safeguards, seeds)
def test_with_a_stub_nothing_leaves_the_house(store: StoreName, tests: set[str], guards: set[str], seed: int) -> None:
    assert not any(tried.sent for tried in visit(store, tests, guards | {"stub"}, seed).tried)


@few
@given(some_tests, some_safeguards, seeds)
def test_marked_rows_in_the_tests_own_account_move_no_report(tests: set[str], guards: set[str], seed: int) -> None:
    made = visit("production", tests, guards | {"tag", "own-account"}, seed)
    assert stray(made) == 0
    assert made.revenue_cents[0] == made.revenue_cents[1]
    assert made.reminders[0] == made.reminders[1]
    assert not any(notice.who == "customers" for notice in notices(made))


@few
@given(stores, some_safeguards, seeds)
def test_a_test_that_only_reads_leaves_nothing_and_nobody_notices(
    store: StoreName, guards: set[str], seed: int
) -> None:
    made = visit(store, ["reads-only"], guards, seed)
    assert (made.changes, notices(made), made.tried[0].verdict.passed) == ((), (), True)


def test_an_account_of_the_tests_own_is_not_called_customers_data() -> None:
    choices = {"store": ("production",), "tests": ("dies-early",), "safeguards": ("own-account",), "minutes": ("5",)}
    rows = [row for panel in LAB.run(choices, SEED).panels if isinstance(panel, Table) for row in panel.rows]
    assert "customers" not in {cell.sign for row in rows for cell in row}
    assert "in the tests’ own account, not marked" in {cell.text for row in rows for cell in row}


def test_no_customer_hears_of_what_happened_in_beta_and_gamma() -> None:
    assert {notice.who for notice in notices(visit("beta", TESTS, [], SEED))} == {"next-run"}
    assert {notice.who for notice in notices(visit("gamma", TESTS, [], SEED))} == {"staff"}


def test_finance_sees_the_rental_that_was_never_cancelled() -> None:
    before, after = visit("production", ["dies-early"], [], SEED).revenue_cents
    assert after - before == 499


def test_par_is_the_fewest_safeguards_that_reach_both_parts_of_the_goal() -> None:
    fewest = [min(len(guards) for guards in _subsets() if _reaches(part, guards)) for part in ("gamma", "production")]
    assert sum(fewest) == PAR


def _subsets() -> list[tuple[str, ...]]:
    return [guards for count in range(len(SAFEGUARDS) + 1) for guards in combinations(SAFEGUARDS, count)]


def _reaches(store: str, guards: tuple[str, ...]) -> bool:
    tests = tuple(key for key in TESTS if store == "gamma" or key != "load")
    choices = {"store": (store,), "tests": tests, "safeguards": guards, "minutes": ("5",)}
    return store in LAB.run(choices, SEED).reached


def test_a_red_test_is_a_false_alarm_where_beta_is_green_and_no_answer_where_it_is_not() -> None:
    (alarm,) = violations(visit("gamma", ["exact-count"], [], SEED))
    assert "False alarm" in alarm
    (none,) = violations(visit("beta", ["load"], ["read-only"], SEED))
    assert "No answer" in none
