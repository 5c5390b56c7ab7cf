"""Everything that is told of a city, as words: the place where a question is looked up that no rule reads.

A phrase is found where one text of the city (a landmark, a dish, a nickname …) holds all of its words of substance. A phrase that no text of any
city holds is unheard of, and taken for false.
"""

# ruff: noqa: E501, SIM905 -- lists of words

from __future__ import annotations

import math
import re
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lmrl_gym.tasks.guess_city.knowledge import City, Country, knowledge
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.times import time_of
from lmrl_gym.tasks.guess_city.words import plain

STOP = frozenset(
    "a an the is are was were be been being am do does did has have had having can could would will should may might must it its this that these those there here they them "
    "their he she his her we you your i my me in on at of to for from by with about into over under near around between through during as and or but not no nor so if then than "
    "city cities place town country nation known famous renowned popular well best most more very really quite any some many much lot lots of one which who whom what where when "
    "how why whether people person locals local inhabitants residents live lives living located situated found home also ever still today now currently called named associated "
    "big large huge great major main important significant notable special unique special typical traditional world international internationally globally throughout within "
    "considered regarded get gets make made made makes go goes visit see eat ate drink use used like such other each every both all only just even your kind type sort thing things "
    "due because its name feature features featured host hosts hosted hosting held take took place happen happened occur contain contains include includes possess there's say tell "
    "good nice old new first birthplace born come came famously particularly especially something anything someone anyone right true correct think guess question ok please hello "
    "got has part across along out up down off once ever some point kind made hold holds held holding do "
    "hit hits strike strikes struck affect affects affected prone suffer suffers suffered declared designated listed inscribed recognised recognized".split()
)

@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Words of everyday English, from common_words.txt: no slips, and no names of one city's sights."""
    return frozenset((Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").split())



class Told(NamedTuple):
    """Whether a phrase holds of a city, and whether the knowledge has heard of it at all."""

    true: bool
    heard: bool


def stem(word: str) -> str:
    """A crude stem: plural and -ing endings off."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


_SYNONYMS = {
    "statue jesus": "christ redeemer", "pottery": "ceramic", "ceramic": "pottery", "maglev": "magnetic levitation", "besieged": "siege", "gold covered": "golden", "covered gold": "golden", "golden roof": "golden", "amphibious landing": "landing", "fire destroy": "great fire burned", "raw fish": "sushi", "beer garden": "beer", "merging": "joining", "merged": "joined", "revolt": "uprising", "jesus statue": "christ redeemer", "christ statue": "christ redeemer", "soccer": "football", "movie": "film", "panda bear": "panda",
    "cinema": "film", "football club": "football", "terra cotta": "terracotta", "clay soldier": "terracotta", "clay warrior": "terracotta", "k pop": "k-pop",
    "hockey": "hockey", "yankee": "yankee", "aya sofya": "hagia sophia", "ayasofya": "hagia sophia", "coliseum": "colosseum", "chinese new year": "lantern",
    "automobile": "car", "sweets": "sweet", "opera": "opera house", "gandhi ashram": "ashram", "ferri wheel": "ferris wheel", "bosphorus": "bosporus", "louvre": "louvre",
    "dnipro": "dnieper", "huangpu": "huangpu", "tube": "underground", "pho": "pho", "rooftop": "roof", "petronas": "petronas", "tea house": "tea", "hyperinflation": "inflation", "gondola": "cable car",
}  # fmt: skip


_SIGHT = re.compile(r"Mahal|Wall|Canal|Picchu|lines|Island|Falls|Desert|reef|forest|Sahara|Atlas|churches|monasteries|Outback|pyramids|mummies|Carpathians")
"""Sights of a country that are not those of each of its cities."""
_FAR = re.compile(r"river|mountain|cit(y|ies)|capital|island|lake|volcano|[Ww]aterfall|ruins|sites|\bbay\b|sea\b|temple plain|churches|resort|castle|Great|parts|regions|land\b")
"""Customs of a country that lie in some place of it."""


@lru_cache(maxsize=1)
def told_texts() -> dict[str, tuple[frozenset[str], ...]]:
    """By city, the stems of each text told of it."""
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for city in knowledge().cities.values():
        country = knowledge().country(city)
        own = (*city.landmarks, *city.known, *city.industry, *city.sports, *city.history, *city.events, *city.nickname, *city.born, *city.schools, *city.airport,
               *city.food, *city.water, *city.tags, city.hills, city.place, city.founder, city.state, city.former, city.island, city.sea, city.desert, *knowledge().things[city.name], *knowledge().natives[city.name])  # fmt: skip
        sights = tuple(text for text in country.known if not _SIGHT.search(text))
        shared = (*country.food, *country.drink, *country.sports, *country.exports, *sights, *country.history, *country.brands, country.shape, *(text for text in knowledge().customs[country.key] if not _FAR.search(text)))
        found[city.name] = tuple(_words_of(text) for text in (*own, *shared, *country.people_known) if text)
    return found


def _words_of(text: str) -> frozenset[str]:
    """The stems of a text that is told, and of the centuries of the years in it."""
    words = plain(text).split()
    centuries = [part for word in words if regex(r"1\d{3}|20\d\d").fullmatch(word) for part in (f"{int(word[:2]) + 1}{'st' if word[0] == '2' else 'th'}", "century")]
    return frozenset(map(stem, (*words, *centuries)))


@lru_cache(maxsize=1)
def _pasts() -> frozenset[frozenset[str]]:
    """The stems of the texts of history."""
    known = knowledge()
    records: tuple[City | Country, ...] = (*known.cities.values(), *known.countries.values())
    return frozenset(_words_of(text) for r in records for text in r.history)


@lru_cache(maxsize=64)
def _sights(country: str) -> tuple[frozenset[str], ...]:
    far = (*(t for t in knowledge().countries[country].known if _SIGHT.search(t)), *(t for t in knowledge().customs[country] if _FAR.search(t)))
    return tuple(frozenset(map(stem, plain(text).split())) for text in far)


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """The stems of all texts."""
    return frozenset(word for texts in told_texts().values() for text in texts for word in text)


def words_told() -> frozenset[str]:
    """Every word, unstemmed, of the knowledge."""
    known = knowledge()
    records: tuple[City | Country, ...] = (*known.cities.values(), *known.countries.values())
    texts = [t for r in records for name in (f.name for f in fields(r) if f.name not in ("never", "stems")) if (v := getattr(r, name)) is not None for t in (v if isinstance(v, (tuple, frozenset)) else (v,)) if isinstance(t, str)]
    texts += [text for part in (known.things, known.natives, known.customs) for row in part.values() for text in row]
    return frozenset(word for text in texts for word in plain(text).split())


def substance(text: str) -> list[str]:
    """The stems of the words in plain `text` that say something."""
    text = regex(r"\b\d+ s\b").sub("", text)  # "the 1930s" is no year that a text would hold
    return [stem(word) for word in text.split() if word not in STOP and len(word) > 1]


@lru_cache(maxsize=4096)
def _alternatives(text: str) -> tuple[frozenset[str], ...]:
    words = substance(text)
    joined = " ".join(words)
    forms = [joined] + [joined.replace(a, b) for a, b in _SYNONYMS.items() if a in joined and regex(rf"\b{a}\b").search(joined)]
    return tuple(frozenset(map(stem, form.split())) for form in forms)


@lru_cache(maxsize=1)
def _spread() -> dict[str, int]:
    """For each stem: of how many cities it is told."""
    found: dict[str, int] = {}
    for texts in told_texts().values():
        for word in frozenset().union(*texts):
            found[word] = found.get(word, 0) + 1
    return found


@lru_cache(maxsize=8192)
def rare(text: str, most: int) -> frozenset[str]:
    """The stems of the clause that are told of at most `most` cities, and of some."""
    return frozenset(word for word in substance(text) if word.isalpha() and len(word) > 2 and 0 < _spread().get(word, 0) <= most)


def told(city: City, text: str) -> Told | None:
    """Whether what the clause speaks of is told of the city; None where the clause holds no word of substance.

    One text has to hold half of what the clause says, each word weighed by how rarely it is told of cities.
    """
    alternatives = _alternatives(text)
    if not alternatives[0]:
        return None
    best, other, heard = 0.0, 0.0, False
    late = _out_of_time(text, told_texts()[city.name])
    of_country = regex(r"\b(country|nation)\b").search(text) is not None
    told_here = _of_births(city) if not of_country and BORN.search(text) else told_texts()[city.name] + (_sights(city.country) if of_country else ())
    for words in alternatives:
        weights = {word: weight(word) for word in words}
        total = sum(weights.values())
        heard = heard or any(word in _spread() for word in words)
        shares = {told_of: sum(weights[word] for word in words & told_of) / total for told_of in told_here if not words.isdisjoint(told_of)}
        best = max(best, *(share for told_of, share in shares.items() if told_of not in late), 0.0)
        other = max(other, *(shares.get(told_of, 0.0) for told_of in late), 0.0)
    return Told(best >= _ENOUGH and not other > 0.5 * best, heard)


BORN = re.compile(r"\b(born|birthplace|home ?town|native town|grew up|native of|(come|came|comes|hail|hails|hailed|is|was|are|were) from)\b")
"""What asks after a person whom the city, and not its country, brought forth."""


@lru_cache(maxsize=128)
def _of_births(city: City) -> tuple[frozenset[str], ...]:
    """The stems of what is told of people and things that the city itself brought forth."""
    own = (*city.born, *knowledge().natives[city.name], *city.sports, *city.industry, *city.known, *city.food)
    rows = (*map(_words_of, own), *(text for text in told_texts()[city.name] if text & {"born", "headquarter", "invented", "birthplace", "founded", "began", "home"}))
    return tuple(text for text in rows if not text & {"lived", "died", "studied", "worked"})


_A_YEAR = re.compile(r"1\d{3}|20[0-2]\d")


def _out_of_time(text: str, texts: tuple[frozenset[str], ...]) -> frozenset[frozenset[str]]:
    """Those of `texts` whose years are all left out by the clause's "before 1900", "after 1900" or "in 1900"."""
    time = time_of(text)
    if time is None or time.side not in ("before", "after", "since", "in"):
        return frozenset()
    first, last = {"before": (0, time.first), "in": (time.first - 1, time.last + 1)}.get(time.side, (time.first, 9999))
    return frozenset(t for t in texts if (years := [int(word) for word in t if _A_YEAR.fullmatch(word)]) and not any(first <= year <= last for year in years))


@lru_cache(maxsize=60000)
def spelled_out(name: str, text: str) -> bool:
    """Whether the clause says, in nearly all its weight, what one text of the city `name` says, or three things and more that stand in its texts.

    Said so plainly it is true whatever a rule would make of it. Clauses that compare or rank are not read so, for their words carry a direction.
    """
    if _DIRECTED.search(text):
        return False
    texts, everything, by_stem = _affirmed(name, _PRESENT.match(text) is not None)
    for words in _alternatives(text):
        weights = {word: weight(word) for word in words}
        total = sum(weights.values())
        numbers = {word for word in words if word.isdigit()}
        once: set[int] = set()
        twice: set[int] = set()
        for word in words & by_stem.keys():
            twice |= by_stem[word] & once
            once |= by_stem[word]
        for told_of, least in (*((texts[number], 2) for number in twice), (everything, 4)):
            both = words & told_of
            if len(both) >= least and numbers <= both and sum(weights[w] for w in both) >= max(_PLAINLY * total, _TELLING * least / 2):
                return True
    return False


@lru_cache(maxsize=256)
def _affirmed(name: str, present: bool) -> tuple[tuple[frozenset[str], ...], frozenset[str], dict[str, set[int]]]:
    """The texts of the city that deny nothing, without those of history for questions about the `present`; all their stems; the texts of each."""
    texts = tuple(t for t in told_texts()[name] if not t & _DENIALS and not (present and t in _pasts()))
    by_stem: dict[str, set[int]] = {}
    for number, text in enumerate(texts):
        for word in text:
            by_stem.setdefault(word, set()).add(number)
    return texts, frozenset(by_stem), by_stem


_DIRECTED = re.compile(
    r"\b(more|less|fewer|than|over|above|below|under|between|before|after|since|until|far|not|never|no|only|capital|largest|biggest|second|third|north\w*|south\w*|east\w*|west\w*|central|"
    r"border\w*|near|close|majority|official|winter olympics|same|share|union|member)\b"
)
_DENIALS = frozenset(("never", "not", "no", "without", "left", "lost", "lose", "ban"))
_PRESENT = re.compile(r"(is|are|do|does)\b(?!.*\b(where|place|site|\w+ed|birthplace|founded|built|born)\b)")
"""Questions about today, which what once was does not answer."""
_PLAINLY = 0.75
_TELLING = 4.0
"""The weight that two shared words need at least: one of them is told of few cities."""
_ENOUGH = 0.5
"""The share of a clause's weight that one text must hold."""
_PADDING = 1.2
"""What a word weighs that nothing is told of: little, for it is mostly padding ("the Danube flows through it")."""


def weight(word: str) -> float:
    """The rarer a stem, the more it tells; -log of the share of cities that it is told of."""
    spread = _spread().get(word, 0)
    weight = math.log(101 / spread) if spread else _PADDING
    return 0.3 * min(weight, _PADDING) if word in common() else weight
