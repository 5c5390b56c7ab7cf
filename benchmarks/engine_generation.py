"""Multi-turn generation: our policy, whose cache is kept between turns, against `generate()` called afresh on the whole history every turn.

`python benchmarks/engine_generation.py`
"""

from __future__ import annotations

import argparse
import time
from statistics import mean

import torch
from engine_workload import MODEL, REPLY, Conversations, Timed, conversations, drawn_in
from machine import Rate, columns, installed, publish

from lmrl_gym.core.task import Policy
from lmrl_gym.quiet import quiet
from lmrl_gym.rollout import play, starts


def main() -> None:
    """At every width, both policies play the same starts in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--widths", type=int, nargs="+", default=[16, 64, 256])
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    quiet()
    torch.set_num_threads(options.threads)
    rows: list[dict[str, object]] = []
    shapes = []
    for name in REPLY:
        talks = conversations(name)
        lengths: list[int] = []
        for width in options.widths:
            rows += compare(talks, width, options.repeats, lengths)
        shapes.append(f"{name}: {mean(lengths):.2f} of at most {REPLY[name]} tokens a reply")
    notes = [
        "Drawn tokens a second over whole conversations, each slot one episode; a row is a median over the repeats, in which the sides take turns.",
        "`tokens_per_second` counts the seconds in which the policy draws, `in_play` all of them: prompts, env and book-keeping too.",
        "Seconds are those of the processor, which other programs on the machine lengthen little; on an idle machine they are those of the clock.",
        f"GPT-2 of {MODEL.layers} layers, width {MODEL.width}, random weights, {options.threads} thread(s), float32. {'; '.join(shapes)}.",
        "The env takes any word for one of the list; the oracle answers at once: conversations have their real length, six turns and twenty.",
        f"Peer: transformers {installed('transformers')}, its cache on within a reply, left padding, plain sampling, the same limit and end token.",
        "Ours also returns every token's log-probability and draws each episode from a seed of its own.",
    ]
    publish("engine_generation", "Multi-turn generation", vars(options), rows, notes)


def compare(talks: Conversations, width: int, repeats: int, lengths: list[int]) -> list[dict[str, object]]:
    """A row for each side."""
    sides: dict[str, Policy] = {"ours, cache kept": talks.ours(), "generate() afresh": talks.peer()}
    drawing: dict[str, list[float]] = {name: [] for name in sides}
    playing: dict[str, list[float]] = {name: [] for name in sides}
    for policy in sides.values():
        list(play(talks.task, policy, starts(talks.task, "eval", 4, seed=1)))
    for _ in range(repeats):
        for name, policy in sides.items():
            timed = Timed(policy)
            begun = time.process_time()
            found = drawn_in(list(play(talks.task, timed, starts(talks.task, "eval", width, seed=0), width=width)))
            playing[name].append(sum(found) / (time.process_time() - begun))
            drawing[name].append(sum(found) / sum(timed.calls))
            lengths.extend(found)
    slow = Rate.of(drawing["generate() afresh"]).median
    return [
        {
            "task": talks.task.name,
            "width": width,
            "policy": name,
            **columns(Rate.of(drawing[name]), "tokens_per_second"),
            "ratio": round(Rate.of(drawing[name]).median / slow, 2),
            "in_play": Rate.of(playing[name]).median,
        }
        for name in sides
    ]


if __name__ == "__main__":
    main()
