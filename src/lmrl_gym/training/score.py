"""Evaluating a finished run: its records, and a few of its episodes with what the models thought of every token."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.task import Policy, Task
from lmrl_gym.evaluation.evaluate import PLAYS, OnEpisode, evaluate, stored
from lmrl_gym.evaluation.record import Record, save_record, write_json
from lmrl_gym.tasks import load_task
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.run import load_policy

SHOWN = 8
"""Episodes kept with annotations."""


def evaluate_run(
    run: Path,
    task: Task,
    *,
    greedy: bool = False,
    best: bool = False,
    episodes: int = 0,
    seed: int = 0,
    keep: int = 0,
    partner: Policy | None = None,
    on_episode: OnEpisode | None = None,
) -> tuple[Record, list[dict[str, Json]]]:
    """The record of the run's policy on `task`, and its first `keep` episodes annotated (see report). `best`: of the model that scored best
    while training. UsageError where the run is of another task, RunError where it kept no best model."""
    config, policy = load_policy(run, greedy=greedy, best=best)
    if load_task(config.task).name != task.name:
        raise UsageError(f"the run {run} was trained on {config.task}, not on {task.name}; evaluate it there")
    provenance = RunFolder(run).provenance()
    if provenance.get("version") != task.version:
        raise UsageError(f"the run {run} was trained on version {provenance.get('version')} of {task.name}, this is {task.version}; train it again")
    record, kept = evaluate(
        task,
        policy,
        episodes=episodes,
        seed=seed,
        play="greedy" if greedy else "sampled",
        keep=keep,
        partner=partner,
        train_seed=config.seed,
        config=config.to_json(),
        provenance=provenance,
        on_episode=on_episode,
    )
    shown: list[dict[str, Json]] = []
    for episode in kept:
        notes: list[Json] = [[asdict(note) for note in turn] for turn in policy.annotate(episode)]
        shown.append({"episode": episode.to_json(), "play": record.play, "tokens": notes})
    return record, shown


def score_run(run: Path, *, episodes: int = 0, seed: int = 0, on_episode: OnEpisode | None = None) -> None:
    """Write the sampled and the greedy record of a finished run into its folder, and its annotated episodes. What is stored already is kept."""
    task = load_task(RunFolder(run).config().task)
    for play in PLAYS:
        if stored(path := run / "records" / f"{play}.json", task, episodes=episodes, seed=seed):
            continue
        sampled = play == "sampled"
        record, shown = evaluate_run(
            run, task, greedy=not sampled, episodes=episodes, seed=seed, keep=SHOWN if sampled else 0, on_episode=on_episode
        )
        if sampled:
            write_json(run / "episodes.json", list(shown))
        save_record(record, path)

