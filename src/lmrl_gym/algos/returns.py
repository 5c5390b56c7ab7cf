"""Sums of future rewards over the agent tokens of one episode.

The discount γ applies at every agent token (`unit="token"`, the paper's) or only from one agent turn to the next (`unit="turn"`, which does not
punish long replies). Sums are made by a reverse scan, so 900 steps at γ = .9 are as exact as one.
"""

from __future__ import annotations

import numpy as np

from lmrl_gym.tokens.render import Floats, Ints


def reward_to_go(rewards_N: Floats, turn_N: Ints, gamma: float, unit: str = "token") -> Floats:
    """R_n = r_n + γ_n·R_{n+1}, R after the end = 0. γ_n = γ, or under `unit="turn"` γ only where token n ends its turn and 1 within it."""
    result = np.empty(len(rewards_N))
    running = 0.0
    following = None
    for n in range(len(rewards_N) - 1, -1, -1):
        turn = turn_N[n]
        discount = gamma if unit == "token" or turn != following else 1.0
        running = float(rewards_N[n]) + discount * running
        result[n] = running
        following = turn
    return result
