"""The four endgames solved exactly: how far mate is from every position, counted in plies, by working back from the mates.

A table holds one byte for every placement, with Black's king turned or mirrored into the ten squares a1-d1-d4 (the board without pawns has eight
symmetries, and White's pieces are turned with it). Where Black takes a piece the smaller endgame's table says what is left. Building all four
takes seconds, so nothing is stored: a process that asks builds what it asks for, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from lmrl_gym.core.errors import DataError, check_choice
from lmrl_gym.tasks.chess.placement import DIRECTIONS, KINDS, Move, Placement, after, beside, between, fen, moves, placed, read, step

if TYPE_CHECKING:
    import chess
    import numpy as np

    Bytes: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"
    Bools: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"

DRAW = 255
"""In both tables: no mate comes of it."""
IMPOSSIBLE = 0
"""In White's table: no position with White to move (two pieces on a square, kings side by side, Black in check). No mate is 0 plies away there."""

CORNER: tuple[int, ...] = tuple(8 * rank + file for rank in range(4) for file in range(rank, 4))
"""The squares Black's king is turned into: on or below the long diagonal, in the first four files."""


SYMMETRIES = range(8)


def turned(square: int, symmetry: int) -> int:
    """Where a square goes under one of the eight SYMMETRIES: mirrored by file, then by rank, then over the long diagonal."""
    file, rank = square % 8, square // 8
    file = 7 - file if symmetry & 1 else file
    rank = 7 - rank if symmetry & 2 else rank
    return 8 * file + rank if symmetry & 4 else 8 * rank + file


def image(placement: Placement, symmetry: int) -> Placement:
    """The placement on the board turned by one of the eight SYMMETRIES."""
    kind, white_to_move, black, white = placement
    return placed(kind, white_to_move, turned(black, symmetry), tuple(turned(square, symmetry) for square in white))


@cache
def symmetry_of(square: int) -> tuple[int, tuple[int, ...]]:
    """For Black's king on `square`: its place in CORNER when turned there, and where the same turn takes every square."""
    turns = (tuple(turned(other, symmetry) for other in range(64)) for symmetry in SYMMETRIES)
    turn = next(turn for turn in turns if turn[square] in CORNER)
    return CORNER.index(turn[square]), turn


@dataclass(frozen=True, slots=True)
class Endgame:
    """One endgame, solved. Its tables list Black's king (10), White's king (64), the other pieces (64 each), the last one fastest."""

    kind: str
    to_white: bytes
    """Plies to mate with White to move: odd, or IMPOSSIBLE or DRAW."""
    to_black: bytes
    """Plies to mate with Black to move: even, or DRAW, where there is no position too."""

    def distance(self, board: chess.Board) -> int | None:
        """Plies to mate with best play on both sides, 0 on a mated board; None for a draw. DataError if the board holds something else."""
        return self.plies(self._placement(board))

    def best_moves(self, board: chess.Board) -> list[chess.Move]:
        """The moves that keep the shortest mate, or put it off longest, sorted by their squares; none where the game is over."""
        import chess

        return [chess.Move(start, there) for start, there in self.best(self._placement(board))]

    def plies(self, placement: Placement) -> int | None:
        """`distance` for a placement of this kind; DataError where the table says that it is impossible."""
        value = (self.to_white if placement.white_to_move else self.to_black)[self._index(placement)]
        if not self.possible(placement):
            raise DataError(f"{fen(placement)} is no position: two pieces stand on one square, or a king could be taken; place the pieces apart")
        return None if value == DRAW else value

    def possible(self, placement: Placement) -> bool:
        """Whether a placement of this kind is a position: the kings apart, and Black not in check with White to move."""
        if placement.white_to_move:
            return self.to_white[self._index(placement)] != IMPOSSIBLE
        return placement.white[0] not in beside(placement.black)

    def best(self, placement: Placement) -> list[Move]:
        """`best_moves` for a placement of this kind."""
        if placement.white_to_move:
            wanted = self.to_white[self._index(placement)] - 1
            return sorted(move for move, plies in self.answers(placement) if plies == wanted)
        left = {move: value for move in moves(placement) if (value := _left(placement, move)) != IMPOSSIBLE}
        return sorted(move for move, value in left.items() if value == max(left.values()))

    def answers(self, placement: Placement) -> list[tuple[Move, int]]:
        """White's moves, each with the plies to mate after it (DRAW for none)."""
        corner, turn = symmetry_of(placement.black)
        # The move changes one digit of the index, in base 64.
        places = [64 ** (len(self.kind) - 1 - k) for k in range(len(self.kind))]
        base = corner * 64 ** len(self.kind) + sum(turn[square] * place for square, place in zip(placement.white, places, strict=True))
        digit = dict(zip(placement.white, places, strict=True))
        table = self.to_black
        return [((start, there), table[base + (turn[there] - turn[start]) * digit[start]]) for start, there in moves(placement)]

    def _index(self, placement: Placement) -> int:
        corner, turn = symmetry_of(placement.black)
        index = corner
        for square in placement.white:
            index = 64 * index + turn[square]
        return index

    def _placement(self, board: chess.Board) -> Placement:
        found = read(board.fen())
        if found is None or found.kind != self.kind or not board.is_valid():
            raise DataError(f"{board.fen()} is no position of White's {self.kind} against a king; ask the endgame of its own kind")
        return found


def _left(placement: Placement, move: Move) -> int:
    """White's table after a step of Black's king; what it cannot win from is a draw."""
    ahead = after(placement, move)
    if ahead is None:
        return DRAW
    endgame = solved(ahead.kind)
    return endgame.to_white[endgame._index(ahead)]


@cache
def solved(kind: str) -> Endgame:
    """The endgame of White's pieces `kind` (one of KINDS) against a king, built where it is asked for first. UsageError for another kind."""
    check_choice("endgame", kind, KINDS)
    to_white, to_black = _tables(kind)
    return Endgame(kind, to_white.tobytes(), to_black.tobytes())


def _tables(kind: str) -> tuple[Bytes, Bytes]:
    """Both tables, shaped (10, 64, …). In round n, White's moves into "Black is mated in n" are found, then what this leaves to Black."""
    import numpy as np

    free, check = _free(kind), _check(kind)
    possible = free & ~check
    to_white = np.where(possible, DRAW, IMPOSSIBLE).astype(np.uint8)
    plies = 0
    while True:
        worst = _worst(kind, to_white)
        # Where Black has no move (worst is IMPOSSIBLE), it is mate or stalemate.
        to_black = np.where(free & (check | (worst > 0)) & (worst < DRAW), worst + (worst > 0), DRAW).astype(np.uint8)
        unsolved = to_white == DRAW
        # A mate by way of a capture may be known rounds before its turn comes; once White wins everywhere, no round changes anything.
        if not unsolved.any() or not (to_black[to_black < DRAW] >= plies).any():
            return to_white, to_black
        to_white[_before(kind, to_black == plies, free) & unsolved] = plies + 1
        plies += 2


def _axis(values: Bools, pieces: int, *axes: int) -> Bools:
    """`values` with its axes put at `axes` of a table with that many white pieces, ready to broadcast."""
    import numpy as np

    spread: Bools = np.expand_dims(values, tuple(k for k in range(pieces + 1) if k not in axes))
    return spread


def _free(kind: str) -> Bools:
    """Where every piece has a square of its own and the kings stand apart."""
    import numpy as np

    apart = ~np.eye(64, dtype=np.bool_)
    kings = np.array([[there != black and there not in beside(black) for there in range(64)] for black in CORNER])
    free: Bools = np.broadcast_to(_axis(kings, len(kind), 0, 1), (10, *[64] * len(kind))).copy()
    for one in range(2, len(kind) + 1):
        free &= _axis(apart[list(CORNER)], len(kind), 0, one)
        for other in range(1, one):
            free &= _axis(apart, len(kind), other, one)
    return free


def _check(kind: str) -> Bools:
    """Where a piece attacks Black's king with no piece of White's between."""
    import numpy as np

    check = np.zeros((10, *[64] * len(kind)), np.bool_)
    for one, piece in enumerate(kind[1:], start=2):
        gaps = [[between(piece, square, black) for square in range(64)] for black in CORNER]
        attack = np.broadcast_to(_axis(np.array([[gap is not None for gap in row] for row in gaps]), len(kind), 0, one), check.shape).copy()
        blocks = np.array([[[gap is not None and there in gap for gap in row] for there in range(64)] for row in gaps])
        for other in range(1, len(kind) + 1):
            if other < one:
                attack &= ~_axis(blocks, len(kind), 0, other, one)
            elif other > one:
                attack &= ~_axis(blocks.transpose(0, 2, 1), len(kind), 0, one, other)
        check |= attack
    return check


def _before(kind: str, there: Bools, free: Bools) -> Bools:
    """From where a move of White's leads to one of the positions `there`. White takes nothing, so a move back is a move."""
    import numpy as np

    found = np.zeros_like(there)
    for axis, piece in enumerate(kind, start=1):
        for direction in DIRECTIONS[piece]:
            ahead = [step(square, direction) for square in range(64)]
            inside = np.array([square is not None for square in ahead]).reshape([64 if k == axis else 1 for k in range(there.ndim)])
            reached = there
            for _ in range(1 if piece == "K" else 7):
                reached = reached.take([square or 0 for square in ahead], axis) & inside & free
                if not reached.any():
                    break
                found |= reached
    return found


def _worst(kind: str, to_white: Bytes) -> Bytes:
    """The largest of White's entries that Black can step into; IMPOSSIBLE where it cannot move."""
    import numpy as np

    worst = np.zeros_like(to_white)
    for corner, black in enumerate(CORNER):
        for there in beside(black):
            entries = _with_king_on(there, to_white)
            for axis in range(1, len(kind)):
                taken = np.moveaxis(entries, axis, 0)
                taken[there] = _with_king_on(there, _without(kind, axis))
            np.maximum(worst[corner], entries, out=worst[corner])
    return worst


def _without(kind: str, taken: int) -> Bytes:
    """White's table when the piece at place `taken` of `kind` is gone; bare kings are a draw where they stand apart."""
    import numpy as np

    left = kind[:taken] + kind[taken + 1 :]
    if left == "K":
        return np.where(_free("K"), DRAW, IMPOSSIBLE).astype(np.uint8)
    return np.frombuffer(solved(left).to_white, np.uint8).reshape(10, *[64] * len(left))


def _with_king_on(square: int, table: Bytes) -> Bytes:
    """The entries for Black's king on any square, by White's pieces as they stand there: a copy, shaped (64, …)."""
    import numpy as np

    corner, turn = symmetry_of(square)
    entries: Bytes = table[corner][np.ix_(*[turn] * (table.ndim - 1))]
    return entries
