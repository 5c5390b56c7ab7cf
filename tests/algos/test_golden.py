"""Losses and returns against figures of the released LMRL-Gym code, computed once on random arrays (golden_losses.json holds inputs and outputs)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.algos.mc_returns import MCReturns
from lmrl_gym.algos.returns import reward_to_go
from lmrl_gym.models.heads import Outputs
from lmrl_gym.tokens.batch import Batch

GOLDEN = json.loads((Path(__file__).parent / "golden_losses.json").read_text())
INPUTS = {k: torch.tensor(v) for k, v in GOLDEN["ilql_inputs"].items()}
ACTIONS = INPUTS["should_take_action"] & (INPUTS["attention_mask"] > 0)


def wide(logits: Tensor, values: Tensor) -> Tensor:
    """Q over the vocabulary, shifted row by row so that the chosen token has the given value: cross-entropy does not see a shift."""
    chosen_N = INPUTS["token_ids"][ACTIONS][:, None]
    logits_NV = logits[ACTIONS]
    return logits_NV - logits_NV.gather(1, chosen_N) + values[ACTIONS][:, None]


def batch() -> Batch:
    """The golden rows as states: agent tokens in reading order, then one state past the end of each row (the released code bootstraps there)."""
    rows = ACTIONS.nonzero()[:, 0]
    n = len(rows)
    follows = [i + 1 if i + 1 < n and rows[i + 1] == rows[i] else n + int(rows[i]) for i in range(n)]
    ones = torch.ones(n)
    return Batch(
        tokens_BT=INPUTS["token_ids"],
        is_token_BT=INPUTS["attention_mask"] > 0,
        states_S=torch.zeros(n + 3, dtype=torch.long),
        actions_N=INPUTS["token_ids"][ACTIONS],
        next_N=torch.tensor(follows),
        terminated_N=torch.zeros(n, dtype=torch.bool),
        turn_end_N=torch.ones(n, dtype=torch.bool),
        rewards_N=INPUTS["rewards"][ACTIONS],
        credit_N=torch.tensor(GOLDEN["mc"]["returns"])[ACTIONS],
        weight_N=ones,
        logprobs_N=ones,
    )


@pytest.mark.parametrize(("key", "tau", "cql"), [("ilql_tau0.7_gamma0.99_cql0.01", 0.7, 0.01), ("ilql_tau0.95_gamma0.99_cql0.0", 0.95, 0.0)])
def test_ilql_loss_equals_the_released_code(key: str, tau: float, cql: float) -> None:
    algorithm = ILQL(gamma=0.99, tau=tau, cql=cql)
    heads = {name: wide(INPUTS[f"{name}_logits"], INPUTS[name]) for name in ("q1", "q2")}
    heads["v"] = torch.cat([INPUTS["v"][ACTIONS], INPUTS["v_final"]])
    targets = {name: wide(INPUTS[f"{name}_logits"], INPUTS[f"target_{name}"]) for name in ("q1", "q2")}
    loss = algorithm.loss(Outputs(None, heads, targets), batch())
    expected = GOLDEN[key]["losses"]
    assert loss.total.item() == pytest.approx(GOLDEN[key]["loss"], abs=1e-5)
    for name in ("q1_loss", "q2_loss", "v_loss", "q1_cql_loss", "q2_cql_loss"):
        assert loss.stats[name].item() == pytest.approx(expected[name], abs=1e-5), name


def test_mc_loss_equals_the_released_code() -> None:
    loss = MCReturns(cql=0.01).loss(Outputs(None, {"q": wide(INPUTS["q1_logits"], INPUTS["q1"])}), batch())
    expected = GOLDEN["mc"]["losses"]
    assert loss.total.item() == pytest.approx(expected["total_loss"], abs=1e-5)
    assert loss.stats["q_loss"].item() == pytest.approx(expected["q_loss"], abs=1e-5)
    assert loss.stats["q_cql_loss"].item() == pytest.approx(expected["q_cql_loss"], abs=1e-5)


@pytest.mark.parametrize("gamma", ["1.0", "0.99", "0.5"])
def test_reward_to_go_equals_the_released_code(gamma: str) -> None:
    rewards = np.array(GOLDEN["rtg"]["rewards"])
    # The released code sums to the last non-zero reward inclusive; past it everything is 0 in both.
    result = reward_to_go(rewards, np.arange(len(rewards)), float(gamma))
    assert result == pytest.approx(GOLDEN["rtg"][gamma], abs=1e-5)


def test_long_discounted_returns_stay_finite() -> None:
    """900 steps of reward 1 at γ = .9: the geometric sum 10·(1 − .9^900) = 10, where the released code gives NaN and 0."""
    result = reward_to_go(np.ones(900), np.arange(900), 0.9)
    assert result[0] == pytest.approx(10.0)
    assert result[-1] == 1.0
