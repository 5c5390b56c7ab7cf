"""Windows against drawings of them, and how they chain and merge, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from drawing import LETTERS, conversation, drawing, letters
from hypothesis import given, settings
from hypothesis import strategies as st

from lmrl_gym.algos.returns import reward_to_go
from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.task import View
from lmrl_gym.tokens.render import Corpus, build_corpus, render

SAID = ("Hi?", ("ab", 1), "No.", ("cd", 2), "So.", ("ef", 3), "Bye")
OVER = conversation(*SAID)
STOPPED = conversation(*SAID, ending=Ending.TURN_LIMIT)


def drawn(episode: Episode, view: View) -> list[list[str]]:
    return [drawing(window) for window in render(episode, LETTERS, view).windows]


def test_whole_history_is_one_window() -> None:
    assert drawn(OVER, View()) == [
        ["^Hi?ab$No.cd$So.ef$",
         "....000...111...222",
         "......1.....2.....3"],
    ]  # fmt: skip
    assert render(OVER, LETTERS, View()).tail is None
    assert render(OVER, LETTERS, View()).terminated


def test_whole_history_cut_from_outside_keeps_its_last_answer() -> None:
    """The state past the end is in the window, to bootstrap from."""
    assert drawn(STOPPED, View()) == [
        ["^Hi?ab$No.cd$So.ef$Bye",
         "....000...111...222...",
         "......1.....2.....3..."],
    ]  # fmt: skip
    rendered = render(STOPPED, LETTERS, View())
    assert letters(rendered.tail or ()) == "^Hi?ab$No.cd$So.ef$Bye"
    assert not rendered.terminated


def test_a_markov_view_has_a_window_a_turn() -> None:
    windows = [
        ["^Hi?ab$",
         "....000",
         "......1"],
        ["^No.cd$",
         "....111",
         "......2"],
        ["^So.ef$",
         "....222",
         "......3"],
    ]  # fmt: skip
    assert drawn(OVER, View(1)) == drawn(STOPPED, View(1)) == windows
    assert render(OVER, LETTERS, View(1)).tail is None
    assert letters(render(STOPPED, LETTERS, View(1)).tail or ()) == "^Bye"


def test_the_last_three_texts() -> None:
    """The first window holds what fits into the view; each later turn has its own, where older turns are read and not answered for."""
    windows = [
        ["^Hi?ab$No.cd$",
         "....000...111",
         "......1.....2"],
        ["^No.cd$So.ef$",
         "..........222",
         "............3"],
    ]  # fmt: skip
    assert drawn(OVER, View(3)) == drawn(STOPPED, View(3)) == windows
    assert letters(render(STOPPED, LETTERS, View(3)).tail or ()) == "^So.ef$Bye"


def test_the_last_five_texts() -> None:
    longer = conversation(*SAID[:-1], "Go!", ("gh", 4), "Bye", ending=Ending.LENGTH_LIMIT)
    assert drawn(longer, View(5)) == [
        ["^Hi?ab$No.cd$So.ef$",
         "....000...111...222",
         "......1.....2.....3"],
        ["^No.cd$So.ef$Go!gh$",
         "................333",
         "..................4"],
    ]  # fmt: skip
    assert letters(render(longer, LETTERS, View(5)).tail or ()) == "^So.ef$Go!gh$Bye"


def test_a_view_longer_than_the_episode_is_the_whole_history() -> None:
    assert drawn(OVER, View(99)) == drawn(OVER, View())


def test_a_reply_without_its_end_token() -> None:
    """It was cut at the reply limit: its ids are used as drawn, its reward lies on the last of them, and what it was drawn with is kept."""
    episode = conversation("Hi?", ("ab", 1), "No.", ("cd", 2), "Bye", cut=[0])
    assert drawn(episode, View()) == [
        ["^Hi?abNo.cd$",
         "....00...111",
         ".....1.....2"],
    ]  # fmt: skip
    logprobs = render(episode, LETTERS, View()).windows[0].logprobs_T
    assert logprobs[4:6].tolist() == [-0.5, -1.0]
    assert np.isnan(np.delete(logprobs, [4, 5])).all()


def test_an_end_token_drawn_early_leaves_the_text_it_had() -> None:
    """An empty reply is one token, which carries the reward."""
    silent = Turn(Role.AGENT, "", 5.0, Sample((LETTERS.end,), (-0.1,)))
    episode = Episode("drawn", "1", {}, (Turn(Role.ENV, "Hi?"), silent, Turn(Role.ENV, "")), Ending.FAILURE, 0)
    assert drawn(episode, View(1)) == [["^Hi?$", "....0", "....5"]]


def test_an_episode_that_stops_on_an_agent_turn_has_no_state_to_bootstrap_from() -> None:
    episode = conversation(*SAID[:-1], ending=Ending.TURN_LIMIT)
    assert drawn(episode, View())[0][0] == "^Hi?ab$No.cd$So.ef$"
    assert render(episode, LETTERS, View()).tail is None
    assert not render(episode, LETTERS, View()).terminated


def test_an_episode_without_agent_turns_has_no_windows() -> None:
    for view in (View(), View(1), View(3)):
        assert render(conversation("Hi?"), LETTERS, view).windows == ()


AGENT_TEXT = st.text("xyz/", max_size=3)
EPISODES = st.lists(st.tuples(AGENT_TEXT, st.integers(1, 9), st.text("abc", max_size=3)), min_size=1, max_size=6).flatmap(
    lambda rounds: st.builds(
        lambda cut, ending: conversation(
            "Hi?", *(part for text, reward, answer in rounds for part in ((text or "w", reward), answer)), ending=ending, cut=cut
        ),
        st.lists(st.integers(0, 5)),
        st.sampled_from(list(Ending)),
    )
)


@given(episode=EPISODES, view=st.sampled_from([View(), View(1), View(3), View(5)]))
@settings(max_examples=80, deadline=None)
def test_every_agent_token_is_answered_for_once_after_what_the_policy_saw(episode: Episode, view: View) -> None:
    answered: list[tuple[int, int, float, tuple[int, ...]]] = []
    for window in render(episode, LETTERS, view).windows:
        ids = window.tokens_T.tolist()
        for t in np.flatnonzero(window.is_action_T):
            answered.append((int(window.turn_index_T[t]), ids[t], float(window.rewards_T[t]), tuple(ids[:t])))
    expected, number = [], 0
    for i, turn in enumerate(episode.turns):
        if turn.role is Role.ENV:
            continue
        prompt, ids = LETTERS.prompt(view(episode.turns[:i])), LETTERS.turn(turn)
        for k, token in enumerate(ids):
            expected.append((number, token, turn.reward if k + 1 == len(ids) else 0.0, (*prompt, *ids[:k])))
        number += 1
    assert answered == expected


# ---- corpora ----------------------------------------------------------------------------------------------------------

WON = conversation("Hi?", ("ab", 1), "No.", ("cd", 2), "Bye")
LIMIT = conversation("Hi?", ("ab", 1), "No.", ("ef", 3), "Bye", ending=Ending.TURN_LIMIT)
BACK = conversation("So.", ("gh", 4), "Hi?", ending=Ending.TURN_LIMIT)


def corpus(view: View, *episodes: Episode) -> Corpus:
    return build_corpus(episodes, LETTERS, view, lambda rewards, turns: reward_to_go(rewards, turns, 1.0))


def told(corpus: Corpus) -> list[tuple[str, float, int, str | None, bool]]:
    """(tokens, weight, successor, follow, terminated) of each window."""
    return [
        (letters(w.sequence.tokens_T.tolist()), w.weight, w.successor, None if w.follow is None else letters(w.follow), w.terminated)
        for w in corpus.windows
    ]


def test_markov_windows_chain_and_merge() -> None:
    """Six windows, three of them one and the same and two another: their mean is 2 a distinct window.

    The end of LIMIT leads to "Bye", where nobody ever acted: unknown. The end of BACK leads to "Hi?", where WON acted.
    """
    found = corpus(View(1), WON, LIMIT, WON)
    assert told(found) == [
        ("^Hi?ab$", 1.5, 1, None, False),
        ("^No.cd$", 1.0, -1, None, True),
        ("^No.ef$", 0.5, -1, None, False),
    ]
    assert (found.episodes, found.tokens, found.longest) == (3, 18, 7)
    # returns after "ab": 1 + 2 twice and 1 + 3 once, 10/3 on average; after "cd" 2, after "ef" 3
    assert [w.credit_T[w.sequence.is_action_T].tolist() for w in found.windows] == [pytest.approx([c] * 3) for c in (10 / 3, 2, 3)]
    assert told(corpus(View(1), BACK, WON))[0] == ("^So.gh$", 1.0, 1, None, False)


def test_the_same_words_with_other_rewards_or_another_end_stay_apart() -> None:
    poor = conversation("Hi?", ("ab", 0), "No.", ("cd", 2), "Bye")
    lost = conversation("Hi?", ("ab", 1), "So.", ("cd", 2), "Bye")
    stopped = conversation("Hi?", ("ab", 1), "No.", ("cd", 2), "Bye", ending=Ending.TURN_LIMIT)
    assert [row[0] for row in told(corpus(View(1), WON, poor))] == ["^Hi?ab$", "^No.cd$", "^Hi?ab$"]
    assert [row[:3] for row in told(corpus(View(1), WON, lost))] == [
        ("^Hi?ab$", 1.0, 1), ("^No.cd$", 1.0, -1), ("^Hi?ab$", 1.0, 3), ("^So.cd$", 1.0, -1),
    ]  # fmt: skip
    assert [row[4] for row in told(corpus(View(1), WON, stopped))] == [False, True, False]


def test_whole_histories_bootstrap_from_their_tail() -> None:
    assert told(corpus(View(), WON, LIMIT, WON)) == [
        ("^Hi?ab$No.cd$", pytest.approx(4 / 3), -1, None, True),
        ("^Hi?ab$No.ef$Bye", pytest.approx(2 / 3), -1, "^Hi?ab$No.ef$Bye", False),
    ]


def test_windows_of_the_last_three_texts_chain() -> None:
    """Each window's successor is the next turn's; past the cut there is only a prompt."""
    longer = conversation(*SAID[:-1], "Go!", ("gh", 4), "Bye", ending=Ending.TURN_LIMIT)
    assert told(corpus(View(3), longer)) == [
        ("^Hi?ab$No.cd$", 1.0, 1, None, False),
        ("^No.cd$So.ef$", 1.0, 2, None, False),
        ("^So.ef$Go!gh$", 1.0, -1, "^Go!gh$Bye", False),
    ]


def test_drawn_windows_keep_their_own_log_probabilities() -> None:
    """Drawn from two policies, the same words are two windows."""
    spoken = [Turn(Role.AGENT, "ab", 1, Sample(LETTERS.turn(Turn(Role.AGENT, "ab")), (lp,) * 3)) for lp in (-1.0, -2.0)]
    episodes = [Episode("drawn", "1", {}, (Turn(Role.ENV, "Hi?"), turn, Turn(Role.ENV, "")), Ending.SUCCESS, 0) for turn in spoken]
    found = corpus(View(), *episodes)
    assert [w.sequence.logprobs_T[4] for w in found.windows] == [-1.0, -2.0]
    assert math.isnan(found.windows[0].sequence.logprobs_T[0])
