"""What `check` reports: every problem of the course, or of the files and folders asked about."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from slipway.content.library import Library
from slipway.content.load import Kinds, content_files, load
from slipway.content.preview import preview
from slipway.content.problem import Problem, shown
from slipway.content.source import read_file

Prover = Callable[[Library], Iterable[Problem]]


def check(paths: Sequence[Path], root: Path, kinds: Kinds, provers: Sequence[Prover] = ()) -> list[Problem]:
    """Every problem, sorted by place; with paths, those of these files and what lies in these folders.

    A file outside the course's folders is read as if it were about to be added to the course.
    """
    library = load(root, kinds)
    found = {*library.problems, *_proved(library, provers)}
    if not paths:
        return sorted(found)
    course = {shown(path, root) for path in content_files(root)} | {problem.path for problem in found}
    problems: set[Problem] = set()
    for path in (file for given in paths for file in _files(given, root, course)):
        if shown(path, root) in course:
            problems |= {problem for problem in found if problem.path == shown(path, root)}
        else:
            problems |= set(_outside(path, root, kinds, provers))
    return sorted(problems)


def _proved(library: Library, provers: Sequence[Prover]) -> Iterator[Problem]:
    for prover in provers:
        yield from prover(library)


def _files(path: Path, root: Path, course: set[str]) -> list[Path]:
    """The file itself, or what lies in the folder: of the project's folders only what is content."""
    if not path.is_dir() or shown(path, root) in course:
        return [path]
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in (".yaml", ".yml", ".md"))
    return [p for p in files if shown(p, root) in course] or files


def _outside(path: Path, root: Path, kinds: Kinds, provers: Sequence[Prover]) -> Iterator[Problem]:
    text = read_file(path, shown(path))
    if isinstance(text, Problem):
        yield text
        return
    seen = preview(shown(path), text.content.encode(), root, kinds)
    yield from seen.problems
    yield from _proved(seen.library, provers)
