"""What a turn costs as a conversation grows: our policy and `generate()` called afresh, turn by turn to the fortieth.

`python benchmarks/engine_turns.py` also draws docs/engine-turns.svg.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import mean, median

import torch
from engine_workload import MODEL, Timed, conversations
from machine import installed, publish

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Dialogue, Policy
from lmrl_gym.quiet import quiet

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "engine-turns.svg"
TURNS, WIDTH = 40, 8
SAID = "Yes, it is found in most kitchens.\n"


def main() -> None:
    """Both sides hold the same conversations: a fixed text from the env, then a reply."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    quiet()
    torch.set_num_threads(options.threads)
    talks = conversations("twenty_questions")
    sides: dict[str, Policy] = {"ours": talks.ours(), "generate": talks.peer()}
    seconds: dict[str, list[list[float]]] = {name: [] for name in sides}
    for repeat in range(options.repeats):
        for name, policy in sides.items():
            converse(policy, 2, repeat)
            seconds[name].append(converse(policy, TURNS, repeat))
    cost = {name: [1000 * median(at) for at in zip(*runs, strict=True)] for name, runs in seconds.items()}
    new = len(talks.encoder.text(SAID)) + talks.task.reply_limit
    rows: list[dict[str, object]] = [
        {"turn": n + 1, "tokens_so_far": 1 + (n + 1) * new, "ours_ms": round(cost["ours"][n], 2), "generate_ms": round(cost["generate"][n], 2)}
        for n in range(TURNS)
    ]
    early, late = ({name: mean(cost[name][part]) for name in cost} for part in (slice(0, 5), slice(-5, None)))
    notes = [
        f"{WIDTH} conversations at a time; a turn adds {new} tokens to each, of which {talks.task.reply_limit} at most are drawn.",
        f"First five turns, ms a turn: ours {early['ours']:.1f}, generate() {early['generate']:.1f}.",
        f"Last five turns, ms a turn: ours {late['ours']:.1f}, generate() {late['generate']:.1f}.",
        "In ours attention alone looks back; in generate() every layer reads everything again.",
        f"GPT-2 of {MODEL.layers} layers, width {MODEL.width}, {options.threads} thread(s), float32, the processor's seconds.",
        f"Peer: transformers {installed('transformers')}.",
    ]
    publish("engine_turns", "Cost of a turn", vars(options), rows, notes)
    draw(rows)


def converse(policy: Policy, turns: int, seed: int) -> list[float]:
    """Seconds of each turn."""
    timed = Timed(policy)
    talks: list[list[Turn]] = [[] for _ in range(WIDTH)]
    for n in range(turns):
        for talk in talks:
            talk.append(Turn(Role.ENV, SAID))
        replies = timed.reply([Dialogue(talk) for talk in talks], seeds=[seed_for(seed, n, k) for k in range(WIDTH)])
        for talk, reply in zip(talks, replies, strict=True):
            talk.append(Turn(Role.AGENT, reply.text, 0.0, reply.sample))
    return timed.calls


def draw(rows: list[dict[str, object]]) -> None:
    """Both curves, as SVG whose bytes depend on the numbers alone."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "engine", "svg.fonttype": "none"}):
        figure = Figure(figsize=(6.4, 3.2), layout="constrained")
        axes = figure.subplots()
        for key, label in (("generate_ms", "generate() on the whole history"), ("ours_ms", "ours, cache kept between turns")):
            axes.plot([row["turn"] for row in rows], [row[key] for row in rows], label=label)
        axes.set(xlabel="turn", ylabel=f"ms a turn of {WIDTH} conversations", ylim=(0, None))
        axes.legend(frameon=False)
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
