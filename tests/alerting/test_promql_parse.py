"""Queries as trees, and what is wrong with those that are none."""

import pytest

from slipway.alerting.matcher import Matcher
from slipway.alerting.promql.parse import parse
from slipway.alerting.promql.tokens import duration_ms, duration_text
from slipway.alerting.promql.tree import Binary, Negative, Number, PromqlError, Selector, Window

UP = Selector((Matcher("__name__", "=", "up"),))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("up", UP),
        ("up offset 5m", Selector(UP.matchers, 300_000)),
        ("up offset -5m", Selector(UP.matchers, -300_000)),
        ("2 ^ 3 ^ 2", Binary("^", Number(2), Binary("^", Number(3), Number(2)))),
        ("-up ^ 2", Negative(Binary("^", UP, Number(2)))),
        ("-up * 2", Binary("*", Negative(UP), Number(2))),
        ("up or up and up", Binary("or", UP, Binary("and", UP, UP))),
        ("up @ 5.5 offset 5m", Selector(UP.matchers, 300_000, 5500)),
        ("up offset 5m @ -5", Selector(UP.matchers, 300_000, -5000)),
        ("up[5m] @ 5", Window(UP, 300_000, pinned_ms=5000)),
        ('{__name__="\\x75\\160"}', UP),
        ("(up[5m:1m])", Window(UP, 300_000, True, 60_000)),
        ("1m # a comment", Number(60)),
    ],
)
def test_a_query_is_a_tree(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "at", "part"),
    [
        ("", 0, "the end"),
        ("up)", 2, ")"),
        ("sum(up", 6, "the end"),
        ("rate(up)", 5, "instant vector"),
        ("up[5m]", None, ""),
        ("up + 'a'", 5, "string"),
        ("1 > 2", 2, "bool"),
        ("up and 1", 7, "scalar"),
        ("up @ start()", 5, "seconds"),
        ("up @ inf", 5, "seconds"),
        ("(up) offset 5m", 5, "follow"),
        ("rate((up)[5m])", 9, "selector"),
        ("up @ 5 @ 5", 7, "once"),
        ("up[5m] @ 1e999", 9, "seconds"),
        ("label_replace(up, 'a-b', '', '', '')", 18, "label"),
        ("label_replace(up, 'a', '', '', '(')", 31, "regular expression"),
        ("label_join(up, '1', '')", 15, "label"),
        ("count_values('', up)", 13, "label"),
        ("count_values(1, up)", 13, "string"),
        (r'up{a=~"\d"}', 6, r"\d"),
        (r'up{a="\'"}', 5, "'"),
        (r'up{a="\xff"}', 5, "UTF-8"),
        (r'up{a="\U00110000"}', 5, r"\U"),
        ("holt_winters(up[5m], 1, 1)", 0, "holt_winters"),
        ("{}", 0, "every series"),
        ('{a=~".*"}', 0, "every series"),
        ('up{a=~"("}', 6, "regular expression"),
        ("up[0s]", 2, "0"),
        ("rate(up[5m] offset 5m offset 5m)", 22, "once"),
        ("rate(up[5m],)", 12, ")"),
        ("topk(up)", 0, "1 argument"),
        ("up and group_left", 7, "group_left"),
        ("5mm", 0, "5mm"),
        ("up * on (a) group_left 1", 3, "between two vectors"),
        ("(" * 100, 61, "levels"),
        ("1" + "+1" * 3000, 201, "100 operators"),
    ],
)
def test_what_is_none_says_where(text, at, part):
    if at is None:
        assert isinstance(parse(text), Window)
        return
    with pytest.raises(PromqlError) as error:
        parse(text)
    assert (error.value.at, part in str(error.value)) == (at, True), error.value


@pytest.mark.parametrize(
    ("text", "ms"), [("5m", 300_000), ("1h30m", 5_400_000), ("1d", 86_400_000), ("250ms", 250), ("2w", 1_209_600_000)]
)
def test_a_duration_reads_back(text, ms):
    assert duration_ms(text) == ms == duration_ms(duration_text(ms))


@pytest.mark.parametrize("text", ["", "5", "5x", "5m1h", "1m1m", "11y", "9" * 40 + "s"])
def test_what_is_no_duration(text):
    assert duration_ms(text) is None
