"""The layers of GPT-2 and of the Llama family as their parts, so that they can be computed where they are wanted only.

The parts are the trunk's own modules: weights are read from it at every call, gradients flow into it, nothing is copied.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel


class Block(NamedTuple):
    """One layer as its parts. `project`: normed input and rotation -> queries, keys, values [W, heads, Q, size]."""

    norm: nn.Module
    project: Callable[[Tensor, tuple[Tensor, Tensor] | None], tuple[Tensor, Tensor, Tensor]]
    scaling: float
    out: nn.Module
    norm_after: nn.Module
    mlp: nn.Module


def layers_of(base: Any) -> list[nn.Module]:
    """The layers of a base model; none of one made otherwise."""
    return list(getattr(base, "layers", None) or getattr(base, "h", None) or ())


def blocks_of(base: Any) -> tuple[list[Block], nn.Module]:
    """The same as their parts, and the norm after the last. AttributeError from a model made otherwise."""
    if getattr(base, "rotary_emb", None) is None:
        return [_gpt2_block(layer) for layer in base.h], base.ln_f
    return [_llama_block(layer) for layer in base.layers], base.norm


def embedded(base: Any, ids: Tensor, position: Tensor) -> tuple[Tensor, tuple[Tensor, Tensor] | None]:
    """What the first layer reads, and the rotation of its queries and keys where positions are told so."""
    if getattr(base, "rotary_emb", None) is None:
        return base.wte(ids) + base.wpe(position), None
    hidden = base.embed_tokens(ids)
    return hidden, base.rotary_emb(hidden, position_ids=position)


def _gpt2_block(block: Any) -> Block:
    attention = block.attn
    size = attention.head_dim

    def project(x_WQD: Tensor, _: tuple[Tensor, Tensor] | None) -> tuple[Tensor, Tensor, Tensor]:
        q, k, v = attention.c_attn(x_WQD).unflatten(-1, (3, -1, size)).permute(2, 0, 3, 1, 4)
        return q, k, v

    return Block(block.ln_1, project, attention.scaling, attention.c_proj, block.ln_2, block.mlp)


def _llama_block(block: Any) -> Block:
    attention = block.self_attn
    size = attention.head_dim
    normed = getattr(attention, "q_norm", nn.Identity()), getattr(attention, "k_norm", nn.Identity())

    def project(x_WQD: Tensor, rotation: tuple[Tensor, Tensor] | None) -> tuple[Tensor, Tensor, Tensor]:
        assert rotation is not None
        q, k, v = (part(x_WQD).unflatten(-1, (-1, size)) for part in (attention.q_proj, attention.k_proj, attention.v_proj))
        q, k = (_rotated(norm(x).transpose(1, 2), *rotation) for norm, x in zip(normed, (q, k), strict=True))
        return q, k, v.transpose(1, 2)

    return Block(block.input_layernorm, project, attention.scaling, attention.o_proj, block.post_attention_layernorm, block.mlp)


def _rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary positions (RoFormer, arXiv 2104.09864): pairs are entries i and i + size/2, angles [W, Q, size]."""
    first, second = x.chunk(2, -1)
    return x * cos[:, None] + torch.cat((-second, first), -1) * sin[:, None]


def states_at(trunk: PreTrainedModel, tokens_BT: Tensor, states_S: Tensor) -> Tensor:
    """Last hidden states [S, D] after the tokens at the flat indices `states_S` (b·T + t, no order wanted) of right-padded rows.

    The last layer is computed there only. AttributeError from a trunk made otherwise.
    """
    base: Any = trunk.base_model
    blocks, final = blocks_of(base)
    rows, width = tokens_BT.shape
    hidden_BTD, rotation = embedded(base, tokens_BT, torch.arange(width, device=tokens_BT.device)[None])
    for block in blocks[:-1]:
        q, k, v = block.project(block.norm(hidden_BTD), rotation)
        hidden_BTD = hidden_BTD + block.out(_merged(_attention(q, k, v, block.scaling, None)))
        hidden_BTD = hidden_BTD + block.mlp(block.norm_after(hidden_BTD))
    block = blocks[-1]
    q, k, v = block.project(block.norm(hidden_BTD), rotation)
    # Each row's wanted places side by side: place a of row b is the a-th state in that row.
    row_S, place_S = states_S // width, states_S % width
    order_S = row_S.argsort(stable=True)
    count_B = torch.bincount(row_S, minlength=rows)
    nth_S = torch.empty_like(row_S)
    nth_S[order_S] = torch.arange(len(row_S), device=row_S.device) - (count_B.cumsum(0) - count_B)[row_S[order_S]]
    place_BA = place_S.new_zeros(rows, int(count_B.max()))
    place_BA[row_S, nth_S] = place_S
    wanted = q.gather(2, place_BA[:, None, :, None].expand(-1, q.shape[1], -1, q.shape[3]))
    sees = torch.arange(width, device=place_BA.device) <= place_BA[:, None, :, None]
    found_SD = _merged(_attention(wanted, k, v, block.scaling, sees))[row_S, nth_S]
    hidden_SD = hidden_BTD.flatten(0, 1)[states_S] + block.out(found_SD)
    hidden_SD = hidden_SD + block.mlp(block.norm_after(hidden_SD))
    result: Tensor = final(hidden_SD)
    return result


@torch.no_grad()
def has_parts(trunk: PreTrainedModel) -> bool:
    """Whether `states_at` says of this trunk what the trunk itself says, at any length and while it is trained: none of its parts drops anything."""
    if getattr(trunk.config, "sliding_window", None):
        return False
    if any(getattr(part, "p", 0.0) if isinstance(part, nn.Dropout) else getattr(part, "attention_dropout", 0.0) or 0.0 for part in trunk.modules()):
        return False
    weight = trunk.get_input_embeddings().weight
    ids = torch.arange(12, device=weight.device).view(2, 6) * 5 % weight.shape[0]
    asked = torch.tensor([10, 2, 5, 7], device=weight.device)
    try:
        ours = states_at(trunk, ids, asked)
    except Exception:  # whatever a foreign model raises where its parts are called in a way they do not know
        return False
    true = trunk.base_model(input_ids=ids, use_cache=False).last_hidden_state.flatten(0, 1)[asked]
    most = 1e-3 if weight.dtype is torch.float32 else 0.05
    return bool(((ours - true).abs().max() <= most * true.abs().max()).item())


def _attention(q: Tensor, k: Tensor, v: Tensor, scaling: float, sees: Tensor | None) -> Tensor:
    """[B, heads, Q, size]: each query over what it `sees`, or over its own place and those before it."""
    if k.shape[1] != q.shape[1]:
        k, v = (x.repeat_interleave(q.shape[1] // x.shape[1], 1) for x in (k, v))
    return functional.scaled_dot_product_attention(q, k, v, attn_mask=sees, is_causal=sees is None, scale=scaling)


def _merged(heads: Tensor) -> Tensor:
    """[B, heads, Q, size] -> [B, Q, heads · size]."""
    return heads.transpose(1, 2).flatten(2)
