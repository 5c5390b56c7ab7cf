"""Reward-to-go and filters, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lmrl_gym.algos.filtered_bc import FilteredBC
from lmrl_gym.algos.returns import reward_to_go
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.errors import UsageError


def test_token_discount_by_hand() -> None:
    # Two turns of two tokens, rewards 1 and 2 on their last tokens, γ = ½:
    # R3 = 2, R2 = ½·2 = 1, R1 = 1 + ½·1 = 1.5, R0 = ½·1.5 = .75
    result = reward_to_go(np.array([0.0, 1.0, 0.0, 2.0]), np.array([0, 0, 1, 1]), 0.5, "token")
    assert result.tolist() == [0.75, 1.5, 1.0, 2.0]


def test_turn_discount_by_hand() -> None:
    # Within a turn nothing is lost: R3 = R2 = 2; R1 = 1 + ½·2 = 2 = R0.
    result = reward_to_go(np.array([0.0, 1.0, 0.0, 2.0]), np.array([0, 0, 1, 1]), 0.5, "turn")
    assert result.tolist() == [2.0, 2.0, 2.0, 2.0]


def _episode(opening: str, reward: float, ending: Ending = Ending.SUCCESS) -> Episode:
    return Episode("t", "1", {}, (Turn(Role.ENV, opening), Turn(Role.AGENT, "a", reward), Turn(Role.ENV, "")), ending, 0)


EPISODES = [_episode("near", -1.0), _episode("near", -2.0), _episode("far", -9.0), _episode("far", -8.0, Ending.FAILURE)]


def test_filter_by_return_takes_the_easy_starts() -> None:
    assert [e.ret for e in FilteredBC(keep=0.5).select(EPISODES)] == [-1.0, -2.0]


def test_filter_per_start_takes_the_best_of_each() -> None:
    assert [e.ret for e in FilteredBC(keep=0.5, per_start=True).select(EPISODES)] == [-1.0, -8.0]


def test_filter_of_successes() -> None:
    assert [e.ret for e in FilteredBC(keep=1.0, successes=True).select(EPISODES)] == [-1.0, -2.0, -9.0]


def test_filter_that_finds_nothing_gives_nothing() -> None:
    assert FilteredBC(successes=True).select([EPISODES[3]]) == []


@pytest.mark.parametrize("keep", [0.0, 1.5, -1.0])
def test_a_share_must_be_a_share(keep: float) -> None:
    with pytest.raises(UsageError, match="not a share"):
        FilteredBC(keep=keep)
