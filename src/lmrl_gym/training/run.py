"""Training one configuration in a run folder from which it can go on at any time; and the offline schedule, stored episodes -> steps -> model.

The batch of step s is a function of the seed and s; the model and the optimiser are in the checkpoint; so a resumed run is the uninterrupted one,
bit for bit on a CPU. Algorithms that play learn by the schedule in `rounds`; nothing here knows an algorithm's name.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator

from lmrl_gym.core.episode import Episode, Json
from lmrl_gym.core.errors import RunError, UsageError
from lmrl_gym.core.task import Task
from lmrl_gym.data.store import read_dataset
from lmrl_gym.evaluation.evaluate import evaluate
from lmrl_gym.evaluation.record import code_revision
from lmrl_gym.models.pretrained import save_headed
from lmrl_gym.tasks import load_task
from lmrl_gym.tokens.render import Corpus, build_corpus
from lmrl_gym.tokens.tokenizer import Encoder
from lmrl_gym.training.batches import Batches
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.learner import Learner
from lmrl_gym.training.parts import Parts, acting_policy, make_parts, seen
from lmrl_gym.training.parts import load_policy as load_policy
from lmrl_gym.training.processes import mean, together
from lmrl_gym.training.rounds import Rounds
from lmrl_gym.training.settings import RunConfig

OnStep = Callable[[int, int, Mapping[str, object]], None]
"""(steps done, steps in all, latest stats): called after every step, or round where the algorithm plays. Stats are numbers but for `warning`, a
sentence that is there when something goes wrong."""


def train(config: RunConfig, out: Path, *, resume: bool = False, on_step: OnStep | None = None) -> RunFolder:
    """Train `config` in the folder `out`.

    RunError where the folder holds a run already and `resume` is false, or a run of another configuration. UsageError and DataError as the parts
    raise them.
    """
    accelerator = together(config.train.precision)
    folder = RunFolder(out, writes=accelerator.is_main_process)
    with folder.hold():
        started = (out / "config.json").exists()
        if started and not resume:
            raise RunError(f"{out} already holds a run; go on with `lmrl train --resume {out}` or choose another folder")
        if started and folder.config() != config:
            raise RunError(f"{out} holds a run of another configuration; choose another folder or remove it")
        if folder.finished:
            return folder
        accelerator.wait_for_everyone()  # nobody writes before all have looked
        _train(config, folder, accelerator, on_step)
        accelerator.wait_for_everyone()
    return folder


def _train(config: RunConfig, folder: RunFolder, accelerator: Accelerator, on_step: OnStep | None) -> None:
    if config.train.threads:
        torch.set_num_threads(config.train.threads)
    task = load_task(config.task)
    dataset = read_dataset(Path(config.data.path), task=task) if config.needs_data else None
    with _uncollected():
        episodes = [] if dataset is None else list(dataset)
        parts = make_parts(config, folder, episodes)
        corpus = None if dataset is None or (config.algo.online and not config.learns_stored) else _corpus(config, task, episodes, parts.encoder)
        del episodes
    if corpus is not None:
        _check_length(corpus, parts)
    content = None if dataset is None else dataset.header.content_hash
    if (folder.path / "provenance.json").exists() and folder.provenance().get("data") != content:
        raise RunError(f"{config.data.path} does not hold the data that {folder.path} began with; put those back or train anew in another folder")
    folder.write("config.json", config.to_json())
    folder.write("provenance.json", _provenance(task, content, corpus, parts, accelerator.num_processes))
    learner = Learner(parts.model, config.algo, config.train, accelerator)
    if parts.policy is not None:
        parts.policy.to(accelerator.device)
    # Who looks ahead does so through a target head; for the others the states after a window would be computed for nothing.
    follow, place = bool(config.algo.targets), (accelerator.process_index, accelerator.num_processes)
    batches = None if corpus is None else Batches(corpus, config.train.batch_size, config.seed, parts.encoder.end, *place, follow=follow)
    if config.algo.online:
        reached = Rounds(config, folder, task, parts, learner, batches).run(on_step)
    else:
        assert batches is not None
        reached = _steps(config, folder, task, batches, parts, learner, on_step)
    folder.write_model(folder.model, lambda path: save_headed(parts.model, parts.encoder, path))
    folder.write("finished.json", {"step": reached})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for reference cycles, which goes again and again over millions of small objects that all stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _steps(config: RunConfig, folder: RunFolder, task: Task, batches: Batches, parts: Parts, learner: Learner, on_step: OnStep | None) -> int:
    """The offline schedule, from the last checkpoint to the last step; how many steps there were."""
    settings = config.train
    accelerator = learner.accelerator
    done = folder.latest_checkpoint() or 0
    if done:
        learner.restore(folder.load_checkpoint(done))
    folder.rewind(done)
    begun, since = time.monotonic(), done
    latest: dict[str, float] = {}
    for step in range(done, settings.steps):
        stats = learner.update(batches.at(step).to(accelerator.device), step, batches.share(step))
        count = step + 1
        if count % settings.log_every == 0 or count == settings.steps:
            latest = mean(stats, accelerator)
            if not np.isfinite(latest["loss"]):
                raise RunError(f"the loss at step {count} is {latest['loss']}, nothing can be learnt from there; lower train.lr or raise train.clip")
            folder.append(folder.metrics, {"step": count, **latest})
            folder.append(folder.timing, {"step": count, "seconds": time.monotonic() - begun, "from_step": since})
        if folder.writes and settings.eval_every and (count % settings.eval_every == 0 or count == settings.steps):
            record, _ = evaluate(task, acting_policy(config, task, parts), episodes=settings.eval_episodes, seed=config.seed, play="sampled")
            s = record.summary
            row = {"eval/mean_return": s.mean_return, "eval/ci_low": s.ci_low, "eval/ci_high": s.ci_high, "eval/success": s.success}
            folder.append(folder.metrics, {"step": count, **row})
            latest = {**latest, "eval": s.mean_return}
        if count % settings.checkpoint_every == 0 and count < settings.steps:
            folder.save_checkpoint(count, learner.state)
        if on_step is not None:
            on_step(count, settings.steps, latest)
    if done < settings.steps:
        folder.save_checkpoint(settings.steps, learner.state)
    return settings.steps


def _corpus(config: RunConfig, task: Task, episodes: list[Episode], encoder: Encoder) -> Corpus:
    kept = config.algo.select(episodes)
    if not kept:
        raise UsageError(
            f"{config.algo_name} keeps none of the {len(episodes)} episodes of {config.data.path}; loosen its filter or collect data that passes it"
        )
    corpus = build_corpus(_images(config, task, kept), encoder, seen(config, task), config.algo.credit, heard=config.algo.observes)
    if not corpus.windows:
        raise UsageError(f"no episode of {config.data.path} holds an agent turn; there is nothing to learn from")
    return corpus


def _images(config: RunConfig, task: Task, episodes: Sequence[Episode]) -> Iterable[Episode]:
    """The episodes, each with its images where the configuration asks for them."""
    wanted, images = config.data.images, task.images
    if wanted == 1:
        return episodes
    if images is None:
        raise UsageError(f"data.images={wanted}, but the rules of {task.name} know no mirror images; leave data.images at 1")
    return (image for episode in episodes for image in islice(images(episode), wanted))


def _check_length(corpus: Corpus, parts: Parts) -> None:
    limit = getattr(parts.model.trunk.config, "max_position_embeddings", None)
    if limit is not None and corpus.longest > limit:
        raise UsageError(
            f"the longest window has {corpus.longest} tokens, the model's context is {limit}; raise model.context or take a longer model"
        )


def _provenance(task: Task, content: str | None, corpus: Corpus | None, parts: Parts, processes: int) -> dict[str, Json]:
    learnt: dict[str, Json] = {} if processes == 1 else {"processes": processes}
    if corpus is not None:
        learnt |= {"episodes": corpus.episodes, "agent_tokens": corpus.tokens, "distinct_windows": len(corpus.windows)}
    return {
        "revision": code_revision(),
        "task": task.name,
        "version": task.version,
        "data": content,
        **learnt,
        "parameters": sum(p.numel() for p in parts.model.trunk.parameters()),
        "vocabulary": len(parts.encoder.tokenizer),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }
