"""Measuring a task's references: what its floor player, its data and its ceiling return.

Floor and ceiling come exact from the task folder's `exact_references()`, where it has one for them; what it leaves out is played. The data's mean
is that of the recipe at its `small` preset. They are written into the task's folder by a command and never typed in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from lmrl_gym.core.errors import no_such
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Reference, Task
from lmrl_gym.evaluation.record import write_json
from lmrl_gym.evaluation.scores import standard_error
from lmrl_gym.rollout import Start, play, starts
from lmrl_gym.tasks import families, family_module, load_task


def write_references(family: str) -> Path:
    """Measure every variant of the family, and every other task that it has exact references for (a variant with options), and write its
    references.json; the file's path."""
    if family not in families():
        raise no_such("task family", family, families())
    module = family_module(family)
    exact: Mapping[str, Mapping[str, Reference]] = module.exact_references() if hasattr(module, "exact_references") else {}
    table: dict[str, object] = {}
    for name in dict.fromkeys((*module.VARIANTS, *exact)):
        task = load_task(name)
        known = dict(exact.get(name, {}))
        for player in ("floor", "ceiling"):
            if player not in known:
                known[player] = _played(task, player)
        known.setdefault("data", _stored(task))
        table[name] = {"version": task.version, "references": {k: asdict(known[k]) for k in sorted(known)}}
    path = Path(str(module.__file__)).parent / "references.json"
    write_json(path, table)
    return path


def _played(task: Task, player: str) -> Reference:
    return _mean([e.ret for e in play(task, task.players[player](), starts(task, "eval", task.eval_episodes, seed=0), width=256)])


def _stored(task: Task) -> Reference:
    """The mean return of the recipe's small data set, as `collect` would draw it."""
    plan = (
        Start(task.recipe.scenario(rng_for(0, "collect", task.name, "scenario", i)), seed_for(0, "collect", task.name, "play", i))
        for i in range(task.recipe.episodes["small"])
    )
    return _mean([e.ret for e in play(task, task.players[task.recipe.player](), plan, width=256)])


def _mean(returns: list[float]) -> Reference:
    return Reference(math.fsum(returns) / len(returns), standard_error(returns), len(returns))
