"""Memory of many long conversations: 256 of 2,048 tokens in one engine, against the bound worked out beforehand.

`python benchmarks/engine_memory.py`
"""

from __future__ import annotations

import argparse
import resource

import torch
from machine import publish
from transformers import GPT2Config, GPT2LMHeadModel

from lmrl_gym.models.generate import Engine
from lmrl_gym.quiet import quiet

MIB = 2**20
LAYERS, WIDTH, HEADS = 2, 64, 2
SCORES_MIB = 128
"""Attention scores of one layer that the engine lets exist at a time."""


def main() -> None:
    """Conversations grow turn by turn to their full length; the process's largest size is read before and after."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--episodes", type=int, default=256)
    parser.add_argument("--tokens", type=int, default=2048)
    parser.add_argument("--turn", type=int, default=128, help="new tokens a turn")
    options = parser.parse_args()
    quiet()
    torch.set_num_threads(1)
    config = GPT2Config(vocab_size=512, n_positions=options.tokens, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS, bos_token_id=0, eos_token_id=0)
    trunk = GPT2LMHeadModel(config).eval()
    Engine(trunk, slots=2).extend([0, 1], [[1, 2], [3]])
    before = peak()
    engine = Engine(trunk, slots=options.episodes)
    for first in range(0, options.tokens, options.turn):
        engine.extend(range(options.episodes), [[k % 512 for k in range(first, first + options.turn)]] * options.episodes)
    used = peak() - before
    token = LAYERS * 2 * WIDTH * 4
    kept = options.episodes * engine.capacity * token / MIB
    bound = kept + kept / (2 * LAYERS) + 3 * SCORES_MIB
    row: dict[str, object] = {
        "episodes": options.episodes,
        "tokens_each": options.tokens,
        "bytes_a_token": token,
        "kept_MiB": round(kept, 1),
        "bound_MiB": round(bound, 1),
        "measured_MiB": round(used, 1),
    }
    notes = [
        f"GPT-2 of {LAYERS} layers, width {WIDTH}, {HEADS} heads, float32. A token keeps layers · 2 · width · 4 bytes: {token}.",
        "Kept: episodes · positions · bytes a token. The engine has an eighth more positions than the longest conversation at most, or 32, and never",
        "more than the model's context. Bound: that, one layer's keys or values once more while they move to a larger place, and three times the",
        f"attention scores that exist at a time, {SCORES_MIB} MiB each, whatever the number and length of conversations.",
        "Measured: how much the process's largest size grew.",
    ]
    publish("engine_memory", "Memory of the engine", vars(options), [row], notes)
    if used > bound:
        raise SystemExit(f"{used:.0f} MiB were used where {bound:.0f} were allowed")


def peak() -> float:
    """The process's largest size so far, in MiB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
