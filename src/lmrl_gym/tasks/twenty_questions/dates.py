"""Since when a thing is there, by the year: `did people have it in the 1950s`, `is it older than the pyramids`, `would a knight know what it is`.

The years of the objects and of what they are compared with are in facts/years.txt. Each function reads words and answers with the set of objects for
which it is so, or None where they are about something else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions.facts import FOLDER, things
from lmrl_gym.tasks.twenty_questions.measures import those
from lmrl_gym.tasks.twenty_questions.words import stems

NOW = 2025
_GROWING = 6
"""How far into a decade `in the 1920s` is taken to be."""
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
    "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "twenty first": 21,
}  # fmt: skip
_TENS = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}
_COUNTS = {
    "hundred": 100, "a hundred": 100, "one hundred": 100, "two hundred": 200, "three hundred": 300, "four hundred": 400, "five hundred": 500,
    "thousand": 1000, "a thousand": 1000, "one thousand": 1000, "two thousand": 2000, "three thousand": 3000, "five thousand": 5000,
    "ten thousand": 10000, "a million": 1000000, "million": 1000000, "millennia of": 2000, "a few thousand": 3000,
    "several thousand": 3000, "several hundred": 300,
    "a few hundred": 300, "a couple hundred": 200,
    "a couple of hundred": 200, "a couple thousand": 2000, "a century": 100, "one century": 100, "two centuries": 200,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "ten": 10,
}  # fmt: skip
_COUNT = rf"(?:\d+|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Name of an object -> its year; what is compared with, in stems -> its first and its last year."""
    objects, compared = (FOLDER / "facts" / "years.txt").read_text(encoding="utf-8").split("[compared]\n")
    years: dict[str, float] = {}
    for line in objects.splitlines():
        if line and not line.startswith("#"):
            called, _, year = line.partition(":")
            years.update(dict.fromkeys((name.strip() for name in called.split(",")), float(year)))
    spans: dict[str, tuple[float, float]] = {}
    for line in compared.splitlines():
        called, _, told = line.partition(":")
        first, last = (told.split() * 2)[:2]
        for name in called.split(","):
            spans.setdefault(stems(name), (float(first), float(last)))
    return years, spans


def years() -> dict[str, float]:
    """Name of an object -> the year since which it is there."""
    return _table()[0]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every name of an object, in stems -> the object."""
    return {stems(name): thing.name for thing in things() for name in thing.variants}


def _named(s: str) -> tuple[float, float] | None:
    """The first and the last year of what is named: `world war two`, `the pyramids of egypt`."""
    s = re.sub(
        r"^(?:the |an? |any |most |your |my |our |first |famous |invention of |introduction of |arrival of |age of |era of |days of |time of |"
        r"times of |reign of |someone (?:from|in|of|living in) |people (?:from|in|of|living in) |(?:a )?person (?:from|in|of|living in) |"
        r"somebody (?:from|in|of) |beginning of |start of )+",
        "",
        s,
    )
    s = re.sub(r" (?:was|were|is|are)? ?(?:invented|born|alive|around|built|on earth|itself|themselves|started|began|begun|began|came along|"
               r"existed|president|king|queen|emperor|in power|young|a child|children|discovered|common|widespread|wrote|roamed the earth|"
                   r"walked the earth|lived|ruled|invention|in egypt|at giza)$", "", s)
    found = _table()[1].get(key := stems(s))
    if found is None and (year := _table()[0].get(_names().get(key, ""))) is not None:
        return year, year
    if found is None and " " in s:
        found = _table()[1].get(stems(re.sub(r" (?:times?|days|era|period|age|people|person|years|man|woman|king|farmer|soldier)$", "", s)))
    return found


_YEAR = re.compile(r"^(?:the )?(?:year )?(?P<year>\d{3,4})(?P<bc> (?:bc|bce|b c))?(?: ad| ce)?$")
_DECADE = re.compile(r"^(?:the )?(?:(?P<part>early|mid|middle|late|latter) )?(?P<ten>1[0-9]\d0|20[0-2]0)(?: s)?$")
_TWO = re.compile(r"^(?:the )?(?:(?P<part>early|mid|late) )?(?:nineteen )?(?P<ten>[2-9]0 s|\w+ies)$")
_CENTURY = re.compile(rf"^(?:the )?(?:(?:early|mid|late) )?(?P<n>\d\d?|{'|'.join(_ORDINALS)})(?: th| st| nd| rd)? centur(?:y|ies)(?P<bc> bce?)?$")
_HUNDREDS = re.compile(r"^(?:the )?(?:(?:early|mid|late) )?(?P<n>1[0-9])00 s$")
_AGO = re.compile(rf"^(?:about |around |over |more than |at least |some |as far back as |the last |the past |last |"
    rf"past )*(?P<n>{_COUNT}) years?(?: ago)?$")


def span(s: str) -> tuple[float, float] | None:
    """The first and the last year of a time: `the 1950s`, `the 19th century`, `1500`, `the middle ages`, `100 years ago`."""
    s = s.strip()
    if s.endswith(("the start", "the beginning", "day one")):
        return None
    if found := _HUNDREDS.match(s):
        return float(found["n"]) * 100, float(found["n"]) * 100 + 99
    if (found := _YEAR.match(s)) and not s.endswith(" s"):
        year = float(found["year"])
        return (-year, -year) if found["bc"] else (year, year)
    if found := _DECADE.match(s):
        year = float(found["ten"])
        return (year, year + 3) if found["part"] == "early" else (year, year + 9)
    if found := _TWO.match(s):
        ten = _TENS.get(found["ten"]) or (1900 + int(found["ten"][:2]) if found["ten"][0].isdigit() else None)
        return None if ten is None else (ten, ten + 9)
    if found := _CENTURY.match(s):
        n = int(found["n"]) if found["n"].isdigit() else _ORDINALS[found["n"]]
        return (-100.0 * n, -100.0 * n + 99) if found["bc"] else (100.0 * n - 100, 100.0 * n - 1)
    if found := _AGO.match(s):
        n = int(found["n"]) if found["n"].isdigit() else _COUNTS[found["n"]]
        return float(NOW - n), float(NOW - n)
    return _named(s)


def _point(said: str, time: tuple[float, float]) -> bool:
    """Whether it is an event, which nothing happens in: `the telephone`, `america`."""
    return time[0] == time[1] and not said.strip()[-1:].isdigit() and not said.endswith((" bc", " bce", " ad", " ago"))


def known(since: float, until: float) -> int:
    """What came to be in these years."""
    table = years()
    return those(lambda thing: since <= table[thing.name] <= until)


def _within(s: str) -> float | None:
    """The last year at which a thing of the time has to be there already."""
    if (found := span(s)) is None:
        return None
    first, last = found
    return first + _GROWING if last - first == 9 else last


def _before(year: float) -> int:
    """What came to be before the year."""
    return those(lambda thing: years()[thing.name] < year)


def _after(year: float) -> int:
    """What came to be after the year."""
    return those(lambda thing: years()[thing.name] > year)


_THINGS = r"(?:an? )?(?:invention|thing|item|object|product|discovery|creation|device|kind of thing)"
_OLDER = re.compile(
    r"^(?:something |much |far |a lot |even |known to be |an? \w+ (?:that|which) is )*(?P<how>older|more ancient|earlier|newer|younger|"
    r"more recent|more modern|later) than (?:the )?(?P<what>.+)$"
)
_NOT_AGES = re.compile(r"^(?:an? |one |two )?(?:day|week|month|child|kid|teenager|baby|me|you|us)s?$")
_MADE = re.compile(
    r"^(?:something |a thing )?(?:(?:that|which) (?:is|was) )?(?:first |originally |already |been |be )*(?:invented|created|developed|"
        r"introduced|discovered|made|"
    r"designed|devised|patented|appear|appeared|come out|come about|come along|come into existence|come into being|be invented|date from|"
    r"originate|be introduced|be discovered|be created)(?: by (?:people|humans|man|someone))? ?"
    r"(?P<how>(?:sometime |some time |back )?(?:in|during|before|after|since|by|prior to|later than|earlier than|within|around|until|from)|"
    r"less than|more than|fewer than|over|under|(?=the 1|in the))? (?P<when>.+)$"
)
_SINCE = re.compile(
    r"^(?:been |be |exist(?:ed)? |has |have )*(?:around |in use |in existence |known |used |available |with us |made |here |"
        r"there )*(?:by (?:people|humans|mankind|man) )?"
    r"(?:since|ever since|date (?:all the way )?back to|dates? (?:all the way )?back to|go (?:all the way )?back to|goes back to|date back as far as|"
    r"as far back as|as early as) (?P<when>.+)$"
)
_BEFORE = re.compile(
    r"^(?:predates?|pre date|precedes?|come before|came before|(?:been |be |exist(?:ed)? |has |have )*(?:around |in use |in existence |known |used |"
    r"available |with us |here |there |on earth |on the planet |on this planet )*(?:long |even |way )?before) (?P<when>.+)$"
)
_OF_TIME = re.compile(rf"^(?P<first>an? |the |one of the )?(?P<when>.+?(?:centur(?:y|ies)|century|\d0 s|age|era)) {_THINGS}$|"
                      rf"^{_THINGS} (?:of|from|in) (?P<later>the .+)$")
_FOR = re.compile(
    r"^(?:have |has )?(?:been |exist(?:ed)? |be )*(?:around |in use |in existence |known |used |available |with us |made |there |old )*"
    rf"(?:by people |by humans |by mankind )?(?:for )?(?P<how>less than|fewer than|under|younger than|no more than|more than|over|at least|well over|"
    rf"longer than|about|nearly)? ?(?:the (?:last|past) )?(?P<n>{_COUNT})(?: or more)? years?(?: or more| now| old)?$"
)


_LONG = (
    (re.compile(r"\bmillenni(?:a|ums)\b"), "thousand years"),
    (re.compile(r"\bthousands of years\b"), "two thousand years"),
    (re.compile(r"\bhundreds of years\b"), "two hundred years"),
    (re.compile(r"\b(?:for|over|several|many) (?:\w+ )?centuries\b"), "for two hundred years"),
    (re.compile(r"\b(?:for|in) (?:the )?(?:a few|a couple of|last few|past few|last couple of) decades\b"), "less than 60 years"),
)


_MODERN = re.compile(r"^invented in (?:the )?20 th century$")
"""What the facts know in these words, of makes of a thing rather than of the thing."""
_NUMERALS = {"ten": "10", "eleven": "11", "twelve": "12", "twenty": "20"}
_NUMERAL = re.compile(r"\b(ten|eleven|twelve|twenty) th\b")


def _numbered(s: str) -> str:
    """`the 20 th century` of `the twenty th century`."""
    return _NUMERAL.sub(lambda m: f"{_NUMERALS[m[1]]} th", s) if " th" in s else s


def dated(s: str) -> int | None:
    """A predicate of age: `older than the pyramids`, `invented in the 1970s`, `a 20th century invention`, `around for less than 50 years`."""
    s = _numbered(s)
    if _MODERN.match(s):
        return None
    for pattern, put in _LONG:
        s = pattern.sub(put, s)
    if found := _OLDER.match(s):
        if _NOT_AGES.match(found["what"]) or (what := span(found["what"])) is None:
            return None
        first = what[0]
        if re.search(r"\byears?$", found["what"]):
            first = what[0] + 0.5
        older = found["how"] in ("older", "more ancient", "earlier")
        return _before(first) if older else _after(what[1])
    if found := _MADE.match(s):
        how, when = (found["how"] or "in").split()[-1], found["when"]
        if (lately := re.match(rf"^(?:the )?(?:last|past) (?P<n>{_COUNT}) years$", when)) or (
            how == "than" and (lately := re.match(rf"^(?P<n>{_COUNT}) years ago$", when))
        ):
            n = int(lately["n"]) if lately["n"].isdigit() else _COUNTS[lately["n"]]
            old = found["how"] == "more than"
            return known(float("-inf"), NOW - n) if old else known(NOW - n, NOW)
        if (time := span(when)) is None or (how in ("in", "during", "by", "around", "from", "within") and _point(when, time)):
            return None
        if how in ("before", "prior", "to", "until"):
            return _before(time[0])
        if how in ("after", "since", "than"):
            return _after(time[0] if how == "since" else time[1])
        if how == "by":
            return known(float("-inf"), time[1])
        return None if time[0] == time[1] and time[0] < 0 else known(*time)
    if found := _SINCE.match(s):
        time = span(found["when"])
        return None if time is None else known(float("-inf"), time[1])
    if found := _BEFORE.match(s):
        time = span(found["when"])
        return None if time is None else _before(time[0])
    if found := _OF_TIME.match(s):
        time = span((found["when"] or found["later"]).strip())
        return None if time is None else known(*time)
    if ("year" in s) and (found := _FOR.match(s)) and (found["how"] or re.search("been|exist|around|for ", s)):
        n = int(found["n"]) if found["n"].isdigit() else _COUNTS[found["n"]]
        young = (found["how"] or "") in ("less than", "fewer than", "under", "younger than", "no more than")
        return known(NOW - n, NOW) if young else known(float("-inf"), NOW - n)
    return None


_IT = (
    r"(?:it|one|any|any of it|this|these|such a thing|anything like it|something like it|the thing|what it (?:is|was)|what it (?:is|was) for|"
    r"what to do with it)"
)
_ANYBODY = (
    r"(?:you|people|anyone|anybody|someone|somebody|humans|folks?|everyone|most people|a person|they|families|homes|households|we|i|one|"
    r"human beings|the average person)"
)
_KNOWING = (
    r"(?:have|had|have had|own|owned|have owned|use|used|be using|have used|using|know|known|know of|know about|have known|recogni[sz]e|"
    r"understand|be familiar with|familiar with|have heard of|hear of|have seen|see|seen|find|found|have found|buy|bought|have bought|get|"
    r"come across|encounter|have access to|be able to (?:buy|use|have|see))"
)
_DEED = (
    r"(?:have |be |been )?(?P<deed>eat|wear|play|play with|ride|drive|eaten|worn|played|played with|ridden|driven|grow|grown|keep|make|"
    r"sleep on|cook with|write with)"
)
_THERE = (
    r"(?:exist|existed|be|been|be around|around|be there|available|be available|in use|be in use|used|be used|known|be known|common|be common|"
    r"popular|be popular|sold|be sold|found|be found|seen|be seen|in existence|have existed|have been around|have been used|have been known|"
    r"have been available|already|live|lived|widely used|owned|alive)"
)
_FILLER = (
    r"(?: (?:already|yet|much|there|anywhere|at home|in (?:their|his|her|a|most) (?:house|home|homes|houses)|in the world|on earth|"
    r"by (?:people|humans|anyone|many))+)*"
)
_TIMES = re.compile(
    rf"^(?:(?:did|do|does|is|was|has|could|would|can|might|will) it (?:ever |already )?{_THERE}|"
    rf"(?:did|do|does|could|would|can|were|are|have|had|might) {_ANYBODY} (?:ever |already )?(?:{_KNOWING}|{_DEED}) {_IT}|"
    rf"(?:is|are|was|were|would) there (?:be )?{_IT}){_FILLER} "
    r"(?P<how>(?:(?:sometime |way |back |even |as (?:early|far back) as |at the time |at the times )*(?:in|during|of|before|by|since|after|"
        r"around|until|prior to|through|throughout|on)|"
    r"when|while|as early as|as far back as|as long ago as))? ?(?P<when>.+)$"
)
_ABOUT_IT = re.compile(r"^(?:is|was|has|have|did|does|do|would|will|could) (?:it|the first (?:one|ones)|they|(?:the )?(?:idea|invention|"
    r"concept) of it) (?:have )?")
_SOMEBODY = re.compile(
    rf"^(?:did|(?:would|could|might)(?=.* (?:have|own|owned|know|recogni[sz]e|understand|familiar|known|seen) )) (?P<who>.+?) "
    rf"(?:ever |already )?(?:{_KNOWING}|{_DEED}) {_IT}(?: (?:is|it was|was|at home|when (?:they|he|she|you) saw it))?$"
)


def _then(found: re.Match[str]) -> int | None:
    """What was there at the time that a clause names."""
    how, when = (found["how"] or "").split()[-1:], found["when"]
    if (not how and not when.endswith("ago")) or re.match(r"^(?:the )?(?:last|past) ", when) or re.search(r"\byears?$", when):
        return None
    time, inside = span(when), how and how[0] in ("in", "during", "of", "by", "around", "on", "through", "throughout")
    if time is None or how == ["after"] or (inside and _point(when, time)):
        return None
    if how and how[0] in ("before", "to", "until"):
        return _before(time[0])
    return known(float("-inf"), _within(when) or time[1])


_AMERICAN = frozenset(("tomato", "potato", "corn", "pineapple", "cactus"))
_OLD_WORLD = re.compile(
    r"\b(?:romans?|rome|greeks?|greece|egypt\w*|pharaohs?|cleopatra|caesar|socrates|plato|aristotle|jesus|christ|bibl\w+|vikings?|medieval|"
    r"knights?|middle ages?|dark ages?|peasants?|china|chinese|confucius)\b"
)
"""People and times of the lands that knew nothing of what grew in America."""


def _there_then(s: str, mask: int) -> int:
    """What was there of `mask` for the people that the clause names, if it names some of before Columbus."""
    return mask & ~those(lambda thing: thing.name in _AMERICAN) if _OLD_WORLD.search(s) and " before " not in s else mask


def timed(s: str) -> tuple[int, str] | None:
    """Of a whole clause that asks whether a thing was there at a time, or known to somebody of one: what was, and the deed that is asked for too."""
    s = _numbered(s)
    if (found := _TIMES.match(s)) and (mask := _then(found)) is not None:
        return _there_then(s, mask), found["deed"] or ""
    if (it := _ABOUT_IT.match(s)) and (mask := dated(s[it.end() :])) is not None:
        return mask, ""
    if (found := _SOMEBODY.match(s)) and not re.fullmatch(_ANYBODY, found["who"]):
        time = _named(found["who"])
        then = re.search(r" (?:from|in|of|living in) (?P<when>.+)$", found["who"])
        last = time[1] if time else _within(then["when"]) if then else None
        return None if last is None else (_there_then(s, known(float("-inf"), last)), found["deed"] or "")
    return None
