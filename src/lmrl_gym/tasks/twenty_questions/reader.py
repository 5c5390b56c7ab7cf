"""A question in English to a reading: for which objects is the answer yes.

The clause is matched against the shapes questions come in (`is it …`, `does it …`, `do you … it`, `used for …`, `made of …`, `found in …`); the shape
says in which slots of the knowledge the rest is to be looked up. Negation, lists with or / and, comparisons and relative clauses compose readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions import measures
from lmrl_gym.tasks.twenty_questions.clauses import LONGEST, clause
from lmrl_gym.tasks.twenty_questions.facts import knowledge
from lmrl_gym.tasks.twenty_questions.lookup import LOST, Lookup, Reading
from lmrl_gym.tasks.twenty_questions.words import GENERIC, stem

IS = ("is", "done", "made", "for", "at", "does", "who", "about", "has", "needs")
HAS = ("has", "made", "is", "needs")
MADE = ("made", "has", "is")
AT = ("at", "is", "about", "done", "for")
FOR = ("for", "done", "is", "does", "about", "at", "who")
DOES = ("does", "for", "is", "done", "has", "needs")
DONE = ("done", "for", "is", "does", "at")
WITH = ("for", "done", "is", "does")
WHO = ("who", "about", "is")
NEEDS = ("needs", "is", "done", "has", "for")
ABOUT = ("about",)

_BE = r"(?:is|can|could|would|might|may|will|must|should)"
_PEOPLE = (
    r"(?:(?:a |an |the |most |many |some |all |any |other |average |ordinary |normal |regular |typical |only |small |young |little |older )*(?:you|we|i|people|person|persons|humans?|human beings?|"
    r"one|someone|somebody|anyone|everyone|everybody|adults?|(?:wo)?men|(?:wo)?man|child|children|kids?|bab(?:y|ies)|girls?|boys?|chefs?|cooks?|athletes?|musicians?|artists?|"
    r"students?|teachers?|doctors?|farmers?|animals?|families|family|toddlers?|gardeners?|carpenters?|workers?|professionals?|mechanics?|players?|teenagers?|households?|homes?|"
    r"office workers?|construction workers?|business people|they)(?: or (?:an? )?(?:adults?|child|children|kids?|animals?|women|men))?)"
)
_GENERIC_PEOPLE = re.compile(r"\b(?:you|we|i|people|person|persons|humans?|human beings?|one|someone|somebody|anyone|everyone|everybody|they|households?|homes?|families|family|an?|the|most|many|some|all|any|average|typical|other|ordinary|normal|regular|only|small|young|little|older)\b ?")
_REST = r"(?P<rest>.+)"
_PLACED = (
    r"(?:found|find|kept|located|placed|stored|situated|seen|spotted|encountered|present|common|commonly|popular|available|housed|positioned|put|installed|set|kept outside|encounter|see|keep|store|"
    r"located outside|exist|live|belong|reside|stay|go|displayed|originate|originated|native|inhabit|dwell|thrive|sit)"
)
_PREP = r"(?:in|on|at|inside|outside|around|near|from|within|by|under|along|throughout|to|of|above|among|next to|into|across|with|indoors|outdoors|underground|underwater|anywhere in|somewhere in|only in|inside of)"


class Reader:
    """Reads questions; the same question is read once."""

    def __init__(self, find: Lookup) -> None:
        self.find = find
        known = find.k.words
        self._structure = frozenset(_STRUCTURE.split())
        self._fine = lambda word: word in self._structure or stem(word) in known or not word.isalpha()
        self._speller = find.k.speller

    def read(self, text: str) -> Reading:
        """The reading of a question; LOST where nothing is understood, or where it is no question of yes or no."""
        said = clause(text)
        if not said:
            return LOST
        said = " ".join(word if self._fine(word) else self._speller.mend(word) for word in said.split())
        said = clause(said) or ""  # a mended word may be a hedge
        said = _ORANGE.sub("orange colored", said)
        return self._clause(said)

    # --- Clauses

    def _clause(self, s: str) -> Reading:
        for pattern, read in self._clauses():
            if found := re.match(pattern, s):
                return read(self, found)
        return self._is(s)

    @staticmethod
    @lru_cache(maxsize=1)
    def _clauses() -> tuple[tuple[str, Callable[[Reader, re.Match[str]], Reading]], ...]:
        return (
            (r"^it (?P<aux>is|can|could|would|may|might|will|must|should) " + _REST, lambda r, m: r._clause(f"{m['aux']} it {m['rest']}")),
            (r"^it " + _REST, lambda r, m: r._clause(f"does it {m['rest']}")),
            (r"^(?:is|are) (?:there )" + _REST, lambda r, m: r._there(m["rest"])),
            (r"^(?:is|are|does|has|can|could|would) its " + _REST, lambda r, m: r._its(m["rest"])),
            (rf"^is it {_BE} it " + _REST, lambda r, m: r._is(m["rest"])),
            (r"^(?:can|could|would|will|might|may|should|must|does|has|did) it (?:have )?(?:be|been|get) " + _REST, lambda r, m: r._is(m["rest"])),
            (r"^is it possible (?:for (?:you|someone|a person|people|humans|a human|one) )?to " + _REST, lambda r, m: r._you(m["rest"])),
            (r"^is it (?:capable of|able to|known (?:to|for)|likely to) (?:being )?" + _REST, lambda r, m: r._does(m["rest"])),
            (r"^is it " + _REST, lambda r, m: r._is(m["rest"])),
            (r"^(?:has it|have it) (?:got )?" + _REST, lambda r, m: r._has(m["rest"])),
            (r"^(?:can|could|will|would|does|do|did|might|may|must|should) it " + _REST, lambda r, m: r._does(m["rest"])),
            (rf"^(?:are|is) {_PEOPLE} (?:able|going|supposed|likely|expected|meant|required) to " + _REST, lambda r, m: r._you(m["rest"])),
            (rf"^(?:have|has) (?P<who>{_PEOPLE}) (?:ever )?" + _REST, lambda r, m: r._people(m["who"], m["rest"])),
            (rf"^(?:can|could|do|does|did|would|will|should|must|might|may|have|has) (?P<not>not )?(?P<who>{_PEOPLE}) (?P<non>not )?" + _REST,
             lambda r, m: ~r._people(m["who"], m["rest"]) if m["non"] else r._people(m["who"], m["rest"])),
            (r"^(?:are|is) the (?P<rest>(?:skin|flesh|inside|interior|peel|fur|hair|leaves|outside|handle|exterior|meat|rind) .+)", lambda r, m: r._its(m["rest"])),
            (r"^(?:is|are) (?:the|this|that|these|those) (?P<kind>\w+(?: \w+)?) (?P<verb>)(?P<rest>.+)", lambda r, m: r._of_kind("is it", m)),
            (r"^(?P<aux>does|do|can|could|would|has|will) (?:the|this|that|these|those) (?P<kind>\w+(?: \w+)?) " + _REST, lambda r, m: r._of_kind(f"{m['aux']} it", m)),
            (r"^(?:used|made|found|kept|eaten|worn|in|on|for|with) .+", lambda r, m: r._is(m[0])),
        )

    def _of_kind(self, start: str, m: re.Match[str]) -> Reading:
        """`is the animal a pet`: what is said, of a thing of that kind. A kind of one word or two: the shorter that is known, unless two are."""
        words = m["kind"].split()
        for n in (2, 1):
            kind = self.find.exact(" ".join(words[:n]), ("is",)) if len(words) >= n else None
            if kind is not None:
                rest = " ".join([*words[n:], m["rest"]])
                return kind & self._clause(f"{start} {rest}")
        return self._is(" ".join([*words, m["rest"]]))

    def _there(self, s: str) -> Reading:
        s = re.sub(r" (?:in|on|inside|to|of|at|for|with) it$| involved$| in$| inside$", "", s)
        return self._has(s)

    def _its(self, s: str) -> Reading:
        """`is its colour red`, `is its main use cutting`, `is its surface rough`."""
        if found := re.match(r"^(?P<part>skin|flesh|inside|interior|peel|fur|hair|leaves|outside|handle|exterior|meat|rind) (?:is |are )?(?P<rest>.+)", s):
            return self._has(f"{found['rest']} {found['part']}")
        s = re.sub(r"^(?:main |primary |typical |usual |most common |natural |outer |outside )*(?:color|colour|shape|size|surface|texture|skin|material|body|flesh|inside|name|price|weight|purpose|use|function|exterior|taste|peel)s? (?:is |be |to |for |made )?", "", s)
        return self._is(s)

    # --- Predicates: what follows `is it`

    def _is(self, s: str) -> Reading:
        s = re.sub(r"^(?:be|been|being|to be|it|considered|considered to be) ", "", s)
        if found := re.match(r"^(?:not|never|no longer|anything but|something other than|anything other than|other than) (.+)", s):
            return ~self._is(found[1])
        if found := re.match(r"^(?P<adj>\w+) enough (?:to|for) (?P<rest>.+)", s):
            return self._you(found["rest"]) if found["adj"] in ("small", "light", "little", "big", "large") else self._is(found["adj"])
        if (aged := _age(s)) is not None:
            return self._is(aged)
        if found := re.match(r"^neither (.+) nor (.+)", s):
            return ~(self._is(found[1]) | self._is(found[2]))
        for measure in (measures.letters, measures.compare, measures.fits):
            if (mask := measure(s)) is not None:
                return self.find.sure(mask)
        whole = self.find.exact(s, IS)
        if whole is not None:
            return whole
        for pattern, read in self._frames():
            if found := re.match(pattern, s):
                return read(self, found)
        if " or " in s or " and " in s:
            return self._split(s, self._is)
        return self._noun(s)

    def _split(self, s: str, read: Callable[[str], Reading]) -> Reading:
        """A list; a member that begins a shape of its own is read on its own."""

        def member(part: str) -> Reading:
            if re.match(r"^(?:is|are|does|do|can|could|would) (?:it|you|people)\b", part):
                return self._clause(part)
            if re.match(r"^(?:used|made|found|worn|something|not|for|eaten|kept) ", part):
                return self._is(part)
            return read(part)

        return self.find.either(s, member)

    @staticmethod
    @lru_cache(maxsize=1)
    def _frames() -> tuple[tuple[str, Callable[[Reader, re.Match[str]], Reading]], ...]:
        def to(slots: tuple[str, ...]) -> Callable[[Reader, re.Match[str]], Reading]:
            return lambda r, m: r._look(m["rest"], slots)

        return (
            (r"^(?:made|manufactured|created|produced|built|invented|designed|crafted) by " + _REST, lambda r, m: r._look(f"made by {m['rest']}", IS)),
            (r"^(?:made|constructed|composed|built|formed|crafted|manufactured|created|constituted|comprised)(?: up| out| mostly| only| entirely)* (?:of|from|with|using|out of)(?: of)? " + _REST, to(MADE)),
            (r"^(?:made|turned|processed|cut|mashed|squeezed|cooked|pressed) into " + _REST, lambda r, m: r._look(f"make {m['rest']}", ("done",)) if r.find.exact(f"make {m['rest']}", ("done",)) else r._look(m["rest"], ("done", "at", "for", "about"))),
            (r"^(?:covered|coated|filled|equipped|lined|topped|stuffed|fitted|decorated|adorned) (?:in|with|by) " + _REST, to(HAS)),
            (r"^full of " + _REST, to(HAS)),
            (r"^(?:powered|operated|driven|fueled|run) (?:by|with|on|using) " + _REST, lambda r, m: r._look(f"powered by {m['rest']}", ("is",)) if r.find.exact(f"powered by {m['rest']}", ("is",)) else r._look(m["rest"], NEEDS)),
            (r"^(?:used|use|utilized|employed) (?:together |along )?with (?P<rest>.+)", to(("needs", "has", "done", "for", "about"))),
            (r"^(?:used|use|utilized|employed|needed|helpful|handy|useful) (?:by|among) (?P<rest>.+)", lambda r, m: r._by(m["rest"])),
            (r"^(?:used|played|worn|for|meant for|aimed at|designed for) (?P<how>more|mostly) (?:often |commonly )?(?:by |for )?(?P<rest>.+)", lambda r, m: r._look(f"{m['how']} {'by ' if m['how'] == 'more' else ''}{m['rest']}", WHO)),
            (r"^(?:used|utilized|employed|needed) as " + _REST, lambda r, m: r._noun(m["rest"])),
            (r"^(?:used|utilized|employed|needed|useful|helpful|handy|good|designed|meant|intended|made|built|ideal|suitable|suited|supposed|required|necessary|important|essential|created|invented|great|appropriate|safe|aimed|perfect|kept|bought|worn|marketed|necessary|bred|raised)"
             r"(?: specifically| in order)? (?:for|to|to be used for|to be used to|to be|when|while|during|before|after|towards?|to help)(?: the purpose of| purposes of| the sake of| you)? " + _REST, lambda r, m: r._for(m["rest"])),
            (r"^used (?:in|on|at|around|inside|outside|within|under|near) " + _REST, lambda r, m: r._used_in(m["rest"])),
            (rf"^{_PLACED} (?:{_PREP} )+" + _REST, lambda r, m: r._look(m["rest"], AT)),
            (rf"^{_PLACED} (?P<rest>(?:indoors|outdoors|inside|outside|underground|underwater|everywhere|worldwide)\b.*)", lambda r, m: r._look(m["rest"], AT)),
            (r"^(?:sold|bought|purchased) (?:in|at|from) " + _REST, lambda r, m: r._look(m["rest"], AT)),
            (r"^(?:in|on) the (?:category|class|group|family|realm|field|domain) of " + _REST, lambda r, m: r._noun(m["rest"])),
            (r"^(?:a part|part|a member|member|one|a component|component|an example|some kind|kind|a kind|a type|type|a form|form|a piece|piece) of (?:the |a |an )?(?P<rest>.+)", lambda r, m: r._part(m["rest"])),
            (r"^(?:associated|related|connected|linked|involved|relevant|tied|affiliated|pertaining|pertinent|to do)(?: with| to| in)? " + _REST, lambda r, m: r._about(m["rest"])),
            (r"^(?:able to|capable of|known to|known for|likely to|prone to|going to)(?: be| being)? " + _REST, lambda r, m: r._does(m["rest"])),
            (r"^(?:for|meant for) " + _REST, lambda r, m: r._for(m["rest"])),
            (r"^(?:shaped like|in the shape of|the shape of|shaped as|colored|the color|round like) " + _REST, to(("is",))),
            (r"^(?P<rest>.+?)(?: in shape| in color| in colour| in texture| in appearance| shaped| in flavor| in taste| to the touch| to touch)$", to(("is", "made"))),
            (r"^(?P<verb>\w+) by (?:a |an |the )?(?P<rest>.+)", lambda r, m: r._passive(m["verb"], m["rest"])),
            (r"^(?:easy|easily|possible|hard|difficult|safe|common|normal|okay|ok|legal|fun|dangerous|good|comfortable|rare|usual|acceptable|likely) (?:for \w+ )?to (?P<rest>.+)",
             lambda r, m: r._you(m["rest"])),
            (r"^(?:a |an )?(?:something|anything|things?|objects?|items?|one|the kind of thing|tools?|the type of thing|product|device) (?:that |which )?" + rf"(?P<who>{_PEOPLE}) " + _REST, lambda r, m: r._people(m["who"], re.sub(r"^(?:can|could|would|might|may|will|do|does|should|must|usually|need to) ", "", m["rest"]))),
            (r"^(?:in|on|at|inside|near|under|around|from|within|outside of|native to) " + _REST, lambda r, m: r._look(m["rest"], AT)),
            (r"^(?:with|having) " + _REST, lambda r, m: r._has(m["rest"])),
            (r"^without (?:a |an |any )?" + _REST, lambda r, m: ~r._has(m["rest"])),
        )

    def _look(self, s: str, slots: tuple[str, ...]) -> Reading:
        """A phrase, or a list of phrases, in the given slots."""
        found = self.find.exact(s, slots)
        if found is not None:
            return found
        if " or " in s or " and " in s:
            return self._split(s, lambda part: self._look(part, slots))
        if negative := re.match(r"^(?:not|no|non|anything but) (.+)", s):
            return ~self._look(negative[1], slots)
        return self.find.phrase(s, slots)

    def _for(self, s: str) -> Reading:
        s = re.sub(r"^(?:be )?(?:used )?(?:the )?(?:purposes? of |use in |use by |use |help |help you |help people |make it easier to )?", "", s)
        s = re.sub(r" (?:purposes?|activities|activity|use|tasks?|reasons?|needs?)$", "", s)
        if re.match(r"(?:a |an |the |young |small |most |little )*(?:kids?|children|adults?|wom[ae]n|m[ae]n|people|humans?|everyone|bab(?:y|ies)|boys?|girls?|toddlers?|students?)\b", s) and self.find.exact(s, ("who",)) is None:
            if found := re.match(rf"^(?:{_PEOPLE}) to " + _REST, s):
                return self._you(found["rest"])
        if (found_who := self.find.exact(s, ("for", "who"))) is not None:
            return found_who
        if re.match(r"^(?:in|on|at|inside|outside|outdoors|indoors)\b", s):
            return self._look(re.sub(r"^(?:in|on|at) ", "", s), AT)
        return self._look(re.sub(r" (?:with )?it$", "", s), FOR)

    def _used_in(self, s: str) -> Reading:
        if (whole := self.find.exact(f"use in {s}", ("done",))) is not None:
            return whole
        return self._look(re.sub(r"^the ", "", s), ("at", "for", "is", "about", "done"))

    def _by(self, s: str) -> Reading:
        s = re.sub(r"^(?:a |an |the )", "", s)
        found = self.find.exact(s, ("who",))
        return found if found is not None else self._look(s, ("who", "is", "needs", "for", "done", "about"))

    def _part(self, s: str) -> Reading:
        for start in ("part of", "member of"):
            if (whole := self.find.exact(f"{start} {s}", ("is",))) is not None:
                return whole
        return self._look(re.sub(r" (?:family|category|group|class|kingdom)$", "", s), ("is", "about", "at", "has"))

    def _about(self, s: str) -> Reading:
        """An association: the line in [about], or whatever else is said with the word."""
        if " or " in s or " and " in s:
            return self._split(s, self._about)
        s = re.sub(r"^(?:the |a |an |any |some |any kind of )", "", s)
        found = self.find.exact(s, ABOUT)
        other = self.find.phrase(s, ("is", "for", "who", "at", "made", "has", "done"))
        return other if found is None else found | other if other.yes & found.yes else found

    def _passive(self, verb: str, who: str) -> Reading:
        """`eaten by people`, `driven by a pilot`, `played by blowing into it`."""
        whole = self.find.exact(f"{verb} by {who}", ("is", "done", "for"))
        if whole is not None:
            return whole
        done = self.find.phrase(verb, DONE)
        seen = self.find.exact(who, ("who",))
        return done & seen if seen is not None else self.find.phrase(f"{verb} {who}", ("done", "for", "is", "who"))

    # --- Verbs: what follows `does it` and `do you`

    def _does(self, s: str) -> Reading:
        if found := re.match(r"^(?:not|never) (.+)", s):
            return ~self._does(found[1])
        for measure in (measures.letters, measures.fits, measures.compare):
            if (mask := measure(s)) is not None:
                return self.find.sure(mask)
        if (aged := _age(s)) is not None:
            return self._is(aged)
        if (whole := self.find.exact(re.sub(r"^be ", "", s), DOES)) is not None:
            return whole
        for pattern, read in self._verbs():
            if found := re.match(pattern, s):
                return read(self, found)
        if " or " in s or " and " in s:
            return self._verb_list(s, self._does)
        if found := re.match(r"^(.+?) (?:when|if|while|after|before|once|unless|because|so that|in order to|as you) .+", s):
            return self._does(found[1])
        s = re.sub(r" (?:for|to) (?:you|people|humans|us)$", "", s)
        return self.find.phrase(s, DOES)

    def _verb_list(self, s: str, read: Callable[[str], Reading]) -> Reading:
        """`make noise or music`, `eat or drink it`: a member alone may lean on the first member's verb."""
        parts = re.split(r" (?:or|and) ", s)
        verb = parts[0].split()[0]

        def member(part: str) -> Reading:
            if part != parts[0] and self.find.exact(f"{verb} {part}", DOES + DONE) is not None:
                return read(f"{verb} {part}")
            return read(part)

        return self.find.either(s, member)

    @staticmethod
    @lru_cache(maxsize=1)
    def _verbs() -> tuple[tuple[str, Callable[[Reader, re.Match[str]], Reading]], ...]:
        def to(slots: tuple[str, ...]) -> Callable[[Reader, re.Match[str]], Reading]:
            return lambda r, m: r._look(m["rest"], slots)

        return (
            (r"^(?:have|has) (?:something |anything )?to do with " + _REST, lambda r, m: r._about(m["rest"])),
            (r"^(?:have|need|require|want) to be (?P<rest>.+)", lambda r, m: r._look(re.sub(r" (?:to|in order|before|for) .*", "", m["rest"]) if r.find.exact(m["rest"], NEEDS) is None else m["rest"], NEEDS)),
            (r"^(?:have|has|contain|contains|include|possess|feature|consist of|come with|carry|come equipped with|hold) " + _REST, lambda r, m: r._has(m["rest"])),
            (r"^(?:need|require|use|run on|depend on|rely on|work with|work on|operate on|operate with|take|consume|run with|utilize)s? (?P<rest>.+)", lambda r, m: r._needs(m["rest"])),
            (r"^be (?P<rest>.+)", lambda r, m: r._is(m["rest"])),
            (r"^(?:relate|pertain|belong|connect|have a connection|have a relation)(?: to| with| in) " + _REST, lambda r, m: r._part(m["rest"])),
            (r"^(?:involve|deal with|remind you of) " + _REST, lambda r, m: r._about(m["rest"])),
            (rf"^(?:{_PLACED}|come|grow|happen|occur|hang|stand|work|appear|move|travel|float|run) (?:{_PREP} )+" + _REST, lambda r, m: r._located(m[0], m["rest"])),
            (r"^(?:live|grow|stay|belong|exist|go) (?P<rest>(?:indoors|outdoors|inside|outside|underground|underwater)\b.*)", lambda r, m: r._located(m[0], m["rest"])),
            (r"^(?:serve|function|act|work|count|qualify|double) as " + _REST, lambda r, m: r._noun(m["rest"])),
            (r"^(?:help|allow|let|enable|assist|aid|make it possible for|serve)(?: (?:you|people|us|someone|one|humans|a person|the user|users))?(?: to| with| in| people| the purpose of)* " + _REST, lambda r, m: r._for(m["rest"])),
            (r"^look like (?P<rest>.+)", lambda r, m: r.find.exact(m[0], ("is", "does", "about")) or r._look(m["rest"], ("is",))),
            (r"^(?:look|smell|taste|feel|sound|seem|appear|tend to be|come)(?: like)? (?P<rest>.+)", lambda r, m: r._look(m["rest"], ("is", "does"))),
            (r"^(?:make|produce|emit|create|generate|provide|give|give off|give you|output)s? " + _REST, lambda r, m: r._makes(m["rest"])),
            (r"^(?:fall|fit) (?:into|under|in) (?:the )?(?:category|class|group|realm) of " + _REST, lambda r, m: r._noun(m["rest"])),
            (r"^(?:vary|varies|range) .*(?:color|size|shape)", lambda r, m: r.find.sure(r.find.all)),
        )

    def _has(self, s: str) -> Reading:
        if found := re.match(r"^(?:no|not|not any|not have) (.+)", s):
            return ~self._has(found[1])
        s = re.sub(r" (?:on|in|inside|to|of|for|around|attached to|outside) it$| (?:inside|attached|on top|in the middle|on the outside|outside|at the end|on the end)$|^got ", "", s) if self.find.exact(s, HAS) is None else s
        if (mask := measures.numbers(re.sub(r"^(?:a |an |the )", "", s))) is not None or (mask := measures.letters(f"have {s}")) is not None:
            return self.find.sure(mask)
        if found := re.match(r"^(?:a |an |the )?(?P<what>.+?) (?:color|colour|shape|taste|flavor|texture|surface|smell|scent|appearance|feel|exterior)(?: to it)?$", s):
            if (seen := self.find.exact(found["what"], ("is", "made"))) is not None:
                return seen
        if found := re.match(r"^(?:a |an |the )?(?:color|shape|taste|smell|use|function|purpose|ability|capability)(?: of| like| to| for| in)+ (?P<what>.+)", s):
            return self._for(found["what"])
        if (found := re.match(r"^(?P<what>.+?) (?:made of|that is|that are|used for|used to|that you|which|that|you can|to) ", s)) and self.find.exact(s, HAS) is None:
            s = found["what"]
        return self._look(s, HAS)

    def _needs(self, s: str) -> Reading:
        whole = self.find.exact(f"use {s}", ("is", "does"))
        if whole is not None:
            return whole
        s = re.sub(r" (?:to|in order to|for|when|while) (?:work|function|operate|use|run|survive|live|grow|be|play|do|it|make|operation|using|power|move|cook)\b.*| to$", "", s)
        return self._look(s, NEEDS)

    def _makes(self, s: str) -> Reading:
        for verb in ("make", "produce", "give", "emit"):
            if (whole := self.find.exact(f"{verb} {s}", ("does", "for"))) is not None:
                return whole
        return self._look(s, ("does", "for", "is"))

    def _located(self, whole: str, place: str) -> Reading:
        found = self.find.exact(whole, ("does", "done", "at", "is"))
        if found is None and whole.startswith("fit"):
            return LOST
        verb = whole.split()[0]
        alive = self.find.exact("alive", ("is",)) if verb == "live" else None
        reading = found if found is not None else self._look(place, AT)
        return reading & alive if alive is not None and found is None else reading

    def _people(self, who: str, s: str) -> Reading:
        """`do children play with it`: who does it counts, unless it is anybody."""
        named = _GENERIC_PEOPLE.sub("", f"{who} ").strip()
        if named and re.fullmatch(r"(?:create|make|produce|paint|craft|design|sculpt)s?", s):
            return self.find.phrase(f"made by {named}", ("done", "is", "who"))
        if named and (seen := self.find.exact(named, ("who",))) is not None:
            return seen if re.match(r"^(?:use|own|need|like|want|have|enjoy|be|love|buy|get|find|know|wear it)\b", s) else seen & self._you(s)
        return self._you(s)

    def _you(self, s: str) -> Reading:
        """`eat it`, `use it to cut`, `need electricity to use it`: what people do with it."""
        if found := re.match(r"^(?:not|never) (.+)", s):
            return ~self._you(found[1])
        s = re.sub(r"^(?:have|need|want|like|get|be able|ever|got|choose|expect|able|going|easily|safely) to (?!be\b)|^(?:ever|easily|usually|safely|be) ", "", s)
        s = re.sub(r" (when|if|while) (?:it|you|the weather|the temperature) (?:is|are|feel|gets?) ", r" \1 ", s)
        s = re.sub(r"\b(?:one|the object|the item|this|that)\b(?= |$)", "it", s) if " it" not in f" {s}" else s
        if found := re.match(r"^(?:use|utilize|need|want|wear)(?: it)? (?:for|to|in|on|at|with|as|when|while|during|by|inside|outside|outdoors|indoors)\b.*", s):
            rest = re.sub(r"^(?:use|utilize|need|want|wear)(?: it)? ", "", s)
            if (whole := self.find.exact(s, DONE)) is not None:
                return whole
            return self._is(f"used {rest}") if not s.startswith("wear") else self.find.phrase("wear", ("done",)) & self._is(rest)
        if found := re.match(rf"^(?:find|see|keep|store|put|get|buy|encounter|have|place|purchase|come across|own|spot|own)(?: it| something like it)? (?:{_PREP} )+" + _REST, s):
            if (mask := measures.fits(f"fit in {found['rest']}")) is not None and re.match(r"^(?:put|place)", s):
                whole = self.find.exact(s, DONE)
                return self.find.sure(mask) if whole is None else whole
            return self._look(found["rest"], AT) if self.find.exact(s, DONE) is None else self.find.phrase(s, DONE)
        if found := re.match(r"^(?:find|see|keep|store|use)(?: it)? (?P<rest>indoors|outdoors|inside|outside|underground)\b", s):
            return self._look(found["rest"], AT)
        if found := re.match(r"^(?:need|require|have to use|use|have to have) (?!it\b)(?P<rest>.+?)(?: (?:to|in order to|for|when|while|with) .*)?$", s):
            return self._look(found["rest"], NEEDS)
        if found := re.match(r"^(?:consider|call|classify|describe|think of|regard|categorize)(?: it)?(?: as| to be)? (?P<rest>.+)", s):
            return self._is(found["rest"])
        if (mask := measures.fits(re.sub(r"^(?:fit|put|carry|hold|place|keep) it (?=in)", "fit it ", s))) is not None and self.find.exact(s, DONE) is None:
            return self.find.sure(mask)
        for measure in (measures.letters, measures.compare):
            if (mask := measure(s)) is not None:
                return self.find.sure(mask)
        slots = WITH if re.search(r"\bwith it$", s) or s.endswith(" with") else DONE
        if (whole := self.find.exact(s, slots)) is not None:
            return whole
        if " or " in s or " and " in s:
            return self._verb_list(s, self._you)
        if found := re.match(r"^(.+?) (?:when|if|while|after|before|once|unless|because|so that|in order to|as you) .+", s):
            return self._you(found[1])
        return self.find.phrase(" ".join(w for w in s.split() if w not in GENERIC) or s, slots)

    # --- Nouns

    def _noun(self, s: str) -> Reading:
        """A noun phrase: a name, a kind, adjectives before it, a clause after it."""
        if (whole := self.find.exact(s, IS)) is not None:
            return whole
        if found := re.match(r"^(?P<head>.+?) (?:that|which|who) (?P<rest>.+)", s):
            return self._head(found["head"]) & self._relative(found["rest"])
        if found := re.match(rf"^(?P<head>.+?) (?P<who>{_PEOPLE}) (?P<rest>.+)", s):
            if found["head"].split()[-1] in GENERIC or self.find.exact(found["head"], ("is",)) is not None:
                return self._head(found["head"]) & self._relative(f"{found['who']} {found['rest']}")
        after = r"(?:used|use|made|found|worn|with|without|for|in|on|at|from|eaten|played|kept|needed|designed|meant|associated|related|intended|powered|bigger|larger|smaller|heavier|able|capable|you|covered|containing|having|to|of|like|by|under|over|around)"
        if found := re.match(rf"^(?P<head>.+?) (?P<rest>{after} .+)", s):
            head = self._head(found["head"])
            if head != LOST:
                rest = re.sub(r"^to ", "used to ", found["rest"])
                return head & (self._look(rest[3:], IS + ("at",)) if rest.startswith("of ") else self._is(rest))
        return self.find.phrase(s, IS)

    def _head(self, s: str) -> Reading:
        words = [w for w in s.split() if w not in GENERIC and w not in ("a", "an", "the", "some", "any", "kind", "type", "of")]
        return self.find.phrase(" ".join(words), IS) if words else Reading(self.find.all, 0)

    def _relative(self, s: str) -> Reading:
        """`you can eat`, `is used for cooking`, `has wheels`, `flies`."""
        if found := re.match(r"^(?:is|are|was|were|can be|could be|would be|might be|may be|has been|needs to be|must be|should be) (?P<rest>.+)", s):
            return self._is(found["rest"])
        if found := re.match(rf"^(?P<who>{_PEOPLE}) (?:(?:can|could|would|might|may|will|do|does|should|must) )?(?P<rest>.+)", s):
            return self._people(found["who"], found["rest"])
        s = re.sub(r"^(?:can|could|does|do|would|will|might|may) ", "", s)
        return self._does(re.sub(r"^(has|contains|needs|requires|uses|makes|produces|helps|comes|lives|grows|runs|looks|includes|fits|goes|gives)\b", lambda m: _BASE[m[0]], s))


_ORANGE = re.compile(r"(?<!\ban )(?<!\bthe )\borange\b(?! colored| color)|\borange\b(?! or\b| and\b| colored| color| juice| peel|$)")
"""The colour: without an article, or with a noun after it."""

_OLD = re.compile(r"\b(?:exist\w*|around|invented|discovered|used|in use|old|made|available|been)\b.*(?:\d{3,4} years|hundred years|thousand|hundreds|centur(?:y|ies) (?:ago|old)|for centur|before (?:the )?(?:19|18|17|20 th|\d{3}|twentieth|industrial|electricity|computer)|ancient|medieval|middle ages|long time)")
_NEW = re.compile(r"\b(?:invented|created|developed|made|exist\w*|introduced|discovered|around)\b.*(?:20 th|twentieth|after (?:the )?(?:19|twentieth)|(?:last|past|recent) (?:century|few|hundred|100|50|decade|years|200)|since (?:19|the 19)|in (?:the )?19|recently|modern)")
_NEWEST = re.compile(r"\b(?:21 st century|twenty first century|(?:last|past) (?:\d0|twenty|thirty|few|ten) years|(?:after|since) (?:19[6-9]\d|20\d\d)|in (?:the )?20[0-2]\d)")


def _age(s: str) -> str | None:
    """The word for the age asked about: `been around for more than 100 years` -> old."""
    return "invented after 2000" if _NEWEST.search(s) else "modern" if _NEW.search(s) else "old" if _OLD.search(s) else None


_BASE = {"has": "have", "goes": "go"} | {w: w[:-1] for w in "contains needs requires uses makes produces helps comes lives grows runs looks includes fits gives".split()}

_STRUCTURE = """
a an the it is are was were be been being does do did can could would will might may must should has have had having not no or and of in on at to for from with without by as
you we i people person someone one they them this that these those which who what where when why how whose than then more less most least much many few some any all every each
other another same such own made used found kept worn eaten use using make find keep considered associated related connected capable able contain contains include includes need needs
require requires live lives grow grows come comes fit fits bigger larger smaller heavier lighter longer shorter taller wider thicker thinner cheaper expensive size sized weigh weighs
cost costs start starts begin begins end ends letter letters word words usually typically commonly generally normally often mostly mainly primarily sometimes ever actually really
type kind sort form piece something anything thing object item category class group family part member powered designed intended meant inside outside into onto over under about around between
through during while before after if whether like look looks its their your my our his her there here so just also still even only very quite too up down out off
exactly either neither nor both pounds pound dollars dollar inches inch feet foot meters meter centimeters grams kilograms ounces tons hundred thousand million
wondering guess think know tell question perhaps maybe possibly probably likely wear eat drink play ride drive
"""


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader of the knowledge shipped."""
    return Reader(Lookup(knowledge()))


def read(text: str) -> Reading:
    """The reading of a question, kept."""
    return _read(text[-LONGEST:])


@lru_cache(maxsize=50_000)
def _read(text: str) -> Reading:
    return reader().read(text)


def answer(text: str, number: int) -> bool | None:
    """The answer for object `number`; None where the question is not understood."""
    reading = read(text)
    return True if reading.yes >> number & 1 else False if reading.no >> number & 1 else None
