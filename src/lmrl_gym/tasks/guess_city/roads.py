"""Yes or no about where roads lead from the city without a ferry."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

from lmrl_gym.tasks.guess_city.knowledge import City, knowledge, table
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import places_in

_ISLES = {"Indonesia", "Japan", "Taiwan", "Philippines", "Cuba", "Australia", "United Kingdom", "South Korea", "Ireland", "Iceland", "Sri Lanka", "Madagascar", "Jamaica", "New Zealand", "Malta", "Cyprus", "Dominican Republic", "Haiti", "Bahamas", "Fiji", "Papua New Guinea", "Puerto Rico", "Maldives", "Mauritius", "Bahrain"}
"""Lands from which no road leads to another one, or none that may be used."""


def _mass(name: str, continent: str, island: str = "") -> str:
    """The land that roads join: the old world, one of the Americas, or an island."""
    if name in _ISLES:
        return island or name
    return continent if continent in ("North America", "South America") else "old world"


def by_road(text: str, city: City) -> bool | None:
    """Whether roads lead from the city to the other place that the claim names, without a ferry."""
    country = knowledge().country(city)
    here = _mass(country.key, country.continent, city.island)
    found = regex(r"\b(?:to|into|in|reach|from) (.+)$").search(text)
    if found is None:
        return None
    there = found[1]
    if city.country == "United Kingdom" and regex(r"\b(?:train|rail)\b").search(text):
        here = "old world"  # through the tunnel
    if regex(r"(?:an?other|a different|a neighbou?ring|any other|the next|a foreign|foreign) (?:country|nation|land|countries|city abroad)|abroad\b").match(there):
        return (bool(country.neighbours) or country.key in ("Singapore", "Hong Kong")) and country.key not in _ISLES
    for other, _, _ in mentions(there):
        if other == city.name:
            return None
        if (record := knowledge().cities.get(other)) is not None:
            land = knowledge().country(record)
            return _mass(land.key, land.continent, record.island) == here
        _, lat, lon = knowledge().where[other]
        isle = table("reckoned")["islanders"].get(other, "")
        return (isle or ("North America" if lon < -30 and lat > 8 else "South America" if lon < -30 else "old world")) == here
    for _, kind, key in places_in(there):
        if kind == "continent":
            return here == (key if "America" in key else "Australia" if key == "Oceania" else "old world")
        if kind == "country" and country.key not in key.split("|"):
            if (other_land := knowledge().countries.get(key.split("|")[0])) is not None:
                return _mass(other_land.key, other_land.continent) == here
            if (abroad := knowledge().abroad.get(key)) is not None:
                return _mass(key, abroad[1]) == here
    return None
