"""Everything authored is played: solutions, questions, lessons."""

import pytest

from slipway.assessment.variants import variant_of
from slipway.content.lesson import CheckPart, LabPart, PredictPart, ReplayPart, TaskPart
from slipway.content.prove import prove_scenario
from slipway.pipeline.bets import settle
from slipway.pipeline.simulate import simulate
from slipway.questions import KINDS
from slipway.questions.kind import Unreadable
from tests.course import course

PARTS = [(lesson.id, part) for lesson in course().lessons for part in lesson.parts]


def test_the_course_we_ship_has_no_problem() -> None:
    assert [str(problem) for problem in course().problems] == []


@pytest.mark.parametrize("loaded", course().loaded, ids=lambda loaded: loaded.scenario.id)
def test_every_solution_comes_out_as_its_author_says(loaded) -> None:
    assert [str(problem) for problem in prove_scenario(loaded)] == []
    assert any(solution.tempting for solution in loaded.scenario.solutions)


@pytest.mark.parametrize("item", course().questions.values(), ids=lambda item: item.question.id)
def test_every_question_grades_the_answers_that_it_makes_up(item) -> None:
    question, kind = item.question, KINDS[item.question.kind]
    variant = variant_of(question.id, item.content_hash, "tester", 1, kind.shuffled(question))
    scores = []
    for example in kind.examples(question, variant):
        read = kind.parse(question, variant, example.raw)
        if example.score is None:
            assert isinstance(read, Unreadable)
            continue
        assert not isinstance(read, Unreadable)
        scores.append(kind.grade(question, variant, read).score)
        assert scores[-1] == pytest.approx(example.score)
    assert max(scores) == 1
    assert min(scores) < 1


def test_there_are_enough_questions_on_every_pipeline_objective() -> None:
    wanted = {
        "ci-cd-pipelines",
        "classify-parts",
        "stages-separate-data",
        "place-tests",
        "unit-vs-integration",
        "early-bugs",
        "test-data-value",
        "approval-after-promotion",
    }
    asked = [objective for item in course().questions.values() for objective in item.question.objectives]
    assert len(course().questions) >= 24
    assert {o: asked.count(o) for o in wanted if asked.count(o) < 3} == {}


def test_the_right_answer_is_not_given_away_by_its_length_or_place() -> None:
    singles = [item.question for item in course().questions.values() if item.question.kind == "single"]
    longest = sum(max(q.options, key=lambda o: len(o.text)).correct for q in singles)
    first = sum(q.options[0].correct for q in singles)
    assert longest / len(singles) < 0.45
    assert first / len(singles) < 0.5


def _run_of(part):
    scenario = course().scenarios[part.scenario]
    return simulate(scenario.world, part.choose, scenario.seed if part.seed is None else part.seed)


@pytest.mark.parametrize(("lesson", "part"), [p for p in PARTS if isinstance(p[1], ReplayPart)])
def test_every_picture_in_a_lesson_rests_on_something_that_happens(lesson: str, part: ReplayPart) -> None:
    assert part.at is None or part.at.met_at(_run_of(part).events) is not None


@pytest.mark.parametrize(("lesson", "part"), [p for p in PARTS if isinstance(p[1], PredictPart)])
def test_every_prediction_in_a_lesson_is_settled_by_its_run(lesson: str, part: PredictPart) -> None:
    assert settle(_run_of(part), part.prediction, 0) is not None


@pytest.mark.parametrize(("lesson", "part"), [p for p in PARTS if isinstance(p[1], TaskPart)])
def test_every_task_in_a_lesson_can_be_done(lesson: str, part: TaskPart) -> None:
    scenario = course().scenarios[part.scenario]
    ways: list[dict[str, str]] = [{}] + [solution.choose for solution in scenario.solutions]
    assert any(part.when.met_at(simulate(scenario.world, way, scenario.seed).events) is not None for way in ways)


def test_every_lesson_asks_something() -> None:
    for lesson in course().lessons:
        assert any(isinstance(part, (CheckPart, LabPart, PredictPart, TaskPart)) for part in lesson.parts), lesson.id
