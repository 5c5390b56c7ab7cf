"""The scripted players: guessers that mix consistent and random words, and the solver that follows a decision tree.

All are functions of the dialogue and the seed alone. Exchanges that tell nothing (not a word, not a feedback) are passed over; where the
feedback contradicts itself, every word counts as possible.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.wordle.game import Lexicon, spell
from lmrl_gym.tasks.wordle.solve import Node, best_guess


@dataclass(slots=True)
class Guesser:
    """With probability `share` a uniformly random word consistent with all feedback, otherwise a uniformly random word of the list."""

    name: str
    lexicon: Callable[[], Lexicon]
    share: float
    sees_scenario: bool = False
    _replies: list[Reply] = field(default_factory=list)

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        lexicon = self.lexicon()
        if not self._replies:
            self._replies = [Reply(spell(word)) for word in lexicon.words]
        replies = self._replies
        answers: list[Reply] = []
        for dialogue, seed in zip(dialogues, seeds, strict=True):
            rng = random.Random(seed)
            mask = lexicon.consistent(dialogue.turns) if rng.random() < self.share else 0
            if mask in (0, lexicon.everything):
                answers.append(replies[int(rng.random() * len(replies))])
            else:
                answers.append(replies[nth(mask, int(rng.random() * mask.bit_count()))])
        return answers


@dataclass(slots=True)
class Solver:
    """Follows `tree`; where others have led the game off it, the guess that looks best one step ahead."""

    name: str
    lexicon: Callable[[], Lexicon]
    tree: Callable[[], Node]
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        lexicon = self.lexicon()
        return [Reply(spell(lexicon.words[self._guess(lexicon, dialogue)])) for dialogue in dialogues]

    def _guess(self, lexicon: Lexicon, dialogue: Dialogue) -> int:
        node: Node | None = self.tree()
        for guess, code in lexicon.history(dialogue.turns):
            node = node.branches.get(code) if node is not None and node.guess == guess else None
        if node is not None:
            return node.guess
        return best_guess(lexicon, lexicon.consistent(dialogue.turns) or lexicon.everything)


def nth(mask: int, n: int) -> int:
    """The place of the n-th set bit of `mask`, counted from 0 at the low end."""
    for _ in range(n):
        mask &= mask - 1
    return (mask & -mask).bit_length() - 1
