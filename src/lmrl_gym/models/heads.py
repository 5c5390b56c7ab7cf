"""A causal LM with heads: the trunk's own classes untouched, value and Q heads beside its output layer, slow target copies where asked for.

Outputs are per state (`_S`, see tokens.batch): entry s is what the model says in that state about the token to come. Heads compute in float32
whatever the trunk's precision, because temporal differences live in the last digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from lmrl_gym.models.blocks import has_parts, layers_of, states_at
from lmrl_gym.tokens.batch import Batch


class Head(nn.Module):
    """Two layers from a hidden state to `out` numbers; the last layer starts at zero, and so does every value."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.inner = nn.Linear(width, 2 * width)
        self.outer = nn.Linear(2 * width, out)
        nn.init.zeros_(self.outer.weight)
        nn.init.zeros_(self.outer.bias)

    def forward(self, hidden: Tensor) -> Tensor:
        """[…, width] -> […, out], float32."""
        result: Tensor = self.outer(torch.relu(self.inner(hidden.float())))
        return result


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a model says in the states of a batch. Only what the algorithm asked for is there; asking for the rest is a KeyError."""

    logits_SV: Tensor | None
    """Next-token logits; None where the algorithm trains no policy."""
    heads: Mapping[str, Tensor] = field(default_factory=dict)
    """Head name -> [S, V] for vocabulary-wide heads, [S] for scalar ones."""
    targets: Mapping[str, Tensor] = field(default_factory=dict)
    """The same from the target heads, without gradient."""
    seen_logits_MV: Tensor | None = None
    """Next-token logits before each token that the env said; None where the algorithm does not learn them."""


class HeadedModel(nn.Module):
    """`trunk` with `heads`: name -> True for one number a token of the vocabulary (Q), False for one number (V). `targets` names heads with a slow
    copy. `policy`: the output layer is wanted on states; `observes`: also on what the env said."""

    def __init__(
        self,
        trunk: PreTrainedModel,
        heads: Mapping[str, bool],
        targets: tuple[str, ...] = (),
        *,
        policy: bool = True,
        observes: bool = False,
    ) -> None:
        super().__init__()
        self.trunk = trunk
        self.policy, self.observes = policy, observes
        width, vocabulary = _sizes(trunk)
        self.heads = nn.ModuleDict({name: Head(width, vocabulary if wide else 1) for name, wide in heads.items()})
        self.targets = nn.ModuleDict({name: Head(width, vocabulary if heads[name] else 1) for name in targets})
        for name in targets:
            self.targets[name].load_state_dict(self.heads[name].state_dict())
        self.targets.requires_grad_(False)
        self._layers = {type(layer) for layer in layers_of(trunk.base_model)} if has_parts(trunk) else set()
        """Classes of the layers that may be taken apart; none where the trunk is called whole."""
        if not policy:
            # The output layer gets no gradient then; left trainable, tied embeddings still learn through the input side.
            output = trunk.get_output_embeddings()
            if output.weight is not trunk.get_input_embeddings().weight:
                output.requires_grad_(False)

    def forward(self, batch: Batch) -> Outputs:
        seen_M = batch.seen_M if self.observes else None
        wanted = batch.states_S if seen_M is None else torch.cat((batch.states_S, seen_M))
        hidden = self.states(batch, wanted)
        hidden_SD, seen_MD = hidden[: len(batch.states_S)], hidden[len(batch.states_S) :]
        seen_logits_MV = None if seen_M is None else self.trunk.get_output_embeddings()(seen_MD).float()
        logits_SV = self.trunk.get_output_embeddings()(hidden_SD).float() if self.policy else None
        heads = self.values(hidden_SD)
        with torch.no_grad():
            targets = {name: _squeeze(head(hidden_SD)) for name, head in self.targets.items()}
        return Outputs(logits_SV, heads, targets, seen_logits_MV)

    def states(self, batch: Batch, wanted: Tensor) -> Tensor:
        """Last hidden states at the flat indices `wanted`; where they are few, the last layer is computed there only."""
        # Sharded layers are of other classes: they gather their weights when called whole.
        few = 2 * len(wanted) <= batch.tokens_BT.numel()
        if few and self._layers and {type(layer) for layer in layers_of(self.trunk.base_model)} == self._layers:
            return states_at(self.trunk, batch.tokens_BT, wanted)
        return self.hidden(batch.tokens_BT, batch.is_token_BT).flatten(0, 1)[wanted]

    def hidden(self, tokens_BT: Tensor, is_token_BT: Tensor) -> Tensor:
        """Last hidden states [B, T, D] of right-padded tokens."""
        # Padding is on the right and attention is causal: no real token can see it, so no mask is needed and the fast attention path stays open.
        del is_token_BT
        result: Tensor = self.trunk.base_model(input_ids=tokens_BT, use_cache=False).last_hidden_state
        return result

    def values(self, hidden_SD: Tensor) -> dict[str, Tensor]:
        return {name: _squeeze(head(hidden_SD)) for name, head in self.heads.items()}

    @torch.no_grad()
    def track(self, rate: float) -> None:
        """Move every target head by `rate` towards its head (Polyak averaging)."""
        for name, target in self.targets.items():
            for slow, fast in zip(target.parameters(), self.heads[name].parameters(), strict=True):
                slow.lerp_(fast, rate)


def _sizes(trunk: PreTrainedModel) -> tuple[int, int]:
    embedding = trunk.get_input_embeddings().weight
    return trunk.config.hidden_size, embedding.shape[0]


def _squeeze(x: Tensor) -> Tensor:
    return x.squeeze(-1) if x.shape[-1] == 1 else x
