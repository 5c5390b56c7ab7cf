"""What a task is: data one can print plus a game one can play once.

A task is a value, not a base class. Everything random about an episode is in its scenario, a small JSON object fixed before the first word; an env is
built from it, used, thrown away. The other speaker, the scripted players and the model in training all answer the same call, `Policy.reply`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from lmrl_gym.core.episode import Ending, Episode, Sample, Scenario, Turn
from lmrl_gym.core.errors import no_such


class Dialogue(NamedTuple):
    """What a policy is shown when it is its turn to speak. In what it sees, the policy is the agent.

    `turns` is what the task's view lets through, oldest first, and ends with an env turn. It may be a live list: read it, do not keep it.
    `scenario` is None except for players that declare `sees_scenario`.
    """

    turns: Sequence[Turn]
    scenario: Scenario | None = None


class Reply(NamedTuple):
    """What a policy says, with the sample it drew where a model spoke. `cut` is true where a length limit ended the reply."""

    text: str
    sample: Sample | None = None
    cut: bool = False


class Policy(Protocol):
    """Anything that speaks: scripted players, models, chat endpoints, people.

    `reply` answers a whole batch at once, one reply a dialogue, in order. A reply's randomness comes from its own seed alone (the episode's and the
    turn's, hashed), never from the batch around it: so the same seed plays the same episode at any batch width. Garbage in the dialogue is answered.
    """

    @property
    def name(self) -> str: ...
    @property
    def sees_scenario(self) -> bool: ...

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]: ...


class Step(NamedTuple):
    """The env's answer to one agent turn: its text, the reward of that turn, the ending (None while it goes on), metrics (at the end)."""

    text: str
    reward: float
    ending: Ending | None = None
    metrics: Mapping[str, float] = {}


class Ask(NamedTuple):
    """The env wants its partner's answer to `dialogue` before it can answer the agent; resume it with `env.resume(text)`."""

    dialogue: Dialogue


class Env(Protocol):
    """One playable conversation: plain, copyable, single-use. After the end, `step` raises. Garbage is answered and charged, never an exception."""

    @property
    def opening(self) -> str: ...

    def step(self, text: str, /) -> Step | Ask: ...


class PartnerEnv(Env, Protocol):
    """An env that consults a partner: `step` or `resume` may return `Ask`."""

    def resume(self, text: str, /) -> Step | Ask: ...


@dataclass(frozen=True, slots=True)
class View:
    """How much of the conversation the agent sees: `last` texts, or everything where it is None. `last=1` is a Markov task."""

    last: int | None = None

    @property
    def markov(self) -> bool:
        return self.last == 1

    def __call__(self, turns: Sequence[Turn]) -> Sequence[Turn]:
        return turns if self.last is None or len(turns) <= self.last else turns[-self.last :]


@dataclass(frozen=True, slots=True)
class PaperData:
    """The paper's data set in figures (LMRL-Gym, table 1 and its appendix on data), to be set beside ours."""

    episodes: int
    turns_mean: float
    turns_std: float
    success: float
    return_mean: float
    return_std: float
    note: str = ""
    """Why the recipe's data differ from these figures, where they do: some sentences for the card."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a task's data set is made: who plays, from which scenarios, how many episodes at each preset."""

    player: str
    """A name in `Task.players`."""
    scenario: Callable[[random.Random], Scenario]
    """Draws the scenario of one stored episode; all randomness comes from the generator given."""
    episodes: Mapping[str, int]
    """Preset name -> number of episodes: `small` (minutes on two cores) and `paper` (the paper's size)."""
    about: str
    """One sentence for the data set's card."""
    paper: PaperData | None = None
    """The paper's data set for this task, where it made one."""


@dataclass(frozen=True, slots=True)
class PaperScale:
    """The constants of the paper's normalised score: 0 = min, 50 = the data set's mean, 100 = max (LMRL-Gym, table 1)."""

    min: float
    data: float
    max: float


@dataclass(frozen=True, slots=True)
class Reference:
    """A measured or computed return of a reference player, in raw return units."""

    mean: float
    stderr: float
    """Standard error of the mean; 0 where the mean is computed exactly."""
    episodes: int
    """Number of episodes measured; 0 where the mean is computed exactly."""


@dataclass(frozen=True, slots=True)
class Task:
    """One benchmark entry. Changing its text, rewards or scenarios raises `version`."""

    name: str
    version: str
    summary: str
    """One line: what is played and for what reward."""
    skills: tuple[str, ...]
    turn_limit: int
    """The most agent turns an episode can have."""
    reward_range: tuple[float, float]
    """Bounds of the return of any episode (inclusive)."""
    view: View
    scenario: Callable[[str, int], Scenario]
    """(split, index) -> scenario. Splits: "eval" (the fixed evaluation episodes) and "train"; any index >= 0 is valid, equal arguments give equal
    scenarios."""
    eval_episodes: int
    """How many of the "eval" scenarios make one evaluation."""
    start: Callable[[Scenario], Env]
    players: Mapping[str, Callable[[], Policy]]
    """Scripted players by name; `floor` and `ceiling` are required."""
    recipe: Recipe
    opening_help: str = ""
    """Two or three sentences for a person (or a prompted model) who plays: what to type, what is charged."""
    reply_limit: int = 64
    """The most tokens a model may use for one agent turn."""
    paper: PaperScale | None = None
    references: Mapping[str, Reference] = field(default_factory=dict)
    """`floor`, `data`, `ceiling`: read from the task's references.json, which a command writes."""
    partners: Mapping[str, Callable[[], Policy]] = field(default_factory=dict)
    """Who can answer what the envs ask, by name; the first is the default. Empty where they ask nothing. A partner that holds processes or
    connections has a method `close`, which whoever made the partner calls when the playing is over."""
    partner_prompt: Callable[[Dialogue], str] | None = None
    """The prompt by which a language model takes the partner's seat, from what an `Ask` shows; None where none can."""
    picture: Callable[[Scenario, Sequence[Turn]], str] | None = None
    """An SVG drawing of where the conversation so far has led, for people who would rather look than read; None where there is nothing to see."""

    sketch: Callable[[Scenario, Sequence[Turn]], str] | None = None
    """The same as lines of text, shown to a person who plays in a terminal; None where the texts say it all."""
    illegal: Callable[[Episode], int] | None = None
    """How many of a finished episode's agent turns the game could not take for an action; None where anything may be said, or where such a
    turn ends the episode as illegal."""
    images: Callable[[Episode], Iterator[Episode]] | None = None
    """The episodes that a stored one is, under the rules, as good as: itself, then its mirror images. None where the rules know no symmetry."""

    def partner(self, name: str = "") -> Policy | None:
        """The partner called `name`, or the default one; None where the envs ask nothing. UsageError with a suggestion for an unknown name."""
        if name and name not in self.partners:
            raise no_such(f"partner of {self.name}", name, self.partners)
        return self.partners[name or next(iter(self.partners))]() if self.partners else None


def close(policy: Policy | None) -> None:
    """End what `policy` holds open, if it holds anything."""
    if (end := getattr(policy, "close", None)) is not None:
        end()
