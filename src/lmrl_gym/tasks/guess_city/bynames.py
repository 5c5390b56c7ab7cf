"""Nicknames and rare names that name a city as well as its own: "Is it the Big Apple?" is a guess, "Is it known as the Big Apple?" is none."""

# ruff: noqa: E501 -- lists of names

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.lore import STOP, common
from lmrl_gym.tasks.guess_city.places import gazetteer
from lmrl_gym.tasks.guess_city.words import plain

_BYNAMES = {
    "New York": "big apple|city that never sleeps|gotham|gotham city|manhattan new york", "Chicago": "windy city|chi town|chitown|chicagoland", "Los Angeles": "city of angels|tinseltown|la la land",
    "Paris": "city of light|city of lights", "Rome": "eternal city", "London": "big smoke", "Calcutta": "city of joy", "Singapore": "lion city", "Houston": "space city|h town|bayou city",
    "Toronto": "6 ix|6ix|hogtown|t dot", "Bombay": "maximum city|city of dreams", "Rio de Janeiro": "cidade maravilhosa|marvelous city|marvellous city|rio brazil", "Haerbin": "ice city",
    "Sao Paulo": "san paolo|sampa", "Mexico City": "distrito federal|df|ciudad mexico", "Seoul": "hanyang|hanseong|keijo", "Kiev": "kijev|kiyev|kyev", "Madras": "chenai|chennia", "St Petersburg": "piter|st pete|st pete russia|st peterburg",
    "Delhi": "ncr delhi|delhi ncr|national capital territory", "Istanbul": "tsargrad|new rome", "Buenos Aires": "paris of south america", "Bangalore": "silicon valley of india|garden city of india", "Medellin": "city of eternal spring",
    "Nagoya": "nagoya aichi", "Xian": "xian shaanxi", "Casablanca": "casa morocco",
}  # fmt: skip
_FRAME = (
    r"(?:(?:so|ok|well|then|hmm|and|maybe|perhaps|probably|could|can|might|must|would|is|was|it|this|that|city|answer|the answer|be|my|final|guess|i|think|believe|say|guess|are|you|thinking|of|in|about|what|how) )*"
)


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    cities = {name: city for city, names in _BYNAMES.items() for name in names.split("|")}
    names = "|".join(sorted(map(re.escape, cities), key=len, reverse=True))
    lands = "|".join(sorted((re.escape(name) for name in gazetteer() if len(name) > 3), key=len, reverse=True))
    return re.compile(rf"{_FRAME}(?:the )?({names})(?: (?:in )?(?:{lands}))?(?: right| then| correct)?"), cities


def bynamed(words: str) -> tuple[str, ...] | None:
    """The city that plain `words` guess by such a name; None where they guess none so."""
    pattern, cities = _pattern()
    match = pattern.fullmatch(words)
    return None if match is None else (cities[match[1]],)


_ELSEWHERE = re.compile(
    r"(?i:(?:is|could|must|might|would|it|this|be|the|city|my|final|guess|answer|i|think|maybe|perhaps|of)[:,]? )*(?P<town>[A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,2})(?:,| in) (?P<land>[A-Z][\w .]+?)\W*"
)


def guesses_elsewhere(text: str) -> bool:
    """Whether `text` guesses a town that nobody here knows, with its land behind it, as in "Is it Springfield, Illinois?"."""
    match = _ELSEWHERE.fullmatch(text.strip())
    if match is None or plain(match["land"]) not in gazetteer():
        return False
    town = plain(match["town"])
    return town not in gazetteer() and not any(word in STOP or word in common() for word in town.split())
