"""Ids: each once, references that lead somewhere, and no echoes of what is told already."""

from slipway.content.names import Names, mentions_of, place_of
from tests.content.small import YesNo, lines, tree_of

QUESTION = "{kind: yesno, id: q, objectives: [known, kown, other], prompt: x, answer: yes}"


def test_a_reference_that_leads_nowhere_is_told_with_the_nearest_name():
    names = Names(declared={"objective": {"known": place_of(tree_of("a"))}})
    assert lines(names.check(mentions_of(tree_of(QUESTION), YesNo), course=True)) == [
        "a.yaml:1:42: there is no objective 'kown'; expected one of known; did you mean 'known'?",
        "a.yaml:1:48: there is no objective 'other'; expected one of known",
    ]


def test_a_reference_to_something_broken_says_so_and_where():
    names = Names(declared={"objective": {"known": place_of(tree_of("a"))}})
    names.mark_broken("objective", "kown", place_of(tree_of("\nx", "c.yaml")))
    problems = lines(names.check(mentions_of(tree_of(QUESTION), YesNo), course=True))
    assert "cannot be used: it has problems of its own (c.yaml:2)" in problems[0]


def test_nothing_is_said_about_a_noun_that_nobody_could_declare():
    names = Names(unknown={"objective"})
    assert not names.check(mentions_of(tree_of(QUESTION), YesNo), course=True)


def test_a_second_declaration_names_the_first():
    names, found = Names(), mentions_of(tree_of(QUESTION), YesNo)
    assert not names.declare(found, course=True)
    assert lines(names.declare(found, course=True)) == [
        "a.yaml:1:19: the question id 'q' is taken (first at a.yaml:1); expected an id of its own"
    ]


def test_the_courses_ids_and_a_scenarios_are_kept_apart():
    names = Names()
    assert not names.declare(mentions_of(tree_of(QUESTION), YesNo), course=False)
    assert not names.declared


def test_what_a_file_declared_can_be_forgotten():
    names = Names()
    names.declare(mentions_of(tree_of(QUESTION, "b.yaml"), YesNo), course=True)
    names.mark_broken("question", "r", place_of(tree_of("x", "b.yaml")))
    names.forget("b.yaml")
    assert names.declared == {"question": {}} and names.broken == {"question": {}}
