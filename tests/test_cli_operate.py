"""`python -m slipway operate`: what there is to operate, and what a plan comes to."""

import json

import pytest

from slipway.cli import main
from slipway.operations.subjects import SUBJECTS

PLAN = ["operate", "scaling", "steady", "fixed;instances=2"]


def test_without_a_subject_the_subjects_are_listed(capsys):
    assert main(["operate"]) == 0
    assert capsys.readouterr().out.split() == [*SUBJECTS]


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_lists_its_ways_settings_situations_and_measures(name, capsys):
    assert main(["operate", name]) == 0
    told, subject = capsys.readouterr().out, SUBJECTS[name]
    fields = [knob.field for way in subject.ways.values() for knob in way.knobs]
    for word in (*subject.ways, *fields, *subject.situations, *(each.name for each in subject.measures)):
        assert word in told


def test_a_plan_prints_every_measure(capsys):
    assert main(PLAN) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [each.name for each in SUBJECTS["scaling"].measures]


def test_as_json_it_is_what_the_engine_says(capsys):
    assert main([*PLAN, "--json", "--seed", "3"]) == 0
    told = json.loads(capsys.readouterr().out)
    measures = SUBJECTS["scaling"].try_out("steady", "fixed;instances=2", 3).measures
    assert {name: value for name, value in told["measures"].items() if value is not None} == {
        name: value for name, value in measures.items() if value == value
    }


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["operate", "scalin"], "did you mean 'scaling'?"),
        (["operate", "scaling", "stedy", "fixed"], "there is no situation 'stedy'"),
        (["operate", "scaling", "steady", "fixd"], "there is no way 'fixd'"),
        (["operate", "scaling", "steady", "fixed;instances=-1"], "instances"),
        ([*PLAN, "--seed", "-1"], "--seed takes 0"),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(arguments, says, capsys):
    assert main(arguments) == 2
    assert says in capsys.readouterr().err
