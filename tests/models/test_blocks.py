"""The last layer where it is wanted only: hidden states and gradients are those of the trunk's own forward."""

from __future__ import annotations

import pytest
import torch
from tiny_models import build, config_of
from torch import Tensor
from transformers import OPTConfig, PreTrainedModel

from lmrl_gym.models.blocks import has_parts, layers_of, states_at
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.tokens.batch import Batch

KINDS = {"gpt2": 1e-10, "llama": 1e-6, "qwen2": 1e-6, "qwen3": 1e-6}
"""How near two ways to sum are in double precision, over the largest number; the norms of the Llama family round to single precision inside."""
TOKENS = torch.arange(3 * 11).view(3, 11) * 7 % 40
STATES = torch.tensor([30, 3, 14, 5, 4, 31, 12, 32, 3])
"""Flat indices in no order, one of them twice: four in the first row, two in the second, three in the last."""


def whole(kind: str) -> PreTrainedModel:
    """A trunk that drops nothing."""
    config = config_of(kind)
    for name in ("resid_pdrop", "embd_pdrop", "attn_pdrop"):
        if hasattr(config, name):
            setattr(config, name, 0.0)
    return build(config).double().train()


def own(trunk: PreTrainedModel, tokens: Tensor, states: Tensor) -> Tensor:
    result: Tensor = trunk.base_model(input_ids=tokens, use_cache=False).last_hidden_state.flatten(0, 1)[states]
    return result


def near(true: Tensor, ours: Tensor, kind: str) -> bool:
    return (true - ours).abs().max().item() <= KINDS[kind] * max(1.0, true.abs().max().item())


@pytest.mark.parametrize("kind", KINDS)
def test_states_and_gradients_are_the_trunks_own(kind: str) -> None:
    trunk = whole(kind)
    assert has_parts(trunk)
    weighed = torch.linspace(-1, 1, len(STATES) * 16, dtype=torch.double).view(-1, 16)
    found: list[tuple[Tensor, list[Tensor]]] = []
    for way in (own, states_at):
        trunk.zero_grad()
        states = way(trunk, TOKENS, STATES)
        (states * weighed).sum().backward()
        found.append((states.detach(), [p.grad.clone() for p in trunk.base_model.parameters() if p.grad is not None]))
    (true, true_grads), (ours, our_grads) = found
    assert near(true, ours, kind)
    assert len(true_grads) == len(our_grads) >= 20
    for a, b in zip(true_grads, our_grads, strict=True):
        assert near(a, b, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_without_states_and_a_single_state(kind: str) -> None:
    trunk = whole(kind)
    for states in (torch.tensor([25]), torch.tensor([0, 24])):
        assert near(own(trunk, TOKENS, states), states_at(trunk, TOKENS, states), kind)


@pytest.mark.parametrize("kind", ["neox", "bloom", "mamba", "sliding"])
def test_a_trunk_made_otherwise_is_told(kind: str) -> None:
    assert not has_parts(build(config_of(kind)))


def test_a_trunk_that_drops_parts_while_it_learns_is_left_alone() -> None:
    assert not has_parts(build(config_of("gpt2")))  # a tenth, as published


def batch(states: Tensor) -> Batch:
    n = len(states)
    empty, no = torch.zeros(n), torch.zeros(n, dtype=torch.bool)
    said = torch.zeros(n, dtype=torch.long)
    return Batch(TOKENS, torch.ones_like(TOKENS, dtype=torch.bool), states, said, torch.arange(n), no, no, empty, empty, empty, empty)


@pytest.mark.parametrize("kind", KINDS)
def test_a_headed_model_goes_through_its_trunk_whole_only_where_many_states_are_wanted(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = HeadedModel(whole(kind).float(), {"v": False})
    calls: list[int] = []
    monkeypatch.setattr(model, "hidden", lambda tokens, is_token: calls.append(1) or HeadedModel.hidden(model, tokens, is_token))
    for states, through in ((STATES, 0), (torch.arange(16), 0), (torch.arange(17), 1)):
        logits = model(batch(states)).logits_SV
        assert len(calls) == through
        true = model.trunk.get_output_embeddings()(own(model.trunk, TOKENS, states))
        assert (logits - true).abs().max() < 1e-4 * true.abs().max()


def test_a_trunk_whose_layers_stand_elsewhere_is_called_whole() -> None:
    sizes = {"vocab_size": 40, "hidden_size": 16, "word_embed_proj_dim": 16, "ffn_dim": 32, "num_hidden_layers": 2, "num_attention_heads": 4}
    trunk = build(OPTConfig(**sizes, dropout=0.0, max_position_embeddings=64))
    assert not layers_of(trunk.base_model)
    logits = HeadedModel(trunk, {"v": False})(batch(STATES)).logits_SV
    assert torch.equal(logits, trunk.get_output_embeddings()(own(trunk, TOKENS, STATES)))


def test_layers_that_were_wrapped_since_are_called_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """As sharding wraps them: their weights are gathered when they are called, not when their parts are."""
    model = HeadedModel(whole("llama").float(), {"v": False})
    layer = layers_of(model.trunk.base_model)[0]
    calls: list[int] = []
    monkeypatch.setattr(model, "hidden", lambda tokens, is_token: calls.append(1) or HeadedModel.hidden(model, tokens, is_token))
    layer.__class__ = type("Sharded", (type(layer),), {})
    model(batch(STATES))
    assert calls == [1]
