"""Yes or no about the land: height, waters, dangers, climate, the part of the country, the number of people. A table for `claims`, after `standing`.
"""

# ruff: noqa: ARG005, E501, SIM300 -- a table: one rule a line, however long, and every test takes the same three arguments

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.knowledge import City
from lmrl_gym.tasks.guess_city.measures import Test, big, coastal, height, mean, part, people, snow, tag
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import seas_of
from lmrl_gym.tasks.guess_city.weather import degrees

_GREAT = re.compile(
    r"Han River|Yangtze|Yellow|Nile|Thames|Seine|Danube|Dnieper|Chao Phraya|Ganges|Hooghly|Yamuna|Saigon|Neva|Tigris|great river|Pearl River|Songhua|Hudson|Plata|Tiber|Jialing|Buriganga|Spree|Yodo|Guayas|Daugava|Ravi|Cauca|Taedong|Sumida|Huangpu|Nakdong|Hai River|Tiete|Sabarmati|Hlaing|Wei River|Fen River|river that shares its name|on which ships"
)
"""Rivers that one may call great, or that the world knows."""

def _from_equator(city: City, text: str) -> bool:
    """Whether the city lies less far from the equator than `text` says, in kilometres, miles or degrees."""
    number = regex(r"(\d+(?:\.\d+)?) ?(km|kilomet|miles?|degrees?)").search(text)
    return number is not None and abs(city.lat) * {"km": 111.2, "kilomet": 111.2, "degree": 1.0, "degrees": 1.0}.get(number[2], 69.1) < float(number[1])


def _tropic(lat: float, side: str, name: str) -> bool:
    """Whether a latitude lies on the named side of a tropic; within two degrees of it where no side is named."""
    line = 23.4 if name == "cancer" else -23.4
    if not side:
        return abs(lat - line) < 2
    return lat < line if side in ("below", "south of", "under") or (side == "beyond" and line < 0) else lat > line


NATURE: tuple[tuple[str, Test], ...] = (
    (r"\b(?P<side>below|south of|above|north of|beyond|under) the tropic of (?P<tropic>cancer|capricorn)|\btropic of (?P<near>cancer|capricorn)", lambda c, n, m: _tropic(c.lat, m["side"] or "", m["tropic"] or m["near"])),
    (r"\brising (sea|water)|\bsea levels? (rise|rising)|\brise (in|of) (the )?sea", lambda c, n, m: (coastal(c) and c.elevation <= 15) or "sinking" in c.tags),
    (r"\bseparated from (the )?(\w+ )?(mainland|continent)|\b(separated|cut off) by (water|sea|the sea)", lambda c, n, m: n.key in ("United Kingdom", "Japan", "Taiwan", "Indonesia", "Philippines", "Cuba", "Singapore", "Australia")),
    (r"\bdriest\b", lambda c, n, m: c.rain < 150),
    (r"\b(wettest|rainiest)\b", lambda c, n, m: c.rain > 2400),
    (r"\bhottest (cit|capital|place|big|major)", lambda c, n, m: c.summer >= 33 or mean(c) >= 27.5),
    (r"\bcoldest (cit|capital|place|big|major)", lambda c, n, m: c.winter <= -6),
    (r"(?=.*\bequator\b)(?=.*\b\d+ ?(km|kilomet|miles?|degrees?)).*?\b(within|under|less than|fewer than|closer than|nearer than|inside|up to|at most|no more than|no further than|below)\b", lambda c, n, m: _from_equator(c, m.string)),
    (r"(?=.*\bequator\b)(?=.*\b\d+ ?(km|kilomet|miles?|degrees?)).*?\b(more than|over|further than|farther than|at least|beyond|above)\b", lambda c, n, m: not _from_equator(c, m.string)),
    (r"\b(exactly|directly|right|precisely) on the equator|\bequator (exactly|passes|runs|crosses|goes)", lambda c, n, m: False),
    (r"\b(major|big|large|great|famous|well known|important|navigable) rivers?\b", lambda c, n, m: any(_GREAT.search(w) for w in c.water) and c.name not in ("Bogota", "Medellin")),
    (r"\b(shores?|banks?|edge|coast) of (a|the|any|one of the) (\w+ )?lakes?\b|\blakeside|\blakefront", lambda c, n, m: any("Lake" in w or "lake" in w for w in c.water)),
    (r"\bhighest\b.*\b(capitals?|cit(y|ies))\b|\bhighest$", lambda c, n, m: c.name == "Madrid" if regex(r"\beurop").search(m.string) else c.elevation >= 2200),
    (r"\b(elevation|altitude|sea level|met(er|re)s|feet|ft)\b.*\d|\d.*\b(elevation|altitude|sea level|met(er|re)s (above|high|up)|feet above)|\b(above|over|higher than|lower than|more than|less than|greater than|at|below|under|least|about) \d+ (met(er|re)s|feet|ft)\b(?! of| (long|tall|rain))", height),
    (r"\bhigh(er)? (altitude|elevation|up)|\bin the (highlands|mountains)|\b(high|highland) (plateau|city)|\bthin air|\bat altitude|\bhighlands?\b|\bhigh above sea level|\bmile high", lambda c, n, m: c.elevation >= 1000),
    (r"\b(low lying|close to sea level|at sea level|below sea level|near sea level|low altitude|low elevation|lowland)", lambda c, n, m: c.elevation <= 50 and "below" not in m[0]),
    (r"\bplateau\b", lambda c, n, m: "plateau" in c.place or "high plain" in c.place or c.name in ("Ankara", "Brasilia")),
    (r"\bvalley\b", lambda c, n, m: "valley" in c.place),
    (r"\bland ?locked\b|\b(inland|interior)\b|\baway from the (sea|coast|ocean)|\bfar from (the|any) (sea|coast|ocean)|\bno (access to|coast|sea)\b",
     lambda c, n, m: n.landlocked if regex(r"\bcountry|nation\b").search(m.string) else not coastal(c)),
    (r"\bsea ?ports?\b", lambda c, n, m: "port" in c.tags and coastal(c)),
    (r"\b(port|harbor|harbour|seaport|docks|container|shipping hub)\b", lambda c, n, m: "port" in c.tags),
    (r"\bbeach|\bseaside|\bsandy", tag("beach", "beach nearby")),
    (r"\bbay\b(?! of)", lambda c, n, m: any("Bay" in w for w in c.water) or "bay" in c.tags),
    (r"\bstrait\b(?! of)|\bbosp", tag("strait")),
    (r"\bgulf\b(?! of)", lambda c, n, m: "gulf" in c.place or any("Gulf" in s for s in seas_of(c))),
    (r"\b(west|western|pacific) coast\b(?! of)|\bwest coast\b", lambda c, n, m: coastal(c) and "west" in c.part),
    (r"\b(east|eastern) coast\b", lambda c, n, m: coastal(c) and "east" in c.part),
    (r"\b(north|northern) coast\b", lambda c, n, m: coastal(c) and ("north" in c.part if n.key != "Indonesia" else c.sea == "Java Sea")),
    (r"\b(south|southern) coast\b", lambda c, n, m: coastal(c) and "south" in c.part),
    (r"\b(near|close to|not far from|nearby) (the |a |an )?(coast|sea|ocean|shore|water)", lambda c, n, m: coastal(c) or bool(c.near_sea)),
    (r"\bfar\b.*\b(sea|coast|ocean)\b", lambda c, n, m: not coastal(c) and not c.near_sea),
    (r"\bcoast|\b(on|by|at|next to|beside|along|access to|touch|border|facing|overlook|front) (the |a |an )?(sea|ocean|water|salt)|\b(sea|ocean|water)(front|side)|\bmaritime|\bshore\b|\bsaltwater|\bocean\b(?! park)|\bsea (access|view)|\b(sea|ocean|waves)\b(?! (level|food|bed|of|bass|salt|lion|eagle))(?=.*\b(touch\w*|reach\w*|from|edge|door\w*|there|near|view|roll|lap|wash\w*|city)\b)|^(is there |see |there )?(the |a |any )?(sea|ocean)( there)?$",
     lambda c, n, m: bool(n.seas) if regex(r"\bcountry|nation\b").search(m.string) else coastal(c) or (bool(regex(r"\bwater\b").search(m[0])) and bool(c.water))),
    (r"\bgreat lakes?\b", lambda c, n, m: c.name in ("Chicago", "Toronto")),
    (r"\b(large|big|major|by a|near a|on a|great|any|has a) lakes?\b|\blakes?\b(?! \w+ (is|was))", lambda c, n, m: any("Lake" in w or "lake" in w for w in c.water) or "lakes" in c.tags),
    (r"\bcanals\b", tag("canals")),
    (r"\b(delta)\b", lambda c, n, m: "delta" in c.place or c.name in ("Ho Chi Minh City", "Shanghai", "St Petersburg", "Calcutta", "Dhaka", "Alexandria")),
    (r"\b(on|near|by|along|has|have|cross|through|any|famous|major|a|big|large|great|well known|important|flows?|banks? of) (a |an |the )?((big|large|great|major|wide|famous|mighty|broad|long|small|little|main|tidal|single|well known|important|navigable|local|city|same|historic|muddy|slow|fast|deep|beautiful|busy|actual|real|real|proper|sizeable|decent|huge) )?(rivers?)\b(?! (called|named))|\brivers?\b$|\briverside\b|\briver (city|running|flow|run|that|pass)", lambda c, n, m: any(w != "many canals" and not regex(r"Bay|Lake|lake|harbour|Lagoon|Xochimilco").search(w) for w in c.water)),
    (r"\b(active )?volcano", lambda c, n, m: bool(c.tags & {"volcano", "volcano nearby"}) or c.name in ("Tokyo", "Semarang", "Cirebon", "Taipei")),
    (r"\bearthquakes?|\bseismic|\bfault line|\bring of fire", tag("earthquakes")),
    (r"\bsun (barely|hardly|almost never|never|does not|rarely) sets?\b|\bmidnight sun|\bwhite nights|\b(very|extremely|really) long (summer )?(days|daylight)|\bdoes not get dark", lambda c, n, m: c.lat > 55),
    (r"\b(hurricanes?)\b", tag("hurricanes")),
    (r"\b(typhoons?|tropical storms?|cyclones?)\b", tag("typhoons", "cyclones", "hurricanes")),
    (r"\b(flood|floods|flooding|flooded)\b", tag("floods", "sinking", "monsoon")),
    (r"\bnatural disasters?", tag("earthquakes", "typhoons", "hurricanes", "floods", "cyclones", "volcano", "tsunami")),
    (r"\bmonsoons?", lambda c, n, m: "monsoon" in c.tags or (c.climate.startswith("tropical") and (n.continent == "Asia" or c.name == "Abidjan"))),
    (r"\bwet season|\brainy season", lambda c, n, m: bool(c.tags & {"monsoon"}) or c.climate.startswith("tropical")),
    (r"\bhills\b|\bhilly\b|\bsteep\b", lambda c, n, m: bool(c.hills)),
    (r"\bmountain(s|ous)?( range| chain)?s?\b(?! (bike|of))|\bfoothills|\bmountainous", lambda c, n, m: bool(c.tags & {"mountains", "volcano", "skiing", "mountains nearby"}) or (bool(c.hills) and not regex(r"\b(low|distance|bluffs|plateau)\b|\b[Hh]ills?\b(?!.*\bAndes)").search(c.hills))),
    (r"\bflat\b|\bplains?\b", lambda c, n, m: not c.hills),
    (r"\bin (a|the|any) (\w+ )?desert", lambda c, n, m: c.climate in ("desert", "arid") or "desert" in c.tags),
    (r"\bdesert climate\b|\bclimate\b.*\bdesert\b", lambda c, n, m: c.climate in ("desert", "arid")),
    (r"\b(in|near|close to|surrounded by|next to|edge of|by) (a |the |any )?(\w+ )?desert|\bdesert\b", lambda c, n, m: c.climate == "desert" or bool(c.desert) or bool(c.tags & {"near desert", "desert", "desert nearby"})),
    (r"\b(rain ?forest|jungle)", tag("rainforest", "jungle")),
    (r"^(?!.*\b(country|nation)\b).*\bon (an|the|its own|a) (\w+ )?island\b", lambda c, n, m: bool(c.island) or c.name in ("London", "Singapore", "Bombay", "New York", "Hong Kong", "St Petersburg")),
    (r"^(?!.*\b(is|are) there .*\bislands? (full|with|in|off|near|that|where|nearby|for|on)\b)(?!.*\b(ferry|ferries|boats?) .*\bislands?\b).*(\bon an island|\b(is it|city is|located on|situated on) an island|\bisland (city|nation|country|state)|\bon (the |a )?(\w+ )?islands?\b|\bisland\b)",
     lambda c, n, m: (("island" in n.shape and "peninsula" not in n.shape) or "archipelago" in n.shape) if regex(r"\bcountry|nation\b").search(m.string) else bool(c.island) or "islands" in c.tags or "island" in n.shape or "archipelago" in n.shape),
    (r"\bdegrees?\b.*\d|\d.*\bdegrees?\b|\btemperatures?\b.*\d", degrees),
    (r"\bsnow", snow),
    (r"\b(below|sub) (zero|freezing)|\bfreez(e|es|ing)|\bfrost|\bsubzero", lambda c, n, m: c.winter <= 1),
    (r"\bcold winters?|\bwinters? (\w+ )?(cold|harsh|severe|icy|freezing)\b|\bcold (\w+ ){0,2}(in|during) (the )?winters?$|\bwinters? (is |are |be )?(very |really |so )?(cold|harsh|severe)|\bharsh winters?|\bwinters? .*\blong\b|\blong winters?", lambda c, n, m: c.winter <= 2),
    (r"\bmild winters?|\bwinters? (is |are )?(quite )?mild", lambda c, n, m: 4 <= c.winter <= 17),
    (r"\bhot summers?|\bsummers? (is |are |get )?(very |really )?hot", lambda c, n, m: c.summer >= 25),
    (r"\bmediterranean climate", lambda c, n, m: c.climate == "mediterranean"),
    (r"\bcontinental climate|\bcontinental\b", lambda c, n, m: c.climate == "continental"),
    (r"\boceanic climate|\bmaritime climate", lambda c, n, m: c.climate == "oceanic"),
    (r"\bsub ?tropical", lambda c, n, m: c.climate in ("humid subtropical", "mediterranean")),
    (r"\bbetween the tropics|\b(in|within) the tropics|\btropic(s|al zone)\b", lambda c, n, m: abs(c.lat) < 23.5),
    (r"\btropical|\btropic\b", lambda c, n, m: c.climate.startswith("tropical")),
    (r"\bpleasant|\bcomfortable (weather|climate|temperature)|\btemperate|\bmild (climate|weather|all year|year)|\bmoderate (climate|weather)|\bspring like|\bmild\b", lambda c, n, m: c.climate in ("oceanic", "mediterranean", "highland") or (5 <= c.winter and c.summer <= 27 and not c.climate.startswith("tropical")) or c.name in ("Medellin", "Bandung", "Malang", "Caracas", "Bangalore")),
    (r"\bhumid|\bmuggy|\bsticky", lambda c, n, m: c.climate.startswith("tropical") or c.climate == "humid subtropical" or c.name == "Havana"),
    (r"\barid|\bdry\b|\blittle rain|\brarely rain", lambda c, n, m: c.climate in ("desert", "semi-arid", "arid") or c.rain < 400),
    (r"\brain(s|y|fall|ing)?\b|\bwet\b", lambda c, n, m: c.rain >= 1300 or c.name == "London" or (c.rain >= 1000 and not regex(r"lot|heavy|much").search(m.string))),
    (r"\bfog(gy)?\b|\bmist", tag("fog")),
    (r"\bhot\b.*\b(all|whole|entire) (the )?year|\ball year\b.*\b(hot|heat)\b|\bhot (year round|in every season|every month|throughout the year)", lambda c, n, m: c.winter >= 24 or (c.winter >= 23 and mean(c) >= 25)),
    (r"\bhot\b(?! (water|dogs?|pot|springs?|tap|taps|showers?|chocolate|food|sauce|drinks?|meals?|air|balloons?|peppers?|spices?|pepper|soup|dish|dishes|wine|bread|stone|spot|spots|topic|rod))|\bheat\b|\bscorching", lambda c, n, m: mean(c) >= 22 or (c.summer >= 29)),
    (r"\bwarm\b(?! (beer|people))|\bsunny\b", lambda c, n, m: mean(c) >= 16),
    (r"\b(cold|chilly|freezing|cool)\b", lambda c, n, m: mean(c) <= 11.5 or c.winter <= 0 or ("cool" in m[0] and (c.climate == "highland" or "cool air" in c.known))),
    (r"\b(north|south|east|west)(ern)?( |-)?(east|west)?(ern)?\b.*\b(of|in|part|side|half|within)\b.*|\b(in|located in|situated in) (the )?(north|south|east|west|cent(er|re|ral)|middle|heart)\w*$|\b(central|middle|cent(er|re)) (part )?(of|in)\b.*\b(country|nation)", part),
    (r"^(?!.*\d (?:\w+ )?(?:pilgrims|tourists|visitors|passengers|students|speakers|dollars|tons|tonnes|cars|trees|books|bicycles|bikes|dogs|cats|objects|soldiers|shops|bridges|mosques|churches|temples)\b).*(?:\b\d[\d.]*\b.*\b(people|population|inhabitants|residents|live|populous|citizens|big|large|habitants|souls|metro)|\b(people|population|inhabitants|residents|populated|live|populous|citizens|bigger|larger|smaller|metro)\b.*\d|\b(more|fewer|less) than \d{6,}|\b(million|millions) of (people|inhabitants|residents)|\b(over|above|under|below|between|exceeds?) \d{5,})", people),
    (r"\b(densely|crowded|overpopulated|overcrowded|high density|population density)", lambda c, n, m: c.people * 1e6 / c.area > 4500 or c.metro > 15),
    (r"\b(big|large|huge|major|massive|enormous) (city|metropolis|population|metropolitan|urban)|\b(is it|city) (very |really |quite )?(big|large|huge|populous)\b|\bmetropolis\b|\bpopulous\b|\b(lots|a lot|many) (of )?people", lambda c, n, m: big(c) >= 3),
    (r"\bsmaller (city|cities|town|places?)\b", lambda c, n, m: c.people < 1.0),
    (r"\b(small|little|tiny) (city|town|population|place)|\b(is it|city) (very |really |quite |rather )?small\b|^(is|was) .*\bsmall\b$|^(is|was) (it|this|that|the place|the city) (just |only |really |more of |merely |rather |nothing but )*(a |an )?((small|little|tiny|quiet|sleepy|provincial|market|country|minor|modest|mere|rural|remote|simple|small time|peaceful|dusty) ){0,2}(town|village)$", lambda c, n, m: c.people < 0.5),
    (r"\b(named|called) (after|for) (a |an |the |some)?(\w+ )?(person|someone|somebody|people|king|saint|president|leader|ruler|general|queen|emperor|sultan)", lambda c, n, m: "named after a person" in c.tags or c.name in ("Santiago", "Sao Paulo", "St Petersburg", "Sydney")),
    (r"\b(nick ?name)", lambda c, n, m: bool(c.nickname)),
    (r"\bunited nations\b|\bu n (headquarters|offices?)|\bun (headquarters|offices?|hq)", lambda c, n, m: bool(c.tags & {"un headquarters"}) if "headquarter" in m.string or "hq" in m.string else bool(c.tags & {"un headquarters", "un offices", "unesco headquarters"})),
)  # fmt: skip
