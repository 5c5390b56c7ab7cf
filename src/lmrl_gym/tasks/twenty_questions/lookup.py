"""Phrases to sets of objects.

A phrase is looked up whole, in the slots its place in the question points to, then in all slots, then in parts whose sets are intersected. The logic
has three values: a `Reading` holds the objects for which the answer is yes and those for which it is no; where the words mean nothing here, neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from lmrl_gym.tasks.twenty_questions import measures
from lmrl_gym.tasks.twenty_questions.facts import Knowledge
from lmrl_gym.tasks.twenty_questions.words import stem, stems


class Reading(NamedTuple):
    """The objects a question is answered yes for, and those it is answered no for, as sets; in neither: not understood."""

    yes: int
    no: int

    def __and__(self, other: Reading) -> Reading:  # type: ignore[override]
        return Reading(self.yes & other.yes, self.no | other.no)

    def __or__(self, other: Reading) -> Reading:
        return Reading(self.yes | other.yes, self.no & other.no)

    def __invert__(self) -> Reading:
        return Reading(self.no, self.yes)


LOST = Reading(0, 0)
"""Nothing was understood."""

GENERIC = set(
    "thing things object objects item items something anything stuff it one ones someone somebody anyone sort type kind product products entity "
    "other others own self material-thing form unit piece article".split()
)
_ARTICLES = set("a an the some any your my its their his her our this that these those such certain specific particular very really quite pretty somewhat rather fairly "
                "extremely highly super so too relatively completely entirely all every each individual main major visible actual certain main typical average given "
                "built own kind sort of-a considerably incredibly especially exceptionally single".split())
_WEAK = set("in on at with for from of to by into onto off out up down over under through around as while when during inside about after before between per via "
            "be been being is are was were do does did has have had can could will would must get gets and or not no you we people they he she person it".split())
_NON = re.compile(r"^(?:non|un|in|im|dis)(?=[a-z]{4})")


class Lookup:
    """Finds phrases in the knowledge."""

    __slots__ = ("all", "k")

    def __init__(self, k: Knowledge) -> None:
        self.k = k
        self.all = k.all

    def sure(self, mask: int) -> Reading:
        """A reading that leaves nothing open."""
        return Reading(mask, self.all & ~mask)

    def exact(self, phrase: str, slots: Sequence[str]) -> Reading | None:
        """The phrase as it stands, in the first of `slots` that knows it."""
        words = [w for w in phrase.split() if w not in _ARTICLES]
        for said in (phrase.split(), words, [w for w in words if w not in GENERIC]):
            key = " ".join(map(stem, said))
            for slot in slots:
                if (mask := self.k.slots[slot].get(key)) is not None:
                    return self.sure(mask)
        return None

    def phrase(self, phrase: str, slots: Sequence[str]) -> Reading:
        """The phrase whole or, failing that, in parts."""
        phrase = phrase.strip()
        found = self.exact(phrase, slots)
        if found is not None:
            return found
        if (mask := measures.numbers(phrase)) is not None:
            return self.sure(mask)
        words = [w for w in phrase.split() if w not in _ARTICLES and w not in GENERIC]
        if not words:
            return self.sure(self.all) if phrase else LOST
        found = self._trimmed(words, slots)
        if found is not None:
            return found
        key = stems(" ".join(words))
        if (mask := self.k.anywhere.get(key)) is not None:
            return self.sure(mask)
        found = self._negated(words, slots)
        return found if found is not None else self._parts(words, slots)

    def _trimmed(self, words: list[str], slots: Sequence[str]) -> Reading | None:
        """Without prepositions at the ends: `play with` -> `play`, `on wall` -> `wall`."""
        while words and words[-1] in _WEAK:
            words = words[:-1]
            if words and (found := self.exact(" ".join(words), slots)) is not None:
                return found
        while words and words[0] in _WEAK:
            words = words[1:]
            if words and (found := self.exact(" ".join(words), slots)) is not None:
                return found
        return None

    def _negated(self, words: list[str], slots: Sequence[str]) -> Reading | None:
        """`inedible`, `non toxic`, `unbreakable`."""
        if words[0] in ("non", "not", "un"):
            return ~self.phrase(" ".join(words[1:]), slots) if len(words) > 1 else None
        if len(words) == 1 and (cut := _NON.sub("", words[0])) != words[0] and (found := self.exact(cut, slots)) is not None:
            return ~found
        return None

    def _parts(self, words: list[str], slots: Sequence[str]) -> Reading:
        """The longest known parts from left to right, all of which must hold. A word that nobody knows leaves open what the others do not rule out."""
        reading, found_any, i = Reading(self.all, 0), False, 0
        keys = [stem(w) for w in words]
        while i < len(words):
            for j in range(len(words), i, -1):
                part = " ".join(keys[i:j])
                mask = self._best(part, slots)
                if mask is not None:
                    reading, found_any, i = reading & self.sure(mask), True, j
                    break
            else:
                if words[i] not in _WEAK:
                    if words[i] in measures.COUNT and i + 1 < len(words):
                        pass
                    elif keys[i] in self.k.words:
                        reading, found_any = reading & self.sure(self.k.words[keys[i]]), True
                    else:
                        reading = reading & LOST
                i += 1
        return reading if found_any else LOST

    def _best(self, part: str, slots: Sequence[str]) -> int | None:
        for slot in slots:
            if (mask := self.k.slots[slot].get(part)) is not None:
                return mask
        return self.k.anywhere.get(part)

    def either(self, phrase: str, read: Callable[[str], Reading]) -> Reading:
        """`read` on each member of a list with or / and."""
        phrase = re.sub(r"^(?:either|both) ", "", phrase)
        for word in (" or ", " and "):
            if word in phrase:
                parts = [self.either(p, read) for p in phrase.split(word) if p.strip()]
                reading = parts[0] if parts else LOST
                for part in parts[1:]:
                    reading = reading | part if word == " or " else reading & part
                return reading
        return read(phrase)
