"""Yes or no by where on the globe the city lies: the sun at noon, how long days are, warmer lands, nearer places, borders.

A claim is looked at only where it holds a word that calls for one of the rules; a rule that cannot tell says None.
"""

# ruff: noqa: ARG001, E501 -- patterns are read across; every rule takes the same two arguments

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from lmrl_gym.tasks.guess_city.clock import place as clock_place
from lmrl_gym.tasks.guess_city.dated import metros
from lmrl_gym.tasks.guess_city.knowledge import City, knowledge, table
from lmrl_gym.tasks.guess_city.measures import threshold
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import MIDDLES, capital_of, distance_km, lies_in, nearby, part_of, places_in
from lmrl_gym.tasks.guess_city.rails import by_rail, rail_to_capital
from lmrl_gym.tasks.guess_city.roads import by_road
from lmrl_gym.tasks.guess_city.rules import Rules
from lmrl_gym.tasks.guess_city.sayings import flows
from lmrl_gym.tasks.guess_city.skyline import tallest_ever
from lmrl_gym.tasks.guess_city.tongues import KIN_WORDS, akin
from lmrl_gym.tasks.guess_city.waters import ON_WATER

Rule = Callable[[str, City], "bool | None"]

_SOUTHERN_WINTER = re.compile(r"\b(?:june|july|august)\b")


def _known(part: str) -> Any:
    """A table of reckoned.toml."""
    return table("reckoned")[part]


def _noon(text: str, city: City) -> bool | None:
    """Where the sun stands at noon."""
    if regex(r"\b(?:overhead|straight up|directly above|vertical|zenith)\b").search(text):
        return abs(city.lat) <= 23.4
    side = regex(r"\b(north|south)(?:ern)?\b").search(text)
    return None if side is None else (side[1] == "north") == (city.lat < 0)


def _days(text: str, city: City) -> bool | None:
    """How long days are, in a season or against each other."""
    far = abs(city.lat)
    if regex(r"\b(?:equal|the same|same length|as long|as short|alike|hardly (?:change|vary|differ)|constant|12 hours)\b").search(text):
        return far <= 14
    if regex(r"\b(?:differ|different|vary|varies|change|longer|shorter)\b").search(text) and regex(r"\b(?:a lot|much|far|very|greatly|considerably|hugely)\b").search(text):
        return far >= 35
    summer = regex(r"\bsummer\b").search(text) is not None or (_SOUTHERN_WINTER.search(text) is not None and city.lat > 0) or (regex(r"\b(?:december|january)\b").search(text) is not None and city.lat < 0)
    winter = regex(r"\bwinter\b").search(text) is not None or (regex(r"\b(?:december|january)\b").search(text) is not None and city.lat > 0) or (_SOUTHERN_WINTER.search(text) is not None and city.lat < 0)
    if regex(r"\b(?:short|dark)\b").search(text):
        return winter and far >= 45
    if regex(r"\b(?:long|late|light)\b").search(text):
        return summer and far >= 40
    return None


def _of_club(text: str, city: City) -> bool | None:
    """Whether the clubs that the claim names are at home there."""
    homes = _homes(text)
    return None if not homes else all(city.name in cities for cities in homes)


@lru_cache(maxsize=8192)
def _homes(text: str) -> tuple[list[str], ...]:
    """The cities of each of the clubs that the claim names."""
    return tuple(cities.split("|") for club, cities in _known("clubs").items() if f" {club} " in f" {text} ")


def _beyond_all(text: str, city: City) -> bool | None:
    """Whether it has more people than every other city of a land."""
    named = [(kind, key) for _, kind, key in places_in(text) if kind in ("continent", "country", "region")]
    if len(named) != 1:
        return None
    if named[0][0] == "country" and lies_in(city, *named[0]):
        return city.largest != bool(regex(r"\bsmaller\b").search(text))
    there = [other.people for other in knowledge().cities.values() if other.name != city.name and lies_in(other, *named[0])]
    return None if not there else city.people < min(there) if regex(r"\bsmaller\b").search(text) else city.people > max(there)


_SHARED = r"country|nation|continent|island|province|state|river|hemisphere|language|currency|money|religion|faith|side"


def _shared(text: str, city: City) -> bool | None:
    """Whether it lies in the same country, or on the same river, as another city, or has the same language."""
    known = knowledge()
    found = regex(rf"\bsame (?:\w+ )?({_SHARED})\b").search(text)
    other = next((known.cities[name] for name, _, _ in mentions(text) if name in known.cities), None)
    if found is None:
        return None
    own = known.country(city)
    if other is None:
        if found[1] in ("country", "nation") and (lands := next((lands for place, lands in table("general")["homes"].items() if f" {place} " in f" {text} "), None)) is not None:
            return city.country in lands
        if found[1] == "hemisphere" and (named := mentions(text)):
            _, lat, lon = known.where[named[0][0]]
            return (city.lon > 0) == (lon > 0) if regex(r"\b(?:eastern|western)\b").search(text) else (city.lat > 0) == (lat > 0)
        keys = [key for _, kind, key in places_in(text) if kind == "country" and key in known.countries]
        if not keys or found[1] not in ("continent", "language", "currency", "money", "side"):
            return None
        land = known.countries[keys[0]]
        return {"continent": land.continent in (city.continents or (own.continent,)), "language": land.languages[0] == (city.languages or own.languages)[0], "side": land.driving == own.driving}.get(found[1], land.currency == own.currency)
    there = known.country(other)
    match found[1]:
        case "side":
            return own.driving == there.driving if regex(r"\b(?:driv\w*|traffic|road|cars)\b").search(text) else None
        case "country" | "nation":
            return city.country == other.country
        case "continent":
            return not {*(city.continents or (own.continent,))}.isdisjoint(other.continents or (there.continent,))
        case "island":
            return bool(city.island) and city.island == other.island
        case "province" | "state":
            return bool(city.state) and city.state == other.state
        case "river":
            return any(water in other.water for water in city.water if flows(water))
        case "hemisphere":
            return (city.lon > 0) == (other.lon > 0) if regex(r"\b(?:eastern|western)\b").search(text) else (city.lat > 0) == (other.lat > 0)
        case "language":
            return (city.languages or own.languages)[0] == (other.languages or there.languages)[0]
        case "currency" | "money":
            return own.currency == there.currency
        case _:
            return own.religions[0] == there.religions[0]


def _where(text: str) -> tuple[float, float] | None:
    """Latitude and longitude of the place that the text names."""
    for name, _, _ in mentions(text):
        return knowledge().where[name][1:]
    for _, kind, key in places_in(text):
        cities = [city for city in knowledge().cities.values() if kind == "country" and city.country in key.split("|")]
        if cities:
            return sum(city.lat for city in cities) / len(cities), sum(city.lon for city in cities) / len(cities)
        if key in MIDDLES:
            return MIDDLES[key]
    return None


def _nearer(text: str, city: City) -> bool | None:
    """Whether it lies nearer to one place than to another, or nearer to the equator."""
    near, _, other = text.partition(" than ")
    if regex(r"\b(?:pole|south pole|north pole|antarctic\w*|arctic)\b").search(text):
        return None
    turned = regex(r"\b(?:further|farther)\b").search(near) is not None
    there = _where(other)
    if "equator" in near and there is not None:
        return (abs(city.lat) < abs(there[0])) != turned
    before, after = regex(r"\b(?:closer|nearer|further|farther)\b").split(near, maxsplit=1)
    here = _where(after) or _where(before)
    if here is None or there is None:
        return None
    own = city.lat, city.lon
    return (distance_km(own, here) < distance_km(own, there)) != turned


def _as_far(text: str, city: City) -> bool | None:
    """Whether it lies about as far north, or south, as another city."""
    other = _where(text)
    if other is None:
        return None
    if regex(r"\b(?:about|roughly|level|same|nearly|almost|exactly|on a level)\b").search(text):
        return abs(city.lat - other[0]) <= 4
    return city.lat >= other[0] - 1 if "north" in text else city.lat <= other[0] + 1


def _zone(text: str, city: City) -> bool | None:
    """Whether clocks show the same as, less or more than those of another place."""
    there = clock_place(text)
    if there is None:
        return None
    country = knowledge().country(city)
    ahead = (country.utc if city.utc is None else city.utc) - there[0]
    if regex(r"\b(?:same|share|shares|identical)\b").search(text):
        return abs(ahead) < 0.1
    return ahead < 0 if regex(r"\b(?:behind|back|earlier|slower)\b").search(text) else ahead > 0 if regex(r"\b(?:ahead|forward|later|faster)\b").search(text) else None


@lru_cache(maxsize=1)
def _warmths() -> dict[str, tuple[float, float]]:
    """Country or land -> the means of its coldest and of its warmest month."""
    known = knowledge()
    found: dict[str, tuple[float, float]] = {}
    for country in known.countries.values():
        cities = [city for city in known.cities.values() if city.country == country.key]
        found[country.key] = sum(c.winter for c in cities) / len(cities), sum(c.summer for c in cities) / len(cities)
    return found | {name: (float(cold), float(warm)) for name, (cold, warm) in _known("warmth").items()}


def _warmer(text: str, city: City) -> bool | None:
    """Whether it, or one of its seasons, is warmer or colder than in another land."""
    how = regex(r"\b(hotter|warmer|colder|cooler|chillier|frostier|harsher|icier|freezing)\b.*\bthan (?:(?:it does|it is|they are|they do|those|the ones|ones|winters?|summers?|one|what you get) )?(?:(?:in|of|up in|down in|over in) )?(?:the )?(.+)$").search(text)
    if how is None or mentions(how[2]):
        return None
    there = next((key for _, kind, key in places_in(how[2]) if kind in ("country", "continent", "region") and key in _warmths()), None) or next((name for name in _known("warmth") if f" {name} " in f" {how[2]} "), None)
    if there is None or there == city.country:
        return None
    cold, warm = _warmths()[there]
    own, other = (city.winter, cold) if "winter" in text else (city.summer, warm) if "summer" in text else (city.winter + city.summer, cold + warm)
    return (own > other) == (how[1] in ("hotter", "warmer"))


def _at_border(text: str, city: City) -> bool | None:
    """Whether it lies near the border of another country."""
    if regex(r"\b(?:country|nation)\b").search(text):
        return None
    named = [key for _, kind, keys in places_in(text) if kind == "country" for key in keys.split("|")]
    if not named or city.country in named:
        return None
    return any(key in nearby(city) for key in named)


_FAR = re.compile(r"\b(?:far|distant|remote|miles|kilomet\w+|hundreds|thousands|a long way|nowhere near)\b")


def _by_border(text: str, city: City) -> bool | None:
    """Whether it lies near, or far from, any border of its country, or that of the side which the claim names."""
    if any(kind == "country" for _, kind, _ in places_in(text)):
        return None
    side: str = _known("frontier").get(city.name, "")
    sides = _SIDES.findall(text)
    return (bool(side) and all(part in side for part in sides)) != (_FAR.search(text) is not None)


def _opposite(text: str, city: City) -> bool | None:
    """Whether another country that the claim names lies near."""
    named = [key for _, kind, keys in places_in(text) if kind == "country" for key in keys.split("|")]
    return None if not named else city.country not in named and any(key in nearby(city) for key in named)


def _from_capital(text: str, city: City) -> bool | None:
    """Whether the capital is as far as a ride that the claim tells."""
    where = knowledge().where.get(capital_of(city))
    if where is None:
        return None
    km = distance_km((city.lat, city.lon), where[1:])
    if city.capital:
        return False
    if (ride := by_rail(text, city)) is not None:
        return ride
    if regex(r"\b(?:whole day|full day|entire day|all day|overnight|days|day train|day drive|day journey|day ride|long haul)\b").search(text):
        return km > 600
    hours = regex(r"\b(half an|an|a|one|\d+(?:\.\d+)?) hours?\b").search(text)
    beyond = regex(r"\b(?:more than|over|at least|several|many|longer than|further than)\b").search(text) is not None
    if hours is not None:
        asked = {"half an": 0.5, "an": 1.0, "a": 1.0, "one": 1.0}.get(hours[1]) or float(hours[1])
        return (km < asked * (260 if regex(r"\b(?:train|rail|fly|flight|plane)\b").search(text) else 110)) != beyond
    if minutes := regex(r"\b(\d+) minutes\b").search(text):
        return (km < float(minutes[1]) * (4 if "train" in text else 2)) != beyond
    return (km < 220) != (beyond or regex(r"\bhours\b").search(text) is not None)


def _high(text: str, city: City) -> bool | None:
    """Whether it lies at a height that the claim tells in figures."""
    return threshold(text, city.elevation * (3.281 if regex(r"\b(?:feet|ft|foot)\b").search(text) else 1.0))


def _whole(text: str, city: City) -> bool | None:
    """Of a city on two continents: that all of it lies on one is false."""
    return False if len(city.continents) > 1 and regex(r"\b(?:europe|asia|continent)\b").search(text) else None


def _by_larger(text: str, city: City) -> bool | None:
    """Whether a larger city is near."""
    own = city.lat, city.lon
    return any(people > 1.2 * city.people and distance_km(own, (lat, lon)) < 100 for name, (people, lat, lon) in knowledge().where.items() if name != city.name)


def _at_christmas(text: str, city: City) -> bool | None:
    """Whether Christmas falls into the season that the claim names."""
    summer = regex(r"\b(?:summer|midsummer|summertime)\b").search(text) is not None
    return abs(city.lat) >= 15 and (city.lat < 0) == summer


_SIDES = re.compile(r"\b(north|south|east|west|cent|middle)")


def _on_its_island(text: str, city: City) -> bool | None:
    """Whether it lies in the part of its island that the claim names."""
    if city.sea == "Java Sea" and (sides := regex(r"\b(?:north|south)").findall(text)):
        return sides == ["north"]
    key = city.island if city.island in MIDDLES else city.country if city.island else ""
    return part_of(city, key, ["cent" if part == "middle" else part for part in _SIDES.findall(text)]) if city.island else False


def _metro_age(text: str, city: City) -> bool | None:
    """Whether its underground railway is older, or newer, than that of another city."""
    opened, other = metros().get(city.name), next((name for name, _, _ in mentions(text)), "")
    if not other or other == city.name:
        return None
    there = metros().get(other)
    return None if there is None else opened is not None and (opened < there) == (regex(r"\b(?:older|earlier|before)\b").search(text) is not None)


_RULES: tuple[tuple[str, str, Rule], ...] = (
    ("sun", r"\bsun\b.*\b(?:noon|midday|12)\b|\b(?:noon|midday)\b.*\bsun\b", _noon),
    ("days daylight nights light evenings", r"\b(?:days|daylight|nights|evenings)\b.*\b(?:equal|same length|as long as|as short as|alike|12 hours|length|short|long|light)\b|\b(?:long|short|light|dark) (?:\w+ )?(?:days|evenings)\b.*\b(?:summer|winter|june|july|december|january)\b|\b(?:day|daylight) (?:and night )?length\b|\blight (?:very |so )?late\b.*\b(?:june|july|summer|december)\b|\b(?:light|daylight)\b.*\b(?:until|till|at) (?:very |quite )?(?:late|10|11)\b", _days),
    ("drive driving car road overland land train rail", r"^(?:can|could|would|is|does|do|may|might)\b.*\b(?:drive|driving|by car|by road|overland|by land)\b.*\b(?:to|into|reach)\b|^(?:can|could|would|do|may|might)\b.*\b(?:to|into|reach|from)\b.*\b(?:overland|by (?:car|road|land|train|rail)(?: from (?:it|there|the city))?)$", by_road),
    ("whole entire entirely wholly completely fully all only", r"^(?:is|does|do|are) .*\b(?:whole|entire|entirely|wholly|completely|fully|all of|only)\b.*\b(?:in|on|within|part of) (?:europe|asia|one continent|1 continent|a single continent|the same continent)$", _whole),
    ("larger bigger", r"^(?!.*\b(?:capital|than|state|country|river|lake|airport)\b).*\b(?:near|close to|beside|outskirts of|shadow of|adjacent to|(?:just|right) (?:north|south|east|west) of) (?:a |the |some )?(?:much |far |even |way )?(?:larger|bigger) (?:city|metropolis|one|town|place|neighbou?r)\b", _by_larger),
    ("metro subway underground tube", r"\b(?:metro|subway|underground|tube)\b.*\b(?:older|newer|younger|earlier|later|before)\b", _metro_age),
    ("island", r"\b(?:in|on|at|near|towards|to|occupy|occupies) (?:the |its )?(?:far )?(?:(?:north|south|east|west)+(?:ern)?|central|middle|cent(?:re|er)) (?:half |part |side |end |tip |third |portion )?of (?:its|the|this|that|their) (?:\w+ )?island(?! of)\b", _on_its_island),
    ("christmas", r"^(?!.*\b(?:like|than|snow\w*|hot|cold|warm|wear|market)\b).*\bchristmas\b.*\b(?:in|during|at) (?:the )?(?:height of |middle of )?(?:mid ?)?(?:summer|winter|summertime|wintertime)\b", _at_christmas),
    ("metres meters feet", r"^(?!.*\b(?:tall|tower|building|skyscraper|peak|long|deep|wide|bridge|statue|from|within)\b)(?:is|does) (?:it|the city)\b.*\bat (?:about |around |over |nearly |almost |some |more than |under |below )?\d{3,5} (?:metres|meters|feet|ft)\b", _high),
    (KIN_WORDS, r"\b(?:language|tongue|speak|spoken|speech)\b", akin),
    ("than", r"\b(?:bigger|larger|more populous|more people|smaller|more inhabitants) (?:\w+ )?than (?:in )?(?:every|any|all|each)(?: other| the| of the)* (?:\w+ ){1,3}?(?:city|cities|capital|capitals|metropolis|one)\b|\b(?:bigger|larger|more populous|smaller) than (?:every|any|all)(?: other| the| of the)* (?:city|cities) (?:in|of) \w+", _beyond_all),
    ("nearer closer further farther", r"\b(?:nearer|closer|further|farther) (?:away )?(?:to|from) .* than\b", _nearer),
    ("latitude north south level", r"\b(?:as (?:far )?(?:north|south) as|(?:on )?(?:the |a )?(?:same latitude|level) (?:as|with))\b", _as_far),
    ("time zone clock clocks watch watches", r"\b(?:same|share|shares) (?:a |the )?time(?: ?zone)?\b|\b(?:behind|ahead of)\b.*\b(?:in time|on the clock|by the clock)\b|\b(?:put|set|turn|wind|move)\b.*\b(?:watch|watches|clocks?)\b.*\b(?:back|forward|ahead)\b", _zone),
    ("club clubs team teams side franchise baseball basketball football soccer hockey nba nfl mlb nhl ipl cricket play plays home fans support supporters derby fan supporter rugby", r"^(?!.*\b(?:against|visit\w*|beat|beaten|final|tour|lost)\b)", _of_club),
    ("same", rf"\bsame (?:\w+ )?(?:{_SHARED})\b.* (?:as|with|that) ", _shared),
    ("than", r"\b(?:hotter|warmer|colder|cooler|chillier|frostier|harsher|icier)\b.*\bthan\b", _warmer),
    ("border frontier", r"\b(?:near|close to|next to|by|at|on|from|beside)\b (?:the )?(?:\w+ ){1,2}(?:border|frontier)\b|\b(?:near|close|beside)\b.*\b(?:border|frontier) (?:with|of|to)\b", _at_border),
    ("border frontier borders frontiers", r"\b(?:near|close|closer|by|at|on|next to|beside|hard by|along|far|away|distant|miles|long way|remote)\b (?:away |up )?(?:(?:from|to) )?(?:(?:the|its|any|an|a|every|all|of|country|nation|national|international|land|nearest|state|closest|foreign) )*(?:(?:north|south|east|west)+(?:ern)? )?(?:land )?(?:borders?|frontiers?)(?: of (?:its|the) (?:country|nation))?$", _by_border),
    ("country nation state", r"^(?:is|are|lies|does|can|could|do)\b(?!.*\b(?:neighbours?|capital|independent|city state|language|island)\b).*\b(?:next|nearest|closest|neighbou?ring|another|foreign|a different) (?:country|state|nation)\b.*\b(?:hours?|minutes|short (?:drive|ride|trip)|suburbs?|near|nearby|close|doorstep|practically|next door|far|a long way)\b", _by_border),
    ("across opposite", r"^(?!.*\b(?:seasons?|side|driv\w*|flag|clock|end of)\b)(?:is|does|lies) (?:it|the city)\b.*\b(?:across (?:the|a) (?:water|lake|river|strait|bay|straits|channel|estuary|sea) from|opposite)\b", _opposite),
    ("tallest highest", r"^(?!.*\b(?:one of|among|2nd|second(?! world)|third|3rd|countr\w+|nation|asia|europe|africa|americas?|twin|statue|hotel|residential|religious|church|minaret|dam|bridge|wooden|flag\w*|observation|mountains?|peak|hemisphere)\b)(?=.*\b(?:world|planet|globe|earth)\b)(?=.*\b(?:tallest|highest)\b).*\b(?:buildings?|skyscrapers?|towers?|structures?)\b", tallest_ever),
    ("train trains rail railway", r"^(?!.*\b(?:hours?|minutes|day|state|provincial|oldest|first)\b).*\b(?:trains?|rail|railway)\b.*\b(?:to|with|and|from) (?:the |its )?(?:national |country )?capital$", rail_to_capital),
    ("capital", r"^(?!.*\b(?:state|provincial|province|regional|fashion|financial|district)\b).*\bcapital\b.*\b(?:(?:hours?|minutes|day|days|overnight|hop|stone throw|trip) (?:\w+ )?(?:away|by|train|drive|ride|on|off|from|with|of)|(?:hop|stone throw|train ride|drive|bus ride) (?:away|off|by)|hours? by|day trip)\b|\bcapital\b.*\b(?:within|in|under)\b.* (?:hours?|minutes)(?: or (?:less|so|under))?$|\b(?:hours?|minutes|day|overnight|hop|stone throw)\b.*\b(?:from|to) (?:the |its )?(?:\w+ )?capital\b", _from_capital),
)


@lru_cache(maxsize=1)
def _rules() -> Rules[Rule]:
    return Rules((*ON_WATER, *_RULES))


def borne_out(text: str, city: City) -> bool | None:
    """Whether the city's place on the globe bears out a claim (plain words); None where no rule can tell."""
    for rule, _ in _rules().called(text):
        if (holds := rule(text, city)) is not None:
            return holds
    return None


def bearing_words() -> frozenset[str]:
    """The words of the rules' patterns and of the clubs and rivers: no slips."""
    return _rules().words.union(*(name.split() for name in (*_known("clubs"), *_known("streams")["names"])))
