"""The knowledge: the objects of objects.csv and what is said of them in facts/*.txt.

A line of facts is `phrase, synonym, …: extent`; the extent is a list of objects and kinds, added and (with a minus) taken away from left to right.
Everything else is false. A set of objects is an int whose bit i says that object i is in it, so a question about all objects is one number.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lmrl_gym.core.errors import DataError
from lmrl_gym.tasks.twenty_questions.words import Speller, core, plain, stem, stems, word_list

FOLDER = Path(__file__).parent
SLOTS = ("is", "has", "made", "needs", "at", "for", "does", "done", "who", "about")
"""What a thing is, has, is made of, needs, where it is, what for, what it does, what is done to it, by whom, what it makes one think of."""
STANDING = ("animal", "vehicle", "furniture", "nature", "electronics")
"""The categories of things that have a height of their own, be they longer than tall."""
MEASURES = ("length_cm", "width_cm", "height_cm", "weight_kg", "price_usd")


def table(name: str) -> dict[str, Any]:
    """The TOML file of that name beside this one."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the 158 objects."""

    name: str
    category: str
    variants: tuple[str, ...]
    """All names that win, the first is `name`."""
    sides: tuple[float, float, float]
    """Length, width, height in cm, the longest first."""
    height: float
    """How tall it stands, in cm; the longest side of what does not stand."""
    weight: float
    """kg."""
    price: float | None
    """US dollars; None where it is not for sale."""

    @property
    def bulk(self) -> float:
        """What people mean by size: volume times longest side, so that a bat is bigger than a shoebox, and a microwave than a bat."""
        a, b, c = self.sides
        return a * a * b * c


@lru_cache(maxsize=1)
def things() -> tuple[Thing, ...]:
    """The objects in the order of the file."""
    with (FOLDER / "objects.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_thing(row) for row in csv.DictReader(file))


def _thing(row: Mapping[str, str]) -> Thing:
    sides = sorted((float(row[side]) for side in MEASURES[:3]), reverse=True)
    names = (row["name"], *(v for v in row["also"].split(";") if v))
    price = float(row["price_usd"]) if row["price_usd"] else None
    stands = row["category"] in STANDING or row["name"] in ("piano", "harp", "drum", "lawn mower", "sculpture")
    flat = row["name"] in ("ocean", "sea", "lake", "river")  # deep, and not tall
    height = 1.0 if flat else float(row["height_cm"]) if stands else sides[0]
    return Thing(row["name"], row["category"], names, (sides[0], sides[1], sides[2]), height, float(row["weight_kg"]), price)


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    return tuple(thing.name for thing in things())


@lru_cache(maxsize=1)
def numbers() -> Mapping[str, int]:
    """Name -> its place among `names()`."""
    return {name: i for i, name in enumerate(names())}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of facts: where it stands, what it says, of what."""

    source: str
    slot: str
    phrases: tuple[str, ...]
    extent: tuple[str, ...]


def read_lines(path: Path) -> list[Line]:
    """The lines of a facts file. DataError names the line that is no fact."""
    slot, lines = "", []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = text.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("["):
            slot = text.strip("[]")
            continue
        left, colon, right = text.partition(":")
        if slot not in SLOTS or not colon or not left:
            raise DataError(
                f"line {number} of {path.name} is {text[:40]!r}, not `phrase, synonym: objects` under one of the headings {SLOTS}; correct it"
            )
        phrases = tuple(p for p in (plain(part).strip() for part in left.split(",")) if p)
        lines.append(Line(f"{path.name}:{number}", slot, phrases, tuple(right.split())))
    return lines


def namesakes() -> list[str]:
    """What is called after an object and is none of them (namesakes.txt): `badminton racket`, `life jacket`."""
    rows = (line.split(":") for line in (FOLDER / "namesakes.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [f"{plain(before)} {name}" for name, others in rows for before in others.split(",")]


@lru_cache(maxsize=1)
def others() -> frozenset[str]:
    """What people guess and what is none of the objects (facts/others.txt), in stems."""
    rows = (FOLDER / "facts" / "others.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(stems(plain(name)) for row in rows if not row.startswith("#") for name in row.split(","))


class Knowledge:
    """All facts, resolved to sets of objects. It never changes."""

    __slots__ = ("active", "all", "anywhere", "categories", "index", "kinds", "lines", "phrases", "slots", "speller", "things", "thoughts", "words")

    def __init__(self, lines: list[Line], thoughts: Iterable[str] = ()) -> None:
        self.things = things()
        self.index = {thing.name.replace(" ", "_"): i for i, thing in enumerate(self.things)}
        self.all = (1 << len(self.things)) - 1
        self.lines = lines
        self.kinds: dict[str, int] = {}
        self.categories = {thing.category for thing in self.things}
        self.slots: dict[str, dict[str, int]] = {slot: {} for slot in SLOTS}
        self._name_kinds()
        for line in lines:
            self._add(line)
        self._add_cores()
        self.anywhere: dict[str, int] = {}
        """Each phrase, whatever is said with it."""
        self.words: dict[str, int] = {}
        """Each word of a phrase, likewise."""
        self.active: dict[str, int] = {}
        """Each word of what is said of the thing itself, not of what people do with it."""
        self.thoughts: dict[str, int] = {}
        """Each word that is known of a thing or comes to mind with it (facts/thoughts.txt), likewise."""
        for slot, table in self.slots.items():
            for phrase, mask in table.items():
                self.anywhere[phrase] = self.anywhere.get(phrase, 0) | mask
                for word in phrase.split():
                    self.thoughts[word] = self.thoughts.get(word, 0) | mask
                    # `little red riding hood` makes no forest red.
                    if slot != "about" or word == phrase:
                        self.words[word] = self.words.get(word, 0) | mask
                    if slot not in ("about", "done", "who"):
                        self.active[word] = self.active.get(word, 0) | mask
        for text in thoughts:
            self._think(text)
        for called in namesakes():
            self.slots["is"].setdefault(stems(called), 0)
        self.phrases = frozenset(phrase for table in self.slots.values() for phrase in table)
        """Every phrase that something is said with."""
        raw = {word for line in lines for phrase in line.phrases for word in phrase.split()}
        raw |= {word for thing in self.things for name in thing.variants for word in plain(name).split()}
        raw |= {word for word in word_list("structure") if len(word) > 6}
        self.speller = Speller(raw)

    def _name_kinds(self) -> None:
        for i, thing in enumerate(self.things):
            self.kinds[thing.category] = self.kinds.get(thing.category, 0) | 1 << i
            for name in thing.variants:
                self.slots["is"][stems(plain(name))] = 1 << i

    def _add(self, line: Line) -> None:
        table = self.slots[line.slot]
        for phrase in line.phrases:
            # A line adds to (or, with a minus, takes from) what an earlier line said with the same phrase.
            key = stems(phrase)
            table[key] = self.extent(line, table.get(key, 0))
        if line.slot == "is" and line.phrases[0] not in self.categories:
            self.kinds[line.phrases[0].replace(" ", "_")] = table[stems(line.phrases[0])]

    def _think(self, text: str) -> None:
        """Take in a line `objects: words`."""
        left, colon, right = text.partition(":")
        if text.startswith("#") or not colon:
            return
        line = Line("thoughts.txt", "about", (), tuple(left.split()))
        mask = self.extent(line, 0)
        for word in {stem(word) for word in right.split()}:
            self.thoughts[word] = self.thoughts.get(word, 0) | mask

    def _add_cores(self) -> None:
        """Phrases without their articles and empty words, where no line has those words for its own."""
        for line in self.lines:
            table = self.slots[line.slot]
            for phrase in line.phrases:
                short, weak = stems(core(phrase)), word_list("weak")
                if not short or short in word_list("light") or weak.issuperset(short.split()):
                    continue
                if short.split()[0] not in weak or phrase.split()[0] in weak:
                    table.setdefault(short, table[stems(phrase)])

    def extent(self, line: Line, mask: int) -> int:
        """The set a line speaks of, starting from `mask`."""
        for token in line.extent:
            less = token.startswith("-")
            found = self._resolve(token.lstrip("-"), line)
            mask = mask & ~found if less else mask | found
        return mask

    def _resolve(self, token: str, line: Line) -> int:
        if token == "all":
            return self.all
        if token.startswith("@") and token[1:] in self.kinds:
            return self.kinds[token[1:]]
        if token in self.index:
            return 1 << self.index[token]
        for sign in "<>":
            measure, found, bound = token.partition(sign)
            if found and measure in ("weight", "price", "bulk"):
                return self._measured(measure, sign, bound)
        raise DataError(f"{line.source} speaks of {token!r}, which is no object, no kind defined before it and no measure; correct the word")

    def _measured(self, measure: str, sign: str, bound: str) -> int:
        limit = self.things[self.index[bound]].bulk if bound in self.index else float(bound)
        mask = 0
        for i, thing in enumerate(self.things):
            value = getattr(thing, measure)
            if value is not None and (value > limit if sign == ">" else value < limit):
                mask |= 1 << i
        return mask

    def about(self, name: str) -> dict[str, list[str]]:
        """All that is known of an object, by slot, in stems: for people who review the knowledge."""
        bit = 1 << self.index[name.replace(" ", "_")]
        return {slot: sorted(p for p, mask in table.items() if mask & bit) for slot, table in self.slots.items()}


_FILES = (
    "kinds", "qualities", "parts", "places", "uses", "abstract", "habits", "origins",
    "superlatives", "seasons", "rooms", "together", "upkeep", "lore",
)
"""The files of facts, in the order in which they are read."""


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The facts shipped, read on first use."""
    folder = FOLDER / "facts"
    lines = [line for name in _FILES for line in read_lines(folder / f"{name}.txt")]
    return Knowledge(lines, (folder / "thoughts.txt").read_text(encoding="utf-8").splitlines())
