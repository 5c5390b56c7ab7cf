"""Whether somebody was born in the city: said of the people whom the knowledge ties to it, of whom many only lived, ruled or died there."""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.knowledge import City, knowledge
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.words import plain

_BORN = re.compile(r"\bborn\b|\bbirth ?place of\b")
_OTHERS = re.compile(r"\b(country|nation|wife|husband|mother(?! teresa)|father|parents?|brother|sister|son|daughter|children|band|film)\b")
"""Words by which it is asked of somebody else, or of a wider place."""
_NEAR = re.compile(r"\b(near|nearby|close|outside|suburbs?|around)\b")


@lru_cache(maxsize=128)
def _natives(city: str) -> tuple[tuple[str, str, bool, bool], ...]:
    """Of each person tied to the city: the name, the last of its words where that may stand alone, and whether the birth was there, or near there."""
    found = []
    for text in knowledge().natives[city]:
        name = text.split(",")[0]
        last = name.split()[-1]
        alone = len(last) > 4 and last[0].isupper() and not regex(r" (the|of|and) ").search(name)
        there = regex(r"\b(born|formed) there\b").search(text) is not None
        found.append((plain(name), plain(last) if alone else "", there, "born near there" in text))
    return tuple(found)


def born_there(text: str, city: City) -> bool | None:
    """What a clause (plain words) says of the birth of a person of the city; None where it says nothing of that. Whole names come first."""
    if not _BORN.search(text) or _OTHERS.search(text):
        return None
    near = _NEAR.search(text) is not None
    padded = f" {text} "
    whole = [n for n in _natives(city.name) if f" {n[0]} " in padded]
    longest = max((len(n[0]) for n in whole), default=0)
    meant = [n for n in whole if len(n[0]) == longest] or [n for n in _natives(city.name) if n[1] and f" {n[1]} " in padded]
    return any(there or (near and nearby) for _, _, there, nearby in meant) if meant else None
