"""Filtered behaviour cloning: clone the best episodes only (%BC in the paper).

Keeps a share of the episodes by return, or the successes. Broken by luck and by easy starts: an episode may be good because it began near the goal,
not because it was played well; `per_start` compares only episodes with the same opening. It cannot join halves of two episodes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor

from lmrl_gym.algos.base import Loss
from lmrl_gym.algos.bc import likelihood_loss
from lmrl_gym.core.episode import Ending, Episode
from lmrl_gym.core.errors import UsageError, check_range
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import Floats, Ints


@dataclass(frozen=True)
class FilteredBC:
    """Behaviour cloning on the best episodes."""

    heads: ClassVar[Mapping[str, bool]] = {}
    targets: ClassVar[tuple[str, ...]] = ()
    trains_policy: ClassVar[bool] = True
    online: ClassVar[bool] = False

    keep: float = 0.1
    """Share of the episodes to keep, best returns first, 0…1. Ties at the edge are kept in stored order."""
    successes: bool = False
    """Keep only episodes that ended in success (then `keep` is a share of those)."""
    per_start: bool = False
    """Rank episodes among those with the same opening text instead of among all."""
    observations: float = 0.0
    """Weight of the likelihood of what the env said, beside the agent's: learning to foresee answers builds what acting on them needs."""

    def __post_init__(self) -> None:
        check_range("algo.observations", self.observations, 0)
        if not 0 < self.keep <= 1:
            raise UsageError(f"algo.keep={self.keep} is not a share of the episodes; it must be above 0 and at most 1")

    @property
    def observes(self) -> bool:
        return self.observations > 0

    def select(self, episodes: Sequence[Episode]) -> Sequence[Episode]:
        groups: dict[str, list[int]] = defaultdict(list)
        for i, episode in enumerate(episodes):
            if not self.successes or episode.ending is Ending.SUCCESS:
                groups[episode.turns[0].text if self.per_start else ""].append(i)
        kept: list[int] = []
        for members in groups.values():
            best = sorted(members, key=lambda i: -episodes[i].ret)
            kept.extend(best[: max(1, math.floor(self.keep * len(best)))])
        return [episodes[i] for i in sorted(kept)]

    def credit(self, rewards_N: Floats, turn_N: Ints) -> Floats:
        del turn_N
        return rewards_N

    def loss(self, outputs: Outputs, batch: Batch) -> Loss:
        return likelihood_loss(outputs, batch, self.observations)

    def act(self, logp_RV: Tensor, values: Mapping[str, Tensor]) -> Tensor:
        del values
        return logp_RV

    def after_step(self, model: HeadedModel) -> None:
        del model


ALGORITHM = FilteredBC
