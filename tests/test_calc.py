"""What holds for every module of calc/."""

import importlib
import inspect
import pkgutil
from dataclasses import is_dataclass

import calc

MODULES = [importlib.import_module(f"calc.{module.name}") for module in pkgutil.iter_modules(calc.__path__)]


def test_what_has_been_read_or_computed_cannot_be_changed() -> None:
    """Every data class is frozen: a number is changed where it is written, or by a replacement."""
    classes = {kind for module in MODULES for _, kind in inspect.getmembers(module, inspect.isclass)}
    kept = {kind for kind in classes if is_dataclass(kind) and kind.__module__.startswith("calc.")}
    assert len(kept) > 12
    assert [kind.__name__ for kind in kept if not kind.__dataclass_params__.frozen] == []
