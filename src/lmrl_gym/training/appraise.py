"""Looking at a round's episodes before learning from them: the value of every state, the reference's word and the policy's own on every token.

Rows of equal tokens are computed once, and no forward pass holds more than a given number of tokens. Where nobody asks for values or a
reference, a few rows are enough to look at. Besides the traces that credit is made of, it
finds what would tell that something is wrong: how far log-probabilities computed afresh lie from those of the draw, and how strange the tokens are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedModel

from lmrl_gym.algos.base import Trace
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.tokens.batch import packs
from lmrl_gym.tokens.render import EpisodeTokens, Floats, TokenSequence

_STRANGE = float(np.log(1e-3))
_CHECKED = 8
"""Rows that are computed where credit needs none."""
_Key = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One row, an entry an agent token: the state's value, both models' log-probability of the token, the policy's entropy there in nats."""

    values_N: Floats
    own_N: Floats
    reference_N: Floats
    entropy_N: Floats


def appraise(
    episodes: Sequence[EpisodeTokens], groups: Sequence[int], model: HeadedModel, reference: PreTrainedModel | None, pad: int, most: int
) -> tuple[list[Trace], dict[str, float]]:
    """One trace an episode (each with at least one window), and stats of the round: `kl`, `entropy` (nats a token), `drift`, `strange`."""
    rows: dict[_Key, TokenSequence] = {}
    for e in episodes:
        rows.update((_key(w), w) for w in e.windows)
    if reference is None and "v" not in model.heads:
        rows = dict(list(rows.items())[:_CHECKED])
    seen = _look(rows, model, reference, pad, most)
    tails = _tail_values([e.tail for e in episodes if e.tail is not None], model, pad, most)
    traces = []
    whole: list[_Seen] = []
    for e, group in zip(episodes, groups, strict=True):
        found = [seen.get(_key(w)) or _unseen(w) for w in e.windows]
        joined = _Seen(*(np.concatenate([getattr(s, name) for s in found]) for name in ("values_N", "own_N", "reference_N", "entropy_N")))
        drawn_N = e.flat("logprobs_T").astype(np.float64)
        referred_N = drawn_N if reference is None else joined.reference_N
        bootstrap = 0.0 if e.tail is None else tails[e.tail]
        traces.append(
            Trace(e.flat("rewards_T").astype(float), e.flat("turn_index_T").astype(int), drawn_N, referred_N, joined.values_N, bootstrap, group)
        )
        whole.append(joined)
    drawn_N = np.concatenate([t.logprobs_N for t in traces])
    referred_N = np.concatenate([t.reference_N for t in traces])
    own_N = np.concatenate([w.own_N for w in whole])
    entropy_N = np.concatenate([w.entropy_N for w in whole])
    stats = {"entropy": float(np.nanmean(entropy_N)), "drift": float(np.abs(own_N - drawn_N).max())}
    if reference is not None:
        stats["kl"] = float((drawn_N - referred_N).mean())
        stats["strange"] = float((referred_N < _STRANGE).mean())
    return traces, stats


def _unseen(window: TokenSequence) -> _Seen:
    """A row that was not computed: it has no value, what was drawn is taken at its word, and the entropy is not known."""
    drawn_N = window.logprobs_T[window.is_action_T].astype(np.float64)
    return _Seen(np.zeros_like(drawn_N), drawn_N, drawn_N, np.full_like(drawn_N, np.nan))


def _key(window: TokenSequence) -> _Key:
    return window.tokens_T.tobytes(), window.is_action_T.tobytes()


@torch.inference_mode()
def _look(rows: dict[_Key, TokenSequence], model: HeadedModel, reference: PreTrainedModel | None, pad: int, most: int) -> dict[_Key, _Seen]:
    model.eval()
    keys, windows = list(rows), list(rows.values())
    result: dict[_Key, _Seen] = {}
    for group in packs([len(w.tokens_T) for w in windows], most):
        tokens_BT = _padded([windows[i].tokens_T for i in group], pad, model)
        row_N = np.concatenate([np.full(int(windows[i].is_action_T.sum()), b) for b, i in enumerate(group)])
        place_N = np.concatenate([np.flatnonzero(windows[i].is_action_T) for i in group])
        said_N = tokens_BT[row_N, place_N]
        hidden_ND = model.hidden(tokens_BT, torch.ones_like(tokens_BT, dtype=torch.bool))[row_N, place_N - 1]
        values = model.values(hidden_ND)
        own_NV = model.trunk.get_output_embeddings()(hidden_ND).float().log_softmax(-1)
        own_N = own_NV.gather(1, said_N[:, None]).squeeze(1)
        entropy_N = -(own_NV.exp() * own_NV).sum(-1)
        del own_NV
        reference_N = own_N
        if reference is not None:
            hidden_ND = reference.base_model(input_ids=tokens_BT, use_cache=False).last_hidden_state[row_N, place_N - 1]
            reference_N = reference.get_output_embeddings()(hidden_ND).float().log_softmax(-1).gather(1, said_N[:, None]).squeeze(1)
        columns = [_array(x) for x in (values.get("v", torch.zeros_like(own_N)), own_N, reference_N, entropy_N)]
        for b, i in enumerate(group):
            result[keys[i]] = _Seen(*(c[row_N == b] for c in columns))
    return result


@torch.inference_mode()
def _tail_values(tails: Sequence[tuple[int, ...]], model: HeadedModel, pad: int, most: int) -> dict[tuple[int, ...], float]:
    """The value of the state after each of `tails`; 0 where the model has no such head."""
    distinct = list(dict.fromkeys(tails))
    if "v" not in model.heads:
        return dict.fromkeys(distinct, 0.0)
    result: dict[tuple[int, ...], float] = {}
    for group in packs([len(t) for t in distinct], most):
        tokens_BT = _padded([np.array(distinct[i]) for i in group], pad, model)
        last_B = [len(distinct[i]) - 1 for i in group]
        hidden_BD = model.hidden(tokens_BT, torch.ones_like(tokens_BT, dtype=torch.bool))[torch.arange(len(group)), last_B]
        for i, value in zip(group, model.values(hidden_BD)["v"].tolist(), strict=True):
            result[distinct[i]] = float(value)
    return result


def _padded(rows: Sequence[np.ndarray], pad: int, model: HeadedModel) -> Tensor:
    tokens_BT = np.full((len(rows), max(map(len, rows))), pad, dtype=np.int64)
    for b, ids in enumerate(rows):
        tokens_BT[b, : len(ids)] = ids
    return torch.from_numpy(tokens_BT).to(model.trunk.get_input_embeddings().weight.device)


def _array(x: Tensor) -> Floats:
    return x.double().cpu().numpy()
