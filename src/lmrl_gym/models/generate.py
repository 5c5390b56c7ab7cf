"""Batched sampling that keeps its cache between turns.

An engine holds one slot an ongoing conversation: what the trunk made of its tokens, and how many they are. `extend` appends new tokens to some slots
and returns the hidden state after each one's last token, so a turn costs its new tokens only. Slots are ragged: each has its own length, positions
and mask. Slots lie in rows, in any order: those that are computed are always the first ones, so that nothing is copied to be read.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import torch
from torch import Tensor
from transformers import PretrainedConfig, PreTrainedModel

from lmrl_gym.core.errors import RunError
from lmrl_gym.models.compiled import Compiled
from lmrl_gym.models.trunks import Direct, Way, Where, way_for

_LOG = logging.getLogger(__name__)
_MOST_SCORES = 1 << 25
"""Attention scores of one layer that exist at a time: 128 MiB of them."""
_WASTE = 256
"""Padding tokens that cost no more than another pass."""
_LEAST_PLACES = 128
"""Positions of a row where every other number of them would be compiled anew."""


def _reach(config: PretrainedConfig) -> int:
    """The most tokens over which every layer of the model attends to all that came before."""
    # The cache and mask keep everything in sight. A layer with a sliding window sees the same only as long as nothing has slid out.
    names = ("max_position_embeddings", "sliding_window", "attention_chunk_size", "window_size")
    return min([int(value) for name in names if isinstance(value := getattr(config, name, None), int)], default=1 << 30)


class Engine:
    """Slots of one trunk. `limit` is the longest sequence it can hold: the model's context, or the reach of its attention where that is shorter.

    `compiled` names a backend of torch.compile by which layers that are computed from their parts are to be run: `inductor`.
    """

    def __init__(self, trunk: PreTrainedModel, slots: int = 1, capacity: int = 32, *, compiled: str = "") -> None:
        weight = trunk.get_input_embeddings().weight
        self.limit, self.device, self._dtype = _reach(trunk.config), weight.device, weight.dtype
        self._heads = int(getattr(trunk.config, "num_attention_heads", 1))
        self.capacity = capacity
        self.lengths = [0] * slots
        self._row_of, self._slot_at = list(range(slots)), list(range(slots))
        self._way: Way = way_for(trunk, slots, self.capacity)
        if compiled and isinstance(self._way, Direct):
            self._way = Compiled(trunk, slots, self.capacity, compiled)
        elif compiled:
            _LOG.warning("%s is not computed layer by layer here: it runs as it is, not compiled", type(trunk).__name__)

    @property
    def slots(self) -> int:
        return len(self.lengths)

    def add_slots(self, count: int) -> None:
        """Make room for `count` more conversations."""
        more = range(self.slots, self.slots + count)
        self.lengths.extend([0] * count)
        self._row_of.extend(more)
        self._slot_at.extend(more)
        self._way.resize(self.slots, self.capacity)

    @torch.inference_mode()
    def extend(self, slots: Sequence[int], tokens: Sequence[Sequence[int]]) -> Tensor:
        """Append `tokens[i]` (at least one) to `slots[i]`; the hidden state after each slot's last token, [len(slots), D].

        RunError where a sequence outgrows the model's context; then nothing has been appended.
        """
        longest = max(self.lengths[s] + len(t) for s, t in zip(slots, tokens, strict=True))
        if longest > self.limit:
            raise RunError(f"a conversation of {longest} tokens does not fit into the model's context of {self.limit}; use a model with a longer one")
        groups = _alike([len(t) for t in tokens])
        found = [self._extend([slots[i] for i in group], [tokens[i] for i in group]) for group in groups]
        if len(groups) == 1:
            return found[0]
        back = torch.tensor([i for group in groups for i in group], device=self.device).argsort()
        return torch.cat(found)[back]

    def _extend(self, slots: Sequence[int], tokens: Sequence[Sequence[int]]) -> Tensor:
        """`extend`, for tokens of like numbers: together, in as many pieces as keep the scores in bounds."""
        rows = self.slots if self._way.fixed else self._bring_forward(slots)
        new = max(map(len, tokens))
        top = max(self.lengths[s] for s in self._slot_at[:rows]) + self._padded(new)
        piece = max(1, _MOST_SCORES // (rows * self._heads * top))
        if self._way.fixed:
            piece = _power_of(4, piece + 1) // 4
        at = torch.tensor([self._row_of[s] for s in slots], device=self.device)
        found = self._read(slots, [t[:piece] for t in tokens], rows)[at]
        for first in range(piece, new, piece):
            going = [i for i, t in enumerate(tokens) if len(t) > first]
            found[going] = self._read([slots[i] for i in going], [tokens[i][first : first + piece] for i in going], rows)[at[going]]
        return found

    def _read(self, slots: Sequence[int], tokens: Sequence[Sequence[int]], rows: int) -> Tensor:
        """Hidden states [rows, D] of the first rows, among them those of `slots`; in the others nothing happens."""
        new = self._padded(max(map(len, tokens)))
        padded = [[0] * new for _ in range(rows)]
        last = [0] * rows
        for slot, ids in zip(slots, tokens, strict=True):
            row = self._row_of[slot]
            padded[row][: len(ids)] = ids
            last[row] = len(ids) - 1
        held = [self.lengths[s] for s in self._slot_at[:rows]]
        self._fit(max(held) + new)
        at_WQ = (torch.tensor(held)[:, None] + torch.arange(new)).to(self.device)
        where = Where(at_WQ, torch.tensor(last, device=self.device), self.capacity, self.limit, self._dtype)
        hidden_WD = self._way.read(torch.tensor(padded, device=self.device), where)
        for slot, ids in zip(slots, tokens, strict=True):
            self.lengths[slot] += len(ids)
        return hidden_WD

    def _padded(self, new: int) -> int:
        """How many tokens a pass is over in which some row has `new`."""
        return _power_of(4, new) if self._way.fixed else new

    def _fit(self, stop: int) -> None:
        """Give every row as many positions as the longest needs and an eighth more, or 32 where that is more; a power of two where shapes count."""
        # Rows are read whole, spare positions and all: memory read without gaps comes several times as fast. Moving costs about five readings.
        stop = max(stop, *self.lengths)
        if self._way.fixed:
            wanted = max(_LEAST_PLACES, _power_of(2, stop))
            if not wanted <= self.capacity <= 2 * wanted:
                self.capacity = wanted
                self._way.resize(self.slots, wanted)
        elif not stop <= self.capacity <= 2 * stop + 64:
            self.capacity = max(stop, min(stop + max(32, stop // 8), self.limit))
            self._way.resize(self.slots, self.capacity)

    def _bring_forward(self, slots: Sequence[int]) -> int:
        """How many rows to compute so that all `slots` are in. Where more than a quarter would be idle, the wanted ones change places with those
        first."""
        wanted = len(slots)
        used = max(self._row_of[s] for s in slots) + 1
        if 4 * wanted > 3 * used:
            return used
        behind = [r for s in slots if (r := self._row_of[s]) >= wanted]
        staying = {self._row_of[s] for s in slots}
        idle = [r for r in range(wanted) if r not in staying]
        self._way.swap(behind, idle)
        for a, b in zip(behind, idle, strict=True):
            self._slot_at[a], self._slot_at[b] = self._slot_at[b], self._slot_at[a]
            self._row_of[self._slot_at[a]], self._row_of[self._slot_at[b]] = a, b
        return wanted


def _power_of(base: int, least: int) -> int:
    """The lowest power of `base` that is no less than `least`."""
    power = 1
    while power < least:
        power *= base
    return power


def _alike(lengths: Sequence[int]) -> list[list[int]]:
    """Indices in groups to be read together: all in one where that pads little, else only those at least half as long as the longest."""
    rest, groups = sorted(range(len(lengths)), key=lambda i: -lengths[i]), []
    while rest:
        longest = lengths[rest[0]]
        padding = longest * len(rest) - sum(lengths[i] for i in rest)
        count = len(rest) if padding <= _WASTE else sum(2 * lengths[i] >= longest for i in rest)
        groups.append(sorted(rest[:count]))
        rest = rest[count:]
    return groups
