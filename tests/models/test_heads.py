"""Heads and their shift by one against matrices multiplied here; padding, target heads, what is trained."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from tiny_models import build, config_of, randomise
from torch import Tensor

from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.task import View
from lmrl_gym.models.heads import Head, HeadedModel
from lmrl_gym.tokens.batch import Batch, collate
from lmrl_gym.tokens.render import Corpus, build_corpus
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

LETTERS = Encoder(train_tokenizer([], 257))
HEADS = {"q": True, "v": False}


def corpus(*replies: str) -> Corpus:
    """One whole-history episode a reply, cut from outside, so that there is a state past its end."""
    episodes = [
        Episode("t", "1", {}, (Turn(Role.ENV, "Hi?"), Turn(Role.AGENT, reply), Turn(Role.ENV, "Bye")), Ending.TURN_LIMIT, 0) for reply in replies
    ]
    return build_corpus(episodes, LETTERS, View(), lambda rewards, _: rewards)


def headed(kind: str = "gpt2", *, policy: bool = True, targets: tuple[str, ...] = ("q",)) -> HeadedModel:
    model = HeadedModel(build(config_of(kind, 257)), HEADS, targets, policy=policy)
    randomise(model.heads, 2)
    randomise(model.targets, 3)
    return model.eval()


def by_hand(head: Head, hidden: Tensor) -> Tensor:
    return head.outer.weight @ torch.relu(head.inner.weight @ hidden + head.inner.bias) + head.outer.bias


@pytest.mark.parametrize("kind", ["gpt2", "llama"])
@torch.no_grad()
def test_what_is_said_about_a_token_comes_from_the_token_before(kind: str) -> None:
    """Two rows of different lengths: each state against the unpadded row's hidden vector one place before the token."""
    model = headed(kind)
    batch = collate(corpus("a longer one", "ab"), [0, 1], 0)
    outputs = model(batch)
    n = 0
    for row in ([0, *LETTERS.text("Hi?a longer one"), 0, *LETTERS.text("Bye")], [0, *LETTERS.text("Hi?ab"), 0, *LETTERS.text("Bye")]):
        hidden = model.trunk.base_model(input_ids=torch.tensor([row])).last_hidden_state[0]
        for t in range(4, len(row) - 3):
            assert batch.actions_N[n] == row[t]
            expected = model.trunk.get_output_embeddings().weight @ hidden[t - 1]
            assert torch.allclose(outputs.logits_SV[n], expected, atol=1e-5)
            assert torch.allclose(outputs.heads["q"][n], by_hand(model.heads["q"], hidden[t - 1]), atol=1e-5)
            assert torch.allclose(outputs.heads["v"][n], by_hand(model.heads["v"], hidden[t - 1])[0], atol=1e-5)
            assert torch.allclose(outputs.targets["q"][n], by_hand(model.targets["q"], hidden[t - 1]), atol=1e-5)
            n += 1
    assert n == len(batch.actions_N)
    # past the cut: the state after "Bye" of the second row is the last one
    assert torch.allclose(outputs.heads["v"][-1], by_hand(model.heads["v"], hidden[-1])[0], atol=1e-5)
    assert [outputs.logits_SV.shape, outputs.heads["q"].shape, outputs.heads["v"].shape] == [(n + 2, 257), (n + 2, 257), (n + 2,)]


@pytest.mark.parametrize("kind", ["gpt2", "llama"])
@torch.no_grad()
def test_padding_changes_nothing(kind: str) -> None:
    model, whole = headed(kind), corpus("ab", "a much longer reply than that")
    model.trunk.double()  # sums over rows of another length are rounded otherwise
    alone, padded = collate(whole, [0], 0), collate(whole, [0, 1], 9)
    n = len(alone.actions_N)
    assert padded.tokens_BT.shape[1] > alone.tokens_BT.shape[1] + 20
    short, long = model(alone), model(padded)
    for few, many in [(short.logits_SV, long.logits_SV), (short.heads["q"], long.heads["q"]), (short.heads["v"], long.heads["v"])]:
        assert (few[:n] - many[:n]).abs().max() < 1e-6 * max(1.0, float(few.abs().max()))


def test_values_start_at_zero_and_copies_start_equal() -> None:
    model = HeadedModel(build(config_of("gpt2", 257)), HEADS, ("q", "v"))
    outputs = model(collate(corpus("ab"), [0], 0))
    assert (outputs.heads["q"] == 0.0).all()
    assert (outputs.heads["v"] == 0.0).all()
    for name in ("q", "v"):
        for slow, fast in zip(model.targets[name].parameters(), model.heads[name].parameters(), strict=True):
            assert torch.equal(slow, fast)
            assert slow.data_ptr() != fast.data_ptr()


@pytest.mark.parametrize("rate", [0.0, 0.25, 1.0])
def test_slow_copies_move_by_the_rate(rate: float) -> None:
    model = headed()
    before = {k: v.clone() for k, v in model.state_dict().items()}
    model.track(rate)
    for name, after in model.state_dict().items():
        expected = before[name]
        if name.startswith("targets."):
            fast = before[name.replace("targets.", "heads.")]
            assert not torch.equal(expected, fast)
            expected = fast if rate == 1.0 else expected + rate * (fast - expected)
        assert torch.equal(after, expected), name


def test_slow_copies_get_no_gradient() -> None:
    model = headed()
    outputs = model(collate(corpus("ab"), [0], 0))
    assert not outputs.targets["q"].requires_grad
    assert not any(p.requires_grad for p in model.targets.parameters())
    (outputs.heads["q"].sum() + outputs.heads["v"].sum()).backward()
    assert all(p.grad is None for p in model.targets.parameters())
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in model.heads.parameters())


def test_without_a_policy_there_are_no_logits_and_the_output_layer_rests() -> None:
    """Unless it is the input layer too, which goes on learning."""
    batch = collate(corpus("ab"), [0], 0)
    for kind, tied in [("gpt2", True), ("llama", False)]:
        model = headed(kind, policy=False)
        outputs = model(batch)
        assert outputs.logits_SV is None
        output = model.trunk.get_output_embeddings().weight
        assert (output is model.trunk.get_input_embeddings().weight) == tied
        assert output.requires_grad == tied
        outputs.heads["v"].sum().backward()
        assert (output.grad is not None) == tied


def test_only_what_was_asked_for_is_there() -> None:
    outputs = headed()(collate(corpus("ab"), [0], 0))
    with pytest.raises(KeyError):
        outputs.targets["v"]
    with pytest.raises(KeyError):
        outputs.heads["q1"]


@torch.no_grad()
def test_heads_compute_in_full_precision_on_a_half_precision_trunk() -> None:
    model = headed()
    model.trunk.to(torch.bfloat16)
    outputs = model(collate(corpus("ab"), [0], 0))
    assert {outputs.logits_SV.dtype, outputs.heads["q"].dtype, outputs.heads["v"].dtype, outputs.targets["q"].dtype} == {torch.float32}


@torch.no_grad()
def test_masks_and_weights_of_a_batch_do_not_reach_the_model() -> None:
    model = headed()
    batch: Batch = collate(corpus("ab"), [0], 0)
    other = replace(batch, rewards_N=batch.rewards_N + 5, credit_N=batch.credit_N - 1, weight_N=batch.weight_N * 9, next_N=batch.next_N * 0)
    assert torch.equal(model(batch).heads["q"], model(other).heads["q"])
