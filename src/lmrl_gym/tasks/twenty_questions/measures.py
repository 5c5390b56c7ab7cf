"""Questions of how much: bigger, heavier, dearer, fits into, how many.

Each function reads a predicate in plain words and answers with the set of objects for which it holds, or None where it is about something else.
Lengths are cm, weights kg, prices US dollars; the yardsticks and containers are tables beside this file.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.tasks.twenty_questions.facts import FOLDER, Thing, things
from lmrl_gym.tasks.twenty_questions.words import NAMES, plain, stem, stems


class Size(NamedTuple):
    """What something is compared with."""

    sides: tuple[float, float, float]
    weight: float
    price: float | None
    height: float


@lru_cache(maxsize=1)
def yardsticks() -> dict[str, Size]:
    """Things people compare with, by name in stems: the objects and yardsticks.csv."""
    table = {stems(plain(name)): Size(t.sides, t.weight, t.price, t.height) for t in things() for name in t.variants}
    with (FOLDER / "yardsticks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            a, b, c = sorted((float(row[side]) for side in ("length_cm", "width_cm", "height_cm")), reverse=True)
            price = float(row["price_usd"]) if row["price_usd"] else None
            table.setdefault(stems(row["name"]), Size((a, b, c), float(row["weight_kg"]), price, a))
    return table


@lru_cache(maxsize=1)
def containers() -> dict[str, tuple[float, float, float]]:
    """The sides of what things are put into, the longest first, by name in stems."""
    with (FOLDER / "containers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = {}
    for row in rows:
        a, b, c = sorted((float(row[side]) for side in ("length_cm", "width_cm", "height_cm")), reverse=True)
        table[stems(row["name"])] = (a, b, c)
    return table


@lru_cache(maxsize=1)
def counts() -> dict[str, dict[str, int]]:
    """Part in stems -> name of the object -> how many it has."""
    table: dict[str, dict[str, int]] = {}
    for line in (FOLDER / "facts" / "counts.txt").read_text(encoding="utf-8").splitlines():
        part, colon, rest = line.partition(":")
        if colon and not line.startswith("#"):
            table[stems(part)] = {name.strip(): int(n) for name, n in (entry.strip().rsplit(" ", 1) for entry in rest.split(","))}
    return table


@lru_cache(maxsize=1)
def speeds() -> dict[str, float]:
    """Kilometres an hour by name in stems, of the objects that move and of what they are compared with."""
    rows = (line.split(":") for line in (FOLDER / "facts" / "speeds.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {stems(name): float(kmh) for name, kmh in rows}


def those(holds: Callable[[Thing], bool]) -> int:
    return sum(1 << i for i, thing in enumerate(things()) if holds(thing))


def _bulk(size: Size) -> float:
    a, b, c = size.sides
    return a * a * b * c


UNITS = {
    **dict.fromkeys(("cm", "centimeter", "centimetre", "centimeters", "centimetres"), ("length", 1.0)),
    **dict.fromkeys(("m", "meter", "metre", "meters", "metres"), ("length", 100.0)),
    **dict.fromkeys(("inch", "inches", "in"), ("length", 2.54)),
    **dict.fromkeys(("foot", "feet", "ft"), ("length", 30.5)),
    **dict.fromkeys(("yard", "yards"), ("length", 91.4)),
    **dict.fromkeys(("mile", "miles"), ("length", 160934.0)),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogram", "kilograms", "kgs"), ("weight", 1.0)),
    **dict.fromkeys(("g", "gram", "grams"), ("weight", 0.001)),
    **dict.fromkeys(("pound", "pounds", "lb", "lbs"), ("weight", 0.454)),
    **dict.fromkeys(("ounce", "ounces", "oz"), ("weight", 0.0283)),
    **dict.fromkeys(("ton", "tons", "tonne", "tonnes"), ("weight", 1000.0)),
    **dict.fromkeys(("dollar", "dollars", "usd", "bucks", "buck"), ("price", 1.0)),
    **dict.fromkeys(("cent", "cents", "penny", "pennies"), ("price", 0.01)),
    **dict.fromkeys(("nickel", "nickels"), ("price", 0.05)),
    **dict.fromkeys(("dime", "dimes"), ("price", 0.1)),
    **dict.fromkeys(("euro", "euros"), ("price", 1.1)),
}
COUNT = {name: float(n) for n, name in enumerate(NAMES)}
COUNT |= {
    "a": 1.0,
    "an": 1.0,
    "half": 0.5,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "hundred": 100.0,
    "thousand": 1000.0,
    "million": 1e6,
}
COUNT |= {
    "a hundred": 100.0,
    "a thousand": 1000.0,
    "one hundred": 100.0,
    "one thousand": 1000.0,
    "five hundred": 500.0,
    "ten thousand": 1e4,
    "a few": 3.0,
    "couple": 2.0,
}
COUNT |= {"a million": 1e6, "one million": 1e6, "a couple": 2.0, "a single": 1.0, "half a": 0.5, "twenty five": 25.0}
AMOUNT = r"(?P<n>[\d.]+|" + "|".join(sorted(COUNT, key=len, reverse=True)) + r")"
MORE = (
    r"more than|over|above|at least|greater than|upwards of|bigger than|larger than|longer than|taller than|"
    r"heavier than|wider than|higher than|exceeding|more expensive than"
)
LESS = r"less than|under|below|fewer than|at most|smaller than|shorter than|lighter than|cheaper than|up to|less expensive than|no more than"


def number(text: str) -> float | None:
    if text in COUNT:
        return COUNT[text]
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def amount(text: str) -> int | None:
    """`more than ten pounds`, `under 20 dollars`, `over six feet tall`: a bound with a unit."""
    found = re.search(rf"\b(?P<how>{MORE}|{LESS}) (?:about |around |roughly )?{AMOUNT} ?(?P<unit>[a-z]+)\b", text)
    if not found or found["unit"] not in UNITS or (n := number(found["n"])) is None:
        return None
    kind, factor = UNITS[found["unit"]]
    more = re.fullmatch(MORE, found["how"]) is not None
    limit = n * factor
    tall = re.search(r"\b(?:tall(?:er)?|height|high(?:er)?)\b", text) is not None

    def holds(thing: Thing) -> bool:
        length = thing.height if tall else thing.sides[0]
        value = length if kind == "length" else thing.weight if kind == "weight" else thing.price
        return value is not None and (value > limit if more else value < limit)

    return those(holds)


_BIGGER = "bigger|larger|greater|huger|more big|more large|bulkier"
_SMALLER = "smaller|tinier|less big|littler|more compact|less large"
_THAN = re.compile(
    rf"(?P<how>{_BIGGER}|{_SMALLER}|heavier|lighter|longer|taller|shorter|wider|narrower|thinner|thicker|more expensive|"
    r"costlier|pricier|cheaper|less expensive|more valuable|"
    r"heavier in weight|lighter in weight|more heavy|less heavy|weigh more|weigh less|worth more|worth less|"
    r"cost more|cost less|more costly)(?: in size)? (?:than|then) (?P<what>.+)"
)
_COMPARING = re.compile(r"th[ae]n\b|size|\bas |over|above|least|upwards|exceeding|under|below|most|up to")
"""Without one of these nothing is compared, which is quicker to see than which comparison it is."""
_ALIKE = re.compile(
    r"(?:(?:about|around|roughly|approximately|close to|similar to|near) )*(?:the )?(?:same |similar )?(?:size|"
    r"sized) (?:of|as|to) (?P<what>.+)|as (?P<big>big|large|small|heavy|tall|long) as (?P<other>.+)|"
    r"similar in size to (?P<third>.+)"
)


_LONG = re.compile(r"\b(?:longer|taller) than (?:it|they) (?:is|are) (?:wide|broad)")
_RACE = re.compile(r"\b(?P<how>faster|quicker|slower) than (?:an? |the |most |any |average |ordinary |normal )*(?P<what>.+)")


def _yardstick(text: str) -> Size | None:
    words = re.sub(r"\b(?:average|typical|standard|normal|regular|human|most|the|a|an|your|my|size|sized|full|grown|adult|common|s|of|does|is|"
        r"are)\b", " ", text)
    key = stems(" ".join(words.split()))
    table = yardsticks()
    if key in table:
        return table[key]
    if not key:
        return table["person"] if "human" in text else None
    if (joined := key.replace(" ", "")) in table:
        return table[joined]
    return table.get(stems(" ".join(text.split()[1:]))) or table.get(key.split()[-1])


def compare(text: str) -> int | None:
    """`bigger than a microwave`, `as heavy as a car`, `the size of a fist`."""
    if not _COMPARING.search(text):
        return None
    if (found := amount(text)) is not None:
        return found
    if _LONG.search(text):
        return those(lambda t: t.sides[0] >= 1.4 * t.sides[1])
    if race := _RACE.search(text):
        pace = speeds().get(stems(race["what"])) or speeds().get(stems(race["what"].split()[-1]))
        if pace is None:
            return None
        slower = race["how"] == "slower"
        return those(lambda t: (v := speeds().get(stems(t.name))) is not None and v != pace and (v < pace) is slower)
    if than := _THAN.search(text):
        parts = [_compared(than["how"], part.strip()) for part in re.split(r"\bor (?=\w)", than["what"])]
        return (
            None
            if any(p is None for p in parts) or not parts
            else sum({1 << i for p in parts if p is not None for i in range(len(things())) if p >> i & 1})
        )
    if alike := _ALIKE.search(text):
        size = _yardstick(alike["what"] or alike["other"] or alike["third"])
        if size is None:
            return None
        bulk = _bulk(size)
        if alike["big"] == "heavy":
            return those(lambda t: t.weight >= size.weight * 0.8)
        if alike["big"] in ("tall", "long"):
            most = 1.6 if "about" in text or "around" in text or "roughly" in text else math.inf
            if alike["big"] == "tall":
                return those(lambda t: 0.6 <= t.height / size.height <= most)
            return those(lambda t: 0.6 <= t.sides[0] / size.sides[0] <= most)
        if alike["big"] in ("big", "large"):
            return those(lambda t: t.bulk >= bulk * 0.6)
        if alike["big"] == "small":
            return those(lambda t: t.bulk <= bulk * 1.5)
        return those(lambda t: bulk / 6 <= t.bulk <= bulk * 6)
    return None


@lru_cache(maxsize=2_000)
def _compared(how: str, what: str) -> int | None:
    size = _yardstick(what)
    if size is None:
        return None
    bulk = _bulk(size)
    if re.fullmatch(_BIGGER, how):
        return those(lambda t: t.bulk > bulk)
    if re.fullmatch(_SMALLER, how):
        return those(lambda t: t.bulk < bulk)
    if "heav" in how or "weigh more" in how:
        less = "less" in how
        return those(lambda t: t.weight < size.weight if less else t.weight > size.weight)
    if "light" in how or "weigh less" in how:
        return those(lambda t: t.weight < size.weight)
    if how == "taller":
        return those(lambda t: t.height > size.height)
    if how == "longer":
        return those(lambda t: t.sides[0] > size.sides[0])
    if how == "shorter":
        return those(lambda t: t.sides[0] < size.sides[0])
    if how in ("wider", "narrower", "thicker", "thinner"):
        side = 1 if how in ("wider", "narrower") else 2
        return those(lambda t: t.sides[side] < size.sides[side] if how in ("thinner", "narrower") else t.sides[side] > size.sides[side])
    price = size.price
    if price is None:
        return None
    dear = how in ("more expensive", "costlier", "pricier", "more valuable", "cost more", "worth more", "more costly")
    return those(lambda t: t.price is not None and (t.price > price if dear else t.price < price))


def fits(text: str) -> int | None:
    """`fit in a backpack`: into a container of the table, side by side."""
    if "fit" not in text:
        return None
    if re.search(r"\bfit(?:s|ting)? (?:it )?through (?:a |the |most |your |standard |normal |regular |average |front )*door", text):
        return those(lambda t: t.sides[1] <= 200 and t.sides[2] <= 85)
    found = re.search(
        (
            r"\bfit(?:s|ting)?(?: it| comfortably| easily| entirely| completely)*(?: (?:in|inside|into|within|"
            r"inside of|onto|on top of|on)) (?P<what>.+)"
        ),
        text,
    )
    if not found:
        return None
    words = re.sub(
        (
            r"\b(?:average|typical|standard|normal|regular|person|human|the|a|an|your|my|one|s|of|size|sized|small|"
            r"large|big)\b"
        ),
        " ",
        found["what"],
    )
    sides = containers().get(stems(" ".join(words.split())))
    return None if sides is None else those(lambda t: all(x <= y for x, y in zip(t.sides, sides, strict=True)))


def numbers(text: str) -> int | None:
    """`four legs`, `more than two wheels`, `at least one engine`."""
    found = re.match(rf"(?:(?P<how>{MORE}|{LESS}|exactly|only|just) )?(?:or )?{AMOUNT} (?P<more>or more )?(?P<part>[a-z ]+)$", text)
    if not found or found["n"] in ("a", "an", "half", "a single", "half a") or (n := number(found["n"])) is None:
        return None
    table = counts().get(" ".join(map(stem, found["part"].split())))
    if table is None:
        return None
    how = found["how"] or ("at least" if found["more"] else "exactly")

    def holds(thing: Thing) -> bool:
        k = table.get(thing.name, 0)
        if how in ("exactly", "only", "just"):
            return k == n
        if how in ("at least", "upwards of"):
            return k >= n
        if how in ("at most", "up to", "no more than"):
            return k <= n
        return k > n if re.fullmatch(MORE, how) else k < n

    return those(holds)
