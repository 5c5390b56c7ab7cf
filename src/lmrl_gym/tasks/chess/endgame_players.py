"""The scripted players of the endgames: the exact solver, random moves, the mixture of both that makes the data, and an exact defender.

They read the position from the last text alone, by `placement.read`, which takes a FEN with or without a space after every character and passes
over its clocks. A text that shows no position of an endgame with the player's side to move is answered with a fixed move.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.chess.notation import spell
from lmrl_gym.tasks.chess.placement import SQUARES, Placement, read, san
from lmrl_gym.tasks.chess.retrograde import solved

EPSILON = 0.57
"""How often the data's player draws any legal move. 500 games against the standard opponent then lasted 11.1 ± 10.4 turns and .574 were won
(paper: 11.9 ± 12.0, .59); nearly all others lost the last piece. Exact defence would ask for 0.4."""

NOTE = (
    "The share of random moves, .57, was chosen on 500 games, of which .574 were won, with a standard error of .022; 20,000 games show that it is a "
    "little too large: they return .561 with one of .004. A smaller share would meet the paper's .586."
)

ANYTHING = Reply(spell("Ke1"))
"""The answer to what is no endgame."""


@dataclass(frozen=True, slots=True)
class Optimal:
    """Plays the shortest mate; among equally short ones the first by its squares."""

    name: str = "ceiling"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [_reply(dialogue, 0.0, seed) for dialogue, seed in zip(dialogues, seeds, strict=True)]


@dataclass(frozen=True, slots=True)
class Floor:
    """Draws each legal move with equal chance."""

    name: str = "floor"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [_reply(dialogue, 1.0, seed) for dialogue, seed in zip(dialogues, seeds, strict=True)]


@dataclass(frozen=True, slots=True)
class EpsilonGreedy:
    """Makes the data. With probability `epsilon` any legal move, each with equal chance, otherwise what `Optimal` plays."""

    epsilon: float = EPSILON
    name: str = "behaviour"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [_reply(dialogue, self.epsilon, seed) for dialogue, seed in zip(dialogues, seeds, strict=True)]


@dataclass(frozen=True, slots=True)
class Defender:
    """A partner that plays the lone king exactly: it takes what gives a draw, else puts the mate off longest; equal moves are drawn evenly."""

    name: str = "exact"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [self._reply(dialogue, seed) for dialogue, seed in zip(dialogues, seeds, strict=True)]

    def _reply(self, dialogue: Dialogue, seed: int) -> Reply:
        placement = shown(dialogue)
        best = solved(placement.kind).best(placement) if placement and not placement.white_to_move else ()
        if not best:
            return ANYTHING
        start, there = best[int(random.Random(seed).random() * len(best))]
        return Reply(SQUARES[start] + SQUARES[there])


def shown(dialogue: Dialogue) -> Placement | None:
    """The endgame that the last text tells, if it tells a position of one."""
    placement = read(dialogue.turns[-1].text) if dialogue.turns else None
    return placement if placement and solved(placement.kind).possible(placement) else None


def _reply(dialogue: Dialogue, epsilon: float, seed: int) -> Reply:
    placement = shown(dialogue)
    if placement is None or not placement.white_to_move:
        return ANYTHING
    endgame = solved(placement.kind)
    rng = random.Random(seed) if epsilon else None
    if rng and rng.random() < epsilon:
        answers = endgame.answers(placement)
        move, plies = answers[int(rng.random() * len(answers))]
        return Reply(spell(san(placement, move, mates=plies == 0)))
    mates = endgame.plies(placement) == 1
    return Reply(spell(san(placement, endgame.best(placement)[0], mates)))
