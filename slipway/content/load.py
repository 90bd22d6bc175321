"""Reading the course from its folders; an edited file shows as soon as its fingerprint changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from slipway.content.bank import Item, LocatedQuestion, item_of, read_bank
from slipway.content.challenge import LoadedChallenge, read_challenge
from slipway.content.compose import parse
from slipway.content.course import CourseOrder, LessonEntry, Objective, read_course
from slipway.content.lesson import BoardPart, CheckPart, LessonText, LocatedPart, read_lesson
from slipway.content.level import LoadedCatalogue, LoadedLevel, read_catalogue, read_level
from slipway.content.library import Lesson, Library
from slipway.content.names import Mentions, Names, Place, mentions_of, place_of
from slipway.content.problem import Problem, in_order, nearest, shown
from slipway.content.scenario import LoadedScenario, check_options, read_scenario
from slipway.content.source import Text, Tree, read_file
from slipway.pipeline.placement.model import check_placement

Kinds = Mapping[str, type]
CATALOGUE = "catalogue.yaml"
_FOLDERS = (
    ("scenarios", ".yaml"),
    ("scenarios/placement", ".yaml"),
    ("scenarios/operations", ".yaml"),
    ("quiz_bank", ".yaml"),
    ("lessons", ".md"),
)
_WORDS_PER_MINUTE = 150


def fingerprint(root: Path) -> str:
    """Changes whenever a content file does; looks at names, sizes and times only."""
    digest = sha256()
    for path in [*content_files(root), *_strays(root)]:
        try:
            stat = path.stat()
            mark = f"{stat.st_size}/{stat.st_mtime_ns}/{stat.st_ino}"
        except OSError:
            mark = "?"
        digest.update(f"{shown(path, root)}/{mark}\n".encode())
    return digest.hexdigest()


def content_files(root: Path) -> Iterator[Path]:
    """Every content file, in a fixed order."""
    yield root / "lessons" / "course.yaml"
    for folder, suffix in _FOLDERS:
        yield from sorted((root / folder).glob(f"*{suffix}"))


def _strays(root: Path) -> Iterator[Path]:
    """Files that look like content and are not read, because of where they are or how their names end."""
    for folder, suffix in _FOLDERS:
        for path in sorted((root / folder).glob("*")):
            looks_so = path.suffix.lower() in (".yaml", ".yml", ".md", ".markdown")
            if looks_so and path.suffix != suffix and path.name not in ("course.yaml", "README.md"):
                yield path


def load(root: Path, kinds: Kinds) -> Library:
    """Read the course under `root` (lessons, scenarios, quiz_bank); never raises for what is in the files."""
    loader = Loader(root, kinds)
    loader.read_course()
    return loader.library()


class Loader:
    """Reads file after file, those that are referred to before those that refer, and keeps what is good."""

    def __init__(self, root: Path, kinds: Kinds) -> None:
        self.names = Names()
        self.problems: list[Problem] = []
        self.loaded: dict[str, LoadedScenario] = {}
        self.located: list[LocatedPart] = []
        self.levels: dict[str, LoadedLevel] = {}
        self.challenges: dict[str, LoadedChallenge] = {}
        self.located_questions: list[LocatedQuestion] = []
        self._catalogue = LoadedCatalogue(None, Names())
        self._root = root
        self._kinds = kinds
        self._title = ""
        self._objectives: dict[str, Objective] = {}
        self._entries: list[LessonEntry] = []
        self._listed: set[str] = set()
        self._lessons: list[Lesson] = []
        self._questions: dict[str, Item] = {}
        self._topics: dict[str, str] = {}
        self._order: Tree | None = None

    def read_course(self) -> None:
        """Read every folder: the course file, scenarios, questions, lessons."""
        self._read_order()
        for scenario in self._own_names_first("scenario", self._files("scenarios/*.yaml")):
            self.read_scenario(scenario)
        self._read_levels()
        for challenge in self._own_names_first("challenge", self._files("scenarios/operations/*.yaml")):
            self.read_challenge(challenge)
        for path in self._files("quiz_bank/*.yaml"):
            if tree := self._tree(path):
                self.read_bank(tree, path.stem)
        self._read_lessons()
        if self._order:
            self.problems += self.names.check(mentions_of(self._order, CourseOrder), course=True)
        for path in _strays(self._root):
            what, expected = "this file is not read, for its place and the end of its name", "another place or name"
            self.problems.append(Problem(shown(path, self._root), 1, 1, what, expected))

    def library(self) -> Library:
        """All that is good, and all that is not."""
        lessons = {lesson.id for lesson in self._lessons}
        topics = self._ordered("topics", self._topics)
        return Library(
            title=self._title,
            objectives=tuple(self._objectives.values()),
            lessons=tuple(self._pruned(lesson, lessons) for lesson in self._lessons),
            scenarios={name: self.loaded[name].scenario for name in self._ordered("scenarios", self.loaded)},
            questions={name: item for t in topics for name, item in self._questions.items() if item.topic == t},
            topics={name: self._topics[name] for name in topics},
            levels={name: self.levels[name].level for name in self._ordered("levels", self.levels)},
            challenges={name: self.challenges[name].challenge for name in self._ordered("challenges", self.challenges)},
            loaded=tuple(self.loaded.values()),
            loaded_levels=tuple(self.levels.values()),
            loaded_challenges=tuple(self.challenges.values()),
            loaded_questions=tuple(self.located_questions),
            located=tuple(self.located),
            withdrawn=frozenset(
                name for noun in ("scenario", "level", "challenge") for name in self.names.broken.get(noun, ())
            ),
            problems=tuple(in_order(self.problems)),
        )

    def _ordered(self, field: str, names: Iterable[str]) -> list[str]:
        """The names in the course's order, those that it leaves out last."""
        wanted = [item.scalar() for item in self._order.items(field)] if self._order else []
        known = list(names)
        return list(dict.fromkeys([*(n for n in wanted if n in known), *known]))

    def _pruned(self, lesson: Lesson, lessons: set[str]) -> Lesson:
        """The lesson without prerequisites and objectives that are not there."""
        requires = tuple(name for name in lesson.requires if name in lessons)
        return replace(
            lesson, requires=requires, objectives=tuple(o for o in lesson.objectives if o in self._objectives)
        )

    def _files(self, pattern: str) -> list[Path]:
        return sorted(self._root.glob(pattern), key=lambda path: path.stem)

    def _own_names_first(self, noun: str, files: list[Path]) -> list[Tree]:
        """The files that can be read, those named after their id before others that may have copied it."""
        trees: list[tuple[bool, Tree]] = []
        for path in files:
            if tree := self._tree(path):
                trees.append((tree.scalar("id") != path.stem, tree))
            else:
                self.names.mark_broken(noun, path.stem, Place(shown(path, self._root), 1))
        return [tree for _, tree in sorted(trees, key=lambda pair: pair[0])]

    def _text(self, path: Path) -> Text | None:
        text = read_file(path, shown(path, self._root))
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

    def _at_fault(self, problems: list[Problem]) -> bool:
        """Take note of problems; whether there are any."""
        self.problems += problems
        return bool(problems)

    def _read_order(self) -> None:
        """The course file; where it lists none, lessons come in the order of their file names."""
        tree = self._tree(self._root / "lessons" / "course.yaml")
        if tree:
            self.read_course_file(tree)
        if tree is None or not tree.items("lessons"):
            self.names.unknown |= {"objective", "lesson"}
            names = [path.name for path in self._files("lessons/*.md")]
            self._entries = [LessonEntry(name.removesuffix(".md"), name, 0, ()) for name in names]

    def read_course_file(self, tree: Tree) -> None:
        """Objectives and the order of lessons; entries with a problem are left out."""
        course, problems = read_course(tree)
        self._order = tree
        self.problems += problems
        self._title = course.title
        self.names.unknown.clear()
        objectives = [self._entry(value, place, Objective, "objective") for value, place in course.objectives]
        self._objectives = {objective.id: objective for objective in objectives if objective}
        if not self._objectives:
            self.names.unknown.add("objective")
        lessons = [self._entry(value, place, LessonEntry, "lesson") for value, place in course.lessons]
        self._entries = [lesson for lesson in lessons if lesson]
        self._listed = {place.scalar("file") for _, place in course.lessons}
        files = [path.name for path in self._files("lessons/*.md")]
        for _, place in course.lessons:
            self.problems += self.names.check(mentions_of(place, LessonEntry), course=True)
            name = place.scalar("file")
            if name and name not in files:
                what = f"there is no lesson file {name!r}"
                self.problems.append(place.problem(("file",), what, "a file in lessons/", nearest(name, files)))

    def _entry(self, value: Any, place: Tree, cls: type, noun: str) -> Any:
        """Take up an entry of the course file; None for one with a problem."""
        if value is None:
            self.names.mark_broken(noun, place.scalar("id"), place_of(place))
        elif self._at_fault(self.names.declare(mentions_of(place, cls), course=True)):
            return None
        return value

    def read_scenario(self, tree: Tree) -> LoadedScenario | None:
        """A scenario; with a problem in it learners do not get it."""
        loaded, problems = read_scenario(tree)
        if loaded is not None:
            problems += self.names.declare(loaded.mentions, course=True)
        if self._at_fault(problems) or loaded is None:
            self._withdraw(tree, "scenario")
            return None
        self.loaded[loaded.scenario.id] = loaded
        return loaded

    def _withdraw(self, tree: Tree, noun: str) -> None:
        """A scenario or level with problems is there, and cannot be used."""
        name, place = tree.scalar("id"), place_of(tree, ("id",))
        if self.names.declared.get(noun, {}).get(name) == place:
            del self.names.declared[noun][name]
        self.names.mark_broken(noun, name, place)

    def _read_levels(self) -> None:
        """The catalogue, then every level over it; without a catalogue there are none."""
        files = self._files("scenarios/placement/*.yaml")
        for catalogue in filter(None, [self._tree(path) for path in files if path.name == CATALOGUE]):
            self.read_catalogue(catalogue)
        for tree in self._own_names_first("level", [path for path in files if path.name != CATALOGUE]):
            self.read_level(tree)

    def read_catalogue(self, tree: Tree) -> None:
        """What levels choose from; with a problem in it there is no level."""
        self._catalogue, problems = read_catalogue(tree)
        self.problems += problems

    def read_level(self, tree: Tree) -> LoadedLevel | None:
        """A level; with a problem in it learners do not get it."""
        loaded, problems = read_level(tree, self._catalogue)
        if loaded is not None:
            problems += self.names.declare(loaded.mentions, course=True)
        if self._at_fault(problems) or loaded is None:
            self._withdraw(tree, "level")
            return None
        self.levels[loaded.level.id] = loaded
        return loaded

    def read_challenge(self, tree: Tree) -> LoadedChallenge | None:
        """A challenge; with a problem in it learners do not get it."""
        loaded, problems = read_challenge(tree)
        if loaded is not None:
            problems += self.names.declare(loaded.mentions, course=True)
        if self._at_fault(problems) or loaded is None:
            self._withdraw(tree, "challenge")
            return None
        self.challenges[loaded.challenge.id] = loaded
        return loaded

    def read_bank(self, tree: Tree, topic: str) -> list[Item]:
        """A file of questions; those with a problem of their own are left out."""
        questions, problems = read_bank(tree, self._kinds)
        self.problems += problems
        self._topics[topic] = tree.scalar("topic") or topic
        self.names.declared.setdefault("topic", {})[topic] = place_of(tree)
        kept = [located for located in questions if self._keep_question(located)]
        self.located_questions += kept
        items = [item for located in kept if (item := self._item(located, topic))]
        self._questions |= {item.question.id: item for item in items}
        return items

    def _item(self, located: LocatedQuestion, topic: str) -> Item | None:
        """A good question as learners get it; None where its level is missing or does not fit."""
        item, problems = item_of(located, topic, {name: loaded.level for name, loaded in self.levels.items()})
        self.problems += problems
        if item is None:
            self._withdraw(located.mentions.tree, "question")
        return item

    def _keep_question(self, located: LocatedQuestion) -> bool:
        found = located.mentions
        self.problems += self.names.check(found, course=True)
        if located.question is None:
            self.names.mark_broken("question", found.tree.scalar("id"), place_of(found.tree, ("id",)))
            return False
        return not self._at_fault(self.names.declare(found, course=True))

    def _read_lessons(self) -> None:
        files = {path.name: path for path in self._files("lessons/*.md")}
        for entry in self._entries:
            if entry.file in files:
                self._read_lesson(files.pop(entry.file), entry)
        for name, path in files.items():
            text = self._text(path)
            if text and name not in self._listed:
                what = "the course does not list this lesson"
                self.problems.append(text.problem(1, 1, what, "an entry in lessons/course.yaml"))
            if text:
                self.read_lesson(text)

    def _read_lesson(self, path: Path, entry: LessonEntry) -> None:
        text = self._text(path)
        lesson = self.read_lesson(text) if text else None
        if text and lesson and lesson.parts:
            minutes = entry.minutes or 1 + len(text.content.split()) // _WORDS_PER_MINUTE
            digest = sha256(text.content.encode()).hexdigest()[:16]
            title = lesson.title or entry.id
            self._lessons.append(
                Lesson(entry.id, title, lesson.parts, minutes, entry.requires, entry.objectives, digest)
            )

    def read_lesson(self, text: Text) -> LessonText:
        """A lesson; a directive with a problem is left out and the rest stands."""
        file = read_lesson(text)
        self.problems += file.problems
        asked: set[str] = set()
        kept = [located for located in file.parts if self._keep_part(located, asked)]
        self.located += kept
        return LessonText(file.title, tuple(located.part for located in kept if located.part))

    def _keep_part(self, located: LocatedPart, asked: set[str]) -> bool:
        """Whether a part can be shown; one whose scenario or question is missing can, and says so."""
        part, found = located.part, located.mentions
        if found is None:
            return True
        problems = self.names.declare(found, course=True) + self._in_scenario(part, found) + self._in_level(part, found)
        self.problems += self.names.check(found, course=True)
        if isinstance(part, CheckPart):
            if part.question in asked:
                what = f"this lesson asks {part.question!r} already"
                problems.append(found.tree.problem(("question",), what, "each question once in a lesson"))
            asked.add(part.question)
        return not self._at_fault(problems) and part is not None

    def _in_level(self, part: Any, found: Mentions) -> list[Problem]:
        """A board's placement is about the tests and stages of the level that it names."""
        loaded = self.levels.get(found.tree.scalar("level")) if isinstance(part, BoardPart) else None
        if loaded is None or part.put is None:
            return []
        try:
            check_placement(loaded.level.grounds, part.put)
        except ValueError as error:
            return [found.tree.problem(("put",), str(error), "tests and stages of the level")]
        return []

    def _in_scenario(self, part: Any, found: Mentions) -> list[Problem]:
        """A directive's stages, changes and decisions belong to the scenario that it names."""
        loaded = self.loaded.get(found.tree.scalar("scenario"))
        if loaded is None:
            return []
        problems = loaded.names.check(found, course=False)
        return problems + check_options(found.tree, ("choose",), getattr(part, "choose", {}), loaded.scenario.world)
