"""The house: its rooms, its things, what can be done where, and what becomes of it.

A `World` is all there is to know at one moment, small and hashable; it changes by `Act`s. What can be seen and done depends on the room one is in
and the things in reach alone, so that is worked out once for each such `Scene` and kept. Doorways have no doors: one can always walk through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

_DOORWAYS = (
    ("bedroom", "west", "living room", "east"),
    ("living room", "west", "dining room", "east"),
    ("dining room", "west", "kitchen", "east"),
    ("kitchen", "north", "garden", "south"),
    ("living room", "south", "office", "north"),
    ("office", "east", "bathroom", "west"),
    ("bedroom", "south", "bathroom", "north"),
    ("kitchen", "west", "backyard", "east"),
)
"""(room, on its side, room, on that one's side). All are open doorways: the house names no doors among its things, and what is no thing can be
neither opened nor closed."""

ROOMS = ("bedroom", "office", "bathroom", "living room", "kitchen", "dining room", "garden", "backyard")
EXITS: Mapping[str, Mapping[str, str]] = {
    room: dict(sorted([(side, there) for a, side, there, _ in _DOORWAYS if a == room] + [(side, a) for a, _, b, side in _DOORWAYS if b == room]))
    for room in ROOMS
}
"""Room -> side -> the room there."""


class Furniture(NamedTuple):
    """What stands in a room for good: things are put `on` it (a table) or `in` it (a container, which can be closed)."""

    noun: str
    closable: bool


FURNITURE: Mapping[str, Furniture] = {
    "bedroom": Furniture("table", False),
    "living room": Furniture("table", False),
    "dining room": Furniture("table", False),
    "office": Furniture("chest", True),
    "kitchen": Furniture("fridge", True),
}
"""Room -> its piece of furniture; the other rooms have none."""

CARRIED, EATEN = "carried", "eaten"


def floor_of(room: str) -> str:
    """The place of a thing that lies on the floor of `room`."""
    return f"{room} floor"


def store_of(room: str) -> str:
    """The place of a thing on or in the furniture of `room`."""
    return f"{room} {FURNITURE[room].noun}"


STALE, GOAL = "stale food", store_of("kitchen")
THINGS: Mapping[str, str] = {
    STALE: store_of("living room"),
    "fresh food": store_of("living room"),
    "fruit": store_of("kitchen"),
    "bowl": store_of("bedroom"),
    "coffee cup": store_of("dining room"),
    "plate": store_of("dining room"),
    "utensils": store_of("office"),
}
"""Every thing that can be carried, and its place at the start."""
EDIBLE = frozenset((STALE, "fresh food", "fruit"))
ARTICLES: Mapping[str, str] = {STALE: "some", "fresh food": "some", "fruit": "some", "utensils": "some"}
"""The article of a thing that is not counted; the others take `a`."""


class World(NamedTuple):
    """Where one is, where each thing is (in the order of THINGS), and which containers stand open."""

    room: str
    places: tuple[str, ...]
    opened: frozenset[str]

    @property
    def won(self) -> bool:
        return self.places[0] == GOAL and "fridge" not in self.opened

    @property
    def lost(self) -> bool:
        return self.places[0] == EATEN


def first_world(room: str) -> World:
    """The house as an episode that starts in `room` finds it: the containers closed, everything in its place."""
    return World(room, tuple(THINGS.values()), frozenset())


class Act(NamedTuple):
    """What a command does: one walks to `room`, or `thing` (its number in THINGS) gets to `place`, or `container` opens or closes; or nothing."""

    said: str
    """The sentence that answers the command."""
    room: str = ""
    thing: int = -1
    place: str = ""
    container: str = ""


def after(world: World, act: Act) -> World:
    """The world once `act` is done."""
    if act.room:
        return World(act.room, world.places, world.opened)
    if act.thing >= 0:
        places = world.places
        return World(world.room, (*places[: act.thing], act.place, *places[act.thing + 1 :]), world.opened)
    return World(world.room, world.places, world.opened ^ {act.container}) if act.container else world


class Scene(NamedTuple):
    """What can be seen and done at one moment."""

    here: str
    """The sentences about the furniture, the things and the exits; they do not name the room."""
    carrying: str
    """The sentence about what one carries."""
    acts: Mapping[str, Act]
    """The admissible commands, in alphabetical order."""
    more: Mapping[str, Act]
    """What is understood besides: looking at things, and `take` without saying from where."""
    listed: str
    """The line that lists the admissible commands."""


def scene(world: World) -> Scene:
    """What can be seen and done in `world`."""
    is_open = not world.opened.isdisjoint(_CONTAINER[world.room])
    return _scene(world.room, is_open, tuple(map(_REACH[world.room, is_open], world.places)))


_CONTAINER = {room: frozenset(f.noun for f in (FURNITURE.get(room),) if f is not None and f.closable) for room in ROOMS}
_HAND, _FLOOR, _STORE = "hand", "floor", "store"
_NUMBER = {thing: number for number, thing in enumerate(THINGS)}


def _reach(room: str, is_open: bool) -> Mapping[str, str]:
    reach = {CARRIED: _HAND, floor_of(room): _FLOOR}
    if room in FURNITURE and (is_open or not FURNITURE[room].closable):
        reach[store_of(room)] = _STORE
    return reach


_REACH = {(room, is_open): _reach(room, is_open).get for room in ROOMS for is_open in (False, True)}
"""Which places are in reach in a room whose container is open or not, and how: everything else is out of sight."""


@lru_cache(maxsize=8192)
def _scene(room: str, is_open: bool, reach: tuple[str | None, ...]) -> Scene:
    held, floor, stored = ([thing for thing, how in zip(THINGS, reach, strict=True) if how == at] for at in (_HAND, _FLOOR, _STORE))
    carrying = f"You are carrying {listing(held)}."
    furniture = _about_furniture(room, is_open, stored)
    lying = [f"On the floor you see {listing(floor)}."] if floor else []
    acts = dict(sorted([*_walks(room), *_takes(room, floor, stored), *_uses(room, held), *_stows(room, is_open, held)]))
    more = {"look": Act("You look around."), "inventory": Act(carrying)}
    more |= {command.partition(" from ")[0]: act for command, act in acts.items() if " from " in command}
    more |= {f"examine {thing}": Act(_about_thing(thing)) for thing in (*held, *floor, *stored)}
    if room in FURNITURE:
        more[f"examine {FURNITURE[room].noun}"] = Act(furniture)
    here = " ".join([furniture or "You see nothing of use.", *lying, _about_exits(room)])
    return Scene(here, carrying, acts, more, f"Admissible commands: {', '.join(acts)}\n")


def listing(things: Sequence[str]) -> str:
    """`a bowl, some fruit and a plate`; `nothing` where there is nothing."""
    named = [f"{ARTICLES.get(thing, 'a')} {thing}" for thing in things]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1]))) if named else "nothing"


def _about_furniture(room: str, is_open: bool, stored: Sequence[str]) -> str:
    """Empty where the room has no furniture."""
    if room not in FURNITURE:
        return ""
    noun, closable = FURNITURE[room]
    if not closable:
        return f"You see a table. On the table you see {listing(stored)}."
    return f"You see an open {noun}. In the {noun} you see {listing(stored)}." if is_open else f"You see a closed {noun}."


def _about_exits(room: str) -> str:
    *others, last = EXITS[room]
    return f"There are exits to the {', '.join(others)} and {last}." if others else f"There is an exit to the {last}."


def _about_thing(thing: str) -> str:
    return f"The {thing} can be eaten." if thing in EDIBLE else f"You see nothing special about the {thing}."


_Commands: TypeAlias = "Iterator[tuple[str, Act]]"


def _walks(room: str) -> _Commands:
    for side, there in EXITS[room].items():
        yield f"go {side}", Act(f"You go {side}.", room=there)


def _takes(room: str, floor: Sequence[str], stored: Sequence[str]) -> _Commands:
    for thing in floor:
        yield f"take {thing}", Act(f"You take the {thing}.", thing=_NUMBER[thing], place=CARRIED)
    for thing in stored:
        noun = FURNITURE[room].noun
        yield f"take {thing} from {noun}", Act(f"You take the {thing} from the {noun}.", thing=_NUMBER[thing], place=CARRIED)


def _uses(room: str, held: Sequence[str]) -> _Commands:
    for thing in held:
        yield f"drop {thing}", Act(f"You drop the {thing}.", thing=_NUMBER[thing], place=floor_of(room))
        if thing in EDIBLE:
            yield f"eat {thing}", Act(f"You eat the {thing}.", thing=_NUMBER[thing], place=EATEN)


def _stows(room: str, is_open: bool, held: Sequence[str]) -> _Commands:
    if room not in FURNITURE:
        return
    noun, closable = FURNITURE[room]
    if closable:
        verb = "close" if is_open else "open"
        yield f"{verb} {noun}", Act(f"You {verb} the {noun}.", container=noun)
    if is_open or not closable:
        verb, where = ("insert", "into") if closable else ("put", "on")
        for thing in held:
            yield f"{verb} {thing} {where} {noun}", Act(f"You put the {thing} {where} the {noun}.", thing=_NUMBER[thing], place=store_of(room))
