"""When a note answers an open question instead of what the knowledge of cities and countries says to it."""

# ruff: noqa: E501 -- lists of words

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.notes import Found, held
from lmrl_gym.tasks.guess_city.patterns import regex


def better(found: Found, said: tuple[str, ...], text: str) -> bool:
    """Whether a note says more of what is asked than what would be said: more of its words, or as many and a name, or of the city and not its country."""
    other = max(held(text, sentence) for sentence in said)
    if other + AHEAD < found.share:
        return True
    vague = names_more(found, said)
    abroad = said[0].startswith("Its country") and not regex(r"\b(country|nation|national)\b").search(text)
    return other <= found.share + 1e-9 and (vague or abroad)


def names_more(found: Found, said: tuple[str, ...]) -> bool:
    """Whether the note names something by its name, and what would be said names nothing."""
    return not any(_PROPER.search(sentence) for sentence in said) and _PROPER.search(found.text) is not None


_PROPER = re.compile(r"(?!^)\b[A-Z]")
WHOLLY, MEANT, HALF, AHEAD = 0.95, 0.7, 0.45, 0.2
"""The share of a question's weight from which a note answers before a fixed topic, before all else, or where nothing else does; and by how much it
has to be ahead."""
HEAVY, SOME, ALONE = 2.5, 1.2, 3.0
"""The least weight for that."""
SURE, SURELY = 0.95, (3.9, 6.4)
"""The share and the weight, of one word and of several, from which a note answers whatever the question is after."""
MANY = (3, 0.1, 0.6)
"""How many of the words a note has to hold to be said for what holds fewer of them, and by how much it has to be ahead, also where the topic is fixed."""
FURTHER, FURTHEST = 1.5, 0.85
"""The least weight of the likest note where something else would be said, of which the question's noun says nothing, and where nothing would."""
TOLD = 0.7
"""The share of the question from which the likest note answers it though its noun has an answer of its own."""
WHOLE = 0.6
"""The weight from which the likest note that says all of the question answers where nothing else does."""
NEVER = frozenset(("people", "language", "water", "area", "density", "country people", "rank", "continent", "world region", "currency", "time zone", "driving", "neighbours", "flag", "distance", "colony"))
"""Topics of which no note speaks."""
FIXED = frozenset(("people", "area", "metro area", "density", "country people", "country size", "rank", "continent", "world region", "hemisphere", "language", "script", "religion", "currency", "time zone", "driving", "climate", "temperature",
                    "snow", "rain", "height", "capital", "founded", "independence", "flag", "leader", "government", "exports", "sport", "coast", "water", "river", "distance", "neighbours", "many", "region", "hills", "clubs"))  # fmt: skip
"""Topics with an answer of their own, which no note replaces."""
UNNOTED = re.compile(r"^(?!.*\b(?:concessions?|(?:took|take|seize[ds]?|come to|came to|in|nuclear|people|solar|electric|steam|wind) power|shared?|divided|split)\b).*\b(coloni[sz](ed|ers?)|colonial (powers?|rulers?|masters?|rule|empires?|nations?|country)|powers?|how many times)\b")
"""Words of questions that notes do not answer well: who held the country, and how often a thing was."""
NOTHING = re.compile(r"^(No |It has no |It is in no |It lies on no |Nobody |It is not known|It is neither)")
"""Sentences that say that there is nothing of the sort."""
