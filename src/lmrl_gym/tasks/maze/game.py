"""The maze: its layout, its texts byte for byte, and the env that walks it.

It knows where walls are and what is said and charged; it does not know how to play well (`solve`) or who plays (`players`). A cell is
(row, column), counted from the top left of the layout. Every answer is made beforehand: a step is a look-up, no text is built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from lmrl_gym.core.episode import Ending, Episode, Role, Scenario
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Step

Cell: TypeAlias = tuple[int, int]

LAYOUT = (
    "1111111111111",
    "1000001000001",
    "1110111110111",
    "1110111110111",
    "1110111110111",
    "1110000000111",
    "1111110111111",
    "1111110111111",
    "1111110111111",
    "1111111111111",
)
"""1 is wall, 0 is free. The border is all wall, so a neighbour of a free cell always exists."""

GOAL: Cell = (8, 6)
JUNCTION: Cell = (5, 6)
"""Where the two arms and the stem meet: the only cell from which more than one of the submazes can be entered."""
FREE: tuple[Cell, ...] = tuple((r, c) for r, row in enumerate(LAYOUT) for c, mark in enumerate(row) if mark == "0")
STARTS: tuple[Cell, ...] = tuple(cell for cell in FREE if cell != GOAL)
"""The 25 start cells, in row-major order."""

SUBMAZES: Mapping[str, frozenset[Cell]] = {
    "left": frozenset(cell for cell in FREE if cell[1] < JUNCTION[1]) | {JUNCTION},
    "right": frozenset(cell for cell in FREE if cell[1] > JUNCTION[1]) | {JUNCTION},
    "stem": frozenset(cell for cell in FREE if cell[1] == JUNCTION[1]),
}
"""The three pieces that a stored episode never leaves. Only the stem holds the goal."""

LEFT, RIGHT, UP, DOWN = "move left\n", "move right\n", "move up\n", "move down\n"
MOVES: tuple[str, ...] = (LEFT, RIGHT, UP, DOWN)
SUCCESS, FAILURE = "Success\n", "Failure\n"
TURN_LIMIT = 101

_SHIFT: Mapping[str, Cell] = {LEFT: (0, -1), RIGHT: (0, 1), UP: (-1, 0), DOWN: (1, 0)}
_WALL_PHRASES = ((RIGHT, "to your right"), (LEFT, "to your left"), (UP, "above you"), (DOWN, "below you"))


def neighbour(cell: Cell, move: str) -> Cell:
    """Where `move` (one of MOVES) leads from the free `cell`: the cell itself where a wall stops it."""
    down, right = _SHIFT[move]
    there = (cell[0] + down, cell[1] + right)
    return cell if LAYOUT[there[0]][there[1]] == "1" else there


@cache
def partial_text(cell: Cell) -> str:
    """What is seen in `cell` under the partial view: the walls, right, left, above, below in this order."""
    return walls_sentence([phrase for move, phrase in _WALL_PHRASES if neighbour(cell, move) == cell])


def walls_sentence(phrases: Sequence[str]) -> str:
    """The sentence about walls at the places that `phrases` name, none included (though every cell of this maze has one)."""
    if not phrases:
        return "There are no walls near you.\n"
    if len(phrases) == 1:
        return f"There is a wall {phrases[0]}.\n"
    return f"There are walls {', '.join(phrases)}.\n"


@cache
def full_text(cell: Cell) -> str:
    """What is seen in `cell` under the full view: the goal, the position, the walls."""
    goal, here = (f"{_digits(row)}, {_digits(column)}" for row, column in (GOAL, cell))
    return f"The goal is at position {goal}. Your current position is at position {here}. {partial_text(cell)}"


def _digits(number: int) -> str:
    return " ".join(str(number))


_NUMBER: Mapping[Cell, int] = {cell: number for number, cell in enumerate(FREE)}


@dataclass(frozen=True, slots=True)
class Board:
    """Every answer of one variant. Cells are numbered as in FREE."""

    texts: tuple[str, ...]
    """The observation in each cell."""
    moves: tuple[Mapping[str, tuple[Step, int]], ...]
    """For each cell: move -> the answer, and the cell one is in then."""
    other: tuple[tuple[Step, int], ...]
    """For each cell: the answer to any text that is no move."""


@lru_cache(maxsize=16)
def board(full: bool, garbage_reward: float) -> Board:
    """The answers under the full or the partial view. `garbage_reward` is the (negative) reward of a text that is no move."""
    texts = tuple(full_text(cell) if full else partial_text(cell) for cell in FREE)

    def answer(cell: Cell, move: str) -> tuple[Step, int]:
        there = neighbour(cell, move)
        if there == GOAL:
            return Step(SUCCESS, 0.0, Ending.SUCCESS), _NUMBER[there]
        return Step(texts[_NUMBER[there]], -1.0), _NUMBER[there]

    moves = tuple({move: answer(cell, move) for move in MOVES} for cell in FREE)
    return Board(texts, moves, tuple((Step(text, garbage_reward), i) for i, text in enumerate(texts)))


def illegal(episode: Episode) -> int:
    """How many of the agent's turns are no move."""
    return sum(t.role is Role.AGENT and t.text not in _SHIFT for t in episode.turns)


def start_cell(scenario: Scenario) -> Cell:
    """Where a scenario starts; DataError where that is none of the 25 start cells, or lies outside the submaze that the scenario names."""
    start, submaze = scenario.get("start"), scenario.get("submaze")
    if not (isinstance(start, list | tuple) and len(start) == 2 and tuple(start) in STARTS):
        raise DataError(f"the maze scenario's start {start!r} is not [row, column] of a free cell other than the goal; choose one")
    cell = STARTS[STARTS.index((start[0], start[1]))]
    if submaze is not None and not (isinstance(submaze, str) and cell in SUBMAZES.get(submaze, ())):
        raise DataError(f"the maze scenario's start {start!r} is not in a submaze {submaze!r}; the submazes are {', '.join(SUBMAZES)}")
    return cell


class MazeEnv:
    """One walk: -1 for each move that does not reach the goal, 0 for the one that does; other text is charged and moves nothing.

    The 101st action ends a walk that has not reached the goal (`Failure`). A scenario with a `stop` ends after that many actions in the
    same way, except that the answer is the ordinary observation: the recording stopped, the walker did not fail.
    """

    __slots__ = ("_board", "_here", "_left", "_stopped")

    def __init__(self, board: Board, scenario: Scenario) -> None:
        stop = scenario.get("stop")
        self._board = board
        self._here = _NUMBER[start_cell(scenario)]
        if stop is not None and not (isinstance(stop, int) and 1 <= stop < TURN_LIMIT):
            raise DataError(f"the maze scenario's stop {stop!r} is not a number from 1 to {TURN_LIMIT - 1}; change it or leave it out")
        self._left = TURN_LIMIT if stop is None else stop
        self._stopped = stop is not None

    @property
    def opening(self) -> str:
        return self._board.texts[self._here]

    def step(self, text: str, /) -> Step:
        left = self._left
        if not left:
            raise RunError("this walk through the maze has ended; start a new one from a scenario")
        board, here = self._board, self._here
        answer, self._here = board.moves[here].get(text) or board.other[here]
        if answer.ending is not None:
            self._left = 0
        elif left == 1:
            self._left = 0
            return answer._replace(text=answer.text if self._stopped else FAILURE, ending=Ending.TURN_LIMIT)
        else:
            self._left = left - 1
        return answer
