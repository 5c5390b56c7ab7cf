"""Somebody who says first what his work is: "Architect here. Which church would I visit?" -> "Which church would I visit?".

The trade is left out where the question stands without it. Where the question leaves its matter to the trade ("I'm a botanist. Where would I go
first?"), what somebody of that trade would ask is put, from trades.toml; what points back to what he does ("… good for it") is put in its place.
"""

# ruff: noqa: E501, SIM905 -- patterns are read across; lists of words

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.knowledge import table
from lmrl_gym.tasks.guess_city.words import plain

_WH = r"(?:what|which|whose|whom|who|where|when|why|how)(?:'s|'re)?"
_DOES = r"(?:is|are|was|were|does|do|did|has|have|can|could|would|will|should|may|might)"
_LEADS = r"(?:(?:i'?m|i am|i) (?:curious|wonder|wondering|keen|have to ask|must ask|want|need|would (?:like|love)|ask|would ask|care)|i'd (?:ask|like|love|want)|let me ask|my question is|tell me|it interests me|i'm interested)(?: (?:to (?:know|learn|hear|ask)|know|about|in|you))?"
_SELF = re.compile(
    rf"^\W{{0,6}}(?:(?:hi|hello|hey|ok|okay|so|well|right|good (?:day|morning|evening)|thanks|thank you)\b[,.! ]+)*"
    rf"(?:(?:speaking |asking |talking )?as (?P<as>(?:an?|the|someone who|somebody who|one who) [^.,:;!?]{{3,50}}?)(?:[,:;]| -|(?= {_LEADS}\b))\s+(?:{_LEADS}[,:]?\s+)?"
    rf"|(?P<says>(?:(?:i|we)(?:'m|'ve|'re)? (?!(?:know|guess|think|bet|see|believe|suppose|gather|reckon|wonder|want|need|would|had|have (?:narrowed|ruled)|was told|heard|read|visited|saw)\b)[^.!?;:]{{3,90}}|my (?:trade|job|work|profession|business|craft|field) is [^.!?;:]{{3,60}}|(?:[\w'-]+ ){{1,4}}(?:here|(?<!ly )speaking|by (?:trade|profession|training))))(?:[.!;:]+|,| [\u2013\u2014-]+)\s+(?:(?:so|and|now|tell me|so tell me)[, ]+)?"
    rf"|(?P<called>(?:[A-Za-z'-]+ ){{0,3}}(?:[a-z]+(?:ist|ian|eer|grapher|ologist|nomer|[^aeiou]er|[tsc]or|smith|man|woman|wright|monger)|nurse|chef|cook|surgeon|vet|judge|farmer|soldier|monk|nun|priest|potter|pilot|student|DJ|coach|scout|guide|surveyor|architect|barista|tailor|captain|sommelier|vintner|brewer|midwife|jockey|clerk|dentist|broker|lawyer|carpenter))[.!:;]+\s+)"
    rf"(?P<asked>(?:(?:[\w']+ ){{0,3}}?{_WH}\b|{_DOES}\b|name\b)[^.!?;]*)\W*$",
    re.IGNORECASE,
)
"""What somebody says of his work, and the question behind it."""
_MAY = re.compile(r"^\W{0,6}(?!(?:what|which|who|whose|where|when|why|how|is|are|was|were|does|do|did|has|have|can|could|would|will|it|name|there)\b)(?:[^.!:;,\u2013\u2014]*[.!:;,\u2013\u2014]\s|[^-]* - |(?:speaking |asking |talking )?as (?:an?|the|some\w+|one)\b)", re.IGNORECASE)
"""What every such text has: no question at its beginning, and a pause."""
_OPEN = re.compile(rf"(?:[\w']+ ){{0,3}}?{_WH}\b|name\b", re.IGNORECASE)
_TALE = re.compile(r"\b(?:once|bought|visited|met|found|lost|saw|was|were|had|years ago|told|heard|read|remember)\b", re.IGNORECASE)
_BEGS = re.compile(r"(?:might|would|could|can|will) you\b|(?:was|were|am|is|did) (?:i|that|this)\b", re.IGNORECASE)
"""What speaks of the past, and a question that leans on it."""
_CITY = re.compile(r"\b(?:you|your|yours|(?:the|this|that) (?:city|town|country|place|capital|nation))\b", re.IGNORECASE)
_DEED = re.compile(r"\b(?:teach|teaches|sell|sells|make|makes|grow|study|play|collect|buy|trade in|deal in|work with|work in|love|practi[sc]e|import|export|roll|carve|paint|restore|repair|breed|brew|design|print|bake|cook|build|drive|fly|ride|row|keep) (?P<noun>[a-z][\w -]*?)(?: (?:for|by|at|in|to|from|on|with|at)\b.*)?$", re.IGNORECASE)
"""What somebody does, and what to."""
_ARTICLE = re.compile(r"^(?:an?|the|my|some) ", re.IGNORECASE)
_YOURS = re.compile(r"\b(about|are|do|with|unlike|like) yours\b(?=\W*$| (?:still|called|made|differ\w*|look|taste))", re.IGNORECASE)
_THRIVES = re.compile(r"(?:would|will|does|do|could|can) (?:it|they|mine|my crops?|my plants) (?:do well|do badly|grow|thrive|flourish|prosper|ripen)\b(?! faster| better)", re.IGNORECASE)
_HOW_IT = re.compile(r"(?P<how>(?:what|which) (?:colou?r|shape|sort|kind|make|name|number|size) (?:is|are)|what (?:is|are) (?=(?:it|they|yours) called)) (?:it|they|yours|those|the ones there)(?P<rest>(?: (?:there|in your \w+|called))?)\W*$", re.IGNORECASE)
_IT = re.compile(r"\b(?P<of>for|of|in|at|with|about|from) (?:it|that|them|this)(?=\W*$)", re.IGNORECASE)
_EMPTY = frozenset(
    "a an the i me my mine we us our you your yours it its they them their one ones some any of in on at to for from with by into through near around about as and or is are was be been do does did can could would will should might may must have has had get got what which who where why how when there here then "
    "go going head first thing things morning afternoon evening day days night weekend holiday week visit visiting see look looking find finding work working job jobs business come coming travel travelling fly trip city town country place places region area interest interests interested attract attracts attracted draw draws "
    "bring brings tempt please delight surprise surprises strike impress catch eye special miss offer someone somebody like kind kinds sort type best most famous thing sight sights study studying photograph admire learn happy busy list top straight love enjoy want know students pupils class send spend free hours keep keeps years try "
    "reason particular else especially feel home style styles tradition school technique speciality specialty good great excited amaze envy dream colleagues professional professionally person people eager plenty customers worth while arrive make makes made not so much run off rush mean say tell nothing anything something event events hire street streets district quarter neighbourhood walls found invited invite playing play perform performing sing singing act acting dance dancing fight ring serve serving stand standing exhibit show group groups join band stage hall fight fighting dreaming rehearse buy sell order queue pay wait month months season customers take monday tuesday wednesday thursday friday saturday sunday goods recommend suggest propose advise recommended".split()
)
"""Words of a question that leaves its matter to the trade of the one who asks."""
_LITTLE = _EMPTY | frozenset("fewer less few little more many lots plenty better worse coast down than sell sold need needed lowlands plain elsewhere out hungry rich poor hard difficult trouble problem struggle broke idle starve succeed fail year round january july summer winter other cities here use buy grow fortune fail wet".split())
"""The same of a question for a reason."""


@lru_cache(maxsize=1)
def _trades() -> dict[str, tuple[tuple[re.Pattern[str], str, str], ...]]:
    """The rows of trades.toml under each of their words: the pattern, the question, and the one that asks why."""
    found: dict[str, list[tuple[re.Pattern[str], str, str]]] = {}
    for row in table("trades")["trade"]:
        entry = (re.compile(rf"\b(?:{row['who']})\b"), row["ask"], row.get("why", row["ask"]))
        for word in row["on"].split():
            found.setdefault(word, []).append(entry)
    return {word: tuple(entries) for word, entries in found.items()}


def trade_words() -> frozenset[str]:
    """Words by which trades are found: no slips."""
    return frozenset(_trades())


def _asked_by(told: str, asked: str) -> str:
    """What somebody of the trade told of would ask; empty where no row knows."""
    words = plain(told)
    rows = (entry for word in words.split() for entry in _trades().get(word, ()) if entry[0].search(words))
    entry = next(rows, None)
    return "" if entry is None else entry[2] if plain(asked).startswith("why") else entry[1]


_WOULD = re.compile(r"^\W*(?:so |and )?(?P<asked>(?:what|where|why|which (?:sights?|places?))(?: (?:sights?|places?|things?))? (?:would|should|might|could|will|does|must|can|brings?|draws?|attracts?|tempts?|interests?|would interest|would attract|would delight|would please))(?: want to| like to| need to| have to)? (?P<who>(?:an? |any |the )(?:[a-z]+(?:-[a-z]+)? ){0,3}?[a-z]+(?:-[a-z]+)?)(?P<rest>(?: (?:want to|like to|need to|love to|first|go|see|visit|come|travel|look at|look for|head|photograph|study|admire|enjoy|love|find|here|there|to|your|the|this|city|town|place|country|in|for|most|especially))*)\W*$", re.IGNORECASE)
"""What somebody of a trade would see or do there."""


def without_trade(text: str) -> str:
    """`text` without what its asker says of his work first; where the question leaves its matter to the trade, what the trade asks."""
    if (would := _WOULD.match(text)) is not None and (put := _asked_by(would["who"], would["asked"])):
        return f"{put}?"
    found = _SELF.match(text) if _MAY.search(text) else None
    if found is None:
        return text
    told, asked = next(part for part in (found["as"], found["says"], found["called"]) if part), found["asked"].strip()
    if (deed := _DEED.search(told)) and _THRIVES.match(asked):
        return f"is {_ARTICLE.sub('', deed['noun'])} grown there?"
    if not _OPEN.match(asked):
        return f"{asked}?" if _asked_by(told, asked) and _CITY.search(asked) and not _TALE.search(told) and not _BEGS.match(asked) else text
    if set(plain(asked).split()) <= (_LITTLE if plain(asked).startswith("why") else _EMPTY) and (put := _asked_by(told, asked)):
        return f"{put}?"
    if deed and (thing := _HOW_IT.match(asked)):
        return f"{thing['how']} the {_ARTICLE.sub('', deed['noun'])}{thing['rest']}?"
    if deed and _YOURS.search(asked):
        return _YOURS.sub(f"\\1 your {_ARTICLE.sub('', deed['noun'])}", asked) + "?"
    if deed and _IT.search(asked):
        return _IT.sub(rf"\g<of> {deed['noun']}", asked) + "?"
    if found["as"] or not _CITY.search(told):
        return f"{asked}?"
    return text
