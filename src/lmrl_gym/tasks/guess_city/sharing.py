"""Which of many sentences speak of what a question's words speak of.

Words are weighed by how rarely they are told of cities (`lore.weight`); a word that says as much as another counts for it, and a season that the
question names bars what speaks of another.
"""

# ruff: noqa: E501, SIM905 -- lists of words

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.tasks.guess_city.lore import STOP, common, stem, told_texts
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.words import plain

_STRONG = 2.0
"""The weight of shared words from which a sentence is about what the question says."""
_PART = 0.4
"""The part of the question's weight that a sentence may share instead."""
UNTOLD = 0.6
"""What a word weighs that nothing is told of."""


@lru_cache(maxsize=60000)
def root(word: str) -> str:
    """What is left of a word without its ending: `shapes`, `shaped` and `shape` are one."""
    word = stem(word)
    for end in ("ing", "ed"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            word = word[: -len(end)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "ls" else word
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


@lru_cache(maxsize=1)
def _spread() -> dict[str, int]:
    """For each root: of how many cities it is told."""
    found: dict[str, int] = {}
    for texts in told_texts().values():
        for word in {root(w) for text in texts for w in text}:
            found[word] = found.get(word, 0) + 1
    return found


@lru_cache(maxsize=60000)
def weighed(word: str) -> float:
    """The weight of a word of a question: the rarer its root is told, the more; everyday words tell less."""
    spread = _spread().get(root(word), 0)
    weight = math.log(101 / spread) if spread else UNTOLD
    return 0.3 * weight if word in common() and not word.isdigit() else weight


def telling(text: str) -> set[str]:
    """The words of the question that everyday speech does not explain, years among them."""
    return {w for w in text.split() if w not in STOP and w not in _PLAIN and (w not in common() or w.isdigit()) and len(w) > 2}


def _content(text: str) -> dict[str, float]:
    """The roots of its words of substance, and what they weigh."""
    return {root(w): weighed(w) for w in text.split() if w not in STOP and w not in _PLAIN and len(w) > 2}


_PLAIN = frozenset("what which when where year date century decade time first last event kind area part there main common local popular term best like look world remembered remember occurred occur significant notable called special interesting around years ago usually many most good well famous above places role significance importance impact influence relationship status connection".split())


class _Sought(NamedTuple):
    """What a question seeks in sentences: roots with their weights, and roots that say as much as another with what they then count."""

    words: dict[str, float]
    like: dict[str, tuple[tuple[str, float], ...]]
    roots: frozenset[str]
    barred: frozenset[str]
    years: re.Pattern[str] | None
    """Years of a war or decade that the question names."""


@lru_cache(maxsize=20000)
def _sought(text: str) -> _Sought:
    words = _content(text)
    like = {
        word: tuple((root(x), 0.7 * min(weighed(x), w if word in _spread() else 9.0)) for x in _LIKE[word]) for word, w in words.items() if word in _LIKE
    }  # fmt: skip
    bar = _BARS.search(text)
    war = regex(r"\bworld war (1|2|i|ii|one|two)\b|\b(?:the )?(first|second) world war\b|\bww ?(1|2|i|ii)\b").search(text)
    decade = regex(r"\b(\d{3})0 s\b").search(text)
    years = _WARS[(war[1] or war[2] or war[3]) in ("2", "ii", "two", "second")] if war else re.compile(rf"\b{decade[1]}\d\b") if decade else None
    return _Sought(words, like, frozenset((*words, *(x for row in like.values() for x, _ in row))), frozenset(_BARRED[bar[1]]) if bar else frozenset(), years)


def shares(text: str, sentences: tuple[str, ...]) -> list[float]:
    """For each sentence, the weight of the words that it shares with the question."""
    sought = _sought(text)
    return [_shared(sought, sentence) for sentence in sentences]


def _shared(sought: _Sought, sentence: str) -> float:
    told = stems(sentence)
    total = 3.0 if sought.years is not None and sought.years.search(sentence) else 0.0
    if sought.roots.isdisjoint(told) or (sought.barred and not sought.barred.isdisjoint(told)):
        return total if not sought.barred else 0.0
    for word, weight in sought.words.items():
        if word in told:
            total += weight
        elif word in sought.like:
            total += max((w for x, w in sought.like[word] if x in told), default=0.0)
    return total


_WARS = (re.compile(r"First World War|\b191[4-8]\b"), re.compile(r"Second World War|\b19(39|4[0-5])\b|Nazi|Blitz"))
"""What sentences of the first and of the second world war hold."""
_BARS = re.compile(r"\b(winter|summer|spring|autumn)\b")
_BARRED = {"winter": {"summer", "autumn"}, "summer": {"winter", "ice", "autumn"}, "spring": {"winter", "summer", "autumn"}, "autumn": {"winter", "summer"}}
"""What a sentence may not speak of where the question names a season."""
_LIKE = {root(w): like.split() for w, like in {
    "colonial": "colony", "rule": "colony ruled", "colony": "colonial", "cartoons": "anime manga comic", "cartoon": "anime manga comic", "comics": "manga anime comic", "smoke": "cigars cigarettes tobacco", "halves": "half", "vampire": "dracula", "jewel": "pearls diamonds emeralds", "jewels": "pearls diamonds emeralds", "gem": "pearls diamonds emeralds", "parts": "boroughs", "illness": "covid disease outbreak", "virus": "covid outbreak", "disease": "covid outbreak", "pandemic": "covid outbreak", "notorious": "gangster criminal cartel dictator murderer", "infamous": "gangster criminal cartel dictator murderer",
    "winter": "ice snow", "general": "liberator marshal", "freed": "liberator independence", "liberated": "liberator independence", "wonder": "lighthouse pyramid wonder", "reunified": "reunified wall", "divided": "wall",
    "soldiers": "army", "warriors": "army", "clay": "terracotta", "discovered": "found unearthed", "mascot": "emblem symbol", "emblem": "symbol", "film": "cinema movie", "movie": "film", "soccer": "football", "subway": "underground", "metro": "underground",
    "fell": "taken captured", "captured": "taken fell", "besieged": "siege", "quake": "earthquake", "blaze": "fire", "fire": "burned", "burned": "fire", "burnt": "burned fire", "nuclear": "chernobyl", "slain": "killed", "murdered": "murder killed", "assassinated": "murder killed",
    "attacked": "attack", "bombed": "bombs bombing", "flooded": "flood", "attack": "attacked", "technology": "software", "tech": "technology software", "it": "", "casino": "gambling", "skyline": "skyscraper", "prohibition": "gangster ban", "liquor": "alcohol", "booze": "alcohol",
}.items()}  # fmt: skip
"""Words of a question, and others that say as much in a sentence that is told."""


@lru_cache(maxsize=60000)
def stems(sentence: str) -> frozenset[str]:
    """The roots of a sentence's words."""
    return frozenset(map(root, plain(sentence).split()))


def nearest(text: str, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that share the weightiest words with the question; all of them where none shares one that tells."""
    return sharing(text, sentences) or sentences


def sharing(text: str, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that share the weightiest words with the question; none where no words shared tell."""
    shared = shares(text, sentences)
    best = max(shared, default=0.0)
    words = _content(text)
    found = tuple(s for s, w in zip(sentences, shared, strict=True) if w >= best - 1e-9)
    dated = any(w.isdigit() and len(w) > 2 and w in stems(found[0]) for w in words) if found else False
    return found if best > _STRONG or (best > 0.2 and (dated or best >= _PART * sum(words.values()))) else ()


def overruled(text: str, said: tuple[str, ...], everything: tuple[str, ...]) -> tuple[str, ...]:
    """Sentences of `everything` that share so much more with the question than those of `said` that they answer it; else `said`."""
    shared = shares(text, everything)
    best, total = max(shared, default=0.0), sum(_content(text).values())
    held = max(shares(text, said), default=0.0)
    if best < 2 * _STRONG or best < 0.6 * total or held > 0.5:
        return said
    return tuple(s for s, w in zip(everything, shared, strict=True) if w >= best - 1e-9)
