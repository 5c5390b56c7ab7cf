"""Yes or no by languages: "is it related to Italian", "would a Turk understand them", "do I need an interpreter"."""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge, table
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex

_FAMILIES = tuple(
    frozenset(row.split())
    for row in (
        "italian french spanish portuguese romanian catalan latin romance",
        "russian ukrainian polish czech slovak serbian croatian bulgarian belarusian slovene slavic slavonic",
        "english german dutch swedish norwegian danish icelandic afrikaans yiddish germanic",
        "turkish uzbek kazakh azeri azerbaijani turkmen kyrgyz uyghur tatar turkic",
        "arabic hebrew amharic tigrinya aramaic maltese semitic",
        "hindi urdu bengali bangla punjabi marathi gujarati nepali sinhala sanskrit indic",
        "persian farsi dari tajik kurdish pashto iranian",
        "mandarin cantonese chinese hokkien sinitic",
        "indonesian malay malaysian javanese tagalog filipino austronesian",
        "tamil telugu kannada malayalam dravidian",
        "hungarian finnish estonian uralic",
        "thai lao",
        "vietnamese khmer",
        "korean",
        "japanese",
        "burmese tibetan",
    )
)
_INDO_EUROPEAN = (*range(3), 5, 6)
"""The families that are cousins of each other."""
_NAMED = frozenset().union(*_FAMILIES)
_KIN = re.compile(
    r"\b(?:relat\w+|cousins?|kin|kindred|sisters?|closer|close|nearer|similar|resembl\w+|family|descend\w+|comes? from|derived|like|alike|branch)\b"
)
_OF_SPEECH = re.compile(r"\b(?:language|tongue|speak|spoken|speech)\b")
KIN_WORDS = (
    "related relative relatives relation cousin cousins kin kindred sister sisters closer close nearer similar "
    "resemble resembles family descended descends derived"
)
"""Words that call for `akin`."""


def _family(word: str) -> int:
    return next(number for number, family in enumerate(_FAMILIES) if word in family)


def _kinship(own: int, other: int) -> int:
    """2 within a family, 1 between families that are cousins, else 0."""
    return 2 if own == other else int(own in _INDO_EUROPEAN and other in _INDO_EUROPEAN)


def akin(text: str, city: City) -> bool | None:
    """Whether the language of the city's country is of the family of those that a claim (plain words) names."""
    if not _KIN.search(text) or not _OF_SPEECH.search(text):
        return None
    own = next((word for word in knowledge().country(city).languages[0].lower().split() if word in _NAMED), "")
    first, than, other = text.partition(" than ")
    named, against = ([_family(word) for word in part.split() if word in _NAMED and word != own] for part in (first, other))
    if not own or not named:
        return None
    kinship = min(_kinship(_family(own), family) for family in named)
    if than:
        return kinship > max(_kinship(_family(own), family) for family in against) if against else None
    return kinship == 2


@lru_cache(maxsize=1)
def _speakers() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b({words})\b"), language) for language, words in table("reckoned")["speakers"].items())


def understood(city: City, country: Country, match: re.Match[str]) -> bool | None:
    """Whether visitors whom the claim names, by their land, their city or their people, understand what is spoken there."""
    text = match.string
    languages = {language for pattern, language in _speakers() if pattern.search(text)}
    for name, _, _ in mentions(text):
        if other := knowledge().cities.get(name):
            languages.add((other.languages or knowledge().country(other).languages)[0].lower())
    if not languages:
        return None
    languages = {{"farsi": "persian", "filipino": "tagalog"}.get(language, language) for language in languages}
    spoken = {{"Farsi": "persian", "Filipino": "tagalog"}.get(x, x.lower()) for x in (city.languages or country.languages)[:1]}
    heard = table("reckoned")["understood"]
    holds = bool(languages & spoken) or any(place in (city.name, country.key) for language in languages for place in heard.get(language, ()))
    return holds != bool(regex(r"\b(interpreter|translator|phrasebook|dictionary)\b").search(text))
