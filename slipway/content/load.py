"""Reading the course from its folders; an edited file shows as soon as its fingerprint changes."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from slipway.content.bank import Item, LocatedQuestion, read_bank
from slipway.content.course import CourseFile, LessonEntry, cycle_problems
from slipway.content.lesson import LessonText, read_lesson
from slipway.content.library import Lesson, Library, LoadedScenario
from slipway.content.names import Names
from slipway.content.problem import Problem, nearest, shown
from slipway.content.prose import check_words
from slipway.content.scenario import Scenario, check_options, read_scenario
from slipway.content.source import Text, Tree, parse, read_file
from slipway.content.typed import build

Kinds = Mapping[str, type]


def fingerprint(root: Path) -> str:
    """Changes whenever a content file does; looks at names, sizes and times only."""
    digest = sha256()
    for path in content_files(root):
        try:
            stat = path.stat()
            digest.update(f"{path.name}/{stat.st_size}/{stat.st_mtime_ns}\n".encode())
        except OSError:
            digest.update(f"{path.name}/?\n".encode())
    return digest.hexdigest()


def content_files(root: Path) -> Iterator[Path]:
    """Every content file, in a fixed order."""
    yield root / "lessons" / "course.yaml"
    for folder, pattern in (("scenarios", "*.yaml"), ("quiz_bank", "*.yaml"), ("lessons", "*.md")):
        yield from sorted((root / folder).glob(pattern))


def load(root: Path, kinds: Kinds) -> Library:
    """Read the course under `root` (lessons, scenarios, quiz_bank); never raises for what is in the files."""
    loader = Loader(root, kinds)
    loader.read_course()
    return loader.library()


def hash_of(text: str) -> str:
    """A short fingerprint of a source text."""
    return sha256(text.encode()).hexdigest()[:16]


class Loader:
    """Reads file after file and keeps what it has seen; references are checked when all is read."""

    def __init__(self, root: Path, kinds: Kinds) -> None:
        self.root = root
        self.kinds = kinds
        self.names = Names()
        self.problems: list[Problem] = []
        self.course: CourseFile | None = None
        self.lessons: list[Lesson] = []
        self.loaded: dict[str, LoadedScenario] = {}
        self.questions: dict[str, Item] = {}
        self.topics: dict[str, str] = {}
        self._references: list[tuple[Tree, Any]] = []

    def read_course(self) -> None:
        """Read every folder: the course file, scenarios, questions, lessons."""
        course_tree = self._tree(self.root / "lessons" / "course.yaml")
        if course_tree:
            self.read_course_file(course_tree)
        for path in sorted((self.root / "scenarios").glob("*.yaml")):
            if tree := self._tree(path):
                self.read_scenario(tree)
        for path in sorted((self.root / "quiz_bank").glob("*.yaml")):
            if tree := self._tree(path):
                self.read_bank(tree, path.stem)
        if self.course and course_tree:
            self._read_lessons(self.course, course_tree)

    def library(self) -> Library:
        """All that is good, and all that is not."""
        return Library(
            title=self.course.title if self.course else "",
            objectives=self.course.objectives if self.course else (),
            lessons=tuple(self.lessons),
            scenarios={name: self.loaded[name].scenario for name in self._ordered("scenarios", self.loaded)},
            questions={
                name: item
                for topic in self._ordered("topics", self.topics)
                for name, item in self.questions.items()
                if item.topic == topic
            },
            topics={name: self.topics[name] for name in self._ordered("topics", self.topics)},
            loaded=tuple(self.loaded.values()),
            problems=self.all_problems(),
        )

    def _ordered(self, field: str, names: Iterable[str]) -> list[str]:
        """The names in the course's order, those that it leaves out last."""
        wanted: tuple[str, ...] = getattr(self.course, field) if self.course else ()
        known = list(names)
        return [n for n in wanted if n in known] + [n for n in known if n not in wanted]

    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem, those of references between files included, sorted by place."""
        dangling = [
            problem
            for tree, value in self._references
            for problem in self.names.check(tree, value, type(value), course=True)
        ]
        return tuple(sorted({*self.problems, *dangling}))

    def _text(self, path: Path) -> Text | None:
        text = read_file(path, shown(path, self.root))
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        return text

    def _tree(self, path: Path) -> Tree | None:
        text = self._text(path)
        return self.parse(text) if text else None

    def parse(self, text: Text) -> Tree | None:
        """The text as a YAML tree; its problems are kept."""
        tree, problems = parse(text)
        self.problems += problems
        return tree

    def _take_up(self, tree: Tree, value: Any) -> bool:
        """Keep a typed value's names and references; False when one of its ids is taken."""
        taken = self.names.declare(tree, value, type(value), course=True)
        self.problems += taken
        self._references.append((tree, value))
        return not taken

    def read_course_file(self, tree: Tree) -> None:
        """Objectives and the order of lessons."""
        self.course, problems = build(tree, CourseFile)
        self.problems += problems
        if self.course is not None:
            self._take_up(tree, self.course)
            self.problems += check_words(tree, self.course, CourseFile) + cycle_problems(tree, self.course)

    def read_scenario(self, tree: Tree) -> Scenario | None:
        """A scenario; with a problem in it learners do not get it."""
        scenario, names, problems = read_scenario(tree)
        self.problems += problems
        if scenario is None:
            return None
        object.__setattr__(scenario, "content_hash", hash_of(tree.text.content))
        if self._take_up(tree, scenario) and not problems:
            self.loaded[scenario.id] = LoadedScenario(scenario, tree, names)
        return scenario

    def read_bank(self, tree: Tree, topic: str) -> list[LocatedQuestion]:
        """A file of questions; those with a problem of their own are left out."""
        title, questions, problems = read_bank(tree, self.kinds)
        self.problems += problems
        if title:
            self.topics[topic] = title
            self.names.declared.setdefault("topic", {})[topic] = tree.text.path
        for located in questions:
            if self._take_up(located.tree, located.question):
                digest = hash_of(repr(located.question))
                self.questions[located.question.id] = Item(located.question, topic, digest)
        return questions

    def _read_lessons(self, course: CourseFile, tree: Tree) -> None:
        files = {path.name: path for path in sorted((self.root / "lessons").glob("*.md"))}
        for index, entry in enumerate(course.lessons):
            if entry.file in files:
                self._read_lesson(files[entry.file], entry)
                continue
            what = f"there is no lesson file {entry.file!r}"
            loc = ("lessons", index, "file")
            self.problems.append(tree.problem(loc, what, "a file in lessons/", nearest(entry.file, files)))
        for name in sorted(set(files) - {entry.file for entry in course.lessons}):
            if text := self._text(files[name]):
                what = "the course does not list this lesson"
                self.problems.append(text.problem(1, 1, what, "an entry in lessons/course.yaml"))

    def _read_lesson(self, path: Path, entry: LessonEntry) -> None:
        text = self._text(path)
        lesson = self.read_lesson(text) if text else None
        if text and lesson:
            digest = hash_of(text.content)
            self.lessons.append(
                Lesson(entry.id, lesson.title, lesson.parts, entry.minutes, entry.requires, entry.objectives, digest)
            )

    def read_lesson(self, text: Text) -> LessonText | None:
        """A lesson; a directive that cannot be read is left out and the rest stands."""
        lesson, problems = read_lesson(text)
        self.problems += problems
        for located in lesson.located if lesson else ():
            self._take_up(located.tree, located.part)
            self._check_in_scenario(located.tree, located.part)
        return lesson

    def _check_in_scenario(self, tree: Tree, part: Any) -> None:
        """A directive's stages, changes and decisions belong to the scenario that it names."""
        loaded = self.loaded.get(getattr(part, "scenario", ""))
        if loaded is None:
            return
        self.problems += loaded.names.check(tree, part, type(part), course=False)
        self.problems += check_options(tree, ("choose",), getattr(part, "choose", {}), loaded.scenario.world)
