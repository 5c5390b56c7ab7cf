"""The maze as a drawing: walls, the goal, the way so far, and where one stands. It walks the moves again; it reads no observation."""

from __future__ import annotations

from collections.abc import Sequence

from lmrl_gym.core.episode import Role, Scenario, Turn
from lmrl_gym.tasks.maze.game import GOAL, LAYOUT, MOVES, neighbour, start_cell

_SIDE = 20
"""Units a cell is wide and high."""


def picture(scenario: Scenario, turns: Sequence[Turn]) -> str:
    """SVG of the maze after `turns`: the start is a ring, the way a line, the present place a disc, the goal a green square."""
    cell = start_cell(scenario)
    way = [cell]
    for turn in turns:
        if turn.role is Role.AGENT and turn.text in MOVES:
            cell = neighbour(cell, turn.text)
            way.append(cell)
    rows, columns = len(LAYOUT), len(LAYOUT[0])
    walls = "".join(
        f"M{c * _SIDE} {r * _SIDE}h{_SIDE}v{_SIDE}h-{_SIDE}z" for r, row in enumerate(LAYOUT) for c, mark in enumerate(row) if mark == "1"
    )
    line = " ".join(f"{x},{y}" for x, y in map(_middle, way))
    (x0, y0), (x, y) = _middle(way[0]), _middle(way[-1])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * _SIDE} {rows * _SIDE}">'
        f'<rect width="100%" height="100%" fill="#fff"/><path d="{walls}" fill="#5b6472"/>'
        f'<rect x="{GOAL[1] * _SIDE + 2}" y="{GOAL[0] * _SIDE + 2}" width="{_SIDE - 4}" height="{_SIDE - 4}" fill="#2e9e5b"/>'
        f'<polyline points="{line}" fill="none" stroke="#3b76d6" stroke-opacity=".5" stroke-width="4" stroke-linejoin="round"/>'
        f'<circle cx="{x0}" cy="{y0}" r="6" fill="none" stroke="#3b76d6" stroke-width="2"/><circle cx="{x}" cy="{y}" r="6" fill="#d6493b"/></svg>'
    )


def _middle(cell: tuple[int, int]) -> tuple[int, int]:
    """(x, y) of the middle of a cell (row, column)."""
    return cell[1] * _SIDE + _SIDE // 2, cell[0] * _SIDE + _SIDE // 2
