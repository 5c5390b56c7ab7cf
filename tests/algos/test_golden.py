"""Losses and returns against figures of the released LMRL-Gym code, computed once on random arrays (golden_losses.json holds inputs and outputs)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from lmrl_gym.algos.advantages import gae, whiten
from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.algos.mc_returns import MCReturns
from lmrl_gym.algos.ppo import PPO, adapted
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


def played() -> tuple[Outputs, Batch]:
    """PPO's golden rows. Two tokens of vocabulary: the one drawn, with the golden log-probability, and one with the rest."""
    given = {k: torch.tensor(v)[ACTIONS] for k, v in GOLDEN["ppo"]["inputs"].items()}
    logits_NV = torch.stack([given["logprobs"], torch.log1p(-given["logprobs"].exp())], dim=1)
    judged = replace(
        batch(),
        actions_N=torch.zeros(len(logits_NV), dtype=torch.long),
        credit_N=given["old_advantages"],
        logprobs_N=given["old_logprobs"],
        returns_N=given["old_returns"],
        values_N=given["old_values"],
    )
    return Outputs(logits_NV, {"v": given["values"]}), judged


def test_ppo_loss_equals_the_released_code() -> None:
    loss = PPO(clip=0.2, value_clip=0.2, value_weight=1.0).loss(*played())
    golden = GOLDEN["ppo"]
    expected = {
        "loss": golden["loss"],
        "policy_loss": golden["losses"]["policy_loss"],
        "value_loss": golden["losses"]["value_loss"],
        "approx_kl": golden["policy"]["approx_kl"],
        "clip_share": golden["policy"]["clipfrac"],
        "value_clip_share": golden["value_clipfrac"],
        "ratio": golden["ratio"],
    }
    assert {name: loss.stats[name].item() for name in expected} == pytest.approx(expected, abs=1e-5)
    assert loss.total.item() == pytest.approx(golden["loss"], abs=1e-5)


def test_generalised_advantages_equal_the_released_code() -> None:
    """λ = .95, γ = .99. The released code takes the next state's value from another array, so that step by step is the only way to compare."""
    golden = {k: np.array(v[0]) for k, v in GOLDEN["gae"].items()}
    following, advantages = 0.0, []
    for t in reversed(range(6)):
        # one step that bootstraps from the golden next value, then the chain λ·γ of what follows
        delta = gae(golden["rewards"][t : t + 1], golden["state_values"][t : t + 1], golden["next_state_values"][t], np.array([0.99]), 0.95)[0]
        following = delta + 0.99 * 0.95 * following
        advantages.append(following)
    assert advantages[::-1] == pytest.approx(golden["advantages"], abs=1e-5)
    assert advantages[::-1] + golden["state_values"] == pytest.approx(golden["returns"], abs=1e-5)
    # where the next state's value is the next entry, one call gives the same chain
    values = golden["state_values"]
    whole = gae(golden["rewards"], values, 0.5, np.full(6, 0.99), 0.95)
    deltas = golden["rewards"] + 0.99 * np.append(values[1:], 0.5) - values
    assert whole == pytest.approx([sum((0.99 * 0.95) ** (k - t) * deltas[k] for k in range(t, 6)) for t in range(6)])


def test_whitening_equals_the_released_code() -> None:
    assert whiten([np.array(GOLDEN["gae"]["advantages"][0])])[0] == pytest.approx(GOLDEN["gae"]["whitened"][0], abs=1e-5)


def test_the_adaptive_weight_equals_the_released_code() -> None:
    golden = GOLDEN["adaptive_kl"]
    weight = golden["init"]
    for found, expected in zip(golden["current"], golden["value"], strict=True):
        weight = adapted(weight, found, golden["n_steps"], golden["target"], golden["horizon"])
        assert weight == pytest.approx(expected, rel=1e-9)
    algo = PPO(kl=golden["init"], kl_target=golden["target"], kl_horizon=golden["horizon"])
    numbers = algo.advance(algo.opening(), {"kl": 0.5, "agent_tokens": 32, "advantage_std": 1.0})
    assert numbers["kl_weight"] == pytest.approx(golden["value"][0], rel=1e-9)
