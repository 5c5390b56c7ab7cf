"""A second house, drawn on a grid and kept in plain dictionaries, to hold the task's against."""

from __future__ import annotations

import re
from collections.abc import Iterator

VIEWS = ("textnav/full", "textnav/partial")
OBJECTIVE = "Your objective: put the stale food that is on the table in the living room into the fridge in the kitchen, and close the fridge.\n"
GRID = [
    ["", "garden", "", "", ""],
    ["backyard", "kitchen", "dining room", "living room", "bedroom"],
    ["", "", "", "office", "bathroom"],
]
"""North is up; one can walk between any two neighbours."""
ROOMS = [room for row in GRID for room in row if room]
FURNITURE = {"bedroom": "table", "living room": "table", "dining room": "table", "office": "chest", "kitchen": "fridge"}
FOOD = ["stale food", "fresh food", "fruit"]
THINGS = {
    "stale food": "living room",
    "fresh food": "living room",
    "fruit": "kitchen",
    "bowl": "bedroom",
    "coffee cup": "dining room",
    "plate": "dining room",
    "utensils": "office",
}
SIDES = {"north": (-1, 0), "south": (1, 0), "west": (0, -1), "east": (0, 1)}


def beyond(room: str, side: str) -> str:
    """The room on that side, empty where there is none."""
    row, column = next((r, line.index(room)) for r, line in enumerate(GRID) if room in line)
    row, column = row + SIDES[side][0], column + SIDES[side][1]
    return GRID[row][column] if 0 <= row < 3 and 0 <= column < 5 else ""


class House:
    """`at`: thing -> (where, room) with where hand, floor, store or stomach; `open`: the containers that stand open."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.at = {thing: ("store", place) for thing, place in THINGS.items()}
        self.open: set[str] = set()

    def key(self) -> tuple[object, ...]:
        return (self.room, tuple(self.at.items()), tuple(sorted(self.open)))

    @property
    def won(self) -> bool:
        return self.at["stale food"] == ("store", "kitchen") and "fridge" not in self.open

    @property
    def lost(self) -> bool:
        return self.at["stale food"][0] == "stomach"

    def do(self, command: str) -> bool:
        """Do it where it can be done; whether it could. Looking and the short `take` are not known here."""
        noun = FURNITURE.get(self.room, "")
        reachable = bool(noun) and (noun == "table" or noun in self.open)
        if match := re.fullmatch("go (north|south|east|west)", command):
            there = beyond(self.room, match[1])
            self.room = there or self.room
            return bool(there)
        if match := re.fullmatch("(open|close) (chest|fridge)", command):
            if match[2] != noun or (match[1] == "close") != (noun in self.open):
                return False
            self.open ^= {noun}
            return True
        for pattern, before, after in (
            ("take (THING)", ("floor", self.room), ("hand", "")),
            ("take (THING) from NOUN", ("store", self.room), ("hand", "")),
            ("drop (THING)", ("hand", ""), ("floor", self.room)),
            ("eat (FOOD)", ("hand", ""), ("stomach", "")),
            ("put (THING) on table", ("hand", ""), ("store", self.room)),
            ("insert (THING) into (?:chest|fridge)", ("hand", ""), ("store", self.room)),
        ):
            words = pattern.replace("THING", "|".join(THINGS)).replace("FOOD", "|".join(FOOD)).replace("NOUN", noun or "nothing")
            if match := re.fullmatch(words, command):
                stores = "store" in (before[0], after[0])
                if self.at[match[1]] != before or (stores and not (reachable and command.endswith(noun))):
                    return False
                self.at[match[1]] = after
                return True
        return False

    def possible(self) -> list[str]:
        """Every command that can be done, found by trying them all."""
        return sorted(command for command in COMMANDS if self.twin().do(command))

    def twin(self) -> House:
        other = House(self.room)
        other.at, other.open = dict(self.at), set(self.open)
        return other


def _commands() -> Iterator[str]:
    yield from (f"go {side}" for side in SIDES)
    for noun in ("table", "chest", "fridge"):
        yield from (f"{verb} {noun}" for verb in ("open", "close"))
        for thing in THINGS:
            yield from (f"take {thing} from {noun}", f"put {thing} on {noun}", f"insert {thing} into {noun}")
    for thing in THINGS:
        yield from (f"{verb} {thing}" for verb in ("take", "drop", "eat"))


COMMANDS = list(_commands())
"""Everything well-formed, sensible or not."""


def listed(text: str) -> list[str]:
    """The admissible commands that a text of the game ends with."""
    line = text.splitlines()[-1]
    assert line.startswith("Admissible commands: ")
    return line.removeprefix("Admissible commands: ").split(", ")
