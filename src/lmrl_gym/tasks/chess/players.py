"""White's scripted players of whole games. All read the position from the last text and never make an illegal move.

The ceiling is the best that can be computed at a price, not a proven optimum: Stockfish at full strength with a fixed number of nodes, or without
an engine the built-in search. The behaviour player makes the data: in each game it plays at the strength that the scenario names.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import chess

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, PaperData, Policy, Recipe, Reply
from lmrl_gym.tasks.chess.game import over
from lmrl_gym.tasks.chess.notation import move_text
from lmrl_gym.tasks.chess.opponents import STANDARD_ELO, STANDARD_TEMPERATURE, Builtin, Seat, Stockfish, shown, temperature

CEILING_NODES = 4000
"""Nodes a move of the ceiling player. With so many it wins almost every game; nobody can return more than 1."""
CEILING_DEPTH = 2
"""Half moves that the ceiling player looks ahead where there is no engine."""
WEAKEST, STRONGEST = 800, 1600
"""Bounds of White's drawn strength, in points of UCI_Elo. The engine plays everything below STANDARD_ELO as that, and so do we."""


class AnyMove:
    """Draws each legal move with equal chance (`opponents.Mover`)."""

    name = "any move"

    def move(self, board: chess.Board, rng: random.Random) -> chess.Move:
        moves = list(board.generate_legal_moves())
        return moves[int(rng.random() * len(moves))]

    def close(self) -> None:
        """Nothing is held open."""


@dataclass(slots=True)
class Behaviour:
    """Stockfish at the strength that the scenario's `white` names; the standard strength where it names none."""

    engine: Stockfish
    name: str = "behaviour"
    sees_scenario: bool = True

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._move(dialogue, rng_for("chess move", seed))) for dialogue, seed in zip(dialogues, seeds, strict=True)]

    def close(self) -> None:
        self.engine.close()

    def _move(self, dialogue: Dialogue, rng: random.Random) -> str:
        elo = (dialogue.scenario or {}).get("white")
        heat = temperature(max(elo, STANDARD_ELO)) if isinstance(elo, int) else STANDARD_TEMPERATURE
        board = shown(dialogue)
        return "\n" if over(board) is not None else move_text(board, self.engine.move_at(heat, board, rng))


def floor() -> Policy:
    """Any legal move."""
    return Seat(AnyMove(), move_text, "floor")


def ceiling(engine: bool) -> Policy:
    """The best player there is, with or without an engine."""
    return Seat(Stockfish(0.0, nodes=CEILING_NODES) if engine else Builtin(CEILING_DEPTH), move_text, "ceiling" if engine else "ceiling-builtin")


def behaviour(engine: bool) -> Policy:
    """Who makes the data. Without an engine all games are between equals, the greedy built-in player on either side."""
    return Behaviour(Stockfish(STANDARD_TEMPERATURE)) if engine else Seat(Builtin(), move_text, "behaviour-builtin")


def stored_scenario(rng: random.Random) -> Scenario:
    """A game from the beginning, White's strength drawn evenly between the bounds."""
    return {"fen": chess.STARTING_FEN, "white": rng.randint(WEAKEST, STRONGEST)}


RECIPE = Recipe(
    player="behaviour",
    scenario=stored_scenario,
    episodes={"small": 10_000, "paper": 625_000},
    about=(
        "Whole games: White is Stockfish weakened to a strength drawn for each game between 800 and 1600 points, where everything below 1350 "
        "plays at 1350, Black the standard opponent of 1350; White makes no illegal move."
    ),
    paper=PaperData(
        625_000,
        46.7,
        18.2,
        0.60,
        0.210,
        0.970,
        "White's strength is drawn as the paper says; by the Elo formula its lead is worth .104 a game on average, since everything below 1350 plays "
        "at 1350, as Black does. The paper's .21 asks for a larger lead than these strengths have. Nobody claims a draw here, which accounts for "
        "four of the fifteen turns that games last longer than the paper's (counted on 700 games); what does for the others is not known.",
    ),
)
