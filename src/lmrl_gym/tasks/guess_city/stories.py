"""What somebody tells of himself before the question proper: "My late father bought a pot in a bazaar; what is it called?" -> "what is a bazaar called?".

The tale is left out where the question stands without it. What the question points back to ("was it held there", "by what name do they go") is put in its
place, and what only asks whether the tale is right is put as the claim that the tale makes ("I looked for your city in the south; was I right to do so?").
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.patterns import regex

_AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|had|can|could|would|will|should|shall|may|might|am|ought)"
_ASKS = rf"(?:(?:by|in|of|to|on|for|with|from|at|under|upon|after) )?(?:what|which|whose|whom|who|how|when|where|name|{_AUXILIARY})"
_TALE = re.compile(rf"^\W*(?P<told>(?!(?:so |and |but )?(?!(?:when|where|how) (?!{_AUXILIARY}\b)){_ASKS}\b)[^?]{{12,400}})(?:;|\.|!|:|\s[\u2013\u2014-]+)\s+(?:(?:and|but|so|now|well|pray|tell me|please|dear|my dear|do tell),? )*(?P<asked>{_ASKS}\b[^?;.!]{{4,}})[?.! ]*$", re.IGNORECASE)
_OWN = re.compile(r"\b(?:my|mine|i|me|we|our|us)\b", re.IGNORECASE)
"""What speaks of the one who asks."""
_GUESSED = re.compile(r"\b(?:i|we) (?:know|guess|think|bet|see|believe|suppose|gather|take it|reckon|wonder|want|need|would like|have (?:narrowed|ruled))\b|\bquestions?\b|\bclues?\b|\bhints?\b|^\W*(?:yes|no|thanks|thank|ok|okay|sorry)\b", re.IGNORECASE)
"""What speaks of the game."""
_RIGHT = re.compile(
    r"(?:was|were|am|are|is|did|do|does|had|has|have) (?:i|we|he|she|they|that|this|it) (?:(?:quite|altogether|at all|indeed|perhaps) )?(?:right|correct|so|true|do right|do well|do rightly|remember(?:ed)? (?:it )?(?:right|rightly|aright|correctly)|recall(?:ed)? (?:it )?(?:right|rightly|correctly)|speak the truth|tell the truth|got it right|get it right|have it right|have the right of it)"
    r"(?: (?:to do (?:so|that|it)|to (?:look|search|put it|place it|think so|believe (?:so|him|her|it|that)|say so)(?: there)?|in (?:doing|thinking|saying|believing) (?:so|that|it)|in that|about (?:that|it|this)|there|so to do|to))?",
    re.IGNORECASE,
)
_CITY = r"(?:your|the) (?:\w+ )?(?:city|town|place|home|capital)|you"
_PUT = (
    (re.compile(rf"\b(?:looked|searched|hunted|sought|peered|felt|listened) (?:\w+ )?(?:for|after) (?:{_CITY}|it)\b,? (?P<rest>.+)$", re.IGNORECASE), "is your city {rest}"),
    (re.compile(rf"\b(?:put|placed|set|marked|drew|pictured|imagined|fancied|located|positioned|filed|stuck|expected|supposed|thought|believed) (?:{_CITY}|a pin(?: for (?:{_CITY}))?)(?: to (?:be|lie|stand))?,? (?P<rest>(?:in|on|by|near|at|beside|among|along|north|south|east|west|to be|below|above|under|between|close|next|a|an|the)\b.+)$", re.IGNORECASE), "is your city {rest}"),
    (re.compile(r"\b(?:told|assured|promised|taught|informed) (?:me|us|him|her|them|everyone|the \w+|my \w+|our \w+)(?: \w+ly| once)? (?:that )?(?P<rest>(?:your|you|it|they|there|people) .+)$", re.IGNORECASE), "{rest}"),
    (re.compile(r"\b(?:says?|said|swears?|swore|insists?|insisted|claims?|claimed|maintains?|maintained|thought|believed|believes|supposed|reckoned|held|holds|had it|always had it|wrote|writes|declared|remembers?|understood|heard|read|learn[te]d?) (?:\w+ly )?(?:that )?(?P<rest>(?:your|you|it|they|there|people) .+)$", re.IGNORECASE), "{rest}"),
)
"""How a tale makes a claim, and the claim."""
_BACK = re.compile(r"\b(?:it|they|them|he|she|those|that(?= (?:famous |great |very |old |same |fine |splendid )*(?:market|bazaar|palace|tower|street|square|church|building|bridge|museum|temple|mosque|fort|dish|soup|bread|cake|drink|dance|song|river|hill|park|garden|beach|island|ship|train|statue|tomb|event|war|battle)\b)|that(?! \w))\b(?P<noun>(?<=that)(?: \w+){1,2}(?=\W*$))?", re.IGNORECASE)
"""What points back to a thing that the tale told of."""
_EMPTY = re.compile(r"\b(?:what|who|which|when|where) (?:is|was) it (?:one|you|they|that|people|we|he|she|folk)\b|\b(?:is|was) it (?:true|not|so|possible|easy|hard|cold|hot|warm|wet|raining|very|usual|customary|an?|your|the|that|safe|wise|polite|rude|proper)\b|\b(?:do|did|would|could|might|can|will|have) they (?:speak|eat|drink|drive|still|not|say|play|like|also|wear|pray|have|celebrate|love|use|grow|make)\b", re.IGNORECASE)
"""A pronoun that points back to nothing."""
_THING = r"(?P<thing>(?:a|an|the|some|that(?! (?:an?|the|my|his|her|it|you|your|they|there|some|one|no|all)\b)|those|these|certain|many|two|three|little|her|his|its|their) .+)$"
_MASS = r"(?P<thing>(?!(?:a|an|the|his|her|my|our|its|their|your|it|them|you)\b)(?:[\w-]+ )?[\w-]+)$"
_MANY = r"(?P<thing>(?!(?:his|her|my|our|its|their|your|yours|years|always|times|ages|as|us|this)\b)(?:[\w-]+ (?<!your )(?<!of ))?(?!yours\b)[\w-]+s\b)"
_OF_WHAT = tuple(
    re.compile(rf"\b(?:{before})(?: (?:\w+ly|well|often|much|once|me|us|back|home|still|so|always|there))*{of} {thing}", re.IGNORECASE)
    for before, of, thing in (
        ("talk|talked|spoke|speak|speaks|speaking|spoken|told|tells?|dream\\w*|heard|hear|read|reads|postcards?|picture|pictures|photographs?|photo|painting|drawing|story|stories|tales?|news|memory|memories|sing|sang|sings|thinks?|fond\\w*", " (?:of|about)", _THING),
        ("talk|talked|spoke|speak|speaks|speaking|told|tells?|dream\\w*|heard|hear|read|reads|thinks?|fond\\w*", " (?:of|about)", _MANY),
        ("remember|recall|danced?|play|played|smoked?|drink|sang|shown|lost|found|visited|visit|saw|seen|see|watched|climbed|crossed|ate|eaten|tasted|drank|rode|bought|brought|wore|loved|love|adored|admired|studied|followed|is|are|was|were|had|has|have|built|build|made|put up|held|read|heard", "", _THING),
        ("in|at|on|from|through|over|up|down|into|under|to|with|by|of|about", "", _THING),
        ("of|about|for|without|me|us|love|loves|loved|adores?|adored|collects?|collected|enjoys?|sells?|sold|grows?|grew|hates?|likes?|eats?|ate|forbids?|forbade", "", _MANY),
        ("mad|crazy|wild|keen|dotes?|doted|fond|passionate|raves?|raved|talks?|talked|spoke|told|sings?|sang|devoted", " (?:about|on|of|over|for|to)", _MASS),
    )
)
"""How a tale speaks of a thing, from the plainest."""
_NO_THING = re.compile(r"(?:an?|the|that|those|these|some|its|his|her|their|many|little) (?:\w+ )?(?:city|town|place|country|lad|lass|boy|girl|child|youth|young|man|woman|wireless|radio|newspaper|papers?|time|days|day|year|years|age|while|war|school|postcard|picture|letter|photograph|book|story|tale|talk|wonder|pity|friend|word|atlas|map|deal|bit|lot|touch|teacher|nurse|sailor|merchant|engineer|soldier|forties|fifties|sixties|thirties|spring|summer|autumn|winter|morning|evening|(?:bad|old|martyr)(?= (?:to|for)\b|$))\b(?! (?:of|walls?|hall|square|gates?|custom|festival|market|dish|games?)\b)", re.IGNORECASE)
_ENDS = re.compile(r",.*$|\s(?:and|but|when|while|before|after|as|until|because|so) (?:i|we|he|she|my|it|they|one|you|for|once|no|everyone|then|had|was|did)\b.*$|\s(?:in|of|at|from|about) (?:your|the) (?:\w+ )?(?:city|town|country|place|land|home)\b.*$|\s(?:of yours|there|over there|back in|in the old days|long ago|many years ago|once)\b.*$", re.IGNORECASE)
_LOOSE = re.compile(r"\s(?:and|but|when|while|before|after|until|because|so) (?:i|we|my|once|then)\b.*$|,? (?:of yours|there|over there|back in|long ago|many years ago)\b(?=,|$)", re.IGNORECASE)
_MINE = re.compile(r"^(?:now |well |oh |ah )*my (?P<what>(?:[\w-]+ ){0,3}?(?P<noun>[\w-]+)) (?:has|have|is|are|was|were|had|will|would|needs?|keeps?|leaks?|gave|broke|lies)\b", re.IGNORECASE)
_KIN = re.compile(r"(?:husband|wife|father|mother|brother|sister|son|daughter|uncle|aunt|nephew|niece|cousin|grand\w+|friend|doctor|teacher|neighbou?r|boss|colleague|priest|dad|mum|mom|gran\w*|godfather|godmother|\w+-in-law|parents|dentist|chauffeur|gardener)s?$", re.IGNORECASE)
_SEEING = re.compile(r",\s+(?:(?:what with )?(?:your|the) (?:city|town|country|place|climate|weather) being|seeing (?:that|as|how)|it being|given that|since) [^?]*$", re.IGNORECASE)
"""What gives the reason for the question behind it."""
_NAMED = re.compile(
    r"(?:by|under|with) (?:what|which) names?\b.*\b(?:go|goes|know|known|call|called|they|it|he|she)\b.*|what(?:'s|s| is| was| are| were) (?:it|they|that|those|these|he|she)(?: called| named| known as)?(?: (?:in the \w+|again|over there|there|locally))?|how (?:is|are|do|does|did) (?:it|they|them|you|people|one) (?:call |named?|called|call)(?:it|them|that)?(?: there)?|what (?:name|names) (?:has|have|had|does|do) .*"
    r"|(?:(?:might|could|would|can|will) you (?:be )?(?:so |very )?(?:kind |good )?(?:enough |as )?(?:please |kindly )?(?:to )?)?(?:name|tell me the name of) (?:it|them|that|those|this)\b[^,]*|what (?:do|does|did|would) (?:you|they|people|one|folk|the locals|locals)(?: all)? call (?:it|them|that|those|him|her)(?: there)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\bin (?:the year )?(1\d{3}|20\d\d)\b", re.IGNORECASE)


_ONE = re.compile(r"^(?:is|was|are|were) yours (?P<how>(?:an? |also |such )?(?:[\w-]+ ){0,2})one\b|\bthat of (?=your)", re.IGNORECASE)
"""What leaves out the noun of a thing that was told of: "is yours a large one", "is there a crescent on that of your country"."""
_SHORE = re.compile(r"\bits (shores?|coast|banks?|beach|waters?|edge|mouth)\b", re.IGNORECASE)
_WATER = re.compile(r"\bthe (?:[A-Z][\w'-]+ ){1,2}(?:Sea|Ocean|River|Gulf|Bay|Lake|Canal)\b|\bthe (?:Mediterranean|Adriatic|Baltic|Pacific|Atlantic|Caribbean|Danube|Nile|Rhine|Ganges|Yangtze|Amazon|Volga|Mississippi|Caspian|Aegean)\b|\bLake [A-Z]\w+")
_HIM = re.compile(r"\b(?:he|she|him|(?:his|her) (?P<of>\w+))\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:an?|the|that) (?:[\w-]+ ){0,3}(?:m[ae]n|woman|lady|king|queen|saint|count|emperor|general|nun|monk|poet|prophet|pope|president|hero|pirate|gangster|detective|painter|singer|prince|princess|philosopher|boxer|runner|conqueror|revolutionary|dictator)\b(?: (?:under|with|in|on|of|who|without|from)\b[^,;.]*)?(?! of (?:mine|ours)\b)", re.IGNORECASE)
_NOW = re.compile(r"\b(?:still|now|today|nowadays)\b", re.IGNORECASE)
_TOWNS = frozenset(["port", "city", "town", "capital", "resort", "harbour", "island", "village"])
_DO_SO = re.compile(r"\bdo (?:so|that|this|it|the same|likewise)\b", re.IGNORECASE)
_DEED = re.compile(r"\b(?:wish\w*|want\w*|long\w*|hoped?|hoping|dream\w*|love[ds]?|like[ds]?|yearn\w*|fancy|fancied|meant|promised|taught|learnt|learned|used|adored?) (?:\w+ly )?(?:to|of) (?P<deed>\w+ [^,]+)", re.IGNORECASE)
"""What somebody would do, told before "might I do so"."""
_SPEAKS_AS = re.compile(r"^\W*(?:from|for|as|in my capacity as|speaking as|speaking for|on behalf of|asking (?:as|for|on behalf of)) (?:an?|the|our|my|your|us|one of) [^:?,;.]{2,60}:\s+(?:and |so )?(?=(?:(?:by|in|of|to|on|for|with|from|at) )?(?:what|which|whose|who|how|when|where|name|is|are|was|were|does|do|did|has|have|had|can|could|would|will|should|may|might)\b)", re.IGNORECASE)
"""In what capacity somebody asks."""


def without_story(text: str) -> str:
    """`text` without what its asker tells of himself first, which what the question points back to is taken from."""
    if ":" in text:
        text = _SPEAKS_AS.sub("", text)
    if not _OWN.search(text) or (found := _TALE.match(text)) is None or not _OWN.search(found["told"]) or _GUESSED.search(found["told"]):
        return text
    told, asked = found["told"].strip(" .;,"), found["asked"].strip()
    if _RIGHT.fullmatch(asked):
        return next((f"{put.format(rest=claimed['rest'])}?" for pattern, put in _PUT if (claimed := pattern.search(told))), text)
    asked = _done(told, _ones(told, asked))
    asked = re.sub(r"^ought (\w+) to\b", r"should \1", _SEEING.sub("", asked), flags=re.IGNORECASE)
    asked = _theirs(told, asked)
    points = None if _EMPTY.search(asked) else _BACK.search(asked)
    if points is None and not _NAMED.fullmatch(asked):
        return f"{asked}?" if re.match(_AUXILIARY, asked, re.IGNORECASE) and len(asked.split()) > 4 else text
    thing = _thing(told, whole=_NAMED.fullmatch(asked) is not None)
    if not thing:
        return text
    if _NAMED.fullmatch(asked):
        return f"what is {thing} called?"
    if points is None or not (re.match(_AUXILIARY, asked, re.IGNORECASE) or _OF_WHAT[0].search(told)):
        return text
    year = f" in {when[1]}" if (when := _YEAR.search(told)) and when[1] not in asked + thing and not _NOW.search(asked) else ""
    return f"{asked[: points.start()]}{thing}{asked[points.end() :]}{year}?"


def _theirs(told: str, asked: str) -> str:
    """`asked` with the person for "he", "she" and "his", and the water for the "its" of a shore, that were told of."""
    if (shore := _SHORE.search(asked)) and (water := _WATER.search(told)):
        return f"{asked[: shore.start()]}the {shore[1]} of {water[0]}{asked[shore.end() :]}"
    if (points := _HIM.search(asked)) is None or (person := _PERSON.search(told)) is None:
        return asked
    if points["of"]:
        return f"{asked[: points.start()]}the {points['of']} of {person[0]}{asked[points.end() :]}"
    return f"{asked[: points.start()]}{person[0]}{asked[points.end() :]}"


def _ones(told: str, asked: str) -> str:
    """`asked` with the noun of the thing told of where it says "one" or "that of"."""
    if (one := _ONE.search(asked)) is None or not (thing := _thing(told, whole=False)):
        return asked
    noun = regex(r" (?:in|at|on|of|with|from|which|that|who|when|for|by)\b").split(re.sub(r"^(?:an?|the|some|many|two|three|little|his|her|their) ", "", thing, flags=re.IGNORECASE))[0]
    noun = noun if noun.endswith("ss") else noun.removesuffix("s")
    if one["how"] is None:
        return f"{asked[: one.start()]}the {noun} of {asked[one.end() :]}"
    how = one["how"] if re.match(r"an? ", one["how"], re.IGNORECASE) else "a "
    return f"is your city {how}{noun}{asked[one.end() :]}" if noun.split()[-1:] and noun.split()[-1] in _TOWNS else f"does your city have {how}{noun}{asked[one.end() :]}"


def _done(told: str, asked: str) -> str:
    """`asked` with what was told would be done where it says "do so"."""
    so, deed = _DO_SO.search(asked), _DEED.search(told)
    return asked if so is None or deed is None else f"{asked[: so.start()]}{_ENDS.sub('', deed['deed'])}{asked[so.end() :]}"


def _thing(told: str, *, whole: bool) -> str:
    """The thing that a tale tells of, `whole`: with what is said of it behind a comma; empty where none is found."""
    if (mine := _MINE.match(told)) and not _KIN.search(mine["noun"]) and not _KIN.search(mine["what"].split()[0]):
        return f"my {mine['what']}"
    for pattern in _OF_WHAT:
        at = 0
        while (found := pattern.search(told, at)) is not None:
            if not _NO_THING.match(found["thing"]):
                thing = (_LOOSE if whole else _ENDS).sub("", found["thing"])
                if 1 <= len(thing.split()) <= 24:
                    return re.sub(r"^(?:that|those|these) ", "the ", thing, flags=re.IGNORECASE)
            at = found.start() + 1
    return ""
