"""Annotations with their gaps filled, as promtool fills them."""

import numpy as np
import pytest

from slipway.alerting.event import labels_of
from slipway.alerting.promql.store import Store, samples
from slipway.alerting.rule import Alerting, RuleGroup
from slipway.alerting.template import TemplateError, filled
from slipway.formats.prometheus_rules import write_rules
from slipway.formats.promtool import write_tests
from tests.alerting import promtool

VALUES = (
    *(0.0, 1.0, -3.5, 0.1 + 0.2, 12.5, 999.9, 1000.0, 123456.789, 1e6, 1e15, 1e20, 1e21, 1.5e22, 1e-4, 1e-5, 1.234e-7),
    *(59.5, 60.0, 3661.0, 90061.0, -90.0, 0.25, 1e-3, 2 / 3),
)
FORMS = (
    "{{ $value }}",
    "{{$value | humanize}}",
    "{{ $value | humanizePercentage }}",
    "{{ $value | humanizeDuration }}",
    '{{ printf "%.2f" $value }}',
    '{{ $value | printf "%.0f" }}',
    '{{ printf "about %.3g%%" $value }}',
    "{{ .Labels.region }}-{{- $labels.none -}}-{{ $labels.region }}",
)


@promtool.needs_promtool
def test_every_form_of_every_value_is_as_promtool_has_it(tmp_path):
    at_ms = np.arange(len(VALUES), dtype=np.int64) * 60_000
    store = Store({labels_of({"__name__": "m", "region": "eu"}): samples(at_ms, np.array(VALUES))})
    forms = tuple((f"form_{number}", form) for number, form in enumerate(FORMS))
    # Go's whole seconds end at 2**63; ours do not.
    short = tuple(each for each in forms if "Duration" not in each[1])
    rules = tuple(
        Alerting(
            f"A{number}",
            f"m and on () (vector(time()) == {60 * number})",
            annotations=forms if value < 2**63 else short,
        )
        for number, value in enumerate(VALUES)
    )
    groups = (RuleGroup("g", rules),)
    written = write_tests(groups, store, 60 * len(VALUES), "rules.yml", edition=promtool.edition())
    assert written.count("form_0") == len(VALUES)
    done = promtool.run(tmp_path, written, write_rules(groups))
    assert done.returncode == 0, (done.stdout + done.stderr)[:3000]


def test_a_label_must_not_change_with_the_value():
    with pytest.raises(TemplateError, match="new alert"):
        Alerting("A", "up", labels=(("v", "{{ $value }}"),))


@pytest.mark.parametrize("gap", ["{{ range }}", "{{ $labels }}", "{{ query `up` }}", "{{ $value | title }}", "{{}}"])
def test_what_cannot_be_filled_is_refused(gap):
    with pytest.raises(TemplateError) as error:
        Alerting("A", "up", annotations=(("a", f"x {gap} y"),))
    assert error.value.snippet == gap


def test_what_labels_say_is_not_read_again():
    assert filled("{{ $labels.a }}", {"a": "{{ $value }}"}, 1.0) == "{{ $value }}"
