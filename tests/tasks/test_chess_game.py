"""Chess, the game: texts byte for byte, rules and rewards worked by hand, counts of moves that are known, one game to read."""

from __future__ import annotations

import copy
import random
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import chess
import pytest

from lmrl_gym.core.episode import Ending, Role, Turn
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, Dialogue, PaperScale, Reply, Step
from lmrl_gym.rollout import Start, play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.chess.drawing import opponent_prompt, picture, terminal
from lmrl_gym.tasks.chess.game import ChessEnv
from lmrl_gym.tasks.chess.notation import read_fen, read_position, spell

FIRST = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
FIRST_TEXT = (
    "r n b q k b n r / p p p p p p p p / 8 / 8 / 8 / 8 / P P P P P P P P / R N B Q K B N R   w   K Q k q   -   0   1\n"  # a space is spaced too
)
KIWIPETE = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1"
"""The position by which move generators are tested: castling, pins, en passant, promotions."""


def fen_of(text: str) -> str:
    """A position's text read by hand: every second character."""
    assert text.endswith("\n")
    assert set(text[1:-1:2]) == {" "}
    return text[:-1:2]


def play_out(env: ChessEnv, *moves: str) -> Step:
    """The last step of a game of half moves: White's are stepped, Black's resumed with."""
    result: Step | Ask | None = None
    for move in moves:
        result = env.resume(move) if isinstance(result, Ask) else env.step(move)
    assert isinstance(result, Step), "Black has the move"
    return result


def ask(env: ChessEnv, move: str) -> Ask:
    result = env.step(move)
    assert isinstance(result, Ask)
    return result


def at(fen: str) -> ChessEnv:
    return ChessEnv({"fen": fen})


# ---- what is said ----------------------------------------------------------------------------------------------------


def test_a_position_is_its_fen_with_every_character_spaced() -> None:
    assert at(FIRST).opening == FIRST_TEXT
    assert spell("Nf3") == "N f 3\n"
    assert spell(FIRST) == FIRST_TEXT
    assert fen_of(at("8/8/8/4k3/8/8/3QK3/8 w - - 12 110").opening) == "8/8/8/4k3/8/8/3QK3/8 w - - 12 110"
    assert at("8/8/8/4k3/8/8/3QK3/8 w - - 12 110").opening.endswith("w   -   -   1 2   1 1 0\n")


def test_black_is_shown_the_position_and_answers_in_coordinates_or_in_san() -> None:
    env = at(FIRST)
    asked = ask(env, "e 4\n")
    (turn,) = asked.dialogue.turns
    assert turn == Turn(Role.ENV, spell("rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1"))
    assert asked.dialogue.scenario == {"fen": FIRST}
    answers = []
    for text in ("g8f6", "g8f6\n", "Nf6", "N f 6\n", " N f 6"):
        answers.append(copy.deepcopy(env).resume(text))
    assert answers == [Step(spell("rnbqkb1r/pppppppp/5n2/8/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 1 2"), 0.0)] * 5


def test_moves_are_read_with_and_without_spaces_and_marks() -> None:
    for text in ("N f 3\n", "Nf3", "Nf3\n", "  N f3 ", "Ngf3", "N g 1 f 3", "Nf3+", "Nf3#", "g1f3"):
        assert ask(at(FIRST), text).dialogue.turns[0].text.startswith("r n b q k b n r / p p p p p p p p / 8 / 8 / 8 / 5 N 2 / P P")
    taking = "rnbqkbnr/ppp1pppp/8/3p4/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 0 2"
    for text in ("e x d 5\n", "exd5", "e4d5", "ed5"):
        assert fen_of(ask(at(taking), text).dialogue.turns[0].text) == "rnbqkbnr/ppp1pppp/8/3P4/8/8/PPPP1PPP/RNBQKBNR b KQkq - 0 2"


@pytest.mark.parametrize(
    "text",
    [
        *("", "\n", " ", "e 5\n", "N f 6\n", "N d 2\n", "K e 2\n", "O - O\n", "e 9\n", "n f 3\n", "P P\n", "hello", "e2e4e6", "e 4 d 4\n"),
        *("--", "0000", "@@@@", "Z0", "g1f4", "x" * 2**20, "\0", "\ud800", "é4", "N\u2009f3", "e٤", FIRST_TEXT, "1. e4", "e8=Q"),
    ],
)
def test_what_is_no_legal_move_costs_1_and_changes_nothing(text: str) -> None:
    env = at(FIRST)
    assert env.step(text) == Step(FIRST_TEXT, -1.0)
    assert env.opening == FIRST_TEXT
    assert play_out(env, "e4", "e5").reward == 0.0


def test_two_knights_that_can_go_there_must_be_told_apart() -> None:
    fen = "4k3/8/8/8/8/5N2/8/1N2K3 w - - 0 1"
    assert at(fen).step("N d 2\n") == Step(spell(fen), -1.0)
    for move, after in (("Nbd2", "4k3/8/8/8/8/5N2/3N4/4K3"), ("N f d 2\n", "4k3/8/8/8/8/8/3N4/1N2K3")):
        assert fen_of(ask(at(fen), move).dialogue.turns[0].text) == f"{after} b - - 1 1"


# ---- special moves ---------------------------------------------------------------------------------------------------


def test_promotion_names_the_piece() -> None:
    fen = "8/4P2k/8/8/8/8/P7/4K3 w - - 0 1"
    for text, piece in (("e 8 = Q\n", "Q"), ("e8=N", "N"), ("e8R", "R"), ("e8=B", "B"), ("e7e8q", "Q")):
        assert fen_of(ask(at(fen), text).dialogue.turns[0].text) == f"4{piece}3/7k/8/8/8/8/P7/4K3 b - - 0 1"
    for text in ("e 8\n", "e7e8", "e8=K", "e8=P", "e9=Q"):
        assert at(fen).step(text) == Step(spell(fen), -1.0)


def test_castling_both_ways_and_never_through_check() -> None:
    free = "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"
    assert fen_of(ask(at(free), "O - O\n").dialogue.turns[0].text) == "r3k2r/8/8/8/8/8/8/R4RK1 b kq - 1 1"
    assert fen_of(ask(at(free), "O-O-O").dialogue.turns[0].text) == "r3k2r/8/8/8/8/8/8/2KR3R b kq - 1 1"
    env = at(free)
    ask(env, "O-O-O")
    assert fen_of(env.resume("e8g8").text) == "r4rk1/8/8/8/8/8/8/2KR3R w - - 2 2"
    watched = "r3kr2/8/8/8/8/8/8/R3K2R w KQq - 0 1"  # the rook on f8 looks at f1
    assert at(watched).step("O-O") == Step(spell(watched), -1.0)
    ask(at(watched), "O-O-O")
    moved = "r3k2r/8/8/8/8/8/8/R3K2R w kq - 0 1"  # king or rooks have moved before
    assert at(moved).step("O-O") == Step(spell(moved), -1.0)


def test_en_passant_takes_the_pawn_that_passed_and_only_at_once() -> None:
    env = at("4k3/3p4/8/4P3/8/8/8/4K3 w - - 0 1")
    ask(env, "Kd1")
    assert fen_of(env.resume("d7d5").text) == "4k3/8/8/3pP3/8/8/8/3K4 w - d6 0 2"
    later = copy.deepcopy(env)
    assert fen_of(ask(env, "e x d 6\n").dialogue.turns[0].text) == "4k3/8/3P4/8/8/8/8/3K4 b - - 0 2"
    assert play_out(later, "Kc1", "e8e7").reward == 0.0
    assert later.step("exd6").reward == -1.0  # type: ignore[union-attr]


def test_a_king_in_check_must_be_freed_and_a_pinned_piece_stays() -> None:
    for fen, wrong, right in (
        ("4r1k1/8/8/8/8/8/3P4/4K3 w - - 0 1", "d4", "Kf2"),
        ("4r1k1/8/8/8/8/4N3/8/4K3 w - - 0 1", "Nd5", "Kd2"),
    ):
        assert at(fen).step(wrong) == Step(spell(fen), -1.0)
        ask(at(fen), right)


# ---- how games end ---------------------------------------------------------------------------------------------------


def test_mate_pays_1() -> None:
    end = play_out(at(FIRST), "e4", "e7e5", "Q h 5\n", "b8c6", "Bc4", "g8f6", "Q x f 7 #\n")
    assert (fen_of(end.text), end.reward, end.ending) == ("r1bqkb1r/pppp1Qpp/2n2n2/4p3/2B1P3/8/PPPP1PPP/RNB1K1NR b KQkq - 0 4", 1.0, Ending.SUCCESS)
    assert end.metrics == {"illegal": 0, "illegal_share": 0, "win": 1, "draw": 0, "loss": 0, "partner_illegal": 0}


def test_being_mated_costs_1_and_the_metrics_tell_what_was_illegal() -> None:
    end = play_out(at(FIRST), "f3", "e7e5", "K x e 5\n", "??", "g4", "d8h4")
    assert (end.reward, end.ending) == (-1.0, Ending.FAILURE)
    assert end.metrics == {"illegal": 2, "illegal_share": 0.5, "win": 0, "draw": 0, "loss": 1, "partner_illegal": 0}


@pytest.mark.parametrize(
    ("why", "fen", "moves"),
    [
        ("White stalemates", "7k/8/6K1/8/8/8/5Q2/8 w - - 0 1", ["Qf7"]),
        ("Black stalemates", "k7/8/p7/8/P7/6q1/8/7K w - - 0 1", ["a5", "g3f2"]),
        ("kings alone", "7k/8/8/8/8/8/6q1/7K w - - 0 1", ["Kxg2"]),
        ("king and knight", "7k/8/8/8/8/8/6p1/5N1K w - - 0 1", ["Kxg2"]),
        ("the rook is lost", "8/8/8/8/3k4/8/8/R6K w - - 0 1", ["Rd1", "d4e3", "Re1", "e3f2", "Rf1", "f2f1"]),
        ("75 moves by White", "7k/8/8/8/8/8/8/R6K w - - 149 200", ["Ra2"]),
        ("75 moves by Black", "7k/8/8/8/8/8/8/R6K w - - 148 200", ["Ra2", "h8h7"]),
    ],
)
def test_draws_pay_nothing(why: str, fen: str, moves: Sequence[str]) -> None:
    end = play_out(at(fen), *moves)
    assert (end.reward, end.ending, end.metrics["draw"], end.metrics["win"]) == (0.0, Ending.FAILURE, 1, 0), why


def test_nobody_claims_a_draw_and_mate_comes_before_one() -> None:
    assert play_out(at("7k/8/8/8/8/8/8/R6K w - - 98 200"), "Ra2", "h8h7", "Ra3", "h7h8").ending is None  # 50 moves are past
    assert play_out(at("7k/8/8/8/8/8/8/R6K w - - 147 200"), "Ra2", "h8h7").ending is None
    assert play_out(at("7k/8/6K1/8/8/8/8/R7 w - - 149 200"), "Ra8#")[1:3] == (1.0, Ending.SUCCESS)


def test_a_position_that_stands_for_the_fifth_time_is_a_draw() -> None:
    env = at(FIRST)
    for time in (2, 3, 4, 5):  # the first position stood once before; the third time could be claimed
        for white, black in (("Nf3", "g8f6"), ("Ng1", "f6g8")):
            end = play_out(env, white, black)
            assert (end.ending is not None) == (time == 5 and white == "Ng1")
    assert (end.reward, end.ending, end.metrics["draw"]) == (0.0, Ending.FAILURE, 1)


def test_the_401st_text_is_the_last() -> None:
    env = at(FIRST)
    for _ in range(400):
        assert env.step("?") == Step(FIRST_TEXT, -1.0)
    end = copy.deepcopy(env).step("?")
    assert isinstance(end, Step)
    assert (end.reward, end.ending, end.metrics["illegal_share"], end.metrics["draw"]) == (-1.0, Ending.TURN_LIMIT, 1, 0)
    # A legal last move is answered, so that the last text shows a position in which White is to move.
    end = play_out(env, "e4", "e7e5")
    assert (fen_of(end.text).split()[1], end.reward, end.ending) == ("w", 0.0, Ending.TURN_LIMIT)
    assert end.metrics["illegal"] == 400
    late = at("7k/8/6K1/8/8/8/8/R7 w - - 0 1")
    for _ in range(400):
        late.step("?")
    assert play_out(late, "Ra8")[1:3] == (1.0, Ending.SUCCESS)


def test_who_is_not_asked_may_not_speak() -> None:
    env = at(FIRST)
    with pytest.raises(RunError, match="Black was not asked"):
        env.resume("e7e5")
    ask(env, "f3")
    with pytest.raises(RunError, match="resume it with Black's move"):
        env.step("g4")
    env.resume("e7e5")
    ask(env, "g4")
    env.resume("Qh4")
    for speak in (env.step, env.resume):
        with pytest.raises(RunError):
            speak("a3")


@pytest.mark.parametrize("answer", ["", "e2e4", "e7e4", "O-O", "0000", "--", "resign", "\ud800", "x" * 2**20, "e7e8q", "Ra6"])
def test_black_too_may_talk_nonsense(answer: str) -> None:
    """The first legal move by coordinates takes its place: a7a5 comes before a7a6 and b7b5."""
    env = at(FIRST)
    end = play_out(env, "f3", answer)
    assert fen_of(end.text) == "rnbqkbnr/1ppppppp/8/p7/8/5P2/PPPPP1PP/RNBQKBNR w KQkq - 0 2"
    end = play_out(env, "e4", "e7e5", "h3", "d8f8")
    assert end.ending is None
    while end.ending is None:
        end = play_out(env, "?")
    assert end.metrics["partner_illegal"] == 2  # this one, and the queen on her bishop


@pytest.mark.parametrize(
    "fen",
    [
        *(None, 5, "", "what", FIRST_TEXT[:40], "8/8/8/8/8/8/8/8 w - - 0 1", "k7/8/8/8/8/8/8/7K w - - 0 1", FIRST.replace(" w ", " b ")),
        *("7k/7Q/6K1/8/8/8/8/8 w - - 0 1", "7k/5Q2/6K1/8/8/8/8/8 w - - 150 90", "k6K/8/8/8/8/8/8/8/8 w - - 0 1", "x" * 2**20),
    ],
)
def test_a_scenario_that_cannot_be_played_is_refused(fen: object) -> None:
    with pytest.raises(DataError, match=r"the chess scenario's fen .* is no legal position with White to move in a game that goes on"):
        ChessEnv({"fen": fen})  # type: ignore[dict-item]


# ---- counts that are known -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fen", "white", "both", "three"), [(FIRST, 20, 400, 8902), (KIWIPETE, 48, 2039, None)])
def test_the_env_offers_as_many_games_as_are_known(fen: str, white: int, both: int, three: int | None) -> None:
    """Published counts of move sequences (perft), walked through the env: White's moves as SAN, Black's as coordinates."""
    counts = [0, 0, 0]
    for first in chess.Board(fen).legal_moves:
        env = at(fen)
        asked = ask(env, chess.Board(fen).san(first))
        counts[0] += 1
        black = chess.Board(fen_of(asked.dialogue.turns[0].text))
        for second in black.legal_moves:
            step = copy.deepcopy(env).resume(second.uci())
            assert step.reward == 0
            counts[1] += 1
            if three is not None:
                counts[2] += chess.Board(fen_of(step.text)).legal_moves.count()
    assert counts == [white, both, three or 0]


def test_every_text_of_random_games_is_a_legal_position_with_white_to_move() -> None:
    """And what the env says is what a plain board says, draws and mates included."""
    rng = random.Random(3)
    endings = set()
    for _ in range(12):
        board, env = chess.Board(), at(FIRST)
        ending = None
        for _ in range(200):
            san = board.san(rng.choice(list(board.legal_moves)))
            board.push_san(san)
            result = env.step(spell(san))
            if isinstance(result, Ask):
                assert not board.is_game_over()
                move = rng.choice(list(board.legal_moves))
                board.push(move)
                result = env.resume(move.uci())
            assert fen_of(result.text) == board.fen()
            assert (result.ending is not None) == board.is_game_over()
            ending = result.ending
            if ending is not None:
                break
        endings.add(ending)
    assert len(endings) > 1


# ---- one game to read ------------------------------------------------------------------------------------------------

GOLDEN = """\
d 4         h7h5  +0  rnbqkbnr/ppppppp1/8/7p/3P4/8/PPP1PPPP/RNBQKBNR w KQkq - 0 2
N f 3       a7a5  +0  rnbqkbnr/1pppppp1/8/p6p/3P4/5N2/PPP1PPPP/RNBQKB1R w KQkq - 0 3
c 4         b7b6  +0  rnbqkbnr/2ppppp1/1p6/p6p/2PP4/5N2/PP2PPPP/RNBQKB1R w KQkq - 0 4
K e 3             -1  rnbqkbnr/2ppppp1/1p6/p6p/2PP4/5N2/PP2PPPP/RNBQKB1R w KQkq - 0 4
e 4         a8a7  +0  1nbqkbnr/r1ppppp1/1p6/p6p/2PPP3/5N2/PP3PPP/RNBQKB1R w KQk - 1 5
Q x b 7 ?         -1  1nbqkbnr/r1ppppp1/1p6/p6p/2PPP3/5N2/PP3PPP/RNBQKB1R w KQk - 1 5
N c 3       c8a6  +0  1n1qkbnr/r1ppppp1/bp6/p6p/2PPP3/2N2N2/PP3PPP/R1BQKB1R w KQk - 3 6
B d 3       d7d6  +0  1n1qkbnr/r1p1ppp1/bp1p4/p6p/2PPP3/2NB1N2/PP3PPP/R1BQK2R w KQk - 0 7
O - O       a6c8  +0  1nbqkbnr/r1p1ppp1/1p1p4/p6p/2PPP3/2NB1N2/PP3PPP/R1BQ1RK1 w k - 2 8
e 5         d6e5  +0  1nbqkbnr/r1p1ppp1/1p6/p3p2p/2PP4/2NB1N2/PP3PPP/R1BQ1RK1 w k - 0 9
c 5         e5d4  +0  1nbqkbnr/r1p1ppp1/1p6/p1P4p/3p4/2NB1N2/PP3PPP/R1BQ1RK1 w k - 0 10
N b 5       a7a8  +0  rnbqkbnr/2p1ppp1/1p6/pNP4p/3p4/3B1N2/PP3PPP/R1BQ1RK1 w k - 2 11
B f 4       b6c5  +0  rnbqkbnr/2p1ppp1/8/pNp4p/3p1B2/3B1N2/PP3PPP/R2Q1RK1 w k - 0 12
N x c 7 +   e8d7  +0  rnbq1bnr/2Nkppp1/8/p1p4p/3p1B2/3B1N2/PP3PPP/R2Q1RK1 w - - 1 13
Q a 4 +     b8c6  +0  r1bq1bnr/2Nkppp1/2n5/p1p4p/Q2p1B2/3B1N2/PP3PPP/R4RK1 w - - 3 14
N e 5 +     d7c7  +0  r1bq1bnr/2k1ppp1/2n5/p1p1N2p/Q2p1B2/3B4/PP3PPP/R4RK1 w - - 0 15
Q x c 6 +   c7b8  +0  rkbq1bnr/4ppp1/2Q5/p1p1N2p/3p1B2/3B4/PP3PPP/R4RK1 w - - 1 16
N x f 7 +   d8c7  +0  rkb2bnr/2q1pNp1/2Q5/p1p4p/3p1B2/3B4/PP3PPP/R4RK1 w - - 1 17
Q x c 7 #         +1  rkb2bnr/2Q1pNp1/8/p1p4p/3p1B2/3B4/PP3PPP/R4RK1 b - - 0 17
"""
"""White's text, Black's move, White's reward, the position as FEN: the built-in player against one who looks further, and twice not at all."""


def test_a_game_against_the_builtin_player() -> None:
    task = load_task("chess/game")
    env, black = task.start(task.scenario("eval", 0)), task.partner("builtin")
    assert black is not None
    lines = []
    for turn, line in enumerate(GOLDEN.splitlines()):
        white = line[:12].strip()
        result = env.step(f"{white}\n")
        answer = ""
        if isinstance(result, Ask):
            answer = black.reply([result.dialogue], seeds=[seed_for("golden", turn)])[0].text
            result = env.resume(answer)  # type: ignore[attr-defined]
        lines.append(f"{white:<12}{answer:<6}{result.reward:+.0f}  {fen_of(result.text)}")
    assert "\n".join(lines) + "\n" == GOLDEN
    assert (result.ending, result.metrics["illegal_share"]) == (Ending.SUCCESS, 2 / 19)


# ---- the task --------------------------------------------------------------------------------------------------------


def test_what_the_tasks_declare() -> None:
    game, endgame = load_task("chess/game"), load_task("chess/endgame")
    assert (game.paper, endgame.paper) == (PaperScale(-401, 0.21, 1), PaperScale(-1, 0.586, 1))
    for task in (game, endgame):
        assert (task.view.last, task.turn_limit, task.reward_range) == (1, 401, (-401.0, 1.0))
        assert set(task.partners) == {"stockfish", "builtin"} | ({"exact"} if task.name == "chess/endgame" else set())
        with pytest.raises(UsageError, match="did you mean 'eval'"):
            task.scenario("evil", 0)
    assert (game.eval_episodes, endgame.eval_episodes) == (200, 645)
    assert game.scenario("eval", 3) == game.scenario("train", 10**9) == {"fen": FIRST}
    assert game.recipe.episodes["paper"] == 625_000
    assert endgame.recipe.episodes["paper"] == 97_756


def test_the_endgames_of_an_evaluation_are_645_and_none_is_trained_on() -> None:
    task = load_task("chess/endgame")
    tests = [str(task.scenario("eval", index)["fen"]) for index in range(645)]
    assert len(set(tests)) == 645
    assert task.scenario("eval", 645) == task.scenario("eval", 0)
    assert not set(tests) & {str(task.scenario("train", index)["fen"]) for index in range(500)}
    assert all(at(fen).opening == spell(fen) for fen in tests)


def test_the_same_seeds_play_the_same_games_at_any_width() -> None:
    task = load_task("chess/game")
    one, many = (
        list(play(task, task.players["floor"](), starts(task, "eval", 5, seed=1), partner=task.partner("builtin"), width=w)) for w in (1, 64)
    )
    assert one == many
    assert len({tuple(turn.text for turn in episode.turns) for episode in one}) == 5


# ---- what people see -------------------------------------------------------------------------------------------------


def turns_of(*texts: str) -> list[Turn]:
    return [Turn(Role.AGENT if i % 2 else Role.ENV, text) for i, text in enumerate(texts)]


def marked(svg: str) -> set[str]:
    """The squares that a drawing shows as those of the last move."""
    classes = [(rect.get("class") or "").split() for rect in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")]
    return {words[-1] for words in classes if "lastmove" in words}


AFTER_E4_E5 = spell("rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq e6 0 2")


@pytest.mark.parametrize(
    ("texts", "squares"),
    [
        ([FIRST_TEXT], set()),
        ([FIRST_TEXT, "e 4\n", AFTER_E4_E5], {"e7", "e5"}),
        ([FIRST_TEXT, "e 4\n", AFTER_E4_E5, "K e 7\n", AFTER_E4_E5], {"e7", "e5"}),
        ([spell("7k/8/6K1/8/8/8/8/R7 w - - 0 1"), "R a 8 #\n", spell("R6k/8/6K1/8/8/8/8/8 b - - 1 1")], {"a1", "a8"}),
        (["what?", "e 4\n", "who?"], set()),
        ([], set()),
    ],
)
def test_the_picture_marks_the_last_move(texts: list[str], squares: set[str]) -> None:
    svg = picture({"fen": FIRST}, turns_of(*texts))
    assert marked(svg) == squares
    pieces = [use.get("{http://www.w3.org/1999/xlink}href") for use in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}use")]
    shown = read_position(texts[-1]) if texts else None
    assert len([piece for piece in pieces if piece]) >= (len(shown.piece_map()) if shown else 32)


def test_the_board_in_a_terminal() -> None:
    assert terminal({"fen": FIRST}, turns_of(FIRST_TEXT, "e 4\n", AFTER_E4_E5)) == (
        "8 ♜ ♞ ♝ ♛ ♚ ♝ ♞ ♜\n7 ♟ ♟ ♟ ♟ · ♟ ♟ ♟\n6 · · · · · · · ·\n5 · · · · ♟ · · ·\n4 · · · · ♙ · · ·\n3 · · · · · · · ·\n2 ♙ ♙ ♙ ♙ · ♙ ♙ ♙\n"
        "1 ♖ ♘ ♗ ♕ ♔ ♗ ♘ ♖\n  a b c d e f g h\nlast move: e7e5\n"
    )


def test_a_language_model_is_shown_what_black_may_play() -> None:
    prompt = opponent_prompt(Dialogue(turns_of(spell("7k/8/5K2/8/8/8/8/R7 b - - 0 1"))))
    assert "the Black pieces" in prompt
    assert "Legal moves: Kg8, Kh7\n" in prompt
    assert prompt.endswith("Your move: ")
    assert "the White pieces" in opponent_prompt(Dialogue([]))


def test_positions_are_read_as_they_are_written_and_nothing_else_is() -> None:
    for fen in (FIRST, KIWIPETE, "8/8/8/4k3/8/8/3QK3/8 w - - 12 110"):
        for text in (spell(fen), fen, f" {fen}\n", spell(fen).strip()):
            assert read_fen(text) == fen
            board = read_position(text)
            assert board is not None
            assert board.fen() == fen
    for text in ("", "e 4\n", "8/8/8/8/8/8/8/8 w - - 0 1", "k7/8/8/8/8/8/8/8 w - - 0 1", "\ud800", "x" * 2**20, FIRST_TEXT * 2):
        assert read_position(text) is None


def test_the_players_answer_whatever_they_are_shown() -> None:
    task = load_task("chess/game")
    strange = [Dialogue([]), Dialogue(turns_of("")), Dialogue(turns_of("\ud800" * 9)), Dialogue(turns_of(spell("7k/5Q2/6K1/8/8/8/8/8 b - - 0 1")))]
    for policy in (task.players["floor"](), task.partner("builtin")):
        assert policy is not None
        replies: list[Reply] = policy.reply(strange, seeds=range(4))
        assert [bool(reply.text.strip()) for reply in replies] == [True, True, True, False]  # the last game is over


def test_a_start_of_ones_own_and_its_seed() -> None:
    """A scenario from elsewhere: mate in one for the player that looks one move ahead, whatever the seed."""
    task = load_task("chess/game")
    scenario = {"fen": "7k/8/6K1/8/8/8/8/R7 w - - 0 1"}
    white = load_task("chess/endgame").players["ceiling"]()
    games = list(play(task, white, [Start(scenario, seed_for("x", k)) for k in range(3)], partner=task.partner("builtin")))
    assert [(e.ret, e.length, e.players["partner"]) for e in games] == [(1.0, 1, "builtin")] * 3
