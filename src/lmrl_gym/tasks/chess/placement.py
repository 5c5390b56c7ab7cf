"""The pieces of the four endgames on their squares: read from a text, written as FEN, moved, and named in SAN.

White has a king and a queen, a rook, a queen and a rook, or two rooks; Black has the king alone. So few pieces leave no room for castling, pawns
or pins, and White is never in check: the rules fit here, and are many times faster than a full board's. Squares count from a1 = 0 over b1 = 1 to
h8 = 63. A placement may be impossible (kings side by side, Black in check with White to move); `retrograde` knows which ones are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

KINDS: tuple[str, ...] = ("KQ", "KR", "KQR", "KRR")
"""What White has. Black has a king."""

Move: TypeAlias = tuple[int, int]
"""From and to, as squares."""

STRAIGHT = ((1, 0), (0, 1), (-1, 0), (0, -1))
DIAGONAL = ((1, 1), (-1, 1), (-1, -1), (1, -1))
DIRECTIONS = {"K": STRAIGHT + DIAGONAL, "Q": STRAIGHT + DIAGONAL, "R": STRAIGHT}
"""Piece -> its directions, as (files, ranks)."""

SQUARES: tuple[str, ...] = tuple(file + rank for rank in "12345678" for file in "abcdefgh")

_BOARD = re.compile(r"((?:[KQRk1-8]+/){7}[KQRk1-8]+)([wb])")


class Placement(NamedTuple):
    """Who stands where and whose turn it is."""

    kind: str
    """One of KINDS."""
    white_to_move: bool
    black: int
    """The square of Black's king."""
    white: tuple[int, ...]
    """The squares of White's pieces, in the order of the letters of `kind`; two rooks stand in ascending order."""


def step(square: int, direction: tuple[int, int]) -> int | None:
    """The next square in a direction; None off the board."""
    file, rank = square % 8 + direction[0], square // 8 + direction[1]
    return rank * 8 + file if 0 <= file < 8 and 0 <= rank < 8 else None


@cache
def rays(piece: str, square: int) -> tuple[tuple[int, ...], ...]:
    """The squares a piece sees from `square` on an empty board, nearest first, one tuple for every direction that has any."""
    found = []
    for direction in DIRECTIONS[piece]:
        ray: list[int] = []
        there = step(square, direction)
        while there is not None and not (ray and piece == "K"):
            ray.append(there)
            there = step(there, direction)
        if ray:
            found.append(tuple(ray))
    return tuple(found)


@cache
def between(piece: str, square: int, target: int) -> frozenset[int] | None:
    """The squares that must be empty for a piece to attack `target`; None where it does not point there at all."""
    for ray in rays(piece, square):
        if target in ray:
            return frozenset(ray[: ray.index(target)])
    return None


@cache
def beside(square: int) -> frozenset[int]:
    """The squares a king attacks."""
    return frozenset(there for (there,) in rays("K", square))


def placed(kind: str, white_to_move: bool, black: int, white: tuple[int, ...]) -> Placement:
    """A placement whose equal rooks are in order."""
    king, *others = white
    return Placement(kind, white_to_move, black, (king, *sorted(others)) if kind == "KRR" else white)


def read(text: str) -> Placement | None:
    """The placement that a text shows: a FEN, with or without a space after every character; None where it shows none of the four endgames.

    What follows the side to move (castling, clocks) is passed over.
    """
    found = _BOARD.search("".join(text.split()))
    if found is None:
        return None
    squares: dict[str, list[int]] = {"K": [], "Q": [], "R": [], "k": []}
    for rank, row in enumerate(found[1].split("/")):
        file = 0
        for mark in row:
            if mark in squares:
                squares[mark].append(56 - 8 * rank + file)
                file += 1
            else:
                file += int(mark)
        if file != 8:
            return None
    kind = "K" * len(squares["K"]) + "Q" * len(squares["Q"]) + "R" * len(squares["R"])
    if kind not in KINDS or len(squares["k"]) != 1:
        return None
    # Ranks are read from the top, so the higher of two rooks comes first.
    return placed(kind, found[2] == "w", squares["k"][0], (*squares["K"], *squares["Q"], *squares["R"]))


def board(marks: Mapping[int, str]) -> str:
    """The first field of a FEN, from square -> piece."""
    rows = ("".join(marks.get(8 * rank + file, " ") for file in range(8)) for rank in range(7, -1, -1))
    return re.sub(" +", lambda gap: str(len(gap[0])), "/".join(rows))


def fen(placement: Placement) -> str:
    """The position in Forsyth-Edwards notation, at move 1 with its clock at 0."""
    marks = {placement.black: "k"} | dict(zip(placement.white, placement.kind, strict=True))
    return f"{board(marks)} {'w' if placement.white_to_move else 'b'} - - 0 1"


def moves(placement: Placement) -> Iterator[Move]:
    """The moves of the side to move. White's are legal; Black's king steps anywhere but beside the other king, also into a line of attack."""
    kind, white_to_move, black, white = placement
    if not white_to_move:
        yield from ((black, there) for there in sorted(beside(black)) if there != white[0] and there not in beside(white[0]))
        return
    for piece, square in zip(kind, white, strict=True):
        for ray in rays(piece, square):
            for there in ray:
                if there == black or there in white:
                    break
                if piece != "K" or there not in beside(black):
                    yield square, there


def after(placement: Placement, move: Move) -> Placement | None:
    """The placement after `move`, where Black's king may have taken a piece; None where only the kings are left."""
    kind, white_to_move, black, white = placement
    start, there = move
    if white_to_move:
        return placed(kind, False, black, tuple(there if square == start else square for square in white))
    left = [(piece, square) for piece, square in zip(kind, white, strict=True) if square != there]
    if len(left) == 1:
        return None
    return Placement("".join(piece for piece, _ in left), True, there, tuple(square for _, square in left))


def attacked(placement: Placement) -> bool:
    """Whether Black's king is in check."""
    kind, _, black, white = placement
    for piece, square in zip(kind, white, strict=True):
        gap = between(piece, square, black)
        if gap is not None and gap.isdisjoint(white):
            return True
    return False


def san(placement: Placement, move: Move, mates: bool) -> str:
    """White's move in standard algebraic notation; whether it mates is for the caller to say."""
    kind, _, black, white = placement
    start, there = move
    piece = kind[white.index(start)]
    which = ""
    if kind == "KRR" and piece == "R":
        other = white[1] if white[2] == start else white[2]
        gap = between("R", other, there)
        if gap is not None and gap.isdisjoint((*white, black)):
            which = SQUARES[start][1] if start % 8 == other % 8 else SQUARES[start][0]
    done = after(placement, move)
    sign = "#" if mates else "+" if done is not None and attacked(done) else ""
    return piece + which + SQUARES[there] + sign
