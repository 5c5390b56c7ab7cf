"""Online ILQL: play with the adjusted policy, learn its values from all that was played so far and from stored episodes, play again.

What is off the policy's path is corrected by going there: a token whose value was only extrapolated is tried, and found wanting. Implicit Q-learning
needs no change for that, since it never asks who spoke (Kostrikov et al., IQL, arXiv 2110.06169, section 5.3); half of each update on stored
episodes keeps what they taught (Ball et al., RLPD, arXiv 2302.02948). Broken by a beta so large that nothing else is ever tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lmrl_gym.algos.base import Credits, Trace
from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.core.errors import check_range


@dataclass(frozen=True)
class OnlineILQL(ILQL):
    """Implicit Q-learning that plays; from a run of ilql it goes on with the values learnt there."""

    online: ClassVar[bool] = True
    replays: ClassVar[bool] = True
    refers: ClassVar[bool] = False
    group: ClassVar[int] = 1

    stored: float = 0.5
    """Share of each update that is learnt from stored episodes, 0…1; the rest from what was played. 0: no data set is needed."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_range("algo.stored", self.stored, 0, 1)

    def opening(self) -> dict[str, float]:
        return {}

    def judge(self, traces: Sequence[Trace], numbers: Mapping[str, float]) -> tuple[list[Credits], dict[str, float]]:
        """Not asked: targets come from the next state's value."""
        del traces, numbers
        return [], {}

    def enough(self, stats: Mapping[str, float]) -> bool:
        del stats
        return False

    def advance(self, numbers: Mapping[str, float], stats: Mapping[str, float]) -> dict[str, float]:
        del stats
        return dict(numbers)


ALGORITHM = OnlineILQL
