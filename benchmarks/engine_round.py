"""A whole round of playing and learning: ours against TRL's GRPOTrainer on the same games from the same weights.

`python benchmarks/engine_round.py`
"""

from __future__ import annotations

import argparse
import copy
import tempfile
import time
import warnings
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

import torch
from accelerate import Accelerator
from engine_workload import MODEL, REPLY, Conversations, GeneratePolicy, conversations
from machine import TRL_PLAIN, Rate, columns, installed, publish

from lmrl_gym.algos.grpo import GRPO
from lmrl_gym.core.episode import Episode, Role
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.quiet import quiet
from lmrl_gym.rollout import Start, play
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.learner import Learner
from lmrl_gym.training.parts import Parts
from lmrl_gym.training.rounds import Rounds
from lmrl_gym.training.settings import PlayConfig, RunConfig, TrainConfig

GROUP, EPISODES, RATE = 8, 64, 1e-5
"""A rate so small that replies keep their lengths: speed is compared, not learning."""


def main() -> None:
    """Ours, then the peer, on each task."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="counted rounds of each side, after one to warm up")
    parser.add_argument("--tasks", nargs="+", default=list(REPLY))
    options = parser.parse_args()
    quiet()
    # The peer says that the means it offers for many turns may change, and that a setting is renamed.
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    if installed("trl") is None:
        raise SystemExit("TRL is not installed, there is nothing to compare with (pip install trl)")
    peer = f"TRL {installed('trl')} GRPOTrainer"
    rows: list[dict[str, object]] = []
    for name in options.tasks:
        talks = conversations(name)
        sides = {"ours": ours(talks, options.rounds), peer: theirs(talks, options.rounds)}
        slow = Rate.of([1 / s for s, _ in sides[peer]]).median
        for side, found in sides.items():
            rate = Rate.of([1 / seconds for seconds, _ in found])
            tokens = round(mean(drawn for _, drawn in found))
            seconds = {"seconds_a_round": round(1 / rate.median, 3), "tokens_drawn": tokens}
            ratio = {"ratio": round(rate.median / slow, 2)}
            rows.append({"task": name, "side": side, **seconds, **columns(rate, "rounds_per_second"), **ratio})
    notes = [
        f"A round: {EPISODES} conversations in groups of {GROUP} from one start, one optimiser step on all of them; no reference model, float32.",
        "The peer plays whole conversations in its rollout_func, with transformers' generate() on the whole history every turn (its ordinary path",
        "without a server), all conversations in one batch, left-padded; env texts are masked out. Its trainer computes advantages, loss and step.",
        "Ours is the training loop itself, its logging included, and also scores what was drawn before learning.",
        f"No gradient checkpoints. GPT-2 of {MODEL.layers} layers, width {MODEL.width}, random weights at first; an env that takes anything.",
        f"One thread, the processor's seconds; torch {installed('torch')}, transformers {installed('transformers')}.",
    ]
    publish("engine_round", "A round of playing and learning", vars(options), rows, notes)


def ours(talks: Conversations, rounds: int) -> list[tuple[float, int]]:
    """Seconds and drawn tokens of each round but the first."""
    config = RunConfig(
        talks.task.name,
        GRPO(group=GROUP, kl=0.0, stop_kl=0.0),
        model=MODEL,
        train=TrainConfig(batch_size=EPISODES, lr=RATE, warmup=0),
        play=PlayConfig(rounds=rounds + 1, episodes=EPISODES, epochs=1, width=EPISODES, checkpoint_every=rounds + 2),
    )
    model = HeadedModel(copy.deepcopy(talks.trunk), {})
    learner = Learner(model, config.algo, config.train, Accelerator(cpu=True))
    clock: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        made = Rounds(config, RunFolder(Path(folder)), talks.task, Parts(None, model, talks.encoder), learner, None)
        made.run(lambda *_: clock.append((time.process_time(), made.progress.tokens)))
    return [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(clock)]


def theirs(talks: Conversations, rounds: int) -> list[tuple[float, int]]:
    """The same from the peer."""
    import datasets
    import trl  # type: ignore[import-not-found]
    from transformers import PrinterCallback, TrainerCallback

    clock: list[float] = []
    drawn: list[int] = []

    class Clock(TrainerCallback):  # type: ignore[misc]
        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            clock.append(time.process_time())

    def rollout(prompts: Sequence[str], trainer: Any) -> dict[str, list[Any]]:
        policy = GeneratePolicy(trainer.accelerator.unwrap_model(trainer.model), talks.encoder, talks.task.reply_limit)
        starts = [Start(talks.task.scenario("train", int(p)), seed_for(p, k, trainer.state.global_step)) for k, p in enumerate(prompts)]
        found = [rows(talks, e) for e in play(talks.task, policy, starts, width=EPISODES)]
        drawn.append(sum(sum(row["env_mask"]) for row in found))
        return {key: [row[key] for row in found] for key in found[0]} | {"logprobs": None}  # type: ignore[dict-item]

    def reward(ret: Sequence[float], **_: Any) -> list[float]:
        return list(ret)

    with tempfile.TemporaryDirectory() as folder:
        datasets.disable_progress_bars()
        trainer = trl.GRPOTrainer(
            model=copy.deepcopy(talks.trunk),
            args=grpo_config(folder, rounds),
            reward_funcs=reward,
            rollout_func=rollout,
            train_dataset=datasets.Dataset.from_list([{"prompt": str(k)} for k in range((rounds + 1) * EPISODES // GROUP)]),
            processing_class=talks.encoder.tokenizer,
            callbacks=[Clock()],
        )
        trainer.remove_callback(PrinterCallback)
        trainer.train()
    return [(b - a, n) for (a, b), n in zip(pairwise(clock), drawn[1:], strict=True)]


def grpo_config(folder: str, rounds: int) -> Any:
    """One optimiser step on each batch of conversations."""
    import trl

    return trl.GRPOConfig(
        output_dir=folder,
        per_device_train_batch_size=EPISODES,
        num_generations=GROUP,
        steps_per_generation=1,
        num_iterations=1,
        max_steps=rounds + 1,
        max_completion_length=512,
        learning_rate=RATE,
        lr_scheduler_type="constant",
        beta=0.0,
        shuffle_dataset=False,
        **TRL_PLAIN,
    )


def rows(talks: Conversations, episode: Episode) -> dict[str, Any]:
    """One conversation as the trainer takes it: the opening is the prompt, all that follows the completion, masked where the env speaks."""
    ids: list[int] = []
    mask: list[int] = []
    for turn in episode.turns[1:-1]:
        said = list(talks.encoder.turn(turn))
        ids += said
        mask += [int(turn.role is Role.AGENT)] * len(said)
    return {"prompt_ids": talks.encoder.prompt(episode.turns[:1]), "completion_ids": ids, "env_mask": mask, "ret": episode.ret}


if __name__ == "__main__":
    main()
