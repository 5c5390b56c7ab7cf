"""Group-relative policy optimisation: several episodes from the same scenario, each judged against the others, without a value head.

Source: DeepSeekMath (arXiv 2402.03300), with the mean over tokens instead of over episodes, so that long episodes are not favoured. Broken by groups
whose episodes all return the same, which teach nothing, and by credit for late turns from episodes that have long been elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from torch import Tensor

from lmrl_gym.algos.advantages import LEVELS, fold, to_go
from lmrl_gym.algos.base import Credits, Loss, Trace
from lmrl_gym.algos.ratio import distance, ratio_loss
from lmrl_gym.core.episode import Episode
from lmrl_gym.core.errors import check_choice, check_range
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import Floats, Ints


@dataclass(frozen=True)
class GRPO:
    """Clipped policy gradient on returns compared within groups."""

    heads: ClassVar[Mapping[str, bool]] = {}
    targets: ClassVar[tuple[str, ...]] = ()
    trains_policy: ClassVar[bool] = True
    online: ClassVar[bool] = True
    replays: ClassVar[bool] = False
    observes: ClassVar[bool] = False

    group: int = 8
    """Episodes that begin in the same scenario."""
    level: str = "episode"
    """What gets credit as one action: `episode` (the source), `turn` or `token`; then what follows it is compared with what followed the same turn or
    token of the others in the group that came so far."""
    gamma: float = 1.0
    """Discount, 0…1."""
    discount: str = "turn"
    """Where the discount applies: `token` or `turn`."""
    normalise: bool = True
    """Divide by the group's standard deviation (the source), so that easy and hard scenarios count alike."""
    clip: float = 0.2
    """How far the ratio to the policy that played may move a token's loss."""
    kl: float = 0.01
    """Weight in the loss of the KL to the policy that training began with; 0: none, and no copy of it is kept."""
    stop_kl: float = 0.02
    """A round's steps end when the policy is this far from the one that played, in nats a token; 0: never."""
    stored: float = 0.0
    """Weight of the likelihood of stored episodes."""

    def __post_init__(self) -> None:
        check_range("algo.group", self.group, 2)
        check_range("algo.gamma", self.gamma, 0, 1)
        for name in ("clip", "kl", "stop_kl", "stored"):
            check_range(f"algo.{name}", getattr(self, name), 0)
        check_choice("algo.level", self.level, LEVELS)
        check_choice("algo.discount", self.discount, ("token", "turn"))

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
        return {}

    def judge(self, traces: Sequence[Trace], numbers: Mapping[str, float]) -> tuple[list[Credits], dict[str, float]]:
        """(G_k − mean) / deviation, G_k the return from unit k on, mean and deviation over the group's episodes that have a unit k."""
        del numbers
        folded = [fold(t.rewards_N, t.turn_N, level=self.level, gamma=self.gamma, discount=self.discount) for t in traces]
        returns = [to_go(f.rewards_K, f.discounts_K) for f in folded]
        peers: dict[tuple[int, int], list[float]] = defaultdict(list)
        for t, returns_K in zip(traces, returns, strict=True):
            for k, g in enumerate(returns_K):
                peers[t.group, k].append(float(g))
        mean = {key: float(np.mean(values)) for key, values in peers.items()}
        spread = {key: max(float(np.std(values)), 1e-6) if self.normalise else 1.0 for key, values in peers.items()}
        result = []
        for t, f, returns_K in zip(traces, folded, returns, strict=True):
            advantages_K = np.array([(g - mean[t.group, k]) / spread[t.group, k] for k, g in enumerate(returns_K)])
            result.append(Credits(advantages_K[f.unit_N], returns_K[f.unit_N]))
        return result, {"advantage_std": float(np.concatenate([c.advantages_N for c in result]).std())}

    def loss(self, outputs: Outputs, batch: Batch) -> Loss:
        """Clipped ratio + kl·KL to the reference."""
        policy = ratio_loss(outputs, batch, self.clip)
        total = policy.loss
        if self.kl:
            total = total + self.kl * distance(policy.logp_N, batch)
        return Loss(total, {k: v.detach() for k, v in (policy.stats | {"loss": total}).items()})

    def enough(self, stats: Mapping[str, float]) -> bool:
        return bool(self.stop_kl) and stats["approx_kl"] > self.stop_kl

    def advance(self, numbers: Mapping[str, float], stats: Mapping[str, float]) -> dict[str, float]:
        del stats
        return dict(numbers)

    def act(self, logp_RV: Tensor, values: Mapping[str, Tensor]) -> Tensor:
        del values
        return logp_RV

    def after_step(self, model: HeadedModel) -> None:
        del model


ALGORITHM = GRPO
