"""The reader's part for what a thing is called, where it is worn, what it is rich in, and for clauses that hang on a noun.

Functions of a `Reader` and a phrase or a match, which it has as methods (`reader.Reader`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lmrl_gym.tasks.twenty_questions import measures
from lmrl_gym.tasks.twenty_questions.facts import others
from lmrl_gym.tasks.twenty_questions.grammar import AT, HAS, IS, PEOPLE
from lmrl_gym.tasks.twenty_questions.lookup import LOST, Reading
from lmrl_gym.tasks.twenty_questions.manner import alone
from lmrl_gym.tasks.twenty_questions.words import base, stem, stems, word_list

if TYPE_CHECKING:
    from lmrl_gym.tasks.twenty_questions.reader import Reader


DEFINED = 4
"""Of a kind that so few things are, words that nobody knows only say what it is: `a landform that rises above the land around it`."""


def of_kind(r: Reader, start: str, m: re.Match[str]) -> Reading:
    """`is the animal a pet`: what is said, of a thing of that kind. A kind of one word or two: the shorter that is known, unless two are."""
    words = m["kind"].split()
    for n in (2, 1):
        kind = r.find.exact(" ".join(words[:n]), ("is",)) if len(words) >= n else None
        if kind is not None:
            rest = " ".join([*words[n:], m["rest"]])
            return kind & r.clause(f"{start} {rest}")
    return r.predicate(" ".join([*words, m["rest"]]))


def there(r: Reader, s: str) -> Reading:
    if found := re.match(r"^(?P<what>.+) (?:involved|required|needed|necessary)$", s):
        return r.has(found["what"]) | r.needs(found["what"]) | r.about(found["what"])
    if found := re.match(r"^(?:an? |any |some )?(?:\w+ )?(?:connection|link|association|relation|relationship|tie)s? (?:to|with) (?P<what>.+)", s):
        return r.about(found["what"])
    s = re.sub(r"^(?:lots of|many|a lot of|plenty of) | (?:there|here)$", "", s)
    if s.endswith((" in it", " inside", " inside it")) and (inside := r.find.exact(re.sub(r" (?:inside|inside it)$", " in it", s), HAS)) is not None:
        return inside
    return r.has(re.sub(r" (?:in|on|inside|to|of|at|for|with) it$| in$| inside$", "", s))


def living(r: Reader, what: str) -> Reading:
    """`do wild animals live there`: of places and what else is lived in."""
    found = r.find.exact(f"{what} live", ("done",))
    home = r.find.exact("lived in", ("is",)) or LOST
    return found or home & r.look(re.sub(r"\b(?:and|or) other ", "or ", what), ("has", "done", "is"))


_ACTS = re.compile(r"^(?P<part>\w+) (?P<rest>(?P<verb>\w+)\b.*)$")
"""`does its tail wag`."""


_TURNS = re.compile(r"^(?P<part>\w+) (?:go (?:around|round|up and down)|turn|spin|move|roll|rotate|open|close|open and close)(?: around)?$")
"""What parts do that hardly tells more than that there are some: `do its wheels go around`."""


def its(r: Reader, s: str) -> Reading:
    """`is its colour red`, `is its main use cutting`, `is its surface rough`."""
    if (found := re.match(r"^(?P<part>\w+) (?:be )?(?P<rest>(?:used|turned|worn|eaten|sold|burned) .+)", s)) and (
        had := r.find.exact(found["part"], HAS)
    ):
        return had & r.predicate(found["rest"])
    if found := re.match(
        (
            r"^(?P<part>skin|flesh|inside|interior|peel|fur|hair|leaves|outside|handle|exterior|meat|rind|water|wool|coat|blade) (?:is |"
            r"are )?(?P<rest>.+)"
        ),
        s,
    ):
        return r.has(f"{re.sub('^(?:called|known as|named) ', '', found['rest'])} {found['part']}")
    if (found := _TURNS.match(s)) and re.match(r"(?:wheel|tire|door)s?$", found["part"]) and (had := r.find.exact(found["part"], HAS)):
        return had
    if (found := _ACTS.match(s)) and found["verb"] in word_list("verbs") | {"change"} and (had := r.find.exact(found["part"], HAS)):
        acts = r.verb(found["rest"])
        if acts.yes:
            return had & acts
    if (found := _TURNS.match(s)) and (had := r.find.exact(found["part"], HAS)):
        return had
    s = re.sub(
        (
            r"^(?:main |primary |typical |usual |most common |natural |outer |outside )*(?:color|colour|shape|size|"
            r"surface|texture|skin|material|body|flesh|inside|name|price|weight|purpose|use|function|exterior|taste|"
            r"peel)s? (?:is |be |to |for |made )?"
        ),
        "",
        s,
    )
    return r.predicate(s)


def worn(r: Reader, m: re.Match[str]) -> Reading:
    """`worn over the chest`, `attached to the ear`."""
    if (whole := r.find.exact(m[0], IS)) is not None:
        return whole
    there = r.find.exact(m["rest"], ("at",))
    if m["verb"] == "worn":
        return r.find.phrase("wear", ("done",)) & (there or r.look(m["rest"], AT))
    return there or r.find.phrase(m[0], IS)


_LIKE = re.compile(r"^(?:as )?(?P<adj>\w+) (?:like|as) (?:an? |the )?[\w ]+$")
_BOTH = re.compile(r"^(?P<one>\w+er|more \w+) (?P<how>and|or) (?P<other>\w+er|more \w+) than (?P<what>.+)")


def likened(r: Reader, s: str) -> Reading | None:
    """`hard like a rock`, `bigger and heavier than a cat`; None where it is neither."""
    found = _LIKE.match(s) if " like " in s or " as " in s else None
    if found and not found["adj"].endswith(("ed", "look", "sounds")):
        plain = r.find.exact(found["adj"], ("is",))
        if plain is not None and r.find.exact(s, IS) is None and measures.compare(s) is None:
            return plain
    if " than " in s and (both := _BOTH.match(s)):
        one, other = (r.predicate(f"{both[part]} than {both['what']}") for part in ("one", "other"))
        return one & other if both["how"] == "and" else one | other
    return None


def named(r: Reader, s: str, whole: Reading) -> Reading:
    """What `is it a sail` means: what has a sail, or sails, is none, nor is what is kept in a garage a garage."""
    found = re.match(r"^(?:an?|the) (?:(?P<before>\w+) )?(?P<what>\w+)$", s)
    if found is None or r.find.exact(s, ("is", "for", "made")) is not None:
        return whole
    # Of two words only where the second is known to be none of the things: a forest fire.
    none = not found["before"] or r.find.k.slots["is"].get(stem(found["what"])) == 0
    return r.find.sure(0) if none else whole


_A = re.compile(r"^(?:an?|the) ")


def bare(r: Reader, s: str) -> Reading:
    """A word alone: what is so, or, where it is the name of a place or of something to do, what belongs there or is used for it."""
    reading, key = r.predicate(s), stem(s)
    if any(r.find.k.slots[slot].get(key) for slot in ("is", "has", "made")):
        return reading
    told = r.find.k.slots["at"].get(key, 0) | r.find.k.slots["for"].get(key, 0)
    return reading | r.find.sure(told) if told else reading


def other(s: str) -> bool:
    """Whether it is some other thing that is known to be none of the objects: `a cocktail shaker`."""
    article = _A.match(s)
    return article is not None and stems(s[article.end() :]) in others()


def made_so(r: Reader, s: str) -> Reading:
    """`can it be frozen`: what is so, and what can be made so where that is said of other things."""
    seen, done = r.predicate(s), r.find.exact(s, ("done",))
    return seen if done is None or seen.yes & done.yes else seen | done


def rich(r: Reader, m: re.Match[str]) -> Reading:
    """`rich in iron`, `a source of power for other things`."""
    said = re.sub(r"^an? (?:\w+ (?=source))?| for .*", "", m[0])
    return r.find.exact(said, IS) or r.look(m["rest"], HAS)


def part(r: Reader, s: str) -> Reading:
    if (whole := r.find.exact(s, ("is",))) is not None and s.endswith((" family", " group")):
        return whole
    for start in ("part of", "member of"):
        if (whole := r.find.exact(f"{start} {s}", ("is",))) is not None:
            return whole
    return r.look(re.sub(r" (?:family|category|group|class|kingdom)$", "", s), ("is", "about", "at", "has"))


def noun(r: Reader, s: str) -> Reading:
    """A noun phrase: a name, a kind, adjectives before it, a clause after it."""
    if (whole := r.find.exact(s, IS)) is not None:
        return whole
    if found := re.match(r"^(?P<head>.+?) (?:that|which|who) (?P<rest>.+)", s):
        loose, head, told = r.find.loose, r.head(found["head"]), r.relative(found["rest"])
        known = r.find.loose > loose and not (head & told).yes and 0 < head.yes.bit_count() <= DEFINED
        return head if known else head & told
    found = re.match(rf"^(?P<head>.+?) (?P<who>(?!animals? ){PEOPLE}) (?P<rest>.+)", s)
    if (
        found
        and "household" not in found["who"]
        and (found["head"].split()[-1] in word_list("generic") or r.find.exact(found["head"], ("is",)) is not None)
    ):
        return r.head(found["head"]) & r.relative(f"{found['who']} {found['rest']}")
    after = (
        r"(?:used|use|made|found|worn|with|without|for|in|on|at|from|eaten|played|kept|needed|designed|meant|"
        r"associated|related|intended|powered|bigger|larger|smaller|heavier|able|capable|you|covered|containing|"
        r"having|to|of|like|by|under|over|around)"
    )
    if found := re.match(rf"^(?P<head>.+?) (?P<rest>{after} .+)", s):
        head = r.head(found["head"])
        if head != LOST:
            rest = re.sub(r"^to ", "used to ", found["rest"])
            both = head & (r.look(rest[3:], (*IS, "at")) if rest.startswith("of ") else r.predicate(rest))
            if both.yes or " " in found["head"]:
                return both
            # `sliced for salads`, `sacred in some religions`: what is so, even where nobody knows what for and where.
            return r.find.exact(found["head"], ("done", "is")) or both
    if (whole := r.find.whole(s, IS) or alone(r, s, ("is", "done"))) is not None:
        return whole
    return r.find.phrase(s, IS)


def head(r: Reader, s: str) -> Reading:
    dull = word_list("generic") | word_list("vague") | word_list("articles")
    words = [w for w in s.split() if w not in dull and w not in ("a", "an", "the", "some", "any", "kind", "type", "of")]
    # What is `common` and no more is not just anything.
    words = words or [w for w in s.split() if w in word_list("vague")]
    return r.find.phrase(" ".join(words), IS) if words else Reading(r.find.all, 0)


_NOT = re.compile(r"^(?:((?:is|are|can|has|have) )|does |do |would |will |might |may |could )?(?:not|never)(?: (?:ever|even|really))* ")


def relative(r: Reader, s: str) -> Reading:
    """`you can eat`, `is used for cooking`, `has wheels`, `flies`."""
    if found := re.match(r"^(?:is|are|was|were|can be|could be|would be|might be|may be|has been|needs to be|must be|should be) (?P<rest>.+)", s):
        return r.predicate(found["rest"])
    if found := re.match(rf"^(?P<who>{PEOPLE}) (?:(?:can|could|would|might|may|will|do|does|did|should|must) )?(?P<rest>.+)", s):
        return r.people(found["who"], found["rest"])
    if found := _NOT.match(s):
        return ~r.relative(f"{found[1] or ''}{s[found.end() :]}")
    s = re.sub(r"^(?:can|could|does|do|would|will|might|may) ", "", s)
    first, _, rest = s.partition(" ")
    return r.verb(f"{base(first)} {rest}".strip())
