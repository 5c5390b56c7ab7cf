"""Online filtered behaviour cloning: play, clone the best of what was played, play again.

The one reward it uses is who is kept, so it cannot tell a good turn of a bad episode from a bad turn of a good one. Source: LMRL-Gym
(arXiv 2311.18232), baselines. Broken by rounds in which nothing good happened, and by luck: `per_start` compares only episodes with the same opening.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from torch import Tensor

from lmrl_gym.algos.base import Credits, Loss, Trace
from lmrl_gym.algos.bc import likelihood_loss
from lmrl_gym.algos.filtered_bc import FilteredBC
from lmrl_gym.core.episode import Episode
from lmrl_gym.core.errors import check_range
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import Floats, Ints


@dataclass(frozen=True)
class OnlineFilteredBC:
    """Behaviour cloning on the best episodes of each round."""

    heads: ClassVar[Mapping[str, bool]] = {}
    targets: ClassVar[tuple[str, ...]] = ()
    trains_policy: ClassVar[bool] = True
    online: ClassVar[bool] = True
    replays: ClassVar[bool] = False
    observes: ClassVar[bool] = False
    refers: ClassVar[bool] = False
    group: ClassVar[int] = 1

    keep: float = 0.3
    """Share of a round's episodes to keep, best returns first, 0…1."""
    successes: bool = False
    """Keep only episodes that ended in success (then `keep` is a share of those)."""
    per_start: bool = False
    """Rank episodes among those with the same opening text instead of among all."""
    stored: float = 0.0
    """Weight of the likelihood of stored episodes."""

    def __post_init__(self) -> None:
        self._filter()
        check_range("algo.stored", self.stored, 0)

    def _filter(self) -> FilteredBC:
        return FilteredBC(keep=self.keep, successes=self.successes, per_start=self.per_start)

    def select(self, episodes: Sequence[Episode]) -> Sequence[Episode]:
        return self._filter().select(episodes)

    def credit(self, rewards_N: Floats, turn_N: Ints) -> Floats:
        """None is used; the rewards are as good as any."""
        del turn_N
        return rewards_N

    def opening(self) -> dict[str, float]:
        return {}

    def judge(self, traces: Sequence[Trace], numbers: Mapping[str, float]) -> tuple[list[Credits], dict[str, float]]:
        """What was kept is cloned whole."""
        del numbers
        return [Credits(np.ones(len(t.rewards_N)), np.zeros(len(t.rewards_N))) for t in traces], {}

    def loss(self, outputs: Outputs, batch: Batch) -> Loss:
        return likelihood_loss(outputs, batch)

    def enough(self, stats: Mapping[str, float]) -> bool:
        del stats
        return False

    def advance(self, numbers: Mapping[str, float], stats: Mapping[str, float]) -> dict[str, float]:
        del stats
        return dict(numbers)

    def act(self, logp_RV: Tensor, values: Mapping[str, Tensor]) -> Tensor:
        del values
        return logp_RV

    def after_step(self, model: HeadedModel) -> None:
        del model


ALGORITHM = OnlineFilteredBC
