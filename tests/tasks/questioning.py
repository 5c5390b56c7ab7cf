"""Questions put to the embedded oracle, for tests."""

from __future__ import annotations

from lmrl_gym.core.task import Ask, Step
from lmrl_gym.tasks.twenty_questions.facts import names
from lmrl_gym.tasks.twenty_questions.game import Game, Oracle
from lmrl_gym.tasks.twenty_questions.reader import answer, read


def says(question: str, name: str) -> bool | None:
    return answer(question, names().index(name))


def yes(question: str) -> set[str]:
    """The objects for which the question is answered yes."""
    mask = read(question).yes
    return {name for i, name in enumerate(names()) if mask >> i & 1}


def ask(env: Game, question: str, reply: str | None = None) -> Step:
    """One turn; the oracle answers, or `reply` stands in its place."""
    asked = env.step(question)
    assert isinstance(asked, Ask)
    return env.resume(Oracle().reply([asked.dialogue], seeds=[0])[0].text if reply is None else reply)
