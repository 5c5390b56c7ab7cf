"""The game: an env that asks its partner, and the partner that knows.

The env does not know the answers: it asks its partner, reads a yes or a no out of what is said, and decides by the naming rule whether a yes wins.
`Oracle` is the partner shipped: it reads the question and looks the answer up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lmrl_gym.core.episode import Ending, Role, Scenario, Turn
from lmrl_gym.core.errors import DataError, RunError, did_you_mean
from lmrl_gym.core.task import Ask, Dialogue, Reply, Step
from lmrl_gym.tasks.twenty_questions.facts import names, numbers
from lmrl_gym.tasks.twenty_questions.naming import guessed
from lmrl_gym.tasks.twenty_questions.reader import answer

OPENING = "Questions:\n"
TURNS = 20
YES, NO = "Yes.\n", "No.\n"
UNCLEAR = "No. I do not understand the question."
"""What the oracle says to a question it cannot read; the env makes `No.` of it and counts it."""


def number(scenario: Scenario | None) -> int:
    """The number of the scenario's object. DataError where it is none of the 158."""
    name = None if scenario is None else scenario.get("object")
    if not isinstance(name, str):
        raise DataError(f"a scenario of twenty_questions is an object with the key 'object', not {scenario!r}; use scenarios of this task")
    found = numbers().get(name)
    if found is None:
        raise DataError(f"the scenario's object {name!r} is none of the 158 of twenty_questions; {did_you_mean(name, names())}")
    return found


_YES_OR_NO = re.compile(
    r"\b(?:(yes|yeah|yep|yup|correct|true|right|affirmative|indeed)|(no|nope|not|never|incorrect|false|wrong|isn't|doesn't|can't))\b"
)
_AT_A_LOSS = re.compile(
    r"do(?:es)? not understand|don't understand|unclear|can(?:not|'t) (?:answer|say|tell)|not sure|unsure|don't know|do not know|neither yes nor no"
)


def yes_or_no(text: str) -> tuple[bool, bool]:
    """What a partner's text says, and whether it says it plainly. The first word that is a yes or a no counts; no such word is a no."""
    said = text.lower()[:2_000].replace("’", "'")
    found = _YES_OR_NO.search(said)
    return found is not None and found[1] is not None, found is not None and not _AT_A_LOSS.search(said)


class Game:
    """One hidden object and twenty questions (`core.task.PartnerEnv`). RunError after the end, and for a `resume` that nobody asked for."""

    __slots__ = ("_asked", "_guesses", "_left", "_object", "_scenario", "_unclear")

    opening = OPENING

    def __init__(self, scenario: Scenario) -> None:
        self._object = number(scenario)
        self._scenario = scenario
        self._left = TURNS
        self._asked: str | None = None
        self._guesses = 0
        self._unclear = 0

    def step(self, text: str, /) -> Ask:
        """Take a question and hand it to the partner."""
        if self._left == 0:
            raise RunError("this game of twenty questions is over; start a new one")
        if self._asked is not None:
            raise RunError("the last question of this game of twenty questions is still unanswered; resume it with the partner's answer")
        self._asked = text
        # Earlier questions make no difference to the answer, so the partner sees the present one alone.
        return Ask(Dialogue((Turn(Role.ENV, text),), self._scenario))

    def resume(self, text: str, /) -> Step:
        """Take the partner's answer. RunError where nothing was asked."""
        if self._asked is None:
            raise RunError("this game of twenty questions has asked its partner nothing; step it first")
        asked, self._asked = self._asked, None
        yes, plainly = yes_or_no(text)
        named = guessed(asked)
        self._left -= 1
        self._guesses += named is not None
        self._unclear += not plainly
        if yes and named == self._object:
            step = Step(YES, 0.0, Ending.SUCCESS, self._metrics())
            self._left = 0
            return step
        if self._left:
            return Step(YES if yes else NO, -1.0)
        return Step(YES if yes else NO, -1.0, Ending.FAILURE, self._metrics())

    def _metrics(self) -> dict[str, float]:
        """The share of questions that were answered plainly, and the number of guesses: questions that name an object."""
        return {"understood": 1.0 - self._unclear / (TURNS - self._left), "guesses": float(self._guesses)}


@dataclass(frozen=True, slots=True)
class Oracle:
    """The partner shipped: answers from the knowledge, the same question always the same way."""

    name: str = "embedded"
    sees_scenario: bool = True

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        replies = []
        for dialogue in dialogues:
            said = answer(dialogue.turns[-1].text, number(dialogue.scenario)) if dialogue.turns else None
            replies.append(_UNCLEAR if said is None else _YES if said else _NO)
        return replies


_YES, _NO, _UNCLEAR = Reply("Yes."), Reply("No."), Reply(UNCLEAR)


def partner_prompt(dialogue: Dialogue) -> str:
    """How a language model takes the oracle's seat: an instruction, the object, the question, and the answer to be continued."""
    question = dialogue.turns[-1].text.strip() if dialogue.turns else ""
    name = names()[number(dialogue.scenario)]
    return (
        "You know the object below and somebody is trying to find out what it is. "
        "Answer the question about it truthfully with a single word, yes or no. "
        "If it cannot be answered with yes or no, answer no.\n"
        f"object: {name}\nquestion: {question}\nanswer (yes or no):"
    )
