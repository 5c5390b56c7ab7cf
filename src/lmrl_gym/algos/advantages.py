"""Advantages over the agent tokens of one episode, with a token, a turn or the whole episode as the unit that gets credit.

Everything is computed per episode and over agent tokens only, before windows are shuffled: what the env said, how long it was and how a conversation
was cut into windows cannot matter. A unit is folded into one step of a semi-Markov process: its discounted reward, its discount, its first state.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lmrl_gym.tokens.render import Floats, Ints

LEVELS = ("token", "turn", "episode")


class Units(NamedTuple):
    """An episode as K units. `unit_N` says which unit each token is in."""

    unit_N: Ints
    rewards_K: Floats
    """Sum of the rewards inside, discounted to the unit's first token."""
    discounts_K: Floats
    """Discount from the unit's first token to the next unit's."""
    first_K: Ints
    """Index of the unit's first token."""


def fold(rewards_N: Floats, turn_N: Ints, *, level: str, gamma: float, discount: str) -> Units:
    """The units of `level` (token, turn, episode) of one episode; γ applies after every token (`discount="token"`) or where a turn ends ("turn")."""
    n = len(turn_N)
    ends_N = np.append(turn_N[1:] != turn_N[:-1], True)
    gamma_N = np.where(ends_N | (discount == "token"), gamma, 1.0)
    if level == "token":
        unit_N = np.arange(n)
    elif level == "turn":
        unit_N = np.concatenate([[0], np.cumsum(ends_N[:-1])])
    else:
        unit_N = np.zeros(n, dtype=np.int64)
    count = int(unit_N[-1]) + 1
    rewards_K, discounts_K = np.zeros(count), np.ones(count)
    first_K = np.searchsorted(unit_N, np.arange(count))
    for i in range(n):
        k = unit_N[i]
        rewards_K[k] += discounts_K[k] * rewards_N[i]
        discounts_K[k] *= gamma_N[i]
    return Units(unit_N, rewards_K, discounts_K, first_K)


def gae(rewards_K: Floats, values_K: Floats, bootstrap: float, discounts_K: Floats, lam: float) -> Floats:
    """Generalised advantage estimates (arXiv 1506.02438): A_k = δ_k + γ_k·λ·A_{k+1}, δ_k = r_k + γ_k·V_{k+1} − V_k, `bootstrap` = V past the end."""
    result = np.empty(len(rewards_K))
    running, following = 0.0, bootstrap
    for k in range(len(rewards_K) - 1, -1, -1):
        delta = rewards_K[k] + discounts_K[k] * following - values_K[k]
        running = delta + discounts_K[k] * lam * running
        result[k], following = running, values_K[k]
    return result


def to_go(rewards_K: Floats, discounts_K: Floats) -> Floats:
    """G_k = r_k + γ_k·G_{k+1}."""
    return gae(rewards_K, np.zeros(len(rewards_K)), 0.0, discounts_K, 1.0)


def whiten(advantages: Sequence[Floats], least: float = 0.0) -> list[Floats]:
    """All entries of all episodes shifted to mean 0 and divided by their standard deviation, or by `least` where that is larger."""
    together = np.concatenate(advantages)
    scale = max(float(np.sqrt(together.var() + 1e-8)), least)
    return [(a - together.mean()) / scale for a in advantages]
