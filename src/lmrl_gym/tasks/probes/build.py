"""From a probe's table to its task: scenarios, players, the data recipe, references.

A scenario names the start; a data scenario also carries the plan of its episode, which the behaviour player follows. Without a plan that
player draws each reply as often as the data gives it in that state: it then plays what behaviour cloning tends to.
"""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

from lmrl_gym.core.episode import Json, Scenario
from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Policy, Recipe, Reference, Task
from lmrl_gym.tasks import read_references
from lmrl_gym.tasks.probes import exact
from lmrl_gym.tasks.probes.game import Probe, ProbeEnv
from lmrl_gym.tasks.probes.players import TablePlayer

VERSION = "1"


def task(probe: Probe) -> Task:
    return Task(
        name=probe.name,
        version=VERSION,
        summary=probe.summary,
        skills=probe.skills,
        turn_limit=probe.turn_limit,
        reward_range=probe.reward_range,
        view=probe.view,
        scenario=partial(_scenario, probe),
        eval_episodes=64,
        start=partial(ProbeEnv, probe.game),
        players={name: partial(_player, probe, name) for name in ("floor", "ceiling", "behaviour")},
        recipe=Recipe("behaviour", partial(_stored, probe), {"small": probe.episodes, "paper": probe.episodes}, probe.about),
        opening_help=probe.help,
        reply_limit=8,
        references=read_references(Path(__file__).parent, probe.name, VERSION),
    )


def references(probe: Probe) -> dict[str, Reference]:
    """Exact means: of the floor and ceiling players over the starts, and of the stored episodes."""
    means = {
        "floor": exact.mean_return(probe, exact.uniform(probe.game)),
        "data": exact.data_mean(probe),
        "ceiling": exact.mean_return(probe, exact.optimal(probe.game)),
    }
    return {name: Reference(mean, 0.0, 0) for name, mean in means.items()}


def _scenario(probe: Probe, split: str, index: int) -> Scenario:
    if split == "eval":
        return {"start": probe.starts[index % len(probe.starts)]}
    if split == "train":
        return {"start": rng_for(probe.name, split, index).choice(probe.starts)}
    raise UsageError(f"no split '{split}'; choose from eval, train")


def _stored(probe: Probe, rng: random.Random) -> Scenario:
    plan = rng.choices(probe.plans, weights=[p.weight for p in probe.plans])[0]
    replies: dict[str, Json] = dict(plan.replies)
    return {"start": plan.start, "plan": replies}


def _player(probe: Probe, name: str) -> Policy:
    game = probe.game
    if name == "floor":
        return TablePlayer(name, game, exact.uniform(game))
    if name == "ceiling":
        return TablePlayer(name, game, exact.optimal(game))
    return TablePlayer(name, game, exact.shares(game, probe.plans), sees_scenario=True)
