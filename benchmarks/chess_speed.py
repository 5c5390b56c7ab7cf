"""Agent moves a second in chess: both tasks through `play`, against Stockfish and the built-in player, one process, one engine, texts included.

`python benchmarks/chess_speed.py`
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from machine import columns, publish, take_turns

from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Policy, Task
from lmrl_gym.rollout import Start, play
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.chess.uci import find_engine

RELEASED = 10
"""Moves a second of LMRL-Gym's released code, one core of a 2.7 GHz Xeon: its opponent thinks 100 ms."""
MATCHES = (
    ("chess/game", "floor", "stockfish"),
    ("chess/game", "floor", "builtin"),
    ("chess/game", "behaviour", "stockfish"),
    ("chess/game", "ceiling", "stockfish"),
    ("chess/endgame", "behaviour", "stockfish"),
    ("chess/endgame", "behaviour", "builtin"),
    ("chess/endgame", "ceiling", "builtin"),
)
"""Task, White, Black. The behaviour player is what data are made with."""


def main() -> None:
    """Time every match in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--games", type=int, default=32, help="games of each match in one repeat")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    if find_engine() is None:
        raise SystemExit("chess_speed.py needs Stockfish; install it and run again")
    tasks = {name: load_task(name) for name, _, _ in MATCHES}
    seats = {match: (tasks[match[0]].players[match[1]](), tasks[match[0]].partners[match[2]]()) for match in MATCHES}
    lengths: dict[str, float] = {}
    runs = {" ".join(match): games(tasks[match[0]], *seats[match], options.games, lengths, " ".join(match)) for match in MATCHES}
    rates = take_turns(runs, options.repeats)
    rows: list[dict[str, object]] = []
    for (task, white, _), (name, rate) in zip(MATCHES, rates.items(), strict=True):
        row: dict[str, object] = {"task": task, "White": white, "Black": seats[MATCHES[len(rows)]][1].name, **columns(rate, "agent_moves_per_second")}
        rows.append(row | {"games_per_second": round(rate.median / lengths[name], 2), "released_code": RELEASED})
    notes = [
        "Both players' thinking is counted, and starting the engine is not; half moves a second are twice the agent's moves.",
        "Released code: LMRL-Gym's, one core of a 2.7 GHz Xeon, its opponent alone.",
    ]
    publish("chess_speed", "Agent moves a second in chess", vars(options), rows, notes)


def games(task: Task, white: Policy, black: Policy, count: int, lengths: dict[str, float], name: str) -> Callable[[], float]:
    """A run of `count` games of the recipe; it returns the number of White's moves."""
    scenarios = [task.recipe.scenario(rng_for("chess_speed", task.name, k)) for k in range(count)]
    plan = [Start(scenario, seed_for("chess_speed", task.name, k)) for k, scenario in enumerate(scenarios)]

    def run() -> float:
        moves = sum(episode.length for episode in play(task, white, plan, partner=black))
        lengths[name] = moves / count
        return moves

    return run


if __name__ == "__main__":
    main()
