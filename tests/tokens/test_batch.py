"""Windows as tensors: states, successors and discounts, written out for examples of one and two windows."""

from __future__ import annotations

import pytest
import torch
from drawing import LETTERS, conversation, letters

from lmrl_gym.core.episode import Ending, Episode
from lmrl_gym.core.task import View
from lmrl_gym.tokens.batch import Batch, collate
from lmrl_gym.tokens.render import Corpus, build_corpus

WON = conversation("Hi?", ("ab", 1), "No.", ("cd", 2), "Bye")
LIMIT = conversation("Hi?", ("ab", 1), "No.", ("ef", 3), "Bye", ending=Ending.TURN_LIMIT)
PAD = 7


def corpus(view: View, *episodes: Episode) -> Corpus:
    return build_corpus(episodes, LETTERS, view, lambda rewards, _: 10 * rewards)


def rows(batch: Batch) -> list[str]:
    return [letters(ids[real].tolist()) for ids, real in zip(batch.tokens_BT, batch.is_token_BT, strict=True)]


def states(batch: Batch) -> list[str]:
    """What has been said before each state."""
    width = batch.tokens_BT.shape[1]
    return [letters(batch.tokens_BT[int(s) // width, : int(s) % width + 1].tolist()) for s in batch.states_S]


def test_two_windows_one_of_which_borrows_a_state() -> None:
    """Windows 0 and 2 of three; the successor of window 0 is window 1, which is not in the batch: its prompt joins as a row.

    row 0  ^Hi?ab$   flat 0…6     states 0 1 2 stand before a b $: flat 3 4 5
    row 1  ^No.ef$   flat 7…13    states 3 4 5 stand before e f $: flat 10 11 12
    row 2  ^No.      flat 14…17   state 6 follows the first $: flat 17
    """
    whole = corpus(View(1), WON, LIMIT, WON)
    batch = collate(whole, [0, 2], PAD)
    assert rows(batch) == ["^Hi?ab$", "^No.ef$", "^No."]
    assert batch.tokens_BT.shape == (3, 7)
    assert batch.tokens_BT[2, 4:].tolist() == [PAD] * 3
    assert batch.states_S.tolist() == [3, 4, 5, 10, 11, 12, 17]
    assert letters([0, *batch.actions_N.tolist()]) == "^ab$ef$"
    assert batch.next_N.tolist() == [1, 2, 6, 4, 5, -1]
    assert batch.terminated_N.tolist() == [False] * 6
    assert batch.turn_end_N.tolist() == [False, False, True] * 2
    assert batch.rewards_N.tolist() == [0, 0, 1, 0, 0, 3]
    assert batch.credit_N.tolist() == [0, 0, 10, 0, 0, 30]
    # six windows, three distinct: occurring three times and once, against a mean of 2
    assert batch.weight_N.tolist() == [1.5] * 3 + [0.5] * 3
    # what follows the cut is unknown, so its target is left out
    assert batch.td_weight_N.tolist() == [1.5, 1.5, 1.5, 0.5, 0.5, 0.0]


def test_a_successor_in_the_batch_lends_its_own_state() -> None:
    batch = collate(corpus(View(1), WON, LIMIT, WON), [2, 1, 0], PAD)
    assert rows(batch) == ["^No.ef$", "^No.cd$", "^Hi?ab$"]
    # actions e f $ c d $ a b $: the last $ leads to the state before c, which is state 3
    assert batch.next_N.tolist() == [1, 2, -1, 4, 5, -1, 7, 8, 3]
    assert batch.terminated_N.tolist() == [False] * 5 + [True] + [False] * 3
    assert batch.td_weight_N.tolist() == [0.5, 0.5, 0, 1, 1, 1, 1.5, 1.5, 1.5]


def test_a_whole_history_that_was_cut_bootstraps_in_its_own_row() -> None:
    """^Hi?ab$No.ef$Bye: the state past the end stands after the last of 16 tokens, flat 15."""
    batch = collate(corpus(View(), LIMIT), [0], PAD)
    assert rows(batch) == ["^Hi?ab$No.ef$Bye"]
    assert batch.states_S.tolist() == [3, 4, 5, 9, 10, 11, 15]
    assert batch.next_N.tolist() == [1, 2, 3, 4, 5, 6]
    assert batch.terminated_N.tolist() == [False] * 6
    assert batch.turn_end_N.tolist() == [False, False, True] * 2
    assert batch.td_weight_N.tolist() == [1.0] * 6


def test_nothing_follows_a_terminated_end() -> None:
    batch = collate(corpus(View(), WON, LIMIT), [0, 1], PAD)
    assert rows(batch) == ["^Hi?ab$No.cd$", "^Hi?ab$No.ef$Bye"]
    assert batch.next_N.tolist() == [1, 2, 3, 4, 5, -1, 7, 8, 9, 10, 11, 12]
    assert batch.terminated_N.tolist() == [False] * 5 + [True] + [False] * 6
    assert states(batch)[5:] == ["^Hi?ab$No.cd", "^Hi?", "^Hi?a", "^Hi?ab", "^Hi?ab$No.", "^Hi?ab$No.e", "^Hi?ab$No.ef", "^Hi?ab$No.ef$Bye"]
    assert batch.td_weight_N.tolist() == [1.0] * 12


def test_the_last_texts_borrow_the_prompt_past_the_cut_once() -> None:
    """Two episodes with the same last three texts: one row lends the state to both."""
    said = ("No.", ("cd", 2), "So.", ("ef", 3), "Bye")
    stopped = [conversation(opening, ("ab", 1), *said, ending=Ending.TURN_LIMIT) for opening in ("Hi?", "Ho?")]
    whole = corpus(View(3), *stopped)
    batch = collate(whole, range(len(whole.windows)), PAD)
    assert rows(batch) == ["^Hi?ab$No.cd$", "^No.cd$So.ef$", "^Ho?ab$No.cd$", "^So.ef$Bye"]
    assert [states(batch)[int(i)] if i >= 0 else None for i in batch.next_N] == [
        "^Hi?a", "^Hi?ab", "^Hi?ab$No.", "^Hi?ab$No.c", "^Hi?ab$No.cd", "^No.cd$So.",
        "^No.cd$So.e", "^No.cd$So.ef", "^So.ef$Bye",
        "^Ho?a", "^Ho?ab", "^Ho?ab$No.", "^Ho?ab$No.c", "^Ho?ab$No.cd", "^No.cd$So.",
    ]  # fmt: skip


def test_who_does_not_look_ahead_computes_no_states_after_windows() -> None:
    """The two windows of the first test: no third row, no seventh state, and the rest as there."""
    batch = collate(corpus(View(1), WON, LIMIT, WON), [0, 2], PAD, follow=False)
    assert rows(batch) == ["^Hi?ab$", "^No.ef$"]
    assert batch.states_S.tolist() == [3, 4, 5, 10, 11, 12]
    assert batch.next_N.tolist() == [1, 2, -1, 4, 5, -1]
    assert batch.turn_end_N.tolist() == [False, False, True] * 2
    assert batch.credit_N.tolist() == [0, 0, 10, 0, 0, 30]
    assert batch.weight_N.tolist() == [1.5] * 3 + [0.5] * 3


def test_each_state_stands_before_its_token() -> None:
    batch = collate(corpus(View(3), WON, LIMIT), [1, 0], PAD)
    tokens_X = batch.tokens_BT.flatten()
    assert torch.equal(tokens_X[batch.states_S[:12] + 1], batch.actions_N)


def test_discounts_by_token_and_by_turn() -> None:
    """ab$cd$: by token every step costs γ, by turn only the step over an end of turn."""
    batch = collate(corpus(View(), WON), [0], PAD)
    assert batch.discount_N(0.5, "token").tolist() == [0.5] * 6
    assert batch.discount_N(0.5, "turn").tolist() == [1, 1, 0.5, 1, 1, 0.5]


def test_a_reply_cut_short_ends_its_turn_all_the_same() -> None:
    batch = collate(corpus(View(), conversation("Hi?", ("ab", 1), "No.", ("cd", 2), "Bye", cut=[0, 1])), [0], PAD)
    assert rows(batch) == ["^Hi?abNo.cd"]
    assert batch.turn_end_N.tolist() == [False, True, False, True]
    assert batch.rewards_N.tolist() == [0, 1, 0, 2]
    assert batch.terminated_N.tolist() == [False, False, False, True]
    assert batch.logprobs_N.tolist() == pytest.approx([-0.5, -1.0, -0.5, -1.0])


def test_moving_a_batch_moves_all_of_it() -> None:
    batch = collate(corpus(View(), WON), [0], PAD)
    there = batch.to("meta")
    held = [name for name in Batch.__slots__ if getattr(batch, name) is not None]
    assert len(held) >= 13  # all but what only played windows have
    for name in held:
        assert getattr(there, name).device == torch.device("meta")
        assert getattr(there, name).dtype == getattr(batch, name).dtype
