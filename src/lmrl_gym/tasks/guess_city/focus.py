"""What exactly an open question is after: of all that could be said on its topic, the sentences that speak of the thing asked for.

"Which bridge is it famous for?" wants a bridge, not any sight; "What happened there in 1955?" wants that year. A kind of thing is a pattern over the
question and a pattern over what is told of the city. Where nothing that is told fits, the topic's own sentences stand.
"""

# ruff: noqa: E501 -- a table: one kind a line

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.knowledge import City, knowledge
from lmrl_gym.tasks.guess_city.lore import STOP, common, stem, weight
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.places import distance_km
from lmrl_gym.tasks.guess_city.topics import capital_of, say
from lmrl_gym.tasks.guess_city.words import plain

_KINDS: tuple[tuple[str, str], ...] = (
    (r"architects?|designed|planners?|planned", r"niemeyer|lutyens|lucio costa|haussmann|villanueva|planned by|designed|brasilia|architect"),
    (r"amphitheat\w+", r"colosseum"),
    (r"clocks?", r"clock|big ben"),
    (r"bridges?", r"bridge"),
    (r"towers?|skyscrapers?|tall(est)? buildings?", r"tower\b|skytree|tallest|skyscraper|empire state|pylons|building in"),
    (r"squares?|plazas?", r"square|plaza|zocalo|maidan|praca|crossing"),
    (r"museums?|galler(y|ies)", r"museum|gallery|hermitage|louvre|prado|hall of fame|masp"),
    (r"church(es)?|cathedrals?|basilicas?|abbeys?|monaster(y|ies)|convents?", r"church|cathedral|basilica|abbey|monastery|chapel|notre-dame|sacre-coeur|la ermita"),
    (r"mosques?", r"mosque|masjid"),
    (r"temples?|pagodas?|shrines?", r"temple|pagoda|shrine|wat |-ji\b|kannon"),
    (r"palaces?|castles?|forts?|fortress(es)?|citadels?|royal residences?", r"palace|castle|fort\b|kremlin|citadel|forbidden city|alcazar|bastion|moneda|mahal"),
    (r"parks?|gardens?", r"park\b|garden"),
    (r"markets?|bazaars?|souks?", r"market|bazaar|mercato"),
    (r"stadiums?|arenas?", r"stadium|coliseum|maracana|gardens|arena"),
    (r"statues?|sculptures?", r"statue|christ the redeemer|cristo rey|angel|buddha|sphinx|bronze|rams|liberty|sculpture"),
    (r"streets?(?! food)|avenues?|boulevards?|roads?", r"street(?! food| cat)|avenue|broadway|prospekt|boulevard|champs|rambla|corso|unter|braga|road|drive"),
    (r"straits?", r"strait|bosporus"),
    (r"volcano(es)?", r"volcano|mount"),
    (r"beach(es)?", r"beach|copacabana|ipanema|praia"),
    (r"operas?|theat(er|re)s?|concert halls?", r"opera|theat|bolshoi|broadway|athenaeum|colon\b"),
    (r"films?|movies?", r"film|movie|hollywood|cinema"),
    (r"books?|novels?|literature", r"literature|book|novel|writer|poet"),
    (r"music(al genre)?|songs?|genres?", r"music|samba|salsa|tango|jazz|blues|hip-hop|techno|reggaeton|pop\b|bossa nova|rumba|opera|forro|drums|zouglou"),
    (r"dances?", r"dance|dancing|samba|salsa|tango|ballet|capoeira|rumba"),
    (r"festivals?|carnivals?|celebrations?|fairs?", r"festival|carnival|fair\b|parade|puja|fireworks|mardi gras"),
    (r"dynast(y|ies)|empires?|kingdoms?|caliphates?|rulers?", r"dynast|mughal|qing|ming|empire|ottoman|joseon|caliph|sultan|tsar|nizam|shogun|kingdom|pharaoh|fatimid|umayyad|abbasid|mamluk"),
    (r"battles?|sieges?|wars?|military events?", r"battle|siege|war\b|wars\b|attack|bombed|captured|taken|occupied|invasion|invaded|landing|fell|firebomb"),
    (r"earthquakes?|natural disasters?|disasters?|catastrophes?|floods?|fires?|tragedy|tragedies", r"earthquake|tsunami|flood|fire\b|burned|hurricane|explosion|crush|famine"),
    (r"vehicles?|taxis?|means of transport", r"tuk-tuk|rickshaw|motorbike|scooter|bicycle|bus\b|buses|tram|taxi|cars\b|helicopter|train|cable car|underground"),
    (r"tombs?|mausoleums?|graves?|buried", r"tomb|mausoleum|grave|pyramid|warriors|memorial"),
    (r"monuments?|memorials?", r"monument|memorial|arch|gate|column|statue|obelisk|tower|tomb|minar"),
    (r"massacres?|genocides?", r"massacre|deaths|killed|murder"),
    (r"revolutions?|protests?|uprisings?|riots?|revolts?", r"revolution|protest|uprising|riot|rose against|revolt|coup|boxer"),
    (r"conferences?|summits?|treat(y|ies)", r"conference|summit|treaty|accord"),
    (r"diseases?|virus(es)?|pandemics?|epidemics?", r"covid|malaria|plague|virus"),
    (r"animals?|birds?|wildlife", r"panda|iguana|camel|lion|tiger|deer|cats\b|dogs|goat|bear|shrimp|rams|bonobo|shark|ram\b|elephant|kangaroo"),
    (r"flowers?|plants?|trees?|fruits?|crops?", r"flower|blossom|chestnut|palm|apple|orange|durian|banana|fig|tea|coffee|sugar|saffron|cotton|mango|tobacco|cocoa|grape"),
    (r"walls?", r"\bwall"),
    (r"(railway|train|subway|metro) stations?", r"station|terminus|underground"),
    (r"lakes?", r"\blake|lagoon"),
    (r"islands?", r"island"),
    (r"caves?|catacombs?", r"cave|catacomb"),
    (r"weather phenomen\w+|storms?", r"typhoon|hurricane|cyclone|storm|rain|fog|smog|wind"),
    (r"cigars?|rum|souvenirs?|handicrafts?|crafts?", r"cigar|rum\b|batik|lace|ceramic|carpet|silk|leather|pearls|porcelain|embroider"),
    (r"spices?|herbs?", r"paprika|saffron|chil[il]|pepper|spice|curry|masala|mala\b"),
    (r"estuar(y|ies)|deltas?|mouth", r"river|delta|rio de la plata|estuary"),
    (r"nuns?|missionar\w+|saints?", r"teresa|saint\b|missionar"),
    (r"criminals?|gangsters?|drug lords?|cartels?", r"escobar|cartel|capone|gangster"),
    (r"conquerors?|conquistadors?|explorers?", r"conquer|founded by|pizarro|cortes|valdivia|taken by|entered by|alexander|mehmed"),
)  # fmt: skip
_ASKED = r"\b(?:what|which|name|any|who|whose|tell|list)\b.*?"
_WIDE = frozenset(("history", "landmark", "past", "culture", "known", "hint", "thing", "people known", "events", "disasters", "founder", "transport", "river", "hills", "animals", "colony", "role", "region", "clubs", "island"))
"""Topics whose sentences may be replaced by others that speak of the thing asked for."""


_CLOSE = frozenset(("food", "drink", "exports", "brands", "sport", "university", "airport", "industry"))
"""Topics of which the question may single out one sentence."""


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(rf"{_ASKED}\b({asked})\b"), re.compile(rf"\b(?:{told})|(?:{told})\b", re.IGNORECASE)) for asked, told in _KINDS)


def kind_patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(asked for asked, _ in _KINDS)


@lru_cache(maxsize=8192)
def kind_asked(text: str) -> int:
    """The number of the kind that the question names first, -1 for none."""
    found = [(match.start(1), i) for i, (asked, _) in enumerate(_compiled()) if (match := asked.search(text))]
    return min(found)[1] if found else -1


@lru_cache(maxsize=8192)
def leads_with_kind(text: str) -> bool:
    """Whether the question begins with the kind that it asks for, as in "Which old bridge …"."""
    found = _HEAD.match(text)
    return found is not None and any(re.search(rf"\b({asked})$", " ".join(text[found.end() :].split()[:n])) for n in (1, 2, 3) for asked, _ in _KINDS)


_HEAD = re.compile(r"(what|which|name an?|name one|name the|what is the|what are the|whose) ")


@lru_cache(maxsize=256)
def _everything(name: str) -> tuple[str, ...]:
    """All that can be said of a city in whole sentences about its things."""
    city = knowledge().cities[name]
    country = knowledge().country(city)
    frames = (("A famous sight is {}.", city.landmarks), ("It is known for {}.", city.known), ("It {}.", city.history), ("It hosted the {}.", city.events),
              ("It is known for {}.", city.food), ("There is {}.", city.sports), ("The {} belongs to it.", tuple(w.removeprefix("the ") for w in city.water if w[0].isupper() or w.startswith("the "))), ("Important trades are {}.", city.industry), ("Its country is known for {}.", (*country.food, *country.known)), ("Its country {}.", country.history))  # fmt: skip
    return tuple(frame.format(text) for frame, texts in frames for text in texts)


@lru_cache(maxsize=20000)
def pointed(topic: str, text: str, name: str) -> tuple[str, ...]:
    """The sentences on `topic` about the city `name` that answer the question `text` (plain words) best."""
    city = knowledge().cities[name]
    if topic == "people known" and (names := _of_calling(text)) is not None:
        return _persons(city, names)
    if topic == "distance":
        return _distance(city, text)
    said = say(topic, city)
    kind = kind_asked(text)
    wide = topic in _WIDE
    if wide and kind >= 0:
        told = _compiled()[kind][1]
        pool = tuple(dict.fromkeys((*said, *_everything(name))))
        own = tuple(s for s in pool if told.search(s) and not s.startswith("Its country"))
        if fitting := own or tuple(s for s in pool if told.search(s)):
            return _nearest(text, fitting)
    if topic in _CLOSE:
        return _nearest(text, said)
    if not wide:
        return said
    nearest = _nearest(text, said)
    if len(nearest) == len(said):
        far = _nearest(text, _everything(name))
        if len(far) < len(_everything(name)):
            return far
    return nearest


def _of_calling(text: str) -> tuple[str, ...] | None:
    """The people of the calling that the question names; None where it names none."""
    return next((names for calling, names in knowledge().callings.items() if re.search(rf"\b({calling})\b", text)), None)


def _persons(city: City, names: tuple[str, ...]) -> tuple[str, ...]:
    """Sentences on those of `names` that the city, or else its country, brought forth."""
    own = tuple(b if b.endswith(("there", "nearby")) else f"{b} was born there" for b in city.born if any(n in b for n in names))
    abroad = tuple(f"Its country gave the world {p}." for p in knowledge().country(city).people_known if any(n in p for n in names))
    return tuple(f"{o}." for o in own) or abroad or ("Nobody of that kind comes to mind.",)


def _distance(city: City, text: str) -> tuple[str, ...]:
    """How far the city is from the city that the question names, or from its capital."""
    others = [other for other, _, _ in mentions(text)] or [capital_of(city)]
    if others[0] == city.name:
        return ("The city itself is the capital.",)
    if others[0] not in knowledge().where:
        return ("It is a territory of its own, and has no capital.",)
    km = distance_km(knowledge().where[others[0]][1:], (city.lat, city.lon))
    return (f"It is about {float(f'{km:.2g}'):g} kilometres away, as the crow flies.",)


def _nearest(text: str, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that share the weightiest words with the question; all of them where none shares one that tells."""
    asked = {stem(w) for w in text.split() if w not in STOP and (w not in common() or w.isdigit()) and len(w) > 2}
    if not asked:
        return sentences
    shared = [sum(weight(w) for w in asked & {stem(w) for w in plain(s).split()}) for s in sentences]
    best = max(shared, default=0.0)
    return tuple(s for s, w in zip(sentences, shared, strict=True) if w >= best - 1e-9) if best > 2.0 else sentences

