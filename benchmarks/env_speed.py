"""Environment steps a second: one process, texts included, random actions drawn beforehand. Peer: TextArena's Wordle, where it is installed.

`python benchmarks/env_speed.py`
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from machine import columns, installed, publish, take_turns

from lmrl_gym.core.episode import Role
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Step, Task
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task

TASKS = (
    *("maze/full", "maze/partial", "wordle", "wordle/official", "textnav/full", "textnav/partial"),
    *("probes/bandit", "probes/recall", "probes/chain", "probes/stitch"),
)
PUBLISHED = {"maze/full": 155_000, "maze/partial": 183_000, "wordle": 265, "textnav/full": 181, "textnav/partial": 268}
"""Steps a second of LMRL-Gym's released code, one core of a 2.7 GHz Xeon, text included; its wordle with its list of 431 words."""
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
    notes = ["Actions and scenarios are those of games that the random player has played before; making the envs and reading every text is counted."]
    if installed("textarena") is None:
        notes.append("The peer was left out: TextArena is not installed (pip install textarena).")
    else:
        for raw in (False, True):
            runs[PEER + (", raw" if raw else "")] = peer_walker(options.steps // 5, raw)
        notes.append(
            f"TextArena {installed('textarena')}, given the same words; 'raw' is its env without the wrapper that gathers the prompt of a model."
        )
    rates = take_turns(runs, options.repeats)
    rows: list[dict[str, object]] = []
    for name, rate in rates.items():
        released = PUBLISHED.get(name)
        row: dict[str, object] = {"what": name, **columns(rate, "steps_per_second"), "released_code": released}
        row["times_released"] = round(rate.median / released, 2) if released else None
        rows.append(row)
    if PEER in rates:
        times = [rates["wordle"].median / rates[name].median for name in (PEER, f"{PEER}, raw")]
        notes.append(f"wordle is {times[0]:.1f} times as fast as {PEER}, {times[1]:.1f} times as fast as the raw one.")
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
                ending = None
                for action in actions:
                    step = env.step(action)
                    assert isinstance(step, Step)
                    characters += len(step.text)
                    ending = step.ending
                assert ending is not None
                done += len(actions)
                if done >= steps:
                    break
        assert characters > done
        return done

    return run


def peer_walker(steps: int, raw: bool) -> Callable[[], float]:
    """A run of `steps` steps of TextArena's Wordle, random words of its list; the observation is fetched before every step, as its agents do.

    The wrapper that gathers the prompt never forgets an earlier game's text, so a new one is put around the env for every game.
    """
    plain = peer_env()
    rng = rng_for("benchmark", "env_speed", PEER)
    actions = [f"[{word}]" for word in rng.choices(plain.word_list, k=steps)]

    def new_game(seed: int) -> Any:
        from textarena.wrappers import ActionFormattingWrapper, LLMObservationWrapper  # type: ignore[import-not-found]

        env = plain if raw else ActionFormattingWrapper(LLMObservationWrapper(plain))
        env.reset(num_players=1, seed=seed)
        return env

    def run() -> float:
        characters = games = 0
        env = new_game(0)
        for action in actions:
            seen = env.get_observation()[1]
            characters += len(seen) if isinstance(seen, str) else sum(len(message[1]) for message in seen)
            if env.step(action=action)[0]:
                games += 1
                env = new_game(games)
        assert characters > games > 0
        return len(actions)

    return run


def peer_env() -> Any:
    """TextArena's Wordle without wrappers, on this task's words: its own are fetched from the network at every start."""
    import nltk  # type: ignore[import-not-found]
    import nltk.corpus  # type: ignore[import-not-found]

    def given(*_: object, **__: object) -> list[str]:
        return words

    def nouns(texts: list[str]) -> list[tuple[str, str]]:
        return [(text, "NN") for text in texts]

    words = sorted({str(load_task("wordle").scenario("train", index)["word"]) for index in range(5000)})
    nltk.corpus.words, nltk.pos_tag, nltk.download = SimpleNamespace(words=given), nouns, given
    import textarena  # type: ignore[import-not-found]

    return textarena.make("Wordle-v0-raw")


if __name__ == "__main__":
    main()
