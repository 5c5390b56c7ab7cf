"""A yes-or-no question in plain words, cut into clauses joined by "and" or "or", each with its polarity and with the words that it leaves out."""

# ruff: noqa: E501, SIM905 -- patterns are read across

from __future__ import annotations

import re
from typing import NamedTuple

from lmrl_gym.tasks.guess_city.asking import as_question
from lmrl_gym.tasks.guess_city.denying import DENIAL, DENYING
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import places_in, sea_named
from lmrl_gym.tasks.guess_city.wordings import reworded


class Clause(NamedTuple):
    """A part of a yes-or-no question in plain words, whether it is denied, and whether it leans on the one before it for its verb."""

    text: str
    negated: bool
    leans: bool = False


ASKS = re.compile(r"^(is|are|was|were|does|do|did|has|have|had|can|could|would|will|should|may|might|isnt|aint|any)\b")
_WORKING = "grows?|grow|produces?|makes?|exports?|imports?|sells?|buys?|mines?|brews?|drinks?|eats?|cooks?|builds?|designs?|loves?|watch|plays?|reads?|writes?|speaks?|understand|uses?|owns?|refines?|processe?s?|catch|pack|drills?|pumps?|extracts?|breeds?|raises?|harvests?|weaves?|dye|dyes|trades?|ships?|stores?|celebrates?|enjoys?|follows?|practi[cs]es?|teach|develops?|manufactures?|assembles?"
_DOUBLE = tuple(map(re.compile, (
    rf"\b(?:{_WORKING}) and (?:also |even )?(?:{_WORKING})\b(?= (?!(?:in|at|on|with|for|there|here|is|are|and)\b)\w)",
    r"\b\w+(?:ish|ese|ian|[^h]an|ek|ch|ew) and \w+(?:ish|ese|ian|[^h]an|ek|ch|ew) (?:quarters?|districts?|leaders|communit\w+|minorit\w+|settlers|traders|merchants|troops|armies|forces|influences?|rulers|kings|emperors|architecture|cuisines?|heritage)\b", r"\b(?:a |the )?(?:northern|southern|eastern|western|upper|lower|old|new) and (?:a |the )?(?:northern|southern|eastern|western|upper|lower|old|new) (?:half|part|bank|side|town)\b", r"\b(?:\w+est|most \w+) and (?:the )?(?:\w+est|most \w+)(?= \w)", r"\b(?:hop|jump|get|take|go|goes|walk|stroll|pop|head|step|wander|nip|drop|come|sit|try|wait) (?:\w+ ){0,4}and (?!(?:is|are|does|do|has|have|it|they|people|there|the)\b)\w+", r"\b(?:asian|african|european|american|arab|indian|chinese|muslim|christian|catholic|protestant|jewish|hindu|black|white|red|green|blue|yellow|gold|rich|poor|young|old|men|women|boys|girls|male|female|first|second|east|west|north|south|upper|lower|northern|southern|eastern|western|french|british|spanish|portuguese|german|russian|japanese|dutch|turkish|summer|winter) and (?:the |a |an )?(?:asian|african|european|american|arab|indian|chinese|muslim|christian|catholic|protestant|jewish|hindu|black|white|red|green|blue|yellow|gold|rich|poor|young|old|women|men|boys|girls|male|female|second|third|east|west|north|south|upper|lower|northern|southern|eastern|western|french|british|spanish|portuguese|german|russian|japanese|dutch|turkish|summer|winter) (?:leaders|flag|stripes|banks?|shores?|worlds?|armies|troops|empires?|quarters?|alike|clubs|teams|halves|half|part|parts|bank|side|sides|kids|children|students|buildings)\b",
    r"\b(?:rock and roll|bed and breakfast|fish and chips|drum and bass|rhythm and blues|black and white|arts and crafts|bows? and arrows?|gin and tonic|law and order|hustle and bustle|peace and quiet|hide and seek|bits and (?:bobs|pieces)|track and field|day and night|far and wide|young and old|up and down|back and forth|in and out|more and more|bigger and bigger|taller and taller|here and there|left and right|rice and beans|mum and dad|mother and father|father and son|brother and sister|romulus and remus|bread and butter|salt and pepper|horse and cart|horses and carts|trade and industry|science and technology|arts and sciences|supply and demand|lost and found|trinidad and tobago|bosnia and herzegovina|lion and|half man and half|half human and half|half lion and half)\b",
    r"\b(?:a|an|the|its|their|some) \w+ and \w+ (?:dish|dishes|stew|soup|sauce|salad|drink|pie|sandwich|cake|pudding|curry|skewers?|festival|fair|show|museum|mix|combination)\b", r"\brich history and culture\b", r"\blong and (thin|narrow)\b", r"\b(hot|warm|cold) and (humid|dry|wet|sunny|snowy)\b")))
"""What an "and" joins to one thing."""
_COLOURS = re.compile(r"\b(?:red|white|blue|green|yellow|black|orange|gold)(?: (?:red|white|blue|green|yellow|black|orange|gold))* and (?:red|white|blue|green|yellow|black|orange|gold)\b")
"""The colours of a flag together."""
_IN_FULL = {"rio": "rio de janeiro", "nyc": "new york", "ny": "new york", "la": "los angeles", "hk": "hong kong"}
_JOINS = frozenset("and or nor but although either yet though neither both well without exist exists between than".split())
"""A question with none of these words is one clause."""
_DOES_WITHOUT = re.compile(r"^((?:(?:can|could|may|might) (?!(?:it|the city|the country|this)\b)|(?:is|are) (?:it|one|you|people|i|we) (?:permitted|allowed|free|legal|lawful|possible|ok|okay|fine|able) ).*?) without (?:(?:a|an|any|the|having|needing|asking|for|fear|of|getting|get|risking|risk|being|be|some|too|much|to|you|one|we|they|people|i|are|is|it|pay|paying|breaking|break|have)\b ?)*(?:fines?|penalty|penalties|punishment|law|guide|guides|minder|minders|escort|permission|permit|licence|trouble|problem|problems|fear|fuss|hassle|bother|consequences|censorship|risk|danger|(?:in|into) (?:trouble|hot water|jail|prison|danger)|arrested|jailed|punished|fined|locked up|stopped|watched|supervision|company|worry|worrying)\b.*$")
"""What may be done without something: that it may be done is what is asked."""


def cut(core: str) -> tuple[tuple[Clause, ...], bool]:
    """The clauses of a yes-or-no question, and whether one of them is enough."""
    core = _DOES_WITHOUT.sub(r"\1", core)
    words = core.split()
    if _JOINS.isdisjoint(words):
        denied = not DENYING.isdisjoint(words) and DENIAL.search(core) is not None
        return (Clause(" ".join(DENIAL.sub(" ", core).split()) if denied else core, denied),), False
    kept = regex(r"\b(country|state|empire|nation) (that|which) (no longer exists?|does not exist( \w+)?)").sub("former country", core)
    if "flag" in core:
        kept = _COLOURS.sub(lambda m: m[0].replace(" and ", " & "), kept)
    for pattern in _DOUBLE:
        kept = pattern.sub(lambda m: m[0].replace(" and ", " & "), kept)
    kept = regex(r"\bthan (rio|nyc|ny|la|hk)\b(?! (?:paz|de))").sub(lambda m: f"than {_IN_FULL[m[1]]}", kept)
    kept = regex(r"\b(between (?:[a-z]+ ){1,3})and\b").sub(r"\1&", kept)
    kept = regex(r"\b(between [\w.]+ (?:\w+ )?)and ([\d.]+)").sub(r"\1& \2", kept)
    kept = regex(r"\b(\d[\w.]*) and (\d[\w.]*)").sub(r"\1 & \2", kept)
    kept = regex(r"\bor (more|less|fewer|so|over|above|below|older|younger|near|close|nearby|at least|around|by|on|beside|bigger|larger)\b(?! \w+ing)").sub(r"| \1", kept)
    kept = regex(r"(?<=\w{3}) (?<!^is it )without (?=(?:(?:a|an|any|much|many|the) )?(?:\w+ ){0,2}\w+$)").sub(" and it is without ", kept) if regex(r"(is|was) it (a |an |the |mostly |mainly |very |quite )+\w+").match(kept) else kept
    kept = regex(r"\b((?:cousins?|relat\w+|similar|close|closer|kin|sisters?) (?:\w+ )?(?:to|of) \w+) and (?=\w+$)").sub(r"\1 & ", kept)
    kept = regex(r"\band (?=(?!(?:is|are|does|do|did|has|have|was|were|can|it|they|we|people|locals|the|its|their|that|i|you)\b)\w+ (?:\w+ )?(?:them|it|em|him|her)\b)").sub("& ", kept)
    kept = regex(r"^((?:is|are|was|were|do|does|did|has|have|can|could|would|will) (?:(?:a|an|the|any) )?(?!(?:it|they|there|people|the|i|you|we|this|that)\b)\w+) ((?:or|and) (?:a |an |the )?\w+ )((?!(?:is|are|or|and)\b)\w+ .*\w)$").sub(r"\1 \3 \2\3", kept) if not regex(r"\b(?:and|or)\b.*\b(?:and|or|but)\b").search(kept) else kept
    kept = regex(r"\b(a|an|the) (high|low|big|small|hot|cold|rising|falling|long|short|hard|soft) or (?:a |an |the )?(high|low|big|small|hot|cold|rising|falling|long|short|hard|soft) (tone|note|pitch|sound|vowel)\b").sub(r"\1 \2 \4", kept)
    denied = regex(r"\bneither\b|^(?:is|are|was|were|does|do|did|has|have|can) (?:it |they |the city |there )?(?:not|no|without|never|hardly|barely any|scarcely)\b[^|]*\b(?:or|nor)\b(?! (?:is|are|does|do|has|have|was|not|no)\b)").search(kept) is not None
    either = bool(regex(r"\b(or|nor|either)\b").search(kept)) and not denied
    parts = [part.strip() for part in regex(r"\b(?:and also|and|but also|but|(?:even )?though(?! (?:it )?(?:may|might|seem))|although|yet(?= (?:not|no|it|is|has|does|with|without)\b)|or|nor|as well as)\b").split(regex(r"\b(both|either)\b").sub("", kept)) if part.strip()]
    head = regex(r"^((?:is|are|was|were|does|do|did|has|have|had|can)\b(?: (?:it|they|the city|the country|the people|people|there|this city|this|the locals|locals))?)").match(core)
    lead = f"{head[1]} " if head else ""
    if len(parts) == 2 and len(parts[0].split()) <= 3 and (found := regex(_FRAMES).search(parts[1])) and not regex(_FRAMES).search(parts[0]):
        parts[0] += f" {found[0]}"  # "are english and french official languages"
    out: list[Clause] = []
    previous = False
    for i, part in enumerate(parts):
        negated = denied or bool(DENIAL.search(part))
        if i and not negated and either:
            negated = previous and len(part.split()) <= 2
        previous = negated
        bare = DENIAL.sub(" ", part).replace(" & ", " and ").replace(" | ", " or ")
        bare = regex(r"\s+").sub(" ", bare).strip()
        leans = bool(i) and not bare.startswith(lead or " ") and not ASKS.search(bare)
        if leans and _NOWADAYS.search(bare) and lead.startswith(("was it ", "did it ")):
            bare = f"is it {bare}"
        elif leans and lead:
            bare = as_question(bare) if _OWN_SUBJECT.match(bare) else _carry(parts[0], bare, lead)
        if len(parts) > 1 and (put := reworded(bare)) != bare:
            turned = DENIAL.search(put) is not None
            bare, negated = " ".join(DENIAL.sub(" ", put).split()), negated != turned
        out.append(Clause(bare, negated, leans))
    return tuple(out) or (Clause(core, False),), either


_NOWADAYS = re.compile(r"\b(?:now|today|nowadays|currently|these days|any ?more|any longer)$")
_OWN_SUBJECT = re.compile(r"(?:it|they|there|the (?:city|people|locals|country)) (?:is|are|was|were|has|have|had|does|do|can|would|will)\b")
"""What says its own subject and verb: "it is the capital"."""


def _carry(first: str, part: str, lead: str) -> str:
    """A later part with what it leaves out of the first one: "is it the largest city in europe" "asia" -> "is it asia"."""
    words = first.split()
    if len(part.split()) <= 3 and (found := regex(_FRAMES).search(first)):
        return f"{lead}{found[0]} {part}"
    if (sea_named(part) or (sea_named(first) and places_in(part))) and len(part.split()) <= 4 and (before := regex(r".*\b(?:on|by|near|to|along|touch|touches|border|borders|of)(?= )").match(first)):
        return f"{before[0]} {part}"
    return part if words and part.startswith(words[0]) else f"{lead}{part}"


_FRAMES = re.compile(
    r"\b(speaks?|spoken|official languages?|main language|languages?|border\w*|neighbou?r\w*|coloni[sz]ed by|ruled by|part of|belong to|occupied by|driv\w+ on|majority|mostly|mainly|predominantly|"
    r"religions?|host\w*|member of|flag|currency|winters?|summers?|near|close to|north of|south of|east of|west of|\w+er than)\b"
)
"""Words that a later clause leaves out and means."""
