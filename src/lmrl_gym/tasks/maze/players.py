"""The maze's scripted players. Each is a stateless function of the dialogue and its seed; what they know they read from the texts."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from lmrl_gym.core.episode import Role
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.maze.belief import Belief, Sees, believe, moved
from lmrl_gym.tasks.maze.game import DOWN, LEFT, MOVES, RIGHT, STARTS, SUBMAZES, UP, start_cell

SOLVER_CHANCE = Fraction(15, 100)
"""How often the behaviour player asks its solver; otherwise it draws any move."""
SOLVER_WEIGHTS: Mapping[str, int] = {LEFT: 1, RIGHT: 1, UP: 1, DOWN: 2}
"""The suboptimal solver. It knows that the goal lies somewhere below and nothing of the walls or of where it is."""


@lru_cache(maxsize=16)
def behaviour_chances(moves: tuple[str, ...]) -> Mapping[str, Fraction]:
    """How likely the behaviour player is to draw each of `moves`, where it draws among these."""
    weight = sum(SOLVER_WEIGHTS[move] for move in moves)
    return {move: (1 - SOLVER_CHANCE) / len(moves) + SOLVER_CHANCE * SOLVER_WEIGHTS[move] / weight for move in moves}


def moves_inside(belief: Belief, inside: Belief) -> tuple[str, ...]:
    """The moves that leave `inside` from no cell of `belief`."""
    return tuple(move for move in MOVES if moved(belief, move) <= inside)


_ANYWHERE: Belief = frozenset(STARTS)


@dataclass(frozen=True, slots=True)
class Floor:
    """Draws each of the four moves with equal chance."""

    name: str = "floor"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(rng_for("maze move", seed).choice(MOVES)) for _, seed in zip(dialogues, seeds, strict=True)]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Plays the best move for what it may believe; a dialogue that no walk produces is answered as if only its last text had been seen."""

    sees: Sees
    best: Mapping[Belief, str]
    name: str = "ceiling"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._move(dialogue)) for dialogue, _ in zip(dialogues, seeds, strict=True)]

    def _move(self, dialogue: Dialogue) -> str:
        for turns in (dialogue.turns, dialogue.turns[-1:]):
            move = self.best.get(believe(turns, self.sees, within=_ANYWHERE, first=_ANYWHERE))
            if move is not None:
                return move
        return DOWN


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Makes the data: 15 % of its moves come from a suboptimal solver, 85 % are any move.

    Where the scenario names a submaze, it draws only among moves that surely stay in it; bumping into a wall stays. Under the partial view,
    once the start is out of sight, "surely" means from every cell of the submaze that fits the texts it still sees.
    """

    sees: Sees
    name: str = "behaviour"
    sees_scenario: bool = True

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._draw(dialogue, rng_for("maze move", seed))) for dialogue, seed in zip(dialogues, seeds, strict=True)]

    def _draw(self, dialogue: Dialogue, rng: random.Random) -> str:
        chances = behaviour_chances(self._moves(dialogue))
        return rng.choices(list(chances), [float(chance) for chance in chances.values()])[0]

    def _moves(self, dialogue: Dialogue) -> tuple[str, ...]:
        turns, scenario = dialogue
        submaze = None if scenario is None else scenario.get("submaze")
        if scenario is None or not isinstance(submaze, str):
            return MOVES
        inside = SUBMAZES[submaze]
        # The view shows the start as long as it has cut nothing: an uncut dialogue begins with the env.
        first = frozenset((start_cell(scenario),)) if turns[0].role is Role.ENV else inside
        belief = believe(turns, self.sees, within=inside, first=first) or believe(turns, self.sees, within=inside, first=inside)
        return moves_inside(belief or inside, inside)
