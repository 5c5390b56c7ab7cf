"""Six rooms in a row: leaving pays a little at once, going on pays nothing until the last room, which pays all.

The data mixes one steady player in five, who goes all the way, with waverers who mostly leave. From inside a room nobody can tell who
plays, so that cloning leaves when it samples (and, taking the likeliest reply, at the first room), while the returns tell clearly that
going on is better.
"""

from __future__ import annotations

from lmrl_gym.core.episode import Ending
from lmrl_gym.core.task import View
from lmrl_gym.tasks.probes.game import Game, Move, Plan, Probe

ROOMS = 6
LEAVING = 0.1
STEADY = 0.2
"""The share of stored episodes by the steady player."""
ON = 0.3
"""How likely a waverer goes on in each room."""


def chain() -> Probe:
    names = [f"room {k}" for k in range(1, ROOMS + 1)]
    moves: dict[str, dict[str, Move]] = {}
    for name, after in zip(names, [*names[1:], None], strict=True):
        on = Move(0.0, after) if after is not None else Move(1.0, None, Ending.SUCCESS)
        moves[name] = {"on": on, "out": Move(LEAVING)}
    plans = [Plan((1 - STEADY) * ON**k * (1 - ON), names[0], dict.fromkeys(names[:k], "on") | {names[k]: "out"}) for k in range(ROOMS)]
    plans.append(Plan(STEADY + (1 - STEADY) * ON**ROOMS, names[0], dict.fromkeys(names, "on")))
    return Probe(
        name="probes/chain",
        summary="Six rooms in a row: 1 for going on through all of them, 0.1 for leaving before.",
        skills=("delayed reward",),
        help="Type on to go to the next room or out to leave with 0.1. Behind the sixth room there is 1.",
        game=Game({name: f"Room {k}.\n" for k, name in enumerate(names, 1)}, moves),
        starts=(names[0],),
        plans=tuple(plans),
        view=View(1),
        turn_limit=ROOMS,
        reward_range=(-1.0, 1.0),
        episodes=1000,
        about="One steady player in five goes on through all rooms; the others go on with chance 0.3 in each room and leave otherwise.",
    )
