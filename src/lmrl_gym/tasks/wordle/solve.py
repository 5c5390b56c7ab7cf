"""Decision trees: what to guess after every feedback so that the expected number of wrong guesses is least.

The cost of a tree is its number of wrong guesses summed over all targets of the list (a target that is not found costs the tries it
took, six). For a set of n possible words, a guess that splits them into k classes costs at least 2n - k - [the guess is one of them]:
every target but the guess itself costs one, and in every class but the winning one all words but one cost another. The search bounds
with this, one and two guesses deep, and is exact when no guesses are left out (`width` None).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from lmrl_gym.tasks.wordle.game import CODES, FEEDBACK, TRIES, WIN, Lexicon, words_hash

if TYPE_CHECKING:
    import numpy as np

Members: TypeAlias = "tuple[int, ...]"
"""A set of words as their numbers, ascending."""
Stored: TypeAlias = "str | list[Any]"
"""A node in trees.json: a word, or [word, {"bygbb": node, …}]."""

TREES = Path(__file__).with_name("trees.json")
BEAM = 2
"""The width of the search for a list that has no stored tree: a second or two for 2,000 words."""


class Node(NamedTuple):
    """A guess (a word's number) and, for every answer after which the game goes on, the next node by its code."""

    guess: int
    branches: Mapping[int, Node]


class Solution(NamedTuple):
    """A tree, its cost over all targets, and whether no tree can cost less."""

    tree: Node
    cost: int
    proven: bool


class Search:
    """Branch and bound over sets of possible words, with a memory of the sets seen."""

    def __init__(self, lexicon: Lexicon, width: int | None) -> None:
        import numpy as np

        self.rows = lexicon.rows
        self.size = len(lexicon.words)
        self.width = width
        """How many guesses, best bound first, are tried at each set; None tries all that the bounds do not exclude."""
        self.codes_GT = np.ascontiguousarray(np.frombuffer(b"".join(lexicon.rows), np.uint8).reshape(self.size, self.size).T)
        self.memo: dict[tuple[Members, int], tuple[int, int | None]] = {}
        """(set, tries) -> (cost, its guess), or (lower bound, None)."""

    def bounds(self, members: Members) -> np.ndarray[Any, Any]:
        """For every guess, the least that the set can cost from there on when two or more tries are left."""
        import numpy as np

        codes_GM = np.sort(self.codes_GT[:, members], axis=1)
        classes_G = 1 + (codes_GM[:, 1:] != codes_GM[:, :-1]).sum(axis=1)
        bound_G: np.ndarray[Any, Any] = 2 * len(members) - classes_G
        bound_G[list(members)] -= 1
        return bound_G

    def classes(self, guess: int, members: Members) -> dict[int, Members]:
        """The set split by the answer to `guess`; the winning class is left out."""
        rows = self.rows
        found: dict[int, list[int]] = {}
        for target in members:
            found.setdefault(rows[target][guess], []).append(target)
        found.pop(WIN, None)
        return {code: tuple(part) for code, part in found.items()}

    def low(self, members: Members, tries: int) -> int:
        """A lower bound on the set's cost with `tries` guesses left, at least one."""
        if len(members) < 3 or tries < 2:
            return len(members) - 1
        known = self.memo.get((members, tries))
        if known is None:
            known = int(self.bounds(members).min()), None
            self.memo[members, tries] = known
        return known[0]

    def solve(self, members: Members, tries: int, limit: int) -> int:
        """The set's least cost with `tries` guesses left, at least one, if that is under `limit`; else `limit` or a better lower bound."""
        if len(members) < 3 or tries < 2:
            return len(members) - 1
        known = self.memo.get((members, tries))
        if known is not None and (known[1] is not None or known[0] >= limit):
            return known[0]
        bound_G = self.bounds(members)
        best, chosen = limit, None
        order = bound_G.argsort(kind="stable")[: self.width]
        for guess in order.tolist():
            if bound_G[guess] >= best:
                break
            cost = self.try_guess(guess, int(bound_G[guess]), members, tries, best)
            if cost < best:
                best, chosen = cost, guess
        self.memo[members, tries] = best, chosen
        return best

    def try_guess(self, guess: int, bound: int, members: Members, tries: int, best: int) -> int:
        """The cost of playing `guess` now and well thereafter, or any number >= `best` once that much is certain."""
        parts = [part for part in self.classes(guess, members).values() if len(part) > 2]
        if any(len(part) == len(members) for part in parts):
            return best  # it tells nothing
        parts.sort(key=len)
        lows = []
        for part in parts:
            lows.append(self.low(part, tries - 1))
            bound += lows[-1] - (len(part) - 1)
        # `bound` counted one wrong guess a word but one in each class; classes of two words cost exactly that.
        for part, low in zip(parts, lows, strict=True):
            if bound >= best:
                break
            bound += self.solve(part, tries - 1, best - bound + low) - low
        return bound

    def tree(self, members: Members, tries: int) -> Node:
        """The tree that the memory holds for a solved set."""
        if len(members) < 3 or tries < 2:
            guess = members[0]
        else:
            found = self.memo[members, tries][1]
            assert found is not None, "only solved sets have a tree"
            guess = found
        if tries == 1:
            return Node(guess, {})
        return Node(guess, {code: self.tree(part, tries - 1) for code, part in self.classes(guess, members).items()})


def search_tree(lexicon: Lexicon, width: int | None) -> Solution:
    """The best tree among the `width` most promising guesses at each set; the best of all, proven, where it is None (2 s for 431 words)."""
    everything = tuple(range(len(lexicon.words)))
    search = Search(lexicon, width)
    limit = TRIES * len(everything) + 1  # losing every game costs less: this cuts nothing off
    if width is None:
        limit = search_tree(lexicon, 1).cost + 1
    cost = search.solve(everything, TRIES, limit)
    return Solution(search.tree(everything, TRIES), cost, proven=width is None)


@lru_cache(maxsize=8)
def plan(lexicon: Lexicon) -> Solution:
    """The solution that the ceiling player follows: the stored optimum, for another list the beam's."""
    return read_tree(lexicon) or search_tree(lexicon, BEAM)


def describe(lexicon: Lexicon) -> str:
    """What the ceiling player scores on this list, and what no player can pass. Slow for long lists: a minute for 1,500 words."""
    tree, cost, proven = plan(lexicon)
    n = len(lexicon.words)
    least = cost if proven else lower_bound(lexicon)
    limit = "no player can do better" if cost == least else f"no player can do better than {-least / n:.4f}"
    return f"{n} words, {lexicon.rule} rule: first guess {lexicon.words[tree.guess]}, mean return {-cost / n:.4f}; {limit}"


def read_tree(lexicon: Lexicon) -> Solution | None:
    """The solution that trees.json holds for this list and rule, None if it holds none."""
    entry = json.loads(TREES.read_text(encoding="utf-8"))[lexicon.rule]
    if entry["words"] != words_hash(lexicon.words):
        return None
    return Solution(_node(lexicon, entry["tree"]), entry["cost"], entry["proven"])


def _node(lexicon: Lexicon, data: Stored) -> Node:
    word, branches = (data, {}) if isinstance(data, str) else (data[0], data[1])
    return Node(lexicon.index[word], {CODES[" ".join(marks) + "\n"]: _node(lexicon, child) for marks, child in branches.items()})


def _stored(lexicon: Lexicon, node: Node) -> Stored:
    word = lexicon.words[node.guess]
    if not node.branches:
        return word
    return [word, {FEEDBACK[code].replace(" ", "")[:5]: _stored(lexicon, child) for code, child in sorted(node.branches.items())}]


def write_trees(lexicons: Iterable[Lexicon]) -> None:
    """Solve lists exactly, one of each rule, and store the solutions in trees.json."""
    entries: dict[str, object] = {}
    for lexicon in lexicons:
        tree, cost, proven = search_tree(lexicon, None)
        entries[lexicon.rule] = {"words": words_hash(lexicon.words), "cost": cost, "proven": proven, "tree": _stored(lexicon, tree)}
    TREES.write_text(json.dumps(entries, separators=(",", ":")) + "\n", encoding="utf-8")


def lower_bound(lexicon: Lexicon) -> int:
    """A proven lower bound on the cost of any tree, from bounds two guesses deep."""
    everything = tuple(range(len(lexicon.words)))
    search = Search(lexicon, None)
    bound_G = search.bounds(everything)
    best = TRIES * len(everything)
    for guess in bound_G.argsort(kind="stable").tolist():
        if bound_G[guess] >= best:
            break
        parts = search.classes(guess, everything).values()
        best = min(best, int(bound_G[guess]) + sum(search.low(part, TRIES - 1) - (len(part) - 1) for part in parts))
    return best


@lru_cache(maxsize=4)
def _search(lexicon: Lexicon) -> Search:
    return Search(lexicon, None)


@lru_cache(maxsize=65_536)
def best_guess(lexicon: Lexicon, mask: int) -> int:
    """The guess with the least bound one step ahead for a set of words that is not empty; a word of the set where that is no worse."""
    members = tuple(i for i, bit in enumerate(reversed(bin(mask)[2:])) if bit == "1")
    return int(_search(lexicon).bounds(members).argmin())


def replay(lexicon: Lexicon, tree: Node) -> list[int]:
    """The number of wrong guesses that following `tree` takes for each target, six where the game is lost."""
    wrong: list[int] = []
    for row in lexicon.rows:
        node: Node | None = tree
        for tries in range(TRIES + 1):
            if tries == TRIES or node is None or row[node.guess] == WIN:
                wrong.append(tries if node is not None else TRIES)
                break
            node = node.branches.get(row[node.guess])
    return wrong
