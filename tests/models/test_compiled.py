"""Layers run as compiled code against full forwards, with PyTorch's compiler but for its last step, which wants a C++ compiler."""

from __future__ import annotations

import random

import pytest
import torch
from tiny_models import build, config_of, fresh
from torch._dynamo.utils import counters

from lmrl_gym.core.errors import RunError
from lmrl_gym.models.compiled import Compiled
from lmrl_gym.models.generate import Engine, _power_of
from lmrl_gym.models.trunks import Library


@pytest.mark.parametrize("kind", ["gpt2", "qwen3"])
def test_sixteen_turns_with_refills_in_few_shapes(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight slots, some speaking each turn, conversations that end and begin: the states are those of full forwards. New tokens come to 1, 4 or 16
    a pass and places to 32, 64, 128 or 256, always in eight rows: twelve shapes at most, each compiled once."""
    monkeypatch.setattr("lmrl_gym.models.generate._LEAST_PLACES", 32)
    torch._dynamo.reset()
    counters.clear()
    model, rng = build(config_of(kind, context=128)), random.Random(9)
    engine = Engine(model, slots=8, compiled="eager")
    way = engine._way
    assert isinstance(way, Compiled)
    said: list[list[int]] = [[] for _ in range(8)]
    for _ in range(16):
        over = rng.randrange(8)
        said[over], engine.lengths[over] = [], 0
        slots = sorted(rng.sample(range(8), rng.randint(1, 8)))
        for count in (rng.randint(8, 16), 1, 1):  # what the env said, then two tokens of the reply
            new = [[rng.randrange(40) for _ in range(rng.randint(1, count))] for _ in slots]
            for slot, ids, found in zip(slots, new, engine.extend(slots, new), strict=True):
                said[slot] = said[slot] + ids
                assert (found - fresh(model, said[slot])).abs().max() < 1e-5
    assert engine.lengths == [len(ids) for ids in said]
    assert max(engine.lengths) > 64
    assert way._met <= {(8, new, places) for new in (1, 4, 16) for places in (32, 64, 128, 256)}
    assert counters["stats"]["unique_graphs"] == len(way._met) > 3


def test_weights_learnt_in_place_are_the_weights_that_speak() -> None:
    """Nothing of the weights is built into what was compiled."""
    torch._dynamo.reset()
    model = build(config_of("gpt2"))
    engine = Engine(model, slots=1, compiled="eager")
    for _ in range(2):  # the first pass makes the places and is not compiled
        engine.lengths[0] = 0
        before = engine.extend([0], [[1, 2, 3, 4]])
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(1.1)
    engine.lengths[0] = 0
    after = engine.extend([0], [[1, 2, 3, 4]])
    assert (after[0] - fresh(model, [1, 2, 3, 4])).abs().max() < 1e-5
    assert (after - before).abs().max() > 1e-2


def test_a_longer_conversation_than_scores_allow_goes_in_pieces_of_few_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninety tokens are a pass of 256, whose scores in 2 rows of 4 heads are 2,048 a token: seven tokens fit, and passes are of 1, 4 or 16."""
    monkeypatch.setattr("lmrl_gym.models.generate._MOST_SCORES", 7 * 2048)
    torch._dynamo.reset()
    model, rng = build(config_of("gpt2", context=128)), random.Random(3)
    engine = Engine(model, slots=2, compiled="eager")
    said = [rng.randrange(40) for _ in range(90)]
    hidden = engine.extend([1], [said])
    assert (hidden[0] - fresh(model, said)).abs().max() < 1e-5
    assert isinstance(engine._way, Compiled)
    assert {new for _, new, _ in engine._way._met} == {4}


def test_powers_by_hand() -> None:
    assert [_power_of(4, n) for n in (1, 2, 4, 5, 16, 17)] == [1, 4, 4, 16, 16, 64]
    assert [_power_of(2, n) for n in (1, 33, 64)] == [1, 64, 64]


def test_a_model_that_is_not_computed_layer_by_layer_runs_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    model = build(config_of("neox"))
    engine = Engine(model, slots=1, compiled="eager")
    assert type(engine._way) is Library
    assert caplog.messages == ["GPTNeoXForCausalLM is not computed layer by layer here: it runs as it is, not compiled"]
    assert (engine.extend([0], [[1, 2, 3]])[0] - fresh(model, [1, 2, 3])).abs().max() < 1e-5


def test_a_compiler_that_fails_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyTorch's own last step, with a C++ compiler that does not exist."""
    torch._dynamo.reset()
    monkeypatch.setattr("torch._inductor.config.cpp.cxx", ("/nowhere/c++",))
    monkeypatch.setattr("torch._inductor.config.force_disable_caches", True)
    engine = Engine(build(config_of("gpt2")), slots=1, compiled="inductor")
    engine.extend([0], [[1]])
    with pytest.raises(RunError, match=r"the model's layers could not be compiled \(.+\); a CPU wants a C\+\+ compiler; or set model.compile=false"):
        engine.extend([0], [[2]])
