"""The whole course: what is good is there, what is broken is told, and neither keeps the other away."""

import os

import pytest

from slipway.content.lesson import ChallengePart, CheckPart, Prose, ReplayPart
from slipway.content.load import fingerprint, load
from tests.content.small import BANK, COURSE, FIRST, KINDS, SCENARIO, lines, write_course


def told(root, **changed):
    """The library and its problems after some files were replaced."""
    library = load(write_course(root, **changed), KINDS)
    return library, lines(library.problems)


def test_the_small_course_is_whole(root):
    library, problems = told(root)
    assert not problems
    assert library.title == "Small"
    assert [lesson.id for lesson in library.lessons] == ["first", "second"]
    assert (list(library.scenarios), list(library.questions)) == (["tiny"], ["is-it", "was-it"])
    assert library.topics == {"small": "Small questions"} and library.of_topic("small") == ["is-it", "was-it"]
    second = library.lesson("second")
    assert second is not None and (second.title, second.requires) == ("Second", ("first",))


def test_all_faults_of_all_files_come_at_once_in_order(root):
    _, problems = told(
        root,
        tiny=SCENARIO.replace("seed: 1", "sed: 1"),
        small=BANK.replace("Is it?", "Is it"),
        second="words\n",
    )
    assert [problem.split(": ")[0].rsplit(":", 2)[0] for problem in problems] == [
        "lessons/second.md",
        "quiz_bank/small.yaml",
        "scenarios/tiny.yaml",
        "scenarios/tiny.yaml",
        "lessons/first.md",
        "lessons/first.md",
    ]


def test_a_broken_scenario_is_not_there_and_its_lesson_is(root):
    library, problems = told(root, tiny=SCENARIO.replace("seed: 1", "seed: x"))
    assert not library.scenarios and len(library.questions) == 2
    assert [type(part) for part in library.lessons[0].parts] == [Prose, ReplayPart, CheckPart]
    assert library.withdrawn == {"tiny"}
    assert problems[-1] == (
        "lessons/first.md:6:11: the scenario 'tiny' cannot be used: it has problems of its own "
        "(scenarios/tiny.yaml:1); expected those to be mended first"
    )


def test_a_scenario_that_is_no_yaml_is_told_once_and_known_by_its_file_name(root):
    _, problems = told(root, tiny="id: [tiny")
    assert len(problems) == 2 and "not YAML" in problems[0] and "cannot be used" in problems[1]


def test_a_directive_that_would_break_the_engine_is_not_shown(root):
    library, problems = told(root, first=FIRST.replace("alt:", "choose: {when: never}\nalt:"))
    assert problems == ["lessons/first.md:8:16: when has no option 'never'; expected one of now, later"]
    assert [type(part) for part in library.lessons[0].parts] == [Prose, CheckPart]


def test_a_directive_names_things_of_its_own_scenario(root):
    other = SCENARIO.replace("id: tiny", "id: other").replace("id: build\n", "id: bilding\n")
    (root / "scenarios" / "other.yaml").write_text(other.replace("stage: build", "stage: bilding"))
    _, problems = told(root, first=FIRST.replace("scenario: tiny", "scenario: other"))
    assert problems == [
        "lessons/first.md:7:33: there is no stage 'build'; "
        "expected one of source, bilding, live; did you mean 'bilding'?"
    ]


def test_a_broken_question_is_not_asked_and_the_others_are(root):
    library, problems = told(root, small=BANK.replace("Was it?", "Was it"))
    assert list(library.questions) == ["is-it"]
    assert problems == ["quiz_bank/small.yaml:4:65: the prompt is no question; expected a question mark at the end"]


def test_an_unknown_kind_of_question_is_told_with_the_nearest_one(root):
    _, problems = told(root, small=BANK.replace("id: was-it, kind: yesno", "id: was-it, kind: yeson"))
    assert problems == [
        "quiz_bank/small.yaml:4:24: 'yeson' is not a kind of question; expected one of yesno; did you mean 'yesno'?"
    ]


@pytest.mark.parametrize("entry", ["x", "[a]", "{}", "{kind: [a]}"])
def test_a_question_that_is_no_group_of_fields_leaves_the_others_alone(root, entry):
    library, problems = told(root, small=BANK + f"  - {entry}\n")
    assert len(library.questions) == 2 and len(problems) == 1


def test_a_second_question_of_one_id_is_told_even_from_another_file(root):
    (root / "quiz_bank" / "zoo.yaml").write_text(BANK.replace("was-it", "is-that"))
    library, problems = told(root)
    assert problems == [
        "quiz_bank/zoo.yaml:3:10: the question id 'is-it' is taken (first at quiz_bank/small.yaml:3); "
        "expected an id of its own"
    ]
    assert library.of_topic("zoo") == ["is-that"]


def test_a_question_is_asked_once_in_a_lesson(root):
    library, problems = told(root, first=FIRST + "\n```{check}\nquestion: is-it\n```\n")
    assert problems == [
        "lessons/first.md:16:11: this lesson asks 'is-it' already; expected each question once in a lesson"
    ]
    assert library.lessons[0].parts.count(CheckPart("is-it")) == 1


def test_a_ring_of_prerequisites_is_named_in_full_and_locks_nobody_out(root):
    ring = COURSE.replace("[early-bugs]}", "[early-bugs], requires: [second]}")
    library, problems = told(root, course=ring)
    assert problems == [
        "lessons/course.yaml:5:81: 'first' has a cycle in its prerequisites: first requires second, "
        "which requires first; expected an order in which lessons can be read"
    ]
    assert [lesson.requires for lesson in library.lessons] == [(), ()]


def test_a_ring_of_two_thousand_lessons_is_found_in_no_time(root):
    lesson = "  - {{id: l{0}, file: first.md, minutes: 1, objectives: [], requires: [l{1}]}}\n"
    entries = "".join(lesson.format(n, (n + 1) % 1500) for n in range(1500))
    _, problems = told(root, course=COURSE.split("lessons:")[0] + "lessons:\n" + entries)
    assert sum("has a cycle" in problem for problem in problems) == 1


def test_a_lesson_that_is_listed_and_missing_or_there_and_not_listed_is_told(root):
    _, problems = told(root, course=COURSE.replace("file: second.md", "file: secnod.md"))
    assert problems == [
        "lessons/course.yaml:6:24: there is no lesson file 'secnod.md'; "
        "expected a file in lessons/; did you mean 'second.md'?",
        "lessons/second.md:1:1: the course does not list this lesson; expected an entry in lessons/course.yaml",
    ]


def test_a_broken_entry_of_the_course_takes_only_its_lesson_away(root):
    library, problems = told(root, course=COURSE.replace("minutes: 4", "minutes: soon"))
    assert [lesson.id for lesson in library.lessons] == ["first"]
    assert problems == ["lessons/course.yaml:6:44: minutes is 'soon'; expected a whole number"]


@pytest.mark.parametrize("course", ["", "[", "x", "\x00"])
def test_without_a_course_file_lessons_come_by_file_name(root, course):
    library, problems = told(root, course=course)
    assert [lesson.title for lesson in library.lessons] == ["First", "Second"]
    assert all(lesson.minutes >= 1 for lesson in library.lessons)
    assert all(problem.startswith("lessons/course.yaml:") for problem in problems) and problems


def test_an_empty_folder_is_no_course_and_no_trouble(tmp_path):
    library = load(tmp_path, KINDS)
    assert library.lessons == () and len(library.problems) == 1


def test_files_that_are_not_read_are_told(root):
    (root / "scenarios" / "new.yml").write_text(SCENARIO)
    (root / "lessons" / "old.yaml").write_text("x")
    _, problems = told(root)
    assert [problem.split(":")[0] for problem in problems] == ["lessons/old.yaml", "scenarios/new.yml"]


@pytest.mark.parametrize("sort", ["folder", "dangling link", "link to itself"])
def test_what_only_has_the_name_of_a_file_is_told(root, sort):
    path = root / "scenarios" / "odd.yaml"
    path.mkdir() if sort == "folder" else path.symlink_to("gone" if sort == "dangling link" else path)
    library, problems = told(root)
    assert len(problems) == 1 and problems[0].startswith("scenarios/odd.yaml:1:1: ")
    assert list(library.scenarios) == ["tiny"]


def test_the_fingerprint_changes_with_every_edit_and_with_nothing_else(root):
    seen = [fingerprint(root)]
    assert fingerprint(root) == seen[0]
    (root / "lessons" / "first.md").write_text(FIRST + "more")
    seen.append(fingerprint(root))
    (root / "quiz_bank" / "more.yaml").write_text(BANK)
    seen.append(fingerprint(root))
    (root / "quiz_bank" / "more.yaml").rename(root / "scenarios" / "more.yaml")
    seen.append(fingerprint(root))
    os.utime(root / "scenarios" / "more.yaml", (1, 1))
    seen.append(fingerprint(root))
    assert len(set(seen)) == len(seen)


def test_a_question_keeps_its_hash_until_it_says_something_else(root):
    before = load(root, KINDS).questions
    after, _ = told(root, small=BANK.replace("Was it?", "Was it so?").replace("topic:", "# a comment\ntopic:"))
    assert after.questions["is-it"].content_hash == before["is-it"].content_hash
    assert after.questions["was-it"].content_hash != before["was-it"].content_hash


CHALLENGE = """\
id: peak
subject: scaling
title: A peak
story: Many come at once.
situation: spike
start: hpa
solution: hpa;min_replicas=9
"""


def test_a_lesson_may_show_a_challenge_and_a_mistyped_one_is_told(root):
    (root / "scenarios" / "operations").mkdir()
    (root / "scenarios" / "operations" / "peak.yaml").write_text(CHALLENGE, "utf-8")
    library, problems = told(root, second="# Second\n\n```{challenge}\nchallenge: peak\n```\n")
    second = library.lesson("second")
    assert not problems
    assert second is not None and second.parts == (ChallengePart("peak"),)
    _, problems = told(root, second="# Second\n\n```{challenge}\nchallenge: peek\n```\n")
    assert problems == [
        "lessons/second.md:4:12: there is no challenge 'peek'; expected one of peak; did you mean 'peak'?"
    ]
