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
from typing import Any

import torch
from machine import Rate, columns, installed, publish
from workload import MODEL, TRAIN, Workload, prepare, set_threads, timed_update, tokens_in

from lmrl_gym.algos.bc import BC
from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.quiet import quiet
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.training.learner import Learner

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
    notes = [
        f"wordle, GPT-2 of {MODEL.layers} layers, width {MODEL.width}, {len(work.encoder.tokenizer)} tokens; {TRAIN.batch_size} games a batch, "
        f"{options.threads} thread(s), float32, clip 1."
    ]
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
    """Our BC and TRL's SFTTrainer from the same weights through the same batches. After each step of the trainer comes one of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

    ours = work.learner(BC())
    theirs = copy.deepcopy(ours.model.trunk)
    batches = [work.batches.at(step) for step in range(steps + WARM)]
    spent: dict[str, list[float]] = {"ours": [], "trl": []}

    class Alternate(TrainerCallback):  # type: ignore[misc]
        """Stops the trainer's watch when its step ends, takes our step, and starts it again."""

        resumed = 0.0

        def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
            self.resumed = time.perf_counter()

        def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
            spent["trl"].append(time.perf_counter() - self.resumed)
            step = state.global_step - 1
            begun = time.perf_counter()
            batch = work.batches.at(step)
            collating = time.perf_counter() - begun
            spent["ours"].append(collating + timed_update(ours, batch, step))
            self.resumed = time.perf_counter()

    with tempfile.TemporaryDirectory() as folder:
        trainer = sft_trainer(theirs, work, batches, folder)
        trainer.add_callback(Alternate())
        trainer.train()
    tokens = [tokens_in(batch) for batch in batches]
    rates = {name: [n / s for n, s in zip(tokens[WARM:], spent[name][WARM:], strict=True)] for name in spent}
    pairs = zip(spent["trl"][WARM:], spent["ours"][WARM:], strict=True)
    ratio = statistics.median(theirs_s / ours_s for theirs_s, ours_s in pairs)
    losses = [loss_of(ours, model, batches[0]) for model in (ours.model.trunk, theirs)]
    notes = [
        f"BC trains {ratio:.2f} times as fast as TRL {installed('trl')}'s SFTTrainer (median of the pairs' ratios).",
        "Same for both: weights at the start, batches with their games in the same order, right padding to the longest game of the batch, loss on agent "
        "tokens only (TRL: a labels column), AdamW with constant rate and no decay, clipping, no dropout, no gradient checkpoints, nothing logged or saved; "
        "collating is inside both. TRL keeps its own default implementation of AdamW (fused) and of the loss.",
        f"Loss on one batch after training: ours {losses[0]:.4f}, TRL's {losses[1]:.4f}: both did the same work.",
    ]
    rows = [row("BC, collating included", spent["ours"][WARM:], rates["ours"]), row("TRL SFTTrainer", spent["trl"][WARM:], rates["trl"])]
    return rows, notes


def sft_trainer(model: Any, work: Workload, batches: Sequence[Batch], folder: str) -> Any:
    """TRL's trainer for exactly `batches`, in their order."""
    import datasets
    import trl

    rows = [game for batch in batches for game in games(batch)]
    datasets.disable_progress_bars()
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
        gradient_checkpointing=False,
        bf16=False,
        use_cpu=True,
        logging_strategy="no",
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )
    return trl.SFTTrainer(model=model, args=settings, train_dataset=datasets.Dataset.from_list(rows), processing_class=work.encoder.tokenizer)


def games(batch: Batch) -> list[dict[str, list[int]]]:
    """The rows of a batch as TRL takes them: token ids, and labels that are −100 wherever the agent did not speak."""
    labels_BT = torch.full_like(batch.tokens_BT, -100)
    labels_BT.view(-1)[batch.states_S[: len(batch.actions_N)] + 1] = batch.actions_N
    lengths = batch.is_token_BT.sum(1).tolist()
    return [{"input_ids": t[:n].tolist(), "labels": l[:n].tolist()} for t, l, n in zip(batch.tokens_BT, labels_BT, lengths, strict=True)]


@torch.no_grad()
def loss_of(learner: Learner, trunk: Any, batch: Batch) -> float:
    """The BC loss of `trunk` on `batch`."""
    model = copy.copy(learner.model)
    model._modules = {**learner.model._modules, "trunk": trunk}
    return float(learner.algorithm.loss(model(batch), batch).total)


if __name__ == "__main__":
    main()
