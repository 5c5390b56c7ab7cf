"""Monte-Carlo returns: regress Q on what followed, act by the BC policy adjusted towards high Q.

Q(s, a) estimates the return of the *data's* players after a; acting on it is one step of policy improvement. Source: LMRL-Gym (arXiv 2311.18232),
appendix on baselines. Broken by data whose players are bad after a good move: it cannot join halves of two episodes. Episodes cut from outside
count as if nothing followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn.functional import cross_entropy

from lmrl_gym.algos.base import Loss, masked_mean, within_support
from lmrl_gym.algos.returns import reward_to_go
from lmrl_gym.core.episode import Episode
from lmrl_gym.core.errors import check_choice, check_range
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import Floats, Ints


@dataclass(frozen=True)
class MCReturns:
    """Monte-Carlo Q values; BC acts, adjusted by beta·Q."""

    heads: ClassVar[Mapping[str, bool]] = {"q": True}
    targets: ClassVar[tuple[str, ...]] = ()
    trains_policy: ClassVar[bool] = False
    online: ClassVar[bool] = False
    observes: ClassVar[bool] = False

    gamma: float = 0.99
    """Discount, 0…1."""
    discount: str = "token"
    """Where the discount applies: `token` (the paper) or `turn`."""
    beta: float = 16.0
    """Weight of Q in the logits, in units of 1/return (after `reward_scale`)."""
    cql: float = 0.001
    """Weight of the conservative term CE(Q, a), which holds down the values of tokens never seen."""
    reward_scale: float = 1.0
    """Rewards are multiplied by this before learning; noisy returns of large size want less than 1."""
    support: float = 0.0
    """Tokens that the BC policy gives less than this probability are never chosen; 0 for no limit (the paper)."""

    def __post_init__(self) -> None:
        for name in ("gamma", "support"):
            check_range(f"algo.{name}", getattr(self, name), 0, 1)
        for name in ("beta", "cql", "reward_scale"):
            check_range(f"algo.{name}", getattr(self, name), 0)
        check_choice("algo.discount", self.discount, ("token", "turn"))

    def select(self, episodes: Sequence[Episode]) -> Sequence[Episode]:
        return episodes

    def credit(self, rewards_N: Floats, turn_N: Ints) -> Floats:
        return reward_to_go(self.reward_scale * rewards_N, turn_N, self.gamma, self.discount)

    def loss(self, outputs: Outputs, batch: Batch) -> Loss:
        """½(Q − R)² + cql·CE(Q, a)."""
        n = len(batch.actions_N)
        q_NV = outputs.heads["q"][:n]
        q_N = q_NV.gather(1, batch.actions_N[:, None]).squeeze(1)
        q_loss = masked_mean(0.5 * (q_N - batch.credit_N) ** 2, batch.weight_N)
        cql = masked_mean(cross_entropy(q_NV, batch.actions_N, reduction="none"), batch.weight_N)
        total = q_loss + self.cql * cql
        stats = {"loss": total, "q_loss": q_loss, "q_cql_loss": cql, "q_mean": masked_mean(q_N, batch.weight_N)}
        return Loss(total, {k: v.detach() for k, v in stats.items()})

    def act(self, logp_RV: Tensor, values: Mapping[str, Tensor]) -> Tensor:
        return within_support(logp_RV + self.beta * values["q"], logp_RV, self.support)

    def after_step(self, model: HeadedModel) -> None:
        del model


ALGORITHM = MCReturns
