"""Positions for people: a board as SVG, as text for a terminal, and in words for a language model that plays Black."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import chess
import chess.svg

from lmrl_gym.core.episode import Role, Scenario, Turn
from lmrl_gym.core.task import Dialogue
from lmrl_gym.tasks.chess.notation import read_move, read_position


def picture(scenario: Scenario, turns: Sequence[Turn]) -> str:
    """The position that stands after `turns`, White below, the last move marked and a king in check shaded."""
    board, last = _stands(scenario, turns)
    return _drawn(board.fen(), last)


@lru_cache(maxsize=1024)
def _drawn(fen: str, last: chess.Move | None) -> str:
    board = chess.Board(fen)
    return chess.svg.board(board, lastmove=last, check=board.king(board.turn) if board.is_check() else None, size=360)


def terminal(scenario: Scenario, turns: Sequence[Turn]) -> str:
    """The same as ten lines of text: figures on a board with its files and ranks named, and the last move."""
    board, last = _stands(scenario, turns)
    figures = board.unicode(borders=False, empty_square="·", invert_color=False).splitlines()
    rows = [f"{8 - row} {line}" for row, line in enumerate(figures)]
    return "\n".join([*rows, "  a b c d e f g h", f"last move: {last.uci() if last else 'none'}"]) + "\n"


def opponent_prompt(dialogue: Dialogue) -> str:
    """What a language model is told that is to move for Black."""
    board = read_position(dialogue.turns[-1].text) if dialogue.turns else None
    board = board or chess.Board()
    side = "White" if board.turn else "Black"
    moves = ", ".join(sorted(board.san(move) for move in board.legal_moves))
    return (
        f"You are a chess player and have the {side} pieces.\nPosition (FEN): {board.fen()}\n{board}\nLegal moves: {moves}\n"
        "Answer with one of these moves and nothing else.\nYour move: "
    )


def _stands(scenario: Scenario, turns: Sequence[Turn]) -> tuple[chess.Board, chess.Move | None]:
    """The position after `turns` (not to be changed) and the move that led there, None where no move has."""
    boards = (_read(turn.text) for turn in reversed(turns) if turn.role is Role.ENV)
    after = next((board for board in boards if board is not None), None)
    if after is None:
        return read_position(str(scenario.get("fen", ""))) or chess.Board(), None
    for before, said in zip(reversed(turns[:-2]), reversed(turns[:-1]), strict=False):
        if before.role is Role.ENV and said.role is Role.AGENT and (white := _meant(before.text, said.text)) is not None:
            board = _read(before.text)
            assert board is not None
            return after, _last_move(board, white, after)
    return after, None


# A whole game is drawn turn by turn, and an illegal move leaves the position as it was: what was read is read again at every turn after it.
_read = lru_cache(maxsize=4096)(read_position)


@lru_cache(maxsize=4096)
def _meant(before: str, said: str) -> chess.Move | None:
    """White's move from the position that a text tells; None where there is none."""
    board = _read(before)
    return None if board is None else read_move(board, said)


def _last_move(before: chess.Board, white: chess.Move, after: chess.Board) -> chess.Move | None:
    """White's move where it was the last one, else Black's answer to it."""
    board = before.copy(stack=False)
    board.push(white)
    if board.board_fen() == after.board_fen():
        return white
    for black in board.legal_moves:
        board.push(black)
        found = board.board_fen() == after.board_fen()
        board.pop()
        if found:
            return black
    return None
