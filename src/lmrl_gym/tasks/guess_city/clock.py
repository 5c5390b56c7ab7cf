"""Yes or no by the hour and the season elsewhere: "is it dark there when it is noon in London". A rule for `turns`.

The part of the question that sets the scene names a place and what time or season it is there; the other part says what it is like in the city then.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge, table
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.weather import MONTHS, month_mean
from lmrl_gym.tasks.guess_city.words import plain

_MOMENTS = tuple((re.compile(rf"\b(?:{words})\b"), hour) for words, hour in (
    ("midnight|middle of the night|dead of night|sleep|asleep|sleeping", 1.0), ("dawn|sunrise|sun rises|sun comes up|get up|getting up|wake up|waking up|crack of dawn", 6.5), ("breakfast|breakfasts|breakfast time|morning coffee|go to work|going to work|start work", 8.0),
    ("noon|midday|lunch|lunchtime|lunches", 12.5), ("tea time|teatime|afternoon tea", 16.5), ("dusk|sunset|sun sets|nightfall|sun goes down", 18.5), ("dinner|dinnertime|supper|suppertime|dine|dining", 19.5),
    ("bedtime|bed|go to sleep|going to sleep", 22.5), ("morning|mid morning", 9.0), ("afternoon|mid afternoon", 15.0), ("evening", 20.0), ("night|night time|nighttime", 23.5), ("daytime|broad daylight", 12.0),
))  # fmt: skip
"""What is said of an hour, and which hour it is."""
_STATES = tuple((re.compile(rf"\b(?:{words})\b"), first, last) for words, first, last in (
    ("asleep|sleeping|sleep|snoring|dreaming|in bed|tucked up|bedtime|middle of the night|dead of night|wake people|wake someone|wake them|wake him|wake her", 22.5, 7.0), ("awake|up and about|out of bed", 7.0, 22.5),
    ("midnight", 23.0, 1.5), ("noon|midday|lunch|lunchtime", 11.0, 14.5), ("dinner|dinnertime|supper|dining", 17.5, 22.0), ("breakfast|getting up|waking up|dawn|sunrise|sun (?:is )?(?:coming up|rising|rises?|comes? up)", 5.0, 9.5),
    ("evening", 17.0, 23.0), ("morning", 4.0, 12.0), ("afternoon", 12.0, 18.0), ("dark|night|night time|nighttime|nightfall|stars|moon|pitch black", 18.0, 6.0), ("light|daylight|daytime|day|sun|sunny|bright", 6.5, 18.0), ("at work|working|in the office|offices? open|at school|shops? open", 8.5, 17.5),
))  # fmt: skip
"""What is said of the hour in the city, and between which hours it is so."""
_CLOCK = re.compile(r"\b(?P<hour>1?\d|2[0-3])(?:\.\d+)? ?(?P<half>am|a m|pm|p m|o clock)\b(?: (?:in the|at) (?P<of>morning|afternoon|evening|night))?")
_SCENE = re.compile(r"\b(?:when|while|whenever|if|once|as|at the (?:same )?(?:time|moment)(?: that)?|the moment)\b")
_WINTER, _SUMMER = r"winters?|snow\w*|freez\w*|frost\w*|ice|icy|cold|shiver\w*|december|january|february|christmas", r"summers?|swelter\w*|heatwave|hot|july|august|june|boiling|baking"
_COLD = r"winter|cold|freez\w+|snow\w*|shiver\w*|coats?|wrap\w*"
_WARM = r"summer|hot|warm|sweat\w*|swelter\w*|beach|beaches|t ?shirts?|shorts|sunbath\w*|swim\w*|sunny|boiling|baking|roasting|air ?con\w*|heat|tan|sunscreen"


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[float, float]]:
    """Plain name of a place elsewhere -> hours from Greenwich in winter, and latitude; 90 or -90 for a hemisphere or what lies in it."""
    known = knowledge()
    found = {plain(country.key): (country.utc, 0.0) for country in known.countries.values()}
    for city in known.cities.values():
        for name in (country_name for country_name in (plain(n) for n in known.country(city).names)):
            found.setdefault(name, (known.country(city).utc, city.lat))
        found[plain(known.country(city).key)] = (known.country(city).utc, city.lat)
    found |= {plain(name): (float(utc), float(lat)) for name, (utc, lat) in table("reckoned")["clocks"].items()}
    return found


def place(scene: str) -> tuple[float, float] | None:
    """Hours from Greenwich, and latitude, of the place that a text names."""
    for name, _, _ in mentions(scene):
        if name in knowledge().cities:
            city = knowledge().cities[name]
            return (knowledge().country(city).utc if city.utc is None else city.utc), city.lat
        _, lat, lon = knowledge().where[name]
        named = _places().get(plain(name))
        return named or (round(lon / 15), lat)
    words = scene.split()
    for n in (3, 2, 1):
        for i in range(len(words) - n + 1):
            if (found := _places().get(" ".join(words[i : i + n]))) is not None:
                return found
    return None


def _hour(scene: str) -> float | None:
    """The hour that the scene tells."""
    if told := _CLOCK.search(scene):
        hour = int(told["hour"]) % 12 if int(told["hour"]) <= 12 else int(told["hour"])
        late = told["half"].startswith("p") or told["of"] in ("afternoon", "evening") or (told["of"] == "night" and hour > 5)
        return hour + 12.0 if late and hour < 12 else float(hour)
    return next((hour for said, hour in _MOMENTS if said.search(scene)), None)


def elsewhere(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether it is so in the city at a time, or in a season, that the scene tells of another place; None where it tells of neither."""
    text = match.string
    starts = [found.start() for found in _SCENE.finditer(text)]
    claim, scene = next(((text[:start], text[start:]) for start in starts if place(text[start:]) is not None and place(text[:start]) is None), ("", ""))
    if not claim or (there := place(scene)) is None:
        return None
    hour = _hour(scene)
    if hour is not None and (by_hour := _by_hour(claim, hour, (country.utc if city.utc is None else city.utc) - there[0])) is not None:
        return by_hour
    return _by_season(claim, scene, city, there[1])


def _by_hour(claim: str, hour: float, ahead: float) -> bool | None:
    local = hour + ahead
    if regex(r"\b(?:same (?:day|date)|still today)\b").search(claim):
        return 0 <= local < 24
    if regex(r"\b(?:(?:a|one|the) day (?:behind|before|earlier)|yesterday|previous day|day before)\b").search(claim):
        return local < 0
    if regex(r"\b(?:(?:a|one|the) day (?:ahead|later)|tomorrow|next day|day after|following day)\b").search(claim):
        return local >= 24
    local %= 24
    for said, first, last in _STATES:
        if said.search(claim):
            return first <= local <= last if first < last else local >= first or local <= last
    return None


def _by_season(claim: str, scene: str, city: City, lat: float) -> bool | None:
    winter, summer = regex(rf"\b(?:{_WINTER})\b").search(scene) is not None, regex(rf"\b(?:{_SUMMER})\b").search(scene) is not None
    month = next((month for month in MONTHS if regex(rf"\b{month}\b").search(scene)), None)
    if month is None:
        if winter == summer or abs(lat) < 20:
            return None
        month = "january" if winter == (lat > 0) else "july"
    mean = month_mean(city, month)
    if regex(r"\bsummer\b").search(claim):
        return abs(city.lat) >= 20 and (month in ("june", "july", "august")) == (city.lat > 0) and month in ("june", "july", "august", "december", "january", "february")
    if regex(r"\bwinter\b").search(claim):
        return abs(city.lat) >= 20 and (month in ("june", "july", "august")) == (city.lat < 0) and month in ("june", "july", "august", "december", "january", "february")
    if regex(rf"\b(?:{_WARM})\b").search(claim):
        return mean >= 19
    if regex(rf"\b(?:{_COLD})\b").search(claim):
        return mean < 10
    return None
