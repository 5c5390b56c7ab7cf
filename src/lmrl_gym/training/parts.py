"""What a run works with: the model in training, the policy that stays as it was, the encoder; and the policy that speaks with them.

The frozen policy is what a value method adjusts, or what an algorithm that plays measures its distance from.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import torch
from transformers import PreTrainedModel

from lmrl_gym.algos.base import OnlineAlgorithm
from lmrl_gym.core.episode import Episode, Json
from lmrl_gym.core.errors import RunError, UsageError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Task, View
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.policy import ModelPolicy
from lmrl_gym.models.pretrained import default_device, load_heads, load_trunk, save_trunk, tiny_model
from lmrl_gym.tasks import load_task
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.settings import RunConfig

_TOKENIZER_EPISODES = 20_000


@dataclass(frozen=True)
class Parts:
    """What a run works with: the policy that stays as it was (None where none is wanted), the model in training, the encoder."""

    policy: PreTrainedModel | None
    model: HeadedModel
    encoder: Encoder


def make_parts(config: RunConfig, folder: RunFolder, episodes: list[Episode]) -> Parts:
    """Models and tokenizer at step 0; for a value method the policy it adjusts is copied into the folder first. A value method that starts from a
    run with the same heads goes on with what these learnt."""
    algo, values = config.algo, None
    if config.init:
        base = RunFolder(Path(config.init))
        if not (base.path / "config.json").exists():
            raise RunError(
                f"there is no run at {base.path} for this one to start from; train one first, as with `lmrl train {config.task}/bc`, or name one "
                "with init=FOLDER"
            )
        if not base.finished:
            raise RunError(f"the run {base.path} that this one starts from is not finished; finish it with `lmrl train --resume {base.path}`")
        before = base.config().algo
        if not (algo.trains_policy or before.trains_policy) and (algo.heads, algo.targets) == (before.heads, before.targets):
            values = base.model
        # A value method's own trunk serves its heads; what it spoke with is the policy that these adjusted.
        speaks = base.model if before.trains_policy else base.policy
        trunk, encoder = load_trunk(speaks, config.model.dtype)
    elif config.model.name == "tiny":
        texts = (t.text for e in episodes[:_TOKENIZER_EPISODES] for t in e.turns)
        asked = config.model
        encoder = Encoder(train_tokenizer(texts, asked.vocabulary, asked.longest_token, asked.token_ends, asked.boards))
        trunk = tiny_model(config.model, encoder, config.seed)
    else:
        trunk, encoder = load_trunk(config.model.name, config.model.dtype)
    policy = None
    if not algo.trains_policy:
        if not config.init:
            raise UsageError(f"{config.algo_name} adjusts the policy of a finished BC run and starts from it; train bc first and set init=FOLDER")
        policy = copy.deepcopy(trunk)
        if not folder.policy.exists():
            folder.write_model(folder.policy, lambda path: save_trunk(policy, encoder, path))
    elif algo.online and cast(OnlineAlgorithm, algo).refers:
        policy = copy.deepcopy(trunk).eval().requires_grad_(False)
    if values is not None:
        trunk, _ = load_trunk(values, config.model.dtype)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed_for(config.seed, "heads"))
        model = HeadedModel(trunk, algo.heads, algo.targets, policy=algo.trains_policy, observes=algo.observes)
    if values is not None:
        load_heads(model, values)
    return Parts(policy, model, encoder)


def seen(config: RunConfig, task: Task) -> View:
    """What the run's policy looks at: the task's view, or the shorter memory it is configured with."""
    memory = config.model.memory
    if memory < 0 or (memory and memory % 2 == 0):
        raise UsageError(f"model.memory={memory} would begin in the middle of an exchange; give an odd number of texts, or 0 for the task's view")
    return View(memory) if memory and (task.view.last is None or memory < task.view.last) else task.view


def acting_policy(config: RunConfig, task: Task, parts: Parts, *, greedy: bool = False) -> ModelPolicy:
    """The policy of a run: the trained model alone, or the frozen one adjusted by the trained values."""
    guided = not config.algo.trains_policy
    return ModelPolicy(
        config.algo_name,
        parts.policy if guided else parts.model.trunk,
        parts.encoder,
        seen(config, task),
        reply_limit=task.reply_limit,
        greedy=greedy,
        guide=parts.model if guided else None,
        adjust=config.algo.act if guided else None,
        compiled="inductor" if config.model.compile else "",
    )


def load_policy(
    folder: Path, *, greedy: bool = False, best: bool = False, algo_changes: Mapping[str, Json] | None = None
) -> tuple[RunConfig, ModelPolicy]:
    """The policy of a finished run, on a GPU where there is one; `best`: as it was when it scored best while training, where the run kept that.
    `algo_changes` overrides settings that only matter when acting, such as beta."""
    run = RunFolder(folder)
    config = run.config()
    if not run.finished:
        raise RunError(f"the run {folder} is not finished; finish it with `lmrl train --resume {folder}`")
    if algo_changes:
        config = replace(config, algo=replace(cast(Any, config.algo), **algo_changes))
    if best and not run.best.exists():
        raise RunError(f"the run {folder} kept no best model; it does where its algorithm plays and train.eval_every is above 0")
    trunk, encoder = load_trunk(run.best if best else run.model, config.model.dtype)
    model = HeadedModel(trunk, config.algo.heads, config.algo.targets, policy=config.algo.trains_policy)
    policy = None
    if not config.algo.trains_policy:
        load_heads(model, run.model)
        policy, _ = load_trunk(run.policy, config.model.dtype)
        policy.to(default_device())
    model.to(default_device())
    return config, acting_policy(config, load_task(config.task), Parts(policy, model, encoder), greedy=greedy)
