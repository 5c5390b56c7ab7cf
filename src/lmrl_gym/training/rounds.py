"""The online schedule: play fresh scenarios, learn from them, play again, in a run folder from which it can go on at any time.

What a round plays and in which order it learns are functions of the seed, the round's number and the model it begins with; model, optimiser and the
few numbers that change are in the checkpoint. A run cut off in mid-round plays that round again, the same, and ends in the same bytes on a CPU. It
differs from the offline schedule in where episodes come from and knows no algorithm's name. What an algorithm that replays has played so far is in
`played/` (`replay`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np
import torch
from torch import Tensor

from lmrl_gym.algos.base import Loss, OnlineAlgorithm
from lmrl_gym.algos.bc import likelihood_loss
from lmrl_gym.core.episode import Ending, Episode, Json, Role
from lmrl_gym.core.errors import RunError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Policy, Task, close
from lmrl_gym.evaluation.evaluate import evaluate
from lmrl_gym.models.heads import Outputs
from lmrl_gym.models.policy import ModelPolicy
from lmrl_gym.models.pretrained import save_headed
from lmrl_gym.rollout import Start
from lmrl_gym.rollout import play as play_episodes
from lmrl_gym.tokens.batch import Batch, PlayedWindow, collate_played, packs
from lmrl_gym.tokens.render import EpisodeTokens, render
from lmrl_gym.training.appraise import appraise
from lmrl_gym.training.batches import Batches
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.learner import Learner, Part
from lmrl_gym.training.parts import Parts, acting_policy, seen
from lmrl_gym.training.processes import agreed, mean, share_of, shared
from lmrl_gym.training.replay import Replay
from lmrl_gym.training.settings import RunConfig
from lmrl_gym.training.watch import warnings

OnRound = Callable[[int, int, Mapping[str, object]], None]

_COUNTS = ("rounds", "updates", "episodes", "turns", "tokens")


@dataclass(slots=True)
class _Progress:
    """Everything that changes beside model and optimiser."""

    numbers: dict[str, float]
    """The algorithm's own."""
    rounds: int = 0
    updates: int = 0
    episodes: int = 0
    turns: int = 0
    tokens: int = 0
    best: float = -np.inf
    """The best mean return of an evaluation so far."""

    def tensors(self) -> dict[str, Tensor]:
        own = {f"numbers.{k}": v for k, v in self.numbers.items()}
        counted = {f"progress.{k}": getattr(self, k) for k in (*_COUNTS, "best")}
        return {k: torch.tensor(float(v), dtype=torch.float64) for k, v in (own | counted).items()}

    def restore(self, tensors: Mapping[str, Tensor]) -> None:
        self.numbers = {k: float(tensors[f"numbers.{k}"]) for k in self.numbers}
        for name in _COUNTS:
            setattr(self, name, int(tensors[f"progress.{name}"]))
        self.best = float(tensors["progress.best"])


class Rounds:
    """One run's playing and learning. `stored`: batches of stored episodes by the update's number, if the algorithm wants any."""

    def __init__(self, config: RunConfig, folder: RunFolder, task: Task, parts: Parts, learner: Learner, stored: Batches | None) -> None:
        self.config, self.folder, self.task, self.parts, self.learner, self.stored = config, folder, task, parts, learner, stored
        self.algo = cast(OnlineAlgorithm, config.algo)
        self.progress = _Progress(self.algo.opening())
        self.processes = learner.accelerator
        place = (self.processes.process_index, self.processes.num_processes)
        self.replay = Replay(config, folder, task, parts.encoder, place) if self.algo.replays else None
        self.compiled: ModelPolicy | None = None
        """The acting policy of all rounds, where its layers are compiled: each new one would be compiled anew."""
        self.rows: list[dict[str, Json]] = []

    def run(self, on_round: OnRound | None) -> int:
        """Go on from the last checkpoint until the rounds or a budget are used up; how many rounds there were."""
        done = self.folder.latest_checkpoint()
        if done is not None:
            tensors = self.folder.load_checkpoint(done)
            self.learner.restore(tensors)
            self.progress.restore(tensors)
            if self.replay is not None:
                self.replay.restore(self.progress.rounds)
        self.folder.rewind(done or 0)
        self.processes.wait_for_everyone()
        self.rows = [row for row in _lines(self.folder) if "return" in row]
        partner = self.task.partner(self.config.play.partner)
        try:
            while not self._over():
                self._round(partner, on_round)
        finally:
            close(partner)
        return self.progress.rounds

    def _over(self) -> bool:
        limits, p = self.config.play, self.progress
        spent: list[tuple[float, float]] = [(limits.rounds, p.rounds), (limits.turns, p.turns), (limits.tokens, p.tokens)]
        if limits.minutes:
            spent.append((limits.minutes, sum(float(str(row["seconds"])) for row in _lines(self.folder, timing=True)) / 60))
        return agreed(any(limit and used >= limit for limit, used in spent), self.processes)

    def _round(self, partner: Policy | None, on_round: OnRound | None) -> None:
        begun, p, play = time.monotonic(), self.progress, self.config.play
        number = p.rounds
        policy = self._acting()
        mine = share_of(list(self._starts(number)), self.processes)
        episodes = shared(list(play_episodes(self.task, policy, mine, partner=partner, width=play.width)), self.processes)
        played = time.monotonic()
        stats = _of_play(self.task, episodes, self.parts.encoder.end)
        if self.replay is None:
            windows, found = self._judged(episodes)
            stats |= found | self._learn(self._passes(windows, number))
        else:
            stats |= self._learn(self._replayed(self.replay, episodes))
        p.rounds, p.episodes = p.rounds + 1, p.episodes + len(episodes)
        p.turns, p.tokens = p.turns + sum(e.length for e in episodes), p.tokens + int(stats["agent_tokens"])
        p.numbers = self.algo.advance(p.numbers, stats)
        count = number + 1
        row: dict[str, Json] = {
            "step": count,
            **stats,
            **p.numbers,
            "updates": p.updates,
            "episodes": p.episodes,
            "turns": p.turns,
            "tokens": p.tokens,
        }
        self.rows.append(row)
        told = warnings(self.rows)
        self.folder.append(self.folder.metrics, row | ({"warnings": list(told)} if told else {}))
        over = self._over()
        latest = stats | self._evaluated(count, over, partner)
        timing: dict[str, Json] = {"step": count, "from_step": number, "seconds": time.monotonic() - begun, "play_seconds": played - begun}
        self.folder.append(self.folder.timing, timing)
        if over or self._over() or count % play.checkpoint_every == 0:
            self.folder.save_checkpoint(count, lambda: self.learner.state() | p.tensors())
        if on_round is not None:
            on_round(count, play.rounds, latest | {"turns": p.turns} | ({"warning": "; ".join(told)} if told else {}))

    def _acting(self) -> ModelPolicy:
        """The policy as it is now."""
        if self.compiled is None:
            policy = acting_policy(self.config, self.task, self.parts)
            self.compiled = policy if policy.compiled else None
            return policy
        self.compiled.forget()
        return self.compiled

    def _starts(self, number: int) -> Iterator[Start]:
        """The round's scenarios: fresh ones of the training split, past those that evaluations while training use, each `group` times."""
        config, group = self.config, self.algo.group
        each = -(-config.play.episodes // group)
        for k in range(config.play.episodes):
            index = config.train.eval_episodes + number * each + k // group
            yield Start(self.task.scenario("train", index), seed_for(config.seed, "round", self.task.name, index, k % group))

    def _judged(self, episodes: Sequence[Episode]) -> tuple[list[PlayedWindow], dict[str, float]]:
        """The windows to learn from, with credit, and stats of the round."""
        place = {id(e): i for i, e in enumerate(episodes)}
        kept: list[tuple[EpisodeTokens, int]] = []
        for e in self.algo.select(episodes):
            rendered = render(e, self.parts.encoder, seen(self.config, self.task))
            if rendered.windows:
                kept.append((rendered, place[id(e)] // self.algo.group))
        stats: dict[str, float] = {"kept": len(kept)}
        if not kept:
            return [], stats
        rendered_E, groups_E = [r for r, _ in kept], [g for _, g in kept]
        traces, found = appraise(rendered_E, groups_E, self.parts.model, self.parts.policy, self.parts.encoder.end, self.config.play.tokens_at_once)
        credited, judged = self.algo.judge(traces, self.progress.numbers)
        found |= judged
        windows: list[PlayedWindow] = []
        for rendered, trace, credit in zip(rendered_E, traces, credited, strict=True):
            used = 0
            for sequence in rendered.windows:
                here = slice(used, used + int(sequence.is_action_T.sum()))
                used = here.stop
                windows.append(
                    PlayedWindow(sequence, credit.advantages_N[here], credit.returns_N[here], trace.values_N[here], trace.reference_N[here])
                )
        if "v" in self.algo.heads:
            values_N, returns_N = np.concatenate([t.values_N for t in traces]), np.concatenate([c.returns_N for c in credited])
            found["value"] = float(values_N.mean())
            found["value_error"] = float((returns_N - values_N).std())
            found["explained_variance"] = float(1 - (returns_N - values_N).var() / max(returns_N.var(), 1e-8))
        return windows, stats | found

    def _learn(self, updates: Iterable[list[Part]]) -> dict[str, float]:
        """The round's updates, until the algorithm has enough; stats averaged over them."""
        steps = 0
        sums: dict[str, float] = {}
        for parts in updates:
            stats = mean(self.learner.descend(parts, self._rate()), self.processes)
            if not np.isfinite(stats["loss"]):
                raise RunError(f"the loss in round {self.progress.rounds + 1} is {stats['loss']}, nothing can be learnt from there; lower train.lr")
            self.progress.updates += 1
            steps += 1
            sums = {k: sums.get(k, 0.0) + v for k, v in stats.items()}
            if self.algo.enough(stats):
                break
        return {k: v / steps for k, v in sums.items()} | {"steps": steps}

    def _passes(self, windows: Sequence[PlayedWindow], number: int) -> Iterator[list[Part]]:
        """Several passes over the round's windows, in an order of its own each."""
        size = self.config.train.batch_size
        for epoch in range(self.config.play.epochs if windows else 0):
            order = np.random.default_rng(seed_for(self.config.seed, "round order", number, epoch)).permutation(len(windows))
            for first in range(0, len(windows), size):
                yield self._parts([windows[i] for i in order[first : first + size]])

    def _replayed(self, replay: Replay, episodes: Sequence[Episode]) -> Iterator[list[Part]]:
        """As many updates as so many passes over the round's windows would be, drawn from all rounds so far and from stored episodes."""
        batches, windows = replay.add(episodes)
        device, share = self.learner.accelerator.device, self.algo.stored if self.stored is not None else 0.0
        for step in range(self.config.play.epochs * -(-windows // self.config.train.batch_size)):
            parts = [Part(batches.at(step).to(device), self.algo.loss, (1 - share) * batches.share(step))]
            if self.stored is not None:
                update = self.progress.updates
                parts.append(Part(self.stored.at(update).to(device), self.algo.loss, share * self.stored.share(update)))
            yield parts

    def _parts(self, windows: Sequence[PlayedWindow]) -> list[Part]:
        """The forward passes of one step: one over stored episodes if wanted, then as many as memory asks for, each weighed by its agent tokens. Of
        several processes each takes its share; all of it where there are fewer windows than processes."""
        pad, device, processes = self.parts.encoder.end, self.processes.device, self.processes.num_processes
        parts: list[Part] = []
        if self.stored is not None:
            update = self.progress.updates
            parts.append(Part(self.stored.at(update).to(device), partial(_cloned, weight=self.algo.stored), self.stored.share(update)))
        whole = sum(int(w.sequence.is_action_T.sum()) for w in windows)
        if len(windows) >= processes:
            windows, whole = share_of(list(windows), self.processes), whole / processes
        groups = _packed(windows, self.config.play.tokens_at_once)
        batches = [collate_played([windows[i] for i in group], pad) for group in groups]
        return parts + [Part(b.to(device), self.algo.loss, len(b.actions_N) / whole) for b in batches]

    def _rate(self) -> float:
        """Share of the peak learning rate: rises over `train.warmup` updates, falls over the last `train.decay` of the rounds or the budget."""
        c, play, p = self.config.train, self.config.play, self.progress
        up = min(1.0, (p.updates + 1) / c.warmup) if c.warmup else 1.0
        spent = max(used / limit for used, limit in ((p.rounds, play.rounds), (p.turns, play.turns), (p.tokens, play.tokens)) if limit)
        return up * (min(1.0, max(0.0, 1 - spent) / c.decay) if c.decay else 1.0)

    def _evaluated(self, count: int, last: bool, partner: Policy | None) -> dict[str, float]:
        """Play the fixed scenarios where that is due; the best model so far is kept."""
        c = self.config.train
        if not self.folder.writes or not c.eval_every or (count % c.eval_every and not last):
            return {}
        policy = self._acting()
        record, _ = evaluate(self.task, policy, episodes=c.eval_episodes, seed=self.config.seed, play="sampled", split="train", partner=partner)
        s = record.summary
        row: dict[str, Json] = {"eval/mean_return": s.mean_return, "eval/ci_low": s.ci_low, "eval/ci_high": s.ci_high, "eval/success": s.success}
        self.folder.append(self.folder.metrics, {"step": count, "turns": self.progress.turns, **row})
        if s.mean_return > self.progress.best:
            self.progress.best = s.mean_return
            self.folder.write_model(self.folder.best, lambda path: save_headed(self.parts.model, self.parts.encoder, path))
        return {"eval": s.mean_return}


def _packed(windows: Sequence[PlayedWindow], most: int) -> list[list[int]]:
    """Indices of `windows` by forward pass. Equal rows take room once, so they stay together."""
    members: dict[bytes, list[int]] = {}
    for i, w in enumerate(windows):
        members.setdefault(w.sequence.tokens_T.tobytes(), []).append(i)
    rows = list(members.values())
    return [[i for r in group for i in rows[r]] for group in packs([len(windows[row[0]].sequence.tokens_T) for row in rows], most)]


def _of_play(task: Task, episodes: Sequence[Episode], end: int) -> dict[str, float]:
    """What the episodes of a round came to, before anything is learnt."""
    samples = [t.sample for e in episodes for t in e.turns if t.role is Role.AGENT and t.sample is not None]
    returns = np.array([e.ret for e in episodes])
    stats = {
        "return": float(returns.mean()),
        "return_std": float(returns.std()),
        "success": float(np.mean([e.ending is Ending.SUCCESS for e in episodes])),
        "illegal": sum(_illegal(task, e) for e in episodes) / sum(e.length for e in episodes),
        "length": float(np.mean([e.length for e in episodes])),
        "agent_tokens": sum(len(s.tokens) for s in samples),
        "cut_share": float(np.mean([not s.tokens or s.tokens[-1] != end for s in samples])),
    }
    for name in sorted({k for e in episodes for k in e.metrics}):
        stats[f"play/{name}"] = float(np.mean([e.metrics[name] for e in episodes if name in e.metrics]))
    return stats


def _illegal(task: Task, episode: Episode) -> int:
    """How many of the agent's turns were no action of the game."""
    return task.illegal(episode) if task.illegal is not None else int(episode.ending is Ending.ILLEGAL)


def _cloned(outputs: Outputs, batch: Batch, weight: float) -> Loss:
    loss = likelihood_loss(outputs, batch)
    return Loss(weight * loss.total, {"stored_nll": loss.stats["nll"]})


def _lines(folder: RunFolder, *, timing: bool = False) -> list[dict[str, Json]]:
    """The rows logged so far; a line that a kill cut short is left out."""
    path = folder.timing if timing else folder.metrics
    rows = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []:
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return rows
