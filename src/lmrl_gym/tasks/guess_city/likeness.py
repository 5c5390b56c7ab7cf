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

from lmrl_gym.core.errors import DataError
from lmrl_gym.tasks.guess_city.knowledge import knowledge, table
from lmrl_gym.tasks.guess_city.lore import BORN, STOP, common
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.notes import BY_FORM, OF_COUNTRY, PLAIN, Found, notes_of
from lmrl_gym.tasks.guess_city.sharing import root
from lmrl_gym.tasks.guess_city.words import plain

_LEAST, _SHARE, _BESIDE = 2.0, 0.2, 0.9
"""The least weight of the words that the best note shares with a claim, the least part of the claim's weight, and the part of the best note's weight
from which another city's note fits as well."""
_WIDE = (4.0, 0.5)
"""The same where further notes are asked too."""
_DOUBTLESS = 4.5
"""The weight from which a note is believed against the rules."""
_ABROAD = 0.7
"""What words shared with a note on the country count where the question is about the city."""
_EVERYDAY, _UNHELD, _PADDING = 0.5, 1.0, 0.4
"""The part that an everyday word keeps of its weight; what a word weighs that no note holds, and an everyday one of these."""
_COMPARES = re.compile(
    r"\b(more|less|fewer|than|not|never|no|only|biggest|largest|smallest|second|third|until|since|without|far|member|union|same)\b"
)
"""Claims in which words alone do not tell what is claimed."""
_DENIES = re.compile(
    r"\b(not|never|no|nobody|only|few|hardly|permits?|permission|forbidden|banned|failed|elsewhere|(other|another) cit(y|ies))\b", re.IGNORECASE
)


_BIRTH = re.compile(
    r"\b(born|native|grew up|comes? from|came from|home|birthplace|began|started|founded|invented|originated|arose|first)\b", re.IGNORECASE
)
"""What a note says that tells where a person or a thing comes from."""


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


@lru_cache(maxsize=8192)
def _meant(row: str) -> frozenset[str]:
    """What a further note and its finding words mean."""
    return frozenset(_means(plain(row)))


def denies(text: str) -> bool:
    """Whether a note tells what is not so."""
    return _DENIES.search(text) is not None


def compares(text: str) -> bool:
    """Whether words alone do not tell what is claimed."""
    return _COMPARES.search(text) is not None


@lru_cache(maxsize=2)
def _held(wide: bool) -> tuple[_Held, ...]:
    """The notes of all cities; `wide`: the further notes and described things too."""
    rows = [(name, note) for name, notes in notes_of().items() for note in notes]
    told = [_Held(name, note.text, frozenset(_means(note.words)), denies(note.text), note.national) for name, note in rows]
    for name, city in knowledge().cities.items() if wide else ():
        own, land = table("further")["cities"].get(name, ()), table("further")["countries"].get(city.country, ())
        for number, row in enumerate((*own, *land)):
            told.append(_Held(name, row, _meant(row), denies(row), number >= len(own)))
        for places, text, means in _described():
            if name in places or city.country in places:
                told.append(_Held(name, text, means, denies(text), national=False))
    return tuple(told)


@lru_cache(maxsize=2)
def _holders(wide: bool) -> tuple[dict[str, tuple[int, ...]], dict[str, float]]:
    """Meaning -> the numbers of the notes that hold it; meaning -> its weight, greater where fewer cities have such a note."""
    found: dict[str, list[int]] = {}
    cities: dict[str, set[str]] = {}
    for number, note in enumerate(_held(wide)):
        for meaning in note.means:
            found.setdefault(meaning, []).append(number)
            cities.setdefault(meaning, set()).add(note.city)
    return {m: tuple(numbers) for m, numbers in found.items()}, {m: math.log(101 / len(names)) for m, names in cities.items()}


def _weights(text: str, wide: bool) -> dict[str, float]:
    weight, everyday = _holders(wide)[1], common()
    held, unheld = {True: _EVERYDAY, False: 1.0}, {True: _PADDING, False: _UNHELD}
    return {m: weight[m] * held[w in everyday] if m in weight else unheld[w in everyday] for m, w in _means(text).items()}


class _Claim(NamedTuple):
    """The cities that a claim fits best, and the weight shared with their notes."""

    cities: frozenset[str]
    weight: float


_NOWHERE = _Claim(frozenset(), 0.0)


@lru_cache(maxsize=8192)
def _fitting(text: str, wide: bool) -> _Claim:
    """Where a claim (plain words) fits a note well; nowhere where it compares."""
    total = sum(_weights(text, wide).values())
    best = _best(text, wide)
    most = max(best.values(), default=0.0)
    if not best or most < (max(_WIDE[0], _WIDE[1] * total) if wide else max(_LEAST, _SHARE * total)):
        return _NOWHERE
    return _Claim(frozenset(city for city, weight in best.items() if weight >= _BESIDE * most), most)


@lru_cache(maxsize=8192)
def _best(text: str, wide: bool) -> dict[str, float]:
    """City -> the weight that its note nearest to a claim (plain words) shares with it; empty where the claim compares."""
    weights = _weights(text, wide)
    if not weights or _COMPARES.search(text) or (wide and len(weights) < 3):
        return {}
    notes, holders, of_country, births = _held(wide), _holders(wide)[0], OF_COUNTRY.search(text) is not None, BORN.search(text) is not None
    shared: dict[int, float] = {}
    several: set[int] = set()
    for meaning, weight in weights.items():
        numbers = holders.get(meaning, ())
        several.update(shared.keys() & numbers)
        for number in numbers:
            shared[number] = shared.get(number, 0.0) + weight
    best: dict[str, float] = {}
    for number in shared if len(weights) == 1 else several:
        note = notes[number]
        speaks_of_it = (of_country or not note.national) and (not births or _BIRTH.search(note.text) is not None)
        if not note.denies and speaks_of_it and shared[number] > best.get(note.city, 0.0):
            best[note.city] = shared[number]
    return best


def foremost(text: str, city: str) -> bool:
    """Whether a note or further note of the city is nearer than all other cities' to words that name a thing, and holds most of them."""
    best = _best(text, wide=True)
    most = max(best.values(), default=0.0)
    return best.get(city, 0.0) >= max(2.0, _BESIDE * most, 0.5 * sum(_weights(text, wide=True).values()))


def fits(text: str, city: str, *, beyond_doubt: bool = False) -> bool:
    """Whether a note of the city fits a claim (plain words) best of all cities', and well; `beyond_doubt`: so well that no rule is asked."""
    cities, weight = _fitting(text, wide=False)
    return city in cities and (not beyond_doubt or weight >= _DOUBTLESS)


def fits_further(text: str, city: str) -> bool:
    """Whether a note or further note of the city fits a claim (plain words) best of all cities', and very well."""
    return city in _fitting(text, wide=True).cities


class _Told(NamedTuple):
    """A note or further note as what its words mean, and what it counts where the question is not about the country."""

    text: str
    means: frozenset[str]
    counts: float


@lru_cache(maxsize=1)
def _described() -> list[tuple[frozenset[str], str, frozenset[str]]]:
    """The rows of described.toml: the places of which the sentence is told, the sentence, and what its words mean.

    DataError for a place that is none of the known.
    """
    rows = [[part.strip() for part in row.split(" | ")] for row in table("described")["rows"]]
    found = [(frozenset(places.split(", ")), text, frozenset(_means(plain(f"{text} {words}")))) for places, text, words in rows]
    if unknown := frozenset().union(*(places for places, _, _ in found)) - knowledge().cities.keys() - knowledge().countries.keys():
        raise DataError(f"described.toml names '{min(unknown)}', which is no city or country of the hundred; correct it")
    return found


@lru_cache(maxsize=1)
def _told() -> tuple[dict[str, tuple[_Told, ...]], dict[str, float]]:
    """By city its notes and further notes; meaning -> its weight among them."""
    further, found, described = table("further"), dict[str, tuple[_Told, ...]](), _described()
    spread: dict[str, int] = {}
    for name, city in knowledge().cities.items():
        own = further["cities"].get(name, ())
        rows = [*own, *further["countries"].get(city.country, ())]
        told = [_Told(note.text, frozenset(_means(note.words)), _ABROAD if note.national else 1.0) for note in notes_of().get(name, ())]
        for number, row in enumerate(rows):
            text = row.partition(" | ")[0]
            if safe(city, (text,)):
                told.append(_Told(text, _meant(row), 1.0 if number < len(own) else _ABROAD))
        for places, text, means in described:
            if name in places or city.country in places:
                told += [_Told(text, means, 1.0 if name in places else _ABROAD) for text in safe(city, (text,))]
        found[name] = tuple(told)
        for meaning in frozenset().union(*(row.means for row in found[name])):
            spread[meaning] = spread.get(meaning, 0) + 1
    return found, {meaning: math.log(101 / cities) for meaning, cities in spread.items()}


@lru_cache(maxsize=128)
def _rows_by_meaning(city: str) -> dict[str, tuple[int, ...]]:
    """Meaning -> the numbers of the city's notes and further notes that hold it."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(_told()[0][city]):
        for meaning in row.means:
            found.setdefault(meaning, []).append(number)
    return {meaning: tuple(numbers) for meaning, numbers in found.items()}


@lru_cache(maxsize=8192)
def _asked(text: str) -> dict[str, float]:
    """What the words of an open question mean -> its weight among the notes and further notes."""
    known, everyday, held, unheld = _told()[1], common(), {True: _EVERYDAY, False: 1.0}, {True: _PADDING, False: _UNHELD}
    return {m: known[m] * held[w in everyday] if m in known else unheld[w in everyday] for m, w in _means(text).items()}


def covered(text: str, sentence: str) -> float:
    """The share of the weight of an open question (plain words) that any sentence holds."""
    weights, means = _asked(text), _means(plain(sentence))
    return sum(weight for m, weight in weights.items() if m in means) / (sum(weights.values()) or 1.0)


_PERSON = re.compile(r"[a-z,] [A-Z][a-z]|\b[A-Z]{3,}\b|^[A-Z]\w+ [A-Z]|^[A-Z]\w+s (?!is\b|are\b|was\b|were\b)[a-z]")
"""What names a person or a people."""


@lru_cache(maxsize=20000)
def likest(text: str, city: str, form: str = "") -> Found | None:
    """The note or further note of the city that an open question (plain words) is nearest to: for where nothing else answers it."""
    rows, weights = _told()[0][city], _asked(text)
    of_country, needs = OF_COUNTRY.search(text) is not None, _PERSON if form == "who" else BY_FORM.get(form)
    shared: dict[int, list[float]] = {}
    for meaning, weight in weights.items():
        for number in _rows_by_meaning(city).get(meaning, ()):
            shared.setdefault(number, []).append(weight)
    best, found = 0.0, -1
    for number in sorted(shared):
        weight = sum(shared[number]) * (1.0 if of_country else rows[number].counts)
        if weight > best and (needs is None or needs.search(rows[number].text)):
            best, found = weight, number
    if found < 0:
        return None
    return Found(rows[found].text, sum(shared[found]) / sum(weights.values()), best, len(shared[found]))


def _remembered(text: str, told: str, city: str) -> dict[str, float]:
    """What a question and what was told before it mean -> its weight among the notes of the city, those words left out that none of them holds.

    A tale says much beside the point.
    """
    rows, by_meaning, everyday = _told()[0][city], _rows_by_meaning(city), common()
    said, before = _means(text), _means(told)
    words = [(m, word, 1.0) for m, word in said.items()] + [(m, word, _TALE) for m, word in before.items() if m not in said]
    held = [(m, word, part) for m, word, part in words if m in by_meaning and not (word.isdigit() and len(word) < 3)]
    return {m: part * math.log(len(rows) / len(by_meaning[m])) * (_EVERYDAY if word in everyday else 1.0) for m, word, part in held}


def recollection(text: str, told: str, city: str, sentence: str) -> float:
    """The weight of both (plain words) that any sentence holds."""
    weights, means = _remembered(text, told, city), _means(plain(sentence))
    return sum(weight for m, weight in weights.items() if m in means)


@lru_cache(maxsize=8192)
def recollected(text: str, told: str, city: str, form: str = "") -> Found | None:
    """The note or further note of the city that an open question and what was told before it (plain words) are nearest to."""
    rows, by_meaning = _told()[0][city], _rows_by_meaning(city)
    needs = NAMED if form == "who" else BY_FORM.get(form)
    shared: dict[int, list[float]] = {}
    for meaning, weight in _remembered(text, told, city).items():
        for number in by_meaning[meaning]:
            shared.setdefault(number, []).append(weight)
    fitting = [(sum(weights), -number) for number, weights in shared.items() if needs is None or needs.search(rows[number].text)]
    if not fitting:
        return None
    most, least = max(fitting)
    return Found(rows[-least].text, 0.0, most, len(shared[-least]))


NAMED = re.compile(
    r"(?!The\b|Its\b|It\b|A\b|An\b|In\b)\b[A-Z][\w'-]+ (?:[a-z]{1,3} )?[A-Z][\w'-]+"
    r"|\b[A-Z]{3,}\b|^(?!It\b|There\b|This\b|That\b)[A-Z][a-z]+ (?!was built)(?:was|ruled|led|had|wrote|painted|sang|won|came|took)\b"
    r"|\b(?:[Kk]ing|[Qq]ueen|[Ee]mperor|President|General|[Ss]hah|[Ss]ultan|[Pp]ope|British|French|Spanish|Portuguese|Dutch|Soviet|Russians?|Ottomans?)\b"
    r"|\b(?:Mongols?|Japanese|Americans?|Britain|France|Spain|Germans?)\b"
)
"""What names a person or a power."""
_TALE = 0.8
"""What a word that was told before the question counts of one in it."""
