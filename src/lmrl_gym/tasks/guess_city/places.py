"""Yes or no about where: continents, regions, countries, seas, neighbours, distances and comparisons with other cities.

`where_is` reads one clause of a question (plain words) and says whether it is true of a city; None where the clause names no place that it knows.
"""

# ruff: noqa: E501 -- tables of names

from __future__ import annotations

import math
import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.asides import asides
from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge, table
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.words import plain

_CONTINENTS = {
    "asia": "Asia", "asian": "Asia", "europe": "Europe", "european": "Europe", "africa": "Africa", "african": "Africa", "oceania": "Oceania",
    "south america": "South America", "south american": "South America", "southern america": "South America", "north america": "North America",
    "north american": "North America", "antarctica": "Antarctica", "european continent": "Europe",
}  # fmt: skip
_REGIONS = {
    "middle east": "Middle East", "middle eastern": "Middle East", "mideast": "Middle East", "near east": "Near East", "far east": "Far East",
    "southeast asia": "Southeast Asia", "south east asia": "Southeast Asia", "southeast asian": "Southeast Asia", "south east asian": "Southeast Asia",
    "southeastern asia": "Southeast Asia", "east asia": "East Asia", "east asian": "East Asia", "eastern asia": "East Asia", "south asia": "South Asia",
    "south asian": "South Asia", "southern asia": "South Asia", "central asia": "Central Asia", "central asian": "Central Asia",
    "western asia": "Western Asia", "west asia": "Western Asia", "northeast asia": "East Asia", "north asia": "North Asia",
    "indian subcontinent": "Indian subcontinent", "subcontinent": "Indian subcontinent",
    "western europe": "Western Europe", "west europe": "Western Europe", "western european": "Western Europe", "eastern europe": "Eastern Europe",
    "east europe": "Eastern Europe", "eastern european": "Eastern Europe", "northern europe": "Northern Europe", "north europe": "Northern Europe",
    "southern europe": "Southern Europe", "south europe": "Southern Europe", "central europe": "Central Europe",
    "southeastern europe": "Southeastern Europe", "balkans": "Balkans", "balkan": "Balkans", "scandinavia": "Scandinavia",
    "scandinavian": "Scandinavia", "nordic": "Nordic", "baltic states": "Baltics", "baltics": "Baltics", "caucasus": "Caucasus",
    "iberian peninsula": "Iberian Peninsula", "iberia": "Iberia", "british isles": "British Isles",
    "north africa": "North Africa", "northern africa": "North Africa", "north african": "North Africa", "north west africa": "North Africa", "northwest africa": "North Africa", "northwestern africa": "North Africa", "west africa": "West Africa",
    "western africa": "West Africa", "west african": "West Africa", "east africa": "East Africa", "eastern africa": "East Africa",
    "east african": "East Africa", "central africa": "Central Africa", "southern africa": "Southern Africa", "horn of africa": "Horn of Africa",
    "sub saharan africa": "Sub-Saharan Africa", "subsaharan africa": "Sub-Saharan Africa", "sub saharan": "Sub-Saharan Africa", "south of the sahara": "Sub-Saharan Africa", "below the sahara": "Sub-Saharan Africa", "maghreb": "Maghreb",
    "latin america": "Latin America", "latin american": "Latin America", "americas": "Americas", "american continent": "Americas", "new world": "Americas",
    "caribbean": "Caribbean", "central america": "Central America", "central american": "Central America", "andes": "Andes", "andean": "Andes",
    "southern cone": "Southern Cone", "arab world": "Arab world", "arab country": "Arab world", "arab nation": "Arab world", "arab city": "Arab world",
    "arabic country": "Arab world", "arab": "Arab world", "former soviet union": "former Soviet Union", "soviet union": "former Soviet Union",
    "ussr": "former Soviet Union", "soviet": "former Soviet Union", "former ussr": "former Soviet Union", "soviet republic": "former Soviet Union",
    "eurasia": "Eurasia", "western world": "Western world", "western country": "Western world", "the west": "Western world", "pacific rim": "Pacific Rim",
    "australasia": "Australasia", "midwest": "Midwest", "indochina": "Indochina", "slavic": "Slavic", "anglosphere": "Anglosphere",
    "manchuria": "Manchuria", "anatolia": "Anatolia", "asia minor": "Anatolia", "bengal": "Bengal", "kansai": "Kansai", "kanto": "Kanto", "mesopotamia": "Mesopotamia", "pampas": "Pampas", "khorasan": "Khorasan",
    "deccan": "Deccan", "deccan plateau": "Deccan", "sichuan basin": "Sichuan basin", "north china plain": "North China Plain",
    "walachia": "Wallachia", "wallachia": "Wallachia", "sun belt": "Sun Belt", "southern california": "Southern California",
    "mediterranean country": "Mediterranean", "mediterranean region": "Mediterranean", "mediterranean": "Mediterranean",
}  # fmt: skip
_SEAS = (
    "pacific ocean|pacific coast|pacific", "atlantic ocean|atlantic coast|atlantic", "indian ocean", "arctic ocean|arctic", "mediterranean sea|mediterranean coast",
    "black sea", "baltic sea|baltic", "north sea", "red sea", "caspian sea|caspian", "aegean sea|aegean", "adriatic sea|adriatic", "arabian sea",
    "bay of bengal", "south china sea", "east china sea", "yellow sea", "sea of japan|east sea", "java sea", "caribbean sea|caribbean coasts?", "gulf of mexico",
    "persian gulf|the gulf$", "strait of malacca|malacca strait", "bohai sea|bohai", "sea of marmara", "tasman sea", "gulf of guinea", "gulf of thailand", "andaman sea",
)  # fmt: skip
_ANY_SEA = re.compile(rf"\b(?:{'|'.join(_SEAS)})\b")
WITHIN = {"Arabian Sea": "indian ocean", "Bay of Bengal": "indian ocean", "Yellow Sea": "pacific ocean", "East China Sea": "pacific ocean",
           "South China Sea": "pacific ocean", "Sea of Japan": "pacific ocean", "Java Sea": "pacific ocean", "Aegean Sea": "mediterranean sea",
           "Gulf of Mexico": "atlantic ocean", "Bohai Sea": "pacific ocean", "Caribbean Sea": "atlantic ocean", "Gulf of Guinea": "atlantic ocean",
           "Strait of Malacca": "indian ocean"}  # fmt: skip
MIDDLES = {"Java": (-7.2, 110.5), "Asia": (34.0, 90.0), "Europe": (50.0, 17.0), "Africa": (4.0, 20.0), "South America": (-15.0, -59.0), "North America": (38.0, -98.0), "Oceania": (-25.0, 134.0), "Honshu": (36.5, 137.5), "Sumatra": (0.0, 101.5), "Luzon": (16.3, 121.2), "Taiwan": (23.7, 121.0), "Cuba": (21.8, -79.5)}  # fmt: skip
"""Latitude and longitude of the middles of lands, from which their parts are counted."""
_WIDE = frozenset(("Asia", "Europe", "Africa", "South America", "North America", "Oceania"))
_NEAR_KM = 300.0


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, tuple[str, str]]:
    """Plain name -> (kind, key) of every place below a world: continents, regions, countries (kind `country`, key several by `|`), states, islands."""
    known = knowledge()
    found = {name: ("continent", key) for name, key in _CONTINENTS.items()} | {name: ("region", key) for name, key in _REGIONS.items()}
    for name, (adjective, _, region) in known.abroad.items():
        found[plain(name)] = found[plain(adjective)] = ("country", name)
        found.setdefault(plain(region), ("region", region))
    for country in known.countries.values():
        for name in (country.key, *country.names):
            kind, keys = found.get(plain(name), ("country", ""))
            found[plain(name)] = ("country", f"{keys}|{country.key}" if keys else country.key)
    for adjective, keys_ in known.adjectives.items():
        found[plain(adjective)] = ("country", "|".join(keys_))
    found["korea"] = ("country", "South Korea|North Korea")
    for city in known.cities.values():
        for kind, name in (("state", city.state), ("island", city.island)):
            if name and not name.startswith("the "):
                found.setdefault(plain(name), (kind, name))
    for name in ("america", "us", "u s", "american"):
        found[name] = ("country", "United States")
    return found


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The words with which names of places begin."""
    return frozenset(name.split()[0] for name in gazetteer())


@lru_cache(maxsize=8192)
def places_in(text: str) -> tuple[tuple[str, str, str], ...]:
    """(plain name, kind, key) of the places that plain `text` mentions, longest names first at each word; "us" only after "the"."""
    words, known, first = text.split(), gazetteer(), _first_words()
    found: list[tuple[str, str, str]] = []
    i = 0
    while i < len(words):
        for n in range(min(4, len(words) - i) if words[i] in first else 0, 0, -1):
            name = " ".join(words[i : i + n])
            entry = known.get(name)
            if entry is not None and not (name == "us" and words[max(i - 1, 0)] not in ("the", "in")):
                found.append((name, *entry))
                i += n - 1
                break
        i += 1
    return tuple(found)


def lies_in(city: City, kind: str, key: str) -> bool:
    country = knowledge().country(city)
    if kind == "continent":
        return key in (city.continents or (country.continent,))
    if kind == "region":
        if city.name in ("St Petersburg",) and key == "Northern Europe":
            return True
        return key in country.regions or key in city.regions
    if kind == "country":
        return country.key in key.split("|") or (country.key == "Hong Kong" and "China" in key.split("|"))
    return key in (city.state, city.island)


def part_of(city: City, key: str, asked: list[str]) -> bool | None:
    """Whether the city lies in the asked parts (`north` …, `cent…`) of the island or continent `key`; None where its middle is not known."""
    if key not in MIDDLES:
        return None
    up, right = city.lat - MIDDLES[key][0], city.lon - MIDDLES[key][1]
    far = 15.0 if key in _WIDE else 2.0
    holds = {"north": up > 0, "south": up < 0, "east": right > far / 5, "west": right < -far / 5}
    return all(holds.get(part, abs(right) < far) for part in asked)


@lru_cache(maxsize=8192)
def _means_place(text: str, name: str) -> bool:
    """Whether `name` stands for a place in the clause, and not, as an adjective, for a style or a people ("French architecture")."""
    if name in ("the west", "the east", "west", "east") and regex(rf"\b{name} (?:of (?:the|its|this|their)|coast|side|part|bank|end|half)\b").search(text):
        return False
    if name not in _adjectives():
        return True
    return bool(regex(rf"\b{name}( \w+)? (city|cities|town|capital|metropolis|megacity|territory|port|province|state|place|soil|mainland|nation|country|one|municipality|urban|republic|continent|world|union|ground|soil|lands?|shores?)\b|\b{name}$").search(text))


@lru_cache(maxsize=1)
def _adjectives() -> frozenset[str]:
    known = knowledge()
    return frozenset(plain(a) for a in known.adjectives) | frozenset(plain(row[0]) for row in known.abroad.values()) | {"american", "asian", "european", "african", "arab", "balkan", "scandinavian", "nordic", "slavic", "soviet", "andean"}


def seas_of(city: City) -> tuple[str, ...]:
    return city.seas or ((city.sea,) if city.sea else ())


@lru_cache(maxsize=8192)
def sea_named(text: str) -> str:
    """The first sea that `text` names, empty where it names none."""
    if _ANY_SEA.search(text) is None:
        return ""
    for names in _SEAS:
        found = regex(rf"\b({names})\b").search(text)
        if found and not (found[1] == "arctic" and "circle" in text):
            return names.split("|")[0]
    return ""


def _sea(text: str, city: City, country: Country) -> bool | None:
    """Whether a sea that `text` names washes the city, is near it, or washes the country, as the text asks; None where it names none."""
    whole = sea_named(text) or ("mediterranean sea" if regex(r"\b(on|by|at|along|facing|faces?|onto|over|overlook\w*|touch\w*|border\w*) the (\w+ )?mediterranean$|\bmediterranean\b.*\b(lap\w*|wash\w*|beach\w*|shores?|waves|waters?|swim\w*)\b|\b(beach\w*|swim\w*|waves|shores?|waters)\b.*\bmediterranean\b").search(text) else "caribbean sea" if regex(r"\b(country|nation)\b.*\b(on|by|at|along|facing|faces?|onto|over|touch\w*|border\w*) (the )?caribbean$").search(text) else "")
    if not whole:
        return None
    seas = country.seas if regex(r"\bcountry|nation\b").search(text) else seas_of(city)
    if regex(r"\b(near|close|nearby)\b").search(text) and city.near_sea:
        seas = (*seas, city.near_sea)
    if country.seas and regex(r"^(?!.*\bnot only\b).*\b(country|nation)\b.*\b(only|alone|nowhere else)\b").search(text):
        return all(plain(sea) == whole or WITHIN.get(sea) == whole for sea in seas)
    return any(plain(sea) == whole or WITHIN.get(sea) == whole for sea in seas)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two points given in degrees of latitude and longitude."""
    (la, oa), (lb, ob) = (tuple(map(math.radians, p)) for p in (a, b))
    inside = math.sin(la) * math.sin(lb) + math.cos(la) * math.cos(lb) * math.cos(oa - ob)
    return 6371.0 * math.acos(max(-1.0, min(1.0, inside)))


_CAPITALS = {"United States": "Washington DC", "Canada": "Ottawa", "Australia": "Canberra", "Turkey": "Ankara", "Morocco": "Rabat", "Vietnam": "Hanoi", "Myanmar": "Naypyidaw",
             "Philippines": "Manila", "Ivory Coast": "Yamoussoukro", "Ecuador": "Quito", "Pakistan": "Islamabad", "India": "Delhi"}  # fmt: skip


def capital_of(c: City) -> str:
    """The capital of the city's country; empty where it has none."""
    return next((x.name for x in knowledge().cities.values() if x.country == c.country and x.capital), _CAPITALS.get(c.country, ""))


def compared(text: str, city: City) -> bool | None:
    """A comparison with another city: size, position, distance; None where there is none."""
    others = mentions(text)
    if others:
        name = others[0][0]
    elif regex(r"\bthan (the |its |their )?(\w+ )?capital( city)?(?: of (?:the|its|their) country)?$").search(text) and capital_of(city) in knowledge().where:
        name = capital_of(city)
    else:
        return None
    people, lat, lon = knowledge().where[name]
    same = name == city.name
    if regex(r"\b(bigger|larger|more people|more populous|more populated|greater|higher population|larger population|more inhabitants|more residents)\b").search(text):
        return city.people > people
    if regex(r"\b(smaller|fewer people|less people|less populous|lower population|fewer)\b").search(text):
        return city.people < people
    if times := regex(r"\b(twice|2 times|3 times|4 times|5 times|10 times|half|as|nearly as|almost as)\b(?: as)? (?:as )?(?:big|large|populous|many (?:people|inhabitants|residents)|the size of|the population of) (?:as |of )?").search(text):
        return city.people >= {"twice": 1.8, "2 times": 1.8, "3 times": 2.7, "4 times": 3.6, "5 times": 4.5, "10 times": 9.0}.get(times[1], 0.8) * people if times[1] != "half" else 0.3 * people <= city.people <= 0.7 * people
    if regex(r"\bcapital\b.*\bof\b").search(text) and " than " not in text:
        return False
    for word, holds in (("north", city.lat > lat), ("south", city.lat < lat), ("east", city.lon > lon), ("west", city.lon < lon)):
        if regex(rf"\b{word}(ern)? (of|to|than)|further {word}|farther {word}|more {word}ern\b").search(text):
            return holds
    if regex(r"\bbetween\b").search(text) and len(others) > 1:
        ends = [knowledge().where[other][1:] for other, _, _ in others[:2]]
        return sum(distance_km((city.lat, city.lon), end) for end in ends) < 1.2 * distance_km(*ends) and city.name not in (other for other, _, _ in others)
    near = distance_km((city.lat, city.lon), (lat, lon)) < _NEAR_KM and not same
    if regex(r"\bfar\b(?! (?:north|south|east|west))").search(text):
        return not near and not same
    if regex(r"\b(near|close|nearby|neighbou?r|next to|beside|around|within)\b").search(text):
        return near
    if regex(r"\b(in|same) (the )?(same )?country\b").search(text) and name in knowledge().cities:
        return knowledge().cities[name].country == city.country
    if regex(r"\b(older|younger|hotter|warmer|colder|cooler|wetter|rainier|drier|dryer|higher|lower)\b").search(text) and name in knowledge().cities:
        other = knowledge().cities[name]
        older, hotter = city.founded < other.founded, city.winter + city.summer > other.winter + other.summer
        if same:
            return False
        rain, height = city.rain > other.rain, city.elevation > other.elevation
        how = regex(r"\b(older|younger|hotter|warmer|colder|cooler|wetter|rainier|drier|dryer|higher|lower)\b").search(text)
        return {"older": older, "younger": not older, "hotter": hotter, "warmer": hotter, "colder": not hotter, "cooler": not hotter, "rainier": rain, "dryer": not rain, "lower": not height, "wetter": rain, "drier": not rain, "higher": height}[how[1]] if how else None
    return _older_elsewhere(text, city, name) if name not in knowledge().cities else None


def _older_elsewhere(text: str, city: City, name: str) -> bool | None:
    """Whether the city is older than another outside the hundred; None where that is not asked, or not known."""
    there = asides().elsewhere.get(name.lower()) or asides().elsewhere.get(name.lower().split()[0])
    how = regex(r"\b(older|younger|newer)\b").search(text)
    return None if how is None or there is None else (city.founded < there[3]) == (how[1] == "older")


_BORDERS = re.compile(r"\b(borders?(?! (?:with|of|to)\b)|bordering|neighbou?rs?|neighbou?ring|share|touch|country|nation)\b")
"""What asks of the country and not of how near the city lies."""


def nearby(city: City) -> tuple[str, ...]:
    """The foreign countries that lie near the city."""
    return tuple(table("reckoned")["near"].get(city.name, ()))


def where_is(text: str, city: City) -> bool | None:
    """Whether the place that the clause names holds of `city`; None where it names none."""
    country = knowledge().country(city)
    sea = _sea(text, city, country)
    if sea is not None:
        return sea
    found = [place for place in places_in(text) if _means_place(text, place[0])]
    if not found:
        return None
    if regex(r"\b(borders?|bordering|neighbou?rs?|neighbou?ring|share|adjacent|next to|touch|near|close)\b").search(text) and any(kind == "country" for _, kind, _ in found):
        if not _BORDERS.search(text):
            return any(key in nearby(city) for _, kind, keys in found if kind == "country" for key in keys.split("|"))
        near = any(key in country.neighbours for _, kind, keys in found if kind == "country" for key in keys.split("|"))
        return near or (country.key == "Hong Kong" and any("China" in key for _, _, key in found))
    if regex(r"\b(bigger|larger|smaller)\b").search(text) and (rival := knowledge().countries.get(found[0][2])):
        return country.area > rival.area if "smaller" not in text else country.area < rival.area
    if len(city.continents) > 1 and regex(r"\b(whole|entire|entirely|wholly|completely|fully|all of|only|solely)\b").search(text) and any(kind == "continent" for _, kind, _ in found):
        return False
    return any(lies_in(city, kind, key) for _, kind, key in found)
