"""The cache kept between turns against full forwards from scratch."""

from __future__ import annotations

import random

import pytest
import torch
from tiny_models import build, config_of, fresh

from lmrl_gym.core.errors import RunError
from lmrl_gym.models import generate
from lmrl_gym.models.generate import Engine, _alike
from lmrl_gym.models.trunks import Afresh, Direct, Library, way_for

WAYS = {
    "gpt2": Direct, "llama": Direct, "qwen2": Direct, "qwen3": Direct,
    "neox": Library, "eager neox": Library,
    "bloom": Afresh, "mamba": Afresh,
}  # fmt: skip
"""Kind of model -> how it is run: positions added to attention (ALiBi) and no attention at all are read from the start every time."""
KINDS = pytest.mark.parametrize("kind", list(WAYS))


@KINDS
def test_every_kind_of_model_is_run_in_the_quickest_way_that_is_right(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    model = build(config_of(kind)).train()
    assert type(way_for(model, rows=2, capacity=16)) is WAYS[kind]
    assert model.training
    told = [f"{type(model).__name__} takes no cache with rows of their own lengths: every token is drawn from the whole conversation"]
    assert caplog.messages == (told if WAYS[kind] is Afresh else [])


def test_a_model_that_changed_is_no_longer_trusted_to_the_layers_we_know() -> None:
    """A layer that does something of its own, as an adapter may: what we compute from its parts is not what it says, the library's cache is right."""
    model = build(config_of("gpt2"))
    block = model.base_model.h[0]
    said = block.forward
    block.forward = lambda *args, **kwargs: 1.5 * said(*args, **kwargs)
    engine = Engine(model, slots=2)
    assert type(engine._way) is Library
    hidden = engine.extend([0, 1], [[1, 2, 3], [4]])
    assert (hidden[0] - fresh(model, [1, 2, 3])).abs().max() < 1e-5


def test_weights_learnt_in_place_are_the_weights_that_speak() -> None:
    """Between two conversations the model learns; the engine made before says what the new weights say."""
    model = build(config_of("gpt2"))
    engine = Engine(model, slots=1)
    before = engine.extend([0], [[1, 2, 3]])
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(1.1)
    engine.lengths[0] = 0
    after = engine.extend([0], [[1, 2, 3]])
    assert (after[0] - fresh(model, [1, 2, 3])).abs().max() < 1e-5
    assert (after - before).abs().max() > 1e-2


@pytest.mark.parametrize("kind", ["gpt2", "qwen2"])
def test_long_new_texts_in_pieces_and_beside_short_ones(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores of 2,000 numbers at a time, and no padding allowed: seventy new tokens beside one take groups and pieces, the same states come out."""
    monkeypatch.setattr(generate, "_MOST_SCORES", 2000)
    monkeypatch.setattr(generate, "_WASTE", 0)
    model, rng = build(config_of(kind)), random.Random(7)
    engine = Engine(model, slots=6)
    said: list[list[int]] = [[] for _ in range(6)]
    for lengths in ([70, 1, 30, 60, 2, 9], [1, 50, 3, 1, 40, 1]):
        new = [[rng.randrange(40) for _ in range(n)] for n in lengths]
        hidden = engine.extend(range(6), new)
        for ids, more, found in zip(said, new, hidden, strict=True):
            ids += more
            assert (found - fresh(model, ids)).abs().max() < 1e-5


def test_groups_by_hand() -> None:
    """Together where padding is at most 256, else those of half the longest or more first. 100 + 60 + 7 pads 133; 300 beside 5, 4, 3 pads 888."""
    assert _alike([100, 60, 7]) == [[0, 1, 2]]
    assert _alike([5, 300, 4, 3]) == [[1], [0, 2, 3]]
    assert _alike([600, 1, 300, 2, 299]) == [[0, 2], [4], [1, 3]]


def test_few_of_many_slots_change_places_and_none_is_lost() -> None:
    """Of 40 conversations every seventh goes on, then the others, then all: states and lengths stay with their slots."""
    model, rng = build(config_of("gpt2")), random.Random(8)
    engine = Engine(model, slots=40)
    said = [[rng.randrange(40) for _ in range(rng.randint(1, 6))] for _ in range(40)]
    engine.extend(range(40), said)
    for chosen in (range(3, 40, 7), [k for k in range(40) if k % 7 != 3], range(39, -1, -1)):
        new = [[rng.randrange(40)] for _ in chosen]
        hidden = engine.extend(chosen, new)
        for slot, ids, found in zip(chosen, new, hidden, strict=True):
            said[slot] = said[slot] + ids
            assert (found - fresh(model, said[slot])).abs().max() < 1e-5
    assert engine.lengths == [len(ids) for ids in said]


def test_memory_follows_the_longest_conversation() -> None:
    """Two layers of two times 4 heads of 4 numbers of four bytes: 256 bytes a token and slot; a row has at most 32 tokens more than the
    longest conversation, and fewer again when that is over."""
    model = build(config_of("gpt2"))
    engine = Engine(model, slots=8)
    engine.extend([5], [[1] * 100])
    assert 100 <= engine.capacity <= 100 + 32
    way = engine._way
    assert isinstance(way, Direct)
    assert sum(t.nbytes for layer in way.layers for t in (layer.keys, layer.values)) == 256 * 8 * engine.capacity
    engine.lengths[5] = 0
    engine.extend([5], [[1, 2]])
    assert engine.capacity <= 2 * 2 + 64


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
        assert type(engine._way) is Direct
        with pytest.raises(RunError, match="a conversation of 13 tokens does not fit into the model's context of 12; use a model with a longer one"):
            engine.extend([1, 2], tokens)
    assert engine.lengths == [12, 9, 2]


def test_a_sliding_window_is_as_far_as_the_cache_can_follow() -> None:
    """Eight tokens see each other whole; at the ninth the model would forget the first and the cache would not."""
    model = build(config_of("sliding"))
    engine = Engine(model, slots=1)
    hidden = engine.extend([0], [[1, 2, 3, 4, 5, 6, 7, 8]])
    assert (hidden[0] - fresh(model, [1, 2, 3, 4, 5, 6, 7, 8])).abs().max() < 1e-5
    assert type(engine._way) is Direct
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
