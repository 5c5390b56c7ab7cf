"""Configurations: TOML plus `key=value` overrides -> frozen dataclasses.

A configuration is a file, or the name of one that ships with the package (`maze/full/ilql` is configs/maze/full/ilql.toml). Unknown keys and values
of the wrong kind are refused with a suggestion; nothing is silently ignored.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast, get_type_hints

from lmrl_gym.algos import algorithm_class, algorithm_names
from lmrl_gym.core.errors import DataError, UsageError, did_you_mean, no_such
from lmrl_gym.models.pretrained import ModelConfig
from lmrl_gym.tasks import added_families, family_module
from lmrl_gym.training.settings import DataConfig, PlayConfig, RunConfig, TrainConfig

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SHIPPED = Path(__file__).parent / "configs"
SECTIONS: Mapping[str, type] = {"data": DataConfig, "model": ModelConfig, "train": TrainConfig, "play": PlayConfig}
PLAIN: Mapping[str, type] = {"task": str, "seed": int, "init": str}
T = TypeVar("T")


def shipped_configs() -> list[str]:
    """Names of the configurations that come with the package, and with task families of other distributions."""
    roots = {"": SHIPPED, **{f"{family}/": _configs_of(family) for family in added_families()}}
    return sorted(head + p.relative_to(root).with_suffix("").as_posix() for head, root in roots.items() for p in root.rglob("*.toml"))


def _configs_of(family: str) -> Path:
    """Where a family of another distribution keeps its configurations: NAME/bc.toml stands for FAMILY/NAME/bc."""
    return Path(str(family_module(family).__file__)).parent / "configs"


def load_config(source: str, overrides: Sequence[str] = ()) -> RunConfig:
    """The configuration `source` (a file, or a shipped name) with `overrides` like `train.steps=200` applied.

    UsageError for unknown keys, bad values and missing parts; DataError where the file is not TOML.
    """
    path = Path(source)
    if not path.is_file():
        family, _, rest = source.partition("/")
        path = _configs_of(family) / f"{rest}.toml" if family in added_families() else SHIPPED / f"{source}.toml"
    if not path.is_file():
        raise no_such("configuration", source, shipped_configs())
    try:
        tree: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not TOML: {error}; mend that line") from error
    for override in overrides:
        _apply(tree, override)
    return resolve(tree, str(path))


class Setting(NamedTuple):
    """One key of a configuration."""

    key: str
    """With its section: train.steps."""
    value: object
    meaning: str


def explained(config: RunConfig) -> list[Setting]:
    """Every key of `config` with its value and what it means."""
    parts: dict[str, Any] = {"": config, "algo": config.algo, **{name: getattr(config, name) for name in SECTIONS}}
    return [
        Setting(f"{name}.{key}".lstrip("."), getattr(part, key), meaning)
        for name, part in parts.items()
        for key, meaning in _meanings(type(part)).items()
        if name or key in PLAIN
    ]


def reference() -> str:
    """All settings of all sections and algorithms with their defaults, as Markdown."""
    lines = [_REFERENCE.strip()]
    kinds = [("The run", RunConfig, "")] + [(f"`{name}`", kind, f"{name}.") for name, kind in SECTIONS.items()]
    kinds += [(f"`algo`: {name}", algorithm_class(name), "algo.") for name in algorithm_names()]
    for title, kind, prefix in kinds:
        rows = [(key, meaning) for key, meaning in _meanings(kind).items() if prefix or key in PLAIN]
        lines += ["", f"## {title}", "", _sentences(kind.__doc__ or "")]
        if rows:
            lines += ["", "| key | default | meaning |", "|---|---|---|"]
        for key, meaning in rows:
            default = {f.name: f.default for f in fields(kind)}[key]
            lines.append(f"| `{prefix}{key}` | {'' if default is MISSING else _toml(default)} | {meaning.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"


_REFERENCE = """
# Every setting

A configuration is a TOML file, or the name of one that ships (`lmrl configs` lists them, `lmrl configs maze/full/ilql` shows one with every key);
`key=value` on the command line overrides it: `lmrl train maze/full/ilql init=runs/bc train.steps=200`. Sections are tables in the file; `algo.name`
names the algorithm. What ships is tuned for the embedded tiny model. This page is written by `lmrl configs --markdown`.
"""


def _toml(value: object) -> str:
    return f"`{str(value).lower() if isinstance(value, bool) else json.dumps(value)}`"


def _meanings(kind: type) -> dict[str, str]:
    """The fields of a dataclass, inherited ones too, with the sentences that stand under each."""
    body = [line for k in reversed(kind.__mro__) if is_dataclass(k) for line in cast(ast.ClassDef, ast.parse(inspect.getsource(k)).body[0]).body]
    found: dict[str, str] = {}
    for statement, following in pairwise([*body, ast.Pass()]):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            below = following.value if isinstance(following, ast.Expr) else None
            found[statement.target.id] = _sentences(str(below.value)) if isinstance(below, ast.Constant) else ""
    return {f.name: found[f.name] for f in fields(kind)}


def _sentences(text: str) -> str:
    return " ".join(text.split())


def plain_config(task: str, algo: str, overrides: Sequence[str] = ()) -> RunConfig:
    """The defaults for `algo` on `task`, with overrides as above. UsageError as above."""
    tree: dict[str, Any] = {"task": task, "algo": {"name": algo}}
    for override in overrides:
        _apply(tree, override)
    return resolve(tree, f"{algo} on {task}")


def _apply(tree: dict[str, Any], override: str) -> None:
    key, equals, text = override.partition("=")
    if not equals:
        raise UsageError(f"override '{override}' has no value; write key=value, for instance train.steps=200")
    *above, last = key.split(".")
    for name in above:
        inner = tree.setdefault(name, {})
        if not isinstance(inner, dict):
            raise UsageError(f"override '{override}' goes into '{name}', which is a value and not a section")
        tree = inner
    try:
        tree[last] = tomllib.loads(f"x = {text}")["x"]
    except tomllib.TOMLDecodeError:
        tree[last] = text


def resolve(tree: Mapping[str, Any], where: str) -> RunConfig:
    """The run configuration that the nested mapping `tree` spells out; `where` names it in errors."""
    known = [*PLAIN, "algo", *SECTIONS]
    for key in tree:
        if key not in known:
            raise UsageError(f"{where} has no key '{key}'; {did_you_mean(key, known)}")
    if "task" not in tree:
        raise UsageError(f"{where} names no task; add a line task = 'maze/full'")
    algo = dict(_section(tree, "algo", where))
    if "name" not in algo:
        raise UsageError(f"{where} names no algorithm; add name = 'bc' to its section algo")
    make = algorithm_class(str(algo.pop("name")))
    plain = {key: _checked(key, tree[key], kind, where) for key, kind in PLAIN.items() if key in tree}
    sections: dict[str, Any] = {key: _build(_section(tree, key, where), kind, f"{where}, section {key},") for key, kind in SECTIONS.items()}
    return RunConfig(algo=_build(algo, make, f"{where}, section algo,"), **plain, **sections)


def _section(tree: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = tree.get(key, {})
    if not isinstance(value, Mapping):
        raise UsageError(f"{where} has {key}={value!r}; it must be a section with keys of its own")
    return value


def _build(values: Mapping[str, Any], kind: type[T], where: str) -> T:
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    known = [f.name for f in fields(kind)]
    for key in values:
        if key not in known:
            raise UsageError(f"{where} has no key '{key}'; {did_you_mean(key, known) if known else 'it takes none'}")
    return kind(**{key: _checked(key, value, hints[key], where) for key, value in values.items()})


def _checked(key: str, value: object, kind: type, where: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise UsageError(f"{where} has {key}={value!r}, which is not of type {kind.__name__}")
    return value
