"""Losses on two to four tokens, with the arithmetic beside them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from lmrl_gym.algos.base import masked_mean
from lmrl_gym.algos.bc import BC
from lmrl_gym.algos.filtered_bc import FilteredBC
from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.algos.mc_returns import MCReturns
from lmrl_gym.models.heads import Outputs
from lmrl_gym.tokens.batch import Batch

LN2 = math.log(2)


def batch(actions: list[int], weights: list[float], **changes: list[float]) -> Batch:
    """Agent tokens that all end their turn and the episode, rewards and credits 0, unless changed."""
    n = len(actions)
    made = Batch(
        tokens_BT=torch.zeros(1, n + 1, dtype=torch.long),
        is_token_BT=torch.ones(1, n + 1, dtype=torch.bool),
        states_S=torch.arange(n),
        actions_N=torch.tensor(actions),
        next_N=torch.full((n,), -1),
        terminated_N=torch.ones(n, dtype=torch.bool),
        turn_end_N=torch.ones(n, dtype=torch.bool),
        rewards_N=torch.zeros(n),
        credit_N=torch.zeros(n),
        weight_N=torch.tensor(weights),
        logprobs_N=torch.zeros(n),
    )
    return replace(made, **{name: torch.tensor(values) for name, values in changes.items()})


def test_masked_mean() -> None:
    # (1·2 + 3·4) / 4
    assert masked_mean(torch.tensor([2.0, 9.0, 4.0]), torch.tensor([1.0, 0.0, 3.0])).item() == pytest.approx(3.5)
    assert masked_mean(torch.tensor([2.0, 9.0]), torch.zeros(2)).item() == 0.0


@pytest.mark.parametrize("algo", [BC(), FilteredBC()])
def test_likelihood(algo: BC | FilteredBC) -> None:
    # exp gives 2 1 1 and 1 3 1: token 0 has probability 1/2 in the first state and 1/5 in the second, which counts three times.
    # A state that only follows others (the third) does not count.
    logits = torch.tensor([[2.0, 1.0, 1.0], [1.0, 3.0, 1.0], [1.0, 9.0, 1.0]]).log().requires_grad_()
    loss = algo.loss(Outputs(logits), batch([0, 0], [1.0, 3.0]))
    assert loss.total.item() == pytest.approx((LN2 + 3 * math.log(5)) / 4)
    assert loss.stats["accuracy"].item() == pytest.approx(1 / 4)
    loss.total.backward()
    # weight / 4 · (probability − 1 where said)
    expected = [[-0.5 / 4, 0.25 / 4, 0.25 / 4], [-0.8 * 3 / 4, 0.6 * 3 / 4, 0.2 * 3 / 4], [0, 0, 0]]
    assert logits.grad is not None
    assert logits.grad.tolist() == [pytest.approx(row, abs=1e-7) for row in expected]


def test_monte_carlo() -> None:
    # Q of the tokens said: 1, −2, 0; returns 3, −1, 0; weights 1, 2, 1:
    # ½·(1·(1 − 3)² + 2·(−2 + 1)² + 0) / 4 = ½·6/4
    q = torch.tensor([[1.0, 1.0], [5.0, -2.0], [0.0, 0.0]], requires_grad=True)
    given = batch([0, 1, 0], [1.0, 2.0, 1.0], credit_N=[3.0, -1.0, 0.0])
    loss = MCReturns(cql=0.0).loss(Outputs(None, {"q": q}), given)
    assert loss.total.item() == pytest.approx(0.75)
    assert loss.stats["q_mean"].item() == pytest.approx((1 - 2 * 2 + 0) / 4)
    loss.total.backward()
    # weight / 4 · (Q − R) at what was said
    assert q.grad is not None
    assert q.grad.tolist() == [[-0.5, 0.0], [0.0, -0.5], [0.0, 0.0]]


def test_monte_carlo_held_down() -> None:
    # CE of the first state: ln 2; of the second, 5 against −2: ln(1 + e⁷) ; of the third: ln 2
    q = torch.tensor([[1.0, 1.0], [5.0, -2.0], [0.0, 0.0]])
    given = batch([0, 1, 0], [1.0, 2.0, 1.0], credit_N=[3.0, -1.0, 0.0])
    loss = MCReturns(cql=0.1).loss(Outputs(None, {"q": q}), given)
    held_down = (LN2 + 2 * math.log(1 + math.exp(7)) + LN2) / 4
    assert loss.stats["q_cql_loss"].item() == pytest.approx(held_down)
    assert loss.total.item() == pytest.approx(0.75 + 0.1 * held_down)


def test_monte_carlo_credit_scales_rewards_first() -> None:
    # rewards ×10: 0 10 | 0 20, γ = ½ where a turn ends: R3 = R2 = 20, R1 = R0 = 10 + ½·20
    credit = MCReturns(gamma=0.5, discount="turn", reward_scale=10.0).credit(np.array([0.0, 1.0, 0.0, 2.0]), np.array([0, 0, 1, 1]))
    assert credit.tolist() == [20.0, 20.0, 20.0, 20.0]


# Three agent tokens. The first leads to the second (reward 1), the second ends the episode (reward −2), what follows the third is unknown
# (weight 2). V of the states: .5, 1, 2.
STEPS = batch(
    [0, 0, 0], [1.0, 1.0, 2.0], next_N=[1, -1, -1], terminated_N=[False, True, False], turn_end_N=[False, True, True], rewards_N=[1.0, -2.0, 9.0]
)


def steps_outputs() -> tuple[Outputs, dict[str, torch.Tensor]]:
    """Each Q is the same for both tokens of the vocabulary, so that every cross-entropy is ln 2."""

    def wide(*values: float) -> torch.Tensor:
        return torch.tensor([[v, v] for v in values], dtype=torch.float32, requires_grad=True)

    heads = {"q1": wide(1, 0, 7), "q2": wide(2, -1, 7), "v": torch.tensor([0.5, 1.0, 2.0], requires_grad=True)}
    return Outputs(None, heads, {"q1": wide(2, -1, 0).detach(), "q2": wide(1, 0, 0).detach()}), heads


def test_one_step_values() -> None:
    # γ = ½: targets 1 + ½·1 = 1.5 and −2 (nothing past the end); none for the third.
    # q1: ½·((1 − 1.5)² + (0 + 2)²)/2 = 1.0625      q2: ½·((2 − 1.5)² + (−1 + 2)²)/2 = .3125
    # smaller slow Q: 1, −1; above V = .5 counts τ = .8, below V = 1 counts .2: (.8·½·.5² + .2·½·2²)/2 = .25
    outputs, heads = steps_outputs()
    loss = ILQL(gamma=0.5, tau=0.8, cql=0.1).loss(outputs, STEPS)
    stats = {name: loss.stats[name].item() for name in ("q1_loss", "q2_loss", "v_loss", "q1_cql_loss", "q2_cql_loss", "v_mean", "q1_mean")}
    assert stats == pytest.approx(
        {"q1_loss": 1.0625, "q2_loss": 0.3125, "v_loss": 0.25, "q1_cql_loss": LN2, "q2_cql_loss": LN2, "v_mean": 5.5 / 4, "q1_mean": 15 / 4}
    )
    assert loss.total.item() == pytest.approx(1.0625 + 0.3125 + 0.25 + 0.1 * 2 * LN2)
    loss.total.backward()
    # V moves by the expectile alone, not to please Q: .8·(.5 − 1)/2, .2·(1 + 1)/2, and not at all where Q is unknown
    assert heads["v"].grad is not None
    assert heads["v"].grad.tolist() == pytest.approx([-0.2, 0.2, 0.0])


def test_one_step_values_discounted_by_turn() -> None:
    # the first token does not end its turn: target 1 + 1 = 2, q1: ½·(1 + 4)/2
    outputs, _ = steps_outputs()
    assert ILQL(gamma=0.5, discount="turn").loss(outputs, STEPS).stats["q1_loss"].item() == pytest.approx(1.25)


def test_one_step_values_of_scaled_rewards() -> None:
    # rewards ×10: targets 10.5 and −20, q1: ½·(9.5² + 20²)/2
    outputs, _ = steps_outputs()
    assert ILQL(gamma=0.5, reward_scale=10.0).loss(outputs, STEPS).stats["q1_loss"].item() == pytest.approx((9.5**2 + 20**2) / 4)


def test_acting() -> None:
    logp = torch.tensor([[0.5, 0.3, 0.2]]).log()
    low, high = torch.tensor([[1.0, -1.0, 4.0]]), torch.tensor([[2.0, -3.0, 5.0]])
    assert BC().act(logp, {}).tolist() == FilteredBC().act(logp, {}).tolist() == logp.tolist()
    assert (MCReturns(beta=3.0).act(logp, {"q": low}) - logp).tolist() == [pytest.approx([3.0, -3.0, 12.0], abs=1e-5)]
    # the smaller of the two: 1, −3, 4
    bent = ILQL(beta=3.0).act(logp, {"q1": low, "q2": high, "v": torch.zeros(1)})
    assert (bent - logp).tolist() == [pytest.approx([3.0, -9.0, 12.0], abs=1e-5)]
    assert ILQL(beta=3.0, support=0.25).act(logp, {"q1": low, "q2": high}).tolist()[0][2] == -math.inf
