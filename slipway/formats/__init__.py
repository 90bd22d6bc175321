"""Real files of other systems, one system per file; a system exists because its file does."""

from importlib import import_module
from pkgutil import iter_modules

from slipway.formats.format import Format


def formats_in(package: str, path: list[str]) -> dict[str, Format]:
    """Every module's `FORMAT` in the package, by name."""
    modules = (import_module(f"{package}.{found.name}") for found in iter_modules(path) if not found.ispkg)
    formats = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {each.name: each for each in formats}


FORMATS = formats_in(__name__, list(__path__))
