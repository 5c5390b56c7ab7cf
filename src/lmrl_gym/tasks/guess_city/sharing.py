"""Which of many sentences speak of what a question's words speak of.

Words are weighed by how rarely they are told of cities (`lore.weight`); a word that says as much as another counts for it, and a season that the
question names bars what speaks of another.
"""

# ruff: noqa: E501, SIM905 -- lists of words

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.lore import STOP, common, stem, told_weight, weight
from lmrl_gym.tasks.guess_city.words import plain

_STRONG = 2.0
"""The weight of shared words from which a sentence is about what the question says."""


def telling(text: str) -> set[str]:
    """The stems of the words of the question that everyday speech does not explain, years among them."""
    return {stem(w) for w in text.split() if w not in STOP and (w not in common() or w.isdigit()) and len(w) > 2}


def content(text: str) -> set[str]:
    """Its telling words or, where it has none, its other words of substance."""
    return telling(text) or {stem(w) for w in text.split() if w not in STOP and w not in _PLAIN and len(w) > 3}


_PLAIN = frozenset("what which when where year date century decade year time first last event kind area part there main common local popular term best like look world".split())


def shares(text: str, sentences: tuple[str, ...]) -> list[float]:
    """For each sentence, the weight of the telling words that it shares with the question."""
    words, bar = content(text), _BARS.search(text)
    out = []
    for sentence in sentences:
        told = stems(sentence)
        like = sum(0.7 * max((min(weight(x), told_weight(w)) for x in _LIKE.get(w, ()) if x in told), default=0.0) for w in words - told)
        out.append(0.0 if bar and _BARRED[bar[1]] & told else like + sum(weight(w) for w in words & told))
    return out


_BARS = re.compile(r"\b(winter|summer|spring|autumn)\b")
_BARRED = {"winter": {"summer", "autumn"}, "summer": {"winter", "ice", "autumn"}, "spring": {"winter", "summer", "autumn"}, "autumn": {"winter", "summer"}}
"""What a sentence may not speak of where the question names a season."""
_LIKE = {stem(w): frozenset(map(stem, like.split())) for w, like in {
    "colonial": "colony", "rule": "colony ruled", "colony": "colonial", "illness": "covid disease outbreak", "virus": "covid outbreak", "disease": "covid outbreak", "pandemic": "covid outbreak", "notorious": "gangster criminal cartel dictator murderer", "infamous": "gangster criminal cartel dictator murderer",
    "winter": "ice snow", "general": "liberator marshal", "freed": "liberator independence", "liberated": "liberator independence", "wonder": "lighthouse pyramid wonder", "reunified": "reunified wall", "divided": "wall",
    "soldiers": "army", "warriors": "army", "clay": "terracotta", "discovered": "found unearthed", "mascot": "emblem symbol", "emblem": "symbol", "film": "cinema movie", "movie": "film", "soccer": "football", "subway": "underground", "metro": "underground",
    "fell": "taken captured", "captured": "taken fell", "besieged": "siege", "quake": "earthquake", "blaze": "fire", "fire": "burned", "burned": "fire", "burnt": "burned fire", "nuclear": "chernobyl", "slain": "killed", "murdered": "murder killed", "assassinated": "murder killed",
    "attacked": "attack", "bombed": "bombs bombing", "flooded": "flood", "attack": "attacked", "technology": "software", "tech": "technology software", "it": "", "casino": "gambling", "skyline": "skyscraper", "prohibition": "gangster ban", "liquor": "alcohol", "booze": "alcohol",
}.items()}  # fmt: skip
"""Words of a question, and others that say as much in a sentence that is told."""


@lru_cache(maxsize=60000)
def stems(sentence: str) -> frozenset[str]:
    return frozenset(map(stem, plain(sentence).split()))


def nearest(text: str, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that share the weightiest words with the question; all of them where none shares one that tells."""
    return sharing(text, sentences) or sentences


def sharing(text: str, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that share the weightiest words with the question; none where no words shared tell."""
    shared = shares(text, sentences)
    best = max(shared, default=0.0)
    total = sum(weight(w) for w in content(text))
    return tuple(s for s, w in zip(sentences, shared, strict=True) if w >= best - 1e-9) if best > _STRONG or (best > 0.2 and best >= 0.5 * total) else ()
