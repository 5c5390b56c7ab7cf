"""Environment steps a second: one process, texts included, random actions drawn beforehand. Peer: TextArena's Wordle, where it is installed.

`python benchmarks/env_speed.py`
"""

from __future__ import annotations

import argparse
import contextlib
import io
from collections.abc import Callable

from machine import columns, installed, publish, take_turns

from lmrl_gym.core.episode import Role
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Step, Task
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task

TASKS = ("maze/full", "maze/partial", "wordle", "wordle/official", "probes/bandit", "probes/recall", "probes/chain", "probes/stitch")
PUBLISHED = {"maze/full": 155_000, "maze/partial": 183_000, "wordle": 265}
"""Steps a second of LMRL-Gym's released code, measured by us on one core of a 2.7 GHz Xeon, text included (its wordle with the 431 words)."""
PEER = "TextArena Wordle"
GAMES = 500
"""Games of the floor player whose actions are played again and again."""


def main() -> None:
    """Time every task and the peer in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=300_000, help="steps of each task in one repeat (the peer: a fifth)")
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    runs = {name: walker(load_task(name), options.steps) for name in TASKS}
    notes = ["Actions and scenarios are drawn beforehand; making the envs and reading every text is counted."]
    if installed("textarena") is None:
        notes.append("The peer was left out: TextArena is not installed (pip install textarena).")
    else:
        for raw in (False, True):
            runs[PEER + (", raw" if raw else "")] = peer_walker(options.steps // 5, raw)
        notes.append(f"TextArena {installed('textarena')}: random words of its own list; 'raw' is its env without the wrapper that gathers the prompt.")
    rates = take_turns(runs, options.repeats)
    rows: list[dict[str, object]] = []
    for name, rate in rates.items():
        released = PUBLISHED.get(name)
        row: dict[str, object] = {"what": name, **columns(rate, "steps_per_second"), "released_code": released}
        row["times_released"] = round(rate.median / released, 2) if released else None
        rows.append(row)
    if PEER in rates:
        notes.append(f"wordle against {PEER}: {rates['wordle'].median / rates[PEER].median:.1f} times as fast.")
    notes.append("Released code: LMRL-Gym's, one core of a 2.7 GHz Xeon: another machine, so its column gives the order of magnitude only.")
    publish("env_speed", "Environment steps a second", {"steps": options.steps, "repeats": options.repeats}, rows, notes)


def walker(task: Task, steps: int) -> Callable[[], float]:
    """A run of at least `steps` steps: the floor player's games played again. It adds up the texts' lengths, so that no text can stay unmade."""
    begun = starts(task, "train", GAMES, seed=0)
    games = [(e.scenario, [t.text for t in e.turns if t.role is Role.AGENT]) for e in play(task, task.players["floor"](), begun)]

    def run() -> float:
        start, done, characters = task.start, 0, 0
        while done < steps:
            for scenario, actions in games:
                env = start(scenario)
                characters += len(env.opening)
                for action in actions:
                    step = env.step(action)
                    assert isinstance(step, Step)
                    characters += len(step.text)
                assert step.ending is not None
                done += len(actions)
                if done >= steps:
                    break
        assert characters > done
        return done

    return run


def peer_walker(steps: int, raw: bool) -> Callable[[], float]:
    """A run of at least `steps` steps of TextArena's Wordle, guesses drawn from its own list, a fresh env for every game as its wrapper needs."""
    import textarena

    env = textarena.make("Wordle-v0-raw" if raw else "Wordle-v0")
    env.reset(num_players=1, seed=0)
    rng = rng_for("benchmark", "env_speed", "textarena")
    words = sorted(peer_words(env))
    actions = [f"[{word}]" for word in rng.choices(words, k=steps)]

    def run() -> float:
        characters = 0
        with contextlib.redirect_stdout(io.StringIO()):
            env.reset(num_players=1, seed=0)
            for n, action in enumerate(actions, 1):
                _, seen = env.get_observation()
                characters += len(str(seen))
                done, _ = env.step(action=action)
                if done:
                    env.reset(num_players=1, seed=n)
        assert characters > 0
        return len(actions)

    return run


if __name__ == "__main__":
    main()
