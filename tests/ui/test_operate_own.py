"""Files of a learner's in operations, on our days, on their traffic, on what they recorded."""

import pytest

from slipway.content.source import Text
from slipway.formats.operations import operations_files
from slipway.operations.subjects import SUBJECTS
from slipway.ui.operate_own import OWN

TRAFFIC = Text("traffic.csv", "time_s,requests_per_s\n0,20\n1800,60\n3600,20\n")
PODS = Text("pods.csv", 'time,cpu{pod="a"},cpu{pod="b"}\n' + "".join(f"{60 * n},{n},{n + 50}\n" for n in range(60)))
COUNTS = Text(
    "counts.csv",
    'time,requests_total{code="200"},requests_total{code="500"}\n'
    + "".join(f"{60 * n},{1000 * n},{max(n - 20, 0) * 100}\n" for n in range(60)),
)


def files(subject: str, plan: str) -> dict[str, Text]:
    made = SUBJECTS[subject]
    spec = made.spec(next(iter(made.situations)), *made.read(plan))
    return {each.name: Text(each.name, each.content) for each in operations_files(spec)}


def test_a_policy_in_a_situation_comes_to_what_its_settings_come_to() -> None:
    policy = files("scaling", "hpa;target=70")["hpa.yaml"]
    own = OWN["scaling"].run([policy], "here", "evening", None)
    assert own.measures == SUBJECTS["scaling"].try_out("evening", "hpa;target=70", 1).measures


def test_rules_with_routes_in_a_situation_come_to_what_their_settings_come_to() -> None:
    made = files("alerting", "rules;errors_for_min=5;latency=page")
    own = OWN["alerting"].run([made["rules.yaml"], made["alertmanager.yaml"]], "here", "usual", None)
    assert own.measures == SUBJECTS["alerting"].try_out("usual", "rules;errors_for_min=5;latency=page", 1).measures


@pytest.mark.parametrize(("subject", "plan"), [("scaling", "step"), ("alerting", "alarms")])
def test_traffic_of_theirs_is_measured(subject: str, plan: str) -> None:
    first = next(iter(files(subject, plan).values()))
    trial = OWN[subject].run([first], "traffic", "", TRAFFIC)
    assert set(trial.measures) == {measure.name for measure in SUBJECTS[subject].measures}


def test_recorded_series_are_decided_on_and_not_measured() -> None:
    scaled = OWN["scaling"].run([files("scaling", "hpa")["hpa.yaml"]], "record", "", PODS)
    assert scaled.measures == {} and len(scaled.told) > 1
    watched = OWN["alerting"].run([files("alerting", "rules")["rules.yaml"]], "record", "", COUNTS)
    assert watched.measures == {}
    assert any("ErrorsHigh" in told.what and "firing" in told.what for told in watched.told)


def test_traffic_beyond_what_a_page_can_run_names_the_most() -> None:
    long = Text("long.csv", "time_s,requests_per_s\n0,200\n604000,200\n")
    with pytest.raises(ValueError, match="at most 20,000,000 requests and 168 hours"):
        OWN["scaling"].run([files("scaling", "hpa")["hpa.yaml"]], "traffic", "", long)
