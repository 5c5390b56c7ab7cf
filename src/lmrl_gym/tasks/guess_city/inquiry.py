"""What a player can ask, and what an answer tells it.

The questions stand in questions.txt, one a line, as a chat model words them. For any text, `Inquiry.outcomes` says which answers each of the hundred
cities can give and how likely each is; sets of cities are ints whose bit i stands for the i-th city of the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.oracle import answers
from lmrl_gym.tasks.guess_city.reader import read
from lmrl_gym.tasks.guess_city.words import clipped

GUESSES = ("Is it {}?", "Is the city {}?", "Could it be {}?", "I think it is {}.", "My guess is {}.", "Is the city you are thinking of {}?")


@lru_cache(maxsize=1)
def questions() -> tuple[str, ...]:
    """The questions of the list, as they are typed: each ends its line."""
    text = (Path(__file__).parent / "questions.txt").read_text(encoding="utf-8")
    return tuple(f"{line}\n" for line in text.splitlines() if line)


@lru_cache(maxsize=1)
def cities() -> tuple[str, ...]:
    """The hundred cities in the order of their bits."""
    return tuple(knowledge().cities)


def outcomes(text: str) -> Mapping[str, Mapping[int, float]]:
    """For each answer that `text` can get: the cities (by number) that can give it, and with what probability each does."""
    return _outcomes(clipped(text))


@lru_cache(maxsize=4096)
def _outcomes(text: str) -> Mapping[str, Mapping[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for number, city in enumerate(cities()):
        choices = answers(city, text)
        for choice in choices:
            row = found.setdefault(f"{choice}\n", {})
            row[number] = row.get(number, 0.0) + 1 / len(choices)
    return found


def masks(text: str) -> Mapping[str, int]:
    """For each answer that `text` can get: the set of cities that can give it. A wrong guess leaves the other cities."""
    return _masks(clipped(text))


@lru_cache(maxsize=4096)
def _masks(text: str) -> Mapping[str, int]:
    reading = read(text)
    if reading.kind == "guess":
        named = 0
        for number, city in enumerate(cities()):
            named |= (city in reading.cities) << number
        return dict.fromkeys((f"{a}\n" for a in answers(cities()[0], text)), everyone() & ~named)
    return {answer: sum(1 << number for number in row) for answer, row in outcomes(text).items()}


def everyone() -> int:
    return (1 << len(cities())) - 1


def exchanges(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """(question, answer) of every exchange in a guesser's dialogue."""
    return [(a.text, b.text) for a, b in pairwise(turns) if a.role is Role.AGENT and b.role is Role.ENV]


def guess_text(city: str, form: int = 0) -> str:
    return GUESSES[form % len(GUESSES)].format(city) + "\n"
