"""What is computed of a round before learning: every row where credit needs it, a few where it does not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.task import View
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.pretrained import ModelConfig, tiny_model
from lmrl_gym.tokens.render import render
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer
from lmrl_gym.training.appraise import appraise

LETTERS = Encoder(train_tokenizer(["abcdefghijkl"], 257, 1))
CONFIG = ModelConfig(width=16, attention_heads=2, context=64)


def episode(letter: str, logp: float) -> Episode:
    ids = (*LETTERS.text(letter), LETTERS.end)
    turns = (Turn(Role.ENV, "abc"), Turn(Role.AGENT, letter, 1.0, Sample(ids, (logp,) * len(ids))), Turn(Role.ENV, "a"))
    return Episode("t", "1", {}, turns, Ending.SUCCESS, 0)


EPISODES = [episode(letter, -float(k)) for k, letter in enumerate("abcdefghijkl")]


def looked_at(model: HeadedModel, monkeypatch: pytest.MonkeyPatch, *, refers: bool) -> tuple[int, list[np.ndarray], dict[str, float]]:
    """Rows computed, each episode's log-probabilities under the reference, and the stats."""
    seen: list[int] = []
    whole = HeadedModel.hidden

    def noting(self: HeadedModel, tokens_BT: torch.Tensor, is_token_BT: torch.Tensor) -> torch.Tensor:
        seen.append(len(tokens_BT))
        return whole(self, tokens_BT, is_token_BT)

    monkeypatch.setattr(HeadedModel, "hidden", noting)
    rendered = [render(e, LETTERS, View()) for e in EPISODES]
    reference = tiny_model(CONFIG, LETTERS, 9).eval() if refers else None
    traces, stats = appraise(rendered, [0] * len(rendered), model, reference, LETTERS.end, 1000)
    assert [t.logprobs_N.tolist() for t in traces] == [[-float(k)] * 2 for k in range(12)]
    return sum(seen), [t.reference_N for t in traces], stats


def test_without_values_and_reference_a_few_rows_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve rows, eight computed; their entropy is near that of an untrained model, and the first was drawn as if for sure."""
    model = HeadedModel(tiny_model(CONFIG, LETTERS, 1), {}).eval()
    count, referred, stats = looked_at(model, monkeypatch, refers=False)
    assert count == 8
    assert [r.tolist() for r in referred] == [[-float(k)] * 2 for k in range(12)]
    most = float(np.log(model.trunk.get_input_embeddings().weight.shape[0]))
    assert stats["entropy"] == pytest.approx(most, rel=0.02)
    assert stats["drift"] == pytest.approx(most, abs=0.6)


@pytest.mark.parametrize(("heads", "refers"), [({"v": False}, False), ({}, True)])
def test_values_and_references_need_every_row(heads: dict[str, bool], refers: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    count, referred, _ = looked_at(HeadedModel(tiny_model(CONFIG, LETTERS, 1), heads).eval(), monkeypatch, refers=refers)
    assert count == 12
    assert refers == all(not np.allclose(r, -float(k)) for k, r in enumerate(referred))
