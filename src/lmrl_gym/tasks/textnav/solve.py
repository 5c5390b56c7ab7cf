"""Exact answers about the house: the shortest way to win from everywhere, and what any player without memory wins on average.

Nothing here is sampled. Only the room, the stale food and the containers matter for winning: a world without the other things (they are
`EATEN`) has the same shortest ways, and there are few such worlds. Players who act at random are also led astray by the other things, so their
value is computed over all worlds, taking together those that differ only in which of two like things is where. Tables are made on first use.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lmrl_gym.core.task import Reference
from lmrl_gym.tasks.textnav.game import TURN_LIMIT
from lmrl_gym.tasks.textnav.house import EATEN, EXITS, ROOMS, THINGS, World, after, first_world, scene

NEVER = TURN_LIMIT + 1
"""A distance that stands for: not within any episode."""


def bare(world: World) -> World:
    """`world` without the things that do not matter."""
    return World(world.room, (world.places[0], *[EATEN] * (len(THINGS) - 1)), world.opened)


def successors(world: World) -> dict[str, World]:
    """Admissible command -> the world after it."""
    return {command: after(world, act) for command, act in scene(world).acts.items()}


@lru_cache(maxsize=1)
def distances() -> Mapping[World, int]:
    """The fewest commands that win, from every bare world that can occur; worlds that cannot be won any more are left out."""
    ways: dict[World, list[World]] = {}
    queue = [bare(first_world(room)) for room in ROOMS]
    for world in queue:
        if world not in ways:
            ways[world] = [] if world.won or world.lost else list(successors(world).values())
            queue.extend(ways[world])
    found = {world: 0 for world in ways if world.won}
    before: dict[World, list[World]] = {}
    for world, ahead in ways.items():
        for there in ahead:
            before.setdefault(there, []).append(world)
    queue = list(found)
    for world in queue:
        for there in before.get(world, []):
            if there not in found:
                found[there] = found[world] + 1
                queue.append(there)
    return found


@lru_cache(maxsize=4096)
def best_command(world: World) -> str:
    """The first command of a shortest way to win from a bare world; of equally good ones the first in alphabetical order."""
    far = distances()
    ahead = successors(world)
    return min(ahead, key=lambda command: far.get(ahead[command], NEVER))


@lru_cache(maxsize=1)
def halves() -> Mapping[str, frozenset[str]]:
    """The rooms in two halves by the number of doorways between them and the kitchen: at most one is `near`, the others are `far`."""
    near = frozenset(("kitchen", *EXITS["kitchen"].values()))
    return {"near": near, "far": frozenset(ROOMS) - near}


def values(knows: frozenset[str], actions: int = TURN_LIMIT) -> dict[str, float]:
    """Start room -> the chance to win within `actions`, playing the best command in the rooms `knows` and any admissible one elsewhere."""
    far = {(world.room, world.places[0], world.opened): moves for world, moves in distances().items()}
    known: dict[tuple[World, int], float] = {}

    def chance(world: World, left: int) -> float:
        moves = far.get((world.room, world.places[0], world.opened), NEVER)
        if moves == 0 or moves > left:
            return float(moves == 0)
        key = (_sorted(world), left)
        if key not in known:
            acts = scene(world).acts
            options = [acts[best_command(bare(world))]] if world.room in knows else list(acts.values())
            known[key] = sum([chance(after(world, act), left - 1) for act in options]) / len(options)
        return known[key]

    return {room: chance(first_world(room), actions) for room in ROOMS}


def _sorted(world: World) -> World:
    """One world for all that differ only in which of two like things is where: the two harmless foods, and the things that cannot be eaten."""
    stale, *others = world.places
    return World(world.room, (stale, *sorted(others[:2]), *sorted(others[2:])), world.opened)


def exact_references() -> dict[str, dict[str, Reference]]:
    """What the floor and the ceiling player win on average, by task.

    The views do not matter: the longest shortest way takes 9 of the 15 commands, and the partial view too tells the start and so all that follows.
    """
    references = {
        player: Reference(sum(values(frozenset(knows)).values()) / len(ROOMS), 0.0, 0) for player, knows in (("floor", ()), ("ceiling", ROOMS))
    }
    return {"textnav/full": references, "textnav/partial": references}
