"""The optimiser step: which of two optimisers moves a weight, and how far."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
from accelerate import Accelerator
from torch import Tensor

from lmrl_gym.algos.base import Loss
from lmrl_gym.algos.bc import BC
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.task import View
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.models.pretrained import ModelConfig, tiny_model
from lmrl_gym.tokens.batch import Batch, collate
from lmrl_gym.tokens.render import build_corpus
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer
from lmrl_gym.training.learner import Learner, Part
from lmrl_gym.training.settings import TrainConfig

WIDTH, LR, MUON_LR = 16, 1e-3, 4e-3
MUON = TrainConfig(lr=LR, muon_lr=MUON_LR, clip=0.0)


def loss(outputs: Outputs, batch: Batch) -> Loss:
    """Every weight gets a gradient: the policy's likelihood and the value head's."""
    scores = [s for s in (outputs.logits_SV, outputs.heads["q"]) if s is not None]
    return Loss(torch.stack([torch.nn.functional.cross_entropy(s[: len(batch.actions_N)], batch.actions_N) for s in scores]).sum(), {})


def first_step(positions: str, config: TrainConfig) -> dict[str, Tensor]:
    """By how much the first step moves each weight."""
    texts = ("see spot run\n", "the quick brown fox jumps over the lazy dog\n")
    encoder = Encoder(train_tokenizer(texts, 300, 1))
    turns = (Turn(Role.ENV, texts[0]), Turn(Role.AGENT, texts[1], 1.0), Turn(Role.ENV, ""))
    corpus = build_corpus([Episode("t", "1", {}, turns, Ending.SUCCESS, 0)], encoder, View(1), BC().credit)
    trunk = tiny_model(ModelConfig(layers=2, width=WIDTH, attention_heads=2, positions=positions, context=64), encoder, 0)
    torch.manual_seed(0)
    model = HeadedModel(trunk, {"q": True})
    torch.nn.init.normal_(model.heads["q"].outer.weight)  # type: ignore[union-attr, arg-type]
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    learner = Learner(model, BC(), config, Accelerator(cpu=True))
    learner.descend([Part(collate(corpus, [0], encoder.end), loss)], 0.5)
    return {name: p.detach() - before[name] for name, p in model.named_parameters()}


@pytest.mark.parametrize(("positions", "per_layer"), [("learned", 4), ("rotary", 7)])
def test_muon_moves_the_matrices_of_the_layers_and_adamw_the_rest(positions: str, per_layer: int) -> None:
    """GPT-2 has four matrices a layer (attention in and out, MLP in and out), Llama seven (q, k, v, o, gate, up, down)."""
    plain, both = first_step(positions, replace(MUON, muon_lr=0.0)), first_step(positions, MUON)
    other = {name for name in plain if not torch.equal(plain[name], both[name])}
    assert len(other) == 2 * per_layer
    assert all(both[name].ndim == 2 and ("h." in name or "layers." in name) for name in other)


def test_a_muon_step_has_equal_singular_values_and_the_size_of_an_adamw_step() -> None:
    """An orthogonal matrix of rank r times 0.2 √max(rows, columns) lr (Liu et al., 2025). Five rounds of Newton and Schulz leave singular values
    between 0.7 and 1.2 instead of 1; half the peak rate was asked for."""
    moved = first_step("learned", MUON)["trunk.transformer.h.1.mlp.c_proj.weight"]
    assert moved.shape == (4 * WIDTH, WIDTH)
    values = torch.linalg.svdvals(moved) / (0.5 * MUON_LR * 0.2 * math.sqrt(4 * WIDTH))
    large = values[values > 0.5]
    assert len(large) >= WIDTH // 2
    assert large.max() < 1.25


def test_adamw_moves_a_head_at_its_own_rate() -> None:
    """AdamW's first step is the rate times the gradient's sign."""
    moved = first_step("learned", replace(MUON, head_lr=3e-3))
    assert moved["heads.q.outer.weight"].abs().max() == pytest.approx(0.5 * 3e-3, rel=1e-3)
    assert moved["trunk.transformer.wte.weight"].abs().max() == pytest.approx(0.5 * LR, rel=1e-3)
