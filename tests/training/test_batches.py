"""Which windows make which batch."""

from __future__ import annotations

from collections import Counter

import pytest
import torch

from lmrl_gym.algos.bc import BC
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.task import View
from lmrl_gym.tokens.render import Corpus, build_corpus
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer
from lmrl_gym.training.batches import Batches


@pytest.fixture(scope="module")
def corpus() -> tuple[Corpus, Encoder]:
    """Four one-turn episodes, said 5, 1, 2 and 4 times."""
    said = ["a\n"] * 5 + ["b\n"] + ["c\n"] * 2 + ["d\n"] * 4
    episodes = [Episode("t", "1", {}, (Turn(Role.ENV, "?\n"), Turn(Role.AGENT, x, 1.0), Turn(Role.ENV, "")), Ending.SUCCESS, 0) for x in said]
    encoder = Encoder(train_tokenizer([t.text for e in episodes for t in e.turns], 300, 0))
    return build_corpus(episodes, encoder, View(1), BC().credit), encoder


def said(encoder: Encoder, batches: Batches, step: int) -> Counter[str]:
    """Text -> how much it counts in the batch of `step`."""
    batch = batches.at(step)
    found: Counter[str] = Counter()
    for row, weight in zip(batch.actions_N.reshape(-1).tolist(), batch.weight_N.tolist(), strict=True):
        if row != encoder.end:
            found[encoder.pieces([row])[0]] += weight
    return found


def test_an_epoch_draws_each_window_as_often_as_it_occurs(corpus: tuple[Corpus, Encoder]) -> None:
    windows, encoder = corpus
    batches = Batches(windows, 3, 0, encoder.end)
    assert batches.per_epoch == 4  # twelve recordings, three at a time
    steps = [said(encoder, batches, step) for step in range(4)]
    assert [step.total() for step in steps] == [3, 3, 3, 3]
    first = sum(steps, Counter())
    assert sorted(first.values()) == [1, 2, 4, 5]
    assert any(max(step.values()) > 1 for step in steps)  # drawn twice, computed once and counted twice
    assert all(len(batches.at(step).tokens_BT) == len(steps[step]) for step in range(4))
    second = [said(encoder, batches, step) for step in range(4, 8)]
    assert second != steps
    assert sum(second, Counter()) == first
    again = Batches(windows, 3, 0, encoder.end)
    assert torch.equal(again.at(6).tokens_BT, batches.at(6).tokens_BT)


def test_a_corpus_no_larger_than_a_batch_is_one_weighted_batch(corpus: tuple[Corpus, Encoder]) -> None:
    windows, encoder = corpus
    batches = Batches(windows, 4, 0, encoder.end)
    assert batches.per_epoch == 1
    # In units of the mean, which is 12 recordings on 4 windows: 5/3, 1/3, 2/3, 4/3.
    assert sorted(said(encoder, batches, 0).values()) == pytest.approx([1 / 3, 2 / 3, 4 / 3, 5 / 3])
    assert batches.at(17) is batches.at(0)


def test_processes_share_a_batch(corpus: tuple[Corpus, Encoder]) -> None:
    windows, encoder = corpus
    whole = Batches(windows, 6, 0, encoder.end)
    shares = [Batches(windows, 6, 0, encoder.end, process, 2) for process in range(2)]
    together = sum((said(encoder, share, 1) for share in shares), Counter())
    assert together == said(encoder, whole, 1)
