"""Phrases to sets of objects.

A phrase is looked up whole, in the slots its place in the question points to, then in all slots, then in parts whose sets are intersected. The logic
has three values: a `Reading` holds the objects for which the answer is yes and those for which it is no; where the words mean nothing here, neither.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from lmrl_gym.tasks.twenty_questions import measures
from lmrl_gym.tasks.twenty_questions.facts import Knowledge
from lmrl_gym.tasks.twenty_questions.grammar import HAS
from lmrl_gym.tasks.twenty_questions.words import core, stem, stems, word_list


class Reading(NamedTuple):
    """The objects a question is answered yes for, and those it is answered no for, as sets; in neither: not understood."""

    yes: int
    no: int

    def __and__(self, other: Reading) -> Reading:
        return Reading(self.yes & other.yes, self.no | other.no)

    def __or__(self, other: Reading) -> Reading:
        return Reading(self.yes | other.yes, self.no & other.no)

    def __invert__(self) -> Reading:
        return Reading(self.no, self.yes)


UNKNOWN, DULL, ENOUGH, FEW, TELLING = 1.2, 0.4, 0.6, 12, 2.0
"""Of what words remind of: the weight of a word nobody knows, the weight below which a word is passed over, the share of the weight that is enough,
the most things that share a word which tells enough by itself, the least that a story has to tell."""

_SIZES = frozenset(
    ("small", "large", "big", "little", "different", "various", "many", "other", "several", "multiple", "heavy", "food", "nice", "good",
     "neat", "round", "perfect", "deep", "tiny", "huge", "proper")
)
_PARTICLES = frozenset(("up", "out", "off", "down", "together", "away", "back", "around"))
"""What may be left out of a deed that nobody knows as it stands: `grip small objects`, `clean up leaves`."""
LOST = Reading(0, 0)
"""Nothing was understood."""

NO_ADVERBS = frozenset(("fly", "family", "ugly", "jelly", "belly", "smelly", "deadly", "friendly", "curly", "lovely", "cuddly", "prickly", "woolly"))
"""Words in -ly that may not be left out."""
_WITHOUT = re.compile(r"^(\w{3,})less$|^(\w{3,}) free$")
"""`leafless`, `sugar free`."""
_NON = re.compile(r"^(?:non|un|in|im|dis)(?=[a-z]{4})")


class Lookup:
    """Finds phrases in the knowledge."""

    __slots__ = ("all", "k", "loose", "settled")

    def __init__(self, k: Knowledge) -> None:
        self.k = k
        self.all = k.all
        self.loose = 0
        """How many phrases were not found as they stand; whoever reads a question compares it before and after."""
        self.settled = False
        """Whether a part of a phrase, of two words or more, is known to be true of nothing."""

    def sure(self, mask: int) -> Reading:
        """A reading that leaves nothing open."""
        return Reading(mask, self.all & ~mask)

    def exact(self, phrase: str, slots: Sequence[str]) -> Reading | None:
        """The phrase as it stands, in the first of `slots` that knows it."""
        articles, generic, tables = word_list("articles"), word_list("generic"), self.k.slots
        words = phrase.split()
        plainer = [word for word in words if word not in articles]
        tried = None
        for said in (words, plainer, [word for word in plainer if word not in generic]):
            if len(said) == tried:
                continue
            tried = len(said)
            key = " ".join([stem(word) for word in said])
            if key not in self.k.phrases:
                continue
            known = [mask for slot in slots if (mask := tables[slot].get(key)) is not None]
            # That nothing is a cake does not tell what is put on one.
            if any(known) or (known and self.k.slots[slots[0]].get(key) is not None):
                # That nothing is so in the first slot settles it; that nothing is so in a later one may mean another sense of the words.
                settled = self.k.slots[slots[0]].get(key) is not None
                return self.sure(known[0] if settled else next((mask for mask in known if mask), 0))
        return None

    def whole(self, phrase: str, slots: Sequence[str]) -> Reading | None:
        """The phrase without being taken apart; prepositions at its ends may go."""
        phrase = phrase.strip()
        found = self.exact(phrase, slots)
        if found is not None:
            return found
        if "has" in slots[:3] and (mask := measures.numbers(phrase)) is not None:
            return self.sure(mask)
        words = core(phrase).split()
        return self._trimmed(words, slots) if words else None

    def phrase(self, phrase: str, slots: Sequence[str]) -> Reading:
        """The phrase whole or, failing that, in parts."""
        found = self.whole(phrase, slots)
        if found is not None:
            return found
        words = core(phrase).split()
        if not words:
            return self.sure(self.all) if phrase.strip() and slots[0] in ("is", "at") else LOST
        if slots[0] in ("is", "at") and words[0] in word_list("vague") and len(words) > 1:
            # `essential office furniture`, `most modern homes`
            self.loose += 1
            return self.phrase(" ".join(words[1:]), slots)
        if slots[0] in ("for", "done", "does"):
            for spare in (_SIZES, _PARTICLES):
                if (lean := [w for w in words if w not in spare]) and len(lean) < len(words) and (found := self.whole(" ".join(lean), slots)):
                    self.loose += 1
                    return found
        if (slow := [w for w in words if not w.endswith("ly") or w in NO_ADVERBS]) and len(slow) < len(words):
            return self.phrase(" ".join(slow), slots)
        key = stems(" ".join(words))
        self.loose += 1
        if (mask := self.k.anywhere.get(key)) is not None:
            return self.sure(mask)
        found = self._negated(words, slots)
        if found is not None:
            return found
        # A quality and a kind, of some things both: `real animal`.
        if slots[0] == "is" and len(words) == 2 and (both := self._parts(words, slots, sort=True)).yes:
            return both
        return self._parts(words, slots)

    def _trimmed(self, words: list[str], slots: Sequence[str]) -> Reading | None:
        """Without prepositions at the ends: `play with` -> `play`, `on wall` -> `wall`."""
        while words and words[-1] in word_list("weak"):
            words = words[:-1]
            if words and (found := self.exact(" ".join(words), slots)) is not None:
                return found
        while words and words[0] in word_list("weak"):
            words = words[1:]
            if words and (found := self.exact(" ".join(words), slots)) is not None:
                return found
        return None

    def _negated(self, words: list[str], slots: Sequence[str]) -> Reading | None:
        """`inedible`, `non toxic`, `unbreakable`."""
        if bare := _WITHOUT.match(" ".join(words)):
            part = self.exact(bare[1] or bare[2], HAS)
            part = self.exact(f"make {bare[1] or bare[2]}", ("does",)) if part is None else part
            if part is not None:
                return ~part
        if words[0] in ("non", "not", "un"):
            return ~self.phrase(" ".join(words[1:]), slots) if len(words) > 1 else None
        if len(words) == 1 and (cut := _NON.sub("", words[0])) != words[0] and (found := self.exact(cut, slots)) is not None:
            return ~found
        return None

    def _parts(self, words: list[str], slots: Sequence[str], *, sort: bool = False) -> Reading:
        """The longest known parts from left to right, all of which must hold.

        A word inside a longer phrase counts where anything said of the object contains it. Where some words are known to nobody, those known decide
        alone if they are telling: two of them or more, or one that few objects have.
        """
        keys = [stem(w) for w in words]
        masks: list[int] = []
        lost, i = False, 0
        while i < len(words):
            for j in range(len(words), i, -1):
                if (mask := self._best(" ".join(keys[i:j]), slots, alone=i == 0 and j == len(words), sort=sort)) is not None:
                    masks.append(mask)
                    self.settled |= not mask and j > i + 1 and not i and slots[0] == "is"
                    i = j
                    break
            else:
                lost |= words[i] not in word_list("weak") and words[i] not in measures.COUNT
                i += 1
        mask = self.all if masks else 0
        for m in masks:
            mask &= m
        # `garden hose`: a hose is none of the things.
        self.settled |= slots[0] == "is" and len(keys) == 2 and self.k.slots["is"].get(keys[-1]) == 0
        recalled = 0 if self.settled else self.recalled(words)
        if not mask and slots[0] == "has" and len(words) == 2 and (part := self.k.slots["has"].get(keys[-1])):
            return self.sure(part)  # `adjustable lens`: whatever is said of the part
        if not masks:
            return self.sure(recalled) if recalled else LOST
        # One unknown word leaves open what few known words do not settle.
        settled = not lost or mask.bit_count() <= (40 if len(masks) > 1 else 6)
        return self.sure(mask | recalled) if settled else Reading(recalled, self.all & ~mask & ~recalled)

    def recalled(self, words: Sequence[str], least: int = 2) -> int:
        """The things that the words remind of: those of which most of the words are known, the rarer a word the more it tells.

        None of them where fewer than `least` words tell something; a word alone has to be one that few things have.
        """
        told: list[tuple[float, int]] = []
        said = " ".join(words)
        allowed, dull = self.all, word_list("weak") | word_list("dull")
        for key in dict.fromkeys(stem(word) for word in words if word not in dull):
            mask = self.k.thoughts.get(key, 0)
            if key in word_list("structure"):
                # What people do with it is no hint, but a condition.
                if f"{key} it" in said or said.endswith(key):
                    allowed &= self.k.slots["done"].get(key, self.all)
                continue
            weight = math.log(self.all.bit_count() / mask.bit_count()) if mask else UNKNOWN
            if weight > DULL:
                told.append((weight, mask))
        if len(told) < least or (len(told) == 1 and told[0][1].bit_count() > FEW):
            return 0
        enough = ENOUGH * sum(weight for weight, _ in told) - 1e-9
        found, left = 0, allowed & reduce(or_, (mask for _, mask in told))
        while left:
            thing = left & -left
            left ^= thing
            if sum([weight for weight, mask in told if mask & thing]) >= enough:
                found |= thing
        return found

    def reminded(self, story: str) -> int:
        """The things that a story reminds of: a deed or a use in it that few things are known for, or those that share the most of its words."""
        keys = [stem(word) for word in story.split()]
        for n in (5, 4, 3, 2):
            for i in range(len(keys) - n + 1):
                part = " ".join(keys[i : i + n])
                for slot in ("for", "done", "about", "at", "does", "who"):
                    if 0 < (mask := self.k.slots[slot].get(part, 0)).bit_count() <= FEW:
                        return mask
        weights: dict[int, float] = {}
        idle = word_list("weak") | word_list("dull") | word_list("structure") | word_list("light")
        for key in dict.fromkeys(keys):
            mask = 0 if key in idle else self.k.thoughts.get(key, 0)
            weight = math.log(self.all.bit_count() / mask.bit_count()) if mask else 0.0
            while weight > DULL and mask:
                thing = mask & -mask
                mask ^= thing
                weights[thing] = weights.get(thing, 0.0) + weight
        most = max(weights.values(), default=0.0)
        return reduce(or_, (thing for thing, weight in weights.items() if weight > ENOUGH * most), 0) if most > TELLING else 0

    def _best(self, part: str, slots: Sequence[str], *, alone: bool, sort: bool) -> int | None:
        """What is said with a part of a phrase: in the slots asked for if it stands alone, else anywhere, also inside longer phrases.

        With `sort` a word that names a sort of thing means that and nothing else.
        """
        if alone:
            for slot in slots:
                if (mask := self.k.slots[slot].get(part)) is not None:
                    return mask
        if " " in part:
            return self.k.anywhere.get(part)
        if sort and (mask := self.k.slots["is"].get(part)):
            return mask
        table = self.k.active if slots[0] == "does" else self.k.words
        return None if part in word_list("weak") else table.get(part)

    def either(self, phrase: str, read: Callable[[str], Reading]) -> Reading:
        """`read` on each member of a list with or / and."""
        phrase = re.sub(r"^(?:either|both) ", "", phrase)
        for word in (" or ", " and "):
            if word in phrase:
                members = [p.strip() for p in phrase.split(word)]
                # A member like `thing` or `other item` says nothing.
                members = [p for p in members if core(p)]
                parts = [self.either(p, read) for p in members]
                if word == " and ":
                    parts = [part for part in parts if part != LOST]  # `firm and unyielding`: what nobody knows asks nothing more
                reading = parts[0] if parts else LOST
                for part in parts[1:]:
                    reading = reading | part if word == " or " else reading & part
                return reading
        return read(phrase)
