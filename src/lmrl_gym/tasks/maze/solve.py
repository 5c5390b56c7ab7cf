"""Exact answers about the maze: the best and the random walker under both views, by dynamic programming.

Nothing here is sampled. Values are mean returns over the 25 equally likely starts, with the 101-action limit. Tables are made on first use.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from lmrl_gym.core.task import Reference
from lmrl_gym.tasks.maze.belief import Belief, moved, split
from lmrl_gym.tasks.maze.game import FREE, GOAL, MOVES, STARTS, TURN_LIMIT, Cell, neighbour, partial_text


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


def fixed_draw_value(chances: Mapping[str, Fraction | float]) -> float:
    """The mean return of a walker who draws every move from the same `chances`, wherever it is (float error below 1e-9)."""
    value = dict.fromkeys(FREE, 0.0)
    for _ in range(TURN_LIMIT):
        longer = {}
        for cell in STARTS:
            ahead = [(float(chance), neighbour(cell, move)) for move, chance in chances.items()]
            longer[cell] = sum(chance * (0.0 if there == GOAL else value[there] - 1.0) for chance, there in ahead)
        value.update(longer)
    return sum(value[cell] for cell in STARTS) / len(STARTS)


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
    """The best mean return where only the walls are seen and all is remembered."""
    cost, _ = belief_costs()
    return Fraction(-sum(cost[belief] for belief in first_beliefs()), len(STARTS))


def exact_references() -> dict[str, dict[str, Reference]]:
    """What the floor and the ceiling player score on average, by task."""
    floor = Reference(fixed_draw_value({move: 1 / len(MOVES) for move in MOVES}), 0.0, 0)
    best = {"maze/full": full_optimum(), "maze/partial": partial_optimum()}
    return {task: {"floor": floor, "ceiling": Reference(float(value), 0.0, 0)} for task, value in best.items()}
