"""`python -m slipway autoscale` as somebody types it."""

import json

import pytest

from slipway.cli import main

MANIFEST = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  minReplicas: 2
  maxReplicas: 8
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}
"""
RECORDED = 'time,"cpu_pct{pod=""a""}","cpu_pct{pod=""b""}"\n0,90,80\n15,95,85\n30,20,10\n'


@pytest.fixture
def files(tmp_path):
    (tmp_path / "hpa.yaml").write_text(MANIFEST)
    (tmp_path / "day.csv").write_text(RECORDED)
    (tmp_path / "traffic.csv").write_text("at_s,per_s\n0,20\n600,60\n1200,20\n")
    return tmp_path


def test_a_preset_is_run_and_every_change_is_told_with_its_arithmetic(capsys):
    assert main(["autoscale", "hpa;target=50", "--profile", "steady"]) == 0
    told = capsys.readouterr().out
    assert "÷ 50 %" in told and "Instance-hours" in told


def test_a_manifest_runs_under_traffic_of_ones_own(files, capsys):
    assert main(["autoscale", str(files / "hpa.yaml"), "--profile", str(files / "traffic.csv"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["policy"] == "shop"
    assert max(each["desired"] for each in document["decisions"]) <= 8
    assert document["measures"]["requests"] > 0


def test_recorded_pods_show_what_the_scaler_would_have_done(files, capsys):
    assert main(["autoscale", str(files / "hpa.yaml"), "--metrics", str(files / "day.csv"), "--json"]) == 0
    decisions = json.loads(capsys.readouterr().out)["decisions"]
    assert [(each["at_s"], each["desired"]) for each in decisions] == [(0.0, 4), (15.0, 4), (30.0, 2)]


def test_a_column_of_another_name_is_taken_where_it_is_named(files, capsys):
    (files / "load.csv").write_text("time,load,replicas\n0,90,2\n15,90,2\n")
    asked = ["autoscale", str(files / "hpa.yaml"), "--metrics", str(files / "load.csv")]
    assert main(asked) == 2
    told = capsys.readouterr().err
    assert "no series is cpu" in told and "there are load, replicas" in told and "--column cpu=SERIES" in told
    assert main([*asked, "--column", "cpu=load"]) == 0
    assert "cpu: 90 % ÷ 50 % = 1.8, × 2 rounded up; asks for 4" in capsys.readouterr().out
    for wrong in ("cpu=lod", "gpu=load", "cpu"):
        assert main([*asked, "--column", wrong]) == 2
        assert capsys.readouterr().err.startswith("autoscale: --column")
    assert main(["autoscale", "hpa", "--column", "cpu=load"]) == 2


def test_what_a_recording_does_not_say_is_told(files, capsys):
    (files / "cpu.csv").write_text("time,cpu\n0,90\n")
    assert main(["autoscale", str(files / "hpa.yaml"), "--metrics", str(files / "cpu.csv")]) == 0
    assert "taken to be 2 throughout" in capsys.readouterr().err


def test_what_cannot_be_read_is_told_with_its_place(files, capsys):
    (files / "bad.yaml").write_text(MANIFEST.replace("maxReplicas: 8", "maxReplicas: many"))
    assert main(["autoscale", str(files / "bad.yaml")]) == 2
    assert "bad.yaml:7:" in capsys.readouterr().err
    for wrong in (["hpaa"], ["hpa;target=no"], ["hpa", "--profile", "nowhere"], ["hpa", "--seed", "-1"]):
        assert main(["autoscale", *wrong]) == 2
        assert capsys.readouterr().err.startswith("autoscale: ")


def test_dates_and_values_that_are_none_are_read(files, capsys):
    rows = "2024-01-31T09:00:00Z,90,80\n2024-01-31T10:00:15+01:00,90,NaN\n"
    (files / "dates.csv").write_text('time,"cpu{pod=""a""}","cpu{pod=""b""}"\n' + rows)
    assert main(["autoscale", str(files / "hpa.yaml"), "--metrics", str(files / "dates.csv")]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "85 % ÷ 50 %" in first and "90 % ÷ 50 % = 1.8; with 1 pod without a value" in second


def test_a_recording_of_nothing_but_gaps_is_told(files, capsys):
    (files / "gaps.json").write_text('[{"name": "cpu", "labels": {}, "points": [[0, null], [15, null]]}]')
    assert main(["autoscale", str(files / "hpa.yaml"), "--metrics", str(files / "gaps.json")]) == 2
    assert "no sample" in capsys.readouterr().err
