"""Yes or no by the warmth of a month or season: what to wear, how it feels in January, one month against another. Rules for `turns`.

The warmth of a month lies on a wave between the means of the coldest and of the warmest month.
"""

# ruff: noqa: ARG001, E501, SIM905 -- patterns are read across; every test takes the same three arguments

from __future__ import annotations

import math
import re

from lmrl_gym.tasks.guess_city.knowledge import City, Country
from lmrl_gym.tasks.guess_city.measures import LESS, mean, threshold
from lmrl_gym.tasks.guess_city.patterns import regex

MONTHS = tuple("january february march april may june july august september october november december".split())
_EARLY = {"India": 4, "Bangladesh": 4, "Pakistan": 5, "Myanmar": 3, "Thailand": 3, "Philippines": 4, "Egypt": 6}
"""Where the monsoon makes another month than July the hottest: its number."""


def month_mean(city: City, month: str) -> float:
    peak = _EARLY.get(city.country, 6.5 if city.lat > 0 else 0.5)
    return mean(city) + (city.summer - city.winter) / 2 * math.cos((MONTHS.index(month) - peak) * math.pi / 6)


def months(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether one month is warmer, or colder, than another."""
    gap = month_mean(city, match["a"]) - month_mean(city, match["b"])
    return None if abs(gap) < 1 else (gap > 0) == (match["how"] in ("hotter", "warmer"))


def season(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether a month is one of the warmest or coldest; None near the equator, where months hardly differ."""
    if city.summer - city.winter < 4:
        return None
    warmth = (month_mean(city, match["month"] or match["month2"]) - city.winter) / (city.summer - city.winter)
    return warmth > 0.7 if regex(r"\b(hottest|warmest|summer|hot)\b").search(match.string) else warmth < 0.3


_TIME = re.compile(rf"\b({'|'.join(MONTHS)}|winters?|summers?|christmas|new year)\b(?! new year)")
_WARM_WEAR = re.compile(
    r"\b(overcoat|winter coat|warm coat|coats?|parka|gloves|mittens|scarf|thermals?|long johns|woolly|snow boots|heavy (jacket|clothes)|warm (clothes|clothing|jacket|things)|winter (clothes|clothing|jacket|boots)|bundle up|wrap up|beanie|heating|snow tyres|snow tires)\b"
)
_LIGHT_WARM = re.compile(r"\b(jacket|jumper|sweater|pullover|cardigan|hoodie|fleece|layers?|warm)\b")
_SUMMER_WEAR = re.compile(
    r"\b(shorts|t ?shirts?|tees?|sandals|flip flops|swimsuit|swimming trunks|bikini|sun ?dress|sun ?screen|sun ?cream|sun ?hat|air con\w*|aircon|ac)\b"
)
_RAIN_WEAR = re.compile(r"\b(umbrella|brolly|rain ?coat|wellies|rain jacket|waterproofs?)\b")
WEAR = "coat coats overcoat parka gloves mittens scarf thermals thermal woolly boots clothes clothing jacket jumper sweater pullover cardigan hoodie fleece layers bundle wrap beanie heating shorts shirt shirts tshirt tshirts tee tees sandals flops swimsuit trunks bikini sunscreen sunblock cream sunhat hat aircon conditioning ac umbrella brolly raincoat wellies waterproofs"
"""Words that call for `wear`."""


def warmth(city: City, text: str, cold: bool) -> float:
    """The warmth of the time that `text` names; without one, of the coldest or of the warmest month."""
    named = _TIME.search(text)
    if named is None:
        return city.winter if cold else city.summer
    word = named[1]
    if word in MONTHS:
        return month_mean(city, word)
    if word in ("christmas", "new year"):
        return month_mean(city, "december" if word == "christmas" else "january")
    return city.winter if word.startswith("winter") else city.summer


def wear(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether the weather calls for what one would wear."""
    text = match.string
    if _RAIN_WEAR.search(text):
        return city.rain >= 600 and not (city.climate == "mediterranean" and regex(r"\bsummer|june|july|august").search(text) is not None)
    if _SUMMER_WEAR.search(text):
        return warmth(city, text, cold=False) >= 20
    if _WARM_WEAR.search(text):
        return warmth(city, text, cold=True) < 12
    return warmth(city, text, cold=True) < 18 if _LIGHT_WARM.search(text) else None


def degrees(city: City, country: Country, match: re.Match[str]) -> bool:
    """Whether it gets warmer or colder than so many degrees, in the month or season that the claim names; what stays so does it in the warmest or coldest hours."""
    text = regex(r"\b(?:minus|negative)? ?-? (?=\d)").sub(lambda m: " -" if m[0].strip() else " ", match.string)
    value = _extreme(city, text)
    if regex(r"\b(fahrenheit|f)\b").search(text) or regex(r"\b(7\d|8\d|9\d|100)\b").search(text):
        value = value * 1.8 + 32
    return bool(threshold(text, value))


_WINTRY = re.compile(r"\bwinter|cold|coldest|freez|drop|fall|below (zero|-)|minus| -\d")
_SUMMERY = re.compile(r"\bsummer|hot|hottest|climb")
_EXTREME = re.compile(r"\b(often|reach\w*|exceed\w*|rise\w*|climb\w*|up to|get\w*|above|over|drop\w*|fall\w*|below|under|more than|less than)\b")
_STAYS = re.compile(r"\b(?:stays?|remains?|keeps?|always)\b(?: \w+){0,2}? (?:above|below|under|over|at least|at most|more than|less than)\b")


def _extreme(city: City, text: str) -> float:
    """The temperature that the claim speaks of: a mean, or the warmest or coldest of the time it names."""
    month = next((word for word in text.split() if word in MONTHS), "")
    extreme = _EXTREME.search(text) is not None and not regex(r"\b(average|mean)\b").search(text)
    below = regex(rf"\b{LESS}\b|\b(?:drop|fall|sink|dip)").search(text) is not None
    if month or _STAYS.search(text):
        base = month_mean(city, month) if month else city.winter if "winter" in text else city.summer if "summer" in text or below else city.winter
        if "night" in text or "afternoon" in text:
            return base + (6 if "afternoon" in text else -5)
        return base + extreme * (7 if below == (_STAYS.search(text) is not None) else -6)
    if _WINTRY.search(text):
        return city.winter - 5 * extreme
    return city.summer + 7 * extreme if _SUMMERY.search(text) else mean(city)


_FEELS = {
    "freezing": (-90, 1),
    "below zero": (-90, 0),
    "icy": (-90, 1),
    "bitter": (-90, 0),
    "cold": (-90, 12),
    "chilly": (-90, 14),
    "cool": (-90, 17),
    "mild": (6, 20),
    "warm": (18, 90),
    "hot": (24, 90),
    "boiling": (26, 90),
    "scorching": (26, 90),
    "sweltering": (26, 90),
    "roasting": (26, 90),
    "baking": (26, 90),
}
"""Between which means a month feels so."""
FEELS = "|".join(_FEELS)


def feels(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether a month feels as the claim says."""
    low, high = _FEELS[match["feel"]]
    return low <= warmth(city, match.string, cold=False) <= high


def told_season(text: str, city: City) -> tuple[str, ...]:
    """When the warmest or the coolest months are."""
    warm = bool(regex(r"\b(summer|hottest|warmest)\b").search(text))
    when = "from June to August" if warm == (city.lat > 0) else "from December to February"
    return (f"The {'warmest' if warm else 'coolest'} months are {when}.",) if abs(city.lat) >= 20 else ("It is much the same all year, so near the equator.",)


_ASKS_WARMTH = re.compile(r"\b(weather|hot|cold|warm|temperatures?|degrees|like|wear|pack|clothes|clothing|bring|climate|feel)\b")
_BOTH = re.compile(r"\bsummers?\b.*\bwinters?\b|\bwinters?\b.*\bsummers?\b")
"""Of questions for the year as a whole: they name two seasons."""


_ASKS_SEASON = re.compile(r"\b(?:what|which) (?:\w+ )?(?:seasons?|time of (?:the )?year)\b|\b(?:is|be) (?:it )?(?:summer or winter|winter or summer)\b")
_SEASONS = ("winter", "spring", "summer", "autumn")
_MONSOON = ("India", "Bangladesh", "Pakistan", "Myanmar", "Thailand", "Vietnam", "Philippines")
"""Where the rains come from June to September."""


def told_season_of(city: City, month: str) -> tuple[str, ...]:
    """Which season a month falls in; near the equator there are none but rainy and dry ones."""
    number = MONTHS.index(month)
    name = _SEASONS[((number + 1) // 3 + (0 if city.lat > 0 else 2)) % 4]
    when = f"In {month.capitalize()}"
    if abs(city.lat) < 12:
        return (f"{when} it is much the same as all year, about {round(month_mean(city, month))} degrees Celsius; so near the equator there is neither summer nor winter.",)
    rains = " and the season of the monsoon rains" if city.country in _MONSOON and 5 <= number <= 8 else ""
    return (f"{when} it is {name} there{rains}, about {round(month_mean(city, month))} degrees Celsius on average.",)


def told_month(text: str, city: City) -> tuple[str, ...]:
    """What an open question for the weather of a month or season is told; empty where `text` asks for nothing of the kind, or for two seasons."""
    named = _TIME.search(text)
    if (north := regex(r"\bwhen northern (summer|winter)$").search(text)) is not None:
        return told_season_of(city, "july" if north[1] == "summer" else "january")
    if named is not None and _ASKS_SEASON.search(text) and (month := {"christmas": "december", "new year": "january"}.get(named[1], named[1])) in MONTHS:
        return told_season_of(city, month)
    if named is None or _BOTH.search(text) or not _ASKS_WARMTH.search(text) or regex(r"\b(nights?|festivals?|sports?|olympics?|dress|eat|celebrat\w+)\b").search(text):
        return ()
    mean_then = round(warmth(city, text, cold=True))
    time = {"christmas": "At Christmas", "new year": "At New Year"}.get(
        named[1], f"In {named[1].capitalize() if named[1] in MONTHS else named[1].removesuffix('s')}"
    )
    feel, advice = next((feel, advice) for bound, feel, advice in _ADVICE if mean_then < bound)
    snow = ", often with snow" if mean_then < 3 and city.snow == "often" else ""
    return (f"{time} it is {feel}{snow}, about {mean_then} degrees Celsius on average; {advice}.",)


_ADVICE = (
    (1, "very cold", "a thick coat is needed"),
    (9, "cold", "a warm coat is needed"),
    (14, "cool", "a jacket is needed"),
    (19, "mild", "a light jacket is of use"),
    (25, "warm", "light clothes do"),
    (99, "hot", "light clothes do"),
)
"""Below which mean of a month: how it feels, and what to wear."""
