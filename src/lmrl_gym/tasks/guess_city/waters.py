"""Yes or no by the waters that the city lies on: the side of the sea, how near an ocean is, which seas it shares, which river flows there."""

# ruff: noqa: ARG001, E501 -- patterns are read across; every rule takes the same two arguments

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lmrl_gym.tasks.guess_city.knowledge import City, knowledge, table
from lmrl_gym.tasks.guess_city.lore import stem, told_texts
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import WITHIN, distance_km, places_in, seas_of
from lmrl_gym.tasks.guess_city.sayings import flows
from lmrl_gym.tasks.guess_city.words import plain

_SIDES = {"north": "n", "south": "s", "east": "e", "west": "w"}


def _known(part: str) -> Any:
    """A table of reckoned.toml."""
    return table("reckoned")[part]


def _over_sea(text: str, city: City) -> bool | None:
    """Whether the sun rises from, or sets in, the sea."""
    rises = regex(r"\b(?:sun ?rise\w*|(?:rise|rises|rising|come up|comes up|coming up)\b|dawn)").search(text) is not None
    return ("e" if rises else "w") in _known("seaward").get(city.name, "")


@lru_cache(maxsize=1)
def _elsewhere_streams() -> re.Pattern[str]:
    """The names of great rivers: those that the cities tell of, and others."""
    own = {plain(water.removesuffix(" River").removeprefix("River ")) for city in knowledge().cities.values() for water in city.water if flows(water)}
    return re.compile(rf"\b(?:{'|'.join(sorted({name for name in own if len(name) > 4 and name.isalpha()} | set(_known('streams')['names']), key=len, reverse=True))})\b")


@lru_cache(maxsize=8192)
def named_rivers(text: str) -> list[str]:
    """The great rivers that plain `text` names."""
    return _elsewhere_streams().findall(text)


@lru_cache(maxsize=128)
def _told_of(name: str) -> frozenset[str]:
    """The stems of all that is told of a city."""
    return frozenset().union(*told_texts()[name])


def _by_river(text: str, city: City) -> bool | None:
    """False where the claim names a river of which nothing is told of the city; None where it names one of its own, or none."""
    named = named_rivers(text)
    if not named:
        return None
    every = _told_of(city.name)
    return None if any(stem(name.split()[0]) in every or name.split()[0] in plain(knowledge().country(city).shape) for name in named) else False


@lru_cache(maxsize=1)
def _rivers() -> dict[str, frozenset[str]]:
    """Plain name of a river -> the cities on it."""
    found: dict[str, set[str]] = {}
    for city in knowledge().cities.values():
        for water in city.water:
            if water.endswith(" River") or water.startswith("River "):
                found.setdefault(plain(water.removesuffix(" River").removeprefix("River ")), set()).add(city.name)
    return {name: frozenset(cities) for name, cities in found.items()}


def _on_named_river(text: str, city: City) -> bool | None:
    """Whether the river that the claim names flows there."""
    named = next((found for found in regex(r"\b(?:the|river) (\w+)(?: river)?\b").findall(text) if found in _rivers()), None)
    return None if named is None else city.name in _rivers()[named]


def _ocean_km(text: str, city: City) -> float | None:
    """How far the ocean that the text names is, by the nearest city on it."""
    ocean = regex(r"\b(atlantic|pacific|indian)\b").search(text)
    if ocean is None:
        return None
    name = f"{ocean[1]} ocean"
    on_it = (other for other in knowledge().cities.values() if any(plain(sea) == name or WITHIN.get(sea) == name for sea in seas_of(other)))
    return min(distance_km((city.lat, city.lon), (other.lat, other.lon)) for other in on_it)


def _nearer_ocean(text: str, city: City) -> bool | None:
    """Whether it lies nearer to one ocean than to another."""
    near, _, other = text.partition(" than ")
    own, there = _ocean_km(near, city), _ocean_km(other, city)
    return None if own is None or there is None or own == there else (own < there) != bool(regex(r"\b(?:further|farther)\b").search(near))


def _walked(text: str, city: City) -> bool | None:
    """Whether the sea lies on the side that one goes to."""
    side = regex(r"\b(?:go|going|walk|walked|walking|head|headed|heading|drive|driving|keep|kept|run|look|looking|swim|lies|is|sea|ocean|coast|water)\b(?: \w+){0,3} (?:to the |due |straight )?(north|south|east|west)\b").search(text)
    return None if side is None else _SIDES[side[1]] in _known("seaward").get(city.name, "")


def _sea_in_reach(text: str, city: City) -> bool | None:
    """Whether the sea can be reached within an hour or so."""
    return bool(seas_of(city)) or (bool(city.near_sea) and city.name != "Beijing")


def _waters(names: tuple[str, ...], *, oceans: bool) -> frozenset[str]:
    seas = {plain(name) for name in names} | {WITHIN[name] for name in names if name in WITHIN}
    return frozenset(sea for sea in seas if not oceans or "ocean" in sea)


def _same_sea(text: str, city: City) -> bool | None:
    """Whether it lies on the same sea or ocean as another place."""
    oceans = regex(r"\bocean\b").search(text) is not None
    own = _waters((*seas_of(city), *((city.near_sea,) if city.near_sea else ())), oceans=oceans)
    for other, _, _ in mentions(text):
        record = knowledge().cities.get(other)
        seas = tuple(_known("waters").get(other, ())) if record is None else (*seas_of(record), *((record.near_sea,) if record.near_sea else ()))
        return not own.isdisjoint(_waters(seas, oceans=oceans)) if seas else None
    for _, kind, key in places_in(text):
        if kind == "country" and (land := knowledge().countries.get(key)) is not None:
            return not own.isdisjoint(_waters(land.seas, oceans=oceans))
    return None


_LANDS_TO_CROSS = {"Ethiopia": 1, "Hungary": 1, "Uzbekistan": 2}
"""How many borders lie between a country without a coast and the sea."""


def _borders_to_sea(text: str, city: City) -> bool | None:
    """Whether so many borders have to be crossed on the way to the sea; one, where no number is said."""
    number = regex(r"\b(\d) (?:\w+ )?(?:borders|countries|frontiers|states|lands|nations)\b").search(text)
    own, asked = _LANDS_TO_CROSS.get(city.country, 0), int(number[1]) if number else 1
    if regex(r"\b(?:without|no need|stay)\b").search(text):
        return own == 0
    return own >= asked if own == 0 or not regex(r"\b(?:exactly|only|just)\b").search(text) else own == asked


ON_WATER = (
    ("sea seas ocean coast seaside beach", r"\b(?:cross|crosses|crossing|pass|passing|leave|leaving|go|travel|travelling|drive|driving)\b(?: \w+){0,4} (?:borders?|frontiers?|countr(?:y|ies)|states|lands|nations)\b.*\b(?:to|before|for) (?:\w+ ){0,3}?(?:the |an? |any )?(?:nearest |open |next )?(?:sea|seaside|seas|ocean|coast|beach)\b|\b(?:to|before) (?:get|reach|see|come|getting|reaching)\b(?: \w+){0,4} (?:sea|seaside|seas|ocean|coast|beach)\b.*\b(?:cross|crosses|crossing|pass|leave)\b.*\b(?:borders?|frontiers?|countr(?:y|ies)|states|lands|nations)\b", _borders_to_sea),
    ("sun sunset sunsets sunrise sunrises", r"\b(?:sun|sun ?sets?|sun ?rises?)\b.*\b(?:over|into|in|out of|from|above|behind|on) (?:the )?(?:sea|ocean|water|waves|pacific|atlantic|horizon at sea)\b", _over_sea),
    ("north south east west", r"^(?!.*\b(?:country|nation|coast of)\b).*\b(?:go|walk|walked|walking|head|headed|heading|keep|kept|drive|driving|run|going)\b.*\b(?:north|south|east|west)\b.*\b(?:sea|ocean|water|wet|beach|coast|waves|swim\w*)\b|^(?!.*\b(?:country|nation)\b).*\b(?:sea|ocean|water|wet|beach|coast|waves|swim\w*)\b.*\b(?:go|walk|walked|walking|head|headed|heading|keep|kept|drive|driving|run|going)\b.*\b(?:north|south|east|west)\b|\b(?:is|lies) the (?:sea|ocean|coast|water) (?:\w+ )?to the (?:north|south|east|west)$", _walked),
    ("river", r"\b(?:is it|does|do|is the city|lies?|flows?|runs?|stands?)\b(?!.*\b(?:bigger|longer|famous|near|like)\b).*\b(?:the yellow|the pearl|the \w+|river \w+) river\b|\bon the river \w+", _on_named_river),
    ("nearer closer further farther", r"\b(?:nearer|closer|further|farther) (?:away )?(?:to|from) .*\b(?:atlantic|pacific|indian)\b.* than\b", _nearer_ocean),
    ("hour hours", r"\b(?:sea|beach|beaches|coast|seaside|ocean)\b.*\b(?:within|in|under|less than|just|only|about)? ?(?:half an|an|1|one) hours?\b|\b(?:within|in|under|less than|about) (?:half an|an|1|one) hours?\b.*\b(?:sea|beach|beaches|coast|seaside|ocean)\b", _sea_in_reach),
    ("mouth delta estuary flow flows flowing runs run river rivers water banks bank divides divided splits split cuts cut stream through", r"^(?!.*\b(?:country|nation|than|like|as|source|rises?|near|canal|border|basin|rainforest|company|day|far)\b)", _by_river),
    ("same", r"\bsame (?:sea|ocean|body of water|waters?)\b", _same_sea),
)
"""Rows of `rules.Rules`: the words that call a rule, what the claim must match, the rule."""
