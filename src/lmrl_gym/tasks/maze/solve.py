"""Exact answers about the maze: the best and the random walker under both views, by dynamic programming.

Nothing here is sampled. Values are mean returns over the 25 equally likely starts, with the 101-action limit. Tables are made on first use.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.core.task import Reference
from lmrl_gym.tasks.maze.belief import Belief, moved, split
from lmrl_gym.tasks.maze.game import FREE, GOAL, MOVES, STARTS, SUBMAZES, TURN_LIMIT, Cell, neighbour, partial_text
from lmrl_gym.tasks.maze.players import behaviour_chances, moves_inside
from lmrl_gym.tasks.maze.recipe import STOP_WEIGHTS, SUBMAZE_WEIGHTS


@lru_cache(maxsize=1)
def distances() -> Mapping[Cell, int]:
    """The number of moves on a shortest path to the goal, from every free cell."""
    found = {GOAL: 0}
    queue = [GOAL]
    for cell in queue:
        for move in MOVES:
            there = neighbour(cell, move)
            if there not in found:
                found[there] = found[cell] + 1
                queue.append(there)
    return found


@lru_cache(maxsize=1)
def shortest_moves() -> Mapping[Cell, str]:
    """The first move of the shortest path from every start cell. There is only one: the maze is a tree."""
    far = distances()
    return {cell: min(MOVES, key=lambda move: far[neighbour(cell, move)]) for cell in STARTS}


def full_optimum() -> Fraction:
    """The best mean return where the position is seen: every move of a shortest path but the last costs 1."""
    return Fraction(-sum(distances()[cell] - 1 for cell in STARTS), len(STARTS))


def walk_value(draw: Callable[[Cell], Mapping[str, Fraction]]) -> Fraction:
    """The mean return of a walker without memory who draws its move in a cell with the chances `draw(cell)`."""
    value = dict.fromkeys(FREE, Fraction(0))
    for _ in range(TURN_LIMIT):
        longer = {cell: _expected(draw(cell), cell, value) for cell in STARTS}
        value.update(longer)
    return sum(value.values(), Fraction(0)) / len(STARTS)


def _expected(chances: Mapping[str, Fraction], cell: Cell, value: Mapping[Cell, Fraction]) -> Fraction:
    ahead = ((chance, neighbour(cell, move)) for move, chance in chances.items())
    return sum((chance * (value[there] - 1) for chance, there in ahead if there != GOAL), Fraction(0))


def random_value() -> Fraction:
    """The mean return of the floor player, who draws each move evenly; about -85.891."""
    even = {move: Fraction(1, len(MOVES)) for move in MOVES}
    return walk_value(lambda _: even)


def behaviour_value() -> Fraction:
    """The mean return of the behaviour player from all starts, kept in no submaze; about -83.051 (paper: -83)."""
    chances = behaviour_chances(MOVES)
    return walk_value(lambda _: chances)


class StoredFigures(NamedTuple):
    """What the recipe's episodes are like on average: lengths in actions, standard deviations of one episode."""

    success: float
    length: float
    length_std: float
    ret: float
    ret_std: float


def stored_figures() -> StoredFigures:
    """The stored episodes' exact figures, under both views.

    The partial view can only change which moves are drawn in an arm, where nothing but the stop ends a walk: in the stem the junction looks
    like no other cell.
    """
    total = sum(STOP_WEIGHTS.values())
    chance: dict[tuple[int, bool], float] = defaultdict(float)
    for submaze, weight in SUBMAZE_WEIGHTS.items():
        reached = arrivals(submaze, max(STOP_WEIGHTS))
        share = weight / sum(SUBMAZE_WEIGHTS.values())
        for stop, stop_weight in STOP_WEIGHTS.items():
            here = share * stop_weight / total
            for length in range(1, stop + 1):
                chance[length, True] += here * reached[length - 1]
            chance[stop, False] += here * (1 - sum(reached[:stop]))
    lengths = [(p, float(length)) for (length, _), p in chance.items()]
    returns = [(p, float(goal - length)) for (length, goal), p in chance.items()]
    return StoredFigures(sum(p for (_, goal), p in chance.items() if goal), *_mean_std(lengths), *_mean_std(returns))


def arrivals(submaze: str, actions: int) -> list[float]:
    """The chances that the behaviour player, started evenly in `submaze` and kept there, reaches the goal with action 1 ... `actions`."""
    inside = SUBMAZES[submaze]
    at = {cell: 1 / len(inside - {GOAL}) for cell in inside - {GOAL}}
    reached = []
    for _ in range(actions):
        ahead: dict[Cell, float] = defaultdict(float)
        for cell, chance in at.items():
            for move, drawn in behaviour_chances(moves_inside(frozenset((cell,)), inside)).items():
                ahead[neighbour(cell, move)] += chance * float(drawn)
        reached.append(ahead.pop(GOAL, 0.0))
        at = ahead
    return reached


def _mean_std(weighted: list[tuple[float, float]]) -> tuple[float, float]:
    mean = sum(p * x for p, x in weighted)
    return mean, math.sqrt(sum(p * (x - mean) ** 2 for p, x in weighted))


@lru_cache(maxsize=1)
def belief_moves() -> Mapping[Belief, Mapping[str, tuple[Belief, ...]]]:
    """Every belief that any walk can lead to from the 25 starts under the partial view: move -> the beliefs it may lead to."""
    found: dict[Belief, dict[str, tuple[Belief, ...]]] = {}
    queue = list(first_beliefs())
    while queue:
        belief = queue.pop()
        if belief not in found:
            found[belief] = {move: tuple(split(moved(belief, move), partial_text).values()) for move in MOVES}
            queue.extend(part for parts in found[belief].values() for part in parts)
    return found


def first_beliefs() -> tuple[Belief, ...]:
    """The beliefs after the first thing seen, before any move."""
    return tuple(split(STARTS, partial_text).values())


@lru_cache(maxsize=1)
def belief_costs() -> tuple[Mapping[Belief, int], int]:
    """The least total cost of bringing every cell of a belief to the goal, summed over its cells, within the 101-action limit.

    Backward induction over the moves left, in whole numbers. The second value is the number of sweeps after which nothing changed any more:
    since it is below 101, the limit does not matter, and the costs solve the optimality equation with no residue.
    """
    cost = dict.fromkeys(belief_moves(), 0)
    for sweep in range(TURN_LIMIT):
        longer = {belief: min(_cost_of(parts, cost) for parts in moves.values()) for belief, moves in belief_moves().items()}
        if longer == cost:
            return cost, sweep
        cost = longer
    return cost, TURN_LIMIT


def _cost_of(parts: tuple[Belief, ...], cost: Mapping[Belief, int]) -> int:
    return sum(len(part) + cost[part] for part in parts)


@lru_cache(maxsize=2)
def best_moves(full: bool) -> Mapping[Belief, str]:
    """The best move for every belief (under the full view: the one cell that is seen). Of equally good moves, the first in MOVES."""
    if full:
        return {frozenset((cell,)): move for cell, move in shortest_moves().items()}
    cost, _ = belief_costs()
    return {belief: min(MOVES, key=lambda move: _cost_of(moves[move], cost)) for belief, moves in belief_moves().items()}


def partial_optimum() -> Fraction:
    """The best mean return where only the walls are seen and all is remembered: -7.24.

    To read results by: a fixed move for each of the seven things seen reaches -55.16 at best. A coin between left and right where there are
    walls above and below, and else the fixed moves that suit every cell that looks so, reaches -12.60: more than that takes memory.
    """
    cost, _ = belief_costs()
    return Fraction(-sum(cost[belief] for belief in first_beliefs()), len(STARTS))


def exact_references() -> dict[str, dict[str, Reference]]:
    """What the floor and the ceiling player score on average, by task."""
    floor = Reference(float(random_value()), 0.0, 0)
    best = {"maze/full": full_optimum(), "maze/partial": partial_optimum()}
    return {task: {"floor": floor, "ceiling": Reference(float(value), 0.0, 0)} for task, value in best.items()}
