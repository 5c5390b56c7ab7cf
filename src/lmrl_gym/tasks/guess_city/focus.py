"""Of all that could be said of a city, the sentences that speak of the thing asked for (`aims.aim`).

`pointed` gives none where nothing is known that would answer, for a true sentence about something else is no answer.
"""

# ruff: noqa: E501, SIM905 -- lists of words

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.aims import PERSONS, calling_in
from lmrl_gym.tasks.guess_city.asides import told_aside, told_of_land, told_surely
from lmrl_gym.tasks.guess_city.conquests import powers_asked
from lmrl_gym.tasks.guess_city.dated import held_when
from lmrl_gym.tasks.guess_city.kinds import asked, kind_of, names_kind
from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.likeness import covered, likest
from lmrl_gym.tasks.guess_city.lore import STOP
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.notes import OF_COUNTRY, held, note
from lmrl_gym.tasks.guess_city.particular import particularly
from lmrl_gym.tasks.guess_city.particulars import FOREMOST, PARTICULARS, everything, loosely, persons
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.preferring import (
    AHEAD,
    ALONE,
    FIXED,
    FURTHER,
    FURTHEST,
    HALF,
    HEAVY,
    MANY,
    MEANT,
    NEVER,
    NOTHING,
    SOME,
    SURE,
    SURELY,
    TOLD,
    UNNOTED,
    WHOLE,
    WHOLLY,
    better,
    names_more,
)
from lmrl_gym.tasks.guess_city.rivers import BY_RIVER, river_named
from lmrl_gym.tasks.guess_city.sayings import part_of_continent, world_region
from lmrl_gym.tasks.guess_city.sharing import nearest, overruled, root, shares, sharing, stems
from lmrl_gym.tasks.guess_city.topics import say, topic_of
from lmrl_gym.tasks.guess_city.weather import told_month
from lmrl_gym.tasks.guess_city.words import plain

_WIDE = frozenset(("history", "landmark", "past", "culture", "known", "hint", "people known", "events", "disasters", "founder", "transport", "hills", "animals", "colony", "role", "region", "clubs"))
"""Topics whose sentences may be replaced by others that speak of the thing asked for."""
_POWERS = frozenset(("rulers", "colony", "words", "people known", "history", "past", "who", "leader"))
"""Topics of questions that may ask for the power of a time."""
_CLOSE = frozenset(("food", "drink", "exports", "brands", "sport", "university", "airport", "industry", "mountain", "nickname"))
"""Topics of which the question may single out one sentence."""
_SHORES = frozenset(("coast", "river", "region", "hills", "transport"))
"""Topics that one word of a question may call though it asks for something else."""
_THINGS = frozenset(("landmark", "culture", "events", "clubs", "transport", "river", "hills", "disasters", "animals"))
"""Topics that no person answers."""
_OWN = {"sport": re.compile(r"\b(football|cricket|baseball|basketball|hockey|sailing|kickboxing|wrestling|surfing|skiing|boxing|horse|cycling|kitesurfing|sumo)\b"), "drink": re.compile(r"\b(beer|wine|tea|coffee|rum|pisco|brewery|cocktails)\b(?! (plantations|trade|houses|shops))")}
"""What a city itself may be known for, of the sports and drinks that a question asks for."""


@lru_cache(maxsize=20000)
def pointed(aimed: str, text: str, name: str) -> tuple[str, ...]:
    """The sentences about the city `name` that answer the question `text` (plain words), read as `aimed`; none where nothing known answers it."""
    said = _pointed(aimed, text, name)
    if aimed == "river" and BY_RIVER.search(text) and not told_aside(text, knowledge().cities[name]) and (rivers := river_named(said, name)):
        return rivers
    if said and asked(text).form in ("thing", "why") and any(_echoes(text, s) for s in said):
        said = tuple(s for s in said if not _echoes(text, s)) or said
    if said and aimed == "words" and asked(text).form == "why" and not regex(r"\d").search(text) and _FRAME.match(said[0]) and (reason := likest(text, name)) is not None and reason.weight >= SOME and reason.share >= covered(text, said[0]):
        return (reason.text,)
    if said and asked(text).form in ("thing", "how") and _echoes(text, said[0]) and (fresh := likest(text, name)) is not None and fresh.weight >= HALF:
        return (fresh.text,)
    if said and aimed not in NEVER and not told_surely(text, knowledge().cities[name]) and (ahead := note(text, name, asked(text).form)) is not None and ahead.words >= MANY[0] and ahead.share >= max(held(text, s) for s in said) + MANY[1 + (aimed in FIXED)]:
        wide = likest(text, name, asked(text).form)
        return (wide.text,) if wide is not None and wide.words > ahead.words and wide.share >= covered(text, ahead.text) + AHEAD else (ahead.text,)
    if text.endswith(" known for"):
        return said
    if kept := particularly(aimed, text, said, name):
        return kept
    found = likest(text, name, asked(text).form)
    if found is None:
        return said
    whole = found.words >= MANY[0] and found.share >= SURE
    if not said and found.words >= 2 and found.share >= SURE and found.weight >= (WHOLE / 2 if whole else WHOLE):
        return (found.text,)
    listed = bool(told_aside(text, knowledge().cities[name]))
    if said and aimed in _SHORES and not listed and found.words >= 2 and found.share >= SURE and found.weight >= 1.0 and not any(covered(text, s) for s in said):
        return (found.text,)
    if said and aimed not in NEVER and whole and found.weight >= HALF and not listed and not any(covered(text, s) >= HALF for s in said):
        return (found.text,)
    particular = found.share >= TOLD and _PARTICULAR.search(asked(text).head) is not None
    if found.weight < (WHOLE if whole and particular else FURTHER if said else FURTHEST):
        return said
    if said and (found.words < 2 or found.share < max(covered(text, s) for s in said) + AHEAD):
        return said
    unsaid = found.words >= MANY[0] and found.share >= HALF and not any(covered(text, s) for s in said)
    if said and not particular and (listed or (_asks_for(aimed, text, found.text) and not unsaid)):
        return said
    return (found.text,)


_PARTICULAR = re.compile(
    PERSONS + r"|\b(shogun|warlord|prince|princess|general|admiral|dynasty|poet|poetess|writer|novelist|author|singer|actor|actress|director|painter|film star|festival|feast|holiday|dance|"
    r"cake|sweet|soup|stew|bread|snack|drink|cocktail|spice|gem|company|firm|brand|breakfast|noodle|pancake|sauce)s?\b"
)
"""Heads of questions whose own answer, any person or dish of the place, the likest note may replace."""


def _asks_for(aimed: str, text: str, told: str) -> bool:
    """Whether the noun that the question asks for is what it is read as being after, and `told` is no thing of that kind."""
    head = asked(text).head
    if aimed[0] != "#":
        return topic_of(head)[0] == aimed
    return kind_of(head)[0] == int(aimed[1:]) and (not names_kind(int(aimed[1:]), told) or not head.split()[1:])


def _echoes(text: str, sentence: str) -> bool:
    """Whether the sentence only says again what the question says."""
    return _FRAME.match(sentence) is not None and not _NAMED.search(sentence) and {w for w in plain(_FRAME.sub("", sentence)).split() if w not in STOP and w != "own" and root(w) not in _stumps(text)} == set()


@lru_cache(maxsize=8192)
def _stumps(text: str) -> frozenset[str]:
    return frozenset(map(root, text.split()))


_FRAME = re.compile(r"(Its country|It) (is known for|has) |A famous sight is ")
"""How a sentence begins that names a thing."""


def _pointed(aimed: str, text: str, name: str) -> tuple[str, ...]:
    city = knowledge().cities[name]
    if aside := told_aside(text, city) or told_month(text, city):
        own = note(text, name, asked(text).form) if told_of_land(text, city) and not OF_COUNTRY.search(text) else None
        if own is not None and own.share >= MEANT and own.weight >= SOME:
            return (own.text,)
        here = tuple(s for s in safe(city, of_kind(int(aimed[1:]), text, name)) if not s.startswith("Its country")) if aimed[0] == "#" and told_of_land(text, city) else ()
        return (f"{here[0]} {aside[0]}",) if here else aside
    if aimed in _POWERS and (powers := safe(city, held_when(text, city))):
        return powers
    if aimed in ("rulers", "colony") and (powers := powers_asked(text, city)):
        return powers
    found = note(text, name, asked(text).form)
    if found is not None and found.share >= SURE and found.weight >= SURELY[1 if aimed in FIXED or aimed in NEVER else found.words > 1] and (found.words >= 2 or aimed not in FIXED | NEVER):
        return (found.text,)
    found = None if aimed in NEVER or UNNOTED.search(text) else found
    if found is not None and (found.words >= 2 or (aimed[0] == "#" and found.weight >= ALONE)) and found.share >= (WHOLLY if aimed in FIXED and "called" not in text else MEANT) and found.weight >= (HEAVY if aimed not in FIXED else ALONE):
        return (found.text,)
    said = _told(aimed, text, name)
    if found is not None and found.share >= MEANT and (not said or ((aimed == "landmark" or (aimed[0] == "#" and int(aimed[1:]) not in _past_kinds())) and names_more(found, said))):
        return (found.text,)
    if found is None or found.weight < SOME or found.share < HALF:
        return said or ((found.text,) if found is not None and found.weight >= SOME else ())
    if said and found.weight >= HEAVY and (NOTHING.match(said[0]) or ("called" in text and found.words >= 2)):
        return (found.text,)
    if said and aimed in _CLOSE and found.words < 2 and _asks_for(aimed, text, found.text) and not {root(word) for word in asked(text).head.split() if word not in STOP} & set(map(root, plain(found.text).split())):
        return said
    return said if said and (aimed in FIXED or (found.weight < HEAVY and aimed != "rulers") or not better(found, said, text)) else (found.text,)


def _told(aimed: str, text: str, name: str) -> tuple[str, ...]:
    """What the knowledge of cities and countries says to the question."""
    said = _aimed(aimed, text, name)
    if (year := regex(r"\b(1\d{3}|20\d\d)\b").search(text)) and aimed not in ("when", "rulers", "many", "clubs"):
        dated = tuple(s for s in everything(name) if regex(rf"\b{year[0]}\b").search(s))
        fitting = tuple(s for s in dated if aimed[0] == "#" and names_kind(int(aimed[1:]), s))
        said = fitting or (said if aimed[0] == "#" and not any(s in dated for s in said) else ()) or sharing(text, dated) or said
    if aimed in _OF_A_TIME and (century := _CENTURY.search(text)):
        dated = tuple(s for s in everything(name) if s.startswith("It ") and any((int(year) - 1) // 100 + 1 == int(century[1]) for year in _YEAR.findall(s)))
        said = tuple(s for s in dated if not s.startswith("It hosted")) or dated or said
    if not said and aimed.startswith("#"):
        topic = topic_of(asked(text).head)[0]
        return sharing(text, everything(name)) or (say(topic, knowledge().cities[name]) if topic in ("port", "nightlife", "disasters") else ())
    return overruled(text, said, everything(name)) if aimed in _LOOSE or not said else said


_OF_A_TIME = frozenset(("history", "past", "events", "words"))
_CENTURY = re.compile(r"\b(\d+)(?:st|nd|rd|th) century\b")
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d\d\b")
_LOOSE = frozenset(("words", "landmark", "known", "culture", "history", "past", "food", "industry"))
"""Aims from which a sentence that says nearly what the question says leads away."""


def _aimed(aimed: str, text: str, name: str) -> tuple[str, ...]:
    city = knowledge().cities[name]
    if aimed.startswith("#"):
        rest = regex(r"(?:or|and) (.*)").match(asked(text).rest)  # "a dance or music": the one or the other
        return of_kind(int(aimed[1:]), text, name) or (_other(" ".join(rest[1].split()[:3]), text, name) if rest else ())
    if aimed == "people known" and (found := calling_in(text)) is not None:
        return nearest(text, persons(city, text, *found))
    if aimed in PARTICULARS:
        return PARTICULARS[aimed](city, text) or loosely(aimed, text, city)
    said = say(aimed, city)
    if aimed == "river" and regex(r"\blakes?\b").search(text) and "river" not in text and (lakes := safe(city, tuple(say("lakes", city))) or tuple(s for s in everything(name) if regex(r"\b[Ll]akes?\b").search(s))):
        return lakes
    if aimed == "river" and "rivers" not in text:
        return safe(city, said)[:1]
    if aimed == "neighbours" and len(said) > 1:
        return said[:1] if regex(r"\bhow many|\bnumber of").search(text) else nearest(text, safe(city, said[1:])) or said[:1]
    if aimed == "world region" and regex(r"\bcontinent\b").search(text) and (corner := part_of_continent(city, knowledge().country(city))):
        return tuple(f"{corner[0]} {more}" for more in safe(city, tuple(world_region(city, knowledge().country(city))))[:1])
    if aimed == "role" and not city.capital and not city.seat and (rank := say("rank", city)):
        return tuple(f"{said[0]} {more}" for more in rank)
    if aimed == "events" and regex(r"\bsport\w*\b").search(text):
        return tuple(s for s in said if _SPORTING.search(s)) or ("It has hosted no great sporting event that I know of.",)
    if aimed == "island" and not city.island and (islands := of_kind(kind_of("island")[0], text, name)):
        return islands
    if aimed == "water" and regex(r"\b(calm|still|fresh ?water|inland)\b").search(text) and (lakes := safe(city, tuple(s for s in say("lakes", city) if not s.startswith("No great")))):
        return lakes
    if aimed == "water" and not (city.seas or city.sea) and regex(r"\b(on|upon|along|beside|by)\b|^name a\b").search(text) and (great := safe(city, tuple(f"It lies on {w}." for w in city.water if w.startswith("Lake ")))):
        return great
    if aimed == "coast" and not (city.seas or city.sea) and not regex(r"\b(seas?|oceans?|gulf|bay|coast)\b").search(text):
        return (*safe(city, tuple(s for s in say("lakes", city) if not s.startswith("No great"))), *safe(city, tuple(say("river", city)))) or said
    if aimed == "water" and (city.seas or city.sea) and not regex(r"\b(closest|nearest|near|fresh ?water|through|splits?|divid\w+|inland)\b").search(text):
        said = (*safe(city, tuple(say("coast", city)))[:1], *said)
    if aimed in ("coast", "island", "water") and regex(r"\b(what|which|name)\b").search(text):
        return tuple(s for s in safe(city, said) if s not in ("It lies on the coast.", "It lies on an island.", "It lies inland, but not far from the sea.")) or said
    if aimed in ("water", "coast") and regex(r"\b(splits?|divid\w+|separat\w+|parts|cleaves?|halves|runs?|flows?|cuts?|middle|through)\b").search(text):
        return tuple(s for s in (*say("river", city), *say("lakes", city)) if not s.startswith("No great"))[:1] or said
    if aimed == "drink" and "alcohol" in text and (bans := tuple(s for s in everything(name) if "alcohol" in s)):
        return bans
    if aimed in ("sport", "drink") and not regex(r"\b(country|nation|national|people)\b").search(text):
        own = tuple(s for s in everything(name) if s.startswith(("It is known for", "One of its trades")) and _OWN[aimed].search(s))
        said = tuple(f"{s} {more}" for s in own for more in said) or said
    if aimed == "landmark" and regex(r"\b(?:oldest|earliest)\b").search(text) and not regex(r"\b(?:country|world|continent)\b").search(text):
        told = everything(name)
        return tuple(s for s in told if "oldest" in s and s.startswith("It"))[:1] or tuple(s for s in told if s.startswith(("A famous", "It has")) and _OLD.search(s))[:1] or said
    if aimed == "landmark" and FOREMOST.search(text):
        return safe(city, said)[:1]
    if regex(r"\b(near|nearby|close to|outside|around|day trips?|excursions?|surroundings|vicinity|(?:just |to its |to the )?(?:north|south|east|west) of (?:the city|it|town))\b").search(text) and aimed in ("landmark", "known", "hint"):
        return tuple(s for s in everything(name) if regex(r"\b(near|nearby|not far|away|outside|some way)\b").search(s)) or said
    if aimed == "people known":
        return nearest(text, said)
    if aimed in _CLOSE:
        return nearest(text, said)
    if aimed not in _WIDE:
        return said
    if aimed in _PLAIN and all(word in _GENERAL or word in STOP for word in text.split()):
        return said
    near = nearest(text, said)
    if len(near) < len(said) or aimed == "hills":
        return near
    told = everything(name)
    if aimed in _THINGS and not regex(PERSONS).search(asked(text).head):
        told = tuple(s for s in told if s not in say("people known", city))
    return sharing(text, told if regex(r"\b(country|nation|national)\b").search(text) else tuple(s for s in told if not s.startswith("Its country"))) or said


_SPORTING = re.compile(r"Games|Cup|Olympic|[Cc]hampionship|Super Bowl|Prix|Copa|Universiade|Marathon|Open\b|Series|final|no great")
"""What a sporting event is called."""
_OLD = re.compile(r"Colosseum|Charminar|[Tt]emple|[Mm]osque|[Cc]hurch|[Cc]athedral|[Ff]ort\b|[Cc]itadel|[Pp]agoda|[Tt]omb|[Cc]astle|[Pp]yramid|ruins|[Cc]ity wall|[Pp]alace|[Mm]onastery|[Bb]asilica|[Gg]ate\b|ancient|Roman|medieval|century|[Oo]ld ")
"""What is old among the sights."""
_PLAIN = frozenset(("history", "past", "role", "nightlife", "culture"))
_GENERAL = frozenset("culture cultural local traditions describe region regions part parts area lie lies located situated sits sit whereabouts country nation state continent world history historical historic event events occurrence moment moments episode significant important major notable famous happened occurred happen occur took place past role status importance significance play plays city".split())
"""Topics of which a question may ask nothing special, and the words that it then holds."""


def _other(noun: str, text: str, name: str) -> tuple[str, ...]:
    """What answers the second of two things that a question asks for."""
    if (kind := kind_of(noun)[0]) >= 0:
        return of_kind(kind, text, name)
    topic = topic_of(noun)[0]
    return say(topic, knowledge().cities[name]) if topic in ("coast", "water", "river", "hills", "food", "drink") else ()


@lru_cache(maxsize=16384)
def _fitting(kind: int, name: str) -> tuple[str, ...]:
    """The sentences about the city that name a thing of the kind, each once."""
    return tuple(dict.fromkeys(s for s in everything(name) if names_kind(kind, s)))


def of_kind(kind: int, text: str, name: str) -> tuple[str, ...]:
    """Sentences that name a thing of the kind; the city's own before the country's, unless the question is about the country."""
    fitting = _fitting(kind, name)
    if not _SYMBOL.search(text):
        fitting = tuple(s for s in fitting if not s.startswith("Its country's national ")) or fitting
    if not regex(PERSONS).search(asked(text).head or text):
        fitting = tuple(s for s in fitting if s not in say("people known", knowledge().cities[name]))
    if regex(PERSONS + r"|\b(empire|dynasty|kingdom)\b").search(asked(text).head) and not regex(r"\b(built|designed|architect\w*)\b").search(text):
        fitting = tuple(s for s in fitting if not regex(r"\b(built|designed|begun|made) (by|for)\b").search(s))
    if not regex(r"\b(country|nation|national|exports?|sells?|produc\w+|mine\w*|grow\w*|crops?|minerals?|resources?)\b").search(text):
        fitting = tuple(s for s in fitting if not s.startswith("Its country sells"))
    if kind not in _past_kinds():
        told = tuple(f"It {text}." for text in knowledge().cities[name].history)
        fitting = tuple(s for s in fitting if s not in told) or fitting
    own = tuple(s for s in fitting if not s.startswith("Its country"))
    shared = tuple(s for s in fitting if s.startswith("Its country"))
    if regex(r"\b(country|nation|national)\b").search(text):
        own, shared = shared, own
    pool = own or shared
    return _best(text, tuple(s for s in pool if names_kind(kind, _BESIDE.split(s)[0])) or pool)


_SYMBOL = re.compile(r"\b(?:country|nation|national|symbol\w*|emblem|official|arms|flag|represent\w*|typical|famous|known|animals|birds?|flowers?)\b$|\b(?:country|nation|national|symbol\w*|emblem|official|arms|flag|represent\w*)\b")
"""What may be answered by the country's own animal, bird or flower."""


@lru_cache(maxsize=1)
def _past_kinds() -> frozenset[int]:
    """The kinds of things of which history tells."""
    nouns = "battle earthquake massacre revolution treaty virus empire dynasty ruler civilization conqueror tomb".split()
    return frozenset(kind_of(noun)[0] for noun in nouns)


_BESIDE = re.compile(r" (?:beside|near|over|where|which|that|whose|with|from|between|around|outside|behind) ")
"""After these words a sentence speaks of other things than what it names."""


def _best(text: str, pool: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that fit a question for a thing best: those that use its very words, the asking noun's above all. A superlative has to be told."""
    words = asked(text).head.split()
    head = {root(form) for w in words[:-1] if w not in STOP for form in (w, *_SAME.get(w, ()))}
    if regex(r"\b(most|best|famous|main|iconic|renowned|popular)\b").search(text):
        pool = tuple(s for s in pool if s.startswith("A famous sight")) or pool
    if most := {w for w in words[:-1] if w in _MOST}:
        told = tuple(s for s in pool if stems(s) & {root(m) for word in most for m in _MOST[word]})
        pool = told or (tuple(s for s in pool if s.startswith("A famous sight")) or pool)[: most <= {"largest", "biggest", "busiest", "main", "greatest"}]
    pool = tuple(s for s in pool if not s.startswith("One of its trades")) or pool
    if regex(r"\bnames? of|\bcalled\b").search(text):
        pool = tuple(s for s in pool if _NAMED.search(s)) or pool
    weights = [w + 1.5 * len(head & stems(s)) for w, s in zip(shares(text, pool), pool, strict=True)]
    best = max(weights, default=0.0)
    fitting = tuple(s for s, w in zip(pool, weights, strict=True) if w >= best - 1e-9)
    if regex(r"\b(which|name|called|what is the)\b").search(text):
        named = tuple(s for s, w in zip(pool, weights, strict=True) if w >= 0.5 * best and _NAMED.search(s)) if not any(map(_NAMED.search, fitting)) else ()
        fitting = tuple(s for s in fitting if _NAMED.search(s) or not s.startswith("It is known for")) or named or fitting
    return fitting[:1] if FOREMOST.search(text) else fitting


_MOST = {"tallest": ("tallest", "highest"), "highest": ("highest", "tallest"), "oldest": ("oldest",), "longest": ("longest",), "largest": ("largest", "biggest", "busiest", "great", "grand"),
         "biggest": ("largest", "biggest", "busiest", "great", "grand"), "busiest": ("busiest", "largest"), "widest": ("widest",), "first": ("first",)}  # fmt: skip
"""Superlatives that a question sets on a thing, and the words that meet them."""
_SAME = {"historic": ("old",), "historical": ("old",), "colonial": ("old",), "financial": ("business", "stock"), "business": ("financial",), "shopping": ("market", "mall"), "royal": ("king", "queen"), "seafood": ("fish",)}
"""Words that describe a thing, and others that say as much."""
_NAMED = re.compile(r"(?!^)\b(?!(?:(?:South(?:east)?|North|East|West|Latin) )?(?:Europe|Asia|Africa|America)\b)[A-Z0-9]")
"""Of a sentence that names its thing, and does not only describe it."""
