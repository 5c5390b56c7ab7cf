"""Multi-turn generation: our policy, whose cache is kept between turns, against `generate()` called afresh on the whole history every turn.

`python benchmarks/generate_speed.py`
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from machine import columns, installed, publish, take_turns
from transformers import PreTrainedModel
from workload import MODEL, prepare, set_threads

from lmrl_gym.algos.bc import BC
from lmrl_gym.core.episode import Sample
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, Dialogue, Env, Policy, Reply, Step, Task
from lmrl_gym.models.policy import ModelPolicy
from lmrl_gym.quiet import quiet
from lmrl_gym.rollout import play, starts
from lmrl_gym.tokens.tokenizer import Encoder

WIDTHS = (16, 64, 256)
REPLY = 6
"""Tokens of a reply: five letters, and the end."""


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
    parser.add_argument("--rounds", type=int, default=3, help="episodes a slot, in one repeat")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    quiet()
    set_threads(options.threads)
    work = prepare(batches=20)
    trunk = work.learner(BC()).model.trunk
    task = any_text_is_a_word(work.task)
    policies: dict[str, Policy] = {
        "ours, cache kept": ModelPolicy("ours", trunk, work.encoder, work.task.view, reply_limit=REPLY),
        "generate() afresh": GeneratePolicy(trunk, work.encoder, REPLY),
    }
    rows: list[dict[str, object]] = []
    lengths: list[float] = []
    for width in WIDTHS:
        runs = {name: player(task, policy, width, options.rounds, lengths) for name, policy in policies.items()}
        rates = take_turns(runs, options.repeats)
        slow = rates["generate() afresh"].median
        for name, rate in rates.items():
            rows.append({"width": width, "policy": name, **columns(rate, "tokens_per_second"), "ratio": round(rate.median / slow, 2)})
    notes = [
        "Drawn tokens a second over whole conversations of wordle, the env included; a slot is refilled when its episode ends.",
        f"GPT-2 of {MODEL.layers} layers, width {MODEL.width}, random weights, {options.threads} thread(s), float32.",
        f"Replies are limited to {REPLY} tokens, what a word and its end take, and have {min(lengths):.2f} to {max(lengths):.2f} on average. The env",
        "takes each for a word of the list, so that games have their usual length: 11 tokens a turn, at most 71 in all.",
        f"Peer: transformers {installed('transformers')}, its cache on within a reply, left padding, plain sampling, the same limit and end token.",
        "Ours also returns every token's log-probability and draws each episode from a seed of its own.",
    ]
    publish("generate_speed", "Multi-turn generation", vars(options), rows, notes)


class AnyWord:
    """A game of wordle in which whatever is said counts as some word of the list: a model that knows no words yet plays games of full length."""

    def __init__(self, game: Env, words: Sequence[str]) -> None:
        self.opening, self._game, self._words = game.opening, game, words

    def step(self, text: str, /) -> Step | Ask:
        return self._game.step(self._words[seed_for(text) % len(self._words)])


def any_text_is_a_word(task: Task) -> Task:
    """`task` with such games."""
    words = sorted({str(task.scenario("train", index)["word"]) for index in range(5000)})
    return replace(task, start=lambda scenario: AnyWord(task.start(scenario), words))


def player(task: Task, policy: Policy, width: int, rounds: int, lengths: list[float]) -> Callable[[], float]:
    """A run of `width` · `rounds` episodes, `width` at a time; it returns the tokens drawn and notes their number a reply."""

    def run() -> float:
        begun = starts(task, "eval", width * rounds, seed=0)
        episodes = play(task, policy, begun, width=width)
        drawn = [len(t.sample.tokens) for e in episodes for t in e.turns if t.sample is not None]
        lengths.append(sum(drawn) / len(drawn))
        return sum(drawn)

    return run


if __name__ == "__main__":
    main()
