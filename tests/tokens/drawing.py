"""Conversations small enough to be drawn: a tokenizer of one character a token, and windows as lines of text.

    ^Hi?ab$No.cd$     tokens: ^ start, $ end of turn, / line end
    ....000...111     the number of the agent turn under each token that the window answers for
    ......1.....2     rewards, where there are any
"""

from __future__ import annotations

from collections.abc import Sequence

from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.tokens.render import TokenSequence
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

LETTERS = Encoder(train_tokenizer([], 257))


def conversation(*said: str | tuple[str, float], ending: Ending = Ending.SUCCESS, cut: Sequence[int] = ()) -> Episode:
    """Env texts as strings, agent texts with their rewards. The agent turns numbered in `cut` were drawn and have no end token."""
    turns, agent_turns = [], 0
    for what in said:
        if isinstance(what, str):
            turns.append(Turn(Role.ENV, what))
            continue
        ids = LETTERS.text(what[0])
        sample = Sample(ids, tuple(-0.5 * (k + 1) for k in range(len(ids)))) if agent_turns in cut else None
        turns.append(Turn(Role.AGENT, what[0], what[1], sample))
        agent_turns += 1
    return Episode("drawn", "1", {}, tuple(turns), ending, 0)


def letters(ids: Sequence[int]) -> str:
    """`^Hi?ab$`"""
    return "".join(["^", *("$" if i == LETTERS.end else LETTERS.decode([i]).replace("\n", "/") for i in list(ids)[1:])])


def drawing(window: TokenSequence) -> list[str]:
    """The three lines above."""
    assert [int(i) >= 0 for i in window.turn_index_T] == window.is_action_T.tolist()
    marks = "".join(str(i) if i >= 0 else "." for i in window.turn_index_T.tolist())
    return [letters(window.tokens_T.tolist()), marks, "".join(f"{r:g}" if r else "." for r in window.rewards_T.tolist())]
