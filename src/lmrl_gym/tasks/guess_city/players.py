"""The scripted players. Each is a function of the dialogue, its seed and, for the behaviour player, the guesser that the scenario describes.

They know the answerer's language: what an answer rules out, they look up in `inquiry`. An exchange that fits no city is passed over.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.guess_city.inquiry import GUESSES, cities, everyone, exchanges, guess_text, masks, questions
from lmrl_gym.tasks.guess_city.reader import read
from lmrl_gym.tasks.guess_city.solve import best_text, update

_DRAWN = 6
"""How many questions a focused guesser weighs before it asks the most telling of them."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Says any of the questions or guesses any of the cities, all with the same chance."""

    name: str = "floor"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._draw(rng_for("guess_city floor", seed))) for _, seed in zip(dialogues, seeds, strict=True)]

    def _draw(self, rng: random.Random) -> str:
        n = rng.randrange(len(questions()) + len(cities()))
        return questions()[n] if n < len(questions()) else guess_text(cities()[n - len(questions())], rng.randrange(len(GUESSES)))


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Follows the tree of `solve`, wherever others have led the game."""

    name: str = "ceiling"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._text(dialogue)) for dialogue, _ in zip(dialogues, seeds, strict=True)]

    def _text(self, dialogue: Dialogue) -> str:
        weights = {number: 1 / len(cities()) for number in range(len(cities()))}
        said = exchanges(dialogue.turns)
        for text, answer in said:
            reading = read(text)
            if reading.kind == "guess":
                rest = {c: w for c, w in weights.items() if cities()[c] not in reading.cities}
                scale = sum(rest.values())
                weights = {c: w / scale for c, w in rest.items()} if rest else weights
            else:
                weights = update(weights, text, answer)
        return best_text(weights, frozenset(text for text, _ in said))


@dataclass(frozen=True, slots=True)
class Guesser:
    """What a guesser is like: how much it remembers, how well it asks, when it begins to guess."""

    memory: float
    """The chance that it makes use of an exchange, each turn anew."""
    focus: float
    """The chance that it asks the most telling of a few questions instead of any."""
    patience: int
    """Turns before it guesses, 0 to 19."""

    def to_scenario(self, city: str) -> Scenario:
        return {"city": city, "memory": self.memory, "focus": self.focus, "patience": self.patience}

    @staticmethod
    def of(scenario: Scenario | None) -> Guesser:
        """The guesser that a scenario describes, or one of middling skill."""
        found = scenario or {}
        memory, focus, patience = found.get("memory"), found.get("focus"), found.get("patience")
        if isinstance(memory, (int, float)) and isinstance(focus, (int, float)) and isinstance(patience, int):
            return Guesser(float(memory), float(focus), patience)
        return Guesser(0.3, 0.3, 17)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Makes the data: asks as the scenario's guesser does, guesses among the cities it still thinks possible, never says the same thing twice."""

    name: str = "behaviour"
    sees_scenario: bool = True

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._text(dialogue, rng_for("guess_city behaviour", seed))) for dialogue, seed in zip(dialogues, seeds, strict=True)]

    def _text(self, dialogue: Dialogue, rng: random.Random) -> str:
        guesser = Guesser.of(dialogue.scenario)
        said = exchanges(dialogue.turns)
        possible = self._possible(said, guesser, rng)
        if len(said) >= guesser.patience:
            names = [city for number, city in enumerate(cities()) if possible >> number & 1]
            return guess_text(rng.choice(names), rng.randrange(len(GUESSES)))
        asked = {text for text, _ in said}
        if rng.random() >= guesser.focus:
            return self._fresh(asked, rng)
        return min((self._fresh(asked, rng) for _ in range(_DRAWN)), key=lambda text: _left(text, possible))

    def _possible(self, said: Sequence[tuple[str, str]], guesser: Guesser, rng: random.Random) -> int:
        """The cities that fit what it remembers; cities it has named are never forgotten."""
        possible = everyone()
        for text, answer in said:
            if read(text).kind == "guess" or rng.random() < guesser.memory:
                possible = possible & masks(text).get(answer, everyone()) or possible
        return possible

    def _fresh(self, asked: set[str], rng: random.Random) -> str:
        while (text := questions()[rng.randrange(len(questions()))]) in asked:
            pass
        return text


def _left(text: str, possible: int) -> float:
    """The expected number of cities left after asking, where all `possible` ones are equally likely and answers of a city are too."""
    sizes = [(possible & mask).bit_count() for mask in masks(text).values()]
    total = sum(sizes)
    return sum(size * size for size in sizes) / total if total else 0.0
