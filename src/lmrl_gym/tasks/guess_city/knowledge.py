"""What is known: the hundred cities, their countries, and the rest of the world as far as a guesser may name it.

The facts stand in four TOML files beside this one, for people to read and extend; they are loaded on first use. A fact that a city's table does not
hold is false of it (tags) or unknown (texts). Facts of a country hold for its cities unless the city's own table says otherwise.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from lmrl_gym.core.errors import DataError

_FOLDER = Path(__file__).parent
Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """What the cities of a country share."""

    key: str
    """Its name in the files."""
    names: Texts
    """Other names by which a guesser may mean it."""
    stems: Texts
    """Beginnings of words that would give it away; no answer may hold a word that begins so."""
    continent: str
    regions: Texts
    neighbours: Texts
    """Countries across a land border."""
    shape: str
    """A noun phrase on its form or size."""
    seas: Texts
    languages: Texts
    """The most used first."""
    script: str
    religions: Texts
    """The most followed first."""
    currency: str
    driving: str
    """`left` or `right`."""
    government: str
    leader: str
    people: float
    """Millions."""
    area: float
    """Thousands of square kilometres."""
    flag: Texts
    """Its colours."""
    food: Texts
    drink: Texts
    sports: Texts
    exports: Texts
    known: Texts
    history: Texts
    """Each goes on from "its country"."""
    independence: int
    """The year; 0 where nobody dates it."""
    groups: Texts
    """Clubs of states that it belongs to."""
    income: str
    peak: str
    river: str
    people_known: Texts
    utc: float
    """Hours ahead of Greenwich in winter."""
    code: str
    """Telephone code."""
    landlocked: bool = False
    monarch: str = ""
    speech: str = ""
    """What to call the main language where its own name gives the country away."""
    ruled_by: Texts = ()
    """Foreign powers that ruled it."""
    world_cup_wins: int = 0
    brands: Texts = ()


@dataclass(frozen=True, slots=True)
class City:
    """One of the hundred."""

    name: str
    """As scenarios name it."""
    also: Texts
    """Other spellings that a guess may use."""
    never: Texts
    """Beginnings of words that would give it away."""
    country: str
    place: str
    """Where it lies, after "it lies"."""
    part: Texts
    """Parts of the country it lies in: north, south, east, west, centre."""
    lat: float
    lon: float
    """Degrees; north and east are positive."""
    elevation: int
    """Metres."""
    people: float
    metro: float
    """Millions, within its limits and with its surroundings."""
    area: float
    """Square kilometres."""
    founded: int
    """A year, negative before Christ; often no more than tradition."""
    climate: str
    winter: float
    summer: float
    """Mean temperature of the coldest and of the warmest month, degrees Celsius."""
    rain: int
    """Millimetres a year."""
    landmarks: Texts
    known: Texts
    industry: Texts
    history: Texts
    """Each goes on from "it"."""
    tags: frozenset[str]
    """Short facts that are true of it; those that stand in some city's list and not here are false."""
    sports: Texts = ()
    nickname: Texts = ()
    food: Texts = ()
    water: Texts = ()
    """Rivers, lakes, bays."""
    events: Texts = ()
    hills: str = ""
    born: Texts = ()
    snow: str = "never"
    """`often`, `sometimes`, `rarely`, `never`."""
    state: str = ""
    """The province or state."""
    founder: str = ""
    airport: Texts = ()
    capital: bool = False
    largest: bool = False
    rank: int = 0
    """Its place among the country's cities by size, where it is not the first and the place is well known."""
    seat: bool = False
    """Whether it is the capital of its state or province."""
    rulers: Texts = ()
    """Foreign powers that ruled this city, beside those that ruled its country."""
    peoples: Texts = ()
    """Communities that are well known to live there, as adjectives."""
    desert: str = ""
    """The desert at its gates."""
    sea: str = ""
    """The sea on whose coast it lies."""
    seas: Texts = ()
    """All such seas where there are several."""
    near_sea: str = ""
    """A sea within an hour or two, where it lies on none."""
    island: str = ""
    former: str = ""
    """The capital it once was, after "it"."""
    schools: Texts = ()
    languages: Texts = ()
    """Where they are not the country's."""
    continents: Texts = ()
    """Where it lies on more than the country's one."""
    regions: Texts = ()
    """Further regions beside the country's."""
    utc: float | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything. `where` is (millions of people, latitude, longitude) of every city that is known, the hundred included."""

    cities: dict[str, City]
    countries: dict[str, Country]
    abroad: dict[str, Texts]
    """Other countries: (adjective, continent, region)."""
    adjectives: dict[str, Texts]
    """Adjective -> countries it can mean."""
    where: dict[str, tuple[float, float, float]]

    callings: dict[str, Texts]
    """A pattern of what people can be -> the people who were that."""
    things: dict[str, Texts]
    """City -> further things of note in it."""
    natives: dict[str, Texts]
    """City -> people tied to it: name, calling and what ties them, as one clause."""
    customs: dict[str, Texts]
    """Country -> what goes on from "its country's"."""
    wet: dict[str, str]
    """City -> the months of most rain, after "it rains most"."""

    def country(self, city: City) -> Country:
        return self.countries[city.country]


def _record(kind: type[Any], row: dict[str, Any], where: str) -> Any:
    known = {f.name: f for f in fields(kind)}
    if unknown := sorted(set(row) - set(known)):
        raise DataError(f"{where} has a field '{unknown[0]}', which no {kind.__name__.lower()} has; correct the file")
    values = {k: frozenset(v) if k == "tags" else tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise DataError(f"{where} is incomplete: {error}; add what is missing") from None


def _texts(table: dict[str, list[str]]) -> dict[str, Texts]:
    return {key: tuple(texts) for key, texts in table.items()}


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """The TOML file of that name beside this one, read once: not to be changed."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The one Knowledge, read on first use. DataError names the table that is wrong."""
    raw = {name: table(name) for name in ("cities", "countries", "world", "things")}
    cities = {key: _record(City, {"name": key, **row}, f"city {key}") for key, row in raw["cities"].items()}
    countries = {key: _record(Country, {"key": key, **row}, f"country {key}") for key, row in raw["countries"].items()}
    for city in cities.values():
        if city.country not in countries:
            raise DataError(f"city {city.name} lies in '{city.country}', which is in no table; add the country")
    world = raw["world"]
    where = {name: (float(v[0]), float(v[1]), float(v[2])) for name, v in world["cities"].items()}
    where |= {c.name: (c.people, c.lat, c.lon) for c in cities.values()}
    return Knowledge(
        cities,
        countries,
        {name: tuple(row) for name, row in world["countries"].items()},
        {name: tuple(row) for name, row in world["adjectives"].items()},
        where,
        _texts(world["callings"]),
        _texts(raw["things"]["cities"]),
        _texts(raw["things"]["people"]),
        _texts(raw["things"]["countries"]),
        raw["things"]["wet"],
    )


def cities_named(key: str) -> tuple[str, ...]:
    """The city of that name, or the cities of the country of that name. DataError for a name that is in neither table."""
    known = knowledge()
    if key in known.cities:
        return (key,)
    if key in known.countries:
        return tuple(city.name for city in known.cities.values() if city.country == key)
    raise DataError(f"a table names '{key}', which is neither a city nor a country; correct it")
