"""What kind of question a text is, before anybody looks at a city: about the name, open, yes or no, a guess, or not understood.

A question is put in plain words first: courtesies off, statements as questions, denials and roundabout wordings plain, common questions by their gist.
A yes-or-no question is then cut into clauses; "is it not …" and "outside" negate, while "isn't it …" asks for the plain thing. The reading depends on
the text alone and is kept.
"""

# ruff: noqa: E501, SIM905 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from lmrl_gym.tasks.guess_city.addressing import addressed
from lmrl_gym.tasks.guess_city.aims import aim
from lmrl_gym.tasks.guess_city.asides import words_known
from lmrl_gym.tasks.guess_city.asking import as_question, asking_words, compared_plainly
from lmrl_gym.tasks.guess_city.bearings import bearing_words
from lmrl_gym.tasks.guess_city.bynames import bynamed, guesses_elsewhere
from lmrl_gym.tasks.guess_city.claims import patterns
from lmrl_gym.tasks.guess_city.clauses import ASKS, Clause, cut
from lmrl_gym.tasks.guess_city.courtesies import POLITE, TAIL, WH, stripped
from lmrl_gym.tasks.guess_city.denying import denial_patterns, denied_apart, plainly_denied
from lmrl_gym.tasks.guess_city.following import asks_both
from lmrl_gym.tasks.guess_city.gist import gist, gist_words
from lmrl_gym.tasks.guess_city.guessing import part_of_name
from lmrl_gym.tasks.guess_city.kinds import kind_of, kind_patterns
from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.learners import learnt_words, ordered
from lmrl_gym.tasks.guess_city.likeness import words_alike
from lmrl_gym.tasks.guess_city.lore import STOP, common, words_told
from lmrl_gym.tasks.guess_city.names import named, several
from lmrl_gym.tasks.guess_city.naming import asks_name, naming_patterns
from lmrl_gym.tasks.guess_city.notes import words_noted
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import gazetteer
from lmrl_gym.tasks.guess_city.recalling import tale
from lmrl_gym.tasks.guess_city.splitting import split, without_aside, without_contrast, without_lead_in
from lmrl_gym.tasks.guess_city.stories import without_story
from lmrl_gym.tasks.guess_city.tastes import by_taste
from lmrl_gym.tasks.guess_city.topics import topic_patterns
from lmrl_gym.tasks.guess_city.trades import trade_words, without_trade
from lmrl_gym.tasks.guess_city.turns import rule_words
from lmrl_gym.tasks.guess_city.waters import named_rivers
from lmrl_gym.tasks.guess_city.wordings import reworded, wording_patterns
from lmrl_gym.tasks.guess_city.words import LONGEST, Mender, clipped, plain

Kind: TypeAlias = Literal["guess", "guesses", "name", "open", "claims", "both", "several", "unclear"]


class Reading(NamedTuple):
    """How a text is read. `topic` names the topic of an open question; `either` says that one of the clauses is enough; `parts` are the readings of
    several questions in one line, or of `both` whether and which."""

    kind: Kind
    text: str
    clauses: tuple[Clause, ...] = ()
    either: bool = False
    topic: str = ""
    cities: tuple[str, ...] = ()
    """Of a guess: the city, where it is one that is known."""
    parts: tuple[Reading, ...] = ()
    bare: bool = False
    """Of claims: a few words without a verb."""
    told: str = ""
    """Of an open question: what was told before it, in plain words."""


@lru_cache(maxsize=1)
def _mender() -> Mender:
    known = set(common()) | set(STOP) | words_told() | words_noted() | words_alike() | words_known() | rule_words() | bearing_words() | asking_words() | gist_words() | learnt_words() | trade_words() | set((Path(__file__).parent / "spelling.txt").read_text(encoding="utf-8").split())
    for pattern in (*patterns(), *topic_patterns(), *kind_patterns(), *wording_patterns(), *naming_patterns(), *denial_patterns(), POLITE.pattern, TAIL.pattern):
        known.update(regex(r"[a-z]{3,}").findall(pattern.replace(r"\b", " ")))
    for name in gazetteer():
        known.update(name.split())
    for city in knowledge().where:
        known.update(plain(city).split())
    for record in knowledge().cities.values():
        for spelling in record.also:
            known.update(plain(spelling).split())
    return Mender(known)


def mended(text: str) -> str:
    """The plain words of `text` with slips of the keyboard mended."""
    return _mender()(plain(text))


def read(text: str) -> Reading:
    """The reading of one question. Of more than `words.LONGEST` characters the rest is passed over, and no city in them is guessed."""
    return _read(clipped(text))


@lru_cache(maxsize=20000)
def _read(text: str) -> Reading:
    text = by_taste(without_trade(text))
    story, text = tale(text), without_aside(without_contrast(without_story(text)))
    words = mended(text)
    cities = named(words)
    if cities and (_NEARER.search(words) or compared_plainly(core := stripped(addressed(words))) != core):
        cities = ()  # "is London bigger?"
    if cities and len(text) > LONGEST:
        return Reading("unclear", words)
    if cities and several(words):
        return Reading("guesses", words)
    if cities and (part := part_of_name(words, cities[0])) != "beside":
        return Reading("guess", words, cities=cities) if part == "guess" else Reading("unclear", words)
    if not cities and (byname := bynamed(words)) is not None:
        return Reading("guess", words, cities=byname)
    if not cities and guesses_elsewhere(text):
        return Reading("guess", words)
    asked = split(text)
    kept = asked if len(asked) == 1 else tuple(part for part in asked if not (_TELLS_OF.match(part) or (story and part is not asked[-1] and not ASKS.match(part.lower())))) or asked
    readings = [_question(part) for part in kept]
    parts = tuple(r for r, part in zip(readings, kept, strict=True) if r.kind in ("open", "name") or (r.kind == "claims" and ASKS.match(r.text) and not _TELLING.match(part))) or tuple(readings[:1])
    if parts[0].kind == "claims" and (len(parts) == 1 or (len(parts) == 2 and _IS_THERE.match(text))) and (both := asks_both(text)) is not None:
        halves = tuple(_question(half) for half in both)
        return Reading("both", words, parts=halves) if [r.kind for r in halves] == ["claims", "open"] else parts[0]
    if len(parts) == 1:
        return parts[0]._replace(told=story) if story and parts[0].kind == "open" else parts[0]
    return Reading("several", words, parts=parts)


_TELLS_OF = re.compile(r"\W*(?:so |and |but |well )?your (?:city|town|place|country|nation) (?:is|has|was|had|lies|sits|seems|sounds)\b", re.IGNORECASE)
"""What is said of the city before another question, and asks nothing."""
_NEARER = re.compile(r"\b(?:closer|nearer|further|farther)(?: away)? (?:to|from) (?:you|it|here|there|the city|this city)\b.*\bthan\b")
"""Two other places by how near they are: no guess."""


_TELLING = re.compile(r"\W*your\b", re.IGNORECASE)
"""What is told of the city before a question."""
_IS_THERE = re.compile(r"\W*(?:is|are|was|were) there (?:an?|any|some)\b[^?.!]*[?,][^?]*\b(?:it|they|them)\b", re.IGNORECASE)
"""A thing that is asked for, and then what it is."""


def _question(text: str) -> Reading:
    """The reading of one question that is no guess; roundabout wordings are reworded, one matter put in its own words."""
    text = _joined(without_lead_in(text))
    words = _THING_BARE.sub(r"what is the \g<thing>", _BUT_NOT.sub(r"what is the \1", regex(r"(?<=\w )i mean (?=\w)|^i mean ").sub("", ordered(addressed(mended(text))))))
    core = compared_plainly(reworded(plainly_denied(as_question(stripped(words)))))
    if not regex(r"[a-z]{2}").search(core):
        return Reading("unclear", words)
    short, said = None if named_rivers(core) and not WH.search(core) else gist(core), core
    if short is not None:
        core = short.text
    elif (apart := denied_apart(text)) != text:
        core = compared_plainly(reworded(plainly_denied(as_question(stripped(addressed(mended(apart)))))))
    if (relative := _RELATIVE.match(core)) is not None and (relative["thing"] in _REGIONS or kind_of(relative["thing"])[1] == len(relative["thing"])):
        core = f"what {core}"
    elif _MONTH.fullmatch(core):
        core = f"what is the {core.removeprefix('the ')}"
    if asks_name(core, ASKS.search(core) is not None):
        return Reading("name", words)
    if _is_open(core) and not (_CLAIMED.search(words) and not _ASKS_OPEN.match(core)):
        topic = aim(core)
        return Reading("open" if topic else "unclear", core, topic=topic)
    if short is None and _gibberish(text):
        return Reading("unclear", words)
    clauses, either = cut(core)
    if short is not None and short.denied:
        clauses, either = tuple(clause._replace(negated=not clause.negated) for clause in clauses), False
    bare = _SPEAKS.search(words) is None
    return Reading("claims", said if short is not None and (_SAID_BACK.match(said) or bare) else core, clauses, either, bare=bare)


_BUT_NOT = re.compile(r"^(?:the |its |their )?((?:(?:main|local|official|native|national|regional|most spoken|home) )+(?:language|tongue|dish|food|sport|religion|faith|currency|drink|airport|club|team|river|animal))s? (?:but |and )?not (?:the )?\w+(?: or \w+)?$")
_THING_BARE = re.compile(r"^(?:the |that |an? |some )?(?P<thing>(?:(?!(?:is|are|was|were|does|do|did|has|have|can|it|they|there|people|what|which|any|no|not|one|same|only|such)\b)\w+ ){1,3}things? (?:on|that|with|in|they|people|you|from|over|under|above|round|around|by)\b.*|(?:cheapest|quickest|fastest|easiest|best|usual|nicest|classic|common) ways? \w.*)$")
"""What a few words without a verb ask for: a thing of some kind and not another, a thing that they describe, the best way somewhere."""
_MONTH = re.compile(r"(?:the )?(?:\w+est|best|worst|most \w+) (?:months?|season|time(?: of (?:the )?year)?)(?: (?:there|of the year|to (?:visit|come|go)))?")
_REGIONS = frozenset("state province region prefecture county continent capital language".split())
_RELATIVE = re.compile(
    r"(?:the |a |their |its )?(?P<thing>[a-z]+(?: [a-z]+)?) (?:that |which )?(?:it|they|people|locals|everyone|everybody|you|one)(?: is| are| all| always| mostly)* (?!is\b|are\b|has\b|have\b|like\b)[a-z]+(?: (?:of|for|in|on|at|from|with|to|most|there|abroad|every\w*|a lot))*$"
)
"""A thing by what is done with it, which asks what it is: "fruit they ship", "state it is capital of"."""
_CLAIMED = re.compile(r"\b(?:wonder|wondering|know|say|tell|ask|curious|wonders)(?: me| us)? (?:if|whether)\b|\w (?:right|correct|is it not|is not it|does it not|do they not|do not they|are there not|is there not|are not they|isnt it|doesnt it|dont they|are they not)$")
_ASKS_OPEN = re.compile(r"(?:\w+ )?(?:what|which|who|whom|whose|where|when|how|why)\b|(?:name|describe|list|give|tell|is|are|was|were|do|does|did|can|could|would|has|have)\b")
"""What puts a claim to be agreed with or not, and what asks for more whatever its tail."""
_SAID_BACK = re.compile(r"(is|are|was|were|does|do|did|has|have|can)\b")
"""The verbs that an answer takes up from its question."""
_SPEAKS = re.compile(r"\b(it|they|there(?! (?:called|that)\b|$)|is|are|was|were|has|have|had|does|do|did|can|could|would|will|i|you|we|right|correct|true|isnt|arent|not|no|yes|any|lies?|guess|suppose|presumably|surely|probably|maybe|must|should|might|may)\b")
"""Words of a sentence, which a few words without a verb do not hold."""


_CONTRAST = re.compile(r",\s*(?:and |but )?(?:not|never) (?!(?:any|now|today|since|until|before|so|much|many)\b)(?:(?:an?|the|in|on|at|by|to)\s+){0,2}\w+(?: \w+)?\W*$", re.IGNORECASE)
_BESIDE = re.compile(r",\s+(?:and )?(?=(?:on(?! the same)|in|by|near|at|with (?:a|an|its|the)|far|high|close to|next to|no (?!doubt|wait|matter|less|more)|without|surrounded|but|yet|known for|famous for|home to|bordering|overlooking|one of the)\b(?! (?:fact|other words|short|general|your|my|all|particular|case|view|terms|that|mind|least|which|what))(?! i\b))", re.IGNORECASE)
"""What a claim is set against, and the commas behind which it claims another thing."""


def _joined(text: str) -> str:
    """A claim whose parts stand side by side, with "and" between them; what it is set against is left out."""
    if "," not in text or WH.search(text.lower()):
        return text
    first, *rest = regex(r"(?<=\w),").split(text, maxsplit=1)
    if rest and len(first.split()) > 1:
        text = _CONTRAST.sub("?", text)
        text = _BESIDE.sub(" and ", text)
    return text


def _gibberish(text: str) -> bool:
    """Whether most of what `text` says is words that nobody knows: neither known nor mended to known ones, and written small, so no proper names.

    Beside such words a slip that could be mended is as little known.
    """
    spoken = [w for w in plain(text).split() if w.isalpha() and len(w) > 2 and w not in STOP]
    proper = set() if text.isupper() else {w for part in regex(r"(?<=\s)[^\W\d_a-z]\S*").findall(text) for w in plain(part).split()}
    unknown = {w for w in spoken if not _mender().knows(w)} - proper
    if not any(not _mender().knows(_mender()(w)) for w in unknown):
        return False
    return 2 * sum(w in unknown for w in spoken) > len(spoken)


def _is_open(core: str) -> bool:
    if ASKS.search(core) and not _TELLS.search(core):
        return _ENDS_OPEN.search(core) is not None or bool(regex(r"^(is|are|was|were|does|do|did) (it|they|the city|people) (?!have |has |a |an |the (?:place|town|city) )(\w+ ){0,3}(what|which|(?<=known )where|how many)\b(?! (was|is|are|were|used|could|might|people|some|many)\b)").search(core))
    if _SAID.match(core) and not _LEFT_OPEN.search(core):
        return False
    if WH.search(core):
        return True
    if _FOREMOST.match(core):
        return True
    if _ASKING_FRAGMENT.search(core):
        return True
    bare = regex(r"^(its|the|their|main|official|local|your|this city|city) ").sub("", core)
    return len(bare.split()) <= 4 and bool(regex(_BARE).search(bare)) and not regex(r"\b(?:than|over|above|under|below) \d").search(bare)


_ENDS_OPEN = re.compile(r"\b(?:of|at|in|on|by|from|to|with|for|near|under|along) (?:which|what|whose) (?!(?:the|it|its|they|people|he|she|you|i|one|there|is|was|are|a|an|time|time of year|has|have)\b)[\w-]+(?: by (?:its )?name)?$")
"""Of a question that begins like a yes-or-no one, the end that asks: "are the theatres on which street"."""
_ASKING_FRAGMENT = re.compile(r"^(?:the |its )?(?:(?:main |usual |typical |national |official )?colou?rs? of|(?:kind|type|sort|shape|number|names?) of) (?!.*\b(?:is|are|has|have|was|were)\b)\w+|^(?!(?:it|they|there|people|the city|the country|locals)\b)(?!.*\b(?:is|are|was|were|has|have|been|got|does|do)\b(?! (?:called|named|known as)$)).+ (?:called|named|known as)$|^(?:the |its )?(?:most famous|best known|most important|most special) (?:thing|sight|place|person|attraction|feature|food|export|product|son|daughter)s?$|^(?:the |its )?(?:nearest|closest) (?:\w+ )?(?:country|nation|city|capital|neighbour|mountains?|border)(?: (?:to it|to the city|abroad))?$|^(?:great |big |huge )?lake$|^(?:us |american |home )?(?:state|province|prefecture|county|department)$")
"""What asks without a question word: "colour of the taxis", "the mountains behind it called", "state"."""
_FOREMOST = re.compile(
    r"^(?:the |its )?(?:most (?:popular|famous|important|common|spoken|visited|iconic)|highest|biggest|largest|longest|tallest|oldest|busiest|main|national|nearest|closest|favou?rite) "
    r"(?!\w*(?:est|ly)\b)(?:\w+ )?(?:sport|animal|bird|flower|dish|drink|food|river|lake|mountain|peak|island|language|religion|crop|export|museum|church|mosque|temple|building|tower|bridge|park|square|market|sea|ocean|beach|volcano|festival|holiday|university|industry|newspaper|airline|instrument|hero|poet|desert|newspaper)(?: (?:in|of|near|around|there|nearby|by)\b.*)?$"
)
"""What asks for the foremost of its kind without a verb: "highest mountain in the country"."""
_TELLS = re.compile(r"^(do|would|could|can) you know (what|which|who|when|where|how|why)\b|^(can|could|would|will|do|does|did|are) (you|i|we|one)\b.*\b(name|tell|give|describe|list|say|explain|mention|share|provide|think of|recommend|suggest|identify|specify|point out|elaborate|happen to know|remind|enlighten|get (a|another|some|one more) (hints?|clues?)|have (a|another|one more) (hint|clue))\b|^(is|are) there any(thing)? (hint|clue|else)|^any (hints?|clues?)")
"""Of questions that begin like yes-or-no ones, those that ask to be told something."""
_SAID = re.compile(r"^(?:(?:i|we|you) (?:\w+ )?(?:assume|suppose|guess|think|thinking|bet|take it|believe|gather|presume|reckon|imagine|hear|heard|expect|see|find|found|would find|talking)\b(?! (?:what|which|who|how|when|where|why)\b)|(?:the )?(?:it|this|that|they|there|people|locals|everyone|most people|the people|the city|the country|the place|this city|residents|inhabitants) (?:\w+ )?(?!what|which|who|when|where|how|why)(?:is|are|has|have|was|were|had|lies?|sits?|speaks?|uses?|drives?|lives?|belongs?|hosted|became|got|gets|must|would|can|does|do|did|will|enjoys?|experiences?|eats?|loves?|pays?|follows?|prays?|worships?|draws?|attracts?|surrounds?|straddles?|overlooks?)\b)")
"""A claim put as a statement, whatever "where" or "which" it goes on with."""
_LEFT_OPEN = re.compile(r"\b(?:of|at|in|on|by|from|to|with|for|near|under|after) (?:which|what|whose)(?: (?!it\b|they\b|people\b|he\b|you\b|one\b|there\b)[\w-]+){1,4}$|\b(?:called|named|nicknamed|known as|made of|famous for|known for) what$")
"""Of such a statement, the end that asks: "it sits at the mouth of which river"."""


_BARE = r"^(population|language|languages|currency|climate|weather|religion|continent|region|location|food|cuisine|landmarks?|elevation|altitude|time ?zone|nickname|age|history|industry|economy|hints?|clues?|size|attractions?|national dish|famous (food|landmarks?|people|person)|founding|sports?|government|river(?! (?:city|town|port))|geography|terrain|culture|(famous|known) for$|hemisphere|main language|spoken languages?|languages? spoken|average temperature|temperature|latitude|neighbou?rs|neighbou?ring countries)\b"
