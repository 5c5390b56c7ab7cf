"""Every task in the tree keeps the contract."""

from __future__ import annotations

import pytest

from lmrl_gym import load_task, task_names
from lmrl_gym.core.contract import check_task
from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.seeds import rng_for


@pytest.mark.parametrize("name", task_names())
def test_task_keeps_the_contract(name: str) -> None:
    task = load_task(name)
    assert task.name == name
    assert check_task(task, episodes=8) == []


@pytest.mark.parametrize("name", ["textnav/full", "textnav/partial", "guess_city", "car_dealer"])
@pytest.mark.parametrize("split", ["eval", "train"])
def test_the_behaviour_player_is_in_evaluation_who_he_is_in_the_data(name: str, split: str) -> None:
    """What kind of player makes a stored episode is a part of its scenario; an evaluated one that left it out would be played by another."""
    task = load_task(name)
    assert {frozenset(task.scenario(split, i)) for i in range(20)} == {frozenset(task.recipe.scenario(rng_for("any")))}


def test_names_are_found_by_folder_and_misspelt_ones_get_a_hint() -> None:
    assert {"probes/bandit", "probes/recall", "probes/chain", "probes/stitch"} <= set(task_names())
    with pytest.raises(UsageError, match=r"no task 'probes/bandid'; did you mean 'probes/bandit'\?"):
        load_task("probes/bandid")
    with pytest.raises(UsageError, match=r"task probes/bandit takes no options; leave out \[arms=4\]"):
        load_task("probes/bandit[arms=4]")
    with pytest.raises(UsageError, match="opens a bracket and does not close it"):
        load_task("probes/bandit[arms=4")
