"""Yes or no about the city itself: what a clause may claim stands in tables, each entry a pattern over plain words and what makes it true.

`claim` takes the first entry that fits; entries stand from the special to the general. What no entry fits is looked up, word by word, in everything
that is told of the city (`lore`). What the knowledge has never heard of is false, and said to be unheard of.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.core.sieve import Sieve
from lmrl_gym.tasks.guess_city.asides import verdict
from lmrl_gym.tasks.guess_city.bearings import borne_out
from lmrl_gym.tasks.guess_city.births import born_there
from lmrl_gym.tasks.guess_city.country_claims import COUNTRY_CLAIMS
from lmrl_gym.tasks.guess_city.dated import dated
from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge
from lmrl_gym.tasks.guess_city.likeness import fits, fits_further
from lmrl_gym.tasks.guess_city.lore import common, rare, spelled_out, stem, told
from lmrl_gym.tasks.guess_city.measures import Test
from lmrl_gym.tasks.guess_city.nature import NATURE
from lmrl_gym.tasks.guess_city.notes import noted
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import compared, gazetteer, part_of, places_in, sea_named, where_is
from lmrl_gym.tasks.guess_city.sights import elsewhere
from lmrl_gym.tasks.guess_city.standing import STANDING
from lmrl_gym.tasks.guess_city.times import time_of
from lmrl_gym.tasks.guess_city.town_life import TOWN_LIFE
from lmrl_gym.tasks.guess_city.turns import reckoned
from lmrl_gym.tasks.guess_city.wars import in_war

_CITY = (*STANDING, *NATURE, *TOWN_LIFE)


class Found(NamedTuple):
    """What a clause was read as: whether it is true, and whether the knowledge has heard of the matter."""

    true: bool
    heard: bool = True
    vague: bool = False
    """Whether nothing but words that tell nothing was looked for, in vain."""


_WITH_PLACE = re.compile(
    r"olympi|world cup|asian games|american games|capital|(largest|biggest|most popul|second|third)|equator|hemisphere|climate|founded|restaurant|food|cuisine|\brich|wealth|\bpoor|\bhigh\b|altitude|"
    r"\b(north|south|east|west|cent(er|re|ral)|middle|heart)(ern)?\b.*\b(part|side|of|in|half|region)\b"
)
"""Clauses that may name a place and yet ask something else of it."""


@lru_cache(maxsize=1)
def known_to_rules() -> frozenset[str]:
    """The stems of the words that some entry's pattern, or the map, speaks of: those are no proper names of one city's sights."""
    words = common() | {word for pattern in patterns() for word in regex(r"[a-z]{3,}").findall(pattern.replace(r"\b", " "))} | {word for name in gazetteer() for word in name.split()}
    return frozenset(stem(word) for word in words) | frozenset(words)


Entry = tuple[Test, "re.Match[str]"]


@lru_cache(maxsize=1)
def _tables() -> tuple[Sieve, Sieve]:
    """The patterns of what may be claimed of the country, and of the city."""
    return Sieve([p for p, _ in COUNTRY_CLAIMS]), Sieve([p for p, _ in _CITY])


def patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(p for p, _ in (*COUNTRY_CLAIMS, *_CITY))


@lru_cache(maxsize=8192)
def _entry(text: str, about_city: bool) -> Entry | None:
    """The first entry of a table that fits a clause. It depends on the clause alone, so that it is looked for once and not for every city."""
    found = _tables()[about_city].search(text)
    return found and ((_CITY if about_city else COUNTRY_CLAIMS)[found[0]][1], found[1])


def claim(text: str, city: City) -> Found | None:
    """What one clause (plain words, without its negation) says of `city`; None where it cannot be read. Births, wars, dates and asides come first."""
    if elsewhere(text, city):
        return Found(False)
    country = knowledge().country(city)
    if (birth := born_there(text, city)) is not None:
        return Found(birth and verdict(text, city) is not False)
    if (warred := in_war(text, city)) is not None:
        return Found(warred)
    if (then := dated(text, city)) is not None:
        return Found((then and verdict(text, city) is not False) or (time_of(text) is not None and _told_outright(text, city.name)))
    if (first := _first(text, city, country)) is not None:
        return Found(first)
    relation = compared(text, city)
    if relation is not None:
        return Found(relation)
    if _told_outright(text, city.name):
        return Found(True)
    if entry := _entry(text, False):
        return Found(entry[0](city, country, entry[1]))
    if not sea_named(text) and not _FIGURE.search(text) and rare(text, 8) - known_to_rules() - _ORDINARY and (lore := _looked_up(city, text)) is not None:
        return lore
    place = where_is(text, city)
    if place is not None:
        return Found(_in_place(text, city, country, place))
    if entry := _entry(text, True):
        return Found(entry[0](city, country, entry[1]))
    return _looked_up(city, text)


def _told_outright(text: str, name: str) -> bool:
    """Whether a text or a note of the city says what the claim says."""
    return spelled_out(name, text) or noted(text, name) or (fits(text, name, beyond_doubt=True) and not sea_named(text) and not places_in(text))


def _looked_up(city: City, text: str) -> Found | None:
    """What the texts that are told of the city say of a clause that no rule reads; None where it holds no word of substance."""
    lore = told(city, text)
    if lore is not None and not lore.true and not _of_one_year(text) and (fits(text, city.name) or fits_further(text, city.name)):
        return Found(True)
    return None if lore is None else Found(*lore, vague=not lore.true and not rare(text, 8))


def _of_one_year(text: str) -> bool:
    """Whether the clause names a single year."""
    time = time_of(text)
    return time is not None and time.first == time.last


_FIGURE = re.compile(r"\b(?:more|fewer|less|over|above|under|below) (?:than )?\d{5,}")
"""A number of people, beside which no word tells a sight."""
_ORDINARY = frozenset(map(stem, ["complex", "terrible", "awful", "horrible", "dreadful", "decorated", "ornate", "elaborate", "beautifully", "domed", "needle", "giant", "roll", "rolled", "stormed", "tank", "diet", "lively", "bustling", "vibrant", "quiet", "calm", "notorious", "notoriously", "chaotic", "crowded", "lovely", "pretty", "ugly", "gorgeous", "stunning", "scenic", "opened", "closed", "closes", "packed", "walkable", "pedestrian", "friendly", "helpful", "polite", "rude", "loud", "noisy", "strict", "relaxed", "conservative", "liberal", "trendy", "hip", "shiny", "glass", "neon", "wide", "narrow", "steep", "hilly", "flat", "tropical", "humid", "freezing", "chilly", "sunny", "cloudy", "grey", "daily", "weekly", "regularly", "rarely", "commonly", "widely", "sometimes", "always", "often", "mostly", "especially", "mainly", "heavily", "strongly", "densely", "sparsely", "poorly", "badly", "severe", "severely", "harsh", "mild", "extreme", "bitter", "brutal", "frequent", "occasional", "constant", "constantly", "notable", "handsome", "wealthy", "prosperous", "booming", "declining", "growing", "shrinking", "modern", "contemporary", "traditional", "typical", "authentic", "genuine", "proper", "serious", "thriving", "flourishing", "sprawling", "compact", "gigantic", "tiny", "massive", "immense", "vast", "impressive", "striking"]))  # fmt: skip
"""Words that describe and are no names, however few cities the knowledge uses them of."""


def _first(text: str, city: City, country: Country) -> bool | None:
    """What the asides, or else the reckoning, say of the clause; None where neither speaks of it."""
    if (placed := borne_out(text, city)) is not None:
        return placed
    listed = verdict(text, city)
    return reckoned(text, city, country) if listed is None else listed


def _in_place(text: str, city: City, country: Country, place: bool) -> bool:
    """A claim that names a place: true if the place is right and so is what the clause says beside it."""
    if not place or not _WITH_PLACE.search(text):
        return place
    if regex(r"\b(largest|biggest|most popul\w+) (city|cities|metropolis)?").search(text) and not regex(r"one of|among").search(text):
        whole = any(kind in ("continent", "region") for _, kind, _ in places_in(text))
        if any(key == "Southeast Asia" for _, kind, key in places_in(text) if kind == "region"):
            return city.name == "Jakarta"
        return city.name in _LARGEST or (city.name == "Moscow" and "europ" in text) if whole else city.largest
    found = places_in(text)
    if any(key == "Sub-Saharan Africa" for _, _, key in found):
        return place
    if regex(r"\bcapital\b").search(text) and any(kind == "state" for _, kind, _ in found):
        return city.seat
    if (asked := regex(r"\b(north|south|east|west|cent)\w*(?= (?:part|side|half|region|end)\b)").findall(text)) and (inside := part_of(city, found[-1][2] if found else "", asked)) is not None:
        return inside
    entry = _entry(text, True)
    return entry[0](city, country, entry[1]) if entry else place


_LARGEST = frozenset(("Tokyo", "Istanbul", "Cairo", "Sao Paulo", "Kinshasa", "Mexico City", "Sydney"))
"""The largest of their continents or regions."""
