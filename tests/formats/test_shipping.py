"""A strategy as files of every system that has words for it, and back; each system's file is told by its looks."""

import pytest

from slipway.content.source import Text
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.strategies import STRATEGIES
from slipway.formats.plans import PLAN_FORMATS
from slipway.formats.shipping import import_shipment, write_all
from slipway.words import all_words

WRITTEN = [(name, each) for name, strategy in STRATEGIES.items() for each in write_all(strategy.settings)]


def label(value):
    return value if isinstance(value, str) else value.format


@pytest.mark.parametrize("name", [*PLAN_FORMATS])
def test_a_format_has_a_name_and_a_system(name):
    assert f"shippage.format_{name}" in all_words()
    assert PLAN_FORMATS[name].dialect in DIALECTS


@pytest.mark.parametrize(("strategy", "written"), WRITTEN, ids=label)
def test_a_written_file_is_read_by_the_format_that_wrote_it(strategy, written):
    imported = import_shipment(Text(written.file_name, written.content))
    dialect = PLAN_FORMATS[written.format].dialect
    expressed = DIALECTS[dialect].express(STRATEGIES[strategy].settings)
    assert imported.problems == ()
    assert expressed and imported.settings
    assert imported.settings.system.name == dialect
    said_all = not PLAN_FORMATS[written.format].left_out(expressed.settings)
    assert (imported.settings.settings == expressed.settings) == said_all


@pytest.mark.parametrize("dialect", [*DIALECTS])
def test_every_system_has_words_for_some_strategy(dialect):
    assert any(DIALECTS[dialect].express(strategy.settings) for strategy in STRATEGIES.values())


@pytest.mark.parametrize("content", ["", "hello", "a: 1", "[1, 2]", '{"a": null}', "- - - -"])
def test_a_file_of_no_known_system_is_told_which_ones_are(content):
    imported = import_shipment(Text("x.yaml", content))
    assert imported.settings is None
    assert all(name in str(imported.problems[0]) for name in PLAN_FORMATS)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('{"name": "x", "metrics": [', "x.yaml:1:26: this is not JSON"),
        ('{"a": NaN}', "x.yaml:1:7: this is not JSON"),
        ("[1, 2,}", "x.yaml:1:7: this is not JSON"),
        ("a: b\nc: [1, 2\n", "x.yaml:2:4: this is not YAML"),
        ("a: b\n\tc: d\n", "x.yaml:2:1: this is not YAML"),
        ("a: 1\n---\nb: 'x\n", "x.yaml:3:4: this is not YAML"),
        ("\x00", "x.yaml:1:1: this is not YAML"),
    ],
)
def test_a_file_that_is_malformed_says_where_instead(content, place):
    imported = import_shipment(Text("x.yaml", content))
    assert imported.settings is None
    assert [str(problem)[: len(place)] for problem in imported.problems] == [place]
