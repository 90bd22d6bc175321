"""GitHub Actions: workflows, reusable workflows and composite actions."""

from collections.abc import Iterator

from slipway.content.problem import Problem
from slipway.content.source import Tree
from slipway.formats.format import Document, Format
from slipway.formats.part import Evidence, Part
from slipway.words import say

_SHELLS = frozenset(("bash", "sh", "pwsh", "powershell", "cmd"))


def _recognises(document: Document) -> bool:
    tree = document.tree
    if tree is None:
        return False
    fields = set(tree.fields)
    jobs = [job for _, job in tree.pairs("jobs")]
    return (
        ("jobs" in fields and "on" in fields)
        or any({"runs-on", "uses"} & set(job.fields) for job in jobs)
        or tree.scalar("runs", "using") != ""
    )


def _parts(document: Document) -> Iterator[Part]:
    assert document.tree
    for label, job in document.tree.pairs("jobs"):
        yield from _job(label.scalar(), label.line, job)
    yield from _steps("runs", (document.tree.scalar("name"),), document.tree.items("runs", "steps"))


def _faults(document: Document) -> list[Problem]:
    """Jobs that are no jobs, and those without a step."""
    tree = document.tree
    assert tree
    what, expected = say("formats.no_steps_here"), say("formats.some_steps_here")
    if tree.at("jobs") and not tree.pairs("jobs"):
        return [tree.problem(("jobs",), what, say("formats.jobs_by_name"))]
    empty = [label for label, job in tree.pairs("jobs") if not (job.items("steps") or job.scalar("uses"))]
    return [label.problem((), what, expected) for label in empty]


def _job(id: str, line: int, job: Tree) -> Iterator[Part]:
    if called := job.scalar("uses"):
        evidence = (_called(called, job.at("uses") or job), Evidence("name", id, line))
        yield Part(f"jobs.{id}", job.scalar("name"), (), line, evidence)
        return
    yield from _steps(f"jobs.{id}", (_job_name(id, job), *_environment(job)), job.items("steps"))


def _job_name(id: str, job: Tree) -> str:
    name = job.scalar("name")
    return name if name and "${{" not in name else id


def _environment(job: Tree) -> tuple[str, ...]:
    """A job that names an environment waits for its rules; by itself that does not say that it deploys."""
    name = job.scalar("environment") or job.scalar("environment", "name")
    return (f"environment: {name}",) if name else ()


def _steps(place: str, inside: tuple[str, ...], steps: list[Tree]) -> Iterator[Part]:
    for number, step in enumerate(steps, 1):
        yield Part(f"{place}.steps.{number}", step.scalar("name"), inside, step.line, tuple(_evidence(step)))


def _evidence(step: Tree) -> Iterator[Evidence]:
    if used := step.at("uses"):
        name = step.scalar("uses")
        yield Evidence("uses", name, used.line, _key(name))
    if run := step.at("run"):
        yield _script(step.scalar("run"), step.scalar("shell"), run.line)
    if id := step.scalar("id"):
        yield Evidence("name", id, step.line)


def _script(script: str, shell: str, line: int) -> Evidence:
    """Commands, or a program in another language, which Slipway cannot read."""
    program = shell.split()[0] if shell else "bash"
    return Evidence("command" if program in _SHELLS else "uses", script, line, "" if program in _SHELLS else program)


def _called(workflow: str, tree: Tree) -> Evidence:
    """A reusable workflow: what is in it stands in another file, so its name has to speak."""
    file = workflow.split("@")[0].rsplit("/", 1)[-1]
    return Evidence("uses", workflow, tree.line, file.removesuffix(".yml").removesuffix(".yaml"))


def _key(action: str) -> str:
    """`actions/checkout@v4` is known as `actions/checkout`."""
    return action.split("@")[0].rstrip("/")


FORMAT = Format("github_actions", "GitHub Actions", _recognises, _parts, faults=_faults)
