"""Who can play Black, and by whose means White's players choose: Stockfish weakened by our own draw, or the built-in player.

A mover maps a position and a seed to a move; `Seat` makes a policy of it. Stockfish searches a fixed number of nodes from an empty hash table and
follows several lines; which of them is played is drawn with chances that fall off with what a line loses. So a move depends on the position, the
seed and the engine's version alone, not on the clock, the machine or the games beside it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import chess

from lmrl_gym.core.errors import RunError
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.chess.builtin import greedy, searched
from lmrl_gym.tasks.chess.game import over
from lmrl_gym.tasks.chess.notation import read_answer, read_position
from lmrl_gym.tasks.chess.uci import ENGINE_VARIABLE, Engine, Line, find_engine

NODES = 200
LINES = 8
STANDARD_ELO = 1350
STANDARD_TEMPERATURE = 36.0
"""Centipawns. Measured with Stockfish 15.1 in 240 games: 13 ± 41 points above the engine's own UCI_Elo 1350 at 100 ms a move (at 48: 100 ± 43
below; `benchmarks/chess_calibrate.py`, results/benchmarks)."""
ELO_PER_E = 350.0
"""So many points stronger, the temperature is lower by a factor e. True near the standard (300 measured between 36 and 48); far above it 200 nodes
are the limit, and at 20 we are only some 60 ± 80 points above the standard, not 200: the numbers of White's drawn strengths are nominal."""
TIMEOUT = 10.0
"""Seconds after which an engine that has not answered is taken for dead; an answer takes it milliseconds."""
_LOST = 1500
"""Centipawns up or down at which a game is decided: what lies beyond counts a hundredth."""


class Mover(Protocol):
    """Chooses a legal move in a game that goes on; the choice hangs on its arguments alone."""

    @property
    def name(self) -> str: ...

    def move(self, board: chess.Board, rng: random.Random) -> chess.Move: ...

    def close(self) -> None: ...


@dataclass(slots=True)
class Seat:
    """A mover as a policy: reads the position from the last text and answers with what `write` makes of the move.

    A text that tells no position is answered as the first position of a game; where the game is over, the answer is empty.
    """

    mover: Mover
    write: Callable[[chess.Board, chess.Move], str]
    called: str = ""
    """The policy's name; the mover's where it is empty."""
    sees_scenario: bool = False

    @property
    def name(self) -> str:
        return self.called or self.mover.name

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._answer(dialogue, seed)) for dialogue, seed in zip(dialogues, seeds, strict=True)]

    def close(self) -> None:
        self.mover.close()

    def _answer(self, dialogue: Dialogue, seed: int) -> str:
        board = shown(dialogue)
        return "\n" if over(board) is not None else self.write(board, self.mover.move(board, rng_for("chess move", seed)))


def shown(dialogue: Dialogue) -> chess.Board:
    """The position that the last text tells; the first of a game where it tells none."""
    return (read_position(dialogue.turns[-1].text) if dialogue.turns else None) or chess.Board()


def coordinates(board: chess.Board, move: chess.Move) -> str:
    """A move as engines write it."""
    del board
    return move.uci()


def temperature(elo: float) -> float:
    """The temperature in centipawns at which the weakened engine plays at `elo`, on the scale of the engine's own UCI_Elo."""
    return STANDARD_TEMPERATURE * math.exp((STANDARD_ELO - elo) / ELO_PER_E)


def pick(lines: Sequence[Line], temperature: float, rng: random.Random) -> str:
    """One of `lines`, each with a chance in proportion to exp(-loss / temperature); the loss is against the best line, in centipawns."""
    clipped = [max(-_LOST, min(_LOST, line.score)) for line in lines]
    # What lies beyond still counts a little: of two mates the shorter is the likelier.
    scores = [near + (line.score - near) / 100 for near, line in zip(clipped, lines, strict=True)]
    best = max(scores)
    return rng.choices(lines, [math.exp((score - best) / temperature) for score in scores])[0].move


class Stockfish:
    """The engine on `path`, or where it is found: `nodes` a move, `lines` lines, one of them drawn at `temperature`; 0 plays the best.

    RunError when it is first needed and there is no engine, or when it goes down again and again.
    """

    def __init__(self, temperature: float, *, nodes: int = NODES, lines: int = LINES, path: str = "", timeout: float = TIMEOUT) -> None:
        self._path = path
        self._timeout = timeout
        self._nodes = nodes
        self._lines = lines
        self._temperature = temperature
        self._engine: Engine | None = None

    @property
    def name(self) -> str:
        """For instance `stockfish-15.1-200n-8l-t48`: version, nodes, lines, temperature."""
        version = "-".join(self.engine.name.lower().split())
        return f"{version}-{self._nodes}n" + (f"-{self._lines}l-t{self._temperature:g}" if self._temperature else "")

    @property
    def engine(self) -> Engine:
        """The engine, not yet started where nobody has asked it."""
        if self._engine is None:
            path = self._path or find_engine()
            if path is None:
                raise RunError(
                    f"no Stockfish was found on this machine; install it, name its file in the variable {ENGINE_VARIABLE}, "
                    "or play against the partner 'builtin'"
                )
            self._engine = Engine(path, {"MultiPV": self._lines if self._temperature else 1}, timeout=self._timeout)
        return self._engine

    def move(self, board: chess.Board, rng: random.Random) -> chess.Move:
        return self.move_at(self._temperature, board, rng)

    def move_at(self, temperature: float, board: chess.Board, rng: random.Random) -> chess.Move:
        """A move at another temperature than its own."""
        lines = self.engine.search(board.fen(), self._nodes)
        move = read_answer(board, pick(lines, temperature, rng) if temperature else lines[0].move)
        return move or min(board.legal_moves, key=chess.Move.uci)

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()


class Builtin:
    """The built-in player: greedy at depth 0, else a search of that many half moves."""

    def __init__(self, depth: int = 0) -> None:
        self._depth = depth

    @property
    def name(self) -> str:
        return f"builtin-d{self._depth}" if self._depth else "builtin"

    def move(self, board: chess.Board, rng: random.Random) -> chess.Move:
        return searched(board, self._depth, rng) if self._depth else greedy(board, rng)

    def close(self) -> None:
        """Nothing is held open."""


def standard() -> Seat:
    """The standard opponent: Stockfish at the strength of UCI_Elo 1350."""
    return Seat(Stockfish(STANDARD_TEMPERATURE), coordinates)


def builtin() -> Seat:
    """The opponent for machines without Stockfish."""
    return Seat(Builtin(), coordinates)
