"""A policy that speaks with a language model, alone or guided by value heads.

Two sources give the next-token distribution: an engine whose cache is kept between turns, for views of the whole history, and, for views of the
last texts, a memo of the contexts already met, because a window that slides has no prefix to keep and short windows repeat themselves; what is not
met yet is read by an engine that keeps a prompt while it is replied to. Both are pure functions of the context: a reply depends on its dialogue and
its seed alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedModel

from lmrl_gym.core.episode import Episode, Sample
from lmrl_gym.core.task import Dialogue, Reply, View
from lmrl_gym.models.generate import Engine
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.tokens.render import render
from lmrl_gym.tokens.tokenizer import Encoder

Adjust = Callable[[Tensor, Mapping[str, Tensor]], Tensor]
"""(policy log-probabilities [R, V], value heads [R, V] or [R]) -> logits to act by [R, V]."""

_MEMO_NUMBERS = 16_000_000


@dataclass(frozen=True, slots=True)
class TokenNote:
    """What the models think of one agent token, for views. `v`, `q` and `advantage` (q − v) are None where there is no such head."""

    text: str
    logprob: float
    v: float | None
    q: float | None
    advantage: float | None


class ModelPolicy:
    """Speaks with `trunk`; where `guide` is given, `adjust` moves the logits by its values. `greedy` takes the most likely token, else one is drawn.

    `compiled` as for `Engine`.
    """

    sees_scenario = False

    def __init__(
        self,
        name: str,
        trunk: PreTrainedModel,
        encoder: Encoder,
        view: View,
        *,
        reply_limit: int,
        greedy: bool = False,
        guide: HeadedModel | None = None,
        adjust: Adjust | None = None,
        compiled: str = "",
    ) -> None:
        self.name = name
        self.trunk, self.encoder, self.view = trunk, encoder, view
        self.reply_limit, self.greedy = reply_limit, greedy
        self.guide, self.adjust = guide, adjust
        self.compiled = compiled
        for model in (trunk, guide):
            if model is not None:
                model.eval()
        self._source: _CachedSource | _MemoSource = _CachedSource(self) if view.last is None else _MemoSource(self)

    def forget(self) -> None:
        """Drop what was computed with weights that have changed since."""
        for model in (self.trunk, self.guide):
            if model is not None:
                model.eval()
        self._source.forget()

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        contexts = [self.encoder.prompt(self.view(d.turns)) for d in dialogues]
        tails = [len(self.encoder.turn(d.turns[-1])) for d in dialogues]
        rngs = [random.Random(s) for s in seeds]
        self._source.begin(contexts, tails)
        drawn: list[list[int]] = [[] for _ in dialogues]
        logprobs: list[list[float]] = [[] for _ in dialogues]
        active = list(range(len(dialogues)))
        for _ in range(self.reply_limit):
            tokens, values = self._source.draw(active, contexts, None if self.greedy else [rngs[i].random() for i in active])
            for i, token, logprob in zip(active, tokens, values, strict=True):
                drawn[i].append(token)
                logprobs[i].append(logprob)
                contexts[i].append(token)
            active = [i for i in active if drawn[i][-1] != self.encoder.end]
            if not active:
                break
        self._source.finish(contexts)
        cut = set(active)
        return [
            Reply(self.encoder.decode(ids), Sample(tuple(ids), tuple(lps)), i in cut)
            for i, (ids, lps) in enumerate(zip(drawn, logprobs, strict=True))
        ]

    @torch.inference_mode()
    def log_probabilities(self, hidden_RD: Tensor, guide_hidden_RD: Tensor | None) -> Tensor:
        """Log-probabilities to act by, [R, V] float32, from the last hidden states of the trunk and of the guide."""
        logp_RV: Tensor = self.trunk.get_output_embeddings()(hidden_RD).float().log_softmax(-1)
        if self.guide is None or self.adjust is None or guide_hidden_RD is None:
            return logp_RV
        return self.adjust(logp_RV, self.guide.values(guide_hidden_RD)).log_softmax(-1)

    @torch.inference_mode()
    def annotate(self, episode: Episode) -> list[list[TokenNote]]:
        """For each agent turn of `episode`, a note on each of its tokens."""
        notes: list[list[TokenNote]] = [[] for _ in range(episode.length)]
        device = self.trunk.get_input_embeddings().weight.device
        for window in render(episode, self.encoder, self.view).windows:
            tokens = torch.from_numpy(window.tokens_T)[None].to(device)
            at = np.flatnonzero(window.is_action_T)
            before = torch.from_numpy(at - 1)
            hidden = self.trunk.base_model(input_ids=tokens, use_cache=False).last_hidden_state[0, before]
            guided = None if self.guide is None else self.guide.hidden(tokens, torch.ones_like(tokens, dtype=torch.bool))[0, before]
            logp = self.log_probabilities(hidden, guided)
            values = {} if self.guide is None or guided is None else self.guide.values(guided)
            for n, t in enumerate(at):
                token = int(window.tokens_T[t])
                v = float(values["v"][n]) if "v" in values else None
                qs = [float(values[k][n, token]) for k in values if k.startswith("q")]
                q = min(qs) if qs else None
                if q is not None and v is None:
                    # Without a V head the state's value is what the acting distribution expects of Q.
                    wide = torch.stack([values[k][n] for k in values if k.startswith("q")]).amin(0)
                    v = float((logp[n].exp() * wide).sum())
                advantage = None if q is None or v is None else q - v
                notes[int(window.turn_index_T[t])].append(TokenNote(self.encoder.pieces([token])[0], float(logp[n, token]), v, q, advantage))
        return notes


def _choose(logp_RV: Tensor, uniforms: Sequence[float] | None) -> tuple[list[int], list[float]]:
    """Tokens and their log-probabilities: the most likely ones, or by inverting the cumulative distribution at `uniforms`."""
    if uniforms is None:
        tokens = logp_RV.argmax(-1)
    else:
        cumulative = logp_RV.double().exp().cumsum(-1)
        wanted = torch.tensor(uniforms, dtype=torch.float64, device=logp_RV.device)[:, None] * cumulative[:, -1:]
        tokens = torch.searchsorted(cumulative, wanted, right=True).squeeze(1).clamp(max=logp_RV.shape[1] - 1)
    return tokens.tolist(), logp_RV.gather(1, tokens[:, None]).squeeze(1).tolist()


class _CachedSource:
    """Distributions from engines whose slots are found again by the tokens in them."""

    def __init__(self, policy: ModelPolicy) -> None:
        self.policy = policy
        self.engines = _engines(policy)
        self._kept: dict[tuple[int, ...], list[int]] = {}
        self._slot_of: list[int] = []

    def begin(self, contexts: Sequence[Sequence[int]], tails: Sequence[int]) -> None:
        """Find each context's slot: the one that holds it up to its last env turn, else a fresh one."""
        found: list[int | None] = []
        for context, tail in zip(contexts, tails, strict=True):
            slots = self._kept.get(tuple(context[: len(context) - tail]))
            found.append(slots.pop() if slots else None)
        taken = {s for s in found if s is not None}
        _make_room(self.engines, len(found))
        free = [s for s in range(self.engines[0].slots) if s not in taken]
        fresh = iter(free)
        for engine in self.engines:
            for slot in free:
                engine.lengths[slot] = 0
        self._slot_of = [next(fresh) if slot is None else slot for slot in found]
        self._kept = {}

    def draw(self, active: Sequence[int], contexts: Sequence[list[int]], uniforms: Sequence[float] | None) -> tuple[list[int], list[float]]:
        slots = [self._slot_of[i] for i in active]
        hidden = [e.extend(slots, [contexts[i][e.lengths[s] :] for i, s in zip(active, slots, strict=True)]) for e in self.engines]
        return _choose(self.policy.log_probabilities(hidden[0], hidden[1] if len(hidden) > 1 else None), uniforms)

    def forget(self) -> None:
        self._kept = {}

    def finish(self, contexts: Sequence[Sequence[int]]) -> None:
        for slot, context in zip(self._slot_of, contexts, strict=True):
            self._kept.setdefault(tuple(context), []).append(slot)


class _MemoSource:
    """Distributions remembered by context, for policies that look at the last texts only. Those not met before come from engines that keep a
    prompt while it is replied to: a token costs itself, not the prompt again."""

    def __init__(self, policy: ModelPolicy) -> None:
        self.policy = policy
        self.engines = _engines(policy)
        self._known: dict[tuple[int, ...], Tensor] = {}
        self._most = _MEMO_NUMBERS // policy.trunk.get_input_embeddings().weight.shape[0]
        self._prompts: list[int] = []
        self._slot_of: dict[tuple[int, ...], int] = {}

    def begin(self, contexts: Sequence[Sequence[int]], tails: Sequence[int]) -> None:
        """Note where replies begin; nothing said before is held any more."""
        self._prompts = [len(c) for c in contexts]
        self._slot_of = {}

    def forget(self) -> None:
        self._known.clear()

    def finish(self, contexts: Sequence[Sequence[int]]) -> None:
        """Nothing to keep beyond the memo."""

    def draw(self, active: Sequence[int], contexts: Sequence[list[int]], uniforms: Sequence[float] | None) -> tuple[list[int], list[float]]:
        keys = [tuple(contexts[i]) for i in active]
        prompts = dict(zip(keys, (self._prompts[i] for i in active), strict=True))
        if len(self._known) > self._most:
            self._known.clear()
        unknown = sorted((k for k in prompts if k not in self._known), key=lambda k: (len(k), k))
        if unknown:
            self._learn(unknown, [prompts[k] for k in unknown])
        return _choose(torch.stack([self._known[k] for k in keys]), uniforms)

    def _learn(self, unknown: Sequence[tuple[int, ...]], prompts: Sequence[int]) -> None:
        """A prompt is read whole, what was drawn after it token by token, whether or not some of it was known: the same sums for the same context."""
        slots = self._places(unknown)
        going = list(range(len(unknown)))
        while going:
            at = [slots[i] for i in going]
            hidden = []
            for engine in self.engines:
                held = [engine.lengths[s] for s in at]
                new = [unknown[i][h : h + 1] if h else unknown[i][: prompts[i]] for i, h in zip(going, held, strict=True)]
                hidden.append(engine.extend(at, new))
            logp_RV = self.policy.log_probabilities(hidden[0], hidden[1] if len(hidden) > 1 else None)
            left = []
            for i, slot, logp in zip(going, at, logp_RV, strict=True):
                if self.engines[0].lengths[slot] < len(unknown[i]):
                    left.append(i)
                else:
                    self._known[unknown[i]] = logp
            going = left

    def _places(self, unknown: Sequence[tuple[int, ...]]) -> list[int]:
        """A slot for each context: the one that holds all but its last token, else an empty one. The slots of all others become free."""
        found = [self._slot_of.pop(k[:-1], None) for k in unknown]
        taken = set(found)
        _make_room(self.engines, len(unknown))
        free = iter([s for s in range(self.engines[0].slots) if s not in taken])
        slots = []
        for slot in found:
            if slot is None:
                slot = next(free)
                for engine in self.engines:
                    engine.lengths[slot] = 0
            slots.append(slot)
        self._slot_of = dict(zip(unknown, slots, strict=True))
        return slots


def _engines(policy: ModelPolicy) -> list[Engine]:
    trunks = [policy.trunk] + ([policy.guide.trunk] if policy.guide is not None else [])
    return [Engine(trunk, compiled=policy.compiled) for trunk in trunks]


def _make_room(engines: Sequence[Engine], slots: int) -> None:
    for engine in engines:
        if engine.slots < slots:
            engine.add_slots(slots - engine.slots)
