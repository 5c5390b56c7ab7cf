"""Behaviour cloning: maximise the likelihood of what was said.

Supervised fine-tuning on agent tokens only. Reproduces the data's mixture of players; sampled play scores what the data score, greedy play what their
most frequent choices do. Broken by: nothing, it is the base that every value method starts from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor
from torch.nn.functional import cross_entropy

from lmrl_gym.algos.base import Loss, masked_mean
from lmrl_gym.core.episode import Episode
from lmrl_gym.core.errors import check_range
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import Floats, Ints


@dataclass(frozen=True)
class BC:
    """Behaviour cloning on all episodes."""

    heads: ClassVar[Mapping[str, bool]] = {}
    targets: ClassVar[tuple[str, ...]] = ()
    trains_policy: ClassVar[bool] = True
    online: ClassVar[bool] = False

    observations: float = 0.0
    """Weight of the likelihood of what the env said, beside the agent's: learning to foresee answers builds what acting on them needs."""

    def __post_init__(self) -> None:
        check_range("algo.observations", self.observations, 0)

    @property
    def observes(self) -> bool:
        return self.observations > 0

    def select(self, episodes: Sequence[Episode]) -> Sequence[Episode]:
        return episodes

    def credit(self, rewards_N: Floats, turn_N: Ints) -> Floats:
        """None is used; the rewards are as good as any."""
        del turn_N
        return rewards_N

    def loss(self, outputs: Outputs, batch: Batch) -> Loss:
        return likelihood_loss(outputs, batch, self.observations)

    def act(self, logp_RV: Tensor, values: Mapping[str, Tensor]) -> Tensor:
        del values
        return logp_RV

    def after_step(self, model: HeadedModel) -> None:
        del model


def likelihood_loss(outputs: Outputs, batch: Batch, observations: float = 0.0) -> Loss:
    """Mean negative log-likelihood of agent tokens, in nats, and `observations` times that of env tokens."""
    assert outputs.logits_SV is not None
    logits_NV = outputs.logits_SV[: len(batch.actions_N)]
    nll_N = cross_entropy(logits_NV, batch.actions_N, reduction="none")
    right_N = (logits_NV.argmax(-1) == batch.actions_N).float()
    nll = masked_mean(nll_N, batch.weight_N)
    stats = {"nll": nll, "accuracy": masked_mean(right_N, batch.weight_N)}
    total = nll
    if observations > 0:
        assert outputs.seen_logits_MV is not None
        assert batch.seen_tokens_M is not None
        assert batch.seen_weight_M is not None
        stats["seen_nll"] = masked_mean(cross_entropy(outputs.seen_logits_MV, batch.seen_tokens_M, reduction="none"), batch.seen_weight_M)
        total = nll + observations * stats["seen_nll"]
    stats["loss"] = total
    return Loss(total, {k: v.detach() for k, v in stats.items()})


ALGORITHM = BC
