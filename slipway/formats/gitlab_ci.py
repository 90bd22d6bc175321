"""GitLab CI: jobs with their scripts, templates resolved as far as they stand in the same file."""

from collections.abc import Iterator

import yaml

from slipway.content.problem import Problem
from slipway.content.source import Tree
from slipway.formats.format import Document, Format, Refused
from slipway.formats.part import Evidence, Part
from slipway.words import say

_GLOBALS = frozenset(
    ("default", "include", "stages", "variables", "workflow", "image", "services", "cache", "spec", "types")
)
_SCRIPTS = ("before_script", "script", "after_script")
_JOB_FIELDS = frozenset(("script", "trigger", "extends", "run"))
_NO_DEPLOYMENT = frozenset(("prepare", "verify", "access"))
_REFERENCE = "!reference"
_MOST_LAYERS = 30
_MOST_LINES = 500
_MOST_DEPTH = 10


def _recognises(document: Document) -> bool:
    tree = document.tree
    if tree is None or {"jobs", "script", "language"} & set(tree.fields):
        return False
    named_stages = any(isinstance(stage.node, yaml.ScalarNode) for stage in tree.items("stages"))
    return named_stages or "include" in tree.fields or any(_JOB_FIELDS & set(job.fields) for _, job in tree.pairs())


def _remarks(document: Document) -> list[Problem]:
    assert document.tree
    included = "include" in document.tree.fields
    return [document.tree.problem(("include",), say("formats.included"), key=True)] if included else []


def _parts(document: Document) -> Iterator[Part]:
    file = _File(document)
    assert document.tree
    for label, job in document.tree.pairs():
        name = label.scalar()
        if name in ("default", *_SCRIPTS):
            yield from file.shared(name, label.line, job)
        elif job.fields and name not in _GLOBALS and not name.startswith("."):
            yield file.job(name, label.line, job)


class _File:
    """The jobs by name, so that `extends` and `!reference` find them."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._jobs = {label.scalar(): job for label, job in document.tree.pairs()} if document.tree else {}

    def shared(self, name: str, line: int, value: Tree) -> Iterator[Part]:
        """What every job runs before or after its own script."""
        for script in _SCRIPTS:
            found = value.at(script) if name == "default" else value if name == script else None
            if found:
                yield Part(script, script, ("default",), line, tuple(self._commands([found], script)))

    def job(self, name: str, line: int, job: Tree) -> Part:
        """A job with everything that it extends."""
        layers = list(self._layers(job, set()))
        stage = _first(layers, "stage")
        inside = (stage.scalar(),) if stage else ()
        return Part(name, name, inside, line, tuple(self._evidence(name, layers)))

    def _layers(self, job: Tree, seen: set[str]) -> Iterator[Tree]:
        """The job, then what it extends; the nearest comes first and wins."""
        yield job
        bases = [base.scalar() for base in job.items("extends")] or [job.scalar("extends")]
        for base in reversed(bases):
            if base in self._jobs and base not in seen and len(seen) < _MOST_LAYERS:
                seen.add(base)
                yield from self._layers(self._jobs[base], seen)

    def _evidence(self, name: str, layers: list[Tree]) -> Iterator[Evidence]:
        yield from _keywords(name, layers)
        for script in _SCRIPTS:
            yield from self._commands([layer for layer in layers if layer.at(script)][:1], script)
        if run := _first(layers, "run"):
            yield from _steps(run)
        if not any(layer.at("script") or layer.at("trigger") for layer in layers):
            yield from self._elsewhere(layers)
        if stage := _first(layers, "stage"):
            yield Evidence("name", stage.scalar(), stage.line)

    def _elsewhere(self, layers: list[Tree]) -> Iterator[Evidence]:
        """What the job extends and this file does not have: only its name can speak."""
        for layer in layers:
            for base in layer.items("extends") or filter(None, [layer.at("extends")]):
                if base.scalar() not in self._jobs:
                    yield Evidence("uses", f"extends: {base.scalar()}", base.line, base.scalar())

    def _commands(self, layers: list[Tree], script: str) -> Iterator[Evidence]:
        for layer in layers:
            lines = list(self._lines(layer.at(script) or layer, 0, []))
            yield from (Evidence("command", line.scalar(), line.line) for line in lines)

    def _lines(self, value: Tree, depth: int, read: list[int]) -> Iterator[Tree]:
        """The command lines, through nested lists and references; `read` counts them."""
        if isinstance(value.node, yaml.ScalarNode):
            read.append(value.line)
            if len(read) > _MOST_LINES:
                raise Refused(self._text.problem(value.line, 1, say("formats.long_job"), say("formats.most_lines")))
            yield value
            return
        if depth == _MOST_DEPTH:
            raise Refused(self._text.problem(value.line, 1, say("formats.deep_script"), say("formats.shallow_script")))
        items = [self._referred(value)] if value.node.tag == _REFERENCE else value.items()
        for item in filter(None, items):
            yield from self._lines(item, depth + 1, read)

    def _referred(self, reference: Tree) -> Tree | None:
        job, *loc = [part.scalar() for part in reference.items()] or [""]
        found = self._jobs.get(job)
        return found.at(*loc) if found else None


def _keywords(name: str, layers: list[Tree]) -> Iterator[Evidence]:
    """What other keywords than scripts say of a job."""
    if environment := _first(layers, "environment"):
        yield from _environment(environment)
    if trigger := _first(layers, "trigger"):
        target = trigger.scalar() or trigger.scalar("project") or trigger.scalar("include")
        yield Evidence("uses", f"trigger: {target}".rstrip(": "), trigger.line, "trigger")
    if release := _first(layers, "release"):
        yield Evidence("declares", "release", release.line, "release")
    pages = _first(layers, "pages")
    if name == "pages" or pages:
        yield Evidence("declares", "pages", (pages or layers[0]).line, "pages")


def _steps(run: Tree) -> Iterator[Evidence]:
    """The steps of a job that has `run` in place of a script."""
    for step in run.items():
        if command := step.at("script"):
            yield Evidence("command", command.scalar(), command.line)
        elif used := step.at("step"):
            yield Evidence("uses", f"step: {used.scalar()}", used.line, used.scalar().split("@")[0])


def _environment(environment: Tree) -> Iterator[Evidence]:
    """A job with an environment deploys to it, unless its action says otherwise."""
    name = environment.scalar() or environment.scalar("name")
    action = environment.scalar("action")
    if action == "stop":
        yield Evidence("declares", f"environment: {name}, action: stop", environment.line, "environment stop")
    elif action not in _NO_DEPLOYMENT:
        yield Evidence("declares", f"environment: {name}", environment.line, "environment")


def _first(layers: list[Tree], field: str) -> Tree | None:
    return next((found for layer in layers if (found := layer.at(field))), None)


FORMAT = Format("gitlab_ci", "GitLab CI", _recognises, _parts, frozenset({_REFERENCE}), "spec", _remarks)
