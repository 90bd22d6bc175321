"""Labs, one per file: what can be set, what is run, what is shown; a lab exists because its file does."""

from importlib import import_module
from pkgutil import iter_modules

from slipway.labs.lab import Lab


def labs_in(package: str, path: list[str]) -> dict[str, Lab]:
    """Every module's `LAB` in the package, by name."""
    modules = (import_module(f"{package}.{found.name}") for found in iter_modules(path))
    labs = [module.LAB for module in modules if hasattr(module, "LAB")]
    return {lab.name: lab for lab in labs}


LABS = labs_in(__name__, list(__path__))
