"""The solved endgames: positions worked by hand, and everything else against python-chess, which knows the rules and nothing of the tables."""

from __future__ import annotations

import random

import chess
import pytest

from lmrl_gym.core.errors import DataError, UsageError
from lmrl_gym.tasks.chess.placement import KINDS, fen, read
from lmrl_gym.tasks.chess.retrograde import CORNER, DRAW, IMPOSSIBLE, Endgame, solved

LONGEST = {"KQ": (19, 20), "KR": (31, 32), "KQR": (11, 32), "KRR": (13, 32)}
"""Plies of the longest mates, White and Black to move: 10, 16, 6 and 7 moves. With Black to move a piece may be lost first, which leaves KR."""


def kind_of(board: chess.Board) -> str:
    return "K" + "Q" * len(board.pieces(chess.QUEEN, chess.WHITE)) + "R" * len(board.pieces(chess.ROOK, chess.WHITE))


def plies(board: chess.Board) -> int | None:
    """The tables' word on a board; bare kings draw."""
    return None if kind_of(board) == "K" else solved(kind_of(board)).distance(board)


def drawn(rng: random.Random, kind: str, turn: chess.Color) -> chess.Board:
    """A random legal position, by python-chess's rules."""
    while True:
        black, *white = rng.sample(range(64), len(kind) + 1)
        board = chess.Board(None)
        board.turn = turn
        for square, mark in zip([black, *white], "k" + kind, strict=True):
            board.set_piece_at(square, chess.Piece.from_symbol(mark))
        if board.is_valid():
            return board


def one_ply_on(board: chess.Board) -> tuple[int | None, list[chess.Move]]:
    """The distance and the best moves of a board, from those of the boards that python-chess's moves lead to."""
    if board.is_checkmate() or board.is_stalemate():
        return (0 if board.is_checkmate() else None), []
    never = 1000
    ahead = {}
    for move in board.legal_moves:
        board.push(move)
        left = plies(board)
        ahead[move] = never if left is None else left
        board.pop()
    best = min(ahead.values()) if board.turn else max(ahead.values())
    moves = sorted((m for m in ahead if ahead[m] == best), key=lambda m: (m.from_square, m.to_square))
    return (None if best == never else best + 1), moves


def mates_within(board: chess.Board, moves: int) -> bool:
    """Whether White, to move, can mate in so many moves: tried out."""
    for move in list(board.legal_moves):
        board.push(move)
        replies = list(board.legal_moves)
        mated = board.is_checkmate() or (moves > 1 and bool(replies) and all(reply_loses(board, reply, moves - 1) for reply in replies))
        board.pop()
        if mated:
            return True
    return False


def reply_loses(board: chess.Board, reply: chess.Move, moves: int) -> bool:
    board.push(reply)
    lost = mates_within(board, moves)
    board.pop()
    return lost


def play_best(board: chess.Board, rng: random.Random) -> int:
    """Plies until the game is over when both sides draw among their best moves."""
    count = 0
    while moves := solved(kind_of(board)).best_moves(board):
        board.push(rng.choice(moves))
        count += 1
    assert board.is_checkmate()
    return count


# ---- by hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("position", "distance", "best"),
    [
        # The king on h8 has only g8, g7 and h7, which Kg6 sees or the queen does: along the rank, the file, or next to it under the king's guard.
        ("7k/Q7/6K1/8/8/8/8/8 w - - 0 1", 1, "a7a8 a7b8 a7g7 a7h7"),
        ("7k/8/6K1/8/8/8/8/R7 w - - 0 1", 1, "a1a8"),
        # The two rooks' ladder: the seventh rank is taken, the eighth is next.
        ("4k3/R7/8/8/8/8/7R/K7 w - - 0 1", 1, "h2h8"),
        # The queen sees g8, g7 and h7 but not h8: stalemate. On the next board a rook gives check there: mate.
        ("7k/8/6Q1/8/8/8/8/K7 b - - 0 1", None, ""),
        ("R6k/8/6K1/8/8/8/8/8 b - - 0 1", 0, ""),
        # The rook stands alone and may be taken: bare kings. Every other step loses.
        ("8/8/8/8/8/1k6/1R6/7K b - - 0 1", None, "b3b2"),
        # So does an unguarded queen.
        ("8/8/8/8/8/k7/1Q6/7K b - - 0 1", None, "a3b2"),
    ],
)
def test_positions_worked_by_hand(position: str, distance: int | None, best: str) -> None:
    board = chess.Board(position)
    endgame = solved(kind_of(board))
    assert endgame.distance(board) == distance
    assert sorted(move.uci() for move in endgame.best_moves(board)) == best.split()


def test_a_guarded_queen_is_not_taken_and_stalemate_is_avoided() -> None:
    guarded = chess.Board("8/8/8/8/8/k7/1Q6/K7 b - - 0 1")  # a4 is all that is left: no capture on b2, and the queen sees a2, b3 and b4
    assert [move.uci() for move in solved("KQ").best_moves(guarded)] == ["a3a4"]
    assert solved("KQ").distance(guarded) is not None
    trap = chess.Board("7k/8/8/6Q1/8/8/8/K7 w - - 0 1")
    assert chess.Move.from_uci("g5g6") not in solved("KQ").best_moves(trap)


def test_taking_one_of_two_pieces_leaves_the_smaller_endgame() -> None:
    board = chess.Board("8/8/8/8/8/k7/1Q6/7K b - - 0 1")
    board.set_piece_at(chess.H8, chess.Piece.from_symbol("R"))
    forced = [move.uci() for move in board.legal_moves]
    assert "a3b2" in forced
    left = board.copy()
    left.push_uci("a3b2")
    rook_only = solved("KR").distance(left)
    assert rook_only is not None
    assert solved("KQR").best_moves(board) == [chess.Move.from_uci("a3b2")]  # a rook alone takes longer than queen and rook
    assert solved("KQR").distance(board) == 1 + rook_only


def test_what_is_no_position_of_the_endgame_is_refused() -> None:
    with pytest.raises(UsageError, match="endgame='KB' is no choice"):
        solved("KB")
    for position in (chess.STARTING_FEN, "7k/Q7/6K1/8/8/8/8/8 w - - 0 1", "8/8/8/8/8/8/kR6/7K w - - 0 1", "8/8/8/8/8/8/8/kK5R b - - 0 1"):
        with pytest.raises(DataError, match="is no position of White's KR"):
            solved("KR").distance(chess.Board(position))
    touching, in_check = read("8/8/8/8/8/8/8/kK5R b"), read("k6R/8/8/8/8/8/8/K7 w")
    for placement in (touching, in_check):
        assert placement is not None
        with pytest.raises(DataError, match="place the pieces apart"):
            solved("KR").plies(placement)


# ---- against python-chess --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_mates_are_known_and_white_always_wins(kind: str) -> None:
    endgame = solved(kind)
    white, black = set(endgame.to_white), set(endgame.to_black)
    assert (max(white), max(black - {DRAW})) == LONGEST[kind]
    assert all(value % 2 for value in white - {IMPOSSIBLE})
    assert not any(value % 2 for value in black - {DRAW})
    board = longest(endgame)
    assert board.is_valid()
    assert play_best(board, random.Random(0)) == LONGEST[kind][0]


def longest(endgame: Endgame) -> chess.Board:
    """A position of the longest mate, read off the table's index by hand: Black's king, then White's pieces, 64 squares each."""
    index = endgame.to_white.index(max(endgame.to_white))
    board = chess.Board(None)
    for mark in reversed(endgame.kind):
        index, square = divmod(index, 64)
        board.set_piece_at(square, chess.Piece.from_symbol(mark))
    board.set_piece_at(CORNER[index], chess.Piece.from_symbol("k"))
    return board


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turn", [chess.WHITE, chess.BLACK])
def test_every_value_follows_from_the_values_one_ply_on(kind: str, turn: chess.Color) -> None:
    rng = random.Random(f"{kind} {turn}")
    for _ in range(120 if turn else 400):
        board = drawn(rng, kind, turn)
        distance, moves = one_ply_on(board)
        assert solved(kind).distance(board) == distance, board.fen()
        assert solved(kind).best_moves(board) == moves, board.fen()


def test_mates_in_one_and_two_are_those_that_a_search_finds() -> None:
    rng = random.Random(2)
    seen = {1: 0, 3: 0, 5: 0}
    while min(seen.values()) < 6:
        board = drawn(rng, rng.choice(("KQR", "KRR")), chess.WHITE)
        distance = plies(board)
        if distance in seen and seen[distance] < 6:
            seen[distance] += 1
            assert (mates_within(board, 1), mates_within(board, 2)) == (distance == 1, distance <= 3), board.fen()


def test_the_best_white_mates_the_best_black_in_exactly_the_distance() -> None:
    rng = random.Random(3)
    for number in range(240):
        board = drawn(rng, KINDS[number % 4], chess.WHITE)
        assert play_best(board.copy(), rng) == plies(board)


def test_mirrored_and_turned_positions_are_equally_far_from_mate() -> None:
    rng = random.Random(4)
    for number in range(200):
        board = drawn(rng, KINDS[number % 4], rng.random() < 0.5)
        for change in (chess.flip_vertical, chess.flip_horizontal, chess.flip_diagonal, chess.flip_anti_diagonal):
            assert plies(board.transform(change)) == plies(board)


def test_placements_are_read_and_written_as_python_chess_does() -> None:
    rng = random.Random(5)
    for number in range(200):
        board = drawn(rng, KINDS[number % 4], rng.random() < 0.5)
        placement = read(board.fen())
        assert placement is not None
        assert fen(placement) == board.fen()
