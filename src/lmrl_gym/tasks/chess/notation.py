"""How positions and moves are written: every character followed by a space, the last by a line break.

A position is its FEN, a move its SAN: `Nf3` is `N f 3\\n`. A space is a character too, so the spaces between the fields of a FEN come out as
three. Reading is more tolerant than writing: text without the extra spaces is read as well, and nothing that is read raises.
"""

from __future__ import annotations

import chess

_LONGEST_MOVE = 12
"""No move takes more characters (`Qa1xb2=Q+` takes nine)."""
_LONGEST_FEN = 128
"""No FEN takes more characters (a board of 71, counters of three digits each)."""


def spell(text: str) -> str:
    """A FEN or a SAN as it is played: `e8=Q` -> `e 8 = Q\\n`."""
    return " ".join(text) + "\n"


def position_text(board: chess.Board) -> str:
    """What the position on `board` looks like to a policy. The en passant square is there only where a pawn can be taken on it."""
    return spell(board.fen())


def move_text(board: chess.Board, move: chess.Move) -> str:
    """A legal move of `board` as a policy writes it."""
    return spell(board.san(move))


def read_fen(text: str) -> str:
    """The FEN in what `spell` made of it; any other text as it is, without the white space around it."""
    line = text.strip()
    if line[1::2].isspace():
        line = line[::2]
    return " ".join(line.split())


def read_position(text: str) -> chess.Board | None:
    """The position that a text tells, spelled or not; None where it tells none that could stand on a board."""
    if len(text) > 2 * _LONGEST_FEN or not text.isascii():
        return None
    try:
        board = chess.Board(read_fen(text))
    except ValueError:
        return None
    return board if board.is_valid() else None


def read_move(board: chess.Board, text: str) -> chess.Move | None:
    """The legal move that a SAN means on `board`, spelled or not, with or without its `+`, `#`, `x` and `=`; None where it means none.

    Two squares (`g1f3`) are read too: they are what is left of a SAN that names both.
    """
    if not text.isascii():
        return None
    san = "".join(text.split())
    if len(san) > _LONGEST_MOVE:
        return None
    try:
        return board.parse_san(san) or None  # a null move is false: it is no move of the game
    except ValueError:
        return None


def read_answer(board: chess.Board, text: str) -> chess.Move | None:
    """The legal move in an opponent's answer, which is in coordinates (`e7e5`, as engines write) or in SAN; None where it holds none."""
    coordinates = text.strip()
    if 4 <= len(coordinates) <= 5 and coordinates.isascii():
        try:
            return board.parse_uci(coordinates) or None
        except ValueError:
            pass
    return read_move(board, text)
