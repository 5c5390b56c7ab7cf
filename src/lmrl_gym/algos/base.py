"""What an algorithm is: a frozen config whose methods are pure functions.

Which episodes to learn from (`select`), what credit each agent token gets (`credit`), what the loss is (`loss`), how values adjust the logits when
acting (`act`), what moves after a step (`after_step`). All sums run over agent tokens, weighted by how often their window occurs; reductions go
through `masked_mean`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol

from torch import Tensor

from lmrl_gym.core.episode import Episode
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import Floats, Ints


class Loss(NamedTuple):
    """A scalar to descend, and numbers to log (detached scalars)."""

    total: Tensor
    stats: dict[str, Tensor]


class Algorithm(Protocol):
    """The interface of every algorithm. Implementations are frozen dataclasses; one is made from another only where every setting means the same."""

    heads: ClassVar[Mapping[str, bool]]
    """Value heads to put on the model: name -> True for one number a vocabulary token, False for one a state."""
    targets: ClassVar[tuple[str, ...]]
    """Heads that have a target head, a copy that follows them slowly."""
    trains_policy: ClassVar[bool]
    """True: the language model's own logits are trained and act alone. False: a frozen BC model acts, adjusted by the values."""
    online: ClassVar[bool]
    """True: learns from what it plays itself, round by round (then it is an `OnlineAlgorithm`). False: learns from stored episodes."""

    @property
    def observes(self) -> bool:
        """Whether the loss also wants the model's word on what the env said."""
        ...

    def select(self, episodes: Sequence[Episode]) -> Sequence[Episode]:
        """The episodes to learn from."""
        ...

    def credit(self, rewards_N: Floats, turn_N: Ints) -> Floats:
        """Credit of each agent token of one episode, from its tokens' rewards and turn numbers (arrays of equal length)."""
        ...

    def loss(self, outputs: Outputs, batch: Batch) -> Loss:
        """The loss of one batch."""
        ...

    def act(self, logp_RV: Tensor, values: Mapping[str, Tensor]) -> Tensor:
        """Logits to act by, from the policy's log-probabilities [R, V] and the value heads' outputs."""
        ...

    def after_step(self, model: HeadedModel) -> None:
        """What moves after an optimiser step, e.g. target heads."""
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """One played episode, an entry an agent token (`_N`), as those who played and who watched saw it."""

    rewards_N: Floats
    turn_N: Ints
    """Which agent turn each token belongs to, never falling."""
    logprobs_N: Floats
    """Natural-log probability of each token when it was drawn."""
    reference_N: Floats
    """The same under the policy that training began with; equal to `logprobs_N` where the algorithm refers to none."""
    values_N: Floats
    """The value head's word on the state before each token; 0 without such a head."""
    bootstrap: float
    """The value of the state the episode was cut in; 0 where it ended by its own rules."""
    group: int
    """Episodes of equal number began in the same scenario."""


class Credits(NamedTuple):
    """What one episode's agent tokens are learnt by: advantages, and what the value of each token's state is to become."""

    advantages_N: Floats
    returns_N: Floats


class OnlineAlgorithm(Algorithm, Protocol):
    """An algorithm that learns from what it plays. A round is: play, `select`, `judge`, several passes of `loss`, `advance`."""

    replays: ClassVar[bool]
    """True: learns from all rounds so far, by batches as the offline schedule draws them; then `judge` is not asked."""

    @property
    def group(self) -> int:
        """How many episodes begin in each scenario."""
        ...

    @property
    def refers(self) -> bool:
        """Whether the log-probabilities of the policy that training began with are wanted."""
        ...

    @property
    def stored(self) -> float:
        """Weight of the likelihood of stored episodes beside the loss; where it `replays`, the share of an update that the loss of stored episodes
        has. 0: no data set is needed."""
        ...

    def opening(self) -> dict[str, float]:
        """The numbers that change from round to round, as they are at first."""
        ...

    def judge(self, traces: Sequence[Trace], numbers: Mapping[str, float]) -> tuple[list[Credits], dict[str, float]]:
        """Credit for all episodes of a round together, and stats of it."""
        ...

    def enough(self, stats: Mapping[str, float]) -> bool:
        """Whether an update with these stats ends the learning from this round."""
        ...

    def advance(self, numbers: Mapping[str, float], stats: Mapping[str, float]) -> dict[str, float]:
        """The numbers of the next round, from this one's stats (`kl`: nats a token from the reference; `agent_tokens`: how many were played)."""
        ...


def masked_mean(values: Tensor, weights: Tensor) -> Tensor:
    """Σ w·x / Σ w; 0 where all weights are 0."""
    return (values * weights).sum() / weights.sum().clamp(min=1e-8)


def within_support(logits_RV: Tensor, logp_RV: Tensor, floor: float) -> Tensor:
    """`logits` with every token removed that the policy gives less than `floor` probability (the policy's own favourite always stays).

    Values of tokens never seen in a state are whatever the network extrapolates; above true negative values they would be chosen first.
    """
    if floor <= 0:
        return logits_RV
    unlikely = (logp_RV.exp() < floor) & (logp_RV < logp_RV.amax(-1, keepdim=True))
    return logits_RV.masked_fill(unlikely, float("-inf"))
