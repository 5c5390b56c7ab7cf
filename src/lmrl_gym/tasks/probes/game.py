"""A probe is a table: in each state a text, and for each reply a move; this file holds the table and the env that plays it.

No state can come up twice in an episode, so that everything about a probe can be computed exactly by walking the table (see `exact`). A
reply is compared without its last newline; any reply that the state does not list takes the state's `other` move, which for most states
ends the episode.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lmrl_gym.core.episode import Ending, Role, Scenario, Turn
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Step, View


class Move(NamedTuple):
    """What a reply does: its reward, and the state it leads to or, where `to` is None, how the episode ends."""

    reward: float
    to: str | None = None
    ending: Ending = Ending.FAILURE


REFUSED = Move(-1.0, None, Ending.ILLEGAL)
"""What a reply that is no choice costs: the episode, and more than any choice does."""

CLOSING = {Ending.SUCCESS: "Won.\n", Ending.FAILURE: "Over.\n", Ending.ILLEGAL: "No such choice.\n"}


@dataclass(frozen=True, slots=True)
class Game:
    """The table. `texts` and `moves` have the same keys: the states."""

    texts: Mapping[str, str]
    moves: Mapping[str, Mapping[str, Move]]
    """state -> reply without its newline -> move."""
    other: Mapping[str, Move] = field(default_factory=dict)
    """state -> the move of every reply that is not listed; `REFUSED` where a state is missing."""

    def move(self, state: str, reply: str) -> Move:
        return self.moves[state].get(reply.removesuffix("\n"), self.other.get(state, REFUSED))

    def locate(self, turns: Sequence[Turn]) -> str | None:
        """The state that the visible `turns` lead to: the first with the first text, then a move a reply; None if there is none."""
        state = next((s for s, text in self.texts.items() if turns and text == turns[0].text), None)
        for turn in turns:
            if state is not None and turn.role is Role.AGENT:
                state = self.move(state, turn.text).to
        return state


@dataclass(frozen=True, slots=True)
class Plan:
    """One kind of stored episode: how often it comes up, where it starts, and what is replied in each state it meets."""

    weight: float
    start: str
    replies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Probe:
    """Everything about one probe that is not code: from it `build.task` makes the task, and `exact` every number about it."""

    name: str
    summary: str
    skills: tuple[str, ...]
    help: str
    game: Game
    starts: tuple[str, ...]
    """Where evaluated episodes start, in equal shares."""
    plans: tuple[Plan, ...]
    """The stored episodes; the weights sum to 1."""
    view: View
    turn_limit: int
    reward_range: tuple[float, float]
    episodes: int
    """How many episodes its data set has."""
    about: str


class ProbeEnv:
    """One walk through the table, from the scenario's `start`."""

    __slots__ = ("_game", "_state", "opening")

    def __init__(self, game: Game, scenario: Scenario) -> None:
        start = scenario.get("start")
        if start not in game.texts:
            raise DataError(f"scenario start {start!r} is no state of this probe; take one of {', '.join(game.texts)}")
        self._game = game
        self._state: str | None = str(start)
        self.opening: str = game.texts[str(start)]

    def step(self, text: str, /) -> Step:
        if self._state is None:
            raise RunError("this episode is over and takes no further reply; start another env from the scenario")
        move = self._game.move(self._state, text)
        self._state = move.to
        if move.to is not None:
            return Step(self._game.texts[move.to], move.reward)
        return Step(CLOSING[move.ending], move.reward, move.ending)
