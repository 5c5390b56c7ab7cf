"""The questions players ask: questions.txt, with what each means for all objects.

A question is a set of wordings that mean the same; `{it}` in them is spoken of in several ways. Players work on sets (an int whose bit i says that
object i may still be it) and speak in wordings.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.tasks.twenty_questions.facts import FOLDER, things
from lmrl_gym.tasks.twenty_questions.game import YES
from lmrl_gym.tasks.twenty_questions.naming import guessed
from lmrl_gym.tasks.twenty_questions.reader import read

EVERYTHING = (1 << 158) - 1


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: its wordings, and the objects for which the answer is yes."""

    wordings: tuple[str, ...]
    yes: int

    def say(self, rng: random.Random) -> str:
        """One of its wordings, drawn."""
        wording = rng.choice(self.wordings)
        return wording.replace("{it}", rng.choice(_SUBJECTS) if wording.startswith(_STARTS) else "it") + "\n"

    @property
    def plain(self) -> str:
        return self.wordings[0].replace("{it}", "it") + "\n"


_SUBJECTS = ("it", "it", "it", "the object", "this object", "the item")
_STARTS = ("Is {it}", "Does {it}", "Can {it}")


@lru_cache(maxsize=1)
def bank() -> tuple[Question, ...]:
    """All questions of the file, in its order: from general to special."""
    lines = (FOLDER / "questions.txt").read_text(encoding="utf-8").splitlines()
    rows = [tuple(w.strip() for w in line.split("|")) for line in lines if line and not line.startswith("#")]
    return tuple(Question(row, read(row[0].replace("{it}", "it")).yes) for row in rows)


_GUESSES = ("Is it {a}?", "Is it {a}?", "Is the object {a}?", "Could it be {a}?", "Is the item {a}?", "Is it possibly {a}?")


def article(name: str) -> str:
    """The name as one says it: `an apple`, `a pair of scissors`, `glue`."""
    if name in _MASS or (name.endswith("s") and name not in ("bus", "cactus", "canvas", "dress")):
        return name
    return ("an " if name[0].lower() in "aeiou" else "a ") + name


_MASS = ("paper", "toothpaste", "broccoli", "spinach", "corn", "celery", "glue", "lego")


def guess(number: int, rng: random.Random | None = None) -> str:
    """A question that names object `number`; in the plainest way, or in one of several ways and names."""
    thing = things()[number]
    if rng is None:
        return f"Is it {article(thing.name)}?\n"
    name = thing.name if rng.random() < 0.8 else rng.choice(thing.variants)
    return rng.choice(_GUESSES).replace("{a}", article(name)) + "\n"


def exchanges(turns: Sequence[Turn]) -> list[tuple[str, bool]]:
    """(question, answered yes) of everything asked so far."""
    return [(turns[i].text, turns[i + 1].text == YES) for i in range(len(turns) - 1) if turns[i].role is Role.AGENT]


def left(text: str, yes: bool, candidates: int) -> int:
    """The candidates that agree with an answer. A question that is not understood tells nothing; a guess answered yes would have ended the game."""
    named = guessed(text)
    if named is not None and not yes:
        # `Is it a boat?` denied leaves the ship: the bound counts a guess as telling of one thing.
        return candidates & ~(1 << named)
    reading = read(text)
    agree = candidates & (reading.yes if yes else ~reading.yes)
    return agree & ~(1 << named) if named is not None else agree
