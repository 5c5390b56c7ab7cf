"""What the model benchmarks work on: wordle games of the behaviour player, a tokenizer of letters, a small GPT-2, batches as training makes them."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import torch
from accelerate import Accelerator

from lmrl_gym.algos.base import Algorithm
from lmrl_gym.algos.bc import BC
from lmrl_gym.core.task import Task
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.pretrained import ModelConfig, tiny_model
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import build_corpus
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer
from lmrl_gym.training.learner import Learner
from lmrl_gym.training.run import Batches
from lmrl_gym.training.settings import TrainConfig

MODEL = ModelConfig(layers=3, width=128, context=128, vocabulary=330, longest_token=2)
"""A letter and the space behind it are one token: an agent turn has six tokens, its end included."""
TRAIN = TrainConfig(steps=1 << 30, batch_size=128, lr=2e-3, warmup=0)


@dataclass(frozen=True)
class Workload:
    """A task's data, ready to batch. Every window is equally heavy and no batch holds rows that only lend a state."""

    task: Task
    encoder: Encoder
    batches: Batches

    def learner(self, algorithm: Algorithm) -> Learner:
        """A learner of `algorithm` on the small model; the trunk's weights are the same for every algorithm."""
        model = HeadedModel(tiny_model(MODEL, self.encoder, seed=0), algorithm.heads, algorithm.targets, policy=algorithm.trains_policy)
        return Learner(model, algorithm, TRAIN, Accelerator(cpu=True))


def prepare(batches: int) -> Workload:
    """`batches` different batches of wordle games."""
    task = load_task("wordle")
    player = task.players["behaviour"]()
    # A few more than needed: games that occur twice are left out, so that the losses of all sides weigh every game alike.
    episodes = list(play(task, player, starts(task, "train", int(1.2 * batches * TRAIN.batch_size) + 200, seed=0)))
    encoder = Encoder(train_tokenizer((t.text for e in episodes[:2000] for t in e.turns), MODEL.vocabulary, MODEL.longest_token))
    corpus = build_corpus(episodes, encoder, task.view, BC().credit)
    lightest = min(w.weight for w in corpus.windows)
    windows = [replace(w, weight=1.0) for w in corpus.windows if w.weight == lightest][: batches * TRAIN.batch_size]
    if len(windows) < batches * TRAIN.batch_size:
        raise SystemExit(f"only {len(windows)} different games for {batches} batches of {TRAIN.batch_size}; ask for fewer")
    return Workload(task, encoder, Batches(replace(corpus, windows=tuple(windows)), TRAIN.batch_size, 0, encoder.end))


def timed_update(learner: Learner, batch: Batch, step: int) -> float:
    """Seconds of one training step, logging as the training loop does: numbers are read every `log_every` steps."""
    begun = time.perf_counter()
    stats = learner.update(batch, step)
    if (step + 1) % TRAIN.log_every == 0:
        {name: float(value) for name, value in stats.items()}
    return time.perf_counter() - begun


def tokens_in(batch: Batch) -> int:
    """Tokens of a batch, padding not counted."""
    return int(batch.is_token_BT.sum())


def set_threads(threads: int) -> None:
    """How many cores PyTorch may use for one operation."""
    torch.set_num_threads(threads)
