"""Multi-turn generation on a GPU: our policy as it is and with compiled layers, against `generate()` called afresh on the whole history every turn.

`python benchmarks/engine_gpu.py`; `--try-on-cpu` runs a small model on the processor and writes no record.

Before anything is timed, both of ours play the same episodes in float32. The share of the memory bandwidth is what the passes have to read, weights
and kept keys and values, each once, over the seconds of the drawing, as a part of what a copy within the device's memory reaches.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from engine_workload import REPLY, Conversations, Timed, conversations, drawn_in
from machine import Rate, columns, installed, publish
from torch import Tensor

from lmrl_gym.core.task import Policy
from lmrl_gym.models.policy import ModelPolicy
from lmrl_gym.models.pretrained import ModelConfig
from lmrl_gym.models.trunks import Where
from lmrl_gym.quiet import quiet
from lmrl_gym.rollout import play, starts

GPT2 = ModelConfig(layers=12, width=768, attention_heads=12, context=1024, vocabulary=512)
SMALL = ModelConfig(layers=2, width=64, context=1024, vocabulary=512)


def main() -> None:
    """At every width, three policies play the same starts in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--widths", type=int, nargs="+", default=[16, 64, 256])
    parser.add_argument("--tasks", nargs="+", default=list(REPLY), choices=list(REPLY))
    parser.add_argument("--try-on-cpu", action="store_true")
    options = parser.parse_args()
    quiet()
    if not (options.try_on_cpu or torch.cuda.is_available()):
        raise SystemExit("there is no GPU here; --try-on-cpu runs a small model on the processor")
    device, size = ("cpu", SMALL) if options.try_on_cpu else ("cuda", GPT2)
    bandwidth = copied(device)
    rows: list[dict[str, object]] = []
    same = {}
    for name in options.tasks:
        talks = conversations(name, size)
        talks = replace(talks, trunk=talks.trunk.to(device))
        same[name] = agree(talks)
        talks.trunk.to(torch.bfloat16)
        for width in options.widths:
            rows += compare(talks, width, options.repeats, bandwidth)
    notes = [
        "Drawn tokens a second of the clock over whole conversations, each slot one episode; a row is a median over the repeats, sides in turn.",
        f"GPT-2 of {size.layers} layers, width {size.width}, random weights, bfloat16.",
        f"Peer: transformers {installed('transformers')}, as in engine_generation.",
        f"The same episodes in float32, compiled and not: {', '.join(f'{name} {yes}' for name, yes in same.items())}.",
        f"A copy of 1 GiB within the device's memory moves {bandwidth / 1e9:,.0f} GB a second.",
        "Compiling, some seconds a shape, is over before the clock starts.",
    ]
    publish("engine_gpu", "Multi-turn generation on a GPU", vars(options), rows, notes, stored=not options.try_on_cpu)


def copied(device: str) -> float:
    """Bytes a second, read and written, of a copy within the device's memory; the best of ten."""
    one = torch.empty(1 << 30, dtype=torch.uint8, device=device)
    other = torch.empty_like(one)
    seconds = []
    for _ in range(10):
        begun = clock()
        other.copy_(one)
        seconds.append(clock() - begun)
    return 2 * one.nbytes / min(seconds)


def clock() -> float:
    """Seconds, when all that was asked of the device is done."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter()


def agree(talks: Conversations) -> bool:
    """Whether compiled layers play the episodes that the others play, in float32."""
    texts = [
        [turn.text for episode in play(talks.task, policy, starts(talks.task, "eval", 16, seed=0), width=16) for turn in episode.turns]
        for policy in (talks.ours(), talks.ours("inductor"))
    ]
    return texts[0] == texts[1]


def compare(talks: Conversations, width: int, repeats: int, bandwidth: float) -> list[dict[str, object]]:
    """A row for each side."""
    sides: dict[str, Policy] = {"ours, compiled": talks.ours("inductor"), "ours": talks.ours(), "generate() afresh": talks.peer()}
    rates: dict[str, list[float]] = {name: [] for name in sides}
    shares: dict[str, list[float]] = {name: [] for name in sides}
    for repeat in range(-1, repeats):
        for name, policy in sides.items():
            needed = counted(policy) if isinstance(policy, ModelPolicy) else None
            timed = Timed(policy, clock)
            drawn = sum(drawn_in(list(play(talks.task, timed, starts(talks.task, "eval", width, seed=0), width=width))))
            if repeat >= 0:
                rates[name].append(drawn / sum(timed.calls))
                if needed is not None:
                    shares[name].append(needed() / sum(timed.calls) / bandwidth)
    slow = Rate.of(rates["generate() afresh"]).median
    return [
        {
            "task": talks.task.name,
            "width": width,
            "policy": name,
            **columns(Rate.of(rates[name]), "tokens_per_second"),
            "ratio": round(Rate.of(rates[name]).median / slow, 2),
            "share_of_bandwidth": Rate.of(shares[name]).median if shares[name] else None,
        }
        for name in sides
    ]


def counted(policy: ModelPolicy) -> Callable[[], float]:
    """Counts, from now on, the bytes that the policy's passes have to read."""
    (engine,) = policy._source.engines
    way: Any = engine._way
    weights = sum(p.nbytes for p in policy.trunk.parameters())
    config = policy.trunk.config
    a_token = 2 * config.num_hidden_layers * config.hidden_size * policy.trunk.dtype.itemsize
    found = [0.0]
    read = type(way).read

    def noted(ids_WQ: Tensor, where: Where) -> Tensor:
        found[0] += weights + len(ids_WQ) * where.stop * a_token
        return read(way, ids_WQ, where)

    way.read = noted
    return lambda: found[0]


if __name__ == "__main__":
    main()
