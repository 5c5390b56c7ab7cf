"""What exactly an open question is after, read from the question alone: a topic, a kind of thing, or a time, a number, a person to look for."""

# ruff: noqa: E501 -- lists of words

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.kinds import Asked, asked, generic, kind_of
from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.topics import find_topic, topic_of

_COUNTED = frozenset(("people", "country people", "metro area", "area", "density", "distance", "time zone", "rain", "neighbours", "temperature", "height", "country size", "times"))
"""Topics that answer "how many"."""
_LEADS = re.compile(r"\b(leads?|rules|runs|governs|leader|in charge|in power|heads)\b")
PERSONS = r"\b(who|whose|architect|designer|planner|ruler|king|queen|emperor|tsar|sultan|shah|khan|caliph|pharaoh|saint|nun|missionary|prophet|imam|criminal|gangster|drug lord|conqueror|conquistador|explorer)s?\b"
"""Words of a question that people answer."""


_DEEDS = (("wear", "dress"), ("weave|knit|sew|embroider", "textiles"), ("dance", "dances"), ("listen to", "music"), ("grow|harvest|farm", "crops"), ("celebrate", "festivals"), ("eat|cook", "food"), ("drink", "drink"), ("play", "sport"), ("ride|travel by|get around by", "vehicles"), ("mine|dig|extract", "minerals"), ("smoke", "cigars"), ("watch|read", "literature"), ("make|produce|manufacture|build|do for a living|work in|work as", "industry"))
"""What people do, and what a question of what they do it to is after."""
_MADES = (("mined|dug|extracted", "minerals"), ("grown|harvested|farmed|cultivated", "crops"), ("eaten|cooked", "food"), ("drunk|brewed", "drink"), ("played", "sport"), ("worn", "dress"), ("made|produced|manufactured|built", "industry"))
"""What is done to things, and what a question of which things it is done to is after."""
_MADE = re.compile(r"^what (?:is|are|gets|s) (?:mainly |mostly |often |usually |commonly |typically |traditionally )?(" + "|".join(verbs for verbs, _ in _MADES) + r")(?: (?:there|here|in|around|near|by|at|locally)\b.*)?$")
_DONE = re.compile(r"\bwhat (?:do|does|did|would|might|will|can|could|should) (?:the |most |many |local |its )*(?:people|locals?|they|inhabitants|residents|citizens|workers|farmers(?: of (?:the|its) (?:country|city|region))?|peasants|factories|mills|plants|it|the city|you|one|i|we|men and women|women and men|men|women|brides|girls|boys|visitors|tourists)(?: there| here| living there| in (?:it|this city|the city|that city))? (?:usually |typically |often |mostly |traditionally |like to |love to |have to )?(" + "|".join(verbs for verbs, _ in _DEEDS) + r")\b")


_ABSTRACT = re.compile(r"\b(\w+ )?(significance|importance|role|impact|influence|relationship|connection|links?|status|relevance|contribution|legacy)\b(?! (model|play))( (of|in|to|on|with|for|within)\b.*)?")
_SIDES = (("cultural\\w*|culture|artistic|arts", "culture"), ("econom\\w+|financial|commercial|industr\\w+|trade", "industry"), ("politic\\w+|administrative", "role"), ("religious|spiritual|religion", "religion"), ("historic|historical|history", "history"), ("strategic|geographic\\w*", "region"))
"""Sides of a city that such a question may name, and the topics that answer."""


def _done_aim(verb: str, deeds: tuple[tuple[str, str], ...]) -> str:
    """What a question for what is done is after, by the verb."""
    return next(aimed if aimed in ("food", "drink", "sport", "industry") else f"#{kind_of(aimed)[0]}" for verbs, aimed in deeds if regex(verbs).fullmatch(verb))


_PLAINLY = tuple((re.compile(pattern), aimed) for pattern, aimed in (
    (r"\bnickname\b.*\b(?:film|movie|cinema|industry|business)\b|\b(?:film|movie|cinema|industry|dream factory)\b.*\bnickname\b", "words"),
    (r"\b(?:tiny|independent|sovereign|smallest|separate|miniature|little) (?:\w+ )?states?\b(?!.*\b(?:when|since|became|become|become|country)\b)", "words"),
    (r"\b(?:what|which) (?:\w+ )?(?:body|organi[sz]ation|agency|institution|union|bloc)s? (?:\w+ ){0,2}(?:seat|headquarter\w*|based|meets?|sits?|home)\b", "words"),
    (r"\bneighbou?rs?\b.*\b(?:break away|broke away|split|secede\w*|separate\w*|part(?:ed)? (?:ways|company))\b", "words"),
    (r"\b(from|of) (what|which|whom|who)\b.*\b(independen\w+|break away|broke away|split|secede\w*|separate\w*)\b|\b(what|which|who|whom)\b.*\b(independen\w+ (?:from|of)|break away from|broke away from|split (?:away )?from|seceded? from|separated? from)\b", "rulers"),
    (r"\b(what|where) (?:for instance|would i (?:be|get to)|do i end up|am i)\b.*\bland border\b|\bland border\b.*\b(what|where|which)\b|\b(what|where|which)\b.*\bland border\b|\b(country|countries|nations?) next door\b", "neighbours"),
    (r"\b(neighbou?r|neighbou?ring) (?:city|metropolis|town)\b|\b(?:bigger|larger|huge|giant|great) neighbou?r\b", "nearby"),
    (r"^(?!.*\b(?:temperature|weather|climate|size|bigger|smaller)\b).*(?:\b(?:call|called|calls|dub|dubbed|dubs) (?:it|the city) the (?:\w+ )?(?:city )?(?:of )?what\b|\bthe city of what\b|\b(?:compared (?:with|to)|likened to)\b.*\bcit(?:y|ies)\b|\bcit(?:y|ies)\b.*\b(?:compared (?:with|to)|likened to)\b)", "nickname"),
    (r"\b(?:paid|pay)\b.*\bin what$|\bin what (?:\w+ )?(?:do|would|will|can) (?:i|people|they|you|one) (?:pay|get paid|be paid)", "currency"),
    (r"\bwhat (?:mostly |mainly )?(?:comes|rolls|pours|goes) out of (?:most of )?(?:its|the|their|many) (?:\w+ )?(?:factories|mills|plants|workshops)\b|\b(?:line of business|kind of business|business)\b.*\b(?:made it|famous|rich|known|big)\b", "industry"),
    (r"\b(?:what|which) (?:\w+ )?(?:europeans?|european (?:power|nation|country|people|empire)s?|colonial (?:power|rulers?|masters)|foreigners|foreign power|colonists|empires?|powers?|conquerors)( that)? (?:built|left|laid out|put up|brought|made|founded|leased|grabbed|held|shaped|developed|planned|adorned|beautified|embellished|gave)\b", "rulers"),
    (r"\b(?:what|which)\b(?!.*\b(?:city|capital|nearest|closest|canals?|straits?|cape|isthmus)\b)(?=.*\b(?:country|nation|land)\b).*\b(?:seas?|oceans?)\b(?!.*\b(?:across|over|beyond|island)\b)", "country seas"),
    (r"\b(?:in|of|behind) its nickname\b", "nickname"),
    (r"^what (?:\w+ ){0,4}(?:is|are) (?:not|never) (?:allowed|permitted|tolerated)\b|^what (?:\w+ ){0,4}(?:is|are) (?:strictly )?(?:forbidden|banned|illegal|prohibited|outlawed)\b", "known"),
    (r"\b(?:founder|father) of (?:the|its|their) (?:\w+ )?(?:nation|country|republic|state)\b|\b(?:nation|country|republic|state) (?:founder|father)\b", "words"),
    (r"^(?:for )?what (?:are|is) (?:the |its )?(?:\w+ )?(?:factories|mills|plants|workshops|craftsmen|artisans|foundries|tanneries)\b.*\b(?:known|famous|noted)\b|^what (?:\w+ )?(?:do|does) (?:the |its )?(?:\w+ )?(?:factories|mills|plants|workshops|craftsmen|artisans) (?:\w+ ){0,4}(?:make|produce|turn out|manufacture)\b", "industry"),
    (r"^(?!.*\b(?:who|when|why|year|decade|century)\b).*(?:\b(?:mov(?:e|ed|ing)|shift\w*|transfer\w*|relocat\w*)\b.*\bcapital\b(?! from)|\bcapital\b.*\b(?:moved|shifted|transferred|relocated)\b(?! from))", "capital"),
))  # fmt: skip
"""Wordings that say plainly what a question is after."""


@lru_cache(maxsize=20000)
def aim(text: str) -> str:
    """What the open question `text` (plain words) is after (`_aim`); who was killed or overthrown is no leader of today."""
    found = _aim(text)
    return "words" if found == "leader" and _GONE.search(text) else found


_GONE = re.compile(r"\b(cremated|killed|kill|die|shot|murdered|assassinated|buried|died|overthrown|toppled|ousted|removed|executed|exiled|embalmed|deposed|fled|until|was|were|ruled|governed|reigned|went|came|gave|took|lost|fell|said|wrote|made|chose|built|founded|opened|visited|lived|studied|attended|resigned|rests|lies|sleeps|decades|century|\d{4}|kicked|driven|thrown|statue|mausoleum|tomb|airport|named)\b")


def _aim(text: str) -> str:
    """What the open question `text` (plain words) is after: a topic, `#` and the number of a kind, `when`, `who`, `many`, `words`; empty if unreadable."""
    text = regex(r"\b(?:lives?|found|seen|made|grown|mined|live) (?:in|around) (?:the|this|its) area\b").sub("lives there", text)
    want = asked(text)
    topic = find_topic(text)
    if (done := _DONE.search(text)) and want.form == "thing" and generic(want.head):
        return _done_aim(done[1], _DEEDS)
    if (done := _MADE.search(text)) and want.form == "thing":
        return _done_aim(done[1], _MADES)
    if regex(r"what (?:do|did) (?:the |all |many |most )*(?:visitors|tourists|travellers) (?!(?:come|go|see|visit|do|like|love|want|enjoy|look|eat|think|find|buy|say|need|pay|get|call|usually|typically|often|mostly)\b)\w+").match(text):
        return "words"
    if regex(r"\b(skyline|cityscape)\b").search(text) and not regex(r"\b(what|which) (?!can|do|does|is|makes)\w+").search(text):
        return f"#{kind_of('skyscraper')[0]}"
    if regex(r"\b(kind|sort|type|form) of (state|country|nation|government|regime|political system) (is|does|has)\b").search(text):
        return "government"
    if regex(r"\bhow (do|does|would|can|might|did) (most |the |many )?(people|locals?|one|i|you|residents|inhabitants|commuters|workers|they) (\w+ )?(get|go|travel|move|commute)\b(?! (by|for|out))").search(text):
        return "transport"
    if regex(r"\b(earn\w*|makes? (?:(?:the|its|their) (?:country|city|nation|state|people|land) )?(?:most of )?(?:its|their) money|brings? in (?:most of )?(?:the|its|their) (?:country |city |nation )?(?:money|income|dollars)|pays? (?:its|the|their) bills|(?:most|main part) of (?:its|their) (?:money|income))\b").search(text) and want.form in ("thing", "how", ""):
        return "exports" if regex(r"\b(country|nation|state)\b").search(text) else "industry"
    if regex(r"\breligio\w*|\bfaith\b").search(want.rest if "religio" not in want.head else text) and topic == "neighbours":
        return "religion"
    if plainly := next((aimed for pattern, aimed in _PLAINLY if pattern.search(text)), ""):
        return plainly
    if want.form == "thing" and regex(r"\bgames?$").search(want.head) and regex(r"\b(?:do|does|are|would|is)? ?(?:the )?(?:boys|kids|children|youngsters|people|locals|men|they|everyone|everybody|youths?)\b.*\bplay\w*").search(want.rest):
        return "sport"
    if regex(r"\b(?:why|reason|what (?:brings|draws|attracts|lures|pulls|makes))\b.*\b(?:tourists?|visitors?|holiday ?makers?|holidaymakers|foreigners|travellers|sightseers|backpackers|trippers|people)\b.*\b(?:go|come|visit|flock|travel|head|there|in)\b").search(text) and want.form in ("why", "thing") and not regex(r"\b(?:pilgrims?|workers|study|students|live|move|settle|kill\w*|d(?:y|i)ing|language|speak|refugees)\b").search(text):
        return "known" if topic not in ("landmark",) else topic
    if topic == "continent" and regex(r"\b(?:ancestors?|forebears?|forefathers|shipped|came|come|comes|brought|slaves?|immigrants?|migrants?|descen\w+|chains)\b").search(text):
        return "words"
    if regex(r"(?:what|how) (?:is|about) (?:the |its )?(?:local )?culture(?: of the city| there| like)*|describe (?:the |its )?(?:local )?culture(?: of the city| there)*").fullmatch(text):
        return "culture"
    if regex(r"\bhow far\b.*\b(?:sea|coast|ocean|seaside|beach)\b").search(text):
        return "coast"
    if regex(r"\b(?:different|unique|special|stands? out|set apart|sets? (?:it|the city|this city) apart|distinguish\w*|differs?)\b.*\bother cities\b").search(text):
        return "known"
    if want.form == "thing" and regex(r"\bplaces? of worship$").search(want.head + " " + " ".join(want.rest.split()[:2])):
        return f"#{kind_of('place of worship')[0]}"
    if regex(r"\brainy days?\b|\bwhen it rains\b").search(text) and regex(r"\b(?:do|visit|go|see)\b").search(text):
        return f"#{kind_of('museum')[0]}"
    if regex(r"\b(?:nearest|closest) (?:mountains?|hills?|peaks?|mountain range)\b").search(text):
        return "hills"
    if regex(r"\b(?:other|nearby|neighbou?ring) (?:big |large |major |great |important )*(?:cities|towns)\b.*\b(?:near|nearby|close|around|next|neighbou?r\w*)\b").search(text):
        return "nearby"
    if regex(r"\b(?:like|look)\b.*\b(?:\d+|hundred|thousand|fifty) years ago\b|\b(?:like|look) in the (?:past|old days|middle ages)\b").search(text):
        return "past"
    if regex(r"\bday trips?\b|\bexcursions?\b").search(text):
        return "landmark"
    if regex(r"\b(wear|pack|bring|clothes|clothing|dress)\b.*\b(weather|climate|trip|visit|visiting|season|winter|summer|january|july)\b|\bshould (i|one|you|we|a visitor) (wear|pack|bring)\b").search(text):
        return "climate"
    if regex(r"\bwhat (?:\w+ ){0,3}?(?:do|does|did) (?:the |its |their |your )?(?:\w+ )?(?:farmers|peasants|growers|planters|farms) (?:\w+ )?(?:bring|deliver|sell|grow|plant|raise|cultivate|harvest)\b").search(text):
        return f"#{kind_of('crops')[0]}"
    if topic == "flag" and regex(r"\b(?:torn|tore|burn\w*|ripped|hotel|battle|students|1\d{3})\b").search(text):
        return "words"
    if want.form == "where" and regex(r"(?:do|does|did|would|could|might|should|will|can) (?:the |all |most |many )*(?:people|locals?|residents|inhabitants|men|women|students|workers|families|lovers|i|you|they|we|one|visitors|tourists|fans|children|kids|young people|old men) (?:\w+ ){0,4}?(?:sit|sing|gather|meet|drink|eat|shop|dance|play|swim|pray|bathe|relax|jog|skate|surf|worship|fish|perform|exercise|study|party|walk|stroll|buy|hear|listen|watch|bet|gamble|jump|hike|ski|sunbathe|picnic|protest|throw|bury)\b").match(want.rest):
        return "words"
    if regex(r"what (?:\w+ )?(?:lies|rests|is|was found|sleeps|lurks) (?:on|at|under|beneath) (?:the |its )?(?:sea ?bed|sea ?floor|bottom|waves|water|sea (?!coast|shore))").match(text):
        return "words"
    if regex(r"what (?:\w+ )?(?:stands|sits|rises|towers|watches|looks|perches|is perched|is built|was built|crowns|tops|keeps watch) (?:\w+ ){0,3}?(?:on|over|above|at|atop|from|down)\b").match(text) and not regex(r"\b(?:snow|which sea|what sea)\b").search(text):
        return "words"
    if regex(r"\b(?:hard|difficult|tough|unpleasant|bad|easy|thick|dirty|grey|able) (?:for \w+ )?to breath\w*|\bbreath\w+ (?:so )?(?:hard|difficult)|\bcough\w*\b|\bhaz[ey]\w*\b").search(text) and not regex(r"\b(?:high|height|altitude|thin)\b").search(text):
        return "air"
    if "pollution" in text and want.form == "thing":
        return "air"
    if regex(r"\b(what|which) (other )?(country|countries|nations?)\b.*\b(nearest|closest|next to|north|south|east|west|border\w*|neighbou?r\w*|adjacent)\b").search(text):
        return "neighbours"
    if regex(r"\b(body|bodies) of water\b").search(text):
        return "water"
    if (abstract := _ABSTRACT.search(text)) and not regex(r"\b(who|when|where|which|how many)\b").search(text):
        if regex(r"\b(?:water|the sea|ocean|rivers?)\b").search(abstract[0]):
            return "water"
        plain_role = regex(r"\b(?:role|significance|importance|status)\b(?: (?:in|of|to|for|within|as|the|its|this|that|city|country|nation|region|state|wider|national|it|here))*$").search(text)
        return next((topic for adjectives, topic in _SIDES if regex(rf"\b({adjectives})\b").search(abstract[0])), "role" if plain_role else "words")
    if regex(r"\b(mode|means|forms?|methods?) of (public )?transport|\bpublic transport").search(text) and not regex(r"\b(known as|called|nickname\w*|unusual|unique|traditional|iconic|famous|special)\b").search(text):
        return "transport"
    if regex(r"\bage of (the|its) (?!city|town|place|country)|\bhow old (is|are|was|were) (the|its|their|that|those|these) (?!city|town|place|country|settlement|nation|people|population)").search(text):
        return "when"
    if regex(r"\bhead of (the )?(state|government|country)\b").search(text):
        return "leader" if "government" in text else "head of state"
    if regex(r"\bmountain (range|chain|system)s?\b").search(text):
        return "hills"
    if regex(r"\binfluenc\w+ (on )?(the |its |their )?(\w+ )?(architecture|buildings)\b").search(text):
        return f"#{kind_of('architecture')[0]}"
    if topic in ("distance", "world region"):
        return topic
    if regex(r"\b(what|which) (\w+ ){0,2}(country|power|nation|empire|kingdom|state)s? (or \w+ )?(\w+ )?(took over|took|annexed|seized|captured|ruled|controlled|coloni[sz]ed|governed|occupied|conquered|held|owned|administered|possessed)\b").search(text):
        return "rulers"
    if want.form == "thing" and not generic(want.head):
        return _thing_aim(text, want, topic)
    if want.form == "when":
        return "events" if topic == "events" and not regex(r"\b(next|last|first)\b").search(text) else "when"
    if want.form == "who":
        return _person_aim(text)
    if want.form == "many":
        if regex(r"\btimes\b.*\bolympic").search(text):
            return "many"
        return topic if topic in _COUNTED else "many"
    if want.form == "where" and not regex(r"\b(it|city|place|town|country|i|we|you|located|situated)\b").search(want.rest):
        return "words"
    if want.form in ("why", "where") and topic not in ("known", "region", "hint", "distance", "hemisphere", "continent"):
        return "words"
    return topic or "words"


def _thing_aim(text: str, want: Asked, topic: str) -> str:
    """What a question for a thing is after: the kind or the topic whose word ends the asking noun, else a topic that the rest of it names."""
    kind, kind_end = kind_of(want.head)
    said, said_end = topic_of(want.head)
    if kind < 0 and not said and regex(r"\w+(ed|en|made)\b").match(want.rest) and (further := kind_of(" ".join(want.rest.split()[:3])))[0] >= 0:
        return f"#{further[0]}"  # "which african influenced martial art": the noun stands behind
    if regex(r"\b(independence|revolutionary|freedom|resistance|nationalist|religious|spiritual|rebel|guerrilla|civil rights) (leader|figure|hero|fighter)s?$").search(want.head):
        return "people known"
    if regex(r"(?:people |peoples )?(first |originally )?(founded|built|established)( (it|the city|this city|there)\b|$)").match(want.rest) and said != "people" and (topic != "founded" or want.rest.startswith("people") or regex(r"\b(powers?|countr\w+|peoples?|empire|nations?|king|general|explorer|coloni\w+|group|tribe|ruler|conquistador|settlers|person|man)$").search(want.head)):
        return "founder"
    if regex(r"\b(ruled|controlled|coloni[sz]ed|governed|occupied|conquered|held|owned|possessed|ran|administered)\b").search(want.rest) and regex(r"\b(powers?|countr\w+|nations?|empires?|kingdoms?|peoples?)$").search(want.head):
        return "rulers"
    if regex(r"\borgani[sz]ations?\b").search(want.head) and regex(r"headquarter|based|seat|\bcent(?:re|er)\b|home").search(want.rest):
        return "words"
    if regex(r"(built|designed|wrote|painted|composed|constructed|commissioned)\b").match(want.rest) and regex(PERSONS).search(want.head):
        return "words"
    if (found := calling_in(want.head)) is not None and regex(rf"\b({found[0]})( works?| paintings?| art| novels?| songs?)?$").search(want.head) and (said not in ("leader", "government") or regex(r"\b(lived|born|from|came|grew|had|home|spent|studied|associated|buried|died|worked|works|displayed|shown|visited|studied)\b").search(want.rest)):
        return "people known"
    if kind == kind_of("animal")[0] and _EATEN.search(text):
        return "food"
    if kind >= 0 and regex(r"(stadiums?|arenas?|ballparks?)$").search(want.head):
        return f"#{kind}"
    if kind < 0 and said in ("culture", "known", "past", "history", "role", "region") and said_end < len(want.head):
        return "words"
    if kind >= 0 and (kind_end > said_end or (kind_end == said_end and said not in _OVER_KINDS)):
        return f"#{kind}"
    if said == "events" and regex(r"\b(annual\w*|yearly|every year|each year|draws?|attracts?|visitors|tourists|cultural|winter|summer|celebrat\w+)\b").search(text):
        return f"#{kind_of('festival')[0]}"
    if said == "disasters" and regex(r"\b(hit|struck|strike|happened|occurred|suffered|destroyed|devastated|damaged|affected|\d{4})\b").search(text):
        return f"#{kind_of('earthquake')[0]}"
    if said == "country size" and not regex(r"\b(country|nation)\b").search(text):
        return "words"
    if said == "exports" and not regex(r"\b(country|nation|exports?)\b").search(text):
        return "industry"
    return said or (topic if topic and topic not in _VAGUE else "words")


_EATEN = re.compile(r"\b(?:roast\w*|carved|eaten|eat|served|grilled|fried|stewed|smoked|dish|plate|pancakes?|cooked|dinner)\b")
"""What is done to an animal that is food."""
_OVER_KINDS = frozenset(("food", "history", "people known", "clubs", "island", "disasters", "nearby"))
_VAGUE = frozenset(("known", "hint", "region", "landmark", "culture", "past", "history", "industry", "role", "founded", "when old", "people", "area", "founder", "temperature", "snow", "rain", "climate", "transport",
                    "animals", "state", "events", "coast", "nightlife", "sport", "university", "airport", "hills", "people known", "clubs", "religion", "country income", "continent", "currency", "traffic", "prices", "safety", "nightlife", "peoples"))  # fmt: skip
"""Topics whose words often only describe the thing asked for; they count where they are the thing."""


def _person_aim(text: str) -> str:
    """What a question for a person is after: the founder, the leader, a native, or whoever the told texts name."""
    if regex(r"\bwho (was |were |is |has |had |first |originally )*(founded|built|established|created|settled)\b(?! (a|an|the (?!city|town|place|settlement))\b)|\bfounders?\b").search(text):
        return "founder"
    if regex(r"\b(ruled|rulers?|conquered|coloni[sz]ed|occupied|controlled|governed|administered|colonists?)\b").search(text):
        return "rulers"
    if regex(r"\bin charge\b|\bran (?:it|things|the (?:city|place|country))\b|\bthe boss(?:es)?\b").search(text) and regex(r"\b(?:was|were|before|until|till|ran|\d{4})\b").search(text):
        return "rulers"
    if _LEADS.search(text) and not regex(r"\b(led|revolution|movement|city|rebellion)\b").search(text):
        return "leader"
    if calling_in(text) is not None and regex(r"\b(lived?|live|is|was|were|from|born|grew|works?|worked|died|buried|visited|played|plays)\b").search(text) and not regex(r"\b(designed|built|planned)\b").search(text):
        return "people known"
    if regex(r"\b(designed|planned|laid out|architect|drew (?:\w+ ){0,2}plans?)\b").search(text):
        return f"#{kind_of('architect')[0]}"
    if regex(r"\b(buried|entombed|rests|lies)\b").search(text):
        return f"#{kind_of('tomb')[0]}"
    if regex(r"\b(painted|wrote|composed|sculpted|built|made|invented|discovered|won|killed|died|visited)\b").search(text):
        return "words"
    if regex(r"\b(born|from|celebrit\w+|famous|known|notable|natives?|grew up|raised|person|figure|hail\w*|associated)\b").search(text):
        return "people known"
    if regex(r"\blive[sd]?\b(?! in (?:the|that|this|its) (?:\w+ ){0,2}(?:palace|house|castle|tower|mansion|villa|kremlin|cave|hotel|residence))(?! (?:behind|beyond|inside|under|atop|on top|above|below|opposite|next to)\b)|\bpeople\b").search(text):
        return "peoples"
    return "words"


@lru_cache(maxsize=1)
def _callings() -> tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]:
    """The callings, each as it is found in a question, and people of it."""
    return tuple((calling, re.compile(rf"\b({calling})\b"), names) for calling, names in knowledge().callings.items())


def calling_in(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The calling that the question names, as a pattern, and people of it; the longest of several, None where it names none."""
    found = ((calling, names, match.end() - match.start()) for calling, pattern, names in _callings() if (match := pattern.search(text)))
    best = max(found, key=lambda row: row[2], default=None)
    return best[:2] if best else None
