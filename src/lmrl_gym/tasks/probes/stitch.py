"""Three rooms whose way through is stored only in pieces: no stored episode is good, but pieces of three of them are.

Stored episodes from room 1 leave at once for 0.3 or go wrong in room 2; those that get through room 2 came in by gate 2 and go wrong in
room 3; those that get through room 3 paid 0.75 at gate 3. So the best stored returns are those of leaving, and whatever followed the right
move in room 1 was worth nothing: filtered cloning and Monte-Carlo returns leave for 0.3, and only a method that carries values over from
one episode to another finds the 1.
"""

from __future__ import annotations

from lmrl_gym.core.episode import Ending
from lmrl_gym.core.task import View
from lmrl_gym.tasks.probes.game import Game, Move, Plan, Probe

LEAVING = 0.3
TOLL = 0.75
"""The price of gate 3. Above 1 − LEAVING, so that an episode that pays it returns less than one that leaves."""

ROUTES = (
    (12, "room 1", ("out",)),
    (2, "room 1", ("left",)),
    (3, "room 1", ("right", "right")),
    (3, "room 1", ("right", "out")),
    (4, "gate 2", ("in", "left", "left")),
    (3, "gate 2", ("in", "left", "out")),
    (13, "gate 3", ("in", "right")),
)
"""Stored episodes: (how many in 40, where they start, the replies)."""


def stitch() -> Probe:
    nothing = Move(0.0)
    game = Game(
        texts={"room 1": "Room 1.\n", "room 2": "Room 2.\n", "room 3": "Room 3.\n", "gate 2": "Gate 2.\n", "gate 3": "Gate 3.\n"},
        moves={
            "room 1": {"left": nothing, "right": Move(0.0, "room 2"), "out": Move(LEAVING)},
            "room 2": {"left": Move(0.0, "room 3"), "right": nothing, "out": nothing},
            "room 3": {"left": nothing, "right": Move(1.0, None, Ending.SUCCESS), "out": nothing},
            "gate 2": {"in": Move(0.0, "room 2")},
            "gate 3": {"in": Move(-TOLL, "room 3")},
        },
    )
    total = sum(count for count, _, _ in ROUTES)
    return Probe(
        name="probes/stitch",
        summary="Three rooms: 1 for right, left, right; 0.3 for leaving at once; no stored episode shows the way.",
        skills=("stitching",),
        help="Type left, right or out. Leaving the first room pays 0.3; one way through all three rooms pays 1.",
        game=game,
        starts=("room 1",),
        plans=tuple(Plan(count / total, start, _replies(game, start, route)) for count, start, route in ROUTES),
        view=View(1),
        turn_limit=3,
        reward_range=(-1.0 - TOLL, 1.0),
        episodes=1000,
        about="Seven fixed routes, none of which returns more than 0.3, started from the first room and from two side gates.",
    )


def _replies(game: Game, start: str, route: tuple[str, ...]) -> dict[str, str]:
    """The route as a plan: state -> reply."""
    replies: dict[str, str] = {}
    state: str | None = start
    for reply in route:
        assert state is not None, f"route {route} goes on after its end"
        replies[state] = reply
        state = game.moves[state][reply].to
    return replies
