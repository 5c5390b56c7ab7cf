"""The tasks, found by convention: a folder here is a task family, its `VARIANTS` maps variant names to functions that build the task.

`load_task("maze/full")` builds one with its defaults; `load_task("maze/full[garbage_reward=-4]")` passes options, which become part of the name, so
that results under different options are never averaged. Adding a task is making a folder; nothing else is edited. Other distributions add families
by entry points of the group `lmrl_gym.tasks`, whose name is the family's and which lead to such a folder of theirs.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from inspect import signature
from pathlib import Path
from types import ModuleType

from lmrl_gym.core.errors import UsageError, no_such
from lmrl_gym.core.task import Reference, Task


@lru_cache(maxsize=1)
def _own() -> tuple[str, ...]:
    return tuple(m.name for m in pkgutil.iter_modules(__path__) if m.ispkg)


@lru_cache(maxsize=1)
def added_families() -> Mapping[str, EntryPoint]:
    """The families of other distributions. UsageError where two have one name."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=__name__):
        if point.name in _own() or found.get(point.name, point).value != point.value:
            raise UsageError(f"a task family is called '{point.name}' already, so that of {_origin(point)} cannot be; rename or uninstall one")
        found[point.name] = point
    return found


def _origin(point: EntryPoint) -> str:
    return f"the distribution {point.dist.name} ({point.value})" if point.dist else point.value


def families() -> list[str]:
    """The folders that hold tasks, here and in other distributions, sorted."""
    return sorted([*_own(), *added_families()])


def family_module(family: str) -> ModuleType:
    """The folder of one of `families()`, as a module. UsageError where another distribution's cannot be loaded."""
    if family in _own():
        return importlib.import_module(f"{__name__}.{family}")
    point = added_families()[family]
    try:
        return importlib.import_module(point.module)
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise UsageError(f"the task family '{family}' of {_origin(point)} cannot be loaded ({why}); mend or uninstall it") from error


def _variants(family: str) -> Mapping[str, Callable[..., Task]]:
    found: Mapping[str, Callable[..., Task]] = family_module(family).VARIANTS
    for name in found:
        if name.split("/")[0] != family:
            raise UsageError(f"the task family '{family}' has a variant '{name}'; its variants are called '{family}' or '{family}/...'")
    return found


@lru_cache(maxsize=1)
def task_names() -> tuple[str, ...]:
    """Every variant's name, sorted by family."""
    return tuple(name for family in families() for name in _variants(family))


@lru_cache(maxsize=64)
def load_task(name: str) -> Task:
    """The task called `name`, options in brackets: `wordle[words=my.txt]`.

    Raises UsageError for an unknown name, an unknown option or a value of the wrong kind.
    """
    base, _, tail = name.partition("[")
    family = base.split("/")[0]
    if family not in families() or base not in _variants(family):
        raise no_such("task", base, task_names())
    build = _variants(family)[base]
    if not tail:
        return build()
    if not tail.endswith("]"):
        raise UsageError(f"task name '{name}' opens a bracket and does not close it; write {base}[option=value]")
    options: dict[str, object] = {}
    known = signature(build).parameters
    for part in tail[:-1].split(","):
        key, equals, text = part.partition("=")
        if key not in known:
            raise no_such(f"option of task {base}", key, known) if known else UsageError(f"task {base} takes no options; leave out [{tail}")
        if not equals:
            raise UsageError(f"option '{key}' of task {base} has no value; write {base}[{key}=value]")
        kind = type(known[key].default)
        try:
            options[key] = kind(text)
        except ValueError:
            raise UsageError(f"option {key}={text} of task {base} is not of type {kind.__name__}") from None
    return build(**options)


def read_references(folder: Path, task: str, version: str) -> dict[str, Reference]:
    """The measured references of one task from `folder`/references.json; empty where there are none for this version."""
    path = folder / "references.json"
    if not path.exists():
        return {}
    entry = json.loads(path.read_text()).get(task)
    if entry is None or entry["version"] != version:
        return {}
    return {name: Reference(**row) for name, row in entry["references"].items()}
