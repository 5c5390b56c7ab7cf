"""One choice of three with known rewards: any method that looks at rewards finds the best, and cloning the data does not.

The commonest stored choice is not the best one, so that cloning falls short when it samples and when it takes the likeliest reply.
"""

from __future__ import annotations

from lmrl_gym.core.episode import Ending
from lmrl_gym.core.task import View
from lmrl_gym.tasks.probes.game import Game, Move, Plan, Probe


def bandit() -> Probe:
    game = Game(
        texts={"pick": "Pick a, b or c.\n"},
        moves={"pick": {"a": Move(0.0), "b": Move(0.3), "c": Move(1.0, None, Ending.SUCCESS)}},
    )
    stored = {"a": 0.25, "b": 0.4, "c": 0.35}
    return Probe(
        name="probes/bandit",
        summary="Pick one of three letters; they pay 0, 0.3 and 1.",
        skills=("reward",),
        help="Type a, b or c. One of them pays most, and it is always the same.",
        game=game,
        starts=("pick",),
        plans=tuple(Plan(weight, "pick", {"pick": reply}) for reply, weight in stored.items()),
        view=View(),
        turn_limit=1,
        reward_range=(-1.0, 1.0),
        episodes=600,
        about="One-turn episodes that pick a, b, c with chances 0.25, 0.4, 0.35.",
    )
