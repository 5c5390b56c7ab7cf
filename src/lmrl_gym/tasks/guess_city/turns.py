"""Yes or no by reckoning: months against each other, hours against other cities, what is far or little, islands, years of independence.

Each rule is looked at only where a word of the question calls for it, before the tables of `claims`; a rule that cannot tell says None.
"""

# ruff: noqa: ARG001, ARG005, E501 -- patterns are read across; every test takes the same three arguments

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from lmrl_gym.tasks.guess_city.asides import asides
from lmrl_gym.tasks.guess_city.clock import elsewhere as at_that_time
from lmrl_gym.tasks.guess_city.country_claims import languages_known, renamed
from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge, table
from lmrl_gym.tasks.guess_city.measures import mean
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import capital_of, distance_km, places_in, seas_of
from lmrl_gym.tasks.guess_city.rules import Rules
from lmrl_gym.tasks.guess_city.tongues import understood
from lmrl_gym.tasks.guess_city.weather import FEELS, MONTHS, WEAR, feels, season, wear
from lmrl_gym.tasks.guess_city.weather import months as months_apart

Rule = Callable[[City, Country, "re.Match[str]"], "bool | None"]

_HIGH = 450
"""Metres from which a hilly city counts as one of the highlands."""


def _known(part: str) -> Any:
    """A table of reckoned.toml."""
    return table("reckoned")[part]


def _offset(city: City) -> float:
    return knowledge().country(city).utc if city.utc is None else city.utc


def _hours(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether it is so many hours before or behind another city, in winter."""
    others = [name for name, _, _ in mentions(match.string) if name in knowledge().cities]
    if not others and not regex(r"\b(london|greenwich|gmt|utc|britain)\b").search(match.string):
        return None
    gap = _offset(city) - (_offset(knowledge().cities[others[0]]) if others else 0.0)
    gap = -gap if match["side"] in ("behind", "earlier") else gap
    if match["n"] is None:
        return gap > 0
    hours = {"an": 1.0, "one": 1.0, "a": 1.0}.get(match["n"]) or float(match["n"])
    if regex(r"\b(more|over|at least|or more)\b").search(match.string):
        return gap >= hours
    return abs(gap - hours) < 0.01


def _far(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether nothing of the sort lies at or near it."""
    what = match["what"].removesuffix("s")
    if what == "capital":
        where = knowledge().where.get(capital_of(city))
        return None if where is None else distance_km((city.lat, city.lon), where[1:]) > 150
    near = {
        "desert": bool(city.desert) or city.climate == "desert" or bool(city.tags & {"near desert", "desert", "desert nearby"}),
        "mountain": bool(city.tags & {"mountains", "mountains nearby", "volcano", "skiing"}) or bool(city.hills),
        "hill": bool(city.hills),
        "volcano": bool(city.tags & {"volcano", "volcano nearby"}),
        "sea": bool(seas_of(city)) or bool(city.near_sea),
        "river": any("River" in w or "river" in w for w in city.water),
        "lake": any("Lake" in w or "lake" in w for w in city.water),
        "equator": abs(city.lat) < 20,
    }
    return not near[{"coast": "sea", "ocean": "sea", "beache": "sea"}.get(what, what)]


_ISLANDS = "kyushu|hokkaido|shikoku|honshu|java|sumatra|borneo|kalimantan|sulawesi|bali|new guinea|luzon|mindanao|cebu|hainan|sicily|sardinia|crete|jeju|tasmania|madagascar|corsica|hispaniola|great britain|flores|lombok|madura|okinawa|zealand"


def _on_island(city: City, country: Country, match: re.Match[str]) -> bool | None:
    return city.island.lower() == match["isle"] or (match["isle"] == "great britain" and city.name == "London")


def _long_way_to_capital(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether the capital of its country lies so far that one travels for most of a day."""
    where = knowledge().where.get(capital_of(city))
    return None if where is None else distance_km((city.lat, city.lon), where[1:]) > 450


def _java(city: City, country: Country, match: re.Match[str]) -> bool | None:
    return city.island == "Java" and city.sea == "Java Sea" and "north" in match[0]


def _independent(city: City, country: Country, match: re.Match[str]) -> bool | None:
    if match["century"]:
        return country.independence != 0 and (country.independence - 1) // 100 + 1 == int(match["century"])
    return country.independence == int(match["year"])


def _independent_for(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether the country has been independent for more, or for less, than so many years."""
    if not country.independence:
        return match["how"] not in ("less than", "under", "fewer than", "only")
    years = int(match["n"]) * {"decades": 10, "centuries": 100}.get(match["unit"], 1)
    return (_THIS_YEAR - country.independence < years) == (match["how"] in ("less than", "under", "fewer than", "only"))


_THIS_YEAR = 2025


def _ruled_now(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether it belongs today to a country that the claim names."""
    named = {key for _, kind, keys in places_in(match.string) if kind == "country" for key in keys.split("|")}
    return None if not named else country.key in named or (country.key == "Hong Kong" and "China" in named)


def _lands(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """The country, or the city where the claim speaks of it, against another land by size."""
    area = asides().lands.get(match["land"])
    if area is None or regex(r"\b(people|population|populous|inhabitants)\b").search(match.string):
        return None
    own = country.area if regex(r"\b(country|nation)\b").search(match.string) else city.area / 1000
    return (own < area) == (match["how"] == "smaller")


def _elsewhere(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Against a city outside the hundred: height, warmth, rain, age."""
    height, warmth, rain, founded = asides().elsewhere[match["other"]]
    own, other = {"high": (city.elevation, height), "low": (-city.elevation, -height), "hott": (mean(city), warmth), "warm": (mean(city), warmth), "cold": (-mean(city), -warmth), "cool": (-mean(city), -warmth),
                  "wett": (city.rain, rain), "raini": (city.rain, rain), "dri": (-city.rain, -rain), "old": (-city.founded, -founded), "young": (city.founded, founded)}[match["how"]]  # fmt: skip
    return own > other


def _called(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether it bore a name that the claim says; None for any other name, which may be a nickname."""
    words = match["name"].split()
    return True if words and any(" ".join(words[:2]).startswith(stem) and len(stem) > 2 for stem in city.never) else None


def _country_called(city: City, country: Country, match: re.Match[str]) -> bool | None:
    return bool(_known("once")[match["name"]] == country.key)


def _largest_but(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether it is the largest of its country once those that the claim leaves out are not counted."""
    asked, _, left_out = match.string.partition(" apart from ")
    if regex(r"\b(?:world|globe|planet|state|province|island)\b").search(asked) or any(kind != "country" for _, kind, _ in places_in(asked)):
        return None
    without = {capital_of(city)} if regex(r"\bcapital\b").search(left_out) else {name for name, _, _ in mentions(left_out)}
    if not without or any(country.key not in keys.split("|") for _, _, keys in places_in(asked)):
        return False if without else None
    first = next((other.name for other in knowledge().cities.values() if other.country == country.key and other.largest), "")
    return city.name not in without and (city.largest or (city.rank == 2 and first in without))


_PLACE = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}


def _ranked(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Its place by size in the country that the claim names."""
    named = [keys.split("|") for _, kind, keys in places_in(match.string) if kind == "country"]
    return None if not named else any(country.key in keys for keys in named) and city.rank == _PLACE[match["nth"]]


def _main_language(city: City, country: Country, match: re.Match[str]) -> bool | None:
    spoken = _known("main_language").get(city.name)
    return None if spoken is None else regex(rf"\b({spoken})\b").search(match.string) is not None


_COUNTS = {"one": 1, "1": 1, "single": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9, "10": 10}


def _between_seasons(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether a month falls in spring or autumn; near the equator there is neither."""
    month, named = match["month"] or match["month2"], match["season"] or match["season2"]
    if named == "fall" and regex(r"\b(rain|snow|leaves|falls? (in|on|to|below)|temperatures?)\b").search(match.string):
        return None
    northern = month in ("march", "april", "may") if named == "spring" else month in ("september", "october", "november")
    southern = month in ("september", "october", "november") if named == "spring" else month in ("march", "april", "may")
    return abs(city.lat) >= 15 and (northern if city.lat > 0 else southern)


_FEET = 0.3048


def _taller(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether its tallest building passes so many metres or feet."""
    tallest = _known("tallest").get(city.name, 200)
    asked = float(match["n"]) * (_FEET if match["unit"].startswith(("f", "ft")) else 1.0)
    return bool(tallest > asked) == (match["how"] not in ("under", "below", "less", "shorter", "lower"))


_TIMES = {"once": 1, "twice": 2, "1": 1, "one": 1, "thrice": 3}


def _times(held: int, text: str, match: re.Match[str]) -> bool:
    """Whether something happened as many times as the claim says."""
    if match["some"]:
        return held > 1
    number = _TIMES.get(match["n"]) or int(match["n"])
    if regex(r"\b(more than|over)\b").search(text):
        return held > number
    if regex(r"\b(at least|or more)\b").search(text) or (number == 1 and not regex(r"\b(only|just|exactly)\b").search(text)):
        return held >= number
    return held == number


def _cups_won(city: City, country: Country, match: re.Match[str]) -> bool | None:
    return _times(country.world_cup_wins, match.string, match)


def _same_island(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether the city lies on the island of its capital."""
    capital = knowledge().cities.get(capital_of(city))
    return None if capital is None or not (city.island or capital.island) else city.island == capital.island


def _olympics_when(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether the first or last Olympics of the city were held after, before or in a year."""
    years = sorted(int(event[:4]) for event in city.events if "Olympics" in event and "Youth" not in event and "2028" not in event)
    if not years:
        return False
    held, year = years[0] if match["which"] == "first" else years[-1], int(match["year"])
    return held > year if match["side"] in ("after", "since") else held < year if match["side"] == "before" else held == year


def _olympics_held(city: City, country: Country, match: re.Match[str]) -> bool | None:
    return _times(sum("Olympics" in event and "Youth" not in event and "2028" not in event and not ("summer" in match.string and "Winter" in event) for event in city.events), match.string, match)


def _among_lands(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether the country is among so many of the world's most populous, or largest, ones."""
    by_size = regex(r"\b(?:largest|biggest|size|area)\b").search(match.string) and not regex(r"\b(?:people|population|populous|populated)\b").search(match.string)
    return country.key in _known("ranks")["size" if by_size else "people"][: int(match["n"])]


def _neighbours(city: City, country: Country, match: re.Match[str]) -> bool | None:
    return len(country.neighbours) == _COUNTS[match["n"]]


@lru_cache(maxsize=1)
def _rules() -> Rules[Rule]:
    months, lands, others = "|".join(MONTHS), "|".join(asides().lands), "|".join(asides().elsewhere)
    once, powers = "|".join(_known("once")), "|".join(_known("powers"))
    rows: tuple[tuple[str, str, Rule], ...] = (
        ("hotter warmer colder cooler", rf"\b(?P<how>hotter|warmer|colder|cooler)\b.*\b(?P<a>{months}) than (in |during )?(?P<b>{months})\b", months_apart),
        (months.replace("|", " "), rf"\b(?P<a>{months}) (?:there )?(?:is |be |usually |mostly |much |any )*(?P<how>hotter|warmer|colder|cooler)\b.*\bthan (?:in |during )?(?P<b>{months})\b", months_apart),
        ("same", r"\bsame (?P<what>island|landmass) as (?:the |its |their )?(?:\w+ )?(?:capital|seat of government)\b", _same_island),
        ("cooler colder", r"\b(cooler|colder)\b(?: (?:up|there|here|in|the|city)){0,3} than (?:it is )?(?:down )?(?:at |on |in |by )?(?:the |most )?(?:(?:towns?|cities|places|villages|ports?|beaches|resorts|land|country) (?:down )?(?:on|along|by|at|in|near) the )?(?:coast\w*|lowlands?|plains?|sea level)", lambda c, n, m: c.elevation >= _HIGH or (c.name in _known("cooler") and c.name not in _known("seaward"))),
        ("hour hours", r"\b(?:(?P<n>an|one|a|\d+(?:\.\d+)?) hours? (?:or more )?)(?P<side>ahead|behind|earlier|later)\b", _hours),
        ("country nation countries nations", r"^(?!.*\b(?:africa|asia|europe|america|continent|producers?|exporters?|econom\w+|city|richest|gdp)\b).*\b(?P<n>\d+) (?:countries (?:with|by) )?(?:the )?(?:most populous|most populated|largest|biggest|most people)\b", _among_lands),
        ("ahead behind", r"^(?!.*\b(?:\d+|hours?)\b)(?:is|are|does|do)\b.*\b(?P<side>ahead|behind)(?: of)? (?:london|greenwich|gmt|utc|britain)\b(?P<n>\d+)?", _hours),
        ("time", r"\btime\b.*\b(?P<n>\d+ )?(?P<side>ahead|behind|earlier|later)\b", _hours),
        ("when while whenever if once as moment time", r"^(?:is|are|was|do|does|would|could|will|can|might|it|they|people|there)\b.*\b(?:when|while|whenever|if|once|as|moment|time)\b.*", at_that_time),
        ("highlands highland", r"(?<!scottish )\bhighlands?\b(?! (climate|games|people|dress))", lambda c, n, m: c.elevation >= _HIGH and bool(c.hills)),
        ("km kilometres kilometers miles", r"\b(?:less than|within|under|fewer than|no more than|at most) (?P<km>\d+) (?P<unit>km|kilomet\w+|miles) (?:away )?(?:from|of|to) (?:the )?(?:sea|coast|ocean|shore|seaside)\b", lambda c, n, m: bool(seas_of(c)) or (bool(c.near_sea) and float(m["km"]) * (1.6 if m["unit"] == "miles" else 1) >= 60)),
        ("body bodies", r"\b(?:on|near|by|beside|along|close to|next to|at|have|has|border\w*|touch\w*)\b.*\bbod(?:y|ies) of water\b", lambda c, n, m: bool(seas_of(c)) or bool(c.near_sea) or bool(c.water)),
        ("far long miles distant hundreds", r"\b(a long way|far|far away|miles|a long distance|distant|hundreds of \w+) (away )?from (the |any |a |an |its )?(nearest |next )?(?P<what>deserts?|mountains?|hills?|volcano|sea|coast|ocean|beaches|rivers?|lakes?|capital|equator)$", _far),
        ("nearest closest", r"\b(nearest|closest) (?P<what>deserts?|mountains?|hills?|volcano|sea|coast|ocean|beach|beaches|rivers?|lakes?|capital)\b.*\b(far|thousands|hundreds|a long way|distant|away|a day|days|hours)\b", _far),
        ("hours hour day days long", r"\b(hours|all day|whole day|entire day|long (time|drive|trip|way|journey|ride|haul)|days)\b.*\b(reach|see|get to|drive to|to|from|before|away from|until)\b.*\b(?P<what>sea|coast|ocean|beach|beaches)\b", _far),
        ("day days hours overnight flight", r"\b(whole|full|entire) day\b.*\bcapital\b|\b(days|overnight train|long flight|many hours|several hours|(?:[4-9]|1\d) hours)\b.*\b(from|to|of) (the |its )?capital\b|\bcapital\b.*\b(a day|days|many hours|several hours|a long flight|a long way) (away|off|from)\b", _long_way_to_capital),
        ("traffic", r"\btraffic\b.*\b(light|little|calm|easy|smooth|quiet|flows? well)\b|\b(light|little|calm) traffic", lambda c, n, m: "traffic" not in c.tags),
        ("crime", r"\bcrime\b.*\b(low|rare|minimal)\b|\b(low|little|hardly any) crime", lambda c, n, m: not c.tags & {"crime", "gangs", "drugs", "war"}),
        ("air", r"\b(clean|fresh|clear) air\b|\bair\b.*\b(clean|fresh|clear|good)\b", lambda c, n, m: "smog" not in c.tags),
        ("nights night", r"\bnights?\b.*\b(bright|light|white)\b|\b(bright|light|white) nights?", lambda c, n, m: c.lat > 55 if regex(r"\b(june|summer|july|white|bright)\b").search(m.string) else None),
        ("java javas", r"\bjava s? ?(north|south)(ern)? (coast|shore)|\b(north|south)(ern)? (coast|shore|side) of java", _java),
        ("on in of", rf"\b(?:on|in|part of) (?:the )?(?:island of )?(?P<isle>{_ISLANDS})(?: island)?$", _on_island),
        ("independent independence", r"\bindependen\w+ (?:only |again |finally )?(?:in|since|during) (?:the )?(?:(?P<century>\d+)th century|(?P<year>\d{4}))", _independent),
        ("independent", r"\bindependent for (?P<how>less than|under|fewer than|only|more than|over|at least) (?:the (?:last|past) )?(?:a )?(?P<n>\d+) (?P<unit>years|decades|centuries)", _independent_for),
        ("today now still currently nowadays", r"^(?:is|are|does|do)\b.*\b(?:ruled?|rules|governed|owned|occupied|controlled?|colony|belongs?|possession|territory|occupation|administered)\b", _ruled_now),
        ("ever once formerly originally previously", rf"^(?:was|were) (?:it|the city|this city) (?:ever |once |formerly |previously |originally )+(?:a |an |part of )?(?P<who>{powers})(?: (?:city|town|colony|possession|territory|settlement|outpost|rule))?$", _once),
        ("belong belonged", r"\b(?:use to|used to|once|formerly|previously|ever) belong(?:ed)? to (?:the )?(?P<land>\w+(?: \w+)?)$", _belonged),
        ("capital", r"\b(?P<how>less|more|under|over|within|closer|further|farther|about|fewer) (?:than )?(?P<n>\d+) (?P<unit>km|kilomet\w+|miles?)\b.*\bcapital\b", _from_capital),
        ("climate weather climates", r"\bmediterranean\b.*\b(climate|weather)\b|\b(climate|weather)\b.*\bmediterranean\b", lambda c, n, m: c.climate == "mediterranean"),
        ("only just merely mere", r"\b(?:only|just|merely|a mere|no more than) (?:an? |one |a few |a handful of |a couple of |\d{1,3} |a single |few )(?:\w+ )?(?<!\d million )(?<!thousand )(?:streets?|houses|roads?|inhabitants|buildings?|shops?|families|huts?|farms?|cottages?|villagers|residents|souls|cows?|goats?|sheep|chickens?)(?=$| (?:there|here|and|in all|in total|at all|in it|in the city|in town)\b)", lambda c, n, m: False),
        ("milder cooler colder than", r"\b(?P<how>milder|cooler|colder)\b.*\bthan (?:in )?(?:most |much |many |the rest |other |the other )(?:other |big |large |bigger |major |great |of the |of )*(?:parts |cities |places |areas )?(?:of |in )?(?:its |the |that )?(?:country|nation|cities|places)\b", lambda c, n, m: c.name in _known("cooler")),
        ("hotter warmer than", r"\b(?P<how>hotter|warmer)\b.*\bthan (?:in )?(?:most |much |many |the rest |other |the other )(?:other |big |large |bigger |major |great |of the |of )*(?:parts |cities |places |areas )?(?:of |in )?(?:its |the |that )?(?:country|nation|cities|places)\b", lambda c, n, m: c.name in _known("warmer")),
        ("birthplace originated invented originate", r"\b(?P<what>karate|judo|sumo|taekwondo|sushi|ramen|tempura|origami|anime|pizza|pasta|flamenco|samba|salsa|tango|football|soccer|cricket|rugby|tennis|basketball|baseball|chess|yoga|opera|ballet|jazz|blues|hip hop|rap|house music|bossa nova|techno|mariachi|tequila|kung fu|paper|gunpowder|capoeira|reggaeton|cumbia|bunraku|kabuki|renaissance|democracy)\b", _born),
        ("pole", r"\b(?:nearer|closer) (?:to )?(?:the )?(?P<pole>south|north) pole than (?:to |it is to )?(?:the )?equator", lambda c, n, m: abs(c.lat) > 45 and (c.lat < 0) == (m["pole"] == "south")),
        (months.replace("|", " "), rf"\b(?P<season>spring|autumn|fall)\b.*\b(?P<month>{months})\b|\b(?P<month2>{months})\b.*\b(?P<season2>spring|autumn|fall)\b", _between_seasons),
        ("pole", r"\b(?:nearer|closer) (?:to )?(?:the )?(?P<pole>south|north) pole than", lambda c, n, m: (c.lat < 0) == (m["pole"] == "south")),
        ("pole poles", r"\b(?:nearer|closer) (?:to )?(?:the )?equator than", lambda c, n, m: abs(c.lat) < 45),
        ("than", rf"\b(?P<how>bigger|larger|smaller)\b.*\bthan (?:the )?(?P<land>{lands})\b", _lands),
        ("than", rf"\b(?P<how>high|low|hott|warm|cold|cool|wett|raini|dri|old|young)er\b.*\bthan (?:the city of )?(?P<other>{others})\b", _elsewhere),
        ("apart", r"\b(?:largest|biggest|most (?:populous|populated|people|inhabitants))\b.* apart from ", _largest_but),
        ("second third fourth fifth 2nd 3rd 4th 5th", r"(?<!one of the )\b(?P<nth>second|2nd|third|3rd|fourth|4th|fifth|5th) (?:largest|biggest|most popul\w+)(?: city)? (?:in|of) ", _ranked),
        ("main dominant majority principal primary common", rf"\b(?:main|dominant|majority|principal|primary|most common)\b.*\blanguage|\bmost people speak (?:{'|'.join(languages_known())})", _main_language),
        (months.replace("|", " "), rf"\b(?P<month>{months})\b.*\b(?:hottest|coldest|warmest|coolest|summer|winter)\b|\b(?:hottest|coldest|warmest|coolest|summer|winter)\b.*\b(?:in|is|during) (?P<month2>{months})\b", season),
        (WEAR, r"^(?!.*\bcoats? (?:hangers?|of)\b).*\b(need|want|wear|bring|pack|take|carry|put on|require|get away with|comfortable|fine|ok|okay|useful|handy|weather|buy|use|without|have|bundle|wrap|turn on)\b", wear),
        (f"{months.replace('|', ' ')} christmas", rf"\b(?P<feel>{FEELS})\b(?!er).*\b({months}|christmas)\b|\b(in|during|at|around) ({months}|christmas)\b.*", lambda c, n, m: feels(c, n, m) if m["feel"] else None),
        ("border borders bordering neighbour neighbours neighbor neighbors", r"\b(?:border\w*|neighbou?rs?|shares? \w+ borders?) (?:with )?(?:just |only |exactly |a )?(?P<n>one|single|\d+) (?:other |land )?(?:countr\w+|nations?|states?|neighbou?rs?)", _neighbours),
        ("equator", r"\b(?:on|at|crossed by|exactly on) the equator$", lambda c, n, m: None if regex(r"\b(country|nation)\b").search(m.string) else abs(c.lat) < 1.5),
        ("differently else otherwise different", r"\b(?:called|named|known)\b.*\b(?:differently|something else|otherwise|different(?:ly)? name|else)\b", lambda c, n, m: renamed(c, m.string)),
        ("side", r"\b(asian|european) side\b(?! of (its|the|their) (country|nation))", lambda c, n, m: len(c.continents) > 1),
        ("tower towers building buildings skyscraper skyscrapers structure", r"\b(?:tower|towers|building|buildings|skyscrapers?|structures?)\b.*\b(?P<how>more|over|above|taller|higher|exceed|exceeds|exceeding|least|under|below|less|shorter|lower) (?:than )?(?P<n>\d{3,4}) ?(?P<unit>m|met\w+|f\w+)\b", _taller),
        ("cup", r"^(?!.*\b(?:cricket|rugby|women|club|clubs|host\w*|held|stag\w+)\b)(?=.*\b(?:w[io]n|wins|champions?)\b)(?=.*\bworld cup\b).*\b(?:(?P<some>several times|many times|multiple times|more than once)|(?P<n>once|twice|thrice|\d+(?= times| (?:summer )?olympi)|one(?= time)))\b", _cups_won),
        ("first last latest", r"\b(?P<which>first|last|latest|most recent) (?:summer )?olympics?(?: games)?\b.*\b(?P<side>after|since|before|in) (?P<year>\d{4})\b", _olympics_when),
        ("olympics olympic games", r"^(?!.*\bwinter\b)(?=.*\bolympic).*\b(?:(?P<some>several times|many times|multiple times|more than once)|(?P<n>once|twice|thrice|\d+(?= times| (?:summer )?olympi)|one(?= time)))\b", _olympics_held),
        ("understand understood understandable intelligible interpreter translator converse follow same", r"\b(?:understand|understood|understandable|intelligible|interpreter|translator|phrasebook|converse|follow (?:a |the |what |most |local )|same language)\b", understood),
        ("called known named", r"\b(?:was|is|were|been|be) (?:it |the city |this city |the place |once |ever |formerly |previously |originally |historically |also |first )*(?:known as|called|named) (?:the )?(?P<name>\w+(?: \w+)?)", _called),
        ("called known named", rf"\b(?:country|nation)\b.*\b(?:known as|called|named) (?P<name>{once})\b", _country_called),
    )  # fmt: skip
    return Rules(rows)


def _held_by(city: City, country: Country, power: str) -> bool:
    return power in city.rulers or power in country.ruled_by or power in _known("further").get(city.name, ())


def _once(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether a power of the past held it."""
    return _held_by(city, country, _known("powers")[match["who"]])


def _belonged(city: City, country: Country, match: re.Match[str]) -> bool | None:
    power: str = _known("states").get(match["land"], match["land"].title())
    return True if _held_by(city, country, power) else None


def _born(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether the city is where a game, dance or dish began; what only its country gave the world does not count."""
    if regex(r"\b(country|nation)\b").search(match.string):
        return None
    where: str = _known("born").get(match["what"], "")
    return city.name in where.split("|")


def _from_capital(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether the capital of the country lies within so many kilometres."""
    where = knowledge().where.get(capital_of(city))
    if where is None:
        return None
    km = distance_km((city.lat, city.lon), where[1:])
    asked = float(match["n"]) * (1.609 if match["unit"].startswith("mile") else 1.0)
    if match["how"] == "about":
        return 0.75 * asked <= km <= 1.25 * asked
    return (km > asked) == (match["how"] in ("more", "over", "further", "farther"))


def rule_words() -> frozenset[str]:
    """The words of the rules' patterns: no slips."""
    return _rules().words


def reckoned(text: str, city: City, country: Country) -> bool | None:
    """Whether a claim (plain words) that some rule reckons holds; None where none can."""
    for rule, match in _rules().called(text):
        if (holds := rule(city, country, match)) is not None:
            return holds
    return None
