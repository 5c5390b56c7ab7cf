"""The shipped configurations of algorithms that play: comparable with each other, and seeing what the run they start from saw."""

from __future__ import annotations

from typing import cast

import pytest

from lmrl_gym.algos.base import OnlineAlgorithm
from lmrl_gym.config import load_config, shipped_configs
from lmrl_gym.training.settings import RunConfig

SHIPPED: dict[str, RunConfig] = {name: load_config(name) for name in shipped_configs()}
PLAYING = {name: config for name, config in SHIPPED.items() if config.algo.online}
TASKS = sorted({config.task for config in PLAYING.values()})


@pytest.mark.parametrize("task", TASKS)
def test_methods_that_play_a_task_play_as_much_of_it(task: str) -> None:
    budgets = {name: (c.play.rounds, c.play.episodes, c.play.turns) for name, c in PLAYING.items() if c.task == task}
    assert len(set(budgets.values())) == 1, budgets


@pytest.mark.parametrize("name", sorted(n for n, c in PLAYING.items() if f"{c.task}/{c.init}" in SHIPPED))
def test_a_policy_goes_on_seeing_what_it_learnt_to_see(name: str) -> None:
    """With another memory than that of the run it starts from, a policy is shown texts of a length it never met."""
    assert PLAYING[name].model.memory == SHIPPED[f"{PLAYING[name].task}/{PLAYING[name].init}"].model.memory


@pytest.mark.parametrize("name", sorted(PLAYING))
def test_groups_fill_a_round(name: str) -> None:
    assert PLAYING[name].play.episodes % cast(OnlineAlgorithm, PLAYING[name].algo).group == 0
