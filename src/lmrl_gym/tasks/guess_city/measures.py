"""What a claim about numbers, years, parts and events comes to: the tests that the tables of claims share.

A test takes the city, its country and the match of the pattern that called for it, and says whether the clause holds. Bounds ("more than", "before")
are read from the clause around the match.
"""

# ruff: noqa: ARG001, ARG005, E501 -- every test takes the same three arguments

from __future__ import annotations

import re
from collections.abc import Callable

from lmrl_gym.tasks.guess_city.knowledge import City, Country
from lmrl_gym.tasks.guess_city.lore import Told, told
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import seas_of

Test = Callable[[City, Country, "re.Match[str]"], bool]


def tag(*tags: str) -> Test:
    return lambda city, country, match: any(t in city.tags for t in tags)


def mean(city: City) -> float:
    return (city.winter + city.summer) / 2


def big(city: City) -> float:
    return max(city.people, city.metro)


def asked(city: City, country: Country, text: str) -> float:
    """The population that a clause is about, in people."""
    if regex(r"\bcountry|nation\b").search(text):
        return country.people * 1e6
    return (city.metro if regex(r"\bmetro|greater|urban area|surrounding|suburb|agglomeration|conurbation").search(text) else city.people) * 1e6


MORE = r"(more than|over|above|at least|exceeds?|greater than|bigger than|larger than|upwards of|exceeding|or more|higher than|hotter than|warmer than|older than|beyond|after|later than|since|north of)"
LESS = r"(less than|fewer than|under|below|at most|smaller than|lower than|or less|or fewer|colder than|cooler than|younger than|before|up to|earlier than|prior to)"


def threshold(text: str, value: float) -> bool | None:
    """Whether `value` meets the bound that `text` sets on its number; None where it sets none."""
    numbers = [float(n) for n in regex(r"(?<![a-z])-?\d+(?:\.\d+)?(?!th|st|nd|rd)").findall(text)]
    if not numbers:
        return None
    if len(numbers) > 1 and regex(r"\b(between|from|to|and|-)\b").search(text):
        return min(numbers[:2]) <= value <= max(numbers[:2])
    if regex(rf"\b{MORE}\b").search(text):
        return value >= numbers[0]
    if regex(rf"\b{LESS}\b").search(text):
        return value < numbers[0]
    if regex(r"\b(about|around|roughly|approximately|close to|near|nearly|almost)\b").search(text):
        return abs(value - numbers[0]) <= 0.2 * abs(numbers[0])
    return abs(value - numbers[0]) <= 0.15 * abs(numbers[0])


def people(city: City, country: Country, match: re.Match[str]) -> bool:
    value = asked(city, country, match.string)
    text = match.string
    if regex(r"\b(million|millions)\b").search(text) and not regex(r"\d").search(text):
        return value >= 1e6
    return bool(threshold(text, value))


def century(city: City, country: Country, match: re.Match[str]) -> bool:
    number = int(match["century"])
    bc = bool(regex(r"\b(bc|bce|before christ)\b").search(match.string))
    first, last = (-100 * number, -100 * number + 99) if bc else (100 * number - 99, 100 * number)
    if regex(rf"\b{MORE}\b").search(match.string):
        return city.founded > last
    if regex(rf"\b{LESS}\b").search(match.string):
        return city.founded < first
    return first <= city.founded <= last


def age(city: City, country: Country, match: re.Match[str]) -> bool:
    return bool(threshold(match.string, 2025.0 - city.founded))


def year(city: City, country: Country, match: re.Match[str]) -> bool:
    bc = -1.0 if regex(r"\b(bc|bce)\b").search(match.string) else 1.0
    year = bc * float(match["year"])
    if regex(rf"\b{LESS}\b").search(match.string):
        return city.founded < year
    if regex(rf"\b{MORE}\b").search(match.string):
        return city.founded >= year
    return city.founded == year


def height(city: City, country: Country, match: re.Match[str]) -> bool:
    metres = city.elevation * (3.281 if regex(r"\b(feet|ft|foot)\b").search(match.string) else 1.0)
    text = regex(r"\b(?:above|over) (?:the )?(?:sea|ocean)( level)?\b").sub("", match.string) if regex(rf"\b{LESS}\b").search(match.string) else match.string
    near = regex(r"\b(?:about|around|roughly|nearly|almost|approximately) (\d+)\b").search(text)
    return bool(threshold(text, metres)) or (near is not None and abs(metres - float(near[1])) <= 10)


def snow(city: City, country: Country, match: re.Match[str]) -> bool:
    if regex(r"\b(a lot|heavy|heavily|much|often|regularly|frequently|usually|commonly|every)\b").search(match.string):
        return city.snow == "often"
    if regex(r"\b(never)\b").search(match.string):
        return city.snow == "never"
    if regex(r"\b(ever|rarely|sometimes|occasionally)\b").search(match.string):
        return city.snow != "never"
    return city.snow in ("often", "sometimes")


def part(city: City, country: Country, match: re.Match[str]) -> bool:
    asked = regex(r"(north|south|east|west|cent(?:er|re|ral)|middle|heart)").findall(match.string)
    plain = {"center": "centre", "central": "centre", "middle": "centre", "heart": "centre"}
    return all(plain.get(part, part) in city.part for part in asked)


def coastal(city: City) -> bool:
    return bool(seas_of(city))


def events(*words: str) -> Test:
    return lambda city, country, match: any(w in e for e in city.events for w in words)


def olympics(city: City, country: Country, match: re.Match[str]) -> bool:
    text = match.string
    kind = "Winter Olympics" if "winter" in text else "Summer Olympics" if "summer" in text else "Olympics"
    years = regex(r"\b(?:18|19|20)\d\d\b").findall(text)
    held = [e for e in city.events if kind in e and "Youth" not in e and "2028" not in e]
    if regex(r"\b(twice|more than once|2 times|multiple)\b").search(text):
        return len(held) >= 2
    if "century" in text and (century := regex(r"\b(20|21)(?:th|st)\b").search(text)):
        return any(e.startswith("19" if century[1] == "20" else "20") for e in held)
    if decade := regex(r"\b((?:18|19|20)\d)0 s\b").search(text):
        return any(e.startswith(decade[1]) for e in held)
    if years and regex(r"\b(since|after|before)\b").search(text):
        return any((int(e[:4]) < int(years[0])) == ("before" in text) for e in held)
    return any(not years or any(e.startswith(y) for y in years) for e in held)


_SAME = {"metro": "underground", "subway": "underground", "metro system": "underground", "biggest": "largest", "harbor": "harbour", "hospital": "medical centre", "bazaar": "market", "medical center": "medical centre"}


def superlative(city: City, country: Country, match: re.Match[str]) -> bool:
    """Whether something that is told of the city is the largest, oldest … of its kind; of the world only where the text says so or names no land."""
    most = _SAME.get(match["most"], match["most"])
    what = regex(r"(?<=[^s])s$|(?<=ch)es$").sub("", match["what"])
    what = _SAME.get(what, what).replace("ies", "y")
    told = [t.lower() for t in (*city.known, *city.landmarks, *city.history, *city.industry) if regex(rf"\b{most}|\bbusiest|\blargest").search(t)]
    return any(regex(rf"\b{what}").search(t) for t in told if most in t or most == "largest")


def trade(city: City, country: Country, match: re.Match[str]) -> bool:
    """Whether the trade that a clause names is told of the city."""
    what = regex(r"\b(?:making|production|industry|business|trade|sector)\b").sub(" ", match["what"]).strip() or match["what"]
    return (told(city, what) or Told(False, False)).true


def peoples(city: City, country: Country, match: re.Match[str]) -> bool:
    """Whether a community that the clause names is one of the city's; without a name, whether it has several."""
    asked = set(match.string.split())
    named = [p for p in city.peoples if set(p.lower().replace("-", " ").split()) <= asked]
    if named:
        return True
    return len(city.peoples) >= 3 and bool(regex(r"\b(many|large|different|diverse|various|several|immigrants?|ethnic)\b").search(match.string)) and not regex(r"\b[a-z]+(ish|ese|ian|ans?|ish) (communit|minorit|immigrants?|quarter|descent|neighbo)").search(match.string)


FOODIES = frozenset(("Italy", "France", "Japan", "Thailand", "Mexico", "China", "India", "Peru", "Turkey", "Vietnam", "Spain", "Taiwan", "South Korea",
                      "Hong Kong", "Singapore", "Pakistan", "Argentina"))  # fmt: skip
