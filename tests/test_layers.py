"""The house rules that a machine can read: who may import whom, who may name what, and how long a file may be."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "slipway"
FILES = sorted(HOUSE.rglob("*.py"))
MOST_LINES = 400
MOST_APP_LINES = 40

# From the ground up; a room imports itself and what lies below it, never its neighbours on the same floor.
# DESIGN draws questions, assessment and store on one floor; here they are stairs, because grading reads a question's
# kind and the store keeps attempts.
FLOORS = (
    ("luck", "ids", "words", "verdict", "knob", "listing", "progress"),
    ("settings_text",),
    ("traffic",),
    ("pipeline", "delivery", "scaling", "alerting", "performance", "gateway"),
    ("content", "forms", "panel"),
    ("operations",),
    ("labs", "questions", "charts", "formats"),
    ("proofs",),
    ("assessment",),
    ("store",),
    ("ui", "bench"),
    ("cli",),
    ("__main__",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

# Libraries that one room keeps to itself.
KEPT = {"streamlit": "slipway.ui", "starlette": "slipway.ui", "sqlalchemy": "slipway.store", "alembic": "slipway.store"}


@dataclass(frozen=True, slots=True)
class Import:
    """A module named by an import; `lazy` when it is not loaded with the module that names it."""

    module: str
    line: int
    lazy: bool


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in FILES}


def imports(file: Path) -> list[Import]:
    return list(_imports(ast.parse(file.read_text("utf-8")), module_of(file), file.name == "__init__.py", lazy=False))


def _imports(node: ast.AST, module: str, package: bool, lazy: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, lazy) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = _base(child, module, package)
            yield from (Import(_exact(base, alias.name), child.lineno, lazy) for alias in child.names)
        else:
            later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _for_types_only(child)
            yield from _imports(child, module, package, lazy or later)


def _base(node: ast.ImportFrom, module: str, package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    up = node.level - 1 if package else node.level
    return ".".join([*parts[: len(parts) - up], *filter(None, [node.module])])


def _exact(base: str, name: str) -> str:
    return f"{base}.{name}" if f"{base}.{name}" in MODULES else base


def _for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "slipway"


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_imports_go_down_only(file: Path) -> None:
    here = room(module_of(file))
    if here == "slipway":
        assert [each for each in imports(file) if each.module.startswith("slipway")] == []
        return
    assert here in FLOOR_OF, f"the room {here!r} has no floor: give it one in FLOORS and in DESIGN"
    wrong = [
        f"{file.relative_to(ROOT)}:{each.line} imports {each.module}"
        for each in imports(file)
        if each.module.startswith("slipway.")
        and room(each.module) != here
        and FLOOR_OF[room(each.module)] >= FLOOR_OF[here]
    ]
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_a_library_stays_in_its_room(file: Path) -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{each.line} imports {each.module}, which belongs to {owner}"
        for each in imports(file)
        if (owner := KEPT.get(each.module.split(".")[0])) and not f"{module_of(file)}.".startswith(f"{owner}.")
    ]
    assert wrong == []


def test_only_one_file_says_session_state() -> None:
    saying = [module_of(file) for file in FILES if "session_state" in file.read_text("utf-8")]
    assert saying == ["slipway.ui.session"]


def test_no_module_needs_itself_to_load() -> None:
    graph = {
        name: {
            each.module for each in imports(file) if not each.lazy and each.module in MODULES and each.module != name
        }
        for name, file in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"an import cycle: {' → '.join(reversed(error.args[1]))}")


def test_no_file_is_too_long_to_read_at_once() -> None:
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in _own_files()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def _own_files() -> list[Path]:
    scripts = [file for suffix in ("*.js", "*.css") for file in HOUSE.rglob(suffix)]
    return [*FILES, *sorted((ROOT / "tests").rglob("*.py")), *scripts]


def test_the_app_file_holds_the_app_and_nothing_else() -> None:
    assert len((ROOT / "app.py").read_text("utf-8").splitlines()) < MOST_APP_LINES


def test_no_folder_is_called_pages() -> None:
    """Streamlit would run the files of a folder of that name without the router."""
    assert not (ROOT / "pages").exists()
    assert not (HOUSE / "ui" / "pages").exists()
