"""A word is shown first and asked for at the end: right answers need what was said three turns before.

All words end in the same last texts, so that a policy which sees only the latest text answers right once in four, whatever it does.
"""

from __future__ import annotations

from itertools import pairwise

from lmrl_gym.core.episode import Ending
from lmrl_gym.core.task import View
from lmrl_gym.tasks.probes.game import Game, Move, Plan, Probe

WORDS = ("blue", "gold", "pink", "teal")
RIGHT = 0.6
"""The share of stored episodes with the right answer; the others name each wrong word equally often."""


def recall() -> Probe:
    texts: dict[str, str] = {}
    moves: dict[str, dict[str, Move]] = {}
    other: dict[str, Move] = {}
    for word in WORDS:
        states = [word, f"{word}, first wait", f"{word}, second wait", f"{word}, asked"]
        for state, text in zip(states, [f"The word is {word}.\n", "Wait.\n", "Wait.\n", "Which word?\n"], strict=True):
            texts[state] = text
        for state, after in pairwise(states):
            moves[state] = {"ok": Move(0.0, after)}
            other[state] = Move(0.0, after)  # any answer will do while one waits
        moves[states[-1]] = {w: Move(1.0, None, Ending.SUCCESS) if w == word else Move(0.0) for w in WORDS}
    return Probe(
        name="probes/recall",
        summary="A word is told first and asked for three turns later; 1 for the right answer.",
        skills=("memory",),
        help="You are told a word. Answer ok until you are asked for it, then type the word.",
        game=Game(texts, moves, other),
        starts=WORDS,
        plans=tuple(_plan(word, answer) for word in WORDS for answer in WORDS),
        view=View(),
        turn_limit=4,
        reward_range=(-1.0, 1.0),
        episodes=1200,
        about="Each of four words equally often, answered right in 60 % of the episodes and else with each wrong word equally often.",
    )


def _plan(word: str, answer: str) -> Plan:
    weight = RIGHT if answer == word else (1 - RIGHT) / (len(WORDS) - 1)
    replies = {word: "ok", f"{word}, first wait": "ok", f"{word}, second wait": "ok", f"{word}, asked": answer}
    return Plan(weight / len(WORDS), word, replies)
