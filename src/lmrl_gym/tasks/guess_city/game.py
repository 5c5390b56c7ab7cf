"""The game: twenty questions, open or not, about a hidden city; a question that names it wins.

A text that would win is a guess, whatever else it asks: where the city is another, the embedded answerer says no and nothing more.

The env itself sees whether a question names the city, so that every partner plays by the same rule. A partner's answer is made one short line,
and where it gives a name away it is replaced. Metrics at the end: `refused` (answers that say a name cannot be spoken of, several cities named
among them), `unclear` (questions not understood, or whose answer is not known), `unheard` (claims that the answerer has never heard of, and takes
for false), `guesses` (wrong cities named), `leaks` (answers replaced).
"""

from __future__ import annotations

from lmrl_gym.core.episode import Ending, Role, Scenario, Turn
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Ask, Dialogue, Step
from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.names import leaks
from lmrl_gym.tasks.guess_city.oracle import LISTS, REFUSALS, UNCLEAR, UNHEARD, UNKNOWN
from lmrl_gym.tasks.guess_city.reader import read

OPENING = "Questions:\n"
QUESTIONS = 20
WON = "Yes, that is the city.\n"
NEUTRAL = "I cannot answer that without giving the name away.\n"
"""Stands for an answer that would have given a name away."""
SILENT = "I have no answer to that.\n"
LONGEST = 240
"""Characters of a partner's answer that are passed on."""


class Game:
    """One hidden city and twenty questions (`core.task.PartnerEnv`)."""

    __slots__ = ("_asked", "_city", "_counts", "_over", "_turns")

    opening = OPENING

    def __init__(self, scenario: Scenario) -> None:
        city = scenario.get("city")
        if not isinstance(city, str) or city not in knowledge().cities:
            raise DataError(f"a scenario of guess_city is an object with one of the hundred cities, not {dict(scenario)!r}; use its scenarios")
        self._city = city
        self._turns = [Turn(Role.AGENT, OPENING)]
        """The conversation as the partner sees it: it is the agent there, the guesser the env."""
        self._asked = 0
        self._counts = {"refused": 0.0, "unclear": 0.0, "unheard": 0.0, "guesses": 0.0, "leaks": 0.0}
        self._over = False

    def step(self, text: str, /) -> Step | Ask:
        """Take one question: the win, or what to ask the partner. RunError after the end or before the last question is answered."""
        if self._over or (self._turns and self._turns[-1].role is Role.ENV):
            raise RunError("this game of guess_city is over or still waits for an answer; start a new one, or resume it")
        self._asked += 1
        reading = read(text)
        if reading.cities == (self._city,):
            self._over = True
            return Step(WON, 0.0, Ending.SUCCESS, dict(self._counts))
        self._counts["guesses"] += reading.kind == "guess"
        self._turns.append(Turn(Role.ENV, text))
        return Ask(Dialogue(tuple(self._turns), {"city": self._city}))

    def resume(self, text: str, /) -> Step:
        """Pass the partner's answer on, unless it gives a name away. RunError where nothing was asked."""
        if self._over or self._turns[-1].role is not Role.ENV:
            raise RunError("this game of guess_city asked nothing; step it with a question first")
        line = " ".join(text.split())[:LONGEST]
        answer = f"{line}\n" if line else SILENT
        # The guesser's own words may stand behind a yes; anything else that gives a name away is not passed on.
        if leaks(self._city, line):
            answer = NEUTRAL
            self._counts["leaks"] += 1
        elif line in REFUSALS or line in LISTS:
            self._counts["refused"] += 1
        elif line in UNCLEAR or line in UNKNOWN:
            self._counts["unclear"] += 1
        elif line in UNHEARD:
            self._counts["unheard"] += 1
        self._turns.append(Turn(Role.AGENT, answer))
        if self._asked < QUESTIONS:
            return Step(answer, -1.0)
        self._over = True
        return Step(answer, -1.0, Ending.FAILURE, dict(self._counts))
