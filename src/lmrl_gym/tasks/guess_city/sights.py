"""Famous sights by their names: which cities have one, and that a claim of it is false of all others, whatever else the claim says.

The names are those of the cities' landmarks, the listed ones of asides.toml, and there too those of sights that none of the hundred cities has.
"""

# ruff: noqa: E501 -- lists of words

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.knowledge import City, knowledge, table
from lmrl_gym.tasks.guess_city.lore import STOP, common, stem, told_texts
from lmrl_gym.tasks.guess_city.words import plain

_NAME = re.compile(r"[A-Z][\w'-]+(?: (?:of |the |de |da |do |du |la |del |and )*[A-Z][\w'-]+)+")
_MOST = 3
"""Of how many cities a word may be told that makes a name a proper one."""
_BESIDE = re.compile(
    r"\b(like|similar|resembl\w+|copy|copies|replica|model|models|modelled|gateway|trips?|excursions?|airport|far|than|as (?:tall|big|old|famous|high|large|long) as|same|inspir\w+|named|near|nearby|close to|next to|from|"
    r"country|nation|made|designed|sculptor|architect|builder|engineer|call\w*|nick\w+|compar\w+|rival\w*|version|counterpart|answer to|east of|west of|north of|south of|away|hours?|miles|kilomet\w+|own)\b"
)
"""What a claim says of a sight that need not lie in the city."""


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    """The first word of each name that only its cities bear -> such names."""
    listed = table("asides")["landmarks"]
    names, ordinary = {*listed["names"], *table("asides")["sights"]}, set(listed["many"])
    for city in knowledge().cities.values():
        for name in map(plain, _NAME.findall(" | ".join(city.landmarks))):
            if name not in ordinary and any(_proper(word) for word in name.split()):
                names.add(name)
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(name.split()[0], []).append(name)
    return {word: tuple(those) for word, those in found.items()}


@lru_cache(maxsize=1)
def _spread() -> dict[str, int]:
    spread: dict[str, int] = {}
    for texts in told_texts().values():
        for word in frozenset().union(*texts):
            spread[word] = spread.get(word, 0) + 1
    return spread


def _proper(word: str) -> bool:
    return word not in common() and word not in STOP and _spread().get(stem(word), 0) <= _MOST


@lru_cache(maxsize=1)
def _rows() -> dict[str, tuple[str, ...]]:
    """By city, its notes and further notes in small letters."""
    found: dict[str, tuple[str, ...]] = {}
    for part in ("notes", "further"):
        for name, rows in table(part)["cities"].items():
            found[name] = (*found.get(name, ()), *(row.lower() for row in rows))
    return found


_ALIKE = frozenset(["like", "than", "taller", "higher", "copy", "replica", "model", "modelled", "inspired", "similar", "resemble", "rivalling", "named"])
"""What a text says that speaks of a sight elsewhere."""


@lru_cache(maxsize=1024)
def _cities(name: str) -> frozenset[str]:
    """The cities of which a text or a note speaks of the sight `name`."""
    words = {stem(word) for word in name.split() if word not in ("of", "the")}
    told = {city for city, texts in told_texts().items() if any(words <= text and _ALIKE.isdisjoint(text) for text in texts)}
    return frozenset(told) | {city for city, rows in _rows().items() if any(all(word[:4] in row for word in words) and _speaks(row, words) for row in rows)}


def _speaks(row: str, words: set[str]) -> bool:
    stems = set(map(stem, plain(row).split()))
    return words <= stems and _ALIKE.isdisjoint(stems)


@lru_cache(maxsize=8192)
def sight_named(text: str) -> str:
    """The sight that plain `text` names; empty where it names none that only some cities have."""
    names = _names()
    return next((name for word in text.split() for name in names.get(word, ()) if f" {name} " in f" {text} "), "")


def elsewhere(text: str, city: City) -> bool:
    """Whether a claim (plain words) speaks of a sight as the city's that lies elsewhere."""
    name = sight_named(text)
    return bool(name) and name not in table("asides")["sights"] and city.name not in _cities(name) and _BESIDE.search(text) is None
