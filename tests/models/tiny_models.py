"""Models of a few thousand weights, made on the spot; wide random weights, so that nothing agrees by being near zero."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import (
    AutoModelForCausalLM,
    BloomConfig,
    GPT2Config,
    GPTNeoXConfig,
    LlamaConfig,
    MambaConfig,
    MistralConfig,
    PretrainedConfig,
    PreTrainedModel,
    Qwen2Config,
    Qwen3Config,
)


def sized(vocabulary: int) -> dict[str, int]:
    return {
        "vocab_size": vocabulary,
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 128,
        "bos_token_id": 0,
        "eos_token_id": 0,
        "pad_token_id": 0,
    }


def config_of(kind: str, vocabulary: int = 40, context: int = 128) -> PretrainedConfig:
    ends = {"bos_token_id": 0, "eos_token_id": 0}
    return {
        "gpt2": lambda: GPT2Config(vocab_size=vocabulary, n_positions=context, n_embd=16, n_layer=2, n_head=4, **ends),
        "llama": lambda: LlamaConfig(**sized(vocabulary)),
        "qwen2": lambda: Qwen2Config(**sized(vocabulary)),
        "qwen3": lambda: Qwen3Config(**sized(vocabulary), head_dim=8),
        "neox": lambda: GPTNeoXConfig(**sized(vocabulary)),
        "eager neox": lambda: GPTNeoXConfig(**sized(vocabulary), attn_implementation="eager"),
        "bloom": lambda: BloomConfig(vocab_size=vocabulary, hidden_size=16, n_layer=2, n_head=4, **ends),
        "mamba": lambda: MambaConfig(vocab_size=vocabulary, hidden_size=16, num_hidden_layers=2, **ends),
        "sliding": lambda: MistralConfig(**sized(vocabulary), sliding_window=8),
    }[kind]()


@torch.no_grad()
def randomise(module: nn.Module, seed: int, scale: float = 0.3) -> None:
    generator = torch.Generator().manual_seed(seed)
    for parameter in module.parameters():
        if parameter.dim() > 1:
            parameter.copy_(scale * torch.randn(parameter.shape, generator=generator))
        else:
            parameter.add_(0.1 * torch.randn(parameter.shape, generator=generator))


def build(config: PretrainedConfig, seed: int = 1, scale: float = 0.3) -> PreTrainedModel:
    model = AutoModelForCausalLM.from_config(config)
    randomise(model, seed, scale)
    return model.eval()


@torch.no_grad()
def fresh(model: PreTrainedModel, ids: list[int]) -> Tensor:
    """The last hidden state after `ids`, by a forward of the model alone."""
    return model.base_model(input_ids=torch.tensor([ids]), use_cache=False).last_hidden_state[0, -1]
