"""Proximal policy optimisation: play, estimate advantages with a value head, take a few clipped steps, play again.

Source: PPO (arXiv 1707.06347) with generalised advantage estimation (arXiv 1506.02438) and a KL penalty to the initial policy, as in LMRL-Gym
(arXiv 2311.18232). Broken by a value head that is behind (its error is the policy's noise), by whitening what is nearly all noise, and by taking
many steps on one round's episodes; `docs/algorithms.md` says what was seen and which settings prevent it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from lmrl_gym.algos.advantages import LEVELS, fold, gae, whiten
from lmrl_gym.algos.base import Credits, Loss, Trace, masked_mean
from lmrl_gym.algos.ratio import distance, ratio_loss
from lmrl_gym.core.episode import Episode
from lmrl_gym.core.errors import UsageError, check_choice, check_range
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import Floats, Ints


@dataclass(frozen=True)
class PPO:
    """Clipped policy gradient with a value head."""

    heads: ClassVar[Mapping[str, bool]] = {"v": False}
    targets: ClassVar[tuple[str, ...]] = ()
    trains_policy: ClassVar[bool] = True
    online: ClassVar[bool] = True
    replays: ClassVar[bool] = False
    observes: ClassVar[bool] = False
    group: ClassVar[int] = 1

    gamma: float = 0.99
    """Discount, 0…1."""
    discount: str = "turn"
    """Where the discount applies: `token` (the paper) or `turn`."""
    level: str = "token"
    """What gets credit as one action: `token` (the paper), `turn` or `episode`."""
    lam: float = 0.95
    """λ of generalised advantage estimation, 0…1: 0 trusts the value head, 1 the returns."""
    clip: float = 0.2
    """How far the ratio to the policy that played may move a token's loss."""
    value_clip: float = 0.0
    """How far a value may move in one round, in units of scaled return (the paper: .2); 0: no limit."""
    value_weight: float = 0.1
    """Weight of the value loss (the paper: 1). The trunk is shared, and what it learns of values moves the policy too; the head's own speed is
    train.head_lr."""
    kl: float = 0.01
    """Weight of the KL to the policy that training began with; 0: none, and no copy of it is kept."""
    kl_in: str = "reward"
    """Where that KL goes: taken off each token's `reward` (the paper), or added to the `loss`."""
    kl_target: float = 0.0
    """Nats a token that the weight is adapted to hold (arXiv 1909.08593, section 2.2); 0: the weight stays as it is."""
    kl_horizon: int = 10_000
    """Agent tokens over which that weight changes by a fifth at most."""
    whiten: bool = True
    """Shift and scale each round's advantages to mean 0 and deviation 1."""
    least_spread: float = 0.5
    """Share of the largest deviation of any round so far below which whitening takes this share for the deviation, 0…1 (the paper: 0). Where all
    goes well, what is left of the advantages is the value head's error, and blowing that up to 1 destroys the policy."""
    stop_kl: float = 0.02
    """A round's steps end when the policy is this far from the one that played, in nats a token; 0: never."""
    reward_scale: float = 1.0
    """Rewards are multiplied by this before learning: values near the size of 1 learn best."""
    stored: float = 0.0
    """Weight of the likelihood of stored episodes (the paper's BC loss: wordle 10, else 0)."""

    def __post_init__(self) -> None:
        for name in ("gamma", "lam", "least_spread"):
            check_range(f"algo.{name}", getattr(self, name), 0, 1)
        for name in ("clip", "value_clip", "value_weight", "kl", "kl_target", "stop_kl", "reward_scale", "stored"):
            check_range(f"algo.{name}", getattr(self, name), 0)
        check_range("algo.kl_horizon", self.kl_horizon, 1)
        check_choice("algo.discount", self.discount, ("token", "turn"))
        check_choice("algo.level", self.level, LEVELS)
        check_choice("algo.kl_in", self.kl_in, ("reward", "loss"))
        if self.kl_target and self.kl_in == "loss":
            raise UsageError(f"algo.kl_target={self.kl_target} adapts the weight of the KL in the reward; set kl_in='reward' or kl_target=0")

    @property
    def refers(self) -> bool:
        return self.kl > 0

    def select(self, episodes: Sequence[Episode]) -> Sequence[Episode]:
        return episodes

    def credit(self, rewards_N: Floats, turn_N: Ints) -> Floats:
        """Not used: stored episodes are cloned."""
        del turn_N
        return rewards_N

    def opening(self) -> dict[str, float]:
        return {"kl_weight": self.kl, "spread": 0.0}

    def judge(self, traces: Sequence[Trace], numbers: Mapping[str, float]) -> tuple[list[Credits], dict[str, float]]:
        """Advantages by `gae` over units; a unit's value target is advantage + value, and all of its tokens share both."""
        weight = numbers["kl_weight"] if self.kl_in == "reward" else 0.0
        advantages, returns = [], []
        for t in traces:
            rewards_N = self.reward_scale * t.rewards_N - weight * (t.logprobs_N - t.reference_N)
            units = fold(rewards_N, t.turn_N, level=self.level, gamma=self.gamma, discount=self.discount)
            values_K = t.values_N[units.first_K]
            advantages_K = gae(units.rewards_K, values_K, t.bootstrap, units.discounts_K, self.lam)
            advantages.append(advantages_K[units.unit_N])
            returns.append((advantages_K + values_K)[units.unit_N])
        stats = {"advantage_std": float(np.concatenate(advantages).std())}
        if self.whiten:
            advantages = whiten(advantages, self.least_spread * numbers["spread"])
        return [Credits(a, r) for a, r in zip(advantages, returns, strict=True)], stats

    def loss(self, outputs: Outputs, batch: Batch) -> Loss:
        """Clipped ratio + value_weight·½·max((V − R)², (V held near its old self − R)²) + where it belongs, kl·KL."""
        assert batch.returns_N is not None
        assert batch.values_N is not None
        policy = ratio_loss(outputs, batch, self.clip)
        v_N = outputs.heads["v"][: len(batch.actions_N)]
        error_N = (v_N - batch.returns_N) ** 2
        if self.value_clip:
            near_N = batch.values_N + (v_N - batch.values_N).clamp(-self.value_clip, self.value_clip)
            held_N = (near_N - batch.returns_N) ** 2
            stopped_N, error_N = held_N > error_N, torch.maximum(error_N, held_N)
        else:
            stopped_N = torch.zeros_like(error_N)
        value_loss = 0.5 * masked_mean(error_N, batch.weight_N)
        stats = policy.stats | {"value_loss": value_loss, "value_clip_share": masked_mean(stopped_N.float(), batch.weight_N)}
        total = policy.loss + self.value_weight * value_loss
        if self.kl and self.kl_in == "loss":
            total = total + self.kl * distance(policy.logp_N, batch)
        stats["loss"] = total
        return Loss(total, {k: v.detach() for k, v in stats.items()})

    def enough(self, stats: Mapping[str, float]) -> bool:
        return bool(self.stop_kl) and stats["approx_kl"] > self.stop_kl

    def advance(self, numbers: Mapping[str, float], stats: Mapping[str, float]) -> dict[str, float]:
        weight = numbers["kl_weight"]
        if self.kl_target:
            weight = adapted(weight, stats["kl"], stats["agent_tokens"], self.kl_target, self.kl_horizon)
        return {"kl_weight": weight, "spread": max(numbers["spread"], stats["advantage_std"])}

    def act(self, logp_RV: Tensor, values: Mapping[str, Tensor]) -> Tensor:
        del values
        return logp_RV

    def after_step(self, model: HeadedModel) -> None:
        del model


def adapted(weight: float, found: float, count: float, target: float, horizon: float) -> float:
    """weight·(1 + e·count/horizon), e = found/target − 1 within ±.2: raised where the KL `found` over `count` samples is above `target`."""
    return weight * (1 + float(np.clip(found / target - 1, -0.2, 0.2)) * count / horizon)


ALGORITHM = PPO
