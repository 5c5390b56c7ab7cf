"""How a question denies: the words that do, and the idioms that are put as such words ("free of crime" -> "without crime", "unpopular" -> "not popular").
"""

# ruff: noqa: E501, SIM905 -- patterns are read across

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.patterns import regex

DENIAL = re.compile(
    r"\b(not|never|outside(?!$| (at|in|on|all|after|until) )( of)?|without|lack(s|ed|ing)?|neither|no longer|cannot|other than|non|hardly|scarcely|seldom|excluding|except|nobody)\b"
    r"|\bno (?!(\d|one|more|less|fewer|bigger|larger|smaller|later|earlier|older|doubt|matter|idea|man|go)\b)|\bno$"
)
"""Words that deny what stands with them."""
DENYING = frozenset("not never outside without lack lacks lacked lacking neither no cannot other non hardly scarcely seldom excluding except nobody".split())
"""The words that such a denial begins with."""
_OF_LOVE = "cricket|baseball|football|soccer|rugby|hockey|basketball|tennis|golf|sports?|music|coffee|tea|wine|beer"
_OF_A_CITY = "airport|harbou?r|port|metro|subway|underground|stadium|university|film industry|film ?making|movie industry|carnival|palace|parliament building|parliament|cathedral|zoo|market|mosque|station|tech industry|fashion|tourism|finance|banking|football|cricket|baseball|nightlife|music scene"
_IDIOMS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r" (except|apart|aside|save) (for|from|during) (a|an|some) ((very|rather) )?(short|brief|few|small|tiny|little|couple)\b.*$", ""),
        (r"\b(anything|everything) but\b", "not"),
        (r"\bnot (too |so |very |that |all that )?far( away)?( from)?\b(?! (north|south|east|west|above|below|outside))", "near"),
        (r"\b((quite|completely|entirely|totally|largely|always|been|being) )*(free (of|from)|devoid of|bereft of|spared|spared from|untouched by|exempt from|deprived of|missing out on)(?= (?!charge\b|cost\b|ice\b)\w)", "without"),
        (r"\b(missing|absent|left out|excluded) (from|off|in|on) (?=(the|its) (\w+ )?(list|club|ranks|group|roll|members|map|number)\b)", "not in "),
        (r"\b(by no means|in no way|no way|not at all|not remotely|at no (point|time)|on no account)\b", "not"),
        (r"\b(managed to )?(escaped?|avoid(ed)?|evaded?|elude[ds]?)( being)?(?= (?:(a|an|all|any|the|most|heavy|serious|major|large|foreign|colonial) )*(coloni\w+|rule|damage\w*|destruction|war|wars|bomb\w*|devastation|conquest|capture|siege|occupation|pollution|crime|slums))", "without"),
        (r"\bno (?=(bigger|larger|smaller|older|younger|more|fewer|less|greater|higher) than\b)", "not "),
        (r"\b(absent|missing|nonexistent|non existent|unheard of|nowhere to be (found|seen))$", "not there"),
        (r"^(?!(?:is|was) (?:it|the city|this city)\b)(.+?) (?:(?:quite|completely|entirely|totally|largely|utterly|wholly|rather) )*(?:alien|unknown|foreign|strange|unfamiliar|strangers?|a stranger|unthinkable|unheard of)(?: (?:to (?:it|the city|the place|the people|people|the locals|locals|them|the country|the area|the region)|there|here|in (?:it|the city)))?$", r"\1 not there"),
        (r"\b(?:out of|not in|beyond) (?:sight|view|reach)(?: from (?:it|there|the city))?$", "not near"),
        (r"\b(stay(s|ed)?|kept|keeps|remain(s|ed)?|still|left) (out|outside) of\b", "outside"),
        (r"\b(anywhere|any place|anyone|any country) but\b", "not"),
        (r"^(do|does|did|would|are) few (?=(people|locals|residents|inhabitants|fans|citizens)\b)", r"\1 no "),
        (rf"^(is|are|was|were) (its|the|their|the local) ({_OF_A_CITY}) (?:(?:just|only|really|quite|rather|very|merely|fairly|pretty|nothing but|a|an) )*(?:small|tiny|minor|modest|little|insignificant|minuscule)(?: (?:one|ones|affair|event|matter|thing|house|business|system|network)s?)?(?: (?:with|for|of) .*)?$", r"\1 \2 \3 not big"),
        (rf"^(is|are|was|were) ((?:its |the |their |the local )?(?:{_OF_A_CITY})) (?:just |only |really |quite |rather |very |merely )*(?:a |an )?(?:unimportant|trivial|negligible|marginal|of no importance|(?:small|minor|trivial|marginal|unimportant) (?:event|matter|affair|thing|business|industry|part of (?:its |the )?(?:life|culture|economy)))(?: (?:here|there|that|which|in) .*)?$", r"\1 \2 not important"),
        (r"^(is|are) ((?:its |the )?(?:rain|snow|sunshine|fog|winter snow|snowfall)) (?:very |really |quite |pretty |rather )?(?:rare|scarce|uncommon|unusual|a rarity)(?= (?:in|during|at) (?:the )?(?:winter|summer|there|january|december|july|here)\b)", r"\1 \2 not common"),
        (r"\bpoor in (?=(oil|gas|minerals|resources|natural|coal|water|gold|copper|petroleum|raw)\b)", "not rich in "),
        (r"\bun(popular|democratic|planned|damaged|coloni[sz]ed)\b", r"not \1"),
        (r"\bfar from (being )?(a |an )?(?=(expensive|popular|democra\w+|famous|communist|cheap|safe|clean|polluted|rich|poor|crowded|cold|hot|flat|dangerous|quiet|known|renowned|planned|dry|wet|modern|big|large|small)\b)", "not "),
        (r"\b(little|scant|no great|not much|hardly any|minimal|a lack of|an absence of|next to no|virtually no|practically no|almost no|no particular|no real|no special) (?=(interest|enthusiasm|taste|love|appetite|support|following|fame|reputation|renown|pollution|crime|slums|sign|trace|" + _OF_LOVE + r")\b)", "no "),
        (r"\b(?:have|has|had) nothing (?:at all )?to do with\b", "not have something to do with"),
        (r"^(?:does|do|did) (.+?) (?:pass|go) (?:by )?(?:\w+ )?(?:unnoticed|unmarked|uncelebrated)\b", r"is \1 not celebrated"),
        (r"\b(?:an? )?(?:sport|game|thing|pastime|something) (?:that )?(?:nobody|no one|no body) (?:there |here )?(?:cares? (?:about|for)|plays?|watch(?:es)?|likes?|follows?|wants?)\b", "not popular"),
        (r"\bin (?:(?:some|an?|any) )?(?:other|another|different) (?:country|land|nation)(?: than (?:the country|the city|its|it))?(?:,? not (?:the country|the city|its))?\b", "not in the country"),
        (r"\b(?:somewhere|some place|someplace) (?:\w+ )?(?:different|else)\b", "not there"),
        (r"^(?:is it |is the city )?an? (?:bad|poor|terrible|lousy|hopeless) (?=(?:place|city|town|spot) (?:for|to)\b)", "is it not a good "),
        (r"^(?:bad|poor|terrible|lousy) (?=(?:place|city|town) (?:for|to)\b)", "is it not a good "),
        (rf"\b(indifferent|cold|averse|uninterested) (to|toward|towards|about|in) (?=(\w+ )?({_OF_LOVE})\b)", "not fond of "),
    )
)
_CALLS = frozenset("alien unknown foreign strange unfamiliar stranger strangers unthinkable sight view reach beyond nothing unnoticed unmarked uncelebrated nobody another different else bad terrible lousy hopeless other except apart aside save poor small tiny minor modest insignificant minuscule unimportant trivial negligible marginal importance rare scarce uncommon unusual rarity few no stay stays stayed kept keeps remains remained remain still anywhere place country nonexistent existent nowhere unheard elude eluded managed anything everything far free devoid bereft spared untouched escape escaped avoid avoided evade evaded exempt deprived missing absent left excluded means way remotely account time point unpopular undemocratic unplanned undamaged uncolonised uncolonized little scant great much any minimal absence next virtually practically almost particular real special indifferent cold averse uninterested all".split())
"""Words that every idiom holds one of."""


def denial_patterns() -> tuple[str, ...]:
    """The words of the idioms: no slips."""
    return (" ".join(_CALLS), *(regex(r"[a-z]+(?=\\w|\[|\()").sub(" ", pattern.pattern.replace(r"\b", " ")) for pattern, _ in _IDIOMS))


def plainly_denied(core: str) -> str:
    """`core` (plain words) with idioms that deny put as plain denials."""
    if not _CALLS.isdisjoint(core.split()):
        for pattern, put in _IDIOMS:
            core = pattern.sub(put, core)
    return core


_CLAIM = re.compile(r"^\W*(?:(?:so|and|but|ok|okay|well|then|now|hmm),? )*(?:is|are|was|were|does|do|did|has|have|can|could|would|will)\b(?!n't)", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|no|zero|hardly|without|never|other than|outside|excluding)\b|n't\b", re.IGNORECASE)
_ENDS = r"(?P<what>\w[^,;?]*?)(?=\s*(?:there|here|at all|whatsoever|anywhere)?\W*$)"
_TAILS = tuple(
    (re.compile(pattern, re.IGNORECASE), put)
    for pattern, put in (
        (r"\s*[,;\u2013\u2014-]\s*(?:and )?not (?:just|only|merely|simply|even) [^,?]*(?=\W*$)", ""),
        (r"\s*[,;\u2013\u2014-]+\s+(?:and |but |with )?(?:no|zero|hardly any|without any|without an?|not a single|not one|not an?) (?!longer\b|more\b|less\b|doubt\b|matter\b|wait\b|wonder\b|\w+ing\b|capital\b|national\b)" + _ENDS, r" and is there no \g<what>"),
        (r"(?<=\w{3}) (?:and |but )?with (?:no|zero|hardly any|not a single) (?!longer\b|more\b|less\b|doubt\b|\w+ing\b|need\b|problem\b|trouble\b)" + _ENDS, r" and is there no \g<what>"),
        (r"\s*[,;\u2013\u2014-]+\s+(?:and |but )?(?P<how>not|never|outside|excluding)(?! (?:really|quite|so|that|too|sure|true|right|correct|necessarily|at all|yet|it|is|far|much)\b) " + _ENDS, r" but \g<how> \g<what>"),
        (r"(?<=\w{4}) (?:that|which) (?:is not|isn't|are not|aren't) (?:in |called )?(?!on\b|near\b|by\b|at\b|far\b|too\b|very\b|just\b|only\b|really\b|known\b|its?\b|the\b|an?\b)" + _ENDS, r" but not \g<what>"),
        (r"(?<=\w{4}) (?:other than|(?<!right )(?<!just )(?<!ectly )(?<!ately )outside(?: of)?|excluding) (?=[A-Z])" + _ENDS, r" but not \g<what>"),
        (r"(?<=\w{4}) (?:where|in which|whose) (?:the |its )?(?P<of>(?:main |official |dominant )?(?:language|religion|capital|currency|climate)) (?:is not|isn't) " + _ENDS, r" and is the \g<of> not \g<what>"),
        (r"(?<=\w{4}) (?:where|in which) (?:they|people|the locals|locals|most people) (?:do not|don't) " + _ENDS, r" and do people not \g<what>"),
    )
)


def denied_apart(text: str) -> str:
    """`text`, a claim with a denial at its end, with that put as a claim of its own: "is it flat, with no hills" -> "is it flat and is there no hills"."""
    if not _DENIES.search(text) or not _CLAIM.match(text):
        return text
    for pattern, put in _TAILS:
        fitted = pattern.sub(put, text)
        if fitted != text:
            return fitted
    return text
