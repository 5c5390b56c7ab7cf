"""The scripted players: a random one, the best one, and askers of graded skill who talk like people.

All are functions of the dialogue and the seed alone. What they infer they infer from the answers given, by the same reading of questions that the
oracle has; where the answers contradict each other, every object counts as possible again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.twenty_questions.asking import EVERYTHING, bank, exchanges, guess, left
from lmrl_gym.tasks.twenty_questions.facts import things
from lmrl_gym.tasks.twenty_questions.tree import ask, bound


@dataclass(slots=True)
class Floor:
    """With even chances a random question or a random guess."""

    name: str = "floor"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._say(random.Random(seed))) for seed in seeds]

    def _say(self, rng: random.Random) -> str:
        return guess(rng.randrange(len(things())), rng) if rng.random() < 0.5 else rng.choice(bank()).say(rng)


@dataclass(slots=True)
class Ceiling:
    """The best question for what is still possible."""

    name: str = "ceiling"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(ask(self._possible(dialogue))) for dialogue in dialogues]

    def _possible(self, dialogue: Dialogue) -> int:
        candidates = EVERYTHING
        for text, yes in exchanges(dialogue.turns):
            # An answer that leaves nothing contradicts an earlier one: forget the earlier ones.
            candidates = left(text, yes, candidates) or left(text, yes, EVERYTHING) or EVERYTHING
        return candidates


@dataclass(frozen=True, slots=True)
class Skill:
    """How well an asker plays."""

    memory: float
    """The probability that it makes use of an earlier answer, drawn anew each turn."""
    choices: int
    """How many questions come to its mind at a time; it asks the one that splits best."""
    patience: int
    """It guesses when it believes that no more than so many objects are left."""
    rashness: float
    """The probability of a guess before that."""


WEAK = Skill(0.28, 1, 3, 0.10)
FAIR = Skill(0.85, 2, 3, 0.05)
ABLE = Skill(0.97, 4, 3, 0.02)


@dataclass(slots=True)
class Asker:
    """Asks from the bank of questions in varied wording, with the skill of one of `skills`: which one, its first question tells."""

    name: str
    skills: tuple[Skill, ...]
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._say(d, random.Random(seed))) for d, seed in zip(dialogues, seeds, strict=True)]

    def _say(self, dialogue: Dialogue, rng: random.Random) -> str:
        told = exchanges(dialogue.turns)
        skill = self.skills[0] if not told else rng_for("twenty_questions", "skill", told[0][0]).choice(self.skills)
        candidates = EVERYTHING
        for text, yes in told:
            if rng.random() < skill.memory:
                candidates = left(text, yes, candidates) or candidates
        asked = {text for text, _ in told}
        guesses = candidates.bit_count() <= skill.patience or rng.random() < skill.rashness
        said = _fresh_guess(candidates, asked, rng) if guesses else None
        return said or _question(candidates, asked, skill.choices, rng)


def _fresh_guess(candidates: int, asked: set[str], rng: random.Random) -> str | None:
    """A guess among the candidates that was not made in these words before; None where eight draws find none."""
    numbers = [i for i in range(candidates.bit_length()) if candidates >> i & 1]
    for _ in range(8):
        said = guess(rng.choice(numbers), rng)
        if said not in asked:
            return said
    return None


def _question(candidates: int, asked: set[str], choices: int, rng: random.Random) -> str:
    """Of `choices` random questions that are not settled, the one that splits the candidates best; any question where all seem settled."""
    n = candidates.bit_count()
    questions = bank()
    best, cost = rng.choice(questions), n * n
    found = 0
    for _ in range(12 * choices):
        question = rng.choice(questions)
        k = (candidates & question.yes).bit_count()
        if 0 < k < n:
            found += 1
            if (c := bound(k) + bound(n - k)) < cost:
                best, cost = question, c
            if found == choices:
                break
    for _ in range(4):
        said = best.say(rng)
        if said not in asked:
            return said
    return rng.choice(questions).say(rng)
