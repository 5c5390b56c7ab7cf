"""Where the walker may be: beliefs and how they change.

A belief is a set of cells that look alike. Moves are deterministic, and cells that look alike share their walls, so a move shifts all of a
belief or none of it: no two cells ever merge. Hence equally likely starts stay equally likely, and a plain set says all about where one is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.tasks.maze.game import GOAL, MOVES, Cell, neighbour

Belief: TypeAlias = frozenset[Cell]
Sees: TypeAlias = Callable[[Cell], str]
"""What is seen in a cell: `game.full_text` or `game.partial_text`."""


def split(cells: Iterable[Cell], sees: Sees) -> dict[str, Belief]:
    """What may be seen -> the belief that is left then. The goal is in none: there the walk is over."""
    groups: dict[str, set[Cell]] = {}
    for cell in cells:
        if cell != GOAL:
            groups.setdefault(sees(cell), set()).add(cell)
    return {text: frozenset(group) for text, group in groups.items()}


def moved(belief: Belief, move: str) -> Belief:
    """Where `belief` goes; a text that is no move moves nothing."""
    return frozenset(neighbour(cell, move) for cell in belief) if move in MOVES else belief


def believe(turns: Sequence[Turn], sees: Sees, *, within: Belief, first: Belief) -> Belief:
    """Where a walker who sees `turns` may be, never having left `within`, if the cell seen first is in `first`; empty where no cell fits.

    Agent turns before the first thing seen (the view has cut what they answered) are passed over.
    """
    belief: Belief | None = None
    move = ""
    for turn in turns:
        if turn.role is Role.AGENT:
            move = turn.text
        else:
            may_be = first if belief is None else moved(belief, move)
            belief = frozenset(cell for cell in may_be if cell in within and sees(cell) == turn.text)
    return belief or frozenset()
