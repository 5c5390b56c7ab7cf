"""Making, storing and loading models: bit for bit, readable by plain transformers, refused in one sentence where they do not fit."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_models import build, config_of, randomise, sized
from transformers import AutoModelForCausalLM, CohereConfig, Gemma2Config, GraniteConfig, PretrainedConfig

from lmrl_gym.core.errors import DataError, UsageError
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.pretrained import HEADS, ModelConfig, load_heads, load_trunk, save_headed, save_trunk, tiny_model
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

LETTERS = Encoder(train_tokenizer([], 257))
SMALL = ModelConfig(width=16, attention_heads=2, context=64)
WANTED = {"q1": True, "q2": True, "v": False}
WHOLE = r"^cannot load a causal LM from '.*': [^\n]*; the folder must be whole, as save_pretrained wrote it$"


def headed(seed: int) -> HeadedModel:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = HeadedModel(tiny_model(SMALL, LETTERS, seed), WANTED, ("q1", "q2"), policy=False)
    randomise(model, seed)
    return model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_headed(headed(1), LETTERS, tmp_path)
    return tmp_path


@pytest.mark.parametrize("positions", ["learned", "rotary"])
def test_tiny_models_depend_on_their_seed_alone(positions: str) -> None:
    config = ModelConfig(width=16, attention_heads=2, context=64, positions=positions)
    state = torch.random.get_rng_state()
    first, same, other = (tiny_model(config, LETTERS, seed).get_input_embeddings().weight for seed in (3, 3, 4))
    assert torch.equal(torch.random.get_rng_state(), state)
    assert torch.equal(first, same)
    assert not torch.equal(first, other)
    assert first.shape == (257, 16)


def test_positions_of_no_known_kind_are_refused() -> None:
    with pytest.raises(UsageError, match=re.escape("model.positions='rotatory' is no choice; did you mean 'rotary'?")):
        ModelConfig(positions="rotatory")


def test_everything_comes_back_bit_for_bit(folder: Path) -> None:
    stored = headed(1)
    trunk, encoder = load_trunk(folder)
    model = HeadedModel(trunk, WANTED, ("q1", "q2"), policy=False)
    load_heads(model, folder)
    assert list(model.state_dict()) == list(stored.state_dict())
    for name, tensor in stored.state_dict().items():
        assert torch.equal(model.state_dict()[name], tensor), name
    assert encoder.text("Wordle: é") == LETTERS.text("Wordle: é")
    assert trunk.config.use_cache


def test_plain_transformers_reads_the_trunk(folder: Path) -> None:
    ids = torch.tensor([[0, 5, 6, 7]])
    plain = AutoModelForCausalLM.from_pretrained(str(folder)).eval()
    with torch.no_grad():
        assert torch.equal(plain(input_ids=ids).logits, headed(1).trunk.eval()(input_ids=ids).logits)


def test_a_policy_has_no_file_of_heads(tmp_path: Path) -> None:
    save_headed(HeadedModel(tiny_model(SMALL, LETTERS, 1), {}), LETTERS, tmp_path)
    assert not (tmp_path / HEADS).exists()
    assert (tmp_path / "model.safetensors").exists()


@pytest.mark.parametrize(
    "config",
    [
        GraniteConfig(**sized(257), logits_scaling=8.0),
        CohereConfig(**sized(257), logit_scale=0.0625),
        Gemma2Config(**sized(257), head_dim=4, final_logit_softcapping=2.0),
    ],
    ids=["scaled down", "scaled up", "capped"],
)
def test_scaled_and_capped_logits_are_refused(config: PretrainedConfig, tmp_path: Path) -> None:
    save_trunk(build(config), LETTERS, tmp_path)
    with pytest.raises(UsageError) as caught:
        load_trunk(tmp_path)
    assert str(caught.value) == (
        f"the logits of '{tmp_path}' are not its output layer applied to the last hidden state (scaled or capped); choose another model"
    )


@pytest.mark.parametrize("kind", ["gpt2", "llama", "qwen2"])
def test_plain_logits_are_taken(kind: str, tmp_path: Path) -> None:
    save_trunk(build(config_of(kind, 257)), LETTERS, tmp_path)
    trunk, _ = load_trunk(tmp_path, "bfloat16")
    assert trunk.dtype is torch.bfloat16


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=WHOLE):
        load_trunk(tmp_path)


def test_a_torn_model_is_refused(folder: Path) -> None:
    body = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(body[: len(body) // 2])
    with pytest.raises(DataError, match=WHOLE):
        load_trunk(folder)


def test_pickled_weights_are_not_opened(folder: Path) -> None:
    torch.save(load_file(str(folder / "model.safetensors")), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    with pytest.raises(DataError, match=WHOLE):
        load_trunk(folder)


def test_a_config_of_no_known_kind_is_refused(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"model_type": "abacus"}))
    with pytest.raises(DataError, match=WHOLE):
        load_trunk(folder)


# ---- heads that cannot be read ----------------------------------------------------------------------------------------


def refusal(folder: Path) -> str:
    model = headed(2)
    with pytest.raises(DataError) as caught:
        load_heads(model, folder)
    text = str(caught.value)
    assert text.startswith(str(folder / HEADS))
    assert "\n" not in text
    return text


def test_missing_heads(folder: Path) -> None:
    (folder / HEADS).unlink()
    assert refusal(folder).endswith("is missing: the folder holds a policy without value heads; train the value method again")


@pytest.mark.parametrize("body", [b"", b"not tensors at all", None], ids=["empty", "text", "half"])
def test_damaged_heads(folder: Path, body: bytes | None) -> None:
    whole = (folder / HEADS).read_bytes()
    (folder / HEADS).write_bytes(whole[: len(whole) // 2] if body is None else body)
    text = refusal(folder)
    assert " cannot be read (" in text
    assert text.endswith("; restore it or train again")


def test_heads_of_another_algorithm(folder: Path) -> None:
    tensors = load_file(str(folder / HEADS))
    save_file({k: v for k, v in tensors.items() if ".v." not in k}, str(folder / HEADS))
    assert refusal(folder).endswith("it belongs to another run")


def test_heads_of_another_width(folder: Path) -> None:
    tensors = load_file(str(folder / HEADS))
    save_file({k: v[..., :3].contiguous() if v.dim() > 1 else v for k, v in tensors.items()}, str(folder / HEADS))
    assert "cannot be read (RuntimeError: " in refusal(folder)
