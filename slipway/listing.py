"""What a package's modules offer under a name: each thing exists because its file does."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def offered(package: str, path: list[str], name: str) -> dict[str, Any]:
    """Every module's object of that name, by its own `name`."""
    modules = (import_module(f"{package}.{found.name}") for found in iter_modules(path))
    found = [getattr(module, name) for module in modules if hasattr(module, name)]
    return {each.name: each for each in found}
