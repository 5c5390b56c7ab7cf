"""What answers a question after one particular of a city: its clubs, rulers and persons, a time, a number, how far it is, or what shares the question's words."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lmrl_gym.tasks.guess_city.aims import PERSONS
from lmrl_gym.tasks.guess_city.asides import told_aside
from lmrl_gym.tasks.guess_city.kinds import asked
from lmrl_gym.tasks.guess_city.knowledge import City, knowledge
from lmrl_gym.tasks.guess_city.names import mentions, safe
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import capital_of, distance_km
from lmrl_gym.tasks.guess_city.sharing import nearest, sharing, telling
from lmrl_gym.tasks.guess_city.topics import find_topic, say
from lmrl_gym.tasks.guess_city.weather import told_season

FOREMOST = re.compile(r"\b(most (famous|iconic|popular|recogni[sz]\w+|visited|important|notable|well known|celebrated|renowned|prominent|significant)|best known|most known|symbols?|the main|the famous|the big|the great|the huge|iconic)\b")
"""Of a question for the best known of its kind."""
_FOUNDING = re.compile(r"\b(found\w*|established|establishment|settled|created|built|begin|begins|start|started|come into|existence|date|dates|old|age|origins?|settlement)\b")


@lru_cache(maxsize=256)
def everything(name: str) -> tuple[str, ...]:
    """All that can be said of a city in whole sentences about its things and gives nothing away; of each sort the best known first."""
    city = knowledge().cities[name]
    country = knowledge().country(city)
    things, customs = knowledge().things[name], knowledge().customs[country.key]
    frames = (("A famous sight is {}.", city.landmarks), ("It is known for {}.", city.known), ("It has {}.", things), ("It {}.", (*city.history, *((city.former,) if city.former else ()))), ("It hosted the {}.", city.events),
              ("It is known for {}.", city.food), ("There is {}.", city.sports), ("One of its trades is {}.", city.industry), ("Its country is known for {}.", (*country.food, *country.known)), ("Its country {}.", country.history))  # fmt: skip
    own = tuple(frame.format(text) for frame, texts in frames for text in texts)
    told = tuple(f"Its country's {text}." for text in customs)
    further = (*say("hills", city), *say("river", city), *say("lakes", city), *say("coast", city)[:1], *say("people known", city), *say("peoples", city), *say("exports", city), *say("brands", city), *say("colony", city))
    return safe(city, (*own, *further, *told))


def _clubs(city: City, text: str) -> tuple[str, ...]:
    """The clubs and grounds of the sport that the question names, or of all."""
    game = regex(r"\b(american football|nfl|football|soccer|baseball|basketball|nba|cricket|ice hockey|hockey|rugby|tennis|volleyball|mlb|nhl)\b").search(text)
    if game is None:
        return say("clubs", city)
    word = {"soccer": "football", "nfl": "gridiron", "american football": "gridiron", "nba": "basketball", "mlb": "baseball", "nhl": "hockey", "ice hockey": "hockey"}.get(game[1], game[1])
    words = (word, "gridiron") if game[1] == "football" and city.country == "United States" else (word,)
    return nearest(text, tuple(f"It has {s}." for s in city.sports if any(w in s for w in words)))


def _words(city: City, text: str) -> tuple[str, ...]:
    """The sentences that share telling words with a question of which no topic is known; to "who built it", those that name somebody."""
    pool = everything(city.name)
    if "headquarter" in text:
        pool = tuple(s for s in pool if "headquarter" in s and (_BODY.search(s) or not regex(r"\b(organi[sz]ations?|body|bodies|institutions?|agenc\w+|union|bloc)\b").search(text)))
    said = sharing(text, pool) or pool * ("headquarter" in text)
    if regex(r"\b(built|designed|painted|wrote|composed|sculpted|constructed|commissioned)\b").search(text) and regex(PERSONS).search(text):
        return tuple(s for s in said if regex(r"\bby (?!the (?:sea|river|lake|water|harbour|bay|road)\b)").search(s) or s.endswith("there.") or "designed" in s)
    if text.startswith("who"):
        return tuple(s for s in said if regex(r"[a-z] [A-Z][\w.-]+('s| [A-Z])|^[A-Z][\w.-]+.*, .*, ").search(s))
    return said


_GRAND = re.compile(r"\b(significance|importance|significant|important|status|legacy|relevance)\b")


def loosely(aimed: str, text: str, city: City) -> tuple[str, ...]:
    """What answers a question whose words are told nowhere: for a reason or a manner, what is said on its topic."""
    if aimed == "words" and _GRAND.search(text):
        return say("role", city) if "politic" in text else (*say("known", city), *say("role", city)[: city.capital])
    form = asked(text).form
    if aimed != "words" or form not in ("why", "where", "how") or (form == "where" and not regex(r"\b(it|city|place)\b").search(text)):
        return ()
    topic = find_topic(text)
    return say(topic, city) if topic and not (form == "why" and topic in ("known", "exports")) else ()


_BODY = re.compile(r"\b(African Union|Nations|League|UN|ASEAN|OECD|UNESCO|FAO|Development Bank|agency)\b")


def _rulers(city: City, text: str) -> tuple[str, ...]:
    """Who ruled or took the city or its country."""
    pool = tuple(s for s in everything(city.name) if regex(r"\b(ruled|conquered|taken by|colony|occupied|seat of|captured)\b").search(s))
    own = tuple(f"It was once ruled by {power}." for power in city.rulers)
    about_country = regex(r"\b(country|nation)\b").search(text)
    if not about_country and not regex(r"\b(and|then|next|after|before|second|last|dictators?|president|kings?|queens?|emperors?|leaders?|sultans?|princes?|general|colonel|family|decades|man|woman|men|women|clan|party|named|called)\b").search(text) and (told := told_aside("who ruled it", city)):
        return told
    if regex(r"\b\d{4}\b").search(text) and "before" not in text and (dated := sharing(text, tuple(s for s in everything(city.name) if regex(r"\b\d{4}\b").search(s) and regex(r"\b(ruled|dictator|president|king|emperor|colony|occupied|taken|communist|invasion|invaded|seized|captured)\b").search(s)))):
        return dated
    return nearest(text, say("colony", city)) if about_country else nearest(text, own or (*say("colony", city)[: bool(knowledge().country(city).ruled_by) * 9], *pool) or say("colony", city))


def _when(city: City, text: str) -> tuple[str, ...]:
    """A time: of the founding, or of whatever else the question tells enough of."""
    if regex(r"\b(summer|winter|hottest|coldest|warmest)\b(?! (games|olympics?|palace|capital|universiade))").search(text):
        return told_season(text, city)
    if regex(r"\b(rain\w*|wet(test)?|monsoon)\b").search(text):
        return (f"It rains most {knowledge().wet[city.name]}.",)
    if "independen" in text:
        return say("independence", city)
    if regex(r"\b(until|end|ended|over|stop\w*|cease\w*)\b").search(text) and (last := tuple(s for s in everything(city.name) if regex(r"\b(until|to) \d{4}").search(s))) and (said := sharing(text, last)):
        return said
    if not telling(text) and _FOUNDING.search(text) and not regex(r"\bcapital\b").search(text):
        return say("founded", city)
    dated = tuple(s for s in everything(city.name) if regex(r"\b\d{3,4}\b|\bcentury\b|\b(January|February|March|April|May|June|July|August|September|October|November|December|Sundays?|Mondays?|Fridays?|Saturdays?)\b").search(s))
    if regex(r"\bcapital\b").search(text):
        return tuple(s for s in dated if "capital" in s and not s.startswith("Its country"))
    if regex(r"\bhow old|\bage of").search(text):
        return sharing(text, dated) or tuple(s for s in dated if "years ago" in s)
    return sharing(text, dated) or (say("founded", city) if _FOUNDING.search(text) and regex(r"\b(city|it)\b").search(text) and not telling(text) else ())


def _many(city: City, text: str) -> tuple[str, ...]:
    """A number: of times that something was held or won, or one that a told text holds."""
    country = knowledge().country(city)
    if regex(r"\btimes\b.*\b(host\w*|held|olympics)\b").search(text):
        kind = next((k for k in ("Winter Olympics", "Olympics", "World Cup", "Asian Games", "Pan American Games") if set(k.lower().split()) <= set(text.replace("olympic games", "olympics").split())), "")
        times = sum(kind in e and "Youth" not in e and "2028" not in e and "Rugby" not in e and "Cricket" not in e for e in city.events)
        return (f"It did so {('no', 'one', 'two', 'three', 'four')[min(times, 4)]} time{'s' if times != 1 else ''}.",) if kind else ()
    if regex(r"\bworld cups?\b|\btimes\b.*\bwon\b").search(text):
        return (f"Its country has won the football World Cup {country.world_cup_wins} times.",) if country.world_cup_wins != 1 else ("Its country has won the football World Cup once.",)
    if regex(r"\blanguages?\b").search(text):
        return tuple(s for s in everything(city.name) if regex(r"\blanguages\b").search(s))
    number = re.compile(r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twin|thousand|hundred)\b")
    return tuple(s for s in sharing(text, everything(city.name)) if number.search(s))


@lru_cache(maxsize=128)
def _of_calling(calling: str) -> re.Pattern[str]:
    """What is told of a person of the calling, behind the name."""
    return re.compile(rf",[^,]*\b({calling})\b", re.IGNORECASE)


def persons(city: City, text: str, calling: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Sentences on people of the calling, or on those of `names`, that the city, or else its country, brought forth."""
    told = _of_calling(calling)
    own = tuple(f"{p}." for p in knowledge().natives[city.name] if told.search(p))
    if word := regex(rf"\b({calling})\b").search(text):
        own = tuple(s for s in own if regex(rf",[^,]*\b{word[0].removesuffix('s')}").search(s)) or own
    abroad = tuple(f"Its country gave the world {p}." for p in knowledge().country(city).people_known if any(n in p for n in names))
    if regex(r"\b(country|nation|national)\b").search(text) and (customs := tuple(f"Its country's {t}." for t in knowledge().customs[city.country] if regex(rf"^[^,]*\b({calling})\b").search(t))):
        return safe(city, customs) or own or abroad
    foremost = len(own) if not regex(r"\b(famous|best|most|well known|notable)\b").search(text) else 1 if FOREMOST.search(text) else 2
    return own[:foremost] or abroad


_PER_HOUR = 850.0
"""Kilometres that an airliner flies in an hour."""


def _distance(city: City, text: str) -> tuple[str, ...]:
    """How far the city is from the city that the question names, or from its capital."""
    hours = text.endswith(" in hours in the air")
    others = [other for other, _, _ in mentions(text)] or [capital_of(city)]
    if hours and (not mentions(text) or others[0] == city.name):
        return ()
    if others[0] == city.name:
        return ("The city itself is the capital.",)
    if others[0] not in knowledge().where:
        return ("It is a territory of its own, and has no capital.",)
    km = distance_km(knowledge().where[others[0]][1:], (city.lat, city.lon))
    if hours:
        return (f"A flight without a stop takes about {max(1, round(km / _PER_HOUR + 0.5))} hours.",) if km > _PER_HOUR else ("A flight takes an hour or less.",)
    return (f"It is about {float(f'{km:.2g}'):g} kilometres away, as the crow flies.",)


PARTICULARS: dict[str, Callable[[City, str], tuple[str, ...]]] = {"clubs": _clubs, "distance": _distance, "when": _when, "many": _many, "rulers": _rulers, "words": _words}
"""Aim of a question -> what answers it of a city, given the plain words of the question."""
