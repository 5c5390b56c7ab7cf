"""A question in English to a reading: for which objects is the answer yes.

The clause is matched against the shapes questions come in (`is it …`, `does it …`, `do you … it`, `used for …`, `made of …`, `found in …`); the shape
says in which slots of the knowledge the rest is to be looked up. Negation, lists with or / and, comparisons and relative clauses compose readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions import deeds, measures
from lmrl_gym.tasks.twenty_questions.ages import age
from lmrl_gym.tasks.twenty_questions.clauses import LONGEST
from lmrl_gym.tasks.twenty_questions.clauses import clause as unwrapped
from lmrl_gym.tasks.twenty_questions.facts import knowledge
from lmrl_gym.tasks.twenty_questions.letters import letters
from lmrl_gym.tasks.twenty_questions.lookup import LOST, Lookup, Reading
from lmrl_gym.tasks.twenty_questions.naming import guess_in
from lmrl_gym.tasks.twenty_questions.shapes import (
    ABOUT,
    AT,
    CLAUSES,
    COMPARED,
    FOR,
    FRAMES,
    IS,
    JOINED,
    LOOSE_END,
    ORANGE,
    PEOPLE,
    VERBS,
    compiled,
    positive,
)
from lmrl_gym.tasks.twenty_questions.words import stem, word_list

_TURNED = re.compile(
    r"\b(?:not|no|never|nor|without(?! (?:it|one)\b)|than|or|other|non|too|letters?|words?|most|least|only|ago|actual|allowed|bald|hardly|"
    r"rarely|barely)\b"
)
"""Words that turn or compare what the others say, so that these do not add up."""


_COMPARISONS = re.compile(
    r"^(?!between).* and (?:\w+er|more \w+|less \w+) than |^(?:\w+er|more \w+|less \w+) than .+ and |^\w+er than .+ or \w+er than "
)
"""A comparison with something else, or two."""


class Reader:
    """Reads questions. The methods other than `read` are what the shapes make of the parts of a clause."""

    find: Lookup

    def __init__(self, find: Lookup) -> None:
        self.find = find
        self._speller = find.k.speller
        self._clauses, self._frames, self.verbs_shaped = (compiled(table) for table in (CLAUSES, FRAMES, VERBS))

    def read(self, text: str) -> Reading:
        """The reading of a question; LOST where nothing is understood, or where it is no question of yes or no."""
        said = unwrapped(text)
        if not said:
            return LOST
        said = " ".join(self._mend(word) for word in said.split())
        said = unwrapped(said) or ""  # a mended word may be a hedge
        said = ORANGE.sub("orange colored", said)
        loose = self.find.loose
        reading = self.clause(said)
        if _TURNED.search(said) or _TURNED.search(text.lower()):
            return reading
        # A question of many telling words is rarely one that a shape has read whole; where a part was not found as it stands, fewer do.
        if self.find.loose == loose:
            return reading
        recalled = self.find.recalled(said.split(), least=1)
        return Reading(reading.yes | recalled, reading.no & ~recalled)

    def _mend(self, word: str) -> str:
        fine = stem(word) in self.find.k.thoughts or word in word_list("structure") or not word.isalpha()
        return word if fine else self._speller.mend(word)

    # --- Clauses

    def clause(self, s: str) -> Reading:
        for pattern in JOINED:
            if (found := pattern.match(s)) and self.find.exact(s.partition(" it ")[2], IS) is None:
                other = self.clause(found["other"]) if " it " in found["other"][:12] or pattern is JOINED[0] else self.relative(found["other"])
                one = self.clause(found["one"])
                return one | other if found["how"] == "or" else one & other
        for pattern, read in self._clauses:
            if found := pattern.match(s):
                return read(self, found)
        return self.predicate(s)

    def of_kind(self, start: str, m: re.Match[str]) -> Reading:
        """`is the animal a pet`: what is said, of a thing of that kind. A kind of one word or two: the shorter that is known, unless two are."""
        words = m["kind"].split()
        for n in (2, 1):
            kind = self.find.exact(" ".join(words[:n]), ("is",)) if len(words) >= n else None
            if kind is not None:
                rest = " ".join([*words[n:], m["rest"]])
                return kind & self.clause(f"{start} {rest}")
        return self.predicate(" ".join([*words, m["rest"]]))

    def there(self, s: str) -> Reading:
        s = re.sub(r" (?:in|on|inside|to|of|at|for|with) it$| involved$| in$| inside$", "", s)
        return self.has(s)

    def living(self, what: str) -> Reading:
        """`do wild animals live there`: of places and what else is lived in."""
        found = self.find.exact(f"{what} live", ("done",))
        home = self.find.exact("lived in", ("is",)) or LOST
        return found or home & self.look(re.sub(r"\b(?:and|or) other ", "or ", what), ("has", "done", "is"))

    def its(self, s: str) -> Reading:
        """`is its colour red`, `is its main use cutting`, `is its surface rough`."""
        if found := re.match(
            (
                r"^(?P<part>skin|flesh|inside|interior|peel|fur|hair|leaves|outside|handle|exterior|meat|rind) (?:is |"
                r"are )?(?P<rest>.+)"
            ),
            s,
        ):
            return self.has(f"{re.sub('^(?:called|known as|named) ', '', found['rest'])} {found['part']}")
        s = re.sub(
            (
                r"^(?:main |primary |typical |usual |most common |natural |outer |outside )*(?:color|colour|shape|size|"
                r"surface|texture|skin|material|body|flesh|inside|name|price|weight|purpose|use|function|exterior|taste|"
                r"peel)s? (?:is |be |to |for |made )?"
            ),
            "",
            s,
        )
        return self.predicate(s)

    # --- Predicates: what follows `is it`

    def predicate(self, s: str) -> Reading:
        s = re.sub(r"^(?:be|been|being|to be|it|considered|considered to be) ", "", s)
        if found := re.match(r"^(?:not|never|no longer|anything but|something other than|anything other than|other than) (.+)", s):
            return ~self.predicate(found[1])
        s = re.sub(r"^(\w+) enough that .*", r"\1", s)
        if found := re.match(r"^(?P<adj>\w+) enough (?:to|for) (?P<rest>.+)", s):
            return self.you(found["rest"]) if found["adj"] in ("small", "light", "little", "big", "large") else self.predicate(found["adj"])
        if (aged := age(s)) is not None:
            return self.predicate(aged)
        if found := re.match(r"^neither (.+) nor (.+)", s):
            return ~(self.predicate(found[1]) | self.predicate(found[2]))
        if _COMPARISONS.match(s):
            return self.members(s, self.predicate)
        for measure in (letters, measures.compare, measures.fits):
            if (mask := measure(s)) is not None:
                return self.find.sure(mask)
        whole = self.find.exact(s, IS)
        if whole is not None:
            return whole
        if (found := COMPARED.match(s)) and (plain := self.find.exact(positive(found["more"] or found["er"]), ("is",))) is not None:
            return plain
        for pattern, read in self._frames:
            if found := pattern.match(s):
                return read(self, found)
        if " or " in s or " and " in s:
            return self.members(s, self.predicate)
        if (there := deeds.placed(self, s)) is not None:
            return there
        if found := re.match(LOOSE_END, s):
            self.find.loose += 1
            return self.predicate(found[1] or found[2])
        return self.noun(s)

    def members(self, s: str, read: Callable[[str], Reading]) -> Reading:
        """A list; a member that begins a shape of its own is read on its own."""

        def member(part: str) -> Reading:
            if re.match(r"^(?:is|are|does|do|can|could|would) (?:it|you|people)\b", part):
                return self.clause(part)
            if re.match(r"^(?:used|made|found|worn|something|not|for|eaten|kept) ", part):
                return self.predicate(part)
            return read(part)

        return self.find.either(s, member)

    def look(self, s: str, slots: tuple[str, ...]) -> Reading:
        """A phrase, or a list of phrases, in the given slots."""
        found = self.find.exact(s, slots)
        if found is not None:
            return found
        if " or " in s or " and " in s:
            return self.members(s, lambda part: self.look(part, slots))
        if negative := re.match(r"^(?:not|no|non|anything but) (.+)", s):
            return ~self.look(negative[1], slots)
        if relative := re.match(r"^(?P<head>.+?) (?:that|which) .+", s):
            self.find.loose += 1
            return self.look(relative["head"], slots)
        return self.find.phrase(s, slots)

    def purpose(self, s: str) -> Reading:
        s = re.sub(r"^(?:be )?(?:used )?(?:the )?(?:purposes? of |use in |use by |use |help |help you |help people |make it easier to )?", "", s)
        s = re.sub(r"^(?:it|you|they|the weather|someone) (?:is|are|gets?|am|feels?) ", "", s)
        s = re.sub(r" (?:purposes?|activities|activity|use|tasks?|reasons?|needs?|operations?|functions?)$", "", s)
        s = re.sub(r"^(?:perform|carry out|conduct|complete|execute) (?=\w+$)", "", s)
        if (found := re.match(rf"^{PEOPLE} to (?P<rest>.+)", s)) and self.find.exact(s, ("who",)) is None:
            return self.you(found["rest"])
        if (found_who := self.find.exact(s, ("for", "who"))) is not None:
            return found_who
        if re.match(r"^(?:in|on|at|inside|outside|outdoors|indoors)\b", s):
            return self.look(re.sub(r"^(?:in|on|at) ", "", s), AT)
        return self.look(re.sub(r" (?:with )?it$", "", s), FOR)

    def used_in(self, s: str) -> Reading:
        if (whole := self.find.exact(f"use in {s}", ("done",))) is not None:
            return whole
        return self.look(re.sub(r"^the ", "", s), ("at", "for", "is", "about", "done"))

    def by(self, s: str) -> Reading:
        s = re.sub(r"^(?:a |an |the )", "", s)
        found = self.find.exact(s, ("who",))
        return found if found is not None else self.look(s, ("who", "is", "needs", "for", "done", "about"))

    def part(self, s: str) -> Reading:
        if (whole := self.find.exact(s, ("is",))) is not None and s.endswith((" family", " group")):
            return whole
        for start in ("part of", "member of"):
            if (whole := self.find.exact(f"{start} {s}", ("is",))) is not None:
                return whole
        return self.look(re.sub(r" (?:family|category|group|class|kingdom)$", "", s), ("is", "about", "at", "has"))

    def about(self, s: str) -> Reading:
        """An association: the line in [about], or whatever else is said with the word."""
        if " or " in s or " and " in s:
            return self.members(s, self.about)
        s = re.sub(r"^(?:the |a |an |any |some |any kind of )", "", s)
        found = self.find.exact(s, ABOUT)
        other = self.find.phrase(s, ("is", "for", "who", "at", "made", "has", "done"))
        return other if found is None else found | other if other.yes & found.yes else found

    # --- Deeds: what follows `does it` and `do you`

    def passive(self, verb: str, who: str) -> Reading:
        return deeds.passive(self, verb, who)

    def verb(self, s: str) -> Reading:
        return deeds.verb(self, s)

    def verbs_listed(self, s: str, read: Callable[[str], Reading]) -> Reading:
        return deeds.verbs_listed(self, s, read)

    def has(self, s: str) -> Reading:
        return deeds.has(self, s)

    def needs(self, s: str) -> Reading:
        return deeds.needs(self, s)

    def makes(self, s: str) -> Reading:
        return deeds.makes(self, s)

    def located(self, whole: str, place: str) -> Reading:
        return deeds.located(self, whole, place)

    def people(self, who: str, s: str) -> Reading:
        return deeds.people(self, who, s)

    def you(self, s: str) -> Reading:
        return deeds.you(self, s)

    # --- Nouns

    def noun(self, s: str) -> Reading:
        """A noun phrase: a name, a kind, adjectives before it, a clause after it."""
        if (whole := self.find.exact(s, IS)) is not None:
            return whole
        if found := re.match(r"^(?P<head>.+?) (?:that|which|who) (?P<rest>.+)", s):
            return self.head(found["head"]) & self.relative(found["rest"])
        found = re.match(rf"^(?P<head>.+?) (?P<who>{PEOPLE}) (?P<rest>.+)", s)
        if found and (found["head"].split()[-1] in word_list("generic") or self.find.exact(found["head"], ("is",)) is not None):
            return self.head(found["head"]) & self.relative(f"{found['who']} {found['rest']}")
        after = (
            r"(?:used|use|made|found|worn|with|without|for|in|on|at|from|eaten|played|kept|needed|designed|meant|"
            r"associated|related|intended|powered|bigger|larger|smaller|heavier|able|capable|you|covered|containing|"
            r"having|to|of|like|by|under|over|around)"
        )
        if found := re.match(rf"^(?P<head>.+?) (?P<rest>{after} .+)", s):
            head = self.head(found["head"])
            if head != LOST:
                rest = re.sub(r"^to ", "used to ", found["rest"])
                return head & (self.look(rest[3:], (*IS, "at")) if rest.startswith("of ") else self.predicate(rest))
        return self.find.phrase(s, IS)

    def head(self, s: str) -> Reading:
        words = [w for w in s.split() if w not in word_list("generic") and w not in ("a", "an", "the", "some", "any", "kind", "type", "of")]
        return self.find.phrase(" ".join(words), IS) if words else Reading(self.find.all, 0)

    def relative(self, s: str) -> Reading:
        """`you can eat`, `is used for cooking`, `has wheels`, `flies`."""
        if found := re.match(r"^(?:is|are|was|were|can be|could be|would be|might be|may be|has been|needs to be|must be|should be) (?P<rest>.+)", s):
            return self.predicate(found["rest"])
        if found := re.match(rf"^(?P<who>{PEOPLE}) (?:(?:can|could|would|might|may|will|do|does|should|must) )?(?P<rest>.+)", s):
            return self.people(found["who"], found["rest"])
        s = re.sub(r"^(?:can|could|does|do|would|will|might|may) ", "", s)
        first, _, rest = s.partition(" ")
        return self.verb(f"{base(first)} {rest}".strip())


def base(verb: str) -> str:
    """`have` of `has`, `carry` of `carries`, `travel` of `travels`; other forms as they are."""
    if verb in ("has", "is", "this", "its", "does"):
        return "have" if verb == "has" else verb
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(("sses", "shes", "ches", "xes", "zes", "goes", "does")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith(("ss", "us")) and len(verb) > 3 else verb


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader of the knowledge shipped."""
    return Reader(Lookup(knowledge()))


def read(text: str) -> Reading:
    """The reading of a question, kept."""
    return _read(text[-LONGEST:])


@lru_cache(maxsize=50_000)
def _read(text: str) -> Reading:
    reading, guess = reader().read(text), guess_in(text)
    if guess is None or not guess.whole:
        return reading
    # Whatever else the words may mean, what they name is meant.
    return reader().find.sure(reading.yes | 1 << guess.number)


def answer(text: str, number: int) -> bool | None:
    """The answer for object `number`; None where the question is not understood."""
    reading = read(text)
    return True if reading.yes >> number & 1 else False if reading.no >> number & 1 else None
