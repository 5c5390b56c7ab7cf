"""Chess, the other side: an engine behind a pipe and everything that can befall it, the draw among its lines, the built-in player."""

from __future__ import annotations

import math
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import chess
import pytest

from lmrl_gym.core.episode import Episode, Role, Turn
from lmrl_gym.core.errors import RunError
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Policy, Reply
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.chess import build_endgame, build_game, opponents, players, uci
from lmrl_gym.tasks.chess.builtin import greedy, searched
from lmrl_gym.tasks.chess.notation import spell
from lmrl_gym.tasks.chess.opponents import Builtin, Seat, Stockfish, coordinates, pick, temperature
from lmrl_gym.tasks.chess.uci import Engine, Line, find_engine, read_lines

FIRST = chess.STARTING_FEN

FAKE = """#!{python} -ES
import os, sys, time
log = open({log!r}, "a", buffering=1)
for line in sys.stdin:
    log.write(line)
    if line == "uci\\n":
        print("id name Fake 1\\nid author nobody\\nuciok", flush=True)
    elif line == "isready\\n":
        print("readyok", flush=True)
    elif line.startswith("go"):
        {go}
"""
ANSWER = 'print("info depth 1 multipv 1 score cp 30 nodes 5 pv e2e4 e7e5\\nbestmove e2e4", flush=True)'


def fake(folder: Path, go: str = ANSWER) -> str:
    """An engine of our own that does `go` when it is told to search, and writes down all it is told."""
    path = folder / "engine"
    path.write_text(FAKE.format(python=sys.executable, log=str(folder / "log"), go=go))
    path.chmod(0o755)
    return str(path)


def said(text: str) -> Dialogue:
    return Dialogue([Turn(Role.ENV, text)])


def games(partner: Policy, *, episodes: int = 3, width: int = 64, seed: int = 0) -> list[Episode]:
    task = load_task("chess/game")
    return list(play(task, task.players["floor"](), starts(task, "eval", episodes, seed=seed), partner=partner, width=width))


def ended(pid: int) -> bool:
    """Whether a process is no more, waited for up to a minute. One that nobody has taken leave of is no more either."""
    for _ in range(1200):
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
        if not state or state.startswith("Z"):
            return True
        time.sleep(0.05)
    return False


# ---- what is said to an engine ---------------------------------------------------------------------------------------


def test_an_engine_gets_one_thread_the_least_hash_and_forgets_before_every_search(tmp_path: Path) -> None:
    engine = Engine(fake(tmp_path), {"MultiPV": 8})
    assert engine.pid is None
    assert engine.name == "Fake 1"
    pid = engine.pid
    assert pid is not None
    for _ in range(2):
        assert engine.search(FIRST, 200) == [Line("e2e4", 30)]
    assert engine.pid == pid  # one process for all
    engine.close()
    engine.close()
    search = ["ucinewgame", f"position fen {FIRST}", "go nodes 200"]
    settings = [f"setoption name {option}" for option in ("Threads value 1", "Hash value 1", "MultiPV value 8")]
    assert (tmp_path / "log").read_text().splitlines() == ["uci", *settings, "isready", *search, *search]


def test_the_last_word_about_each_line_counts_best_first() -> None:
    answer = b"""info string NNUE evaluation using nn.nnue
info depth 1 seldepth 1 multipv 1 score cp 50 nodes 20 nps 1 pv e2e4 e7e5
info depth 1 seldepth 1 multipv 2 score cp 40 nodes 20 nps 1 pv d2d4
info depth 2 multipv 1 score cp 10 nodes 40 pv e2e4
info depth 2 currmove d2d4 currmovenumber 2
info depth 2 multipv 2 score mate -3 nodes 60 pv f2f3 e7e5
info depth 2 multipv 3 score mate 2 nodes 60 pv d1h5
bestmove d1h5 ponder e7e5
"""
    # A mate is worth 30,000 less 10 a move, and being mated the same below zero.
    assert read_lines(answer) == [Line("d1h5", 29_980), Line("e2e4", 10), Line("f2f3", -29_970)]
    assert read_lines(b"bestmove g8f6\n") == [Line("g8f6", 0)]
    assert read_lines(b"info depth 1 score cp 5 pv e2e4\nbestmove e2e4\n") == [Line("e2e4", 5)]


# ---- what can befall an engine ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("program", "how"), [("true", "(ended while|closed its input)"), ("cat", "gave no 'uciok' within 0.3 seconds")])
def test_a_program_that_is_no_engine_is_not_tried_twice(program: str, how: str) -> None:
    path = shutil.which(program)
    assert path is not None
    begun = time.monotonic()
    with pytest.raises(RunError, match=f"the program '{path}' is no chess engine that can be used: it {how}.*; install Stockfish, name its file in"):
        Engine(path, timeout=0.3).search(FIRST, 10)
    assert time.monotonic() - begun < 60


def test_a_file_that_is_not_there_or_cannot_be_run(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    for path, why in ((tmp_path / "none", "No such file or directory"), (tmp_path / "text", "Permission denied"), (tmp_path, "Permission denied")):
        with pytest.raises(RunError, match=rf"'{path}' is no chess engine that can be used: it cannot be started \({why}\)"):
            _ = Engine(str(path)).name


@pytest.mark.parametrize(
    ("go", "how"),
    [
        ("os._exit(1)", "ended while it was asked for an answer"),
        ("time.sleep(60)", "gave no 'bestmove' within 10 seconds"),
        ('print("bestmove", flush=True)', "answers what no chess engine answers"),
        ('print("info score cp x pv e2e4\\nbestmove e2e4", flush=True)', "answers what no chess engine answers"),
        ('print("no " * 2_000_000, flush=True)', "(talks without coming to|gave no) 'bestmove'"),
    ],
)
def test_an_engine_that_goes_down_every_time(tmp_path: Path, go: str, how: str) -> None:
    engine = Engine(fake(tmp_path, go), timeout=5.0, restarts=1)  # time enough for a slow machine to start it
    assert engine.name == "Fake 1"
    with pytest.raises(
        RunError, match=f"went down 2 times in a row; at last it {how}.*; install Stockfish, name its file in the variable LMRL_STOCK"
    ):
        engine.search(FIRST, 10)
    assert engine.pid is None
    assert (tmp_path / "log").read_text().count("go nodes 10") == 2


class Troubled:
    """The standard opponent, whose engine gets `trouble` before its fifth and its ninth answers."""

    sees_scenario = False

    def __init__(self, trouble: signal.Signals) -> None:
        self.mover = Stockfish(opponents.STANDARD_TEMPERATURE)
        self.seat = Seat(self.mover, coordinates)
        self.pids: list[int] = []
        self.trouble = trouble
        self.calls = 0

    @property
    def name(self) -> str:
        return self.seat.name

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        self.calls += 1
        if self.calls in (5, 9):
            assert self.mover.engine.pid is not None
            self.pids.append(self.mover.engine.pid)
            os.kill(self.pids[-1], self.trouble)
            if self.trouble == signal.SIGSTOP:
                self.mover.engine._timeout = 5.0
        return self.seat.reply(dialogues, seeds=seeds)

    def close(self) -> None:
        self.seat.close()


@pytest.mark.parametrize("trouble", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_games_end_as_if_nothing_had_befallen_the_engine(trouble: signal.Signals) -> None:
    calm, troubled = opponents.standard(), Troubled(trouble)
    assert games(troubled, episodes=2) == games(calm, episodes=2)
    assert len(set(troubled.pids)) == 2
    troubled.close()
    calm.close()
    assert all(ended(pid) for pid in troubled.pids)


def test_the_same_seed_plays_the_same_game_at_any_width_and_beside_another_run() -> None:
    seats = [opponents.standard() for _ in range(3)]
    wide = games(seats[0], width=64)
    task = load_task("chess/game")
    streams = [play(task, task.players["floor"](), starts(task, "eval", 3, seed=k), partner=seats[1 + k], width=1 + k) for k in (0, 1)]
    beside = list(zip(*streams, strict=True))
    assert [episode for episode, _ in beside] == wide
    assert [episode for _, episode in beside] != wide
    for seat in seats:
        seat.close()


PROGRAM = """
import os, sys
from lmrl_gym.tasks.chess.uci import Engine, find_engine
engine = Engine(find_engine())
engine.search("8/8/8/4k3/8/8/8/R3K3 w - - 0 1", 100)
print(engine.pid, flush=True)
{end}
"""


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "os._exit(0)", "pass", "raise ValueError"])
def test_no_engine_outlives_its_program_however_that_ends(end: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(end=end)], capture_output=True, text=True, timeout=300)
    assert ended(int(done.stdout))


def test_who_made_a_partner_ends_its_process() -> None:
    seat = opponents.standard()
    games(seat, episodes=1)
    assert isinstance(seat.mover, Stockfish)
    pid = seat.mover.engine.pid
    assert pid is not None
    seat.close()
    assert ended(pid)
    thrown_away = opponents.Stockfish(0.0)
    thrown_away.move(chess.Board(), rng_for("x"))
    pid = thrown_away.engine.pid
    assert pid is not None
    del thrown_away
    assert ended(pid)


# ---- with an engine and without --------------------------------------------------------------------------------------


def test_the_engine_is_found_by_variable_path_and_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LMRL_STOCKFISH", raising=False)
    monkeypatch.setattr(uci, "_USUAL_PLACES", ())
    monkeypatch.setenv("PATH", "")
    assert find_engine() is None
    places = [tmp_path / name for name in ("usual", "path")]
    for place in places:
        place.mkdir()
        (place / "stockfish").write_text("#!/bin/sh\n")
        (place / "stockfish").chmod(0o755)
    monkeypatch.setattr(uci, "_USUAL_PLACES", (str(places[0]),))
    assert find_engine() == str(places[0] / "stockfish")
    monkeypatch.setenv("PATH", str(places[1]))
    assert find_engine() == str(places[1] / "stockfish")
    monkeypatch.setenv("LMRL_STOCKFISH", str(tmp_path / "gone"))
    assert find_engine() == str(tmp_path / "gone")
    with pytest.raises(RunError, match=r"the program '.*gone' is no chess engine.*name its file in the variable LMRL_STOCKFISH"):
        games(opponents.standard())


def test_without_an_engine_the_builtin_player_steps_in_under_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [next(iter(build().partners)) for build in (build_game, build_endgame)] == ["stockfish"] * 2
    monkeypatch.delenv("LMRL_STOCKFISH", raising=False)
    monkeypatch.setattr(uci, "_USUAL_PLACES", ())
    monkeypatch.setenv("PATH", "")
    for task in (build_game(), build_endgame()):
        assert next(iter(task.partners)) == "builtin"
        assert task.references == {}  # they were measured against the other
        (episode,) = play(task, task.players["ceiling"](), starts(task, "eval", 1, seed=0))
        assert episode.players["partner"] == "builtin"
        assert episode.ret == 1
        with pytest.raises(
            RunError, match="no Stockfish was found on this machine; install it, name its file in the variable LMRL_STOCKFISH, or play"
        ):
            list(play(task, task.players["floor"](), starts(task, "eval", 1, seed=0), partner=task.partner("stockfish")))
    names = [make().name for make in build_game().players.values()]
    assert names == ["floor", "ceiling-builtin", "behaviour-builtin"]


def test_a_record_can_tell_the_opponent_by_its_name() -> None:
    seat = opponents.standard()
    assert re.fullmatch(r"stockfish-\d[\w.]*-200n-8l-t\d+", seat.name)
    assert opponents.builtin().name == "builtin"
    assert Builtin(2).name == "builtin-d2"
    assert re.fullmatch(r"stockfish-\d[\w.]*-70n", Stockfish(0.0, nodes=70).name)
    seat.close()


# ---- how an engine is weakened ---------------------------------------------------------------------------------------


def test_chances_fall_off_by_e_for_each_temperature_lost() -> None:
    """Losses of 0, T ln 2 and T ln 4 below the best: weights 4, 2, 1."""
    lines = [Line("a", 100), Line("b", 100 - 100), Line("c", 100 - 200)]
    rng = rng_for("test", "pick")
    count = Counter(pick(lines, 100 / math.log(2), rng) for _ in range(7000))
    assert abs(count["a"] - 4000) < 4 * 42  # standard deviations: sqrt(7000 · 4/7 · 3/7) = 41, 38, 29
    assert abs(count["b"] - 2000) < 4 * 38
    assert abs(count["c"] - 1000) < 4 * 30


def test_mates_are_played_and_beyond_15_pawns_little_counts() -> None:
    rng = rng_for("test", "mates")
    assert {pick([Line("mate", 29_990), Line("queen", 900), Line("pawn", 100)], 50.0, rng) for _ in range(500)} == {"mate"}
    # 3,000 up against 1,500 up is worth 15 centipawns: weights exp(15 / 50) = 1.35 to 1.
    count = Counter(pick([Line("more", 3000), Line("enough", 1500)], 50.0, rng) for _ in range(4000))
    assert abs(count["more"] - 4000 * 1.34986 / 2.34986) < 4 * 32


def test_a_strength_is_a_temperature() -> None:
    assert temperature(1350) == opponents.STANDARD_TEMPERATURE
    assert temperature(1350 + opponents.ELO_PER_E) == pytest.approx(opponents.STANDARD_TEMPERATURE / math.e)
    assert temperature(1600) < temperature(1350) < temperature(1000)


def test_whites_strength_is_the_scenarios_and_1350_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    heats: list[float] = []

    def move_at(self: Stockfish, heat: float, board: chess.Board, rng: random.Random) -> chess.Move:
        del self, rng
        heats.append(heat)
        return next(iter(board.legal_moves))

    monkeypatch.setattr(Stockfish, "move_at", move_at)
    policy = players.behaviour(True)
    scenarios = [{"white": 1600}, {"white": 1350}, {"white": 800}, {}, {"white": "strong"}, None]
    replies = policy.reply([Dialogue([Turn(Role.ENV, spell(FIRST))], scenario) for scenario in scenarios], seeds=range(6))  # type: ignore[arg-type]
    assert heats == [temperature(1600), *[opponents.STANDARD_TEMPERATURE] * 5]
    assert {reply.text for reply in replies} == {spell(chess.Board().san(next(iter(chess.Board().legal_moves))))}
    drawn = [players.stored_scenario(rng_for("test", k))["white"] for k in range(3000)]
    assert (min(drawn), max(drawn)) == (800, 1600)  # type: ignore[type-var]
    assert abs(sum(drawn) / 3000 - 1200) < 4 * 231 / math.sqrt(3000)  # type: ignore[arg-type]


@pytest.mark.parametrize("move", ["e2e5", "(none)", "0000"])
def test_an_engines_illegal_move_is_replaced(tmp_path: Path, move: str) -> None:
    mover = Stockfish(0.0, path=fake(tmp_path, f'print("bestmove {move}", flush=True)'))
    assert mover.move(chess.Board(), rng_for("x")).uci() == "a2a3"  # the first by coordinates
    mover.close()


def test_the_ceiling_mates_at_once_and_writes_it_as_white_does() -> None:
    ceiling = players.ceiling(True)
    (reply,) = ceiling.reply([said(spell("7k/8/6K1/8/8/8/8/R7 w - - 0 1"))], seeds=[0])
    assert reply.text == "R a 8 #\n"
    ceiling.close()  # type: ignore[attr-defined]


# ---- the built-in player ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "good"),
    [
        ("7k/8/6K1/8/8/8/8/R7 w - - 0 1", {"a1a8"}),  # mate on the back rank
        ("rnbqkbnr/pppp1ppp/8/4p3/6P1/5P2/PPPPP2P/RNBQKBNR b KQkq - 0 2", {"d8h4"}),  # mate though nothing is taken
        ("4k3/8/8/3q4/4P3/8/8/4K3 w - - 0 1", {"e4d5"}),  # a queen for nothing
        ("4k3/8/8/8/8/1p6/P7/4K2q b - - 0 1", {"b3a2"}),  # a pawn that will not be retaken
        ("4k3/P7/8/8/8/8/8/4K3 w - - 0 1", {"a7a8q"}),
    ],
)
def test_the_greedy_player_takes_what_is_to_be_had(fen: str, good: set[str]) -> None:
    assert {greedy(chess.Board(fen), rng_for("test", k)).uci() for k in range(30)} <= good


def test_the_greedy_player_leaves_what_is_defended_and_draws_among_equals() -> None:
    board = chess.Board("4k3/2p5/3p4/8/8/8/8/3QK2R w - - 0 1")  # the pawn on d6 is defended by the pawn on c7
    moves = {greedy(board, rng_for("test", k)).uci() for k in range(60)}
    assert "d1d6" not in moves
    assert len(moves) > 5
    assert {greedy(chess.Board(), rng_for("test", k)) for k in range(300)} <= set(chess.Board().legal_moves)


def test_the_search_finds_a_mate_in_two_and_escapes_a_trap() -> None:
    # Two rooks: one cuts off, the other mates; 1. Rb7 any 2. Ra8# takes three half moves.
    board = chess.Board("4k3/8/8/8/8/8/1R6/R3K3 w - - 0 1")
    first = searched(board, 3, rng_for("test", 1))
    board.push(first)
    for answer in list(board.legal_moves):
        after = board.copy()
        after.push(answer)
        after.push(searched(after, 1 if after.is_check() else 2, rng_for("test", 2)))
        assert after.is_checkmate(), (first, answer)
    # The knight on d5 is protected by the pawn: a queen that takes it is lost, and two half moves show it.
    assert searched(chess.Board("4k3/8/4p3/3n4/8/8/8/3QK3 w - - 0 1"), 2, rng_for("test", 3)).uci() != "d1d5"


def test_the_builtin_player_beats_random_moves() -> None:
    results = [episode.ret for episode in games(opponents.builtin(), episodes=20)]
    assert results.count(-1.0) >= 18
    assert 1.0 not in results
