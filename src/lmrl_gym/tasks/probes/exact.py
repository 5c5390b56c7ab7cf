"""Every number about a probe, computed by walking its table: no sampling, no rounding but the floats' own.

What learners of each kind tend to, given unlimited data and a model that can tell the states apart: `shares` is behaviour cloning,
`filtered` filtered behaviour cloning, `monte_carlo` the greedy policy on Monte-Carlo returns, `stitched` the greedy policy of Q-learning on
the stored moves alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lmrl_gym.tasks.probes.game import Game, Plan, Probe

Chances: TypeAlias = Mapping[str, Mapping[str, float]]
"""A policy: state -> reply -> probability."""


def value(game: Game, chances: Chances, state: str) -> float:
    """The expected return from `state` on. KeyError where the policy says nothing about a state that it reaches."""
    total = 0.0
    for reply, chance in chances[state].items():
        move = game.move(state, reply)
        total += chance * (move.reward + (0.0 if move.to is None else value(game, chances, move.to)))
    return total


def mean_return(probe: Probe, chances: Chances) -> float:
    """The expected return of an evaluation: the mean over the starts."""
    return sum(value(probe.game, chances, start) for start in probe.starts) / len(probe.starts)


def uniform(game: Game) -> Chances:
    return {state: {reply: 1 / len(moves) for reply in moves} for state, moves in game.moves.items()}


def optimal(game: Game) -> Chances:
    """In each state a reply of the highest return; the first one listed where several tie."""
    return _greedy(game, game.moves)


def path(game: Game, plan: Plan) -> list[tuple[str, str, float]]:
    """The stored episode of a plan: (state, reply, return from there on), first to last."""
    walked: list[tuple[str, str, float]] = []
    state: str | None = plan.start
    while state is not None:
        move = game.move(state, plan.replies[state])
        walked.append((state, plan.replies[state], move.reward))
        state = move.to
    to_go, out = 0.0, []
    for state_, reply, reward in reversed(walked):
        to_go += reward
        out.append((state_, reply, to_go))
    return out[::-1]


def data_mean(probe: Probe) -> float:
    """The expected return of a stored episode."""
    return sum(plan.weight * path(probe.game, plan)[0][2] for plan in probe.plans)


def shares(game: Game, plans: Iterable[Plan]) -> Chances:
    """How often each reply was given in each stored state: what behaviour cloning of `plans` tends to."""
    count: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for plan in plans:
        for state, reply, _ in path(game, plan):
            count[state][reply] += plan.weight
    return {state: {reply: n / sum(row.values()) for reply, n in row.items()} for state, row in count.items()}


def filtered(probe: Probe, keep: float) -> Chances:
    """Behaviour cloning of the best stored episodes: a share `keep` of them, and all that return as much as the worst of these."""
    returns = [path(probe.game, plan)[0][2] for plan in probe.plans]
    weight, least = 0.0, float("inf")
    for ret, plan in sorted(zip(returns, probe.plans, strict=True), key=lambda pair: -pair[0]):
        if weight < keep - 1e-9:
            weight, least = weight + plan.weight, ret
    return shares(probe.game, [plan for ret, plan in zip(returns, probe.plans, strict=True) if ret >= least])


def monte_carlo(probe: Probe) -> Chances:
    """In each stored state the reply after which stored episodes returned most on average."""
    weight: dict[tuple[str, str], float] = defaultdict(float)
    total: dict[tuple[str, str], float] = defaultdict(float)
    for plan in probe.plans:
        for state, reply, to_go in path(probe.game, plan):
            weight[state, reply] += plan.weight
            total[state, reply] += plan.weight * to_go
    best: dict[str, dict[str, float]] = {}
    for state in shares(probe.game, probe.plans):
        best[state] = {max((r for s, r in weight if s == state), key=lambda r: total[state, r] / weight[state, r]): 1.0}
    return best


def stitched(probe: Probe) -> Chances:
    """The best policy that gives only stored replies: in each state the reply with the best return of any combination of stored moves."""
    return _greedy(probe.game, shares(probe.game, probe.plans))


def _greedy(game: Game, allowed: Mapping[str, Iterable[str]]) -> Chances:
    best: dict[str, dict[str, float]] = {}

    def solve(state: str) -> float:
        worth: dict[str, float] = {}
        for reply in allowed[state]:
            move = game.move(state, reply)
            worth[reply] = move.reward + (0.0 if move.to is None else solve(move.to))
        choice = max(worth, key=lambda reply: worth[reply])
        best[state] = {choice: 1.0}
        return worth[choice]

    for state in allowed:
        if state not in best:
            solve(state)
    return best
