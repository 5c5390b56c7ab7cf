"""The ceiling: a tree of questions from the list, each put to the real answerer, that finds the city as early as it can.

At each node: with three candidates or fewer, guess them by likelihood; else ask what leaves the fewest in doubt. Bound: a first turn that
guesses wins at most one city in a hundred at once and one more a turn, so it earns less than -1.9; a first turn that asks earns at most -1. So no
player can have a mean above -1, and where `expected` comes out at -1 the tree is optimal.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lmrl_gym.tasks.guess_city.inquiry import cities, guess_text, outcomes, questions

BOUND = -1.0
"""No player's mean return over the hundred cities can be higher."""
_FEW = 3
TURNS = 20


def doubt(text: str, weights: Mapping[int, float]) -> float:
    """The expected number of wrong guesses after asking `text`, where the candidates have these weights (they sum to 1)."""
    total = 0.0
    for row in outcomes(text).values():
        joint = sorted((p * weights[c] for c, p in row.items() if c in weights), reverse=True)
        total += sum(rank * p for rank, p in enumerate(joint))
    return total


@lru_cache(maxsize=1)
def first_question() -> str:
    """What the tree asks first."""
    even = {number: 1 / len(cities()) for number in range(len(cities()))}
    return min(questions(), key=lambda q: (doubt(q, even), q))


def update(weights: Mapping[int, float], text: str, answer: str) -> dict[int, float]:
    """The candidates after an answer; as before where the answer fits none of them."""
    row = outcomes(text).get(answer, {})
    joint = {c: w * row[c] for c, w in weights.items() if c in row}
    total = sum(joint.values())
    return {c: p / total for c, p in joint.items()} if total > 0 else dict(weights)


def best_text(weights: Mapping[int, float], asked: frozenset[str] = frozenset()) -> str:
    """What to say with these candidates: a guess where they are few, else the question that leaves least doubt."""
    ranked = sorted(weights, key=lambda c: (-weights[c], c))
    if len(ranked) == len(cities()) and not asked:
        return first_question()
    if len(ranked) <= _FEW:
        return guess_text(cities()[ranked[0]])
    text = min((q for q in questions() if q not in asked), key=lambda q: (doubt(q, weights), q))
    wrong = sum(rank * weights[c] for rank, c in enumerate(ranked))
    return text if doubt(text, weights) + 1 < wrong else guess_text(cities()[ranked[0]])


def expected(city: int) -> float:
    """The mean return for one city: every answer that it can give is followed, by its likelihood."""

    def walk(weights: dict[int, float], turn: int, asked: frozenset[str]) -> float:
        if turn == TURNS:
            return 0.0
        text = best_text(weights, asked)
        if text in _guesses():
            guessed = _guesses()[text]
            if guessed == city:
                return 0.0
            rest = {c: w for c, w in weights.items() if c != guessed}
            scale = sum(rest.values())
            return -1.0 + walk({c: w / scale for c, w in rest.items()}, turn + 1, asked)
        total = 0.0
        for answer, row in outcomes(text).items():
            if city in row:
                total += row[city] * (-1.0 + walk(update(weights, text, answer), turn + 1, asked | {text}))
        return total

    return walk({number: 1 / len(cities()) for number in range(len(cities()))}, 0, frozenset())


@lru_cache(maxsize=1)
def _guesses() -> dict[str, int]:
    return {guess_text(city): number for number, city in enumerate(cities())}


def ceiling_mean() -> float:
    """The exact mean return of the tree over the hundred cities."""
    return sum(expected(number) for number in range(len(cities()))) / len(cities())


def floor_mean() -> float:
    """The exact mean return of the floor player: each turn it names the city with the same small chance."""
    chance = 1 / (len(questions()) + len(cities()))
    return -sum((1 - chance) ** k for k in range(1, TURNS + 1))
