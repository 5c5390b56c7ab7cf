"""Multi-turn generation: our policy, whose cache is kept between turns, against `generate()` called afresh on the whole history every turn.

`python benchmarks/generate_speed.py`
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

import torch
from machine import columns, installed, publish, take_turns
from transformers import PreTrainedModel
from workload import MODEL, Workload, prepare, set_threads

from lmrl_gym.algos.bc import BC
from lmrl_gym.core.episode import Sample
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Dialogue, Policy, Reply
from lmrl_gym.models.policy import ModelPolicy
from lmrl_gym.quiet import quiet
from lmrl_gym.rollout import play, starts
from lmrl_gym.tokens.tokenizer import Encoder

WIDTHS = (16, 64, 256)


class GeneratePolicy:
    """The peer: each turn, the whole history of every conversation goes through transformers' `generate()`, padded on the left."""

    name = "generate"
    sees_scenario = False

    def __init__(self, trunk: PreTrainedModel, encoder: Encoder, reply_limit: int) -> None:
        self.trunk, self.encoder, self.reply_limit = trunk.eval(), encoder, reply_limit

    @torch.inference_mode()
    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        prompts = [self.encoder.prompt(d.turns) for d in dialogues]
        width = max(map(len, prompts))
        ids_BT = torch.tensor([[self.encoder.end] * (width - len(p)) + p for p in prompts])
        mask_BT = torch.tensor([[0] * (width - len(p)) + [1] * len(p) for p in prompts])
        with torch.random.fork_rng(devices=[]):
            # One seed a batch: generate() draws all rows from the global generator.
            torch.manual_seed(seed_for("benchmark", *seeds))
            out_BT = self.trunk.generate(
                input_ids=ids_BT,
                attention_mask=mask_BT,
                do_sample=True,
                top_k=0,
                top_p=1.0,
                temperature=1.0,
                max_new_tokens=self.reply_limit,
                eos_token_id=self.encoder.end,
                pad_token_id=self.encoder.end,
            )
        return [self._reply(row) for row in out_BT[:, width:].tolist()]

    def _reply(self, ids: list[int]) -> Reply:
        drawn = ids[: ids.index(self.encoder.end) + 1] if self.encoder.end in ids else ids
        return Reply(self.encoder.decode(drawn), Sample(tuple(drawn), (0.0,) * len(drawn)))


def main() -> None:
    """At every width, both policies play the same starts in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=200, help="BC steps the model is trained for first, so that replies are words")
    parser.add_argument("--rounds", type=int, default=3, help="episodes a slot, in one repeat")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    quiet()
    set_threads(options.threads)
    work = prepare(options.steps)
    learner = work.learner(BC())
    for step in range(options.steps):
        learner.update(work.batches.at(step), step)
    trunk, limit = learner.model.trunk, work.task.reply_limit
    policies: dict[str, Policy] = {
        "ours, cache kept": ModelPolicy("ours", trunk, work.encoder, work.task.view, reply_limit=limit),
        "generate() afresh": GeneratePolicy(trunk, work.encoder, limit),
    }
    rows: list[dict[str, object]] = []
    lengths: list[float] = []
    for width in WIDTHS:
        runs = {name: player(work, policy, width, options.rounds, lengths) for name, policy in policies.items()}
        rates = take_turns(runs, options.repeats)
        slow = rates["generate() afresh"].median
        for name, rate in rates.items():
            rows.append({"width": width, "policy": name, **columns(rate, "tokens_per_second"), "ratio": round(rate.median / slow, 2)})
    notes = [
        "Drawn tokens a second over whole conversations of wordle, the env included; a slot is refilled when its episode ends.",
        f"GPT-2 of {MODEL.layers} layers, width {MODEL.width}, {options.threads} thread(s), float32, trained for {options.steps} steps first.",
        f"Its replies have {min(lengths):.2f} to {max(lengths):.2f} tokens on average, the end token included.",
        f"Peer: transformers {installed('transformers')}, its cache on within a reply, left padding, plain sampling, the same limit and end token.",
        "Ours also returns every token's log-probability and draws each episode from a seed of its own.",
    ]
    publish("generate_speed", "Multi-turn generation", vars(options), rows, notes)


def player(work: Workload, policy: Policy, width: int, rounds: int, lengths: list[float]) -> Callable[[], float]:
    """A run of `width` · `rounds` episodes, `width` at a time; it returns the tokens drawn and notes their number a reply."""

    def run() -> float:
        begun = starts(work.task, "eval", width * rounds, seed=0)
        episodes = play(work.task, policy, begun, width=width)
        drawn = [len(t.sample.tokens) for e in episodes for t in e.turns if t.sample is not None]
        lengths.append(sum(drawn) / len(drawn))
        return sum(drawn)

    return run


if __name__ == "__main__":
    main()
