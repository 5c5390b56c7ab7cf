"""Claims put as statements ("it has a port, right?"), and comparisons with the other city first ("is London bigger?"), as plain questions about the city.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import capital_of
from lmrl_gym.tasks.guess_city.words import plain

_SUBJECT = r"(?P<who>it|they|the (?:city|town|place|country|nation|people|locals)|this (?:city|town|place|country)|there)"
_SAYS = (
    (re.compile(rf"^{_SUBJECT} be "), "would {} be "),
    (re.compile(rf"^{_SUBJECT} (?:has|have|got|has got|have got) (?=(?:a|an|the|any|some|no|its own|lots|many)\b)"), "does {} have "),
    (re.compile(rf"^{_SUBJECT} had (?=(?:a|an|the|any|some|no|its own|lots|many)\b)"), "did {} have "),
    (re.compile(rf"^{_SUBJECT} (?:got|gets) (?=\w+(?:ed|en|ked|wn)\b)"), "was {} "),
    (re.compile(rf"^{_SUBJECT} (?P<aux>is|are|was|were|can|could|would|will|has|had|does|did|do) "), "{aux} {} "),
    (re.compile(rf"^{_SUBJECT} (?P<verb>lie|sit|belong|border|export|host|produce|use|speak|exceed|top|stand|get|contain|draw|attract|surround|straddle|overlook)s? (?=\w)"), "does {} {verb} "),
)


_FRAGMENT = re.compile(r"^(?:(?:well |best |widely |world )?(?:known|famous|famed|renowned|noted|notorious|infamous) (?:for|as) (?!what|which|who)\w|(?P<past>(?:formerly|previously|once) (?:a |an |part|ruled|under|owned|governed|british|french|spanish|portuguese|dutch|ottoman|soviet|german|colonial)))")
"""A claim without its verb."""


_MAY = re.compile(r"^(?P<who>i|you|we|one|visitors|tourists) (?P<aux>can|could|would|should|might|will|must|may) (?!(?:not|say|guess|bet|think|imagine|assume|expect|suppose|like|love|take|be (?:right|wrong)|never|hardly|barely|rather)\b)(?!.*\b(?:what|which|who|where|how|why)\b)(?=\w+ \w)")
"""What one can or would do there, put as a statement."""


def as_question(core: str) -> str:
    """`core` (plain words without courtesies) as a question, if it is a statement about the city or its country; what asks stays as it is."""
    if found := _FRAGMENT.match(core):
        return f"was it {core}" if found["past"] else f"is it {core}"
    if found := _MAY.match(core):
        return f"{found['aux']} {found['who']} {core[found.end() :]}"
    first = core[:5]
    if not first.startswith(("it ", "they ", "the ", "this ", "there")) or regex(r"\b(what|(?<!\w{3} )(?:which|who|whom|whose)|(?:of|in|on|at|by|to|for|from|with|into|under|near|after|is|are|was|were|called|named|and) (?:which|who|whom|whose)|(?:which|who|whom|whose)$|when(?! (?:it|they|i|you|we|there|people|(?:the )?\w+ (?:is|are|was|has|have))\b)|where|why|how)\b").search(core):
        return core
    for pattern, put in _SAYS:
        if found := pattern.match(core):
            parts = found.groupdict()
            who = parts["who"]
            asked = put.format(who, aux=parts.get("aux"), verb=parts.get("verb"))
            if who in ("they", "the people", "the locals"):
                asked = regex(r"^does ").sub("do ", asked)
            return asked + core[found.end() :]
    return core


_COMPARATIVES = {
    "bigger": "smaller", "larger": "smaller", "greater": "smaller", "smaller": "bigger", "older": "younger", "younger": "older", "warmer": "colder", "hotter": "colder", "colder": "warmer", "cooler": "warmer",
    "wetter": "drier", "rainier": "drier", "drier": "wetter", "more populous": "smaller", "less populous": "bigger",
}  # fmt: skip
_HOW = "|".join(sorted(_COMPARATIVES, key=len, reverse=True))
_HERE = r"(?:it|this|this one|that|the city|this city|that city|this place|the place|the town|this town|there|here|the mystery city|your city|the secret city)"
_VERB = r"(?:is|are|was|does|do|did|would|has|can|could)"
_BIGGER = r"(?:exceeds?|beats?|outdoes|outdo|outsizes?|outside|outranks?|tops?|surpass(?:es)?|dwarfs?|outnumbers?|outgrows?|overshadows?|trumps?)"
_BY = r"(?: (?:in|for|by|on|when it comes to|in teams of|in terms of) (?:size|population|people|inhabitants|scale|numbers?|extent|population size))"
_UP = r"(?:(?:further|farther|more) (?:to the )?north(?:erly|ern)?|higher(?: up)?(?: in latitude| on (?:the|a) (?:world )?map)?|(?:at |on )?(?:a )?(?:higher|more northerly|greater) latitude|north(?:ward)?)"
_DOWN = r"(?:(?:further|farther|more) (?:to the )?south(?:erly|ern)?|lower(?: down)?(?: in latitude| on (?:the|a) (?:world )?map)?|(?:at |on )?(?:a )?(?:lower|more southerly|smaller) latitude|south(?:ward)?)"
_ROWS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        # the other city first
        (rf"^{_VERB} (?:the city of )?@ (?:the |a |an )?(?:much |a lot |even |far )?(?P<how>{_HOW})(?: (?:city|town|one|place))?(?: of the (?:two|2)| one)?(?: (?:than|compared (?:to|with)) {_HERE})?{_BY}?$", "is it {opposite} than {city}"),
        (rf"^{_VERB} (?:the city of )?@ {_BIGGER} {_HERE}{_BY}?$|^does {_HERE} have (?:less|fewer) (?:people|inhabitants|residents) than @$", "is it smaller than {city}"),
        (rf"^(?:is|was) (?:the city of )?@ (?:\w+ )?(?:outdone|exceeded|surpassed|beaten|dwarfed|outsized|topped|overshadowed)(?:{_BY}? by {_HERE}| by {_HERE}{_BY}?)$", "is it bigger than {city}"),
        (rf"^(?:does|do) @ have (?:a |the )?(?P<how>bigger|larger|greater|smaller) (?:population|size|area)(?: than {_HERE})?$", "is it {opposite} than {city}"),
        (rf"^(?:does|do) @ have (?P<more>more|fewer|less) (?:people|inhabitants|residents)(?: than {_HERE})?$", "is it {less} than {city}"),
        (rf"^(?:is|does|would) (?:the city of )?@ (?:lie |sit |be )?(?:{_UP})(?: (?:than|of) {_HERE}\b.*)?$", "does it lie south of {city}"),
        (rf"^(?:is|does|would) (?:the city of )?@ (?:lie |sit |be )?(?:{_DOWN})(?: (?:than|of) {_HERE}\b.*)?$", "does it lie north of {city}"),
        # this one first
        (rf"\b(?:outdone|exceeded|surpassed|beaten|dwarfed|outsized|topped|overshadowed)(?:{_BY})? by @.*", "smaller than {city}"),
        (rf"\b{_BIGGER} (?:that of |the size of )?@{_BY}\b.*|\b(?:outsizes?|outside|dwarfs?) @$", "bigger than {city}"),
        (r"\b(?:a size up from|of (?:a )?(?:greater|larger|bigger) size than|(?:a |of a )?bigger city than|(?:size|population) (?:is |be )?(?:above|over|beyond|bigger than|greater than|larger than|higher than|more than)(?: that of| the one of)?) @.*", "bigger than {city}"),
        (r"\b(?:a size down from|of (?:a )?(?:smaller|lesser) size than|a smaller city than|(?:size|population) (?:is |be )?(?:below|under|short of|less than|lower than|smaller than)(?: that of| the one of)?) @.*", "smaller than {city}"),
        (rf"^(?:(?:is|does|would|do) .*\b)?{_UP}(?: \w+)* (?:than|from|compared (?:to|with)|of)(?: that of| the one of)? @.*|^(?:is|does|would|do) .*\b{_UP} .*\b(?:compared (?:to|with)|relative to|in comparison (?:to|with)) @$|^latitude (?:above|over|higher than|greater than) .*@.*", "does it lie north of {city}"),
        (rf"^(?:(?:is|does|would|do) .*\b)?{_DOWN}(?: \w+)* (?:than|from|compared (?:to|with)|of)(?: that of| the one of)? @.*|^(?:is|does|would|do) .*\b{_DOWN} .*\b(?:compared (?:to|with)|relative to|in comparison (?:to|with)) @$|^latitude (?:below|under|lower than|less than) .*@.*", "does it lie south of {city}"),
        (rf"^(?P<start>(?:is|does|would|do) .*\b(?P<how>{_HOW})\b(?: \w+){{0,4}}) (?:compared (?:to|with)|relative to|in comparison (?:to|with|against)|next to|measured against|set against) @$", "is it {how} than {city}"),
        (r"^would (?:a |an )?@ (?:er|native|resident|man|woman|person)? ?(?:find|call|think|consider) (?:it|this|the city)(?: a| to be)? (?P<how>" + _HOW + r")(?: city)? than (?:home|his own|her own|their own|his city|their city|back home)$", "is it {how} than {city}"),
    )
)
_WORDS_OF_ROWS = frozenset(f"{' '.join(_COMPARATIVES)} size population exceed exceeds beat beats outdoes outdo outsize outsizes outside outranks top tops surpass surpasses dwarf dwarfs outnumbers outgrow latitude north northerly northern further farther south southerly southern higher lower outdone exceeded surpassed beaten dwarfed".split())
_OF_TOWN = {"londoner": "London", "londoners": "London", "parisian": "Paris", "parisians": "Paris", "muscovite": "Moscow", "muscovites": "Moscow", "berliner": "Berlin", "berliners": "Berlin", "madrilenos": "Madrid"}
_RIVERS = {"thames": "London", "seine": "Paris", "spree": "Berlin", "tiber": "Rome"}


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    """Plain name or adjective of a country -> its capital, where it is one of the known cities."""
    known = knowledge()
    found: dict[str, str] = {}
    for city in known.cities.values():
        if capital_of(city) == city.name:
            country = known.countries[city.country]
            names = {plain(name) for name in (country.key, *country.names)} | {plain(a) for a, keys in known.adjectives.items() if tuple(keys) == (country.key,)}
            found |= dict.fromkeys(names, city.name)
    return found | dict.fromkeys(("england", "english", "uk", "great britain", "britain", "british"), "London")


_CAPITAL = tuple(map(re.compile, (r"\b(than|from|of|with|to) (?:the )?(?P<of>\w+(?: \w+)?) capital\b", r"\b(than|from|of|with|to) (?:the )?capital (?:city )?of (?:the )?(?P<of>\w+(?: \w+)?)$")))
_ON_RIVER = re.compile(r"\b(?:the )?(?:metropolis|city|capital|town) on the (" + "|".join(_RIVERS) + r")\b")
_TOWNSPEOPLE = re.compile(r"\b(?:a |the )?(" + "|".join(_OF_TOWN) + r")\b")


def _aliased(text: str) -> str:
    """`text` with other words for a city in a comparison put as its name: "larger than the British capital"."""
    for pattern in _CAPITAL:
        if (found := pattern.search(text)) and (city := _capitals().get(found["of"])):
            text = f"{text[: found.start()]}{found[1]} {plain(city)}{text[found.end() :]}"
    if found := _ON_RIVER.search(text):
        text = text.replace(found[0], plain(_RIVERS[found[1]]))
    return _TOWNSPEOPLE.sub(lambda m: plain(_OF_TOWN[m[1]]), text)


@lru_cache(maxsize=8192)
def compared_plainly(core: str) -> str:
    """`core` (plain words) that compares the city with another one, as a plain comparison of it with that one; anything else as it is."""
    if _WORDS_OF_ROWS.isdisjoint(core.split()):
        return core
    text = _aliased(core)
    found = mentions(text)
    if len({name for name, _, _ in found}) != 1:
        return core
    words = text.split()
    _, first, last = found[0]
    other = " ".join(words[first:last])
    blanked = regex(r"@ s\b").sub("@", " ".join([*words[:first], "@", *words[last:]]))
    mapped = not {"higher", "lower"} & set(words) or bool({"latitude", "map", "globe"} & set(words))
    for pattern, put in _ROWS:
        if (mapped or " lie " not in put) and (match := pattern.search(blanked)):
            parts = match.groupdict()
            how = parts.get("how") or ""
            said = put.format(city=other, how=how, opposite=_COMPARATIVES.get(how, ""), less="smaller" if parts.get("more") == "more" else "bigger")
            return f"{blanked[: match.start()]}{said}"
    return text


def asking_words() -> frozenset[str]:
    """The words of the patterns: no slips."""
    return _WORDS_OF_ROWS | frozenset(_OF_TOWN) | frozenset(word for pattern, _ in _ROWS for word in regex(r"[a-z]{3,}(?![a-z(\[\\])").findall(pattern.pattern.replace(r"\b", " ")))
