"""Notes on the cities, from notes.toml: the one that a question means is found by its words.

Words are weighed by how few notes hold them. `note` answers open questions, `noted` says whether a note says what a claim says.
"""

# ruff: noqa: E501, SIM905 -- lists of words

from __future__ import annotations

import math
import re
from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.tasks.guess_city.knowledge import knowledge, table
from lmrl_gym.tasks.guess_city.lore import STOP, common
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.sharing import root
from lmrl_gym.tasks.guess_city.words import plain

PLAIN = frozenset(
    "what which when where who year there name called kind type event happened local typical do did popular tourist tourists come see stand stands standing run runs lie lies "
    "common often usually mostly mainly lived comes grew raised hails love enjoy adore present day part tell based power economy landmark monument nearby closest widely".split()
)


class Note(NamedTuple):
    """A sentence, its plain words with those by which it is found, the roots of its own words, and the roots of all."""

    text: str
    words: str
    said: frozenset[str]
    found_by: frozenset[str]
    denies: bool
    past: bool
    national: bool
    """Whether it is told of the country: what it names need not lie in the city."""


class Found(NamedTuple):
    """The note that a question fits best, the share of the question's weight that it holds, and that weight."""

    text: str
    share: float
    weight: float
    words: int
    """How many of the question's words it holds."""


_ALIKE = (
    "novelist writer author novel book story stories wrote", "murder murdered killed kill crime assassinated shot", "gift gave give given donated present", "ruler rulers ruled rule reigned reigns governed prince princes",
    "painter artist painting paintings painted", "singer musician band rapper song songs", "footballer striker soccer", "covid lockdown pandemic virus epidemic", "area region valley", "near close nearby outside",
    "conquered captured took conqueror conquer taken", "fall fell", "statue sculpture", "company companies firm firms brand", "market bazaar", "cuisine dish dishes food meal speciality specialty snack",
    "film movie movies films cinema", "underground metro subway", "founder founded established", "protest protests demonstrations uprising unrest", "quarter district neighbourhood area", "cloth textile textiles fabric",
    "sacred holy", "stormed storm seized", "drink sip sipped drank", "painting hangs picture", "seafront promenade waterfront", "crash accident disaster", "vehicle vehicles transport", "ship boat ships boats vessel", "army troops soldiers military", "huge big giant great enormous",
    "palace residence", "church churches cathedral", "poet poetry poem", "scientist mathematician philosopher", "war battle fighting", "leader president politician", "gate arch", "tomb grave buried mausoleum",
)  # fmt: skip
"""Words that say as much as each other."""


@lru_cache(maxsize=1)
def _first_alike() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _ALIKE:
        words = row.split()
        for word in words:
            found.setdefault(root(word), root(words[0]))
    return found


def _roots(text: str) -> frozenset[str]:
    """The roots of the words of substance in plain words; of those that say the same, the first."""
    alike = _first_alike()
    roots = (root(word) for word in text.split() if word not in STOP and word not in PLAIN)
    return frozenset(alike.get(word, word) for word in roots)


@lru_cache(maxsize=1)
def notes_of() -> dict[str, tuple[Note, ...]]:
    """By city, its notes and those of its country."""
    found: dict[str, tuple[Note, ...]] = {}
    notes = table("notes")
    for name, rows in notes["cities"].items():
        kept = []
        for number, row in enumerate((*rows, *notes["countries"].get(knowledge().cities[name].country, ()))):
            text, _, words = (part.strip() for part in row.partition("|"))
            if safe(knowledge().cities[name], (text,)):
                denies = regex(r"\b(not|never|no|forbidden|banned|but|failed|once|another|away|other|kilometres|nearby|near|to the (north|south|east|west))\b").search(text) is not None
                every = plain(f"{text} {words}")
                kept.append(Note(text, every, _roots(plain(text)), _roots(every), denies, regex(r"\b\d{4}\b|\bwas\b|\bwere\b").search(text) is not None, number >= len(rows)))
        found[name] = tuple(kept)
    return found


@lru_cache(maxsize=128)
def _by_root(name: str) -> dict[str, tuple[int, ...]]:
    """Root -> the numbers of the city's notes that are found by it."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(notes_of().get(name, ())):
        for word in row.found_by:
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def _sharing(name: str, roots: Set[str]) -> list[Note]:
    """The notes of the city that are found by one of `roots`."""
    by_root, rows = _by_root(name), notes_of().get(name, ())
    return [rows[number] for number in sorted({number for word in roots for number in by_root.get(word, ())})]


@lru_cache(maxsize=1)
def _held() -> dict[str, int]:
    """For each root: of how many cities the notes hold it."""
    found: dict[str, int] = {}
    for rows in notes_of().values():
        for word in frozenset().union(*(row.found_by for row in rows)):
            found[word] = found.get(word, 0) + 1
    return found


def words_noted() -> frozenset[str]:
    """Every word of the notes, unstemmed: no slips."""
    rows = [row for name in ("notes", "further") for part in table(name).values() for rows in part.values() for row in rows]
    return frozenset(word for row in (*rows, *table("described")["rows"]) for word in plain(row).split())


@lru_cache(maxsize=20000)
def _weights(text: str) -> dict[str, float]:
    """The roots of the question's words of substance and what they weigh; a word that no note holds weighs as one of many notes."""
    held = _held()
    ordinary = _ordinary()
    return {word: math.log(101 / held[word]) if word in held else _UNHELD * (0.4 if word in ordinary else 1.0) for word in _roots(text)}


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """The roots of everyday words."""
    return frozenset(map(root, common()))


_UNHELD = 1.0
_STUFF = re.compile(r"\b(?:jade|gold|golden|silver|bronze|copper|brass|marble|stones?|granite|sandstone|limestone|ice|snow|wood|wooden|teak|bamboo|iron|steel|bricks?|concrete|clay|mud|porcelain|tiles|silk|cotton|wool|leather|glass|paper|straw|ivory|shells?|plaster|flour|cassava|manioc|rice|maize|corn|wheat|cheese|beans?|lentils|potatoes|grapes|agave|sugar cane|barley|milk|sand|coral|lacquer)\b", re.IGNORECASE)
"""What names what things are made of."""
BY_FORM = {"stuff": _STUFF, "word": re.compile(r"\bcall(?:ed|s)?\b|\bwords?\b|\bknown as\b"), "how long": re.compile(r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|\w+ty|hundred|many) (?:days|weeks|months|years|hours|minutes)\b"), "when": re.compile(r"\d{3}|\bcentury\b|\b(January|February|March|April|May|June|July|August|September|October|November|December)\b"),
            "many": re.compile(r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|twelve|thirteen|hundred|thousand|million|twins?)\b"), "who": re.compile(r"[a-z,] [A-Z][a-z]|^[A-Z]\w+ [A-Z]|\w+s\b")}  # fmt: skip
"""What a note has to hold to answer a question for a time, a number, a person."""


@lru_cache(maxsize=60000)
def note(text: str, name: str, form: str = "") -> Found | None:
    """The note of the city that the open question (plain words) means most."""
    weights = _weights(text)
    total = sum(weights.values())
    best, found, words = 0.0, None, 0
    needs = BY_FORM.get(form)
    said = weights.keys() & _held().keys()
    for row in _sharing(name, said):
        both = row.found_by & said
        weight = sum(weights[word] for word in both)
        if weight > best and (needs is None or needs.search(row.text)):
            best, found, words = weight, row.text, len(both)
    return Found(found, best / total, best, words) if found is not None and total else None


def held(text: str, sentence: str) -> float:
    """The share of the question's weight that another sentence holds."""
    weights = _weights(text)
    return sum(weights[word] for word in _said_roots(sentence) & weights.keys()) / (sum(weights.values()) or 1.0)


@lru_cache(maxsize=16384)
def _said_roots(sentence: str) -> frozenset[str]:
    return _roots(plain(sentence))


@lru_cache(maxsize=60000)
def noted(text: str, name: str) -> bool:
    """Whether a note of the city says all that a claim (plain words) says; claims that compare, deny or rank are not read so."""
    weights = _weights(text)
    eats = _EATS.match(text) is not None
    if (len(weights) < 2 and not eats) or _DIRECTED.search(text):
        return False
    total = sum(weights.values())
    present = regex(r"(is|are|do|does) ").match(text) is not None and not regex(r"\b(where|place|site|born|home|known|famous)\b").search(text)
    of_country = OF_COUNTRY.search(text) is not None
    years = {word for word in weights if _YEAR.fullmatch(word)}
    said = weights.keys() & _held().keys()
    for row in _sharing(name, said):
        both = row.found_by & said
        if years and years <= row.said and len(both) >= 3 and sum(weights[word] for word in both) >= _DATED * total:
            return True
        if row.denies or (present and row.past) or (row.national and not of_country):
            continue
        if eats and both and _FARE.search(row.text) and sum(weights[word] for word in both) >= _AFFIRMS * total:
            return True
        if len(both) >= 2 and sum(weights[word] for word in both) >= _TELLS and sum(weights[word] for word in both) >= _AFFIRMS * total:
            return True
    return False


OF_COUNTRY = re.compile(r"\b(country|nation|nations|national|nationwide|state|they|their|people|peoples|locals|language|flag|president|king|queen|emperor|prime|government|army|independen\w+|passport|anthem)\b")
"""What asks of the country, or of its people wherever they live."""
_EATS = re.compile(r"(do|does|can|could|would) (they|people|the locals|locals|the people|i|you|one) (really |often |all |also )?(eat|love|like|drink|have|serve|cook|enjoy|try|get|adore)\b")
_FARE = re.compile(r"\b(eaten|eat|dish|dishes|food|typical|drunk|drink|sold in the street|soup|fruit|snack|loved|sweet)\b")
"""Of questions for what people eat, and of notes that tell it: one word is enough."""
_AFFIRMS, _TELLS = 0.82, 5.0
_DATED = 0.6
"""The share of a claim's weight that a note of the same year has to hold."""
_YEAR = re.compile(r"1\d{3}|20\d\d")
_DIRECTED = re.compile(
    r"\b(more|less|fewer|than|over|above|below|under|between|before|after|since|until|far|not|never|no|only|today|still|now|biggest|largest|second|third|near|close|borders?|member|union|capital|country|states?|coasts?|oceans?|seas?|rivers?|equator)\b"
)
