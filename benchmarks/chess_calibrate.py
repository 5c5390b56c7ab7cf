"""How strong the standard chess opponent is: a match against the same Stockfish set to UCI_Elo 1350, 100 ms a move.

Both sides play each opening once with either colour; an opening is six random half moves after which the full-strength engine sees neither side
ahead by more than 0.8 pawns. Games end by the rules, draws claimed; a game of 400 half moves is a draw. Finished games are kept in
results/benchmarks/chess_calibrate.jsonl, so that the same command goes on where it was interrupted.

`python benchmarks/chess_calibrate.py --games 240`
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from pathlib import Path

import chess
import chess.engine
from machine import RESULTS, publish

from lmrl_gym.core.seeds import rng_for
from lmrl_gym.tasks.chess.opponents import Stockfish, temperature
from lmrl_gym.tasks.chess.uci import Engine, find_engine

GAMES = RESULTS / "chess_calibrate.jsonl"
OPENING_PLIES = 6
BALANCED = 80
"""Centipawns by which neither side may be ahead after the opening."""
LONGEST = 400
"""Half moves after which a game is a draw."""


def main() -> None:
    """Play what is missing of the match at each strength, then print and write the differences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=240, help="games of each match")
    parser.add_argument("--elo", type=int, nargs="+", default=[1350], help="UCI_Elo of the reference, a match each")
    parser.add_argument("--milliseconds", type=int, default=100, help="the reference's time a move")
    options = parser.parse_args()
    path = find_engine()
    if path is None:
        raise SystemExit("chess_calibrate.py needs Stockfish; install it and run again")
    rows = [match(path, elo, options.games, options.milliseconds) for elo in options.elo]
    notes = [
        "difference: ours minus the reference, from the score by the logistic formula; the interval is the score's 95 % normal interval.",
        "Ours: 200 nodes, eight lines, one of them drawn; the temperature in centipawns is the one the task uses at that strength.",
    ]
    publish("chess_calibrate", "Strength of the standard chess opponent", vars(options), rows, notes)


def match(path: str, elo: int, games: int, milliseconds: int) -> dict[str, object]:
    """The match against one strength, finished games taken from the file: a row of the table."""
    ours = Stockfish(temperature(elo), path=path)
    name = ours.name
    wanted = {"ours": name, "elo": elo, "milliseconds": milliseconds}
    done = {row["game"]: row for row in stored(GAMES) if wanted.items() <= row.items()}
    judge = Engine(path)
    reference = chess.engine.SimpleEngine.popen_uci(path)
    reference.configure({"UCI_LimitStrength": True, "UCI_Elo": elo, "Threads": 1, "Hash": 16})
    try:
        for game in range(games):
            if game not in done:
                done[game] = wanted | played(game, ours, reference, judge, milliseconds)
                with GAMES.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(done[game]) + "\n")
                print(f"elo {elo} game {game}: {done[game]['score']:g} in {done[game]['plies']} half moves", flush=True)
    finally:
        reference.quit()
        judge.close()
        ours.close()
    return row_of(name, elo, [done[game] for game in range(games)])


def stored(path: Path) -> Iterator[dict[str, object]]:
    """The finished games; a last line cut short by an interruption is passed over."""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue


def played(game: int, ours: Stockfish, reference: chess.engine.SimpleEngine, judge: Engine, milliseconds: int) -> dict[str, object]:
    """One game: our score (1, 0.5, 0), our colour, its length in half moves. Every second game repeats the opening with colours changed."""
    board = opening(game // 2, judge)
    rng = rng_for("chess_calibrate", "moves", game)
    white = game % 2 == 0
    limit = chess.engine.Limit(time=milliseconds / 1000)
    while (outcome := board.outcome(claim_draw=True)) is None and board.ply() < LONGEST:
        if board.turn == white:
            board.push(ours.move(board, rng))
        else:
            move = reference.play(board, limit, game=game).move
            assert move is not None
            board.push(move)
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


def row_of(name: str, elo: int, games: list[dict[str, object]]) -> dict[str, object]:
    """The match as a row: results, the difference in Elo points, its 95 % interval."""
    scores = [float(str(game["score"])) for game in games]
    n = len(scores)
    mean = sum(scores) / n
    error = math.sqrt(sum((score - mean) ** 2 for score in scores) / (n - 1) / n)
    low, middle, high = (points(min(max(mean + k * error, 0.5 / n), 1 - 0.5 / n)) for k in (-1.96, 0.0, 1.96))
    return {
        "ours": name,
        "reference_UCI_Elo": elo,
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
