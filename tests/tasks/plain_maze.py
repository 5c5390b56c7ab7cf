"""A second maze, drawn with other marks and walked by other code, to hold the task's tables against."""

from __future__ import annotations

LEFT, RIGHT, UP, DOWN = "move left\n", "move right\n", "move up\n", "move down\n"
MOVES = (LEFT, RIGHT, UP, DOWN)
VIEWS = ("maze/full", "maze/partial")
Cell = tuple[int, int]

PICTURE = [
    "#############",
    "#.....#.....#",
    "###.#####.###",
    "###.#####.###",
    "###.#####.###",
    "###.......###",
    "######.######",
    "######.######",
    "######G######",
    "#############",
]


def plain_move(row: int, column: int, move: str) -> Cell:
    word = move.split()[1]
    to_row = row - 1 if word == "up" else row + 1 if word == "down" else row
    to_column = column - 1 if word == "left" else column + 1 if word == "right" else column
    return (row, column) if PICTURE[to_row][to_column] == "#" else (to_row, to_column)


def plain_walls(row: int, column: int) -> str:
    names = {"move right": "to your right", "move left": "to your left", "move up": "above you", "move down": "below you"}
    walls = [phrase for move, phrase in names.items() if plain_move(row, column, move) == (row, column)]
    return "There is a wall " + walls[0] + ".\n" if len(walls) == 1 else "There are walls " + ", ".join(walls) + ".\n"


CELLS = [(r, c) for r in range(10) for c in range(13) if PICTURE[r][c] == "."]
