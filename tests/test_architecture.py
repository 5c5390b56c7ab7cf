"""Who may import whom: a table of levels, read against every import in the source."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import lmrl_gym

ROOT = Path(lmrl_gym.__file__).parent
STANDARD = set(sys.stdlib_module_names) | {"__future__"}

LEVELS = {
    "core": 0,
    "quiet": 0,
    "tasks": 1,
    "tokens": 1,
    "rollout": 1,
    "person": 1,
    "models": 2,
    "data": 2,
    "evaluation": 2,
    "algos": 3,
    "partners": 3,
    "report": 3,
    "training": 4,
    "config": 5,
    "bench": 6,
    "cli": 7,
}
"""A part imports itself and the parts of lower levels, never its neighbours, but for what stands in EXCEPTIONS."""

EXCEPTIONS: dict[tuple[str, str], str] = {}
"""(who, whom) against the table, and why."""

ROOT_IMPORTS = {"core", "tasks", "rollout"}
"""What the package itself offers without torch."""

TORCH_FREE = {"core", "tasks", "rollout", "evaluation"}
NO_TASKS = {"models", "algos"}
TORCH = {"torch", "transformers", "accelerate", "safetensors"}
LIGHT = {"tasks": {"chess"}}
"""What a part may import while loading besides the standard library: pure Python that loads in a blink."""


class Import(NamedTuple):
    """`file` imports `module`, at line `line`; `lazy` inside a function or for type checkers only. `names` are what it takes from there."""

    file: Path
    line: int
    module: str
    names: tuple[str, ...]
    lazy: bool

    @property
    def part(self) -> str:
        """The part that imports: a folder or file directly below the package; empty for the package itself."""
        first = self.file.relative_to(ROOT).parts[0].removesuffix(".py")
        return "" if first in ("__init__", "__main__") else first

    @property
    def target(self) -> str | None:
        """The part that is imported; empty for the package itself, None for anything outside it."""
        package, _, rest = self.module.partition(".")
        return rest.partition(".")[0] if package == "lmrl_gym" else None

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.module}"


def imports_in(file: Path) -> Iterator[Import]:
    """Every import of a file. `from lmrl_gym import core` counts as an import of lmrl_gym.core where that exists."""
    tree = ast.parse(file.read_text())
    inside = {id(node) for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef) for node in ast.walk(outer)}
    guards = [outer for outer in ast.walk(tree) if isinstance(outer, ast.If) and "TYPE_CHECKING" in ast.unparse(outer.test)]
    inside |= {id(node) for guard in guards for node in ast.walk(guard)}
    for node in ast.walk(tree):
        lazy = id(node) in inside
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(file, node.lineno, name.name, (), lazy)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively; write the whole name"
            for name in node.names:
                below = ROOT.joinpath(*f"{node.module}.{name.name}".split(".")[1:])
                is_module = str(node.module).startswith("lmrl_gym") and (below.is_dir() or below.with_suffix(".py").exists())
                yield Import(file, node.lineno, f"{node.module}.{name.name}" if is_module else str(node.module), (name.name,), lazy)


IMPORTS = [found for file in sorted(ROOT.rglob("*.py")) for found in imports_in(file)]
OWN = [i for i in IMPORTS if i.target is not None]


def allowed(who: str, whom: str) -> bool:
    return who == whom or (who, whom) in EXCEPTIONS or LEVELS[whom] < LEVELS[who]


def test_every_part_has_a_level() -> None:
    parts = {path.name.removesuffix(".py") for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert parts - {"__init__", "__main__"} <= set(LEVELS)


def test_parts_import_downwards_only() -> None:
    wrong = [str(i) for i in OWN if i.part and i.target and not allowed(i.part, i.target)]
    assert wrong == []
    assert {(i.part, i.target) for i in OWN} >= set(EXCEPTIONS)  # an exception that nobody needs any longer goes


def test_the_package_offers_the_torch_free_part_and_nobody_leans_on_it() -> None:
    assert [str(i) for i in OWN if not i.part and i.target not in ROOT_IMPORTS and i.file.name == "__init__.py"] == []
    # the version alone lives in the package itself
    assert [str(i) for i in OWN if i.part and i.target == "" and i.names != ("__version__",)] == []


def test_core_needs_the_standard_library_only() -> None:
    assert [str(i) for i in IMPORTS if i.part == "core" and i.target is None and i.module.split(".")[0] not in STANDARD] == []


def test_tasks_import_core_and_themselves_only() -> None:
    """A task family knows the core, its own folder, and how references are read; the folder of all tasks knows no family."""
    wrong = []
    for i in OWN:
        if i.part != "tasks" or i.target == "core":
            continue
        family = i.file.relative_to(ROOT).parts[1]
        own = not family.endswith(".py") and f"{i.module}.".startswith(f"lmrl_gym.tasks.{family}.")
        if not own and not (i.module == "lmrl_gym.tasks" and i.names in (("read_references",), (family,))):
            wrong.append(str(i))
    assert wrong == []


def test_torch_free_parts_import_no_torch_and_no_arrays_while_loading() -> None:
    assert [str(i) for i in IMPORTS if i.part in TORCH_FREE and i.module.split(".")[0] in TORCH] == []
    loading = [i for i in IMPORTS if i.part in ("core", "tasks") and not i.lazy]
    assert [str(i) for i in loading if i.target is None and i.module.split(".")[0] not in STANDARD | LIGHT.get(i.part, set())] == []


def test_models_and_algorithms_know_no_task() -> None:
    assert [str(i) for i in OWN if i.part in NO_TASKS and i.target == "tasks"] == []


def test_the_reader_of_imports_sees_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with one import of each kind."""
    (tmp_path / "models").mkdir()
    (tmp_path / "tasks").mkdir()
    file = tmp_path / "models" / "x.py"
    file.write_text("import os, torch.nn\nfrom lmrl_gym import tasks, play\ndef f():\n    from lmrl_gym.tasks.maze import game\n")
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    found = [(i.part, i.module, i.target, i.lazy) for i in imports_in(file)]
    assert sorted(found, key=str) == [
        ("models", "lmrl_gym", "", False),
        ("models", "lmrl_gym.tasks", "tasks", False),
        ("models", "lmrl_gym.tasks.maze", "tasks", True),
        ("models", "os", None, False),
        ("models", "torch.nn", None, False),
    ]


@pytest.mark.parametrize(
    ("who", "whom", "yes"),
    [
        ("tasks", "core", 1),
        ("core", "tasks", 0),
        ("tasks", "rollout", 0),
        ("cli", "config", 1),
        ("config", "cli", 0),
        ("data", "models", 0),
    ],
)
def test_the_table_says_yes_and_no(who: str, whom: str, yes: int) -> None:
    assert allowed(who, whom) == bool(yes)


TORCH_FREE_PROGRAM = """
import sys
import lmrl_gym
import lmrl_gym.evaluation.evaluate, lmrl_gym.evaluation.record, lmrl_gym.evaluation.scores
import lmrl_gym.data.store, lmrl_gym.data.collect
from lmrl_gym.core.contract import check_task
for name in lmrl_gym.task_names():
    task = lmrl_gym.load_task(name)
    list(lmrl_gym.play(task, task.players["floor"](), lmrl_gym.starts(task, "eval", 2, seed=0)))
assert check_task(lmrl_gym.load_task("probes/chain"), episodes=2) == []
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"torch", "transformers", "tensorflow", "jax"}))
"""


def test_playing_evaluating_and_storing_load_no_torch() -> None:
    done = subprocess.run([sys.executable, "-c", TORCH_FREE_PROGRAM], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
