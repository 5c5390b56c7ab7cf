"""Matters that one pattern finds and a list decides: verdicts on claims, and what open questions are told.

They stand in general.toml, facts.toml, sought.toml, asides.toml and daily.toml, and are looked at in this order; what countries have of the things of
daily life, in lands.toml.

An entry is looked up by the words of the question, so that their number costs nothing: `claims` and `focus` ask here before they look elsewhere.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lmrl_gym.core.errors import DataError
from lmrl_gym.tasks.guess_city.kinds import asked
from lmrl_gym.tasks.guess_city.knowledge import City, knowledge, table
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.patterns import regex


@dataclass(frozen=True, slots=True)
class Verdict:
    """A matter that is true of some cities and false of all others."""

    ask: re.Pattern[str]
    turned: re.Pattern[str] | None
    cities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Topic:
    """What the cities have of one sort: city -> sentence, and what is said of those that have nothing."""

    ask: re.Pattern[str]
    told: dict[str, str]
    other: str
    shared: frozenset[str] = frozenset()
    """The cities of which it tells what their country has, beside which the city may have its own; none where the row says `alone`."""
    head: re.Pattern[str] | None = None
    """What the noun asked for has to hold."""
    bare: int = 0
    """If a few words without a verb ask for it too, of how many they must be where nothing else speaks for them."""


@dataclass(frozen=True, slots=True)
class Asides:
    """Everything of asides.toml. The entries stand under each of their words, in the order of the file."""

    verdicts: dict[str, tuple[tuple[int, Verdict], ...]]
    topics: dict[str, tuple[tuple[int, Topic], ...]]
    elsewhere: dict[str, tuple[float, float, float, float]]
    lands: dict[str, float]
    sights: dict[str, tuple[tuple[str, frozenset[str]], ...]]
    """First word of a famous sight elsewhere -> the sight and the cities of its countries."""


def cities_of(countries: Iterable[str]) -> set[str]:
    """The cities of the named countries. DataError for a country that no city lies in."""
    keys = set(countries)
    if unknown := keys - set(knowledge().countries):
        raise DataError(f"a table of guess_city names the country '{min(unknown)}', which is in no table; correct it")
    return {c.name for c in knowledge().cities.values() if c.country in keys}


def _named(row: dict[str, Any]) -> set[str]:
    named = set(row.get("cities", ()))
    if unknown := named - set(knowledge().cities):
        raise DataError(f"a table of guess_city names the city '{min(unknown)}', which is none of the hundred; correct it")
    return named


_SIGNS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}


def _meets(condition: str, city: City) -> bool:
    """Whether the city meets `all`, `tag X`, `snow often` or a bound on a number of it or of its country."""
    first, *rest = condition.split()
    if first == "all":
        return True
    if first == "tag":
        return " ".join(rest) in city.tags
    if first == "snow":
        return city.snow in rest
    value = getattr(city, first) if hasattr(city, first) else getattr(knowledge().country(city), first)
    return _SIGNS[rest[0]](float(value), float(rest[1]))


def places(row: dict[str, Any]) -> set[str]:
    """The cities that a row names: by themselves, by their countries, by the sets of daily.toml, by what they meet, less its `but`."""
    found = _named(row) | cities_of(row.get("countries", ()))
    for name in row.get("sets", ()):
        found |= places(table("daily")["sets"][name])
    for condition in row.get("when", ()):
        found |= {city.name for city in knowledge().cities.values() if _meets(condition, city)}
    return found - (places(row["but"]) if "but" in row else set())


_MEASURES = r"when|what year|which year|who|whom|why|how (?:old|high|tall|long|many|big|far|much|deep|wide|large|often)"
"""What asks for a time, a person, a reason or a measure of a thing, and not for the thing."""


def _pattern(row: dict[str, Any]) -> str:
    """The pattern of a row, made of its parts, or its frame filled in."""
    frames: dict[str, str] = table("daily")["frames"]
    if "every" in row:
        barred = rf"^(?!.*\b(?:{row.get('none', _MEASURES)}|happen\w*|occurred|took place)\b)"
        return barred + "".join(rf"(?=.*\b(?:{part})\b)" for part in row["every"])
    return str(row["ask"]) if "ask" in row else frames[row["frame"]].replace("{}", row["who"])


def _verdict(row: dict[str, Any]) -> Verdict:
    turned = row.get("turned")
    return Verdict(re.compile(_pattern(row)), re.compile(turned) if turned else None, frozenset(places(row)))


def _topic(row: dict[str, Any]) -> Topic:
    lands = {country: land[row["land"]] for country, land in table("lands").items() if row.get("land") in land}
    told = {city.name: str(getattr(knowledge().country(city), row["field"])) for city in knowledge().cities.values() if "field" in row}
    told |= {city: text for countries, text in (lands | row.get("countries", {})).items() for city in cities_of(countries.split(", "))}
    own = {name: text for names, text in row.get("cities", {}).items() for name in _named({"cities": names.split(", ")})}
    told |= own
    shared = frozenset(told) - own.keys() if "land" in row and not row.get("alone") else frozenset()
    head = re.compile(rf"\b(?:{row['head']})\b") if "head" in row else None
    said = {city: row["say"].format(text) for city, text in told.items()}
    return Topic(re.compile(_pattern(row)), said, row.get("other", ""), shared, head, row.get("bare", 0))


def _indexed(rows: list[dict[str, Any]], made: list[Any]) -> dict[str, tuple[tuple[int, Any], ...]]:
    found: dict[str, list[tuple[int, Any]]] = {}
    for number, (row, entry) in enumerate(zip(rows, made, strict=True)):
        for word in row["on"].split():
            found.setdefault(word, []).append((number, entry))
    return {word: tuple(entries) for word, entries in found.items()}


def _rows(part: str) -> list[dict[str, Any]]:
    return [row for name in ("general", "facts", "sought", "asides", "daily") for row in table(name).get(part, ())]


@lru_cache(maxsize=1)
def asides() -> Asides:
    """The one Asides, read on first use."""
    raw = table("asides")
    verdicts, topics = _rows("verdict"), _rows("topic")
    return Asides(
        _indexed(verdicts, [_verdict(row) for row in verdicts]),
        _indexed(topics, [_topic(row) for row in topics]),
        {name.lower(): (float(row[0]), float(row[1]), float(row[2]), float(row[3])) for name, row in raw["elsewhere"].items()},
        {name.lower(): float(area) for name, area in raw["lands"].items()},
        _sights(raw["sights"]),
    )


def _sights(rows: dict[str, list[str]]) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for name, countries in rows.items():
        found.setdefault(name.split()[0], []).append((name, frozenset(cities_of(countries))))
    return {word: tuple(entries) for word, entries in found.items()}


_BESIDE = re.compile(r"\b(inspir\w+|forerunner|precursor|model for|like|similar|resembl\w+|copy|replica|gateway|trips?|airport|far)\b")
_NEAR = re.compile(r"\b(near|nearby|close|next to)\b")


@lru_cache(maxsize=8192)
def _found_sight(text: str) -> frozenset[str] | None:
    """The cities for which a claim of a famous sight elsewhere is true: those of its country, where the claim is of the country."""
    index = asides().sights
    for word in text.split():
        for name, cities in index.get(word, ()):
            if f" {name}" in f" {text}" and not _BESIDE.search(text):
                if regex(r"\b(country|nation)\b").search(text):
                    return cities
                return frozenset(table("asides")["beside"].get(name, ())) if _NEAR.search(text) else frozenset()
    return None


def words_known() -> frozenset[str]:
    """Words by which the entries are found, and those of their patterns: no slips."""
    texts = [f"{row['on']} {_pattern(row)} {row.get('turned', '')}" for part in ("verdict", "topic") for row in _rows(part)]
    texts += table("asides")["sights"]
    return frozenset(word for text in texts for word in regex(r"[a-z]{3,}").findall(text.replace(r"\b", " ")))


@lru_cache(maxsize=8192)
def _found_verdict(text: str) -> Verdict | None:
    index = asides().verdicts
    rows = sorted({row for word in text.split() if word in index for row in index[word]}, key=lambda row: row[0])
    return next((verdict for _, verdict in rows if verdict.ask.search(text)), None)


@lru_cache(maxsize=8192)
def _found_topics(text: str) -> tuple[Topic, ...]:
    index = asides().topics
    found = {number: topic for word in text.split() if word in index for number, topic in index[word]}
    return tuple(found[number] for number in sorted(found) if found[number].ask.search(text) and _heads(found[number].head, text))


def _heads(head: re.Pattern[str] | None, text: str) -> bool:
    """Whether the noun that the question asks for, if there is one, holds `head`."""
    return head is None or not (noun := asked(text).head) or asked(text).form == "many" or head.search(noun) is not None


def verdict(text: str, city: City) -> bool | None:
    """Whether a claim (plain words) that some entry finds is true of the city; None where none finds it."""
    found = _found_verdict(text)
    if found is None:
        sight = _found_sight(text)
        return None if sight is None else city.name in sight
    return (city.name in found.cities) != bool(found.turned and found.turned.search(text))


def told_of_land(text: str, city: City) -> bool:
    """Whether what an entry tells on the open question is what the country has, and not the city alone."""
    found = _found_topics(text)
    return bool(found) and city.name in found[0].shared


def told_aside(text: str, city: City) -> tuple[str, ...]:
    """What an entry tells on the open question (plain words) about the city; empty where none finds it or has anything to tell."""
    told = (topic.told.get(city.name, topic.other) for topic in _found_topics(text))
    return next((said for text in told if text and (said := safe(city, (text,)))), ())


def told_barely(text: str, city: City, *, agreed: bool) -> tuple[str, ...]:
    """The same on a few words without a verb ("huge steel bridge"), of entries that may be asked so; `agreed`: they are known to be true."""
    words = len(text.split())
    told = (topic.told.get(city.name, topic.other) for topic in _found_topics(text) if topic.bare and (agreed or words >= topic.bare))
    return next((said for text in told if text and (said := safe(city, (text,)))), ())


def told_surely(text: str, city: City) -> bool:
    """Whether what an entry tells on the open question is a thing of the kind that its noun asks for."""
    found = next((topic for topic in _found_topics(text) if city.name in topic.told or topic.other), None)
    return found is not None and found.head is not None and asked(text).head != ""
