"""Who ruled, occupied or invaded the countries: empires, colonial powers, armies. Tables and tests for `country_claims`."""

# ruff: noqa: ARG005, E501 -- a table: one rule a line, however long, and every test takes the same arguments

from __future__ import annotations

import re
from collections.abc import Callable

from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.patterns import regex

_EMPIRES: dict[str, Callable[[City, Country], bool]] = {
    "ottoman": lambda c, n: n.key in ("Turkey", "Egypt", "Iraq", "Hungary", "Romania"),
    "roman": lambda c, n: n.key in ("Italy", "Egypt", "Turkey", "Spain", "France", "Morocco") or c.name in ("London", "Budapest", "Bucharest"),
    "mughal": lambda c, n: n.key in ("India", "Pakistan", "Bangladesh") and c.name not in ("Madras", "Bangalore"),
    "mongol": lambda c, n: n.key in ("China", "Iran", "Iraq", "Russia", "Ukraine", "Uzbekistan", "South Korea", "North Korea"),
    "persian": lambda c, n: n.key in ("Iran", "Iraq", "Egypt", "Turkey", "Uzbekistan", "Pakistan"),
    "inca": lambda c, n: n.key in ("Peru", "Ecuador"),
    "aztec": lambda c, n: n.key == "Mexico",
    "maya": lambda c, n: n.key == "Mexico" and "country" in n.shape,
    "soviet": lambda c, n: "former Soviet Union" in n.regions,
    "russian": lambda c, n: "former Soviet Union" in n.regions,
    "austro hungarian": lambda c, n: n.key == "Hungary",
    "habsburg": lambda c, n: n.key in ("Hungary", "Spain"),
    "byzantine": lambda c, n: n.key in ("Turkey", "Egypt", "Italy"),
    "qing": lambda c, n: n.key in ("China", "Taiwan", "Hong Kong"),
}  # fmt: skip
_POWERS = {
    "britain": "Britain", "british": "Britain", "english": "Britain", "england": "Britain", "uk": "Britain", "united kingdom": "Britain", "great britain": "Britain",
    "spain": "Spain", "spanish": "Spain", "spaniards": "Spain", "france": "France", "french": "France", "portugal": "Portugal", "portuguese": "Portugal",
    "netherlands": "the Netherlands", "dutch": "the Netherlands", "holland": "the Netherlands", "belgium": "Belgium", "belgian": "Belgium", "belgians": "Belgium",
    "japan": "Japan", "japanese": "Japan", "russia": "Russia", "russian": "Russia", "russians": "Russia", "ottomans": "the Ottomans", "turks": "the Ottomans",
    "united states": "the United States", "american": "the United States", "americans": "the United States", "us": "the United States", "austria": "Austria", "pakistan": "Pakistan",
    "germany": "Germany", "german": "Germany", "germans": "Germany", "italy": "Italy", "italian": "Italy", "italians": "Italy",
    "european": "Europe", "europeans": "Europe", "europe": "Europe", "western": "Europe", "foreign": "any", "another": "any",
}  # fmt: skip
_OCCUPIED = {"Japan": ("Indonesia", "Philippines", "Myanmar", "Singapore", "Vietnam", "South Korea", "North Korea", "Taiwan", "Hong Kong"), "Germany": ("France",), "Italy": ("Ethiopia",)}
_EUROPEAN = frozenset(("Britain", "Spain", "France", "Portugal", "the Netherlands", "Belgium", "Russia", "Austria"))
_US_FOES = ("Iraq", "Vietnam", "Japan", "Germany", "Italy", "North Korea", "Mexico", "Cuba", "Philippines")
INVADED: dict[str, tuple[str, ...]] = {
    "us": _US_FOES, "americans?": _US_FOES, "united states": _US_FOES, "america": _US_FOES,
    "germany": ("France", "Russia", "Ukraine", "United Kingdom", "Hungary", "Italy"), "germans": ("France", "Russia", "Ukraine", "United Kingdom", "Hungary", "Italy"), "nazis?": ("France", "Russia", "Ukraine", "United Kingdom", "Hungary", "Italy"),
    "russia": ("Ukraine", "Hungary", "Uzbekistan", "Germany"), "russians": ("Ukraine", "Hungary", "Uzbekistan", "Germany"), "soviets?": ("Hungary", "Germany", "Iran", "Romania"),
    "japan": ("China", "Indonesia", "Philippines", "South Korea", "North Korea", "Singapore", "Myanmar", "Hong Kong", "Vietnam", "Taiwan"), "japanese": ("China", "Indonesia", "Philippines", "South Korea", "North Korea", "Singapore", "Myanmar", "Hong Kong", "Vietnam", "Taiwan"),
    "mongols?": ("China", "Iran", "Iraq", "Russia", "Ukraine", "Uzbekistan", "South Korea", "North Korea", "Hungary"), "napoleon": ("Russia", "Spain", "Egypt", "Germany", "Italy"), "iraq": ("Iran",),
}  # fmt: skip
"""Who came with arms, by the word that a question has for them; `ruled` knows the rulers."""


def ruled(city: City, country: Country, match: re.Match[str]) -> bool:
    text = match.string
    for word, test in _EMPIRES.items():
        if regex(rf"\b{word}s?\b").search(text):
            return test(city, country)
    powers = [power for word, power in _POWERS.items() if regex(rf"\b{word}\b").search(text)]
    if regex(r"\boccup").search(text):
        if any(country.key in _OCCUPIED.get(p, ()) for p in powers) or (powers == ["Japan"] and country.key == "China"):
            return True
        if "Italy" in powers or "Germany" in powers:
            return False
    if "any" in powers or not powers:
        return bool(country.ruled_by)
    if "Europe" in powers:
        return any(p in _EUROPEAN for p in country.ruled_by)
    if any(p in city.rulers for p in powers):
        return True
    if any(p in country.ruled_by for p in powers) or (country.key == "Indonesia" and "Japan" in powers):
        return True
    # a power's own cities belonged to its empire too
    own = {"Britain": "United Kingdom", "the United States": "United States"}
    return bool(regex(r"\bempire\b").search(text)) and any(own.get(p, p) == country.key for p in powers)


def invaded(country: Country, match: re.Match[str]) -> bool:
    foe = match["foe"] or match["foe2"]
    return any(country.key in keys for word, keys in INVADED.items() if regex(word).fullmatch(foe))


_NO_EUROPEANS = frozenset(("Japan", "Mexico", "the Ottomans", "China", "the United States"))


def powers_asked(text: str, city: City) -> tuple[str, ...]:
    """The colonial powers, where the question asks for them: those that held the city or its country, the longest rule first."""
    if not regex(r"\b(coloni\w+|colony|european|western)\b|\bbefore (19|20)\d\d\b|\bbefore (its |the )?(independence|handover)").search(text) or regex(r"\bhow (long|many)|\bwhen\b|\byears?\b").search(text):
        return ()
    powers = tuple(dict.fromkeys((*knowledge().country(city).ruled_by, *(() if regex(r"\bcoloni\w+ (the|its|this) (country|nation)\b").search(text) else city.rulers))))
    powers = tuple(p for p in powers if p not in _NO_EUROPEANS) or (() if regex(r"\b(european|western)\b").search(text) else powers)
    return safe(city, tuple(f"It was once ruled by {power}." for power in powers))[:1]
