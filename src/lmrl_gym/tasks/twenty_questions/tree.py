"""The best questions to ask, and how good any could be.

The cost of a strategy is what is asked before the question that wins, summed over the objects. `bound` is the least cost that n objects can have when
every split is on offer; `Planner` takes at each point the question that splits best by that bound, looking ahead among the best few.
"""

from __future__ import annotations

from functools import cache, lru_cache

from lmrl_gym.tasks.twenty_questions.asking import Question, bank, guess


@cache
def bound(n: int) -> int:
    """The least total cost of n objects: a guess costs the n - 1 others one each, a question all n; then each part is asked on by itself."""
    if n <= 1:
        return 0
    by_guess = n - 1 + bound(n - 1)
    return min([by_guess, *(n + bound(k) + bound(n - k) for k in range(1, n // 2 + 1))])


class Planner:
    """A strategy on sets of candidates: what to ask, and what it costs in total from there on."""

    __slots__ = ("_plans", "_questions", "_width")

    def __init__(self, questions: tuple[Question, ...], width: int = 4) -> None:
        first = {question.yes: question for question in reversed(questions)}
        self._questions = tuple(first.values())
        self._width = width
        self._plans: dict[int, tuple[int, Question | None]] = {}

    def plan(self, candidates: int) -> tuple[int, Question | None]:
        """(total cost, the question); None in place of the question means guessing the first candidate."""
        found = self._plans.get(candidates)
        if found is None:
            found = self._plans[candidates] = self._search(candidates)
        return found

    def _search(self, candidates: int) -> tuple[int, Question | None]:
        n = candidates.bit_count()
        if n <= 1:
            return 0, None
        splits: dict[int, Question] = {}
        for question in self._questions:
            yes = candidates & question.yes
            if yes and yes != candidates:
                splits.setdefault(min(yes, candidates & ~yes), question)
        # Equal ones stay in the order of the file: the more general first.
        ranked = sorted(splits, key=lambda yes: bound(yes.bit_count()) + bound(n - yes.bit_count()))
        best_cost, best = self._by_guess(candidates, n) if n <= 4 or not ranked else (n * n, None)
        for yes in ranked[: self._width if n > 24 else 2 * self._width]:
            if n + bound(yes.bit_count()) + bound(n - yes.bit_count()) >= best_cost:
                break
            cost = n + self.plan(yes)[0] + self.plan(candidates & ~yes)[0]
            if cost < best_cost:
                best_cost, best = cost, splits[yes]
        return best_cost, best

    def _by_guess(self, candidates: int, n: int) -> tuple[int, None]:
        return n - 1 + self.plan(candidates & (candidates - 1))[0], None


@lru_cache(maxsize=1)
def planner() -> Planner:
    """The planner over the questions shipped."""
    return Planner(bank())


def ask(candidates: int) -> str:
    """What the best player says when these may still be it."""
    question = planner().plan(candidates)[1]
    return guess((candidates & -candidates).bit_length() - 1) if question is None else question.plain
