"""An episode as tokens, masks and rewards; a data set as a corpus of windows.

A window is what the policy saw, then what it said. Under a whole-history view an episode is one window; under a Markov view each agent turn is a
window of its own; under a view of the last k texts the first window holds the first k texts and every later agent turn has its own. Windows of an
episode chain: the successor of a window's last agent token is the first agent token of the next window, so chains and whole histories are one case
for every algorithm. Identical windows merge into one with a weight, which leaves every gradient as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from lmrl_gym.core.episode import Episode, Role, Turn
from lmrl_gym.core.task import View
from lmrl_gym.tokens.tokenizer import Encoder

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_TOGETHER = 256
"""Episodes whose texts are encoded in one go."""


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """One window. Arrays have one entry a token (`_T`); entry t of an output is about token t given those before."""

    tokens_T: Ints
    is_action_T: Bools
    """True where the agent said the token and this window answers for it."""
    is_agent_T: Bools
    """True where the agent said the token, in this turn or in one that only gives context here."""
    rewards_T: Floats
    """A turn's reward, on the turn's last token."""
    turn_index_T: Ints
    """Which agent turn of the episode a token belongs to (0, 1, …); −1 elsewhere."""
    logprobs_T: Floats
    """Natural-log probability when the token was drawn; nan where no model spoke."""


@dataclass(frozen=True, slots=True)
class EpisodeTokens:
    """An episode's windows, in order. `tail` is the prompt after the last agent turn where the episode was cut from outside: the only state past
    its end that a value may be bootstrapped from; None where there is none."""

    windows: tuple[TokenSequence, ...]
    tail: tuple[int, ...] | None
    terminated: bool
    """True where the episode ended by its own rules: the value past its end is 0."""

    def flat(self, name: str) -> npt.NDArray[np.generic]:
        """One field (`rewards_T`, `turn_index_T`, …) over the episode's agent tokens only, in order of speaking."""
        return np.concatenate([getattr(w, name)[w.is_action_T] for w in self.windows])


def render(episode: Episode, encoder: Encoder, view: View, *, heard: bool = False) -> EpisodeTokens:
    """The windows of `episode` under `view`. Every agent token is an action token of exactly one window.

    `heard`: a whole history goes on to the env's last text, which nobody answers: for who learns what the env says.
    """
    turns = episode.turns
    spoken = [i for i, t in enumerate(turns) if t.role is Role.AGENT]
    if view.last is None:
        spans = [(0, len(turns) if heard or episode.ending.truncated else spoken[-1] + 1, set(spoken))] if spoken else []
    else:
        spans = _limited_spans(spoken, view.last)
    number = {i: n for n, i in enumerate(spoken)}
    windows = tuple(_window(turns, first, stop, answers, number, encoder) for first, stop, answers in spans)
    tail = tuple(encoder.prompt(view(turns))) if episode.ending.truncated and turns[-1].role is Role.ENV else None
    return EpisodeTokens(windows, tail, not episode.ending.truncated)


def _limited_spans(spoken: Sequence[int], last: int) -> list[tuple[int, int, set[int]]]:
    """(first turn, stop turn, agent turns answered for): the view before agent turn i is turns[max(0, i - last):i]."""
    early = [i for i in spoken if i <= last]
    spans = [(0, early[-1] + 1, set(early))] if early else []
    return spans + [(i - last, i + 1, {i}) for i in spoken if i > last]


def _window(turns: Sequence[Turn], first: int, stop: int, answers: set[int], number: dict[int, int], encoder: Encoder) -> TokenSequence:
    tokens: list[int] = [encoder.start]
    is_action, is_agent, rewards, index, logprobs = [False], [False], [0.0], [-1], [float("nan")]
    for i in range(first, stop):
        ids = encoder.turn(turns[i])
        n = len(ids)
        answered = i in answers
        tokens.extend(ids)
        is_action.extend([answered] * n)
        is_agent.extend([turns[i].role is Role.AGENT] * n)
        index.extend([number[i] if answered else -1] * n)
        rewards.extend([0.0] * n)
        if answered and n:
            rewards[-1] = turns[i].reward
        sample = turns[i].sample
        logprobs.extend(sample.logprobs if sample is not None else [float("nan")] * n)
    return TokenSequence(np.array(tokens), np.array(is_action), np.array(is_agent), np.array(rewards), np.array(index), np.array(logprobs))


@dataclass(frozen=True, slots=True)
class Window:
    """One distinct window of a corpus: how often it occurs and what follows it."""

    sequence: TokenSequence
    credit_T: Floats
    """The algorithm's credit for each token: the mean over merged windows, which has the same gradient under any loss linear in it or squared."""
    weight: float
    successor: int
    """Index of the window whose first action state follows this window's last token; −1 where `follow` or the end says what follows."""
    follow: tuple[int, ...] | None
    """The prompt of the state that follows where no window starts there; None otherwise."""
    terminated: bool
    """True where the episode ended here by its own rules: the value that follows is 0. False with neither successor nor follow: unknown."""
    count: int = 1
    """How often it occurs; `weight` is this over the corpus's mean."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A data set ready to batch: distinct windows with weights of mean 1."""

    windows: tuple[Window, ...]
    episodes: int
    tokens: int
    """Agent tokens before merging."""

    @property
    def longest(self) -> int:
        return max(len(w.sequence.tokens_T) for w in self.windows)


Credit = Callable[[Floats, Ints], Floats]
"""(rewards, turn indices) of an episode's agent tokens -> credit of each."""


@dataclass(slots=True)
class _Merged:
    sequence: TokenSequence
    credit_sum: Floats
    count: int
    next_prompt: bytes | None
    terminated: bool


def build_corpus(episodes: Iterable[Episode], encoder: Encoder, view: View, credit: Credit, *, heard: bool = False) -> Corpus:
    """Render (`heard`: see there), credit and merge. Two windows merge when tokens, masks, rewards and what follows are equal."""
    merged: dict[bytes, _Merged] = {}
    starts: dict[bytes, int] = {}
    kept: dict[bytes, npt.NDArray[Any]] = {}
    count = tokens = 0
    left = iter(episodes)
    while some := list(islice(left, _TOGETHER)):
        encoder.meet(t.text for episode in some for t in episode.turns if t.sample is None)
        for episode in some:
            rendered = render(episode, encoder, view, heard=heard)
            if not rendered.windows:
                continue
            count += 1
            rewards_N, turn_N = rendered.flat("rewards_T"), rendered.flat("turn_index_T")
            credit_N = credit(rewards_N.astype(np.float64), turn_N.astype(np.int64))
            tokens += len(credit_N)
            _merge(rendered, credit_N, merged, starts, kept)
    mean = sum(m.count for m in merged.values()) / max(1, len(merged))
    windows = tuple(_finish(m, mean, starts, view) for m in merged.values())
    return Corpus(windows, count, tokens)


def _merge(
    rendered: EpisodeTokens,
    credit_N: Floats,
    merged: dict[bytes, _Merged],
    starts: dict[bytes, int],
    kept: dict[bytes, npt.NDArray[Any]],
) -> None:
    used = 0
    for i, sequence in enumerate(rendered.windows):
        here = sequence.is_action_T
        credit_T = np.zeros(len(here))
        n = int(here.sum())
        credit_T[here] = credit_N[used : used + n]
        used += n
        last = i + 1 == len(rendered.windows)
        following = _prompt(rendered.tail) if last else _first_prompt(rendered.windows[i + 1])
        key = _digest(sequence, following, last and rendered.terminated)
        known = merged.get(key)
        if known is None:
            starts.setdefault(_first_prompt(sequence), len(merged))
            merged[key] = _Merged(_sharing(sequence, kept), credit_T, 1, following, last and rendered.terminated)
        else:
            known.credit_sum += credit_T
            known.count += 1


def _sharing(s: TokenSequence, kept: dict[bytes, npt.NDArray[Any]]) -> TokenSequence:
    """The window with arrays of others in place of equal ones, where many are equal: masks, rewards that are all 0, no log-probabilities."""

    def one(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        array.setflags(write=False)
        return kept.setdefault(array.dtype.char.encode() + array.tobytes(), array)

    rewards_T = s.rewards_T if s.rewards_T.any() else one(s.rewards_T)
    logprobs_T = one(s.logprobs_T) if np.isnan(s.logprobs_T).all() else s.logprobs_T
    return TokenSequence(s.tokens_T, one(s.is_action_T), one(s.is_agent_T), rewards_T, s.turn_index_T, logprobs_T)


def _digest(sequence: TokenSequence, following: bytes | None, terminated: bool) -> bytes:
    """Sixteen bytes in place of all that makes two windows equal, which would take several times the room of the window."""
    digest = blake2b(digest_size=16)
    parts = (sequence.tokens_T, sequence.is_action_T, sequence.rewards_T, sequence.logprobs_T)
    digest.update(repr((len(sequence.tokens_T), following is None, terminated)).encode())
    for part in parts:
        digest.update(part.tobytes())
    digest.update(following or b"")
    return digest.digest()


def _prompt(tokens: Sequence[int] | None) -> bytes | None:
    return None if tokens is None else np.array(tokens).tobytes()


def _first_prompt(sequence: TokenSequence) -> bytes:
    return sequence.tokens_T[: int(np.argmax(sequence.is_action_T))].tobytes()


def _finish(m: _Merged, mean: float, starts: dict[bytes, int], view: View) -> Window:
    successor = starts.get(m.next_prompt, -1) if m.next_prompt is not None else -1
    # A Markov state that nobody ever acted in has a value that nothing trains: bootstrapping from it would read noise.
    follow = tuple(np.frombuffer(m.next_prompt, np.int64).tolist()) if m.next_prompt is not None and successor < 0 and not view.markov else None
    return Window(m.sequence, m.credit_sum / m.count, m.count / mean, successor, follow, m.terminated, m.count)
