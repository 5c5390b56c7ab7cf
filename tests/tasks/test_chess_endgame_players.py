"""The endgames' players: what they read and say, byte for byte, their chances worked by hand, and their games against exact defence."""

from __future__ import annotations

import math
import random
from collections import Counter

import chess
import pytest

from lmrl_gym.core.episode import Ending, Role, Turn
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Dialogue, Policy
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.chess import endgame_players, positions
from lmrl_gym.tasks.chess.endgame_players import Defender, EpsilonGreedy, Floor, Optimal
from lmrl_gym.tasks.chess.placement import moves, placed, read, san
from lmrl_gym.tasks.chess.retrograde import solved

LADDER = "7k/8/6K1/8/8/8/8/R7 w - - 0 1"
"""Ra8 is mate. The rook has 14 squares, the king 8 less g7 and h7 (beside h8), so 6: f5, g5, h5, f6, h6, f7."""
PLAYERS = (Optimal, Floor, EpsilonGreedy, Defender)


def said(policy: Policy, *texts: str, seeds: list[int] | None = None) -> list[str]:
    dialogues = [Dialogue([Turn(Role.ENV, text)]) for text in texts]
    return [reply.text for reply in policy.reply(dialogues, seeds=seeds or list(range(len(texts))))]


def spaced(position: str) -> str:
    return "".join(mark + " " for mark in position)[:-1] + "\n"


def test_positions_are_read_with_and_without_spaces() -> None:
    assert said(Optimal(), LADDER, spaced(LADDER), f"  {LADDER}\n\n", LADDER.replace("0 1", "37 99")) == ["R a 8 #\n"] * 4
    assert said(Defender(), "8/8/8/8/8/1k6/1R6/7K b - - 3 9", spaced("8/8/8/8/8/1k6/1R6/7K b - - 3 9")) == ["b3b2"] * 2


@pytest.mark.parametrize("player", PLAYERS)
def test_what_is_no_endgame_is_answered(player: type[Policy]) -> None:
    texts = (
        "",
        "what?",
        "\ud800",
        chess.STARTING_FEN,
        "8/8/8/8/8/8/8/8 w - - 0 1",
        "7k/7k/6K1/8/8/8/8/R7 w - - 0 1",
        "9k/8/6K1/8/8/8/8/R7 w - - 0 1",
        "7k/8/6K1/8/8/8/R7 w - - 0 1",
        "7k/8/6K1/8/8/8/8/R6R/8 w - - 0 1",
        "7k/6K1/8/8/8/8/8/R7 w - - 0 1",
        "R6k/8/6K1/8/8/8/8/8 w - - 0 1",
        "R6k/8/6K1/8/8/8/8/8 b - - 0 1",
        "7k/6K1/8/8/8/8/8/R7 b - - 0 1",
        "8/8/8/8/8/8/QQQ5/k1K5 w - - 0 1",
    )
    assert said(player(), *texts) == ["K e 1\n"] * len(texts)
    assert player().reply([Dialogue([])], seeds=[0])[0].text == "K e 1\n"
    # The other side's turn is no turn of one's own.
    assert said(player(), LADDER if player is Defender else LADDER.replace("w", "b")) == ["K e 1\n"]


def test_moves_are_named_as_python_chess_names_them() -> None:
    rng = random.Random(0)
    signs = Counter[str]()
    for _ in range(150):
        position = positions.draw(rng)
        placement, board = read(position), chess.Board(position)
        assert placement is not None
        assert sorted(moves(placement)) == sorted((m.from_square, m.to_square) for m in board.legal_moves)
        for move, plies in solved(placement.kind).answers(placement):
            name = san(placement, move, mates=plies == 0)
            assert name == board.san(chess.Move(*move)), position
            signs.update(name[-1])
            signs["told apart"] += len(name.rstrip("+#")) > 3
    assert min(signs["+"], signs["#"], signs["told apart"]) > 5


@pytest.mark.parametrize(
    ("white", "move", "name"),
    [
        ("g3 a1 h1", "a1d1", "Rad1"),  # either rook reaches d1: told apart by their files
        ("c3 a1 a7", "a7a4", "R7a4"),  # on one file: by their ranks
        ("e1 a1 h1", "a1d1", "Rd1"),  # the king stands in the other's way
        ("g3 a1 e4", "a1e1", "Rae1"),  # on different files and ranks: by their files
        ("g3 a1 b2", "a1a2", "Raa2"),
    ],
)
def test_two_rooks_are_told_apart(white: str, move: str, name: str) -> None:
    placement = placed("KRR", True, chess.C8, tuple(chess.parse_square(square) for square in white.split()))
    assert san(placement, (chess.parse_square(move[:2]), chess.parse_square(move[2:])), mates=False).rstrip("+") == name


def test_the_optimal_player_mates_in_exactly_the_stated_moves() -> None:
    task = load_task("chess/endgame")
    stated = [int(line.split()[1]) for line in positions.FILE.read_text().splitlines()[:120]]
    episodes = list(play(task, Optimal(), starts(task, "eval", 120, seed=0), partner=Defender()))
    assert [episode.length for episode in episodes] == stated
    assert all(episode.ending is Ending.SUCCESS for episode in episodes)
    assert all(episode.metrics["illegal"] == episode.metrics["partner_illegal"] == 0 for episode in episodes)


def test_the_optimal_player_ignores_the_seed_and_the_defender_draws_among_its_best() -> None:
    assert set(said(Optimal(), *[positions.test_positions()[0]] * 20)) == {said(Optimal(), positions.test_positions()[0])[0]}
    black_to_move = [position.replace(" w ", " b ") for position in positions.test_positions()[::4]]
    position = next(p for p in black_to_move if len(solved("KQ").best_moves(chess.Board(p))) > 1)
    drawn = Counter(said(Defender(), *[position] * 400))
    assert set(drawn) == {move.uci() for move in solved("KQ").best_moves(chess.Board(position))}
    assert min(drawn.values()) > 0.6 * 400 / len(drawn)


def test_chances_are_as_stated() -> None:
    for policy, share in ((Floor(), 1 / 20), (EpsilonGreedy(0.4), 0.6 + 0.4 / 20), (EpsilonGreedy(0.1), 0.9 + 0.1 / 20)):
        drawn = Counter(said(policy, *[LADDER] * 3000))
        assert len(drawn) == 20
        assert abs(drawn["R a 8 #\n"] / 3000 - share) < 4 * math.sqrt(share * (1 - share) / 3000)
        other = (1 - share) / 19
        assert all(abs(n / 3000 - other) < 4.5 * math.sqrt(other / 3000) for text, n in drawn.items() if text != "R a 8 #\n")


def test_a_reply_hangs_on_its_own_position_and_seed() -> None:
    texts = [spaced(position) for position in positions.test_positions()[:40]]
    for policy in (Floor(), EpsilonGreedy(), Defender()):
        texts = [text.replace("w", "b") for text in texts] if isinstance(policy, Defender) else texts
        seeds = [seed_for("one", k) for k in range(40)]
        together = said(policy, *texts, seeds=seeds)
        assert together == [said(policy, text, seeds=[seed])[0] for text, seed in zip(texts, seeds, strict=True)]
        assert together == said(policy, *reversed(texts), seeds=seeds[::-1])[::-1]


def test_names() -> None:
    assert [player().name for player in PLAYERS] == ["ceiling", "floor", "behaviour", "exact"]
    assert endgame_players.ANYTHING.text == "K e 1\n"
