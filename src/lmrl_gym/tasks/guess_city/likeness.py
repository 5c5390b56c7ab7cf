"""The note that is likest a question, whatever its wording: by the words they share, those that mean the same taken for one.

Groups of such words stand in thesaurus.txt. A claim is true of the cities whose notes fit it best of all cities', if they fit it well: it is a
guess, but one that is wrong of few cities at a time.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lmrl_gym.tasks.guess_city.lore import STOP, common
from lmrl_gym.tasks.guess_city.notes import OF_COUNTRY, PLAIN, notes_of
from lmrl_gym.tasks.guess_city.sharing import root

_LEAST, _SHARE, _BESIDE = 2.0, 0.2, 0.9
"""The least weight of the words that the best note shares with a claim, the least part of the claim's weight, and the part of the best note's weight
from which another city's note fits as well."""
_DOUBTLESS = 4.5
"""The weight from which a note is believed against the rules."""
_ANSWERS = 1.2
"""The least weight that a note has to share with an open question."""
_ABROAD = 0.7
"""What words shared with a note on the country count where the question is about the city."""
_EVERYDAY, _UNHELD, _PADDING = 0.5, 1.0, 0.4
"""The part that an everyday word keeps of its weight; what a word weighs that no note holds, and an everyday one of these."""
_COMPARES = re.compile(
    r"\b(more|less|fewer|than|not|never|no|only|biggest|largest|smallest|second|third|until|since|without|far|member|union|same)\b"
)
"""Claims in which words alone do not tell what is claimed."""
_DENIES = re.compile(r"\b(not|never|no|nobody|only|few|hardly|permits?|permission|forbidden|banned|failed|elsewhere|(other|another) cit(y|ies))\b")


class _Held(NamedTuple):
    """A note as what its words mean."""

    city: str
    text: str
    means: frozenset[str]
    denies: bool
    national: bool


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    """Root of a word -> the group of words that mean the same."""
    found: dict[str, str] = {}
    for number, line in enumerate((Path(__file__).parent / "thesaurus.txt").read_text(encoding="utf-8").splitlines()):
        for word in line.split():
            found.setdefault(root(word), f"#{number}")
    return found


def words_alike() -> frozenset[str]:
    """Every word of the thesaurus: no slips."""
    return frozenset((Path(__file__).parent / "thesaurus.txt").read_text(encoding="utf-8").split())


def _means(text: str) -> dict[str, str]:
    """What the words of substance in plain words mean -> a word that means it."""
    groups = _groups()
    return {groups.get(stump, stump): word for word in text.split() if word not in STOP and word not in PLAIN for stump in (root(word),)}


@lru_cache(maxsize=1)
def _held() -> tuple[_Held, ...]:
    rows = ((name, note) for name, notes in notes_of().items() for note in notes)
    return tuple(_Held(name, note.text, frozenset(_means(note.words)), _DENIES.search(note.text) is not None, note.national) for name, note in rows)


@lru_cache(maxsize=1)
def _holders() -> tuple[dict[str, tuple[int, ...]], dict[str, float]]:
    """Meaning -> the numbers of the notes that hold it; meaning -> its weight, greater where fewer cities have such a note."""
    found: dict[str, list[int]] = {}
    cities: dict[str, set[str]] = {}
    for number, note in enumerate(_held()):
        for meaning in note.means:
            found.setdefault(meaning, []).append(number)
            cities.setdefault(meaning, set()).add(note.city)
    return {m: tuple(numbers) for m, numbers in found.items()}, {m: math.log(101 / len(names)) for m, names in cities.items()}


def _weights(text: str) -> dict[str, float]:
    weight, everyday = _holders()[1], common()
    held, unheld = {True: _EVERYDAY, False: 1.0}, {True: _PADDING, False: _UNHELD}
    return {m: weight[m] * held[w in everyday] if m in weight else unheld[w in everyday] for m, w in _means(text).items()}


@lru_cache(maxsize=8192)
def _shared(text: str) -> dict[int, float]:
    """Number of a note -> the weight of what it shares with plain words."""
    holders, found = _holders()[0], dict[int, float]()
    for meaning, weight in _weights(text).items():
        for number in holders.get(meaning, ()):
            found[number] = found.get(number, 0.0) + weight
    return found


@lru_cache(maxsize=8192)
def _fitting(text: str) -> tuple[frozenset[str], float]:
    """The cities that a claim (plain words) fits best by one of their notes, and the weight shared; none where it fits badly, or compares."""
    total = sum(_weights(text).values())
    if not total or _COMPARES.search(text):
        return frozenset(), 0.0
    notes, of_country, single = _held(), OF_COUNTRY.search(text) is not None, len(_weights(text)) == 1
    best: dict[str, float] = {}
    for number, weight in _shared(text).items():
        note = notes[number]
        if (single or len(note.means & _means(text).keys()) >= 2) and not note.denies and (of_country or not note.national):
            best[note.city] = max(best.get(note.city, 0.0), weight)
    most = max(best.values(), default=0.0)
    if most < max(_LEAST, _SHARE * total):
        return frozenset(), 0.0
    return frozenset(city for city, weight in best.items() if weight >= _BESIDE * most), most


def fits(text: str, city: str, *, beyond_doubt: bool = False) -> bool:
    """Whether a note of the city fits a claim (plain words) best of all cities', and well; `beyond_doubt`: so well that no rule is asked."""
    cities, weight = _fitting(text)
    return city in cities and (not beyond_doubt or weight >= _DOUBTLESS)


def likest(text: str, city: str) -> tuple[str, ...]:
    """The note of the city that an open question (plain words) is nearest to; none where they share too little."""
    notes, of_country = _held(), OF_COUNTRY.search(text) is not None
    shared = ((w if of_country or not notes[n].national else _ABROAD * w, -n) for n, w in _shared(text).items() if notes[n].city == city)
    weight, number = max(shared, default=(0.0, 0))
    return (notes[-number].text,) if weight >= _ANSWERS else ()
