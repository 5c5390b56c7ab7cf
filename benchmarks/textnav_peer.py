"""Text navigation against TextWorld: the same house built with its GameMaker and compiled, the same commands typed into both.

After every command both must agree on everything: where one is, where each thing is, which containers are open, what is admissible, won or lost.
`python benchmarks/textnav_peer.py`
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from machine import installed, publish

from lmrl_gym.core.seeds import rng_for
from lmrl_gym.tasks.textnav.game import TURN_LIMIT, advance
from lmrl_gym.tasks.textnav.house import (
    CARRIED,
    EATEN,
    EDIBLE,
    EXITS,
    FURNITURE,
    ROOMS,
    STALE,
    THINGS,
    World,
    first_world,
    floor_of,
    scene,
    store_of,
)
from lmrl_gym.tasks.textnav.solve import bare, best_command, distances

GARBAGE = ("", "xyzzy", "dance with fridge", "fridge", "go", "go up", "take", "eat table", "put on", "open stale food", "123", "take everything else")
LOOKS = ("look", "inventory", *[f"examine {name}" for name in (*THINGS, "table", "chest", "fridge")])


class State(NamedTuple):
    """All that both sides can be asked about."""

    room: str
    places: tuple[str, ...]
    opened: frozenset[str]
    admissible: tuple[str, ...]
    won: bool
    lost: bool


def main() -> None:
    """Walk both houses and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--commands", type=int, default=10_000)
    options = parser.parse_args()
    if installed("textworld") is None:
        sys.exit("TextWorld is not installed; `pip install textworld` and run this again")
    counts: Counter[str] = Counter()
    differences: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        games = {room: compiled(room, Path(folder)) for room in ROOMS}
        while counts["commands"] < options.commands:
            room = ROOMS[counts["walks"] % len(ROOMS)]
            differences += walk(games[room], room, options.commands - counts["commands"], counts)
            counts["walks"] += 1
    rows: list[dict[str, object]] = [{"what": what, "count": counts[what]} for what in COUNTED]
    rows.append({"what": "differences", "count": len(differences)})
    notes = [
        f"TextWorld {installed('textworld')}; after every command compared: room, place of every thing, containers, admissible commands, won, lost.",
        "A command is an admissible one, any well-formed one, a look at something, garbage, or the best one: often in every third walk, else seldom.",
        "Deliberate differences, not drawn: TextWorld's parser also knows articles, abbreviations and synonyms (the n, get the bowl).",
        "TextWorld's games have no limit of commands, and its list of admissible commands also holds examine, look and inventory.",
        *differences[:10],
    ]
    publish("textnav_peer", "Text navigation and TextWorld", {"commands": options.commands}, rows, notes)
    if differences:
        sys.exit(f"{len(differences)} commands left the two houses different; the first: {differences[0]}")


COUNTED = ("walks", "commands", "admissible", "well-formed, not listed", "of these possible", "looking", "garbage", "won", "lost", "cut")


def walk(env: Any, room: str, most: int, counts: Counter[str]) -> Iterator[str]:
    """One walk through both houses from `room`, of `most` commands at the most; yields where they differ, and stops there."""
    rng = rng_for("benchmark", "textnav_peer", counts["walks"])
    world, peer = first_world(room), env.reset()
    eager = 0.8 if counts["walks"] % 3 == 0 else 0.15
    for _ in range(min(TURN_LIMIT, most)):
        if mine(world) != theirs(peer):
            yield f"from the {room}: {mine(world)} here, {theirs(peer)} there"
            return
        kind, command = drawn(world, rng, eager)
        there, _ = advance(world, command)
        counts["commands"] += 1
        counts[kind] += 1
        counts["of these possible"] += kind == "well-formed, not listed" and there != world
        peer, _, _ = env.step(command.replace("table", f"{world.room} table") if FURNITURE.get(world.room, ("",))[0] == "table" else command)
        world = there
        if world.won or world.lost or peer.won or peer.lost:
            counts["won" if world.won else "lost"] += 1
            if mine(world)[-2:] != theirs(peer)[-2:]:
                yield f"after {command!r}: {mine(world)} here, {theirs(peer)} there"
            return
    if mine(world) != theirs(peer):
        yield f"after the last command: {mine(world)} here, {theirs(peer)} there"
    counts["cut"] += 1


def drawn(world: World, rng: random.Random, eager: float) -> tuple[str, str]:
    """What kind of command comes next, and the command; `eager` is how often it is the best one."""
    listed = list(scene(world).acts)
    if rng.random() < eager and bare(world) in distances():
        return "admissible", best_command(bare(world))
    kind = rng.random()
    if kind < 0.4:
        return "admissible", rng.choice(listed)
    if kind < 0.9:
        command = rng.choice(WELL_FORMED)
        return ("admissible" if command in listed else "well-formed, not listed"), command
    return rng.choice([("looking", rng.choice(LOOKS)), ("garbage", rng.choice(GARBAGE))])


def _well_formed() -> Iterator[str]:
    nouns = ("table", "chest", "fridge")
    for side in ("north", "south", "east", "west"):
        yield f"go {side}"
    for verb in ("open", "close"):
        yield from [f"{verb} {noun}" for noun in nouns]
    for thing in THINGS:
        yield from [f"{verb} {thing}" for verb in ("take", "drop", "eat")]
        yield from [f"{how} {noun}" for noun in nouns for how in (f"take {thing} from", f"put {thing} on", f"insert {thing} into")]


WELL_FORMED = tuple(_well_formed())


def mine(world: World) -> State:
    """The state of our house."""
    return State(world.room, world.places, world.opened, tuple(scene(world).acts), world.won, world.lost)


def theirs(state: Any) -> State:
    """The state of TextWorld's house, read from its facts."""
    room, places, opened = "", dict.fromkeys(THINGS, ""), set()
    for fact in state.facts:
        names = [argument.name for argument in fact.arguments]
        if fact.name == "at" and names[0] == "P":
            room = names[1]
        elif fact.name == "open":
            opened.add(names[0])
        elif names[0] in places:
            if fact.name == "at":
                places[names[0]] = floor_of(names[1])
            elif fact.name == "eaten":
                places[names[0]] = EATEN
            elif fact.name in ("in", "on"):
                places[names[0]] = CARRIED if names[1] == "I" else STORES[names[1]]
    listed = [c.replace(f"{room} table", "table") for c in state.admissible_commands if not c.startswith(("examine", "look", "inventory"))]
    return State(room, tuple(places.values()), frozenset(opened), tuple(sorted(listed)), bool(state.won), bool(state.lost))


def name_of(room: str) -> str:
    """What the furniture of `room` is called there: TextWorld's facts go by names, and three tables must be told apart."""
    noun = FURNITURE[room].noun
    return f"{room} {noun}" if noun == "table" else noun


STORES = {name_of(room): store_of(room) for room in FURNITURE}


def compiled(start: str, folder: Path) -> Any:
    """TextWorld's game of the house with the player in `start`, ready to play."""
    import textworld  # type: ignore[import-not-found]
    from textworld.generator.game import Event, Quest  # type: ignore[import-not-found]

    maker = textworld.GameMaker()
    rooms = {room: maker.new_room(room) for room in ROOMS}
    back = {"east": "west", "south": "north"}
    for room, exits in EXITS.items():
        for side in exits.keys() & back.keys():
            maker.connect(getattr(rooms[room], side), getattr(rooms[exits[side]], back[side]))
    stores = {}
    for room, (_, closable) in FURNITURE.items():
        stores[store_of(room)] = furniture = maker.new("c" if closable else "s", name=name_of(room))
        if closable:
            furniture.add_property("closed")
        rooms[room].add(furniture)
    things = {name: maker.new("f" if name in EDIBLE else "o", name=name) for name in THINGS}
    for name, place in THINGS.items():
        stores[place].add(things[name])
        if name in EDIBLE:
            things[name].add_property("edible")
    maker.set_player(rooms[start])
    fridge = stores[store_of("kitchen")]
    win = Event(conditions={maker.new_fact("in", things[STALE], fridge), maker.new_fact("closed", fridge)})
    lose = Event(conditions={maker.new_fact("eaten", things[STALE])})
    maker.quests = [Quest(win_events=[win], fail_events=[lose])]
    path = maker.compile(str(folder / f"{start.replace(' ', '_')}.z8"))
    return textworld.start(path, textworld.EnvInfos(admissible_commands=True, facts=True, won=True, lost=True))


if __name__ == "__main__":
    main()
