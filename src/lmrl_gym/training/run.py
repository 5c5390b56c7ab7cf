"""The offline schedule: data set -> corpus -> steps -> model, in a run folder from which it can go on at any time.

The batch of step s is a function of the seed and s; the model and the optimiser are in the checkpoint; so a resumed run is the uninterrupted one,
bit for bit on a CPU. The loop knows no algorithm's name.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from accelerate import Accelerator
from transformers import PreTrainedModel

from lmrl_gym.core.episode import Episode, Json
from lmrl_gym.core.errors import RunError, UsageError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Task, View
from lmrl_gym.data.store import Dataset, read_dataset
from lmrl_gym.evaluation.evaluate import evaluate
from lmrl_gym.evaluation.record import code_revision, write_json
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.policy import ModelPolicy
from lmrl_gym.models.pretrained import load_heads, load_trunk, save_headed, save_trunk, tiny_model
from lmrl_gym.tasks import load_task
from lmrl_gym.tokens.batch import Batch, collate
from lmrl_gym.tokens.render import Corpus, build_corpus
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.learner import Learner
from lmrl_gym.training.settings import RunConfig

OnStep = Callable[[int, int, Mapping[str, float]], None]
"""(steps done, steps in all, latest stats): called after every step."""

_TOKENIZER_EPISODES = 20_000


@dataclass(frozen=True)
class Parts:
    """What a run works with: the frozen policy (None where the policy itself is trained), the model in training, the encoder."""

    policy: PreTrainedModel | None
    model: HeadedModel
    encoder: Encoder


def train(config: RunConfig, out: Path, *, resume: bool = False, on_step: OnStep | None = None) -> RunFolder:
    """Train `config` in the folder `out`.

    RunError where the folder holds a run already and `resume` is false, or a run of another configuration. UsageError and DataError as the parts
    raise them.
    """
    folder = RunFolder(out)
    with folder.hold():
        started = (out / "config.json").exists()
        if started and not resume:
            raise RunError(f"{out} already holds a run; go on with `lmrl train --resume {out}` or choose another folder")
        if started and folder.config() != config:
            raise RunError(f"{out} holds a run of another configuration; choose another folder or remove it")
        if folder.finished:
            return folder
        _train(config, folder, on_step)
    return folder


def _train(config: RunConfig, folder: RunFolder, on_step: OnStep | None) -> None:
    if config.train.threads:
        torch.set_num_threads(config.train.threads)
    task = load_task(config.task)
    dataset = read_dataset(Path(config.data.path), task=task)
    episodes = list(dataset)
    parts = _parts(config, folder, episodes)
    corpus = _corpus(config, task, episodes, parts.encoder)
    del episodes
    _check_length(corpus, parts)
    if (folder.path / "provenance.json").exists() and folder.provenance().get("data") != dataset.header.content_hash:
        raise RunError(f"{config.data.path} does not hold the data that {folder.path} began with; put those back or train anew in another folder")
    write_json(folder.path / "config.json", config.to_json())
    write_json(folder.path / "provenance.json", _provenance(task, dataset, corpus, parts))
    accelerator = Accelerator(mixed_precision=config.train.precision, cpu=not torch.cuda.is_available())
    learner = Learner(parts.model, config.algo, config.train, accelerator)
    done = folder.latest_checkpoint()
    if done is not None:
        learner.restore(folder.load_checkpoint(done))
    folder.rewind(done or 0)
    _steps(config, folder, task, corpus, parts, learner, done or 0, on_step)
    if accelerator.is_main_process:
        folder.write_model(folder.model, lambda path: save_headed(parts.model, parts.encoder, path))
        write_json(folder.path / "finished.json", {"step": config.train.steps})


def _steps(
    config: RunConfig, folder: RunFolder, task: Task, corpus: Corpus, parts: Parts, learner: Learner, done: int, on_step: OnStep | None
) -> None:
    settings = config.train
    accelerator = learner.accelerator
    batches = Batches(corpus, settings.batch_size, config.seed, parts.encoder.end, accelerator.process_index, accelerator.num_processes)
    begun, since = time.monotonic(), done
    latest: dict[str, float] = {}
    for step in range(done, settings.steps):
        stats = learner.update(batches.at(step).to(accelerator.device), step)
        count = step + 1
        if count % settings.log_every == 0 or count == settings.steps:
            latest = {k: float(v) for k, v in stats.items()}
            if not np.isfinite(latest["loss"]):
                raise RunError(f"the loss at step {count} is {latest['loss']}, nothing can be learnt from there; lower train.lr or raise train.clip")
            folder.append(folder.metrics, {"step": count, **latest})
            folder.append(folder.timing, {"step": count, "seconds": time.monotonic() - begun, "from_step": since})
        if settings.eval_every and (count % settings.eval_every == 0 or count == settings.steps):
            record, _ = evaluate(task, acting_policy(config, task, parts), episodes=settings.eval_episodes, seed=config.seed, play="sampled")
            s = record.summary
            row = {"eval/mean_return": s.mean_return, "eval/ci_low": s.ci_low, "eval/ci_high": s.ci_high, "eval/success": s.success}
            folder.append(folder.metrics, {"step": count, **row})
            latest = {**latest, "eval": s.mean_return}
        if accelerator.is_main_process and (count % settings.checkpoint_every == 0 and count < settings.steps):
            folder.save_checkpoint(count, learner.state())
        if on_step is not None:
            on_step(count, settings.steps, latest)
    if accelerator.is_main_process and done < settings.steps:
        folder.save_checkpoint(settings.steps, learner.state())


def _parts(config: RunConfig, folder: RunFolder, episodes: list[Episode]) -> Parts:
    """Models and tokenizer at step 0; for a value method the policy it bends is copied into the folder first."""
    algo = config.algo
    if config.init:
        base = RunFolder(Path(config.init))
        if not (base.path / "config.json").exists():
            raise RunError(f"there is no run at {base.path} for this one to start from; train one with bc first and set init=FOLDER")
        if not base.finished:
            raise RunError(f"the run {base.path} that this one starts from is not finished; finish it with `lmrl train --resume {base.path}`")
        trunk, encoder = load_trunk(base.model, config.model.dtype)
    elif config.model.name == "tiny":
        texts = (t.text for e in episodes[:_TOKENIZER_EPISODES] for t in e.turns)
        encoder = Encoder(train_tokenizer(texts, config.model.vocabulary, config.model.longest_token))
        trunk = tiny_model(config.model, encoder, config.seed)
    else:
        trunk, encoder = load_trunk(config.model.name, config.model.dtype)
    policy = None
    if not algo.trains_policy:
        if not config.init:
            raise UsageError(f"{config.algo_name} bends the policy of a finished BC run and starts from it; train bc first and set init=FOLDER")
        policy = copy.deepcopy(trunk)
        if not folder.policy.exists():
            folder.write_model(folder.policy, lambda path: save_trunk(policy, encoder, path))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed_for(config.seed, "heads"))
        model = HeadedModel(trunk, algo.heads, algo.targets, policy=algo.trains_policy, observes=algo.observes)
    return Parts(policy, model, encoder)


def _corpus(config: RunConfig, task: Task, episodes: list[Episode], encoder: Encoder) -> Corpus:
    kept = config.algo.select(episodes)
    if not kept:
        raise UsageError(
            f"{config.algo_name} keeps none of the {len(episodes)} episodes of {config.data.path}; loosen its filter or collect data that passes it"
        )
    corpus = build_corpus(kept, encoder, seen(config, task), config.algo.credit)
    if not corpus.windows:
        raise UsageError(f"no episode of {config.data.path} holds an agent turn; there is nothing to learn from")
    return corpus


def seen(config: RunConfig, task: Task) -> View:
    """What the run's policy looks at: the task's view, or the shorter memory it is configured with."""
    memory = config.model.memory
    if memory < 0 or (memory and memory % 2 == 0):
        raise UsageError(f"model.memory={memory} would begin in the middle of an exchange; give an odd number of texts, or 0 for the task's view")
    return View(memory) if memory and (task.view.last is None or memory < task.view.last) else task.view


def _check_length(corpus: Corpus, parts: Parts) -> None:
    limit = getattr(parts.model.trunk.config, "max_position_embeddings", None)
    if limit is not None and corpus.longest > limit:
        raise UsageError(
            f"the longest window has {corpus.longest} tokens, the model's context is {limit}; raise model.context or take a longer model"
        )


def _provenance(task: Task, dataset: Dataset, corpus: Corpus, parts: Parts) -> dict[str, Json]:
    return {
        "revision": code_revision(),
        "task": task.name,
        "version": task.version,
        "data": dataset.header.content_hash,
        "episodes": corpus.episodes,
        "agent_tokens": corpus.tokens,
        "distinct_windows": len(corpus.windows),
        "parameters": sum(p.numel() for p in parts.model.trunk.parameters()),
        "vocabulary": len(parts.encoder.tokenizer),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }


class Batches:
    """The batch of every step, from the seed and the step's number alone; a small corpus is one batch.

    Batches are drawn evenly: sorting windows of like length together would save padding, but how long a game lasted says how it went, and batches of
    games that went alike teach values nothing.
    """

    def __init__(self, corpus: Corpus, size: int, seed: int, pad: int, process: int = 0, processes: int = 1) -> None:
        self.corpus, self.size, self.seed, self.pad = corpus, size, seed, pad
        self.process, self.processes = process, processes
        self.per_epoch = -(-len(corpus.windows) // size)
        self._epoch = -1
        self._order: list[np.ndarray] = []
        self._whole: Batch | None = None

    def at(self, step: int) -> Batch:
        """This process's share of the batch of `step`."""
        if self.per_epoch == 1 and self._whole is not None:
            return self._whole
        epoch, index = divmod(step, self.per_epoch)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, self._shuffle(epoch)
        chosen = self._order[index]
        mine = chosen[self.process :: self.processes] if len(chosen) >= self.processes else chosen
        batch = collate(self.corpus, mine.tolist(), self.pad)
        if self.per_epoch == 1:
            self._whole = batch
        return batch

    def _shuffle(self, epoch: int) -> list[np.ndarray]:
        count = len(self.corpus.windows)
        if self.per_epoch == 1:
            return [np.arange(count)]
        rng = np.random.default_rng(seed_for(self.seed, "batch order", epoch))
        order = rng.permutation(count)
        return [order[i : i + self.size] for i in range(0, count, self.size)]


def acting_policy(config: RunConfig, task: Task, parts: Parts, *, greedy: bool = False) -> ModelPolicy:
    """The policy of a run: the trained model alone, or the frozen one bent by the trained values."""
    guided = not config.algo.trains_policy
    return ModelPolicy(
        config.algo_name,
        parts.policy if guided else parts.model.trunk,
        parts.encoder,
        seen(config, task),
        reply_limit=task.reply_limit,
        greedy=greedy,
        guide=parts.model if guided else None,
        bend=config.algo.act if guided else None,
    )


def load_policy(folder: Path, *, greedy: bool = False, algo_changes: Mapping[str, Json] | None = None) -> tuple[RunConfig, ModelPolicy]:
    """The policy of a finished run. `algo_changes` overrides settings that only matter when acting, such as beta."""
    run = RunFolder(folder)
    config = run.config()
    if not run.finished:
        raise RunError(f"the run {folder} is not finished; finish it with `lmrl train --resume {folder}`")
    if algo_changes:
        config = replace(config, algo=replace(cast(Any, config.algo), **algo_changes))
    trunk, encoder = load_trunk(run.model, config.model.dtype)
    model = HeadedModel(trunk, config.algo.heads, config.algo.targets, policy=config.algo.trains_policy)
    policy = None
    if not config.algo.trains_policy:
        load_heads(model, run.model)
        policy, _ = load_trunk(run.policy, config.model.dtype)
    return config, acting_policy(config, load_task(config.task), Parts(policy, model, encoder), greedy=greedy)
