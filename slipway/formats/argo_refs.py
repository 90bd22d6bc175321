"""Which templates a Rollout's analyses ask for: with those that templates ask for themselves, or by names alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from slipway.content.source import Tree
from slipway.delivery.argo_settings import AnalysisStep, BlueGreen, ExperimentStep, Rollout, Step, TemplateRef
from slipway.formats.argo_analysis import CLUSTER_KIND

Refs = tuple[TemplateRef, ...]


def with_refs(rollout: Rollout, change: Callable[[Refs], Refs]) -> Rollout:
    """The same with other templates in each of its analyses."""
    strategy = rollout.strategy
    if isinstance(strategy, BlueGreen):
        before, after = change(strategy.pre_promotion), change(strategy.post_promotion)
        return replace(rollout, strategy=replace(strategy, pre_promotion=before, post_promotion=after))
    beside = strategy.background and replace(strategy.background, templates=change(strategy.background.templates))
    steps = tuple(_step(step, change) for step in strategy.steps)
    return replace(rollout, strategy=replace(strategy, steps=steps, background=beside))


def _step(step: Step, change: Callable[[Refs], Refs]) -> Step:
    return replace(step, templates=change(step.templates)) if isinstance(step, AnalysisStep | ExperimentStep) else step


def expanded(rollout: Rollout, trees: Sequence[Tree]) -> Rollout:
    """With the templates that its templates ask for, with the same arguments."""
    return with_refs(rollout, lambda refs: tuple(_all(refs, trees)))


def _all(refs: Refs, trees: Sequence[Tree]) -> Iterator[TemplateRef]:
    waiting, seen = list(refs), set(refs)
    while waiting:
        ref = waiting.pop(0)
        yield ref
        asked = [each for tree in trees if _is(tree, ref) for each in tree.items("spec", "templates")]
        found = (
            replace(ref, name=e.scalar("templateName"), cluster_wide=e.scalar("clusterScope") == "true") for e in asked
        )
        new = [each for each in found if each not in seen]
        waiting += new
        seen.update(new)


def _is(tree: Tree, ref: TemplateRef) -> bool:
    named = tree.scalar("metadata", "name") == ref.name
    return named and (tree.scalar("kind") == CLUSTER_KIND) == ref.cluster_wide


def by_names_alone(rollout: Rollout) -> Rollout:
    """Templates with arguments in place as templates of their own, since a file would have the arguments apart."""
    names: dict[TemplateRef, str] = {}
    for template in rollout.templates:
        taken = {(names[ref], ref.cluster_wide) for ref in names}
        options = (template.name, *(f"{template.name}-{number}" for number in range(2, len(rollout.templates) + 2)))
        key = TemplateRef(template.name, template.cluster_wide, template.args)
        names[key] = next(name for name in options if (name, template.cluster_wide) not in taken)

    def renamed(refs: Refs) -> Refs:
        return tuple(replace(r, name=names.get(replace(r, dry_run=()), r.name), args=()) for r in refs)

    templates = tuple(
        replace(each, name=names[TemplateRef(each.name, each.cluster_wide, each.args)], args=())
        for each in rollout.templates
    )
    return replace(with_refs(rollout, renamed), templates=templates)
