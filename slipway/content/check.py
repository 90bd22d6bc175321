"""What `check` reports: every problem of the course, or of the files and folders asked about."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from slipway.content.library import Library
from slipway.content.load import Kinds, Loader, content_files
from slipway.content.names import Claims
from slipway.content.preview import Preview, preview
from slipway.content.problem import Problem, in_order, shown
from slipway.content.source import read_file
from slipway.words import say

Prover = Callable[[Library], Iterable[Problem]]


def check(paths: Sequence[Path], root: Path, kinds: Kinds, provers: Sequence[Prover] = ()) -> list[Problem]:
    """Every problem, causes first and then by place; with paths, those of these files and what lies in these folders.

    A file outside the course's folders is read as if it were about to take the place of whatever in the course has
    its ids; of two files asked about together only one may declare an id.
    """
    loader = Loader(root, kinds)
    loader.read_course()
    library = loader.library()
    if not paths:
        return in_order({*library.problems, *_proved(library, provers)})
    inside, outside = looked_at(paths, root, {problem.path for problem in library.problems})
    problems = {problem for problem in library.problems if problem.path in inside}
    problems |= {*_proved(library.claims_of(inside), provers)}
    problems |= {_nothing_in(path) for path in paths if not _files(path, root, inside)}
    claims = [loader.names.declared_in(path) for path in sorted(inside)]
    for path in outside:
        seen = _outside(path, root, kinds, claims)
        problems |= {*seen.problems, *_proved(seen.library.claims_of({shown(path)}), provers)}
        claims.append(seen.claims)
    return in_order(problems)


def looked_at(paths: Sequence[Path], root: Path, more: Collection[str] = ()) -> tuple[set[str], list[Path]]:
    """The files meant, each once: those of the course by the names that problems give them, then the others.

    `more` names files that are the course's beside its content. No paths at all mean the whole course.
    """
    course = {shown(path, root) for path in content_files(root)} | set(more)
    files = list(dict.fromkeys(file for given in paths or [root] for file in _files(given, root, course)))
    inside = {shown(path, root) for path in files} & course
    return inside, [path for path in files if shown(path, root) not in course]


def _proved(library: Library, provers: Sequence[Prover]) -> Iterator[Problem]:
    for prover in provers:
        yield from prover(library)


def _files(path: Path, root: Path, course: set[str]) -> list[Path]:
    """The file itself, or what lies in the folder: of the project's folders only what is content."""
    if not path.is_dir() or shown(path, root) in course:
        return [path]
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in (".yaml", ".yml", ".md"))
    return [p for p in files if shown(p, root) in course] or files


def _nothing_in(folder: Path) -> Problem:
    return Problem(shown(folder), 1, 1, say("checked.nothing_there"), say("checked.something_there"))


def _outside(path: Path, root: Path, kinds: Kinds, others: Sequence[Claims]) -> Preview:
    text = read_file(path, shown(path))
    if isinstance(text, Problem):
        return Preview("file", (text,))
    return preview(shown(path), text.content.encode(), root, kinds, others)
