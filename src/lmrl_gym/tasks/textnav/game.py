"""The game in the house: what is said under the two views, and the env that plays it.

The full view's text holds all that matters for winning: where one is, what one carries and sees, where the stale food is, and whether the fridge is
closed. The partial view's text says what is seen; where one is and what one carries has to be remembered or concluded. Neither counts the actions.
"""

from __future__ import annotations

from lmrl_gym.core.episode import Ending, Episode, Scenario
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Step
from lmrl_gym.tasks.textnav.house import (
    CARRIED,
    EATEN,
    FURNITURE,
    ROOMS,
    STALE,
    World,
    after,
    first_world,
    floor_of,
    scene,
    store_of,
)

TURN_LIMIT = 15
OBJECTIVE = f"Your objective: put the {STALE} that is on the table in the living room into the fridge in the kitchen, and close the fridge.\n"
WON = f"You close the fridge. The {STALE} is put away: you have won.\n"
LOST = f"You eat the {STALE}. Now nobody can put it away: you have lost.\n"
IMPOSSIBLE = "That cannot be done here and now."
UNKNOWN = "That is nothing you know how to do."
VERBS = frozenset(("go", "open", "close", "take", "put", "insert", "drop", "eat", "look", "inventory", "examine"))
HALVES = ("near", "far")
"""The rooms within a doorway of the kitchen, and the others (see `players`)."""

_WHERE = {
    CARRIED: "with you",
    EATEN: "eaten",
    **{floor_of(room): f"on the floor of the {room}" for room in ROOMS},
    **{store_of(room): f"on the {noun} in the {room}" for room, (noun, closable) in FURNITURE.items() if not closable},
}


def here_sentence(room: str) -> str:
    """How the full view's second line begins."""
    return f"You are in the {room}."


def status(world: World) -> str:
    """The full view's sentence about what winning depends on."""
    place, opened = world.places[0], world.opened
    where = _WHERE.get(place)
    if where is None:
        room, noun = next((room, f.noun) for room, f in FURNITURE.items() if store_of(room) == place)
        where = f"in the {'open' if noun in opened else 'closed'} {noun} in the {room}"
    return f"The {STALE} is {where}; the fridge is {'open' if 'fridge' in opened else 'closed'}."


def observe(world: World, full: bool) -> str:
    """What the env says about `world` after the sentence that answers a command (or after the objective)."""
    seen = scene(world)
    if not full:
        return f"{seen.here}\n{seen.listed}"
    return f"{here_sentence(world.room)} {seen.carrying}\n{seen.here}\n{status(world)}\n{seen.listed}"


def understood(text: str) -> str:
    """A command as it is looked up: lower case, single spaces, none at the ends."""
    return " ".join(text.lower().split())


def advance(world: World, text: str) -> tuple[World, str]:
    """The world after the reply `text`, and the sentence that answers it. What is not understood or not possible changes nothing."""
    seen, command = scene(world), understood(text)
    act = seen.acts.get(command) or seen.more.get(command)
    if act is None:
        return world, IMPOSSIBLE if command.partition(" ")[0] in VERBS else UNKNOWN
    return after(world, act), act.said


def illegal(episode: Episode) -> int:
    """How many of the agent's turns were not understood or not possible, as the answers to them say."""
    return sum(t.text.partition("\n")[0] in (IMPOSSIBLE, UNKNOWN) for t in episode.turns[2::2])


def start_room(scenario: Scenario) -> str:
    """Where a scenario starts; DataError where that is no room of the house, or where it names a half that is none."""
    room, half = scenario.get("room"), scenario.get("half")
    if not (isinstance(room, str) and room in ROOMS):
        raise DataError(f"the textnav scenario's room {room!r} is not in the house; choose from {', '.join(ROOMS)}")
    if half is not None and half not in HALVES:
        raise DataError(f"the textnav scenario's half {half!r} is none; choose {' or '.join(HALVES)}, or leave it out")
    return room


class TextNavEnv:
    """One visit to the house: 1 for the action after which the stale food is in the closed fridge, 0 for every other.

    Eating the stale food loses; the 15th action ends what is neither won nor lost, with the ordinary text. Every action counts, also one that is
    not understood.
    """

    __slots__ = ("_full", "_left", "_opening", "_world")

    def __init__(self, scenario: Scenario, full: bool) -> None:
        self._world = first_world(start_room(scenario))
        self._full = full
        self._left = TURN_LIMIT
        self._opening = OBJECTIVE + observe(self._world, full)

    @property
    def opening(self) -> str:
        return self._opening

    def step(self, text: str, /) -> Step:
        if not self._left:
            raise RunError("this visit to the house has ended; start a new one from a scenario")
        self._world, said = advance(self._world, text)
        self._left -= 1
        if self._world.won or self._world.lost:
            self._left = 0
            return Step(WON, 1.0, Ending.SUCCESS) if self._world.won else Step(LOST, 0.0, Ending.FAILURE)
        return Step(f"{said}\n{observe(self._world, self._full)}", 0.0, None if self._left else Ending.TURN_LIMIT)
