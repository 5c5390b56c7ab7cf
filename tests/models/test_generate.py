"""The cache kept between turns against full forwards from scratch."""

from __future__ import annotations

import random

import pytest
import torch
from tiny_models import build, config_of
from torch import Tensor
from transformers import PreTrainedModel

from lmrl_gym.core.errors import RunError
from lmrl_gym.models.generate import Engine

KINDS = pytest.mark.parametrize("kind", ["gpt2", "llama", "qwen2"])


@torch.no_grad()
def fresh(model: PreTrainedModel, ids: list[int]) -> Tensor:
    return model.base_model(input_ids=torch.tensor([ids]), use_cache=False).last_hidden_state[0, -1]


@KINDS
def test_ten_ragged_turns_of_changing_rows_equal_full_forwards(kind: str) -> None:
    """Four conversations grow by one to nine tokens, some of them at a time, out of order; capacity and slots grow on the way."""
    model, rng = build(config_of(kind)), random.Random(5)
    engine = Engine(model, slots=2, capacity=4)
    said: list[list[int]] = [[], []]
    for turn in range(10):
        if turn in (3, 6):
            engine.add_slots(1)
            said.append([])
        rows = rng.sample(range(len(said)), rng.randint(1, len(said)))
        new = [[rng.randrange(40) for _ in range(rng.randint(1, 9))] for _ in rows]
        hidden = engine.extend(rows, new)
        for row, ids in zip(rows, new, strict=True):
            said[row] += ids
        for row, found in zip(rows, hidden, strict=True):
            assert (found - fresh(model, said[row])).abs().max() < 1e-5
        assert engine.lengths == [len(ids) for ids in said]
    assert engine.slots == 4
    assert engine.capacity >= max(map(len, said)) > 4


@KINDS
def test_a_slot_used_again_remembers_nothing(kind: str) -> None:
    model = build(config_of(kind))
    engine = Engine(model, slots=2)
    engine.extend([0, 1], [[1, 2, 3, 4, 5], [6, 7]])
    engine.lengths[0] = 0
    hidden = engine.extend([1, 0], [[8], [9, 10]])
    assert (hidden[0] - fresh(model, [6, 7, 8])).abs().max() < 1e-5
    assert (hidden[1] - fresh(model, [9, 10])).abs().max() < 1e-5


def test_a_conversation_may_fill_the_context_and_no_more() -> None:
    model = build(config_of("gpt2", context=12))
    engine = Engine(model, slots=3)
    said = [k % 40 for k in range(12)]
    engine.extend([0], [said[:7]])
    hidden = engine.extend([0], [said[7:]])
    assert (hidden[0] - fresh(model, said)).abs().max() < 1e-5
    # row 0 is full; what pads it while others go on lies past the context and is seen by nobody
    hidden = engine.extend([1, 2], [said[:9], said[:2]])
    assert (hidden[0] - fresh(model, said[:9])).abs().max() < 1e-5
    for tokens in ([said[:4], said[:1]], [said[:1], said[:11]]):
        with pytest.raises(RunError, match="a conversation of 13 tokens does not fit into the model's context of 12; use a model with a longer one"):
            engine.extend([1, 2], tokens)
    assert engine.lengths == [12, 9, 2]


def test_a_sliding_window_is_as_far_as_the_cache_can_follow() -> None:
    """Eight tokens see each other whole; at the ninth the model would forget the first and the cache would not."""
    model = build(config_of("sliding"))
    engine = Engine(model, slots=1)
    hidden = engine.extend([0], [[1, 2, 3, 4, 5, 6, 7, 8]])
    assert (hidden[0] - fresh(model, [1, 2, 3, 4, 5, 6, 7, 8])).abs().max() < 1e-5
    with pytest.raises(RunError, match="a conversation of 9 tokens does not fit into the model's context of 8"):
        engine.extend([0], [[9]])


@KINDS
@pytest.mark.parametrize("context", [48, 128])
def test_refilled_slots_after_ten_turns_equal_full_forwards(kind: str, context: int) -> None:
    """Sixty-four slots; in every turn some conversations end and others begin in their places."""
    model, rng = build(config_of(kind, context=context)), random.Random(6)
    engine = Engine(model, slots=64, capacity=8)
    said: list[list[int]] = [[] for _ in range(64)]
    for turn in range(10):
        for slot in rng.sample(range(64), 9):
            said[slot], engine.lengths[slot] = [], 0
        new = [[rng.randrange(40) for _ in range(rng.randint(1, 4))] for _ in said]
        hidden = engine.extend(range(64), new)
        for ids, more in zip(said, new, strict=True):
            ids += more
        if turn == 9:
            for ids, found in zip(said, hidden, strict=True):
                assert (found - fresh(model, ids)).abs().max() < 1e-5
    assert len({len(ids) for ids in said}) > 10
