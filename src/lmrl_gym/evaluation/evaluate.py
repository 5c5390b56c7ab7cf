"""Playing a task's fixed evaluation episodes with a policy and writing down what came of it.

The scenarios depend on the task alone, so every policy meets the same ones; the seed moves only what the speakers draw. Knows no model: a policy is
whatever answers `reply`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from lmrl_gym.core.episode import Episode, Json
from lmrl_gym.core.errors import DataError, UsageError, no_such
from lmrl_gym.core.task import Policy, Task
from lmrl_gym.evaluation.record import Record, code_revision, load_record, now, row_of, summarise
from lmrl_gym.rollout import play as play_episodes
from lmrl_gym.rollout import starts

OnEpisode = Callable[[int, int], None]
"""(episodes done, episodes in all)."""
PLAYS = ("sampled", "greedy")
"""The ways in which a trained run is evaluated."""


def player(task: Task, name: str) -> Policy:
    """The scripted player of `task` called `name`. UsageError with a suggestion where there is none."""
    if name not in task.players:
        raise no_such(f"player of {task.name}", name, task.players)
    return task.players[name]()


def evaluate(
    task: Task,
    policy: Policy,
    *,
    episodes: int = 0,
    seed: int = 0,
    play: str = "scripted",
    split: str = "eval",
    width: int = 256,
    partner: Policy | None = None,
    keep: int = 0,
    train_seed: int | None = None,
    config: Mapping[str, Json] | None = None,
    provenance: Mapping[str, Json] | None = None,
    on_episode: OnEpisode | None = None,
) -> tuple[Record, list[Episode]]:
    """Evaluate `policy` on `episodes` scenarios of `split` (0: as many as the task says); the record, and the first `keep` episodes whole.

    The record names the partner that spoke: `partner`, or the task's default one where none is given.
    """
    count = episodes or task.eval_episodes
    if count < 1:
        raise UsageError(f"{count} episodes make no evaluation; ask for at least 1")
    rows, kept = [], []
    spoke: str | None = None
    for index, episode in enumerate(play_episodes(task, policy, starts(task, split, count, seed=seed), partner=partner, width=width)):
        rows.append(row_of(index, episode))
        spoke = episode.players.get("partner")
        if index < keep:
            kept.append(episode)
        if on_episode is not None:
            on_episode(index + 1, count)
    record = Record(
        task=task.name,
        version=task.version,
        policy=policy.name,
        play=play,
        seed=seed,
        split=split,
        rows=tuple(rows),
        summary=summarise(task, [rows], name=f"{task.name} {policy.name} {play}"),
        partner=spoke,
        train_seed=train_seed,
        config=config,
        provenance=dict(provenance or {}),
        revision=code_revision(),
        created=now(),
    )
    return record, kept


def stored(path: Path, task: Task, *, episodes: int = 0, seed: int = 0) -> bool:
    """Whether `path` holds what `evaluate` would come to: a record of this version of the task, of as many episodes, with this seed."""
    try:
        record = load_record(path)
    except DataError:
        return False
    return (record.task, record.version, record.seed, len(record.rows)) == (task.name, task.version, seed, episodes or task.eval_episodes)
