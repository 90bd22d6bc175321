"""Annotations with their gaps filled, as promtool fills them."""

import numpy as np
import pytest

from slipway.alerting.event import labels_of
from slipway.alerting.promql.store import Store, samples
from slipway.alerting.rule import Alerting, RuleGroup
from slipway.alerting.template import TemplateError, filled
from slipway.content.source import Text
from slipway.formats.prometheus_rules import read_rules, write_rules
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
    "a {{- $value -}} \n b {{/* nothing */}} c {{ $externalLabels.x }}{{ $externalURL }}",
    "{{ humanize $value }} {{ $value | humanize1024 }}B {{ printf `%s: %v` $labels.region $value }}",
    '{{ printf "%8.1f|%-9.2e|%+.1f|%08.2f|%5s|%v" $value $value $value $value "x" $labels.region }}',
    "{{ $labels.host | stripPort }} {{ stripDomain $labels.host }} {{ $labels.region | toUpper | toLower | title }}",
)


@promtool.needs_promtool
def test_every_form_of_every_value_is_as_promtool_has_it(tmp_path):
    at_ms = np.arange(len(VALUES), dtype=np.int64) * 60_000
    store = Store(
        {labels_of({"__name__": "m", "region": "eu", "host": "db.example.com:9090"}): samples(at_ms, np.array(VALUES))}
    )
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


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("{{ $value }} {{ printf `%.2f` $value }}", float("nan"), "NaN NaN"),
        ("{{ $value | humanize1024 }}|{{ $value | humanizeTimestamp }}", float("inf"), "+Inf|+Inf"),
        ("{{ $value | humanizeTimestamp }}", 1435065584.128, "2015-06-23 13:19:44.128 +0000 UTC"),
        ("{{ $value | humanizeTimestamp }}", 1e300, "1e+300"),
        ("{{ $value | humanizePercentage }}", -0.22222, "-22.22%"),
        ("{{ $value | humanize1024 }}", 1234567.0, "1.177Mi"),
        ("{{ $value | humanizeDuration }}", 0.12345, "123.5ms"),
        ("{{ $value | humanizeDuration }}", 899.99, "14m 59s"),
        ('{{ "aa bb CC" | title }} {{ "aA" | toUpper }} {{ toLower "aA" }}', 0.0, "Aa Bb CC AA aa"),
        ('{{ "[2001:0DB8::1]:12345" | stripPort }} {{ "192.0.2.1:80" | stripPort }}', 0.0, "2001:0DB8::1 192.0.2.1"),
        ('{{ "2001:0DB8::1" | stripPort }} {{ "[::1]::80" | stripPort }}', 0.0, "2001:0DB8::1 [::1]::80"),
        ('{{ "foo.example.com" | stripDomain }} {{ "foo.example.com:80" | stripDomain }}', 0.0, "foo foo:80"),
        (
            '{{ "192.0.2.1:80" | stripDomain }} {{ "[2001:0DB8::1]:80" | stripDomain }}',
            0.0,
            "192.0.2.1:80 [2001:0DB8::1]:80",
        ),
        ('{{ printf "100%%" }}', 0.0, "100%"),
    ],
)
def test_functions_give_what_prometheus_own_tests_expect(text, value, found):
    assert filled(text, {}, value) == found


def test_a_label_must_not_change_with_the_value():
    with pytest.raises(TemplateError, match="new alert"):
        Alerting("A", "up", labels=(("v", "{{ $value }}"),))


UNKNOWN = (
    "{{ range }}", "{{ $labels }}", "{{ query `up` }}", "{{ $value | title }}", "{{}}", "{{ $labels.a | humanize }}",
    "{{ printf `%d` $value }}", "{{ printf `%s` $value }}", "{{ printf `%f` }}", "{{ | humanize }}", "{{ `a }}",
    "{{ (humanize $value) }}", '{{ "\\d" }}', "{{ end }}",
)  # fmt: skip


@pytest.mark.parametrize("gap", UNKNOWN)
def test_what_cannot_be_filled_is_refused_in_a_label(gap):
    with pytest.raises(TemplateError) as error:
        Alerting("A", "up", labels=(("a", f"x {gap} y"),))
    assert error.value.snippet == gap


@pytest.mark.parametrize("gap", UNKNOWN)
def test_an_annotation_that_cannot_be_filled_stays_as_it_is_and_is_told(gap):
    text = f"x {gap} {{{{ $value }}}}"
    assert filled(text, {}, 1.0) == text
    rules = (RuleGroup("g", (Alerting("A", "m", annotations=(("a", text),)), Alerting("B", "m"))),)
    imported = read_rules(Text("file", write_rules(rules)))
    assert imported.settings == rules
    assert [gap in each.what or gap[:60] in each.what for each in imported.unsupported] == [True]
    store = Store({labels_of({"__name__": "m"}): samples(np.array([0]), np.array([1.0]))})
    written = write_tests(rules, store, 60, "rules.yml")
    assert ("alertname: B" in written, "alertname: A" in written) == (True, False)


def test_what_labels_say_is_not_read_again():
    assert filled("{{ $labels.a }}", {"a": "{{ $value }}"}, 1.0) == "{{ $value }}"
