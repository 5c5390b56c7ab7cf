"""Matters that one pattern finds and a list decides, from asides.toml: verdicts on claims, and what open questions are told.

An entry is looked up by the words of the question, so that their number costs nothing: `claims` and `focus` ask here before they look elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lmrl_gym.core.errors import DataError
from lmrl_gym.tasks.guess_city.knowledge import City, knowledge, table
from lmrl_gym.tasks.guess_city.names import safe


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
        raise DataError(f"asides.toml names the country '{min(unknown)}', which is in no table; correct it")
    return {c.name for c in knowledge().cities.values() if c.country in keys}


def _cities(row: dict[str, Any], where: str) -> set[str]:
    named = set(row.get("cities", ()))
    if unknown := named - set(knowledge().cities):
        raise DataError(f"{where} names the city '{min(unknown)}', which is none of the hundred; correct it")
    return named


def _verdict(row: dict[str, Any]) -> Verdict:
    turned = row.get("turned")
    cities = (_cities(row, "asides.toml") | cities_of(row.get("countries", ()))) - set(row.get("but", ()))
    return Verdict(re.compile(row["ask"]), re.compile(turned) if turned else None, frozenset(cities))


def _topic(row: dict[str, Any]) -> Topic:
    told = {city: text for country, text in row.get("countries", {}).items() for city in cities_of([country])}
    told |= {city: row["cities"][city] for city in _cities(row, "asides.toml")}
    return Topic(re.compile(row["ask"]), {city: row["say"].format(text) for city, text in told.items()}, row.get("other", ""))


def _indexed(rows: list[dict[str, Any]], made: list[Any]) -> dict[str, tuple[tuple[int, Any], ...]]:
    found: dict[str, list[tuple[int, Any]]] = {}
    for number, (row, entry) in enumerate(zip(rows, made, strict=True)):
        for word in row["on"].split():
            found.setdefault(word, []).append((number, entry))
    return {word: tuple(entries) for word, entries in found.items()}


@lru_cache(maxsize=1)
def asides() -> Asides:
    """The one Asides, read on first use."""
    raw = table("asides")
    verdicts, topics = raw["verdict"], raw["topic"]
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


_BESIDE = re.compile(r"\b(like|similar|resembl\w+|copy|replica|near|nearby|close|gateway|trips?|airport)\b")


@lru_cache(maxsize=8192)
def _found_sight(text: str) -> frozenset[str] | None:
    """The cities for which a claim of a famous sight elsewhere is true: those of its country, where the claim is of the country."""
    index = asides().sights
    for word in text.split():
        for name, cities in index.get(word, ()):
            if f" {name}" in f" {text}" and not _BESIDE.search(text):
                return cities if re.search(r"\b(country|nation)\b", text) else frozenset()
    return None


def words_known() -> frozenset[str]:
    """Words by which the entries are found, and those of their patterns: no slips."""
    raw = table("asides")
    texts = [f"{row['on']} {row['ask']}" for part in ("verdict", "topic") for row in raw[part]]
    texts += raw["sights"]
    return frozenset(word for text in texts for word in re.findall(r"[a-z]{3,}", text.replace(r"\b", " ")))


@lru_cache(maxsize=8192)
def _found_verdict(text: str) -> Verdict | None:
    index = asides().verdicts
    rows = sorted({row for word in text.split() if word in index for row in index[word]}, key=lambda row: row[0])
    return next((verdict for _, verdict in rows if verdict.ask.search(text)), None)


@lru_cache(maxsize=8192)
def _found_topic(text: str) -> Topic | None:
    index = asides().topics
    found = {number: topic for word in text.split() if word in index for number, topic in index[word]}
    return next((found[number] for number in sorted(found) if found[number].ask.search(text)), None)


def verdict(text: str, city: City) -> bool | None:
    """Whether a claim (plain words) that some entry finds is true of the city; None where none finds it."""
    found = _found_verdict(text)
    if found is None:
        sight = _found_sight(text)
        return None if sight is None else city.name in sight
    return (city.name in found.cities) != bool(found.turned and found.turned.search(text))


def told_aside(text: str, city: City) -> tuple[str, ...]:
    """What an entry tells on the open question (plain words) about the city; empty where none finds it or has anything to tell."""
    found = _found_topic(text)
    said = "" if found is None else found.told.get(city.name, found.other)
    return safe(city, (said,)) if said else ()
