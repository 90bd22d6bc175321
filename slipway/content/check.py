"""What `check` reports: every problem of the course, or of the files and folders asked about."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from slipway.content.library import Library
from slipway.content.load import Kinds, content_files, load
from slipway.content.preview import preview
from slipway.content.problem import Problem, shown
from slipway.content.source import read_file

Prover = Callable[[Library], Iterable[Problem]]


def check(paths: Sequence[Path], root: Path, kinds: Kinds, provers: Sequence[Prover] = ()) -> list[Problem]:
    """Every problem, sorted by place; with paths, those of these files and what lies in these folders."""
    library = load(root, kinds)
    found = [*library.problems, *(problem for prover in provers for problem in prover(library))]
    if not paths:
        return sorted(set(found))
    return sorted({problem for path in paths for problem in _of(path, root, kinds, found)})


def _of(path: Path, root: Path, kinds: Kinds, found: list[Problem]) -> list[Problem]:
    if not path.exists():
        return [Problem(path.as_posix(), 1, 1, "there is no such file or folder", "a path that exists")]
    if path.is_dir():
        inside = {p.resolve() for p in content_files(root)}
        files = sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml", ".md"))
        ours = [p for p in files if p.resolve() in inside]
        return [q for p in (ours or files) for q in _of(p, root, kinds, found)]
    if path.resolve() in {p.resolve() for p in content_files(root)}:
        name = shown(path, root)
        return [problem for problem in found if problem.path == name]
    text = read_file(path, path.as_posix())
    if isinstance(text, Problem):
        return [text]
    return list(preview(path.as_posix(), text.content.encode(), root, kinds).problems)
