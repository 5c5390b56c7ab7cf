"""Batched sampling that keeps its cache between turns.

An engine holds one slot an ongoing conversation: its key/value cache and how many tokens are in it. `extend` appends new tokens to some slots and
returns the hidden state after each row's last token, so a turn costs its new tokens only. Rows are ragged: each has its own length, positions and
mask. Works for any Hugging Face causal LM whose attention goes through the library's cache and mask interface.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from transformers import PretrainedConfig, PreTrainedModel
from transformers.cache_utils import Cache, CacheLayerMixin

from lmrl_gym.core.errors import RunError


class _SlotLayer(CacheLayerMixin):  # type: ignore[misc]
    """Keys and values of one layer, [slots, heads, capacity, size]; rows are written at their own positions."""

    is_sliding = False
    is_compileable = False

    def __init__(self, slots: int, capacity: int) -> None:
        super().__init__()
        self.slots, self.capacity = slots, capacity
        self.rows = 0
        self.picked_R: Tensor | None = None
        self.stop = 0
        self.index: Tensor | None = None

    def lazy_initialization(self, key_states: Tensor, value_states: Tensor) -> None:
        shape = (self.slots, key_states.shape[1], self.capacity)
        self.keys = key_states.new_zeros(*shape, key_states.shape[3])
        self.values = value_states.new_zeros(*shape, value_states.shape[3])
        self.is_initialized = True

    def update(self, key_states: Tensor, value_states: Tensor, *args: object, **kwargs: object) -> tuple[Tensor, Tensor]:
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        assert self.index is not None
        if self.picked_R is not None:
            # Indexing two dimensions with a slice between puts the indexed ones first: [R, Q, heads, size].
            self.keys[self.picked_R[:, None], :, self.index] = key_states.transpose(1, 2)
            self.values[self.picked_R[:, None], :, self.index] = value_states.transpose(1, 2)
            return self.keys[:, :, : self.stop][self.picked_R], self.values[:, :, : self.stop][self.picked_R]
        index = self.index[:, None, :, None]
        self.keys[: self.rows].scatter_(2, index.expand(key_states.shape), key_states)
        self.values[: self.rows].scatter_(2, index.expand(value_states.shape), value_states)
        return self.keys[: self.rows, :, : self.stop], self.values[: self.rows, :, : self.stop]

    def get_seq_length(self) -> int:
        return 0

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:
        return self.stop, 0

    def get_max_length(self) -> int:
        return self.capacity

    def resize(self, slots: int, capacity: int) -> None:
        """Grow to `slots` rows and `capacity` positions, keeping what is there."""
        if self.is_initialized:
            for name in ("keys", "values"):
                old = getattr(self, name)
                new = old.new_zeros(slots, old.shape[1], capacity, old.shape[3])
                new[: self.slots, :, : self.capacity] = old
                setattr(self, name, new)
        self.slots, self.capacity = slots, capacity


def _reach(config: PretrainedConfig) -> int:
    """The most tokens over which every layer of the model attends to all that came before."""
    # The cache and mask below keep everything in sight. A layer with a sliding window sees the same only as long as nothing has slid out.
    names = ("max_position_embeddings", "sliding_window", "attention_chunk_size", "window_size")
    return min([int(value) for name in names if isinstance(value := getattr(config, name, None), int)], default=1 << 30)


class Engine:
    """Slots of one trunk. `limit` is the longest sequence it can hold: the model's context, or the reach of its attention where that is shorter."""

    def __init__(self, trunk: PreTrainedModel, slots: int = 64, capacity: int = 128) -> None:
        self.trunk = trunk
        self.limit = _reach(trunk.config)
        self.device = trunk.get_input_embeddings().weight.device
        self.capacity = min(capacity, self.limit)
        self.lengths = [0] * slots
        self._layers = [_SlotLayer(slots, self.capacity) for _ in range(trunk.config.num_hidden_layers)]
        self._cache = Cache(layers=list(self._layers))

    @property
    def slots(self) -> int:
        return len(self.lengths)

    def add_slots(self, count: int) -> None:
        """Make room for `count` more conversations."""
        self.lengths.extend([0] * count)
        self._resize()

    def _resize(self) -> None:
        for layer in self._layers:
            layer.resize(self.slots, self.capacity)

    @torch.inference_mode()
    def extend(self, rows: Sequence[int], tokens: Sequence[Sequence[int]]) -> Tensor:
        """Append `tokens[i]` (at least one) to slot `rows[i]`; the hidden state after each row's last token, [len(rows), D].

        RunError where a sequence outgrows the model's context.
        """
        new = max(map(len, tokens))
        lines = self._lines(rows)
        # Padding is written past a row's end, where it is never attended to and is overwritten by what comes next.
        stop = max(self.lengths[slot] for slot in lines) + new
        longest = max(self.lengths[r] + len(t) for r, t in zip(rows, tokens, strict=True))
        if longest > self.limit:
            raise RunError(f"a conversation of {longest} tokens does not fit into the model's context of {self.limit}; use a model with a longer one")
        if stop > self.capacity:
            self.capacity = max(stop, min(2 * self.capacity, self.limit))
            self._resize()
        said = dict(zip(rows, tokens, strict=True))
        padded = [[*said.get(slot, ()), *[0] * (new - len(said.get(slot, ())))] for slot in lines]
        where_WQ = torch.tensor([self.lengths[slot] for slot in lines])[:, None] + torch.arange(new)
        mask = (torch.arange(stop) <= where_WQ[:, :, None])[:, None].to(self.device)
        positions = where_WQ.clamp(max=self.limit - 1).to(self.device)
        picked = None if isinstance(lines, range) else torch.tensor(lines, device=self.device)
        for layer in self._layers:
            layer.rows, layer.picked_R, layer.stop, layer.index = len(lines), picked, stop, where_WQ.to(self.device)
        hidden: Tensor = self.trunk.base_model(
            input_ids=torch.tensor(padded, device=self.device),
            attention_mask=mask,
            position_ids=positions,
            past_key_values=self._cache,
            use_cache=True,
        ).last_hidden_state
        for r, t in zip(rows, tokens, strict=True):
            self.lengths[r] += len(t)
        line_of = {slot: line for line, slot in enumerate(lines)}
        at = torch.tensor([[line_of[r], len(t) - 1] for r, t in zip(rows, tokens, strict=True)], device=self.device)
        return hidden[at[:, 0], at[:, 1]]

    @staticmethod
    def _lines(rows: Sequence[int]) -> range | list[int]:
        """The slots to compute: all up to the last one wanted, in place, or only the wanted ones where a copy of their cache is the lesser work."""
        used = max(rows) + 1
        return range(used) if 4 * len(rows) > 3 * used else list(rows)
