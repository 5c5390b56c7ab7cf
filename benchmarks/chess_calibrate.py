"""How strong the standard chess opponent is: a match against the same Stockfish set to UCI_Elo 1350, 100 ms a move.

Both sides play each opening once with either colour; an opening is six random half moves after which the full-strength engine sees neither side
ahead by more than 0.8 pawns. Games end by the rules, draws claimed; a game of 400 half moves is a draw. Finished games are kept in
results/benchmarks/chess_calibrate.jsonl, so that the same command goes on where it was interrupted.

`python benchmarks/chess_calibrate.py` (twenty minutes); `--against 36 --temperatures 18 48` compares our own strengths in a few.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import chess
import chess.engine
from machine import RESULTS, publish

from lmrl_gym.core.seeds import rng_for
from lmrl_gym.tasks.chess.opponents import STANDARD_TEMPERATURE, Stockfish
from lmrl_gym.tasks.chess.uci import Engine, find_engine

GAMES = RESULTS / "chess_calibrate.jsonl"
OPENING_PLIES = 6
BALANCED = 80
"""Centipawns by which neither side may be ahead after the opening."""
LONGEST = 400
"""Half moves after which a game is a draw."""


def main() -> None:
    """Play what is missing of each match, then print and write the differences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=240, help="games of each match; those played before count")
    parser.add_argument("--temperatures", type=float, nargs="+", default=[STANDARD_TEMPERATURE], help="ours, a match each")
    parser.add_argument("--elo", type=int, default=1350, help="UCI_Elo of the reference")
    parser.add_argument("--milliseconds", type=int, default=100, help="the reference's time a move")
    parser.add_argument("--against", type=float, default=0.0, help="play against ourselves at this temperature instead: quick, and tells differences")
    options = parser.parse_args()
    path = find_engine()
    if path is None:
        raise SystemExit("chess_calibrate.py needs Stockfish; install it and run again")
    reference: Reference = Ours(path, options.against) if options.against else Limited(path, options.elo, options.milliseconds)
    judge = Engine(path)
    try:
        rows = [match(Ours(path, heat), reference, judge, options.games) for heat in options.temperatures]
    finally:
        reference.close()
        judge.close()
    notes = [
        "difference: ours minus the reference, from the score by the logistic formula; the interval is the score's 95 % normal interval.",
        "Ours: 200 nodes, eight lines, one of them drawn; the number after t is the temperature in centipawns.",
        "The reference's strength comes from its time on a core: play it on a machine that does nothing else.",
    ]
    name = "chess_strengths" if options.against else "chess_calibrate"
    publish(name, "Strength of the weakened engine", vars(options), rows, notes)


class Reference(Protocol):
    """Whom we play against."""

    @property
    def name(self) -> str: ...

    def choose(self, board: chess.Board, game: int) -> chess.Move: ...

    def close(self) -> None: ...


class Limited:
    """The engine weakened by its own option, with a clock; it forgets between games."""

    def __init__(self, path: str, elo: int, milliseconds: int) -> None:
        self.name = f"UCI_Elo {elo}, {milliseconds} ms"
        self._limit = chess.engine.Limit(time=milliseconds / 1000)
        self._engine = chess.engine.SimpleEngine.popen_uci(path)
        self._engine.configure({"UCI_LimitStrength": True, "UCI_Elo": elo, "Threads": 1, "Hash": 16})

    def choose(self, board: chess.Board, game: int) -> chess.Move:
        move = self._engine.play(board, self._limit, game=game).move
        assert move is not None
        return move

    def close(self) -> None:
        self._engine.quit()


class Ours:
    """The weakened engine as the task plays it."""

    def __init__(self, path: str, temperature: float) -> None:
        self._stockfish = Stockfish(temperature, path=path)
        self.name = self._stockfish.name

    def choose(self, board: chess.Board, game: int) -> chess.Move:
        return self._stockfish.move(board, rng_for("chess_calibrate", self.name, game, board.ply()))

    def close(self) -> None:
        self._stockfish.close()


def match(ours: Ours, reference: Reference, judge: Engine, games: int) -> dict[str, object]:
    """One match of at least so many games, finished ones taken from the file: a row of the table."""
    who = {"ours": ours.name, "reference": reference.name}
    done = {int(str(row["game"])): row for row in stored(GAMES) if who.items() <= row.items()}
    for game in range(games):
        if game not in done:
            done[game] = who | played(game, ours, reference, judge)
            with GAMES.open("a", encoding="utf-8") as file:
                file.write(json.dumps(done[game]) + "\n")
            print(f"{ours.name} against {reference.name}, game {game}: {done[game]['score']:g} in {done[game]['plies']} half moves", flush=True)
    ours.close()
    return who | row_of([done[game] for game in sorted(done)])


def stored(path: Path) -> Iterator[dict[str, object]]:
    """The finished games; a last line cut short by an interruption is passed over."""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue


def played(game: int, ours: Ours, reference: Reference, judge: Engine) -> dict[str, object]:
    """One game: our score (1, 0.5, 0), our colour, its length in half moves. Every second game repeats the opening with colours changed."""
    board = opening(game // 2, judge)
    white = game % 2 == 0
    while (outcome := board.outcome(claim_draw=True)) is None and board.ply() < LONGEST:
        board.push((ours if board.turn == white else reference).choose(board, game))
    winner = outcome.winner if outcome is not None else None
    score = 0.5 if winner is None else float(winner == white)
    return {"game": game, "score": score, "white": white, "plies": board.ply()}


def opening(number: int, judge: Engine) -> chess.Board:
    """The opening of that number: random moves that leave the game open."""
    rng = rng_for("chess_calibrate", "opening", number)
    while True:
        board = chess.Board()
        for _ in range(OPENING_PLIES):
            board.push(rng.choice(list(board.legal_moves)))
            if board.is_game_over():
                break
        else:
            if abs(judge.search(board.fen(), 20_000)[0].score) <= BALANCED:
                return board


def row_of(games: list[dict[str, object]]) -> dict[str, object]:
    """The match as a row: results, the difference in Elo points, its 95 % interval."""
    scores = [float(str(game["score"])) for game in games]
    n = len(scores)
    mean = sum(scores) / n
    error = math.sqrt(sum((score - mean) ** 2 for score in scores) / (n - 1) / n)
    low, middle, high = (points(min(max(mean + k * error, 0.5 / n), 1 - 0.5 / n)) for k in (-1.96, 0.0, 1.96))
    return {
        "games": n,
        "won": scores.count(1.0),
        "drawn": scores.count(0.5),
        "lost": scores.count(0.0),
        "elo_difference": round(middle, 1),
        "low": round(low, 1),
        "high": round(high, 1),
        "half_moves": round(sum(int(str(game["plies"])) for game in games) / n, 1),
    }


def points(score: float) -> float:
    """The difference in Elo points at which `score` is expected."""
    return 400 * math.log10(score / (1 - score))


if __name__ == "__main__":
    main()
