"""Units of credit, generalised advantages, whitening and group-relative advantages: tables worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lmrl_gym.algos.advantages import fold, gae, to_go, whiten
from lmrl_gym.algos.base import Trace
from lmrl_gym.algos.grpo import GRPO
from lmrl_gym.algos.ppo import PPO

# Two turns, of two tokens and of one: rewards 1 on token 1 and 8 on token 2.
REWARDS, TURNS = np.array([0.0, 1.0, 8.0]), np.array([0, 0, 1])


def trace(
    rewards: list[float], turns: list[int], *, values: list[float] | None = None, bootstrap: float = 0.0, group: int = 0, kl: float = 0.0
) -> Trace:
    """An episode whose tokens were drawn with log-probability −1, `kl` above what the reference gives them."""
    n = len(rewards)
    drawn = np.full(n, -1.0)
    return Trace(np.array(rewards), np.array(turns), drawn, drawn - kl, np.array(values or [0.0] * n), bootstrap, group)


@pytest.mark.parametrize(
    ("level", "discount", "units", "rewards", "discounts", "first"),
    [
        ("token", "token", [0, 1, 2], [0, 1, 8], [0.5, 0.5, 0.5], [0, 1, 2]),
        # within a turn nothing is lost
        ("token", "turn", [0, 1, 2], [0, 1, 8], [1, 0.5, 0.5], [0, 1, 2]),
        # the first turn's reward comes one token late: ½·1, and two tokens pass until the next turn: ¼
        ("turn", "token", [0, 0, 1], [0.5, 8], [0.25, 0.5], [0, 2]),
        ("turn", "turn", [0, 0, 1], [1, 8], [0.5, 0.5], [0, 2]),
        # ½·1 + ¼·8, and three tokens; 1 + ½·8, and two turns
        ("episode", "token", [0, 0, 0], [2.5], [0.125], [0]),
        ("episode", "turn", [0, 0, 0], [5], [0.25], [0]),
    ],
)
def test_units(level: str, discount: str, units: list[int], rewards: list[float], discounts: list[float], first: list[int]) -> None:
    found = fold(REWARDS, TURNS, level=level, gamma=0.5, discount=discount)
    assert [list(x) for x in found] == [units, rewards, discounts, first]


def test_turns_need_not_be_numbered_from_zero_nor_without_gaps() -> None:
    assert fold(REWARDS, np.array([3, 3, 7]), level="turn", gamma=1.0, discount="turn").unit_N.tolist() == [0, 0, 1]


def test_generalised_advantages_by_hand() -> None:
    # γ = ½, λ = ½, V = 2, 4, 6, past the end 8: δ2 = 3 + ½·8 − 6 = 1; δ1 = 0 + ½·6 − 4 = −1; δ0 = 1 + ½·4 − 2 = 1
    # A2 = 1; A1 = −1 + ¼·1 = −¾; A0 = 1 + ¼·(−¾)
    found = gae(np.array([1.0, 0.0, 3.0]), np.array([2.0, 4.0, 6.0]), 8.0, np.full(3, 0.5), 0.5)
    assert found.tolist() == [1 - 3 / 16, -0.75, 1.0]


def test_returns_to_go_by_hand() -> None:
    # G2 = 4; G1 = 2 + ½·4; G0 = 1 + ½·4
    assert to_go(np.array([1.0, 2.0, 4.0]), np.full(3, 0.5)).tolist() == [3.0, 4.0, 4.0]


def test_whitening_takes_all_episodes_together() -> None:
    # 1, 3 | 5: mean 3, variance 8/3
    one, other = whiten([np.array([1.0, 3.0]), np.array([5.0])])
    assert [*one, *other] == pytest.approx([-2 / (8 / 3) ** 0.5, 0.0, 2 / (8 / 3) ** 0.5])


def test_whitening_does_not_blow_up_what_is_small() -> None:
    # deviation 1, the least is 4
    assert whiten([np.array([1.0, 3.0])], 4.0)[0].tolist() == [-0.25, 0.25]


# ---- what PPO makes of them


@pytest.mark.parametrize(
    ("level", "advantages", "returns"),
    [
        # V = 1, 2, 4, bootstrap 6, γ = 1 but ½ where a turn ends, λ = 1: returns 2 + ½·6 = 5, ½·5, ½·5
        ("token", [2.5 - 1, 2.5 - 2, 5 - 4], [2.5, 2.5, 5]),
        ("turn", [2.5 - 1, 2.5 - 1, 5 - 4], [2.5, 2.5, 5]),
        ("episode", [2.5 - 1] * 3, [2.5] * 3),
    ],
)
def test_the_value_of_a_unit_is_its_first_states(level: str, advantages: list[float], returns: list[float]) -> None:
    algo = PPO(level=level, gamma=0.5, lam=1.0, kl=0.0, whiten=False)
    (found,), _ = algo.judge([trace([0, 0, 2], [0, 0, 1], values=[1, 2, 4], bootstrap=6)], algo.opening())
    assert found.advantages_N.tolist() == advantages
    assert found.returns_N.tolist() == returns


def test_the_distance_from_the_reference_is_paid_by_each_token() -> None:
    # 3 nats above the reference at weight .1: −.3 a token; rewards ×10; G = 20 − .3, −.3 + 19.7
    algo = PPO(gamma=1.0, lam=1.0, kl=0.1, whiten=False, reward_scale=10.0)
    (found,), _ = algo.judge([trace([0, 2], [0, 0], kl=3.0)], algo.opening())
    assert found.advantages_N == pytest.approx([19.4, 19.7])
    algo = PPO(gamma=1.0, lam=1.0, kl=0.1, kl_in="loss", whiten=False)
    (found,), _ = algo.judge([trace([0, 2], [0, 0], kl=3.0)], algo.opening())
    assert found.advantages_N.tolist() == [2.0, 2.0]


def test_the_largest_spread_so_far_is_remembered() -> None:
    algo = PPO(kl=0.0, least_spread=0.5)
    numbers = algo.opening()
    for rewards, scaled, largest in [([-4.0, 4.0], [-1, 1], 4), ([-1.0, 1.0], [-0.5, 0.5], 4), ([-8.0, 8.0], [-1, 1], 8), ([0.0, 0.0], [0, 0], 8)]:
        found, stats = algo.judge([trace([r], [0]) for r in rewards], numbers)
        numbers = algo.advance(numbers, stats)
        assert [c.advantages_N[0] for c in found] == pytest.approx(scaled, abs=1e-6)
        assert numbers["spread"] == pytest.approx(largest)


# ---- what GRPO makes of them


def test_episodes_are_compared_within_their_group() -> None:
    # group 0 returns 0, 2: mean 1, deviation 1; group 1 returns 5, 5 + 4: mean 7, deviation 2; group 2 all the same: nothing to learn
    traces = [trace([0, 0], [0, 0]), trace([0, 2], [0, 0]), trace([5], [0], group=1), trace([5, 4], [0, 1], group=1)]
    traces += [trace([3], [0], group=2), trace([3], [0], group=2)]
    found, _ = GRPO(group=2).judge(traces, {})
    assert [c.advantages_N.tolist() for c in found] == [[-1, -1], [1, 1], [-1], [1, 1], [0], [0]]
    found, _ = GRPO(group=2, normalise=False).judge(traces, {})
    assert [c.advantages_N.tolist() for c in found] == [[-1, -1], [1, 1], [-2], [2, 2], [0], [0]]


def test_turns_are_compared_with_the_same_turn_of_the_others() -> None:
    # to go: 1 + 2 = 3, 2 | −1 + 6 = 5, 6 | 4. First turns: 3, 5, 4, mean 4. Second turns: 2, 6, mean 4; the third episode has none.
    traces = [trace([0, 1, 2], [0, 0, 1]), trace([-1, 0, 6], [0, 1, 1]), trace([4], [0])]
    found, _ = GRPO(group=3, level="turn", normalise=False).judge(traces, {})
    assert [c.advantages_N.tolist() for c in found] == [[-1, -1, -2], [1, 2, 2], [0]]


def test_a_turn_that_nobody_else_came_to_is_not_judged() -> None:
    found, _ = GRPO(group=2, level="turn").judge([trace([0, 7], [0, 1]), trace([0], [0])], {})
    assert found[0].advantages_N.tolist() == [1.0, 0.0]


def test_tokens_are_compared_with_the_same_token_of_the_others() -> None:
    # γ = ½ a token: to go 1, 2 | 3, 6 | first tokens 1, 3: mean 2; second 2, 6: mean 4
    algo = GRPO(group=2, level="token", gamma=0.5, discount="token", normalise=False)
    found, _ = algo.judge([trace([0, 2], [0, 0]), trace([0, 6], [0, 0])], {})
    assert [c.advantages_N.tolist() for c in found] == [[-1, -2], [1, 2]]
