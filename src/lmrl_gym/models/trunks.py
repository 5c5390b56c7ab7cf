"""Three ways to run a trunk over the new tokens of many conversations, each a row whose past is kept.

`Direct` computes the layers of GPT-2 and of the Llama family from the trunk's own modules: attention written out, and in the last layer only the
tokens that are asked about. `Library` calls the trunk with a cache and a mask of ours. `Afresh` keeps no cache and reads each row from its start.
`way_for` probes a trunk and takes the first way that says what the trunk alone says. Weights are read from the trunk at every call, never copied.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor
from transformers import PreTrainedModel
from transformers.cache_utils import Cache, CacheLayerMixin

from lmrl_gym.models.blocks import blocks_of, embedded

_LOG = logging.getLogger(__name__)
_PROBE = ((2, 3), (5, 1), (1, 2))
"""New tokens of two rows, pass by pass, by which the ways are tried."""


class Where(NamedTuple):
    """Where a pass over rows 0…W−1 stands: each reads Q tokens (padding behind them) after the ones it holds."""

    at_WQ: Tensor
    """The position that each token is kept at."""
    last_W: Tensor
    """Which of the Q tokens is asked about: the row's last one before the padding."""
    stop: int
    """Positions of a row that are read, more than the largest of `at_WQ`; what lies past the row's own is masked."""
    reach: int
    """Positions that the trunk knows; what lies beyond is padding."""
    dtype: torch.dtype

    @property
    def line_W(self) -> Tensor:
        return torch.arange(len(self.last_W), device=self.last_W.device)

    @property
    def position_WQ(self) -> Tensor:
        return self.at_WQ.clamp(max=self.reach - 1)

    def mask(self) -> Tensor:
        """[W, 1, Q, stop]: 0 where a token may look, the type's least number elsewhere."""
        later_WQS = torch.arange(self.stop, device=self.at_WQ.device) > self.at_WQ[:, :, None]
        least = torch.finfo(self.dtype).min
        return torch.zeros(later_WQS.shape, dtype=self.dtype, device=self.at_WQ.device).masked_fill_(later_WQS, least)[:, None]


class Way(Protocol):
    """Rows of kept conversations on one trunk."""

    fixed: bool
    """Whether every new shape of `ids_WQ` and `stop` costs seconds."""

    def resize(self, rows: int, capacity: int) -> None:
        """Room for more rows and more tokens a row; what is there stays."""

    def swap(self, these: Sequence[int], those: Sequence[int]) -> None:
        """Exchange rows, pair by pair; no row is named twice."""

    def read(self, ids_WQ: Tensor, where: Where) -> Tensor:
        """Hidden states [W, D] after each row's last token."""


class _Layer(CacheLayerMixin):  # type: ignore[misc]
    """Keys and values of one layer, [rows, heads, capacity, size]; each row is written at its own positions."""

    is_sliding = False
    is_compileable = False

    def __init__(self, rows: int, capacity: int) -> None:
        super().__init__()
        self.rows, self.capacity = rows, capacity
        self.where: Where | None = None

    def lazy_initialization(self, key_states: Tensor, value_states: Tensor) -> None:
        shape = (self.rows, key_states.shape[1], self.capacity)
        self.keys = key_states.new_zeros(*shape, key_states.shape[3])
        self.values = value_states.new_zeros(*shape, value_states.shape[3])
        self.is_initialized = True

    def update(self, key_states: Tensor, value_states: Tensor, *args: object, **kwargs: object) -> tuple[Tensor, Tensor]:
        """Keep the new keys and values, [W, heads, Q, size]; all that the rows hold, [W, heads, stop, size]."""
        assert self.where is not None
        return self.keep(key_states, value_states, self.where)

    def keep(self, key_states: Tensor, value_states: Tensor, where: Where) -> tuple[Tensor, Tensor]:
        """`update`, for the rows and places of `where`."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        line_W1, at_WQ, rows = where.line_W[:, None], where.at_WQ, len(key_states)
        # Padding is written past a row's end, where it is never attended to and is overwritten by what comes next. Indexing two dimensions with
        # a slice between puts the indexed ones first: [W, Q, heads, size].
        self.keys[line_W1, :, at_WQ] = key_states.transpose(1, 2)
        self.values[line_W1, :, at_WQ] = value_states.transpose(1, 2)
        return self.keys[:rows, :, : where.stop], self.values[:rows, :, : where.stop]

    def get_seq_length(self) -> int:
        return 0

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:
        return self.where.stop if self.where is not None else 0, 0

    def get_max_length(self) -> int:
        return self.capacity

    def resize(self, rows: int, capacity: int) -> None:
        if self.is_initialized:
            for name in ("keys", "values"):
                old = getattr(self, name)
                new = old.new_zeros(rows, old.shape[1], capacity, old.shape[3])
                new[: self.rows, :, : self.capacity] = old[:, :, :capacity]
                setattr(self, name, new)
        self.rows, self.capacity = rows, capacity

    def swap(self, these: Sequence[int], those: Sequence[int]) -> None:
        if self.is_initialized:
            for kept in (self.keys, self.values):
                kept[[*these, *those]] = kept[[*those, *these]]


class _Cached:
    """What `Direct` and `Library` share: a layer of kept keys and values for each of the trunk's."""

    fixed = False

    def __init__(self, trunk: PreTrainedModel, rows: int, capacity: int) -> None:
        self.base: Any = trunk.base_model
        self.layers = [_Layer(rows, capacity) for _ in range(trunk.config.num_hidden_layers)]

    def resize(self, rows: int, capacity: int) -> None:
        for layer in self.layers:
            layer.resize(rows, capacity)

    def swap(self, these: Sequence[int], those: Sequence[int]) -> None:
        for layer in self.layers:
            layer.swap(these, those)


class Library(_Cached):
    """Any causal LM whose attention goes through the library's cache and mask interface and takes its positions from us."""

    def read(self, ids_WQ: Tensor, where: Where) -> Tensor:
        for layer in self.layers:
            layer.where = where
        hidden_WQD: Tensor = self.base(
            input_ids=ids_WQ,
            attention_mask=where.mask(),
            position_ids=where.position_WQ,
            past_key_values=Cache(layers=list(self.layers)),
            use_cache=True,
        ).last_hidden_state
        return hidden_WQD[where.line_W, where.last_W]


class Afresh:
    """Any causal LM at all: rows are kept as ids, and every pass reads them whole."""

    fixed = False

    def __init__(self, trunk: PreTrainedModel, rows: int, capacity: int) -> None:
        self.base: Any = trunk.base_model
        self.ids = torch.zeros(rows, capacity, dtype=torch.long, device=trunk.get_input_embeddings().weight.device)

    def resize(self, rows: int, capacity: int) -> None:
        old = self.ids
        self.ids = old.new_zeros(rows, capacity)
        self.ids[: old.shape[0], : old.shape[1]] = old[:, :capacity]

    def swap(self, these: Sequence[int], those: Sequence[int]) -> None:
        self.ids[[*these, *those]] = self.ids[[*those, *these]]

    def read(self, ids_WQ: Tensor, where: Where) -> Tensor:
        self.ids[where.line_W[:, None], where.at_WQ] = ids_WQ
        at_W = where.at_WQ[where.line_W, where.last_W]
        # What is asked about may lie before another row's end, and what lies behind it cannot be seen from there.
        hidden_WTD: Tensor = self.base(input_ids=self.ids[: len(ids_WQ), : int(at_W.max()) + 1], use_cache=False).last_hidden_state
        return hidden_WTD[where.line_W, at_W]


class Direct(_Cached):
    """GPT-2 and the Llama family, layer by layer. AttributeError from a trunk made otherwise."""

    def __init__(self, trunk: PreTrainedModel, rows: int, capacity: int) -> None:
        super().__init__(trunk, rows, capacity)
        self.blocks, self.final = blocks_of(self.base)

    def read(self, ids_WQ: Tensor, where: Where) -> Tensor:
        hidden_WQD, rotation = embedded(self.base, ids_WQ, where.position_WQ)
        mask = where.mask()
        line_W = where.line_W
        for layer, block in zip(self.layers, self.blocks, strict=True):
            q, k, v = block.project(block.norm(hidden_WQD), rotation)
            keys, values = layer.keep(k, v, where)
            if layer is self.layers[-1]:
                # Nothing reads the last layer but the answer: only the tokens asked about go on.
                hidden_WQD, q, mask = (
                    hidden_WQD[line_W, where.last_W][:, None],
                    q[line_W, :, where.last_W][:, :, None],
                    mask[line_W, :, where.last_W][:, :, None],
                )
            hidden_WQD = hidden_WQD + block.out(_attend(q * block.scaling, keys, values, mask))
            hidden_WQD = hidden_WQD + block.mlp(block.norm_after(hidden_WQD))
        result: Tensor = self.final(hidden_WQD)[:, 0]
        return result


def _attend(q: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
    """[W, Q, heads · size] from queries [W, heads, Q, size] and kept keys and values of as many heads or a divisor of them."""
    # Two products and a softmax take half the time of the fused kernel for a few queries a row on a CPU. Heads that share keys go in one product.
    wide, heads, new, size = q.shape
    shared = keys.shape[1]
    scores = torch.matmul(q.reshape(wide, shared, -1, size), keys.transpose(2, 3)).view(wide, heads, new, -1)
    weights = scores.add_(mask).softmax(-1, dtype=torch.float32).to(values.dtype)
    found = torch.matmul(weights.view(wide, shared, -1, keys.shape[2]), values).view(wide, heads, new, size)
    return found.transpose(1, 2).reshape(wide, new, heads * size)


def way_for(trunk: PreTrainedModel, rows: int, capacity: int) -> Way:
    """The quickest way that gives this trunk's own hidden states on a probe; `Afresh` where none does, which a warning in the log says."""
    training = trunk.training
    trunk.eval()
    try:
        for way in (Direct, Library):
            if _agrees(trunk, way):
                return way(trunk, rows, capacity)
    finally:
        trunk.train(training)
    _LOG.warning("%s takes no cache with rows of their own lengths: every token is drawn from the whole conversation", type(trunk).__name__)
    return Afresh(trunk, rows, capacity)


@torch.inference_mode()
def _agrees(trunk: PreTrainedModel, way: type[Direct] | type[Library]) -> bool:
    """Two rows of unequal lengths, grown in passes, against the same rows read whole."""
    weight = trunk.get_input_embeddings().weight
    rows = [[(7 * i + 3 * row) % weight.shape[0] for i in range(sum(n[row] for n in _PROBE))] for row in (0, 1)]
    ids = [torch.tensor([row], device=weight.device) for row in rows]
    try:
        kept, held = way(trunk, 2, max(map(len, rows)) + 8), [0, 0]
        for news in _PROBE:
            width = max(news)
            padded = [(row[h : h + n] + [0] * width)[:width] for row, h, n in zip(rows, held, news, strict=True)]
            at_WQ = torch.tensor(held, device=weight.device)[:, None] + torch.arange(width, device=weight.device)
            last_W = torch.tensor(news, device=weight.device) - 1
            found = kept.read(torch.tensor(padded, device=weight.device), Where(at_WQ, last_W, max(held) + width, 1 << 30, weight.dtype))
            held = [h + n for h, n in zip(held, news, strict=True)]
    except Exception:  # whatever a foreign model raises where it is called in a way it does not know
        return False
    # Scaled by the largest, because a type's rounding is.
    true = torch.stack([trunk.base_model(input_ids=row, use_cache=False).last_hidden_state[0, -1] for row in ids])
    most = 1e-3 if weight.dtype is torch.float32 else 0.05
    return bool(((found - true).abs().max() <= most * true.abs().max()).item())
