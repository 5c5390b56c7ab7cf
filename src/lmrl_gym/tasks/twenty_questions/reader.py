"""A question in English to a reading: for which objects is the answer yes.

The clause is matched against the shapes questions come in (`is it …`, `does it …`, `do you … it`, `used for …`, `made of …`, `found in …`); the shape
says in which slots of the knowledge the rest is to be looked up. Negation, lists with or / and, comparisons and relative clauses compose readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions import dates, deeds, extremes, grammar, manner, measures, nouns, uses
from lmrl_gym.tasks.twenty_questions.ages import age
from lmrl_gym.tasks.twenty_questions.clauses import clause as unwrapped
from lmrl_gym.tasks.twenty_questions.dispatch import Table
from lmrl_gym.tasks.twenty_questions.facts import knowledge
from lmrl_gym.tasks.twenty_questions.grammar import COMPARED, HAS, IS, JOINED, LOOSE_END, ORANGE, positive
from lmrl_gym.tasks.twenty_questions.letters import letters
from lmrl_gym.tasks.twenty_questions.lookup import LOST, Lookup, Reading
from lmrl_gym.tasks.twenty_questions.naming import guess_in
from lmrl_gym.tasks.twenty_questions.rewording import reworded
from lmrl_gym.tasks.twenty_questions.sentences import LONGEST
from lmrl_gym.tasks.twenty_questions.shapes import CLAUSES, FRAMES
from lmrl_gym.tasks.twenty_questions.subjects import AUX
from lmrl_gym.tasks.twenty_questions.verbs import VERBS
from lmrl_gym.tasks.twenty_questions.words import Speller, base, core, stem, stems, word_list

_TURNED = re.compile(
    r"\b(?:not|no|never|nor|without(?! (?:it|one)\b)|than|or|other|non|too|letters?|words?|most|least|only|ago|actual|allowed|bald|hardly|"
    r"rarely|barely)\b"
)
"""Words that turn or compare what the others say, so that these do not add up."""


_COMPARISONS = re.compile(
    r"^(?!between).* and (?:\w+er|more \w+|less \w+) than |^(?:\w+er|more \w+|less \w+) than .+ and |^\w+er than .+ or \w+er than "
)
"""A comparison with something else, or two."""


_PARTS = re.compile(r"^\w{3,}s(?: (?:and|or) (?:(?:an?|some|any) )?\w+)*$")


_NAMED = re.compile(r"^is it (?:an? |the )(?:\w+ )?(\w+)$")


_REVERSED = tuple(f"not {start} " for start in ("not", *AUX.split("|")))
"""How a clause starts that asks the reverse of what follows."""


def _reversed(clause: str) -> tuple[str, bool]:
    """The clause without what asks the reverse, and whether it does."""
    turned = False
    while clause.startswith(_REVERSED):
        clause, turned = clause[4:], not turned
    return clause, turned


class Reader:
    """Reads questions. The methods other than `read` are what the shapes make of the parts of a clause."""

    find: Lookup

    def __init__(self, find: Lookup) -> None:
        self.find = find
        self._speller = Speller(find.k.speller.known | {word for name in measures.yardsticks() for word in name.split() if len(word) > 5})
        self._mended = lru_cache(maxsize=20_000)(self._mend)
        self._fine = frozenset(map(stem, word_list("fine")))
        self._clauses, self._frames, self.verbs_shaped = (Table(table) for table in (CLAUSES, FRAMES, VERBS))

    def read(self, text: str) -> Reading:
        """The reading of a question; LOST where nothing is understood, or where it is no question of yes or no."""
        said = unwrapped(text)
        if not said:
            return LOST
        said, turned = _reversed(said)
        mended = " ".join([self._mended(word) for word in said.split()])
        if mended != said:
            said, again = _reversed(unwrapped(mended) or "")  # a mended word may be a hedge
            turned ^= again
        reading = self._plainly(reworded(ORANGE.sub("orange colored", said)), text)
        return ~reading if turned else reading

    def _plainly(self, said: str, text: str) -> Reading:
        """The reading of a clause in plain words, of that text."""
        loose, self.find.settled = self.find.loose, False
        reading = self.clause(said)
        if _TURNED.search(said) or _TURNED.search(text.lower()):
            return reading
        # A question of many telling words is rarely one that a shape has read whole; where a part was not found as it stands, fewer do.
        # What would be so is often told by what comes to mind.
        imagined = said.startswith(("would ", "could ", "might "))
        if self.find.loose == loose or self.find.settled or (not imagined and reading.yes and reading.yes | reading.no == self.find.all):
            return reading
        if (named := _NAMED.match(said)) and stem(named[1]) in self.find.k.slots["is"]:
            return reading  # another thing that is known: a garden hose
        recalled = self.find.recalled(said.split(), least=1)
        return Reading(reading.yes | recalled, reading.no & ~recalled)

    def _mend(self, word: str) -> str:
        fine = (
            stem(word) in self.find.k.thoughts
            or (word.endswith("ly") and stem(word[:-2]) in self.find.k.thoughts)
            or (word.endswith("bly") and ((plain := f"{word[:-1]}e") in self.find.k.thoughts or plain in word_list("fine")))
            or (word.endswith(("ness", "less")) and (stem(word[:-4]) in self.find.k.thoughts or f"{word[:-5]}y" in self.find.k.thoughts))
            or word in word_list("structure")
            or stem(word) in self._fine
            or not word.isalpha()
        )
        compared = word.endswith(("er", "est")) and stem(positive(word.removesuffix("st").removesuffix("r") + "r")) in self.find.k.words
        return word if fine or compared else self._speller.mend(word)

    # --- Clauses

    def parts(self, s: str) -> Reading | None:
        """`wheels and doors`: what has them; None where the words are no parts, or a kind of thing."""
        slots = self.find.k.slots
        for part in re.split(" (?:and|or) ", s):
            key = stems(core(part))
            if not slots["has"].get(key) or slots["is"].get(key, 0).bit_count() > 1:
                return None
        return self.look(s, HAS)

    def clause(self, s: str) -> Reading:
        if _PARTS.match(s) and (parts := self.parts(s)) is not None:
            return parts
        for pattern in JOINED:
            if (found := pattern.match(s)) and self.find.exact(s.partition(" it ")[2], IS) is None:
                other = self.clause(found["other"]) if " it " in found["other"][:12] or pattern is JOINED[0] else self.relative(found["other"])
                one = self.clause(found["one"])
                return one | other if found["how"] == "or" else one & other
        if (then := dates.timed(s)) is not None:
            there = self.find.sure(then[0])
            return there & self.you(f"{base(then[1])} it") if then[1] else there
        for pattern, read in self._clauses.of(s):
            if found := pattern.match(s):
                return read(self, found)
        return self.predicate(s) if " " in s else nouns.bare(self, s)

    # --- Predicates: what follows `is it`

    def predicate(self, s: str) -> Reading:
        s = grammar.BEING.sub("", s)
        if found := grammar.ANYTHING_BUT.match(s):
            return ~self.predicate(found[1])
        if "ly " in s:
            s = grammar.ADVERB.sub("", s)
        if " using " in s:
            s = grammar.USING.sub(r"\1 with ", s)
        if " enough " in s:
            s = grammar.ENOUGH_THAT.sub(r"\1", s)
            if found := grammar.ENOUGH_TO.match(s):
                return self.you(found["rest"]) if found["adj"] in ("small", "light", "little", "big", "large") else self.predicate(found["adj"])
        if (aged := self.aged(s)) is not None:
            return aged
        if (doer := manner.doer(self, s)) is not None:
            return doer
        if found := grammar.NEITHER.match(s):
            return ~(self.predicate(found[1]) | self.predicate(found[2]))
        if (alike := nouns.likened(self, s)) is not None:
            return alike
        if _COMPARISONS.match(s):
            return self.members(s, self.predicate)
        for measure in (letters, measures.compare, measures.fits):
            if (mask := measure(s)) is not None:
                return self.find.sure(mask)
        if nouns.other(s):
            return self.find.sure(0)
        whole = self.find.exact(s, IS)
        if whole is not None:
            return nouns.named(self, s, whole)
        if (most := extremes.extreme(self, s)) is not None:
            return most
        if " for " in s and (found := grammar.FOR_PEOPLE.match(s)) and (plain := self.find.exact(found[1], ("is", "done"))) is not None:
            return plain
        if (found := COMPARED.match(s)) and (plain := self.find.exact(positive(found["more"] or found["er"]), ("is",))) is not None:
            return plain
        if (rather := manner.rather(self, s)) is not None:
            return rather
        for pattern, read in self._frames.of(s):
            if found := pattern.match(s):
                return read(self, found)
        if " or " in s or " and " in s:
            return self.members(s, self.predicate)
        if (there := manner.placed(self, s)) is not None:
            return there
        if found := LOOSE_END.match(s):
            self.find.loose += 1
            return self.predicate(found[1] or found[2])
        return self.noun(s)

    def members(self, s: str, read: Callable[[str], Reading]) -> Reading:
        """A list; a member that begins a shape of its own is read on its own."""
        return self.find.either(s, self.member(read))

    def member(self, read: Callable[[str], Reading]) -> Callable[[str], Reading]:
        """`read`, but for what begins a shape of its own."""

        def one(part: str) -> Reading:
            if re.match(r"^(?:is|are|does|do|can|could|would) (?:it|you|people)\b", part):
                return self.clause(part)
            if re.match(r"^(?:used|made|found|worn|something|not|for|eaten|kept) ", part):
                return self.predicate(part)
            return read(part)

        return one

    def look(self, s: str, slots: tuple[str, ...]) -> Reading:
        """A phrase, or a list of phrases, in the given slots."""
        found = self.find.exact(s, slots)
        if found is not None:
            return found
        if " nor " in s and (neither := grammar.NEITHER.match(s)):
            return ~(self.look(neither[1], slots) | self.look(neither[2], slots))
        if " or " in s or " and " in s:
            if slots[0] == "for":
                return self.verbs_listed(s, self.member(lambda part: self.look(part, slots)))
            return self.members(s, lambda part: self.look(part, slots))
        if negative := grammar.OTHER_THAN.match(s):
            return ~self.look(negative[1], slots)
        if relative := re.match(r"^(?P<head>.+?) (?:that|which) .+", s):
            self.find.loose += 1
            return self.look(relative["head"], slots)
        return self.find.phrase(s, slots)

    def aged(self, s: str) -> Reading | None:
        """A predicate or a deed that asks for how long a thing has been there; None where it asks for something else."""
        if (mask := dates.dated(s)) is not None:
            return self.find.sure(mask)
        return None if (known := age(s)) is None else self.find.exact(known, ("is",)) or LOST

    def purpose(self, s: str) -> Reading:
        return uses.purpose(self, s)

    def used_in(self, s: str) -> Reading:
        return uses.used_in(self, s)

    def by(self, s: str) -> Reading:
        return uses.by(self, s)

    def about(self, s: str) -> Reading:
        return uses.about(self, s)

    def passive(self, verb: str, who: str) -> Reading:
        return deeds.passive(self, verb, who)

    def verb(self, s: str) -> Reading:
        return deeds.verb(self, s)

    def verbs_listed(self, s: str, read: Callable[[str], Reading]) -> Reading:
        return deeds.verbs_listed(self, s, read)

    def has(self, s: str) -> Reading:
        return deeds.has(self, s)

    def holds(self, s: str) -> Reading:
        return deeds.holds(self, s)

    def needs(self, s: str) -> Reading:
        return deeds.needs(self, s)

    def makes(self, s: str) -> Reading:
        return deeds.makes(self, s)

    def located(self, whole: str, place: str) -> Reading:
        return deeds.located(self, whole, place)

    def people(self, who: str, s: str) -> Reading:
        return deeds.people(self, who, s)

    def others(self, who: str, s: str) -> Reading | None:
        return deeds.others(self, who, s)

    def by_somebody(self, s: str, who: str = "") -> Reading:
        return deeds.by_somebody(self, s, who)

    def safe(self, whole: str, deed: str) -> Reading:
        return deeds.safe(self, whole, deed)

    def you(self, s: str) -> Reading:
        return deeds.you(self, s)

    def of_kind(self, start: str, m: re.Match[str]) -> Reading:
        return nouns.of_kind(self, start, m)

    def there(self, s: str) -> Reading:
        return nouns.there(self, s)

    def living(self, what: str) -> Reading:
        return nouns.living(self, what)

    def its(self, s: str) -> Reading:
        return nouns.its(self, s)

    def worn(self, m: re.Match[str]) -> Reading:
        return nouns.worn(self, m)

    def made_so(self, s: str) -> Reading:
        return nouns.made_so(self, s)

    def rich(self, m: re.Match[str]) -> Reading:
        return nouns.rich(self, m)

    def part(self, s: str) -> Reading:
        return nouns.part(self, s)

    def noun(self, s: str) -> Reading:
        return nouns.noun(self, s)

    def head(self, s: str) -> Reading:
        return nouns.head(self, s)

    def relative(self, s: str) -> Reading:
        return nouns.relative(self, s)


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader of the knowledge shipped."""
    return Reader(Lookup(knowledge()))


def read(text: str) -> Reading:
    """The reading of a question, kept."""
    return _read(text[-LONGEST:])


@lru_cache(maxsize=50_000)
def _read(text: str) -> Reading:
    guess, find = guess_in(text), reader().find
    if guess is None or text.strip().lower() in _AS_STORED:
        reading = reader().read(text)
        return reading if guess is None else find.sure(reading.yes | guess.named)
    if guess.whole:
        return find.sure(guess.named)  # whatever else the words may mean, or give as a reason
    reading = reader().read(text)
    return Reading(reading.yes & guess.named, reading.no | find.all & ~guess.named)


_AS_STORED = ("could it be a train?", "could it be a dress?")
"""Guesses that players make, whose answers are stored with the conversations: what can be trained, what can be dressed."""


def answer(text: str, number: int) -> bool | None:
    """The answer for object `number`; None where the question is not understood."""
    reading = read(text)
    return True if reading.yes >> number & 1 else False if reading.no >> number & 1 else None
