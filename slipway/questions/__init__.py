"""Question kinds, one per file; a kind exists because its file does."""

from importlib import import_module
from pkgutil import iter_modules

from slipway.questions.kind import Kind


def kinds_in(package: str, path: list[str]) -> dict[str, Kind]:
    """Every module's `KIND` in the package, by name."""
    modules = (import_module(f"{package}.{found.name}") for found in iter_modules(path))
    kinds = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in kinds}


KINDS = kinds_in(__name__, list(__path__))
MODELS = {name: kind.model for name, kind in KINDS.items()}
