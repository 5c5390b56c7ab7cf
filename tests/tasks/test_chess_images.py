"""The images of an endgame, by hand, by python-chess's transformations and by playing them again."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import chess
import pytest

from lmrl_gym import load_task
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.task import Ask
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks.chess.game import ChessEnv
from lmrl_gym.tasks.chess.images import images
from lmrl_gym.tasks.chess.notation import read_fen, spell

CHANGES = (chess.flip_horizontal, chess.flip_vertical, chess.flip_diagonal)
"""What images 1, 2 and 4 are by; the others are made of these."""


def told(*texts: str, rewards: tuple[float, ...] = (), ending: Ending = Ending.SUCCESS) -> Episode:
    """An endgame of these texts, FEN and SAN in turn."""
    due = iter(rewards or (0.0,) * len(texts))
    turns = tuple(Turn(Role.AGENT, spell(text), next(due)) if i % 2 else Turn(Role.ENV, spell(text)) for i, text in enumerate(texts))
    return Episode("chess/endgame", "1", {"fen": texts[0]}, turns, ending, 7, {"agent": "me"}, {"illegal": 0.0})


MATE = told("7k/8/6K1/8/8/8/8/Q7 w - - 4 30", "Qh1#", "7k/8/6K1/8/8/8/8/7Q b - - 5 30", rewards=(1.0,))
ROOKS = told("8/8/8/R6R/8/8/8/K3k3 w - - 0 1", "Rad5", "8/8/8/3R3R/8/8/8/K3k3 b - - 1 1", ending=Ending.FAILURE)


def texts(episode: Episode) -> list[str]:
    return [read_fen(turn.text) for turn in episode.turns]


def test_a_mate_by_hand() -> None:
    first, file, rank, both, diagonal, *others = images(MATE)
    assert first is MATE
    assert texts(file) == ["k7/8/1K6/8/8/8/8/7Q w - - 4 30", "Qa1#", "k7/8/1K6/8/8/8/8/Q7 b - - 5 30"]
    assert texts(rank) == ["Q7/8/8/8/8/6K1/8/7k w - - 4 30", "Qh8#", "7Q/8/8/8/8/6K1/8/7k b - - 5 30"]
    assert texts(both)[1] == "Qa8#"
    assert texts(diagonal) == ["7k/5K2/8/8/8/8/8/Q7 w - - 4 30", "Qa8#", "Q6k/5K2/8/8/8/8/8/8 b - - 5 30"]
    assert len(others) == 3
    for image in (file, rank, both, diagonal, *others):
        assert replace(image, scenario=MATE.scenario, turns=MATE.turns) == MATE
        assert image.scenario == {"fen": texts(image)[0]}
        assert [turn.reward for turn in image.turns] == [0.0, 1.0, 0.0]


def test_which_rook_is_told_by_its_file_or_by_its_rank() -> None:
    assert [texts(image)[1] for image in images(ROOKS)] == ["Rad5", "Rhe5", "Rad4", "Rhe4", "R1e4", "R8e5", "R1d4", "R8d5"]


@pytest.fixture(scope="module")
def played() -> list[Episode]:
    """Forty games of the data's player against the built-in opponent."""
    task = load_task("chess/endgame")
    return list(play(task, task.players["behaviour"](), starts(task, "train", 40, seed=3), partner=task.partner("builtin")))


def test_images_are_games_that_the_rules_play_alike(played: list[Episode]) -> None:
    assert {episode.ending for episode in played} >= {Ending.SUCCESS, Ending.FAILURE}
    for episode in played:
        found = list(images(episode))
        assert len(found) == 8
        for image in found:
            env = ChessEnv(image.scenario)
            assert env.opening == image.turns[0].text
            for said, answer in zip(image.turns[1::2], image.turns[2::2], strict=True):
                board = env._board.copy()
                step = env.step(said.text)
                if isinstance(step, Ask):
                    board.push_san(read_fen(said.text))
                    (move,) = [m for m in board.legal_moves if after(board, m) == read_fen(answer.text)]
                    step = env.resume(move.uci())
                assert (step.text, step.reward) == (answer.text, said.reward)
            assert step.ending is episode.ending
            assert step.metrics == episode.metrics


def after(board: chess.Board, move: chess.Move) -> str:
    board = board.copy()
    board.push(move)
    return board.fen()


def test_images_are_the_boards_that_python_chess_transforms(played: list[Episode]) -> None:
    for episode in played[:10]:
        for number, image in enumerate(images(episode)):
            for turn, seen in zip(episode.turns[::2], image.turns[::2], strict=True):
                board = chess.Board(read_fen(turn.text))
                for bit, change in enumerate(CHANGES):
                    board = board.transform(change) if number >> bit & 1 else board
                assert chess.Board(read_fen(seen.text)).board_fen() == board.board_fen()


@pytest.mark.parametrize("said", ["Qh9", "Kb2", "garbage", "", "Q h 1 #", "a1h1"])
def test_a_game_with_what_is_no_legal_move_has_no_image_but_itself(said: str) -> None:
    opening, _, last = MATE.turns
    strange = replace(MATE, turns=(opening, Turn(Role.AGENT, said), last))
    assert list(images(strange)) == [strange]
    elsewhere = replace(MATE, turns=(Turn(Role.ENV, "What now?\n"), *MATE.turns[1:]))
    assert list(images(elsewhere)) == [elsewhere]


def test_images_of_images_are_the_same_eight(played: list[Episode]) -> None:
    every = list(images(played[0]))
    for one, other in product(every, repeat=2):
        assert other.turns in [image.turns for image in images(one)]
