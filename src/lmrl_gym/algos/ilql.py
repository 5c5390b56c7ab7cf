"""Implicit language Q-learning: one-step temporal differences with an expectile for the maximum, act by the BC policy adjusted towards high Q.

V is an upper expectile of the slow Q over the data's tokens, so no token outside the data is ever evaluated, and Q is regressed on r + γ·V of the
next state: good halves of bad episodes are joined. Source: Snell et al., ILQL (arXiv 2206.11871), equations 1-3, with two Q heads as in LMRL-Gym
(arXiv 2311.18232). Broken by data that never take the right token in a state, and by too few steps: value moves one token a target refresh.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from lmrl_gym.algos.base import Loss, masked_mean, within_support
from lmrl_gym.core.episode import Episode
from lmrl_gym.core.errors import check_choice, check_range
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import Floats, Ints


@dataclass(frozen=True)
class ILQL:
    """Implicit Q-learning; BC acts, adjusted by beta·min(q1, q2)."""

    heads: ClassVar[Mapping[str, bool]] = {"q1": True, "q2": True, "v": False}
    targets: ClassVar[tuple[str, ...]] = ("q1", "q2")
    trains_policy: ClassVar[bool] = False
    online: ClassVar[bool] = False
    observes: ClassVar[bool] = False

    gamma: float = 0.99
    """Discount, 0…1."""
    discount: str = "token"
    """Where the discount applies: `token` (the paper) or `turn`."""
    tau: float = 0.7
    """Expectile of the V loss, above .5: nearer 1 is nearer the maximum over the data's tokens."""
    beta: float = 16.0
    """Weight of Q in the logits, in units of 1/return (after `reward_scale`)."""
    cql: float = 0.001
    """Weight of the conservative term CE(q1, a) + CE(q2, a), which holds down the values of tokens never seen."""
    polyak: float = 0.005
    """How far the slow Q heads move towards the fast ones after each step, 0…1."""
    reward_scale: float = 1.0
    """Rewards are multiplied by this before learning."""
    support: float = 0.0
    """Tokens that the BC policy gives less than this probability are never chosen; 0 for no limit (the paper)."""

    def __post_init__(self) -> None:
        for name in ("gamma", "support"):
            check_range(f"algo.{name}", getattr(self, name), 0, 1)
        for name in ("beta", "cql", "reward_scale"):
            check_range(f"algo.{name}", getattr(self, name), 0)
        check_choice("algo.discount", self.discount, ("token", "turn"))
        check_range("algo.tau", self.tau, 0, 1)
        check_range("algo.polyak", self.polyak, 0, 1)

    def select(self, episodes: Sequence[Episode]) -> Sequence[Episode]:
        return episodes

    def credit(self, rewards_N: Floats, turn_N: Ints) -> Floats:
        """Not used: targets come from the next state's value."""
        del turn_N
        return rewards_N

    def loss(self, outputs: Outputs, batch: Batch) -> Loss:
        """y = r + γ·V(next); ½(q1 − y)² + ½(q2 − y)² + w·½(V − min slow Q)² + cql·(CE(q1, a) + CE(q2, a)); w = τ where slow Q ≥ V, else 1 − τ."""
        n = len(batch.actions_N)
        chosen = batch.actions_N[:, None]
        v_S = outputs.heads["v"]
        next_v_N = torch.where(batch.next_N >= 0, v_S.detach()[batch.next_N.clamp(min=0)], 0.0)
        target_N = self.reward_scale * batch.rewards_N + batch.discount_N(self.gamma, self.discount) * next_v_N
        slow_N = torch.minimum(outputs.targets["q1"][:n].gather(1, chosen), outputs.targets["q2"][:n].gather(1, chosen)).squeeze(1)
        v_N = v_S[:n]
        expectile_N = torch.where(slow_N >= v_N, self.tau, 1 - self.tau)
        # Where no target is known nothing trains Q, so V must not follow it there.
        stats = {"v_loss": masked_mean(expectile_N * 0.5 * (v_N - slow_N) ** 2, batch.td_weight_N), "v_mean": masked_mean(v_N, batch.weight_N)}
        total = stats["v_loss"]
        for name in ("q1", "q2"):
            q_NV = outputs.heads[name][:n]
            q_N = q_NV.gather(1, chosen).squeeze(1)
            stats[f"{name}_loss"] = masked_mean(0.5 * (q_N - target_N) ** 2, batch.td_weight_N)
            stats[f"{name}_cql_loss"] = masked_mean(cross_entropy(q_NV, batch.actions_N, reduction="none"), batch.weight_N)
            stats[f"{name}_mean"] = masked_mean(q_N, batch.weight_N)
            total = total + stats[f"{name}_loss"] + self.cql * stats[f"{name}_cql_loss"]
        stats["loss"] = total
        return Loss(total, {k: v.detach() for k, v in stats.items()})

    def act(self, logp_RV: Tensor, values: Mapping[str, Tensor]) -> Tensor:
        q_RV = torch.minimum(values["q1"], values["q2"])
        return within_support(logp_RV + self.beta * q_RV, logp_RV, self.support)

    def after_step(self, model: HeadedModel) -> None:
        model.track(self.polyak)


ALGORITHM = ILQL
