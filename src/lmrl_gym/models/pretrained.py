"""Making, loading and saving models: any Hugging Face causal LM by path or name, or a tiny one from scratch.

A saved model is an ordinary Hugging Face folder (`save_pretrained`, tokenizer beside it); heads lie next to it in `heads.safetensors`, so the trunk
loads anywhere. Nothing is unpickled.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PretrainedConfig,
    PreTrainedModel,
)

from lmrl_gym.core.errors import DataError, UsageError, check_choice, check_range
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.tokens.tokenizer import Encoder

HEADS = "heads.safetensors"


def default_device() -> torch.device:
    """Where models work that are not in training: on the GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@dataclass(frozen=True)
class ModelConfig:
    """Which language model is trained."""

    name: str = "tiny"
    """`tiny` for a small GPT-2 from scratch with a tokenizer trained on the task's data, or the path or hub name of any Hugging Face causal LM."""
    layers: int = 2
    """Layers of the tiny model."""
    positions: str = "learned"
    """How the tiny model knows positions: `learned` (a GPT-2) or `rotary` (a Llama), which carries over what it learns from one turn to the next."""
    width: int = 64
    """Hidden size of the tiny model."""
    attention_heads: int = 4
    """Attention heads of the tiny model."""
    context: int = 512
    """Longest sequence of the tiny model, in tokens."""
    vocabulary: int = 512
    """Largest vocabulary of the tiny model's tokenizer; bigger merges whole phrases into one token."""
    longest_token: int = 0
    """Most characters in one of its tokens; 2 makes a letter and the space behind it a token, 0 sets no limit."""
    token_ends: str = ""
    """Characters that end a token: with `/` the ranks of a chess position become tokens of their own."""
    boards: bool = False
    """Positions of chess are read square by square, two to a token, instead of by runs of empty squares."""
    memory: int = 0
    """Texts of the conversation the policy looks at, where that is less than the task's view lets through; 0: all of those."""
    dtype: str = "float32"
    """Precision the weights are kept in: float32, bfloat16."""
    compile: bool = False
    """Play by compiled code, on a GPU as CUDA graphs: a minute of compiling, then quicker turns."""

    def __post_init__(self) -> None:
        for name in ("layers", "width", "attention_heads", "context"):
            check_range(f"model.{name}", getattr(self, name), 1)
        for name in ("longest_token", "memory"):
            check_range(f"model.{name}", getattr(self, name), 0)
        check_choice("model.positions", self.positions, ("learned", "rotary"))
        check_choice("model.dtype", self.dtype, ("float32", "bfloat16"))
        if self.width % self.attention_heads:
            raise UsageError(f"model.width={self.width} does not divide among {self.attention_heads} heads; choose a multiple of that")


def tiny_model(config: ModelConfig, encoder: Encoder, seed: int) -> PreTrainedModel:
    """A small GPT-2 or Llama with random weights that depend on `seed` alone."""
    tokens = {"bos_token_id": encoder.start, "eos_token_id": encoder.end, "pad_token_id": encoder.end}
    settings: GPT2Config | LlamaConfig
    if config.positions == "rotary":
        settings = LlamaConfig(
            vocab_size=len(encoder.tokenizer),
            hidden_size=config.width,
            intermediate_size=4 * config.width,
            num_hidden_layers=config.layers,
            num_attention_heads=config.attention_heads,
            max_position_embeddings=config.context,
            tie_word_embeddings=True,
            **tokens,
        )
        return _fresh(LlamaForCausalLM, settings, seed)
    settings = GPT2Config(
        vocab_size=len(encoder.tokenizer),
        n_positions=config.context,
        n_embd=config.width,
        n_layer=config.layers,
        n_head=config.attention_heads,
        activation_function="gelu_pytorch_tanh",
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        **tokens,
    )
    return _fresh(GPT2LMHeadModel, settings, seed)


def _fresh(kind: type[PreTrainedModel], settings: PretrainedConfig, seed: int) -> PreTrainedModel:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed_for(seed, "model weights"))
        return kind(settings)


def load_trunk(source: str | Path, dtype: str = "float32") -> tuple[PreTrainedModel, Encoder]:
    """A causal LM and its encoder by path or hub name.

    DataError where a folder's model cannot be read; UsageError where there is no such model, or one whose logits are more than its output layer of
    the last hidden state (then Q heads and logits could not share a trunk).
    """
    # Hub names look like paths that do not exist; a path is told apart by its separator or by being there.
    try:
        model = AutoModelForCausalLM.from_pretrained(str(source), dtype=getattr(torch, dtype), use_safetensors=True)
        tokenizer = AutoTokenizer.from_pretrained(str(source))
    except (OSError, ValueError, SafetensorError) as error:
        first = str(error).strip().splitlines()[0]
        if Path(source).is_dir():
            raise DataError(f"cannot load a causal LM from '{source}': {first}; the folder must be whole, as save_pretrained wrote it") from error
        raise UsageError(f"cannot load a causal LM from '{source}': {first}; give a folder written by save_pretrained or a hub name") from error
    model.config.use_cache = True
    _check_plain_logits(model, str(source))
    return model, Encoder(tokenizer)


@torch.no_grad()
def _check_plain_logits(model: PreTrainedModel, source: str) -> None:
    model.eval()
    ids = torch.arange(8).remainder(model.get_input_embeddings().weight.shape[0])[None]
    direct = model(input_ids=ids).logits
    ours = model.get_output_embeddings()(model.base_model(input_ids=ids).last_hidden_state)
    if not torch.allclose(direct, ours, atol=1e-3, rtol=1e-3):
        raise UsageError(
            f"the logits of '{source}' are not its output layer applied to the last hidden state (scaled or capped); choose another model"
        )


def save_trunk(trunk: PreTrainedModel, encoder: Encoder, folder: Path) -> None:
    """Model and tokenizer as `from_pretrained` reads them."""
    trunk.save_pretrained(str(folder), safe_serialization=True)
    encoder.save(folder)


def save_headed(model: HeadedModel, encoder: Encoder, folder: Path) -> None:
    """Trunk as above and, where there are any, heads and their target heads."""
    save_trunk(model.trunk, encoder, folder)
    tensors = {k: v.contiguous() for k, v in model.state_dict().items() if not k.startswith("trunk.")}
    if tensors:
        save_file(tensors, str(folder / HEADS))


def load_heads(model: HeadedModel, folder: Path) -> None:
    """Put saved heads into `model`. DataError where the file is missing, damaged or of other shapes."""
    path = folder / HEADS
    try:
        tensors = load_file(str(path))
        own = {k for k in model.state_dict() if not k.startswith("trunk.")}
        if own != set(tensors):
            raise DataError(f"{path} holds the heads {sorted(tensors)}, the algorithm wants {sorted(own)}; it belongs to another run")
        model.load_state_dict(tensors, strict=False)
    except FileNotFoundError:
        raise DataError(f"{path} is missing: the folder holds a policy without value heads; train the value method again") from None
    except (OSError, SafetensorError, RuntimeError) as error:
        raise DataError(f"{path} cannot be read ({type(error).__name__}: {str(error).splitlines()[0]}); restore it or train again") from error
