"""Yes or no about whose capital or court a city was, and when: from dated.toml, for claims that name a year, a war or a people."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lmrl_gym.tasks.guess_city.knowledge import City, cities_named, table
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.times import TODAY, Span, Time, began, lasted, time_of

LOST = re.compile(r"\b(lost|lose|loses|ceased|cease|stopped|stop|end|ended|moved? away|moved elsewhere|taken from|replaced|gave up|give up|gave it up|give it up|let it go|leave|left|withdrew|withdraw|go home|went home|driven out|handed (over|back)|hand (over|back)|returned|freed|liberated)\b")
"""How a claim says that something came to its end."""
_BECAME = re.compile(r"\b(become|became|becomes|becoming|made|make|chosen|declared|turn(ed)? into|start(ed)?|begin|began|get|got|moved (here|there|to it))\b")
CAPITAL = re.compile(r"\b(capital|(empire|country|nation|state|colony|kingdom) (was |were )?(governed|ruled|run|administered) from (here|it|the city|this city|there)|government (move|moved|sit|sat|meet|met)|seat of (the )?(government|power|court)|(emperor|king|tsar|sultan|government|imperial|royal)( s)? (seat|residence|court)|(emperor|tsar|sultan|king|government)s? (live|lives|lived|reside|resided|rule|ruled|reign|reigned|sit|sat|move|moved)\b.*\b(there|here|in (it|the city)|from it)|(?:govern(?:ed)?|rule[ds]?|ruling|ran|run|administer(?:ed)?)\b.*\bfrom (?:it|here|there|the city|this city))\b")
_NO_CAPITAL = re.compile(r"\b(state|provincial|province|regional|financial|cultural|fashion|economic|commercial|culture|sports?|county|prefecture|wartime|war time|colony|olymp\w+|(smaller|bigger|larger|older|younger|nearer|closer|further) than|than the capital|near the capital|distance|another city)\b")


@lru_cache(maxsize=1)
def _capitals() -> dict[str, tuple[Span, ...]]:
    return {cities_named(name)[0]: tuple((first, last) for first, last in spans) for name, spans in table("dated")["capital"].items()}


@lru_cache(maxsize=1)
def _courts() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    rows: dict[str, Any] = table("dated")["courts"]
    return tuple((re.compile(rf"\b{word}\b"), frozenset(c for name in names for c in cities_named(name))) for word, names in rows.items())


_SEAT = re.compile(r"\b(capital|seat|court|throne|rule(d|s)? (\w+ )?(\w+ )?(from|in)|reign(ed|s)? (\w+ )?(from|in)|reside[ds]?|residence|live[ds]? (here|there|in)|rule[ds]? (here|there|their|its|his|an)|headquarters of|govern(ed)? .*from)\b")
_SEAT_ELSE = re.compile(r"\b(flee|fled|flees|escaped?|refuge|border\w*|distance|than|near|close to|ruled? by|taken|conquer\w*|captur\w*|sack\w*|attack\w*|destroy\w*|before|after|against|province|provincial|second|summer|winter|belong\w*|part of|under|mosque|fort|palace|temple|church|food|cuisine|dish|tomb)\b")


@lru_cache(maxsize=8192)
def court(text: str) -> frozenset[str] | None:
    """The cities from which those ruled whom the claim names; None where it names nobody, or asks something else."""
    if not _SEAT.search(text) or _SEAT_ELSE.search(text):
        return None
    named = [cities for pattern, cities in _courts() if pattern.search(text)]
    return frozenset.intersection(*named) if named else None


_ALWAYS = re.compile(r"^(?:has|was|is) (?:it|the city|this city) always (?:been )?(?:the |its |a )?(?:country |national )?capital\b|\bonly (?:ever )?capital\b|\bcapital (?:right )?from the (?:very )?(?:start|beginning)\b")
_LENGTH = re.compile(r"\bcapital (?:city )?for (?P<how>more than|over|less than|under|fewer than|at least|about|only|nearly|almost|some|around)? ?(?:a |an |one )?(?P<n>\d+|century|decade)(?: (?P<unit>years|decades|centuries)\b)?")


def _capital_for(found: re.Match[str], spans: tuple[Span, ...]) -> bool:
    """Whether it has been, or was, a capital for as long as the claim says."""
    years = {"century": 100, "decade": 10}.get(found["n"]) or int(found["n"]) * {"years": 1, "decades": 10, "centuries": 100}.get(found["unit"] or "years", 1)
    lasted = [(2025 if last == TODAY else last) - first for first, last in spans[-1:]]
    if found["how"] in ("less than", "under", "fewer than", "only"):
        return any(held < years * (1.3 if found["how"] == "only" else 1) for held in lasted)
    if found["how"] in ("about", "some", "around", "nearly", "almost"):
        return any(0.75 * years <= held <= 1.3 * years for held in lasted)
    return any(held >= 0.9 * years for held in lasted)


def as_capital(text: str, city: City) -> bool | None:
    """Whether it was a capital when the claim says so."""
    if regex(r"\b(another|a different|some other) (city|town|place)\b").search(text) and (before := time_of(text)) and before.side in ("before", "in") and city.capital:
        return not any(first < before.last for first, _ in _capitals().get(city.name, ()))
    if _NO_CAPITAL.search(text):
        return None
    if length := _LENGTH.search(text):
        return _capital_for(length, _capitals().get(city.name, ()))
    if _ALWAYS.search(text):
        return city.name in table("dated")["always"]["cities"]
    time = time_of(text)
    if time is None:
        return None
    spans = _capitals().get(city.name, ())
    if LOST.search(text):
        return any(last != TODAY and began(Time(time.side, time.first - 1, time.last + 1) if time.side == "in" else time, last) for _, last in spans)
    if _BECAME.search(text):
        return any(began(Time(time.side, time.first - 1, time.last + 1) if time.side == "in" else time, first) for first, _ in spans)
    only = regex(r"\bonly\b").search(text) is not None
    return any(lasted(time, span, only=only) for span in spans)
