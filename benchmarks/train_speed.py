"""Training: one ILQL step against one BC step on the same batch, and BC's tokens a second against TRL's SFTTrainer, where it is installed.

`python benchmarks/train_speed.py`
"""

from __future__ import annotations

import argparse
import copy
import statistics
import tempfile
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import torch
from machine import TRL_PLAIN, Rate, columns, installed, publish
from workload import MODEL, TRAIN, Workload, prepare, set_threads, timed_update, tokens_in

from lmrl_gym.algos.bc import BC
from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.quiet import quiet
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.training.learner import Learner

Game: TypeAlias = "dict[str, list[int]]"

WARM = 5
"""First steps of each side that are not counted."""


def main() -> None:
    """Both comparisons, one after the other; within each the sides take turns step by step."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=150, help="steps of each side")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    quiet()
    set_threads(options.threads)
    work = prepare(options.steps + WARM)
    model = f"GPT-2 of {MODEL.layers} layers, width {MODEL.width}, {len(work.encoder.tokenizer)} tokens"
    notes = [f"wordle, {model}; {TRAIN.batch_size} games a batch, {options.threads} thread(s), float32, clip {TRAIN.clip:g}."]
    rows, ratio = compare_algorithms(work, options.steps)
    notes.append(f"One ILQL step takes {ratio:.2f} times one BC step (median of the pairs' ratios).")
    if installed("trl") is None:
        notes.append("The peer was left out: TRL is not installed (pip install trl).")
    else:
        more, said = compare_trl(work, options.steps)
        rows += more
        notes += said
    publish("train_speed", "Training", vars(options), rows, notes)


def compare_algorithms(work: Workload, steps: int) -> tuple[list[dict[str, object]], float]:
    """A row for BC and one for ILQL, and the median ratio. Collating the batch is not in it: it is the same for both, and has a row of its own."""
    bc, ilql = work.learner(BC()), work.learner(ILQL())
    seconds: dict[str, list[float]] = {"collate": [], "bc": [], "ilql": []}
    rates: dict[str, list[float]] = {"collate": [], "bc": [], "ilql": []}
    for step in range(steps + WARM):
        begun = time.perf_counter()
        batch = work.batches.at(step)
        spent = {"collate": time.perf_counter() - begun, "bc": timed_update(bc, batch, step), "ilql": timed_update(ilql, batch, step)}
        if step >= WARM:
            for name, value in spent.items():
                seconds[name].append(value)
                rates[name].append(tokens_in(batch) / value)
    labels = {"collate": "collating a batch", "bc": "BC step", "ilql": "ILQL step"}
    ratio = statistics.median(i / b for i, b in zip(seconds["ilql"], seconds["bc"], strict=True))
    return [row(labels[name], seconds[name], rates[name]) for name in seconds], ratio


def row(what: str, seconds: Sequence[float], rates: Sequence[float]) -> dict[str, object]:
    """One line of the table: milliseconds a step (median), then tokens a second."""
    return {"what": what, "ms_per_step": round(1000 * statistics.median(seconds), 2), **columns(Rate.of(rates), "tokens_per_second")}


def compare_trl(work: Workload, steps: int) -> tuple[list[dict[str, object]], list[str]]:
    """Our BC and TRL's SFTTrainer from the same weights on the same games in the same batches (both draw them evenly by default)."""
    batches = [work.batches.at(step) for step in range(steps + WARM)]
    same = alternate(work, [games(batch) for batch in batches])
    peer = f"TRL {installed('trl')} SFTTrainer"
    notes = [
        f"BC trains {same.ratio:.2f} times as many tokens a second as {peer} in the same batches (ratio of medians).",
        "Both: the same weights at first, right padding to the longest game of a batch, loss on agent tokens only (TRL: a labels column),",
        "AdamW at a constant rate without decay, clipping, no dropout, no gradient checkpoints, nothing logged or saved; collating is inside.",
        "TRL keeps its own default implementations of AdamW (fused) and of the loss. After each of its steps comes one of ours.",
        f"Loss on one batch after training in the same batches: ours {same.losses[0]:.4f}, the peer's {same.losses[1]:.4f}.",
    ]
    rows = [
        row("BC, collating included", same.ours_seconds, same.ours),
        row(f"{peer}, same batches", same.peer_seconds, same.peer),
    ]
    return rows, notes


@dataclass(frozen=True)
class Match:
    """Seconds of every counted step of both sides, tokens a second, and both sides' loss on our first batch afterwards."""

    ours_seconds: list[float]
    peer_seconds: list[float]
    ours: list[float]
    peer: list[float]
    losses: tuple[float, float]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ours) / statistics.median(self.peer)


def alternate(work: Workload, peer_batches: Sequence[Sequence[Game]]) -> Match:
    """Train the peer on `peer_batches`; after each of its steps, train ours on its own batch of the same number."""
    from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

    ours = work.learner(BC())
    theirs = copy.deepcopy(ours.model.trunk)
    seconds: dict[str, list[float]] = {"ours": [], "peer": []}

    class Alternate(TrainerCallback):  # type: ignore[misc]
        """Stops the trainer's watch when its step ends, takes our step, and starts it again."""

        resumed = 0.0

        def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
            self.resumed = time.perf_counter()

        def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
            seconds["peer"].append(time.perf_counter() - self.resumed)
            begun = time.perf_counter()
            batch = work.batches.at(state.global_step - 1)
            collating = time.perf_counter() - begun
            seconds["ours"].append(collating + timed_update(ours, batch, state.global_step - 1))
            self.resumed = time.perf_counter()

    with tempfile.TemporaryDirectory() as folder:
        trainer = sft_trainer(theirs, work, peer_batches, folder)
        trainer.add_callback(Alternate())
        trainer.train()
    counted = range(WARM, len(peer_batches))
    first = work.batches.at(0)
    return Match(
        [seconds["ours"][i] for i in counted],
        [seconds["peer"][i] for i in counted],
        [tokens_in(work.batches.at(i)) / seconds["ours"][i] for i in counted],
        [sum(len(game["input_ids"]) for game in peer_batches[i]) / seconds["peer"][i] for i in counted],
        (loss_of(ours, ours.model.trunk, first), loss_of(ours, theirs, first)),
    )


def sft_trainer(model: Any, work: Workload, batches: Sequence[Sequence[Game]], folder: str) -> Any:
    """TRL's trainer for exactly `batches`, in their order."""
    import datasets
    import trl  # type: ignore[import-not-found]
    from transformers import PrinterCallback

    rows = [game for batch in batches for game in batch]
    datasets.disable_progress_bars()
    with warnings.catch_warnings():
        # It calls its own default of a renamed setting outdated.
        warnings.simplefilter("ignore")
        settings = trl.SFTConfig(
            output_dir=folder,
            per_device_train_batch_size=TRAIN.batch_size,
            max_steps=len(batches),
            train_sampling_strategy="sequential",
            learning_rate=TRAIN.lr,
            lr_scheduler_type="constant",
            weight_decay=TRAIN.weight_decay,
            max_grad_norm=TRAIN.clip,
            max_length=None,
            **TRL_PLAIN,
        )
    data = datasets.Dataset.from_list(rows)
    trainer = trl.SFTTrainer(model=model, args=settings, train_dataset=data, processing_class=work.encoder.tokenizer)
    trainer.remove_callback(PrinterCallback)
    return trainer


def games(batch: Batch) -> list[Game]:
    """The rows of a batch as TRL takes them: token ids, and labels that are −100 wherever the agent did not speak."""
    labels_BT = torch.full_like(batch.tokens_BT, -100)
    labels_BT.view(-1)[batch.states_S[: len(batch.actions_N)] + 1] = batch.actions_N
    lengths = batch.is_token_BT.sum(1).tolist()
    rows = zip(batch.tokens_BT.tolist(), labels_BT.tolist(), lengths, strict=True)
    return [{"input_ids": tokens[:n], "labels": labels[:n]} for tokens, labels, n in rows]


@torch.no_grad()
def loss_of(learner: Learner, trunk: Any, batch: Batch) -> float:
    """The BC loss of `trunk` on `batch`."""
    model = copy.copy(learner.model)
    model._modules = {**learner.model._modules, "trunk": trunk}
    return float(learner.algorithm.loss(model(batch), batch).total)


if __name__ == "__main__":
    main()
