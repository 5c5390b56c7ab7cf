"""Yes or no about the city itself: a table of what a clause may claim, each entry a pattern over plain words and what makes it true.

`claim` takes the first entry that fits; entries stand from the special to the general. What no entry fits is looked up, word by word, in everything
that is told of the city (`lore`). What the knowledge has never heard of is false, and said to be unheard of.
"""

# ruff: noqa: ARG001, ARG005, E501, RUF021, SIM300 -- a table: one rule a line, however long, and every test takes the same three arguments

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.tasks.guess_city.country_claims import COUNTRY_CLAIMS
from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge
from lmrl_gym.tasks.guess_city.lore import Told, common, rare, stem, told
from lmrl_gym.tasks.guess_city.places import compared, gazetteer, places_in, sea_named, seas_of, where_is

Test = Callable[[City, Country, "re.Match[str]"], bool]


class Found(NamedTuple):
    """What a clause was read as: whether it is true, and whether the knowledge has heard of the matter."""

    true: bool
    heard: bool = True


def tag(*tags: str) -> Test:
    return lambda city, country, match: any(t in city.tags for t in tags)


def _mean(city: City) -> float:
    return (city.winter + city.summer) / 2


def _big(city: City) -> float:
    return max(city.people, city.metro)


def _asked(city: City, country: Country, text: str) -> float:
    """The population that a clause is about, in people."""
    if re.search(r"\bcountry|nation\b", text):
        return country.people * 1e6
    return (city.metro if re.search(r"\bmetro|greater|urban area|surrounding", text) else city.people) * 1e6


_MORE = r"(more than|over|above|at least|exceeds?|greater than|bigger than|larger than|upwards of|exceeding|or more|higher than|hotter than|warmer than|older than|beyond|after|later than|since|north of)"
_LESS = r"(less than|fewer than|under|below|at most|smaller than|lower than|or less|or fewer|colder than|cooler than|younger than|before|up to|earlier than|prior to)"


def _threshold(text: str, value: float) -> bool | None:
    """Whether `value` meets the bound that `text` sets on its number; None where it sets none."""
    numbers = [float(n) for n in re.findall(r"(?<![a-z])-?\d+(?:\.\d+)?(?!th|st|nd|rd)", text)]
    if not numbers:
        return None
    if len(numbers) > 1 and re.search(r"\b(between|from|to|and|-)\b", text):
        return min(numbers[:2]) <= value <= max(numbers[:2])
    if re.search(rf"\b{_MORE}\b", text):
        return value >= numbers[0]
    if re.search(rf"\b{_LESS}\b", text):
        return value < numbers[0]
    if re.search(r"\b(about|around|roughly|approximately|close to|near|nearly|almost)\b", text):
        return abs(value - numbers[0]) <= 0.2 * abs(numbers[0])
    return abs(value - numbers[0]) <= 0.15 * abs(numbers[0])


def _people(city: City, country: Country, match: re.Match[str]) -> bool:
    value = _asked(city, country, match.string)
    text = match.string
    if re.search(r"\b(million|millions)\b", text) and not re.search(r"\d", text):
        return value >= 1e6
    return bool(_threshold(text, value))


def _century(city: City, country: Country, match: re.Match[str]) -> bool:
    number = int(match["century"])
    bc = bool(re.search(r"\b(bc|bce|before christ)\b", match.string))
    first, last = (-100 * number, -100 * number + 99) if bc else (100 * number - 99, 100 * number)
    if re.search(rf"\b{_MORE}\b", match.string):
        return city.founded > last
    if re.search(rf"\b{_LESS}\b", match.string):
        return city.founded < first
    return first <= city.founded <= last


def _age(city: City, country: Country, match: re.Match[str]) -> bool:
    return bool(_threshold(match.string, 2025.0 - city.founded))


def _year(city: City, country: Country, match: re.Match[str]) -> bool:
    bc = -1.0 if re.search(r"\b(bc|bce)\b", match.string) else 1.0
    year = bc * float(match["year"])
    if re.search(rf"\b{_LESS}\b", match.string):
        return city.founded < year
    if re.search(rf"\b{_MORE}\b", match.string):
        return city.founded >= year
    return city.founded == year


def _height(city: City, country: Country, match: re.Match[str]) -> bool:
    metres = city.elevation * (3.281 if re.search(r"\b(feet|ft|foot)\b", match.string) else 1.0)
    return bool(_threshold(match.string, metres))


def _degrees(city: City, country: Country, match: re.Match[str]) -> bool:
    text = match.string
    peaks = bool(re.search(r"\b(often|reach\w*|exceed\w*|rise\w*|up to|get\w*|above|over|drop\w*|fall\w*|below|under|more than|less than)\b", text) and not re.search(r"\b(average|mean)\b", text))
    value = city.winter - 5 * peaks if re.search(r"\bwinter|cold|coldest|january|freez", text) else city.summer + 7 * peaks if re.search(r"\bsummer|hot|hottest|july", text) else _mean(city)
    if re.search(r"\b(fahrenheit|f)\b", text) or re.search(r"\b(7\d|8\d|9\d|100)\b", text):
        value = value * 1.8 + 32
    return bool(_threshold(text, value))


def _snow(city: City, country: Country, match: re.Match[str]) -> bool:
    if re.search(r"\b(a lot|heavy|heavily|much|often|regularly|frequently|usually|commonly|every)\b", match.string):
        return city.snow == "often"
    if re.search(r"\b(never)\b", match.string):
        return city.snow == "never"
    if re.search(r"\b(ever|rarely|sometimes|occasionally)\b", match.string):
        return city.snow != "never"
    return city.snow in ("often", "sometimes")


def _part(city: City, country: Country, match: re.Match[str]) -> bool:
    asked = re.findall(r"(north|south|east|west|cent(?:er|re|ral)|middle|heart)", match.string)
    plain = {"center": "centre", "central": "centre", "middle": "centre", "heart": "centre"}
    return all(plain.get(part, part) in city.part for part in asked)


def _coastal(city: City) -> bool:
    return bool(seas_of(city))


def _events(*words: str) -> Test:
    return lambda city, country, match: any(w in e for e in city.events for w in words)


def _olympics(city: City, country: Country, match: re.Match[str]) -> bool:
    text = match.string
    kind = "Winter Olympics" if "winter" in text else "Summer Olympics" if "summer" in text else "Olympics"
    years = re.findall(r"\b(?:18|19|20)\d\d\b", text)
    held = [e for e in city.events if kind in e and "Youth" not in e and "2028" not in e]
    if re.search(r"\b(twice|more than once|2 times|multiple)\b", text):
        return len(held) >= 2
    if "century" in text and (century := re.search(r"\b(20|21)(?:th|st)\b", text)):
        return any(e.startswith("19" if century[1] == "20" else "20") for e in held)
    if years and re.search(r"\b(since|after|before)\b", text):
        return any((int(e[:4]) < int(years[0])) == ("before" in text) for e in held)
    return any(not years or any(e.startswith(y) for y in years) for e in held)


_FOODIES = frozenset(("Italy", "France", "Japan", "Thailand", "Mexico", "China", "India", "Peru", "Turkey", "Vietnam", "Spain", "Taiwan", "South Korea",
                      "Hong Kong", "Singapore", "Pakistan", "Argentina"))  # fmt: skip
_FLYERS = 1e6

_CITY: tuple[tuple[str, Test], ...] = (
    (r"\bhot dogs?\b|\bhot pot\b|\bcold noodles\b|\bhot chocolate\b|\bdry noodles\b|\bblack sea\b|\bwinter olympics planned\b", lambda c, n, m: (told(c, m[0]) or Told(False, False)).true),
    (r"\b(country|state|nation) (with)?in (it|the city)|\benclave", tag("pope")),
    (r"\b(designed|planned) by (a|an|the|some) (famous|single|\w+) (architect|planner|person)", tag("planned")),
    (r"\b(built|stands?|lies|sits|located) on (a |an |top of )?(\w+ )?(lake|lakebed|swamp|marsh)", lambda c, n, m: c.name in ("Mexico City", "St Petersburg")),
    (r"\bfour seasons|4 (distinct )?seasons|distinct seasons\b", lambda c, n, m: c.summer - c.winter >= 13),
    (r"\bolympic|\bolympics\b", _olympics),
    (r"\bcricket world cup\b", _events("Cricket World Cup")),
    (r"\brugby world cup\b", _events("Rugby World Cup")),
    (r"\bworld cup\b.*\b(won|win|champion)|\b(won|win|winner)\b.*\bworld cup\b", lambda c, n, m: n.world_cup_wins > 0),
    (r"\bworld cup\b", lambda c, n, m: any("World Cup" in e and "Rugby" not in e and "Cricket" not in e for e in c.events)),
    (r"\basian games\b", lambda c, n, m: any("Asian Games" in e for e in c.events)),
    (r"\bpan american games\b", _events("Pan American Games")),
    (r"\bcommonwealth games\b", _events("Commonwealth Games")),
    (r"\b(world )?(expo|exposition|world fair|worlds fair)\b", _events("Expo", "World's Fair", "Great Exhibition", "Exposition")),
    (r"\b(formula (one|1)|f 1|f1|grand prix)\b", tag("f1", "f1 nearby")),
    (r"\bdisney", lambda c, n, m: bool(c.tags & {"disney", "disney nearby"})),
    (r"\b(former|once|previous|previously|used to be|was it|ever|past|ancient|old|historical|historic|formerly|no longer)\b.*\bcapital\b|\bex capital\b|\b(been|was|be) (a|the|its)? ?(national )?capital\b",
     lambda c, n, m: bool(c.former) or c.capital or "capital of an empire" in c.tags if not re.search(r"\b(former|used to be|no longer|previous|formerly|ex)\b", m.string) else bool(c.former)),
    (r"\b(state|provincial|province|regional|prefectural|prefecture|region|district) capital\b|\bcapital (city )?of (a|an|its|the|some|any) (\w+ )?(state|province|region|prefecture|district|department|governorate)\b|\bsubnational capital",
     lambda c, n, m: c.seat),
    (r"\bcapital of (an|a|the) (\w+ )?empire|\bimperial capital|\bcapital of .*\bempire", tag("capital of an empire")),
    (r"\b(financial|economic|business|commercial|finance) (capital|cent(er|re)|hub|heart|district)s?", lambda c, n, m: "finance" in c.tags),
    (r"\b(fashion) (capital|cent(er|re)|hub)\b", tag("fashion")),
    (r"\b(cultural|entertainment|music|culture) (capital|cent(er|re)|hub)\b", lambda c, n, m: bool(c.tags & {"art", "theatre", "music", "film", "literature", "dance"})),
    (r"\b(tech|technology|it|software|innovation|start ?ups?) (capital|cent(er|re)|hub|industry|scene|companies|sector)\b|\btechnolog(y|ies|ical)\b|\bsilicon valley|\bhigh tech|\btech\b|\bsoftware\b|\bstart ?ups?\b|\binformation technology\b", tag("tech", "electronics")),
    (r"\b(near|close to|far from|beside|adjacent to|next to|outside|away from|borders?)\b.*\bcapital\b", lambda c, n, m: c.name in ("Bogor", "Bandung", "Tianjin", "Yokohama", "Inchon", "Giza", "Quezon City") if "far" not in m.string and "away" not in m.string else not (c.capital or c.name in ("Bogor", "Bandung", "Tianjin", "Yokohama", "Inchon", "Giza", "Quezon City"))),
    (r"\bsame (city )?as (the )?capital|\b(also|both)\b.*\bcapital\b.*\blargest|\bcapital and (the )?(largest|biggest)|\b(largest|biggest)( city)? and( the)? capital", lambda c, n, m: c.capital and c.largest),
    (r"\bcapital\b|\bseat of (the )?(national |federal )?government|\bnational government|\bparliament\b|\bpresident (lives|resides|live)|\bembass(y|ies)\b", lambda c, n, m: c.capital),
    (r"\b(second|2nd) (largest|biggest|most populous|most populated|city|most)\b", lambda c, n, m: c.rank == 2),
    (r"\b(third|3rd) (largest|biggest|most populous|most populated)\b", lambda c, n, m: c.rank == 3),
    (r"\b(fourth|4th) (largest|biggest|most populous|most populated)\b", lambda c, n, m: c.rank == 4),
    (r"\b(european|asian) (part|side) of (its|the|their) (country|nation)", lambda c, n, m: len(c.continents) > 1 or (c.country != "Turkey" and n.continent == {"european": "Europe", "asian": "Asia"}[m[1]])),
    (r"\bprime meridian|\bgreenwich\b", lambda c, n, m: c.name == "London"),
    (r"\bspecial administrative", lambda c, n, m: n.key == "Hong Kong"),
    (r"\b(is it|is the city|is this|is this city) (also )?(a|its own) (sovereign |independent )?(country|nation)$", lambda c, n, m: n.key == "Singapore"),
    (r"\b(one of|among)\b.*\b(largest|biggest|most populous|most populated|major|top)\b.*\b(world|planet|globe|earth)\b|\btop \d+ (largest|biggest|most populous).*\bworld|\bmega ?cit(y|ies)\b|\bhuge metropolis\b", lambda c, n, m: _big(c) >= 10),
    (r"\b(largest|biggest|busiest) (container )?(sea)?port\b.*\bworld", lambda c, n, m: c.name == "Shanghai" or ("one of" in m.string and c.name in ("Singapore", "Pusan", "Qingdao", "Guangzhou", "Hong Kong", "Tianjin"))),
    (r"\b(largest|biggest|main|busiest|most important) (container )?(sea)?port\b", lambda c, n, m: c.name in ("Pusan", "Shanghai", "Guayaquil", "Casablanca", "Karachi", "Alexandria", "Abidjan", "Jakarta", "Singapore", "Hong Kong", "Yangon", "St Petersburg", "Ho Chi Minh City", "Havana", "Buenos Aires")),
    (r"\b(largest|biggest|most populous|most populated)\b.*\b(world|planet|globe|earth)\b", lambda c, n, m: c.name == "Tokyo"),
    (r"\b(one of|among)\b.*\b(largest|biggest|most populous|most populated|major)\b.*\b(country|nation|its|the)\b", lambda c, n, m: c.largest or 0 < c.rank <= 5 or c.people >= 5),
    (r"\b(one of|among)\b.*\b(largest|biggest|most populous|most populated)\b", lambda c, n, m: _big(c) >= 8),
    (r"\b(largest|biggest|most populous|most populated)\b.*\b(continent)\b", lambda c, n, m: c.name in ("Tokyo", "Sao Paulo", "Cairo", "Kinshasa", "Mexico City", "New York", "Sydney", "Istanbul", "Moscow")),
    (r"\b(largest|biggest|most populous|most populated)\b.*\b(in|of)\b.*\b(country|nation|homeland)\b|\b(country|nation) ?(s)? (largest|biggest|most populous)|\b(largest|biggest|most populous|most populated) (city|urban area|metropolis|one)?", lambda c, n, m: c.largest),
    (r"\bnorthern hemisphere|\bnorth(ern)? half of the (world|globe|earth)|\b(north of|above) the equator|\bnorthern half of the globe", lambda c, n, m: c.lat > 0),
    (r"\bsouthern hemisphere|\b(south of|below) the equator|\bsouthern half of the globe", lambda c, n, m: c.lat < 0),
    (r"\bwestern hemisphere", lambda c, n, m: c.lon < 0),
    (r"\beastern hemisphere", lambda c, n, m: c.lon > 0),
    (r"\b(on|near|close to|by|around|nearby|touching|at) (\w+ )?(the )?equator|\bequatorial|\bdegrees (of|from) the equator", lambda c, n, m: abs(c.lat) <= 10),
    (r"\bfar from the equator", lambda c, n, m: abs(c.lat) >= 35),
    (r"\b(between|in|within|inside) the tropics|\btropic of|\bin the tropical zone|\btropics\b", lambda c, n, m: abs(c.lat) < 23.44),
    (r"\barctic circle|\bpolar\b", lambda c, n, m: False),
    (r"\bmore than (one|1) continent|\b(two|2|both) continents|\btranscontinental|\bseveral continents|\bstraddle", lambda c, n, m: n.key in ("Turkey", "Russia", "Egypt") if re.search(r"\b(country|nation)\b", m.string) else len(c.continents) > 1),
    (r"\b(founded|established|built|settled|created|founding|date|dates|started|begun|settlement|from|existed?)\b.*\b(?P<century>\d+)(th|st|nd|rd) century|\b(?P<y>older|younger)? ?than the (?P<c2>\d+)th century", lambda c, n, m: _century(c, n, m) if m["century"] else False),
    (r"\b\d+ years( old)?\b.*\bold|\b\d+ years old|\b(old|older|age|founded|history|existed|existence|young|younger|established)\b.*\b\d+ years|\b\d+ year", _age),
    (r"\b(founded|established|built|settled|created|older|founding|existed?|date)\b.*?\b(?P<year>\d{2,4})\b", _year),
    (r"\bancient\b(?! (ruins|library|temple|monument|tomb|egypt|wonder|rom|greek|capital|building|wall|site|history|empire))|\bthousands of years( old)?|\bfounded in (ancient|antiquity)|\bin antiquity|\bprehistoric", lambda c, n, m: c.founded < 500),
    (r"\bmedieval|\bmiddle ages", lambda c, n, m: 0 < c.founded < 1500 and c.founded >= 400 or c.name in ("London", "Paris", "Rome", "Istanbul", "Cairo", "Xian")),
    (r"\b(old|historic|historical) (city|town|place|settlement)$|\b(is|very|really|quite) (old|historic|historical)\b|\b(long|rich|ancient) history", lambda c, n, m: c.founded < 1600),
    (r"\b(new|young|modern) (city|town)\b|\b(relatively|fairly|quite|very) (new|young|modern|recent)", lambda c, n, m: c.founded > 1800),
    (r"\bplanned\b|\bpurpose ?built|\bbuilt from scratch", tag("planned")),
    (r"\b(elevation|altitude|sea level|met(er|re)s|feet|ft)\b.*\d|\d.*\b(elevation|altitude|sea level|met(er|re)s (above|high|up)|feet above)", _height),
    (r"\bhigh(er)? (altitude|elevation|up)|\bin the (highlands|mountains)|\b(high|highland) (plateau|city)|\bthin air|\bat altitude|\bhighlands?\b|\bhigh above sea level|\bmile high", lambda c, n, m: c.elevation >= 1000),
    (r"\b(low lying|close to sea level|at sea level|below sea level|near sea level|low altitude|low elevation|lowland)", lambda c, n, m: c.elevation <= 50 and "below" not in m[0]),
    (r"\bplateau\b", lambda c, n, m: "plateau" in c.place or "high plain" in c.place or c.name in ("Ankara", "Brasilia")),
    (r"\bvalley\b", lambda c, n, m: "valley" in c.place),
    (r"\bland ?locked\b|\b(inland|interior)\b|\baway from the (sea|coast|ocean)|\bfar from (the|any) (sea|coast|ocean)|\bno (access to|coast|sea)\b",
     lambda c, n, m: n.landlocked if re.search(r"\bcountry|nation\b", m.string) else not _coastal(c)),
    (r"\b(port|harbou?r|seaport|docks|container|shipping hub)\b", lambda c, n, m: "port" in c.tags or "River" in c.place),
    (r"\bbeach|\bseaside|\bsandy", tag("beach", "beach nearby")),
    (r"\bbay\b(?! of)", lambda c, n, m: any("Bay" in w for w in c.water) or "bay" in c.tags),
    (r"\bstrait\b(?! of)|\bbosp", tag("strait")),
    (r"\bgulf\b(?! of)", lambda c, n, m: "gulf" in c.place or any("Gulf" in s for s in seas_of(c))),
    (r"\b(west|western|pacific) coast\b(?! of)|\bwest coast\b", lambda c, n, m: _coastal(c) and "west" in c.part),
    (r"\b(east|eastern) coast\b", lambda c, n, m: _coastal(c) and "east" in c.part),
    (r"\b(north|northern) coast\b", lambda c, n, m: _coastal(c) and "north" in c.part),
    (r"\b(south|southern) coast\b", lambda c, n, m: _coastal(c) and "south" in c.part),
    (r"\b(near|close to|not far from|nearby) (the |a |an )?(coast|sea|ocean|shore|water)", lambda c, n, m: _coastal(c) or bool(c.near_sea)),
    (r"\bfar\b.*\b(sea|coast|ocean)\b", lambda c, n, m: not _coastal(c) and not c.near_sea),
    (r"\bcoast|\b(on|by|at|next to|beside|along|access to|touch|border|facing|overlook|front) (the |a |an )?(sea|ocean|water|salt)|\b(sea|ocean|water)(front|side)|\bmaritime|\bshore\b|\bsaltwater|\bocean\b(?! park)|\bsea (access|view)",
     lambda c, n, m: bool(n.seas) if re.search(r"\bcountry|nation\b", m.string) else _coastal(c) or (bool(re.search(r"\bwater\b", m[0])) and bool(c.water))),
    (r"\bgreat lakes?\b", lambda c, n, m: c.name in ("Chicago", "Toronto")),
    (r"\b(large|big|major|by a|near a|on a|great|any|has a) lakes?\b|\blakes?\b(?! \w+ (is|was))", lambda c, n, m: any("Lake" in w or "lake" in w for w in c.water) or "lakes" in c.tags),
    (r"\bcanals\b", tag("canals")),
    (r"\b(delta)\b", lambda c, n, m: "delta" in c.place or c.name in ("Ho Chi Minh City", "Shanghai", "St Petersburg", "Calcutta", "Dhaka", "Alexandria")),
    (r"\b(on|near|by|along|has|have|cross|through|any|famous|major|a|big|large|great|well known|important|flows?|banks? of) (a |an |the )?(\w+ )?(rivers?)\b(?! (called|named))|\brivers?\b$|\briverside\b|\briver (city|running|flow|run|that|pass)", lambda c, n, m: any(w != "many canals" and not re.search(r"Bay|Lake|lake|harbour|Lagoon|Xochimilco", w) for w in c.water)),
    (r"\b(active )?volcano", lambda c, n, m: bool(c.tags & {"volcano", "volcano nearby"}) or c.name in ("Tokyo", "Semarang", "Cirebon", "Taipei")),
    (r"\bearthquakes?|\bseismic|\bfault line|\bring of fire", tag("earthquakes")),
    (r"\b(hurricanes?)\b", tag("hurricanes")),
    (r"\b(typhoons?|tropical storms?|cyclones?)\b", tag("typhoons", "cyclones", "hurricanes")),
    (r"\b(flood|floods|flooding|flooded)\b", tag("floods", "sinking", "monsoon")),
    (r"\bnatural disasters?", tag("earthquakes", "typhoons", "hurricanes", "floods", "cyclones", "volcano", "tsunami")),
    (r"\bmonsoons?|\bwet season|\brainy season", lambda c, n, m: bool(c.tags & {"monsoon"}) or c.climate.startswith("tropical")),
    (r"\bhill(s|y)\b|\bsteep\b", lambda c, n, m: bool(c.hills)),
    (r"\bmountain(s|ous)?( range)?s?\b(?! (bike|of))|\bfoothills|\bmountainous", lambda c, n, m: bool(c.tags & {"mountains", "volcano", "skiing", "mountains nearby"}) or (bool(c.hills) and "low" not in c.hills and "distance" not in c.hills)),
    (r"\bflat\b|\bplains?\b", lambda c, n, m: not c.hills),
    (r"\b(in|near|close to|surrounded by|next to|edge of|by) (a |the |any )?(\w+ )?desert|\bdesert\b", lambda c, n, m: c.climate == "desert" or bool(c.tags & {"near desert", "desert", "desert nearby"})),
    (r"\b(rain ?forest|jungle)", tag("rainforest", "jungle")),
    (r"\bon an island|\b(is it|city is|located on|situated on) an island|\bisland (city|nation|country|state)|\bon (the |a )?(\w+ )?islands?\b|\bisland\b",
     lambda c, n, m: (("island" in n.shape and "peninsula" not in n.shape) or "archipelago" in n.shape) if re.search(r"\bcountry|nation\b", m.string) else bool(c.island) or "islands" in c.tags or "island" in n.shape or "archipelago" in n.shape),
    (r"\bdegrees?\b.*\d|\d.*\bdegrees?\b", _degrees),
    (r"\bsnow", _snow),
    (r"\b(below|sub) (zero|freezing)|\bfreez(e|es|ing)|\bfrost|\bsubzero", lambda c, n, m: c.winter <= 1),
    (r"\bcold winters?|\bwinters? (is |are |be )?(very |really |so )?(cold|harsh|severe)|\bharsh winters?|\bwinters? .*\blong\b|\blong winters?", lambda c, n, m: c.winter <= 2),
    (r"\bmild winters?|\bwinters? (is |are )?(quite )?mild", lambda c, n, m: 4 <= c.winter <= 17),
    (r"\bhot summers?|\bsummers? (is |are |get )?(very |really )?hot", lambda c, n, m: c.summer >= 25),
    (r"\bmediterranean climate", lambda c, n, m: c.climate == "mediterranean"),
    (r"\bcontinental climate|\bcontinental\b", lambda c, n, m: c.climate == "continental"),
    (r"\boceanic climate|\bmaritime climate", lambda c, n, m: c.climate == "oceanic"),
    (r"\bsub ?tropical", lambda c, n, m: c.climate in ("humid subtropical", "mediterranean")),
    (r"\btropical|\btropic\b", lambda c, n, m: c.climate.startswith("tropical")),
    (r"\btemperate|\bmild (climate|weather|all year|year)|\bmoderate (climate|weather)|\bspring like|\bmild\b", lambda c, n, m: c.climate in ("oceanic", "mediterranean", "highland") or (5 <= c.winter and c.summer <= 27 and not c.climate.startswith("tropical")) or c.name in ("Medellin", "Bandung", "Malang", "Caracas", "Bangalore")),
    (r"\bhumid|\bmuggy|\bsticky", lambda c, n, m: c.climate.startswith("tropical") or c.climate == "humid subtropical" or c.name == "Havana"),
    (r"\barid|\bdry\b|\blittle rain|\brarely rain", lambda c, n, m: c.climate in ("desert", "semi-arid", "arid") or c.rain < 400),
    (r"\brain(s|y|fall|ing)?\b|\bwet\b", lambda c, n, m: c.rain >= 1300 or c.name == "London" or (c.rain >= 1000 and not re.search(r"lot|heavy|much", m.string))),
    (r"\bfog(gy)?\b|\bmist", tag("fog")),
    (r"\bhot\b|\bheat\b|\bscorching", lambda c, n, m: _mean(c) >= 22 or (c.summer >= 29)),
    (r"\bwarm\b(?! (beer|people))|\bsunny\b", lambda c, n, m: _mean(c) >= 16),
    (r"\b(cold|chilly|freezing|cool)\b", lambda c, n, m: _mean(c) <= 11.5 or c.winter <= 0 or ("cool" in m[0] and (c.climate == "highland" or "cool air" in c.known))),
    (r"\b(north|south|east|west)(ern)?( |-)?(east|west)?(ern)?\b.*\b(of|in|part|side|half|within)\b.*|\b(in|located in|situated in) (the )?(north|south|east|west|cent(er|re|ral)|middle|heart)\w*$|\b(central|middle|cent(er|re)) (part )?(of|in)\b.*\b(country|nation)", _part),
    (r"\b\d[\d.]*\b.*\b(people|population|inhabitants|residents|live|populous|citizens|big|large|habitants|souls|metro)|\b(people|population|inhabitants|residents|populated|live|populous|citizens|bigger|larger|smaller|metro)\b.*\d|\b(more|fewer|less) than \d{6,}|\b(million|millions) of (people|inhabitants|residents)|\b(over|above|under|below|between|exceeds?) \d{5,}", _people),
    (r"\b(densely|crowded|overpopulated|overcrowded|high density|population density)", lambda c, n, m: c.people * 1e6 / c.area > 4500 or c.metro > 15),
    (r"\b(big|large|huge|major|massive|enormous) (city|metropolis|population|metropolitan|urban)|\b(is it|city) (very |really |quite )?(big|large|huge|populous)\b|\bmetropolis\b|\bpopulous\b|\b(lots|a lot|many) (of )?people", lambda c, n, m: _big(c) >= 3),
    (r"\b(small|little|tiny) (city|town|population|place)|\b(is it|city) (very |really |quite |rather )?small\b|\bsmall\b$|\btown\b$|\bvillage\b", lambda c, n, m: c.people < 0.5),
    (r"\b(named|called) (after|for) (a |an |the |some)?(\w+ )?(person|someone|somebody|people|king|saint|president|leader|ruler|general|queen|emperor|sultan)", lambda c, n, m: "named after a person" in c.tags or c.name in ("Santiago", "Sao Paulo", "St Petersburg", "Sydney")),
    (r"\b(nick ?name)", lambda c, n, m: bool(c.nickname)),
    (r"\bunited nations\b|\bu n (headquarters|offices?)|\bun (headquarters|offices?|hq)", lambda c, n, m: bool(c.tags & {"un headquarters"}) if "headquarter" in m.string or "hq" in m.string else bool(c.tags & {"un headquarters", "un offices", "unesco headquarters"})),
    (r"\bsky ?scrapers?|\bhigh ?rises?|\btall buildings?|\bskyline", tag("skyscrapers")),
    (r"\b(tallest|highest) (building|tower|skyscraper).*\bworld|\bworld.*\btallest", lambda c, n, m: False),
    (r"\b(metro|subway|underground|rapid transit|mrt|tube)\b(?! (area|population))|\bmetro system", tag("metro")),
    (r"\btrams?\b|\bstreet ?cars?\b|\blight rail", tag("tram")),
    (r"\bbullet trains?|\bhigh speed (rail|trains?)", tag("high-speed rail")),
    (r"\bcable cars?|\bgondola", tag("cable car")),
    (r"\b(international )?(airport|air hub)s?\b", lambda c, n, m: c.people > 1.0 or bool(c.airport)),
    (r"\btraffic( jams?| congestion)?|\bcongest|\bgridlock", tag("traffic")),
    (r"\bpublic transport|\bpublic transit|\bbuses\b", lambda c, n, m: True),
    (r"\bpollut|\bsmog\b|\bair quality|\bdirty air", lambda c, n, m: bool(c.tags & {"smog", "river pollution"}) and ("low" not in m.string)),
    (r"\bslums?\b|\bfavelas?|\bshanty", tag("slums", "slums nearby")),
    (r"\bdangerous|\bcrime|\bunsafe|\bviolen(t|ce)|\bgangs?\b|\bmurder", tag("crime", "war", "gangs")),
    (r"\bsafe\b", lambda c, n, m: not (c.tags & {"crime", "war", "gangs", "terrorism"})),
    (r"\bdrugs?\b|\bcartels?\b|\bnarco", tag("drugs")),
    (r"\bterror", tag("terrorism")),
    (r"\bexpensive|\bcost of living|\bcostly", lambda c, n, m: ("expensive" in c.tags) != bool(re.search(r"\blow cost|inexpensive", m.string))),
    (r"\bcheap|\baffordable", lambda c, n, m: "expensive" not in c.tags and n.income != "high"),
    (r"\btouris(t|ts|m)\b|\b(popular|famous|common) (travel |holiday |vacation )?destination|\bvisitors\b|\bsightsee", lambda c, n, m: bool(c.tags & {"tourism"})),
    (r"\bred light", lambda c, n, m: c.name in ("Bangkok", "Berlin", "Bombay", "Tokyo", "Calcutta", "Delhi")),
    (r"\bnight ?life|\bclubs and bars|\bnight ?clubs?|\bpartying|\bparty (city|scene|town|place)", tag("nightlife")),
    (r"\b(film|movie|cinema|hollywood|bollywood|television|tv) (industry|studios?|making|production|cent(er|re)|hub|capital)|\bfilms\b|\bmovies\b|\bfilm ?making", tag("film", "film studio")),
    (r"\bfilm festival", tag("film festival")),
    (r"\bfashion", tag("fashion")),
    (r"\bfinanc|\bbanking|\bbanks\b|\bstock (exchange|market)|\bbusiness (cent|hub)|\bwall street", lambda c, n, m: bool(c.tags & ({"stock exchange"} if "stock" in m[0] else {"finance"}))),
    (r"\b(manufactur|factor(y|ies)|industrial|heavy industry|industry)\w*", tag("manufacturing", "textile", "steel", "cars")),
    (r"\b(car|auto|automobile|automotive|vehicle)s? ?(industry|making|manufactur\w*|production|plants?|factor\w*|makers?)|\b(cars|automobiles|vehicles) (made|produced|built|manufactured|assembled)|\b(make|produce|build|manufacture)s? (cars|automobiles)", tag("cars")),
    (r"\b(textiles?|garments?|clothing|cotton)\b", tag("textile", "cotton")),
    (r"\boil\b|\bpetroleum|\bpetrochem", tag("oil")),
    (r"\bsteel\b", tag("steel")),
    (r"\bcoal\b", tag("coal")),
    (r"\bship ?(building|yards?)", tag("shipbuilding")),
    (r"\bnaval|\bnavy", tag("naval")),
    (r"\b(space ?(travel|program|agency|exploration|center|centre|flight)?|nasa|astronaut|aerospace)\b", lambda c, n, m: bool(c.tags & {"space", "aircraft"}) if "aero" in m[0] else "space" in c.tags),
    (r"\bpyramids?\b", lambda c, n, m: "pyramids" in c.tags or (c.name == "Mexico City" and "near" in m.string)),
    (r"\bopera( house)?\b", tag("opera house")),
    (r"\bballet\b", tag("ballet")),
    (r"\btheat(er|re)s?\b|\bmusicals?\b", tag("theatre")),
    (r"\bmuseums?\b", lambda c, n, m: bool(c.tags & {"museum", "art", "antiquity museum"}) or bool(re.search(r"\b(any|have a|has a|are there)\b", m.string))),
    (r"\bart (galler|scene|world)|\barts?\b", tag("art", "museum")),
    (r"\bmusic\b", tag("music", "jazz", "blues", "techno", "opera house", "samba", "salsa", "tango", "rumba")),
    (r"\bliterature|\bwriters|\bliterary|\bbooks?\b", tag("literature", "bookshops", "library", "poetry")),
    (r"\bcastles?\b|\bfort(ress)?\b|\bcitadel", tag("castle")),
    (r"\bpalaces?\b", tag("palace")),
    (r"\bcathedral|\bbasilica", tag("cathedral", "churches")),
    (r"\bchurch(es)?\b", tag("cathedral", "churches")),
    (r"\bmosques?\b", tag("mosques")),
    (r"\b(temples?|shrines?|pagodas?)\b", tag("temples", "pagoda", "shrine")),
    (r"\b(old|historic|historical|medieval) (town|quarter|cent(er|re)|district|city cent)", tag("old town", "walls")),
    (r"\b(city )?walls?\b(?! street)", lambda c, n, m: "walls" in c.tags or c.name == "Berlin"),
    (r"\bruins\b|\barch(a?e)olog|\bancient (sites?|monuments?|buildings?)", tag("ruins", "pyramids")),
    (r"\b(unesco|world heritage)", tag("unesco")),
    (r"\bchina ?town", tag("chinatown")),
    (r"\bbridges?\b", lambda c, n, m: "bridges" in c.tags or any("Bridge" in x or "bridge" in x for x in c.landmarks)),
    (r"\bzoo\b", tag("zoo", "lions")),
    (r"\bparks?\b", lambda c, n, m: bool(c.tags & {"parks", "botanical garden"}) or bool(re.search(r"\b(any|have a|has a)\b", m.string))),
    (r"\b(botanic\w*|gardens?)\b", lambda c, n, m: bool(c.tags & {"botanical garden", "parks"}) or any("arden" in x for x in (*c.landmarks, *c.known, *c.nickname))),
    (r"\bmarkets?\b|\bbazaars?|\bsouks?", lambda c, n, m: "markets" in c.tags or any(re.search("[Mm]arket|[Bb]azaar", x) for x in (*c.landmarks, *c.known))),
    (r"\buniversit|\bcolleges?\b", tag("universities")),
    (r"\bpilgrim|\bholy (city|site|place)|\breligious (cent(er|re)|significance|importance|site|city)|\bsacred", tag("pilgrimage", "religious centre", "shrine")),
    (r"\bpope\b|\bvatican", lambda c, n, m: "pope" in c.tags or (n.key == "Argentina" and bool(re.search(r"\b(from|born|home)\b", m.string)))),
    (r"\bcarnival|\bmardi gras", lambda c, n, m: "carnival" in c.tags or any(m[0] in x.lower() for x in c.known)),
    (r"\bstreet food", tag("street food", "markets", "nightlife")),
    (r"\bspicy|\bfood\b.*\bhot\b|\bhot food", lambda c, n, m: "spicy food" in c.tags or n.key in ("India", "Thailand", "Mexico", "Pakistan", "Bangladesh", "Indonesia", "South Korea", "Ethiopia")),
    (r"\b(famous|known|renowned|good|great|popular|celebrated|notable|special|local|own|unique)\b.*\b(food|cuisine|gastronomy|dish|dishes|culinary|restaurants)\b|\b(food|cuisine|gastronomy|dishes)\b.*\b(famous|known|renowned|popular|celebrated)\b", lambda c, n, m: "gastronomy" in c.tags or "spicy food" in c.tags or n.key in _FOODIES or "local" in m.string),
    (r"\bcolon(y|ial|ies|i[sz]ed|ists?)\b(?! (architecture))", lambda c, n, m: bool(n.ruled_by) if re.search(r"\bcountry|nation|ever\b", m.string) else bool(n.ruled_by) or "colonial" in c.tags),
    (r"\bcolonial architecture", tag("colonial")),
    (r"\b(divided|split)\b.*\b(wall|city|cold war)|\bwas it divided", lambda c, n, m: c.name == "Berlin"),
    (r"\b(bombed|destroyed|damaged|bombing)\b.*\b(war|wwii|ww 2|ww2|bomb)?|\bwar (damage|torn)|\bbombers?\b|\bblitz|\bair raids?", tag("war damage", "war")),
    (r"\bat war\b|\b(current|ongoing|active) (war|conflict)|\bwar zone|\bconflict zone|\b(invaded|invasion) (recently|by)|\bunder attack", lambda c, n, m: c.name == "Kiev"),
    (r"\b(communist|socialist|communism)\b", lambda c, n, m: bool(c.tags & {"communist past", "communist"}) or "communist" in n.government or any("communist" in h or "Soviet Union until" in h for h in n.history) if re.search(r"\b(was|were|ever|former|formerly|past|once|used|history|been|end|ended|fall|fell|collapse\w*)\b", m.string) else "communist" in n.government),
    (r"\bprotests?\b|\bdemonstrations?|\bunrest", tag("protests")),
    (r"\b(immigrants?|multicultural|diverse|cosmopolitan|melting pot)", tag("immigrants")),
    (r"\b(bikes?|bicycles?|cycling|cyclists?)\b", tag("bicycles")),
    (r"\b(surf|surfing)\b", tag("surfing", "surfing nearby")),
    (r"\b(ski|skiing|ski resorts?)\b", tag("skiing", "skiing nearby")),
    (r"\bhot springs?|\bspas?\b|\bthermal|\bbaths?\b", tag("spa", "springs")),
    (r"\bcasinos?\b|\bgambling", tag("casino")),
    (r"\b(covid|corona ?virus|pandemic)\b", tag("covid")),
    (r"\bsinking", tag("sinking")),
    (r"\bcity state\b", lambda c, n, m: "city-state" in c.tags and c.name == "Singapore"),
    (r"\bmunicipality\b", lambda c, n, m: bool(c.tags & {"municipality"}) or c.name in ("Beijing", "Shanghai", "Tianjin", "Chongqing")),
    (r"\bborder (city|town)|\b(on|near|close to) (the|a|an|any) (\w+ )?border", lambda c, n, m: "near the border" in c.place or "from the border" in c.place or "border" in c.tags or c.name in ("Singapore", "Hong Kong")),
    (r"\b(famous|popular|well known|world ?wide|internationally known|iconic) (city|landmarks?|monuments?|buildings?|sights?|attractions?|place)\b|\blandmarks?\b|\b(is it|city) (world |very |internationally )?(famous|well known)$", lambda c, n, m: bool(c.landmarks) and c.name not in ("Zibo", "Sukabumi", "Cirebon", "Faisalabad", "Malang", "Bogor", "Semarang", "Changchun", "Taiyuan", "Jinan", "Kanpur", "Medan", "Taegu", "Shenyang", "Surabaya", "Bandung")),
    (r"\b(good|great|famous|popular|successful|known|professional|any|strong|well known)\b.*\b(football|soccer) (club|team|teams|clubs)|\b(football|soccer) (club|team)s?", lambda c, n, m: any("football" in s for s in c.sports)),
    (r"^(is|was) (it|this|that) (really |indeed )?(a |the )?(big |large |major )?(city|real city|real place)$", lambda c, n, m: True),
)  # fmt: skip


_WITH_PLACE = re.compile(
    r"olympi|world cup|asian games|american games|capital|(largest|biggest|most popul|second|third)|equator|hemisphere|climate|founded|restaurant|food|cuisine|"
    r"\b(north|south|east|west|cent(er|re|ral)|middle|heart)(ern)?\b.*\b(part|side|of|in|half|region)\b"
)
"""Clauses that may name a place and yet ask something else of it."""


@lru_cache(maxsize=1)
def known_to_rules() -> frozenset[str]:
    """The stems of the words that some entry's pattern, or the map, speaks of: those are no proper names of one city's sights."""
    words = common() | {word for pattern in patterns() for word in re.findall(r"[a-z]{3,}", pattern.replace(r"\b", " "))} | {word for name in gazetteer() for word in name.split()}
    return frozenset(stem(word) for word in words) | frozenset(words)


Entry = tuple[Test, "re.Match[str]"]


@lru_cache(maxsize=1)
def _tables() -> tuple[tuple[tuple[re.Pattern[str], Test], ...], tuple[tuple[re.Pattern[str], Test], ...]]:
    return tuple((re.compile(p), t) for p, t in COUNTRY_CLAIMS), tuple((re.compile(p), t) for p, t in _CITY)


def patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(p for p, _ in (*COUNTRY_CLAIMS, *_CITY))


@lru_cache(maxsize=8192)
def _entry(text: str, about_city: bool) -> Entry | None:
    """The first entry of a table that fits a clause. It depends on the clause alone, so that it is looked for once and not for every city."""
    for pattern, test in _tables()[about_city]:
        if match := pattern.search(text):
            return test, match
    return None


def claim(text: str, city: City) -> Found | None:
    """What one clause (plain words, without its negation) says of `city`; None where it cannot be read."""
    country = knowledge().country(city)
    relation = compared(text, city)
    if relation is not None:
        return Found(relation)
    if entry := _entry(text, False):
        return Found(entry[0](city, country, entry[1]))
    if not sea_named(text) and rare(text, 8) - known_to_rules() and (lore := told(city, text)) is not None:
        return Found(*lore)
    place = where_is(text, city)
    if place is not None:
        return Found(_in_place(text, city, country, place))
    if entry := _entry(text, True):
        return Found(entry[0](city, country, entry[1]))
    lore = told(city, text)
    return None if lore is None else Found(*lore)


def _in_place(text: str, city: City, country: Country, place: bool) -> bool:
    """A claim that names a place: true if the place is right and so is what the clause says beside it."""
    if not place or not _WITH_PLACE.search(text):
        return place
    if re.search(r"\b(largest|biggest|most popul\w+) (city|cities|metropolis)?", text) and not re.search(r"one of|among", text):
        whole = any(kind in ("continent", "region") for _, kind, _ in places_in(text))
        return city.name in _LARGEST if whole else city.largest
    entry = _entry(text, True)
    return entry[0](city, country, entry[1]) if entry else place


_LARGEST = frozenset(("Tokyo", "Istanbul", "Sao Paulo", "Kinshasa", "Mexico City", "Sydney"))
"""The largest of their continents or regions."""
