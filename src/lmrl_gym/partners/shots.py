"""The few-shot prompt of the agent's seat: what the task is, how to answer, and a few played games.

The games come from a data set, or are played by the task's behaviour player from named seeds; they are taken as they come, good or bad, each with its
return. So a prompt depends on the task, the number of games, the seed and the data alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from lmrl_gym.core.episode import Episode, Role
from lmrl_gym.core.errors import DataError
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Task
from lmrl_gym.rollout import Start, play

_POOL = 1000
"""The first episodes of a data set, among which the shown ones are drawn."""
_EXCHANGES = 12
"""The most exchanges shown of one game: its last ones."""


def played_games(task: Task, count: int, seed: int) -> list[Episode]:
    """`count` games of the player that makes the task's data set, from scenarios that evaluations do not use."""
    starts = [Start(task.recipe.scenario(rng_for(seed, "shots", task.name, i)), seed_for(seed, "shots", task.name, i)) for i in range(count)]
    return list(play(task, task.players[task.recipe.player](), starts))


def stored_games(task: Task, folder: Path, count: int, seed: int) -> list[Episode]:
    """`count` different episodes drawn from the data set in `folder`. DataError if it is of another task, or holds fewer."""
    from lmrl_gym.data.store import read_dataset

    dataset = read_dataset(folder, task=task)
    if len(dataset) < count:
        raise DataError(f"the data set {folder} holds {len(dataset)} episodes, {count} are to be shown; lower --shots or choose a larger one")
    pool = list(islice(dataset, _POOL))
    return rng_for(seed, "shots", task.name).sample(pool, count)


def instructions(task: Task, games: Sequence[Episode]) -> str:
    """The system message: task, rules of answering, and `games` as they are seen at a terminal, the agent's lines behind `> `."""
    parts = [
        "You play a game of many turns. You are shown what the game says; answer with your next reply alone, on one line, without any comment.",
        f"{task.summary}\n{task.opening_help}".strip(),
    ]
    if games:
        parts.append("Some games that others played, good and bad; what they typed stands behind `> `:")
        parts += [_transcript(game) for game in games]
        parts.append("Play as well as you can. Type your reply without the `> `.")
    return "\n\n".join(parts)


def _transcript(game: Episode) -> str:
    lines = [("" if t.role is Role.ENV else "> ") + t.text.strip("\n") for t in game.turns]
    if len(lines) > 2 * _EXCHANGES + 1:
        lines = ["…", *lines[-2 * _EXCHANGES - 1 :]]
    return "\n".join([*lines, f"(return {game.ret:g})"])
