"""Positions of chess as tokens of two squares: nothing of the board is lost, moves and all other texts stay as they are."""

from __future__ import annotations

import random

import chess
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.tasks.chess.notation import move_text, position_text
from lmrl_gym.tokens.tokenizer import END, Encoder, train_tokenizer


def game(seed: int) -> list[tuple[chess.Board, chess.Move]]:
    """Positions and random moves of one game."""
    rng, board, played = random.Random(seed), chess.Board(), []
    while not board.is_game_over() and len(played) < 120:
        move = rng.choice(list(board.legal_moves))
        played.append((board.copy(stack=False), move))
        board.push(move)
    return played


PLAYED = [pair for seed in range(12) for pair in game(seed)]
TEXTS = [text for board, move in PLAYED for text in (position_text(board), move_text(board, move))]
ENCODER = Encoder(train_tokenizer(TEXTS, 2048, boards=True))
SMALL = Encoder(train_tokenizer(TEXTS, 257, boards=True))
"""No merges at all."""


def test_the_first_position_by_hand() -> None:
    pieces = ENCODER.pieces(ENCODER.text(position_text(chess.Board())))
    empty = ["1 1 "] * 16
    assert pieces[:32] == ["r n ", "b q ", "k b ", "n r ", *["p p "] * 4, *empty, *["P P "] * 4, "R N ", "B Q ", "K B ", "N R "]
    assert "".join(pieces[32:]) == "  w   K Q k q   -   \n"  # neither of the counters


@pytest.mark.parametrize("encoder", [ENCODER, SMALL], ids=["merged", "bytes"])
def test_what_is_read_is_the_board_square_by_square(encoder: Encoder) -> None:
    for board, _ in PLAYED[::5]:
        read = encoder.decode(encoder.text(position_text(board)))
        squares, rest = read[:128], read[128:]
        signs = [piece.symbol() if (piece := board.piece_at(chess.square(file, rank))) else "1" for rank in range(7, -1, -1) for file in range(8)]
        assert squares == " ".join(signs) + " "
        turn, castling, passant = rest.removesuffix("   \n").split("   ")
        fields = board.fen().split()
        assert [turn.strip(), castling.replace(" ", ""), passant.replace(" ", "")] == fields[1:4]


def test_no_token_tells_of_more_than_two_squares_and_none_reaches_across() -> None:
    for board, _ in PLAYED[::7]:
        at = 0
        for piece in ENCODER.pieces(ENCODER.text(position_text(board))):
            if at < 128:
                assert at // 4 == (at + len(piece) - 1) // 4
            at += len(piece)


def test_a_piece_and_its_file_are_one_token_and_squares_of_a_rank_share_the_other() -> None:
    assert ENCODER.pieces(ENCODER.text("N f 3\n")) == ["N f ", "3\n"]
    assert ENCODER.pieces(ENCODER.text("e 4\n")) == ["e ", "4\n"]
    assert ENCODER.text("N c 3\n")[-1] == ENCODER.text("e 3\n")[-1]


@pytest.mark.parametrize("encoder", [ENCODER, SMALL], ids=["merged", "bytes"])
def test_moves_come_back_as_they_were(encoder: Encoder) -> None:
    odd = ["N 3 b 4\n", "R 8 b 8 +\n", "N b 1 d 2\n", "e x d 8 = Q #\n", "R a x b 1\n", "b x a 8 = N\n", "O - O - O\n", "Q 8 b 8 b 7\n"]
    for text in [*odd, *(move_text(board, move) for board, move in PLAYED)]:
        assert encoder.decode(encoder.text(text)) == text


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PARTS = st.lists(st.sampled_from(["8 / ", "3 ", "K ", "   ", "w", END, "0   1", "\n"])).map("".join)


@given(ANY_TEXT | PARTS)
@settings(max_examples=200, deadline=None)
def test_what_names_nobody_to_move_stays_as_it_is(text: str) -> None:
    if "   w   " not in text and "   b   " not in text:
        assert ENCODER.decode(ENCODER.text(text)) == text


def test_the_prefix_of_a_conversation_stays_one() -> None:
    turns = [Turn(Role.ENV if i % 2 == 0 else Role.AGENT, text) for i, text in enumerate(TEXTS[:9])]
    for n in range(1, 9):
        assert ENCODER.prompt(turns)[: len(ENCODER.prompt(turns[:n]))] == ENCODER.prompt(turns[:n])
