"""A Hugging Face model of this machine as a completer: causal, or sequence to sequence like the paper's oracle.

Messages go through the tokenizer's chat template where it has one, else they are written one below the other. Every row draws with noise of its own
seed, so an answer does not depend on the batch around it, but for the last bits of the arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    GenerationConfig,
    LogitsProcessor,
    LogitsProcessorList,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import RunError, UsageError
from lmrl_gym.partners.completion import Completion, Message

_WIDTH = 16
"""Prompts in one batch."""


class LocalModel:
    """The model at `source`, a folder or a hub name. UsageError where there is none that can be loaded."""

    def __init__(self, source: str) -> None:
        self.source = Path(source).resolve().name if Path(source).is_dir() else source
        self.name = f"local:{self.source}"
        self.model, self.tokenizer = _load(source)
        self._seq2seq = bool(self.model.config.is_encoder_decoder)
        self.tokenizer.padding_side = "right" if self._seq2seq else "left"
        if self.tokenizer.pad_token_id is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token
        self._ends = _end_tokens(self.model, self.tokenizer)

    @property
    def about(self) -> Mapping[str, Json]:
        return {"model": self.source, "parameters": self.model.num_parameters()}

    def complete(self, prompts: Sequence[Sequence[Message]], *, seeds: Sequence[int], limit: int, greedy: bool) -> list[Completion]:
        """As `Completer` says. RunError where a prompt and `limit` tokens do not fit into the model's context."""
        texts = [self.prompt(prompt) for prompt in prompts]
        found: list[Completion] = []
        for at in range(0, len(texts), _WIDTH):
            found += self._complete(texts[at : at + _WIDTH], seeds[at : at + _WIDTH], limit, greedy)
        return found

    def close(self) -> None: ...

    def prompt(self, messages: Sequence[Message]) -> str:
        """The text the model continues."""
        if not self.tokenizer.chat_template:
            return _plain(messages)
        rows = [message._asdict() for message in messages]
        try:
            return self._templated(rows)
        except Exception as error:
            # Templates raise errors of their own kind; some know no system message.
            if len(rows) < 2 or rows[0]["role"] != "system":
                raise UsageError(f"the chat template of {self.name} cannot show this conversation ({error}); choose another model") from error
            first = {"role": "user", "content": f"{rows[0]['content']}\n\n{rows[1]['content']}"}
            return self._templated([first, *rows[2:]])

    def _templated(self, rows: list[dict[str, str]]) -> str:
        return str(self.tokenizer.apply_chat_template(rows, tokenize=False, add_generation_prompt=True))

    @torch.inference_mode()
    def _complete(self, texts: Sequence[str], seeds: Sequence[int], limit: int, greedy: bool) -> list[Completion]:
        # A chat template writes the special tokens itself.
        batch = self.tokenizer(list(texts), return_tensors="pt", padding=True, add_special_tokens=not self.tokenizer.chat_template)
        batch.pop("token_type_ids", None)
        batch = batch.to(self.model.device)
        self._check_fits(batch["input_ids"].shape[1], limit)
        out_RT = self.model.generate(
            **batch,
            generation_config=GenerationConfig(
                max_new_tokens=limit,
                do_sample=False,
                num_beams=1,
                eos_token_id=self._ends,
                pad_token_id=self.tokenizer.pad_token_id,
                decoder_start_token_id=getattr(self.model.generation_config, "decoder_start_token_id", None),
            ),
            logits_processor=LogitsProcessorList([] if greedy else [_Noise(seeds)]),
        )
        new_RT = out_RT[:, 1 if self._seq2seq else batch["input_ids"].shape[1] :].tolist()
        sizes = batch["attention_mask"].sum(1).tolist()
        return [self._read(row, size) for row, size in zip(new_RT, sizes, strict=True)]

    def _read(self, row: list[int], tokens_in: int) -> Completion:
        """A drawn row up to its first end token."""
        end = next((i for i, token in enumerate(row) if token in self._ends), None)
        text = str(self.tokenizer.decode(row[:end], skip_special_tokens=True))
        return Completion(text, end is None, tokens_in, len(row) if end is None else end + 1)

    def _check_fits(self, tokens: int, limit: int) -> None:
        config = self.model.config
        context = None if self._seq2seq else getattr(config, "max_position_embeddings", None)
        if isinstance(context, int) and tokens + limit > context:
            raise RunError(
                f"a prompt of {tokens} tokens and an answer of {limit} do not fit into the {context} that {self.name} can hold; "
                "lower --shots, or choose a model with a longer context"
            )


class _Noise(LogitsProcessor):  # type: ignore[misc]
    """Gumbel noise on the log-probabilities, each row's from its own generator: the largest of the sums is a draw from the distribution."""

    def __init__(self, seeds: Sequence[int]) -> None:
        self.generators = [torch.Generator().manual_seed(seed) for seed in seeds]

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        uniform_RV = torch.stack([torch.rand(scores.shape[1], generator=g, dtype=torch.float64) for g in self.generators])
        noise_RV = -torch.log(-torch.log(uniform_RV.clamp(1e-300, 1 - 1e-16)))
        return scores.double().log_softmax(-1) + noise_RV.to(scores.device)


def _load(source: str) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    try:
        config = AutoConfig.from_pretrained(source)
        kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
        model = kind.from_pretrained(source, dtype="auto", use_safetensors=True)
        tokenizer = AutoTokenizer.from_pretrained(source)
    except (OSError, ValueError) as error:
        first = str(error).strip().splitlines()[0]
        raise UsageError(f"cannot load a language model from '{source}': {first}; give a folder written by save_pretrained or a hub name") from error
    return model.eval().to("cuda" if torch.cuda.is_available() else "cpu"), tokenizer


def _end_tokens(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """What ends an answer: the model's own choice, which for chat models is more than the end of a text, and the tokenizer's."""
    own = model.generation_config.eos_token_id
    ends = [*(own if isinstance(own, list) else [own]), tokenizer.eos_token_id]
    return sorted({int(token) for token in ends if token is not None})


def _plain(messages: Sequence[Message]) -> str:
    """Messages for a model without a chat template: a single one as it is, several as at a terminal, the model to go on behind the last `> `."""
    if len(messages) == 1:
        return messages[0].content
    lines = [f"> {m.content}\n" if m.role == "assistant" else f"{m.content}\n" + "\n" * (m.role == "system") for m in messages]
    return "".join([*lines, ">"])
