"""Windows as tensors.

Suffixes: `_B` window, `_T` token, `_N` agent token (all windows' action tokens in reading order), `_S` state. States are where outputs are wanted:
the first N are those before each agent token, the others are states that only follow one. `next_N` points into them, so the shift by one, chains of
windows and bootstrapping past a cut are all settled here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor

from lmrl_gym.tokens.render import Corpus, Floats, TokenSequence, Window


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch, ready for a model and a loss. All masks and weights name what is true or counted where they are non-zero."""

    tokens_BT: Tensor
    """int64 token ids, padded on the right."""
    is_token_BT: Tensor
    """bool: true on tokens, false on padding."""
    states_S: Tensor
    """int64: flat index (b·T + t) of the last token before each state; S >= N."""
    actions_N: Tensor
    """int64: the agent token said in state n."""
    next_N: Tensor
    """int64: the state after agent token n, an index into S; −1 where none is known or the episode is over."""
    terminated_N: Tensor
    """bool: the episode ends with this token by its own rules (the value that follows is 0)."""
    turn_end_N: Tensor
    """bool: last token of an agent turn."""
    rewards_N: Tensor
    credit_N: Tensor
    weight_N: Tensor
    """float: how often the token's window counts: as often as it was drawn, or as it occurs, where the batch is the corpus, in units of the mean."""
    logprobs_N: Tensor
    seen_M: Tensor | None = None
    """int64: flat index of the last token before each token that the env said (`_M`), for algorithms that also learn what the env answers."""
    seen_tokens_M: Tensor | None = None
    """int64: those env tokens."""
    seen_weight_M: Tensor | None = None
    """float: how often the token's window occurs."""
    returns_N: Tensor | None = None
    """float: what the value of each token's state is to become, in played data."""
    values_N: Tensor | None = None
    """float: what it was when learning from the played data began."""
    reference_N: Tensor | None = None
    """float: log-probability of each token under the policy that training began with, in played data."""

    @property
    def td_weight_N(self) -> Tensor:
        """`weight_N` where the successor state is known (or the episode is over), else 0: no target can be made of an unknown state."""
        return self.weight_N * ((self.next_N >= 0) | self.terminated_N)

    def discount_N(self, gamma: float, unit: str) -> Tensor:
        """γ from one agent token to the next: at every token (`unit="token"`) or only where a turn ends (`unit="turn"`)."""
        full = torch.full_like(self.rewards_N, gamma)
        return full if unit == "token" else torch.where(self.turn_end_N, full, torch.ones_like(full))

    def to(self, device: torch.device | str) -> Batch:
        return replace(self, **{f.name: getattr(self, f.name).to(device) for f in fields(self) if getattr(self, f.name) is not None})


@dataclass(frozen=True, slots=True)
class PlayedWindow:
    """One window of a played episode, with what is known of each of its agent tokens (`_N`) when learning from it begins."""

    sequence: TokenSequence
    advantages_N: Floats
    returns_N: Floats
    values_N: Floats
    reference_N: Floats


def collate(corpus: Corpus, chosen: Sequence[int], pad: int, drawn: Sequence[int] | None = None, *, follow: bool = True) -> Batch:
    """The windows `chosen` (indices into the corpus) as one batch; windows or prompts that follow them join as rows that only lend their state.

    A window counts as often as it was `drawn`, or, where that is not given, as often as it occurs in the corpus (in units of the mean). Without
    `follow` the states after the windows are unknown, and no rows are computed for them.
    """
    windows = [corpus.windows[i] for i in chosen]
    row_of = {index: row for row, index in reversed(list(enumerate(chosen)))}
    rows: list[np.ndarray] = [w.sequence.tokens_T for w in windows]
    at: list[tuple[int, int]] = []
    first_state: dict[int, int] = {}
    for row, w in enumerate(windows):
        first_state[row] = len(at)
        at.extend((row, int(t)) for t in np.flatnonzero(w.sequence.is_action_T))
    lent: dict[tuple[int, ...], int] = {}
    next_all: list[int] = []
    for row, w in enumerate(windows):
        n = int(w.sequence.is_action_T.sum())
        next_all.extend(range(first_state[row] + 1, first_state[row] + n))
        next_all.append(_state_after(corpus, w, row, row_of, first_state, rows, at, lent) if follow else -1)
    width = max(len(r) for r in rows)
    tokens_BT = np.full((len(rows), width), pad, dtype=np.int64)
    is_token_BT = np.zeros((len(rows), width), dtype=bool)
    for row, ids in enumerate(rows):
        tokens_BT[row, : len(ids)] = ids
        is_token_BT[row, : len(ids)] = True
    weights = np.array([w.weight for w in windows] if drawn is None else drawn, dtype=np.float64)
    return _assemble(windows, weights, tokens_BT, is_token_BT, at, next_all)


def _state_after(
    corpus: Corpus,
    w: Window,
    row: int,
    row_of: dict[int, int],
    first_state: dict[int, int],
    rows: list[np.ndarray],
    at: list[tuple[int, int]],
    lent: dict[tuple[int, ...], int],
) -> int:
    """The index into S of the state after the window's last action, adding a row or a state for it where needed."""
    if w.successor >= 0 and w.successor in row_of:
        return first_state[row_of[w.successor]]
    if w.successor >= 0:
        sequence = corpus.windows[w.successor].sequence
        prompt = tuple(sequence.tokens_T[: int(np.argmax(sequence.is_action_T))].tolist())
    elif w.follow is not None:
        prompt = w.follow
    else:
        return -1
    if prompt not in lent:
        own = w.sequence.tokens_T
        if len(own) == len(prompt) and tuple(own.tolist()) == prompt:
            at.append((row, len(own)))
        else:
            rows.append(np.array(prompt, dtype=np.int64))
            at.append((len(rows) - 1, len(prompt)))
        lent[prompt] = len(at) - 1
    return lent[prompt]


def _assemble(
    windows: Sequence[Window], weights: np.ndarray, tokens_BT: np.ndarray, is_token_BT: np.ndarray, at: list[tuple[int, int]], next_all: list[int]
) -> Batch:
    def flat(name: str) -> np.ndarray:
        return np.concatenate([getattr(w.sequence, name)[w.sequence.is_action_T] for w in windows])

    width = tokens_BT.shape[1]
    counts = [int(w.sequence.is_action_T.sum()) for w in windows]
    turn_N = flat("turn_index_T")
    last_N = np.zeros(len(turn_N), dtype=bool)
    last_N[np.cumsum(counts) - 1] = True
    turn_end_N = last_N | np.append(turn_N[1:] != turn_N[:-1], True)
    credit_N = np.concatenate([w.credit_T[w.sequence.is_action_T] for w in windows])

    said = np.zeros_like(is_token_BT)
    for row, w in enumerate(windows):
        said[row, 1 : len(w.sequence.tokens_T)] = ~w.sequence.is_agent_T[1:]
    seen_M = np.flatnonzero(said)

    def real(values: np.ndarray) -> Tensor:
        return torch.from_numpy(values.astype(np.float32))

    return Batch(
        tokens_BT=torch.from_numpy(tokens_BT),
        is_token_BT=torch.from_numpy(is_token_BT),
        states_S=torch.tensor([row * width + t - 1 for row, t in at]),
        actions_N=torch.from_numpy(flat("tokens_T").astype(np.int64)),
        next_N=torch.tensor(next_all),
        terminated_N=torch.from_numpy(last_N & np.repeat([w.terminated for w in windows], counts)),
        turn_end_N=torch.from_numpy(turn_end_N),
        rewards_N=real(flat("rewards_T")),
        credit_N=real(credit_N),
        weight_N=real(np.repeat(weights, counts)),
        logprobs_N=real(flat("logprobs_T")),
        seen_M=torch.from_numpy(seen_M - 1),
        seen_tokens_M=torch.from_numpy(tokens_BT.reshape(-1)[seen_M]),
        seen_weight_M=real(weights[seen_M // width]),
    )


def collate_played(windows: Sequence[PlayedWindow], pad: int) -> Batch:
    """Windows of played episodes as one batch; `credit_N` is the advantage, `logprobs_N` what was drawn, and no state's successor is known.

    Equal rows of tokens are computed once and read by every window that has them. Their credits stay apart: a ratio that is clipped is not linear
    in the advantage, so the mean advantage of merged windows would have another gradient.
    """
    row_of: dict[bytes, int] = {}
    rows: list[np.ndarray] = []
    at: list[np.ndarray] = []
    for w in windows:
        ids = w.sequence.tokens_T
        row = row_of.setdefault(ids.tobytes(), len(rows))
        if row == len(rows):
            rows.append(ids)
        places = np.flatnonzero(w.sequence.is_action_T)
        at.append(np.stack([np.full(len(places), row), places]))
    width = max(map(len, rows))
    tokens_BT = np.full((len(rows), width), pad, dtype=np.int64)
    is_token_BT = np.zeros((len(rows), width), dtype=bool)
    for row, ids in enumerate(rows):
        tokens_BT[row, : len(ids)] = ids
        is_token_BT[row, : len(ids)] = True
    row_N, place_N = np.concatenate(at, axis=1)
    turn_N = np.concatenate([w.sequence.turn_index_T[w.sequence.is_action_T] for w in windows])
    last_N = np.zeros(len(turn_N), dtype=bool)
    last_N[np.cumsum([a.shape[1] for a in at]) - 1] = True

    def joined(parts: Iterable[np.ndarray]) -> Tensor:
        return torch.from_numpy(np.concatenate(list(parts)).astype(np.float32))

    count = len(row_N)
    return Batch(
        tokens_BT=torch.from_numpy(tokens_BT),
        is_token_BT=torch.from_numpy(is_token_BT),
        states_S=torch.from_numpy(row_N * width + place_N - 1),
        actions_N=torch.from_numpy(tokens_BT[row_N, place_N]),
        next_N=torch.full((count,), -1),
        terminated_N=torch.zeros(count, dtype=torch.bool),
        turn_end_N=torch.from_numpy(last_N | np.append(turn_N[1:] != turn_N[:-1], True)),
        rewards_N=joined(w.sequence.rewards_T[w.sequence.is_action_T] for w in windows),
        credit_N=joined(w.advantages_N for w in windows),
        weight_N=torch.ones(count),
        logprobs_N=joined(w.sequence.logprobs_T[w.sequence.is_action_T] for w in windows),
        returns_N=joined(w.returns_N for w in windows),
        values_N=joined(w.values_N for w in windows),
        reference_N=joined(w.reference_N for w in windows),
    )


def packs(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Indices of `lengths`, longest first, in groups that hold at most `most` tokens when padded to their longest; a longer one stands alone."""
    groups: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if groups and (len(groups[-1]) + 1) * lengths[groups[-1][0]] <= most:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
