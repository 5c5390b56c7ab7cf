"""Yes or no about what was when: from dated.toml, for claims that name a year, a century or a war, or whose capital it was (`capitals`).

`dated` answers where the claim names both a matter and a time that the tables know of; it is asked before everything else, and its no gives way to what
is told of the city.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lmrl_gym.tasks.guess_city.capitals import CAPITAL, LOST, as_capital, court
from lmrl_gym.tasks.guess_city.knowledge import City, cities_named, knowledge, table
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.times import TODAY, Span, Time, began, lasted, time_of

_OWN = re.compile(r"\b(rul(e|ed|ing|ers?)|control(led|s)?|occup(y|ied|ation|iers?)|own(ed|s)?|held|hold|leas(e|ed|es)|colon(y|ies|ial|i[sz]ed?|i[sz]ers?)|govern(ed|ment)?|run|ran|part of|belong(ed)?|under|in charge|possession|hands?|territory|administ\w+|protectorate|mandate|leave|left|withdrew|withdraw|handed|empire|troops|boss|masters|crown|g[ai]ve it up|let it go)\b")
_PEOPLE_ONLY = re.compile(r"^(?:is|was|were|has|had) (?:it|the city|this city|the place|the country|its country|this) (?:still |ever |been |once |already |a |an |yet )*(?P<who>\w+)(?: (?:city|town|colony|possession|land|soil|place))?(?: (?:before|until|till|up to|after|since|from|in|during|between)\b.*)?$")
_OCCUPIED = re.compile(r"\boccup(y|ied|ation|iers?)\b")
_PART_OF = re.compile(r"\b(part of|belong(ed)? to|colony|province of|territory of)\b")
_TOOK = re.compile(r"^(?:did|was|were|has|had|is) (?!.*\b(?:retake|retook|back|again|from)\b).*\b(?:take|took|taken|conquer\w*|captur\w*|seize[ds]?|fell to|fall to|come under|came under|annex\w*|arrive[ds]?)\b")
_WHO_HELD = re.compile(r"^(?:who|whom|whose|which|what|by whom|under whom|to whom)\b(?!.*\b(?:city|lived|born|built|founded|statue|president|mayor|minister|football|cup|team)\b).*\b(?:held|hold|had it|ruled?|ruling|owned|controlled|occupied|occupier|governed|ran it|run it|in charge|belong(?:ed)?|colony|colonial|colonis\w+|coloniz\w+|hands|possession|masters|under)\b")
"""What asks for the power that held the city."""
_NEXT_TO = re.compile(r"\b(?P<side>before|after) (?:the )?(?P<who>\w+)(?: (?:came|took|left|arrived|took it|took over|ruled|were there))*$")
"""Before or after another power."""
_CHANGED = re.compile(r"\bchange[ds]? hands\b|\bhandover\b|\bhanded (?:over|back)\b")
_COLONY = re.compile(r"\b(colony|coloni\w+|foreign rule|foreign power|ruled by (another|a foreign)|under foreign)\b")
_EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("earthquake", re.compile(r"\b(earth ?quakes?|quakes?)\b")), ("tsunami", re.compile(r"\btsunamis?\b")), ("fire", re.compile(r"\b(fires?|burn(ed|t|s)?( down)?|blaze|inferno)\b(?!.*\b(station|festival|department)\b)")),
    ("flood", re.compile(r"\bflood(s|ed|ing|ings|water\w*)?\b")), ("storm", re.compile(r"\b(hurricanes?|typhoons?|cyclones?|superstorm)\b")), ("nuclear", re.compile(r"\b((nuclear|reactor|atomic) (\w+ )?(accident|disaster|catastrophe|explosion)|reactor (explode\w*|blew|blow|accident)|meltdown)\b|\breactor\b.*\bexplod")),
    ("explosion", re.compile(r"\bexplosions?\b|\bblew up\b")), ("terror", re.compile(r"\b(terror\w*|bombings?|suicide (attack|bomb)\w*|trains? (were |was )?bombed|gunmen|hijack\w*|sarin|gas attack)\b")),
    ("coup", re.compile(r"\b(coups?|putsch|(army|military|generals?) (take|took|seize[ds]?) (over|power))\b")), ("massacre", re.compile(r"\b(massacres?d?|slaughter\w*|genocid\w+)\b")),
    ("revolution", re.compile(r"\brevolutions?\b(?!ary)")), ("unrest", re.compile(r"\b(uprisings?|protests?|protesters|riots?|rioting|demonstrations?|demonstrators|rebellions?|revolts?|mutiny|unrest|rose (up )?against|rise (up )?against|crackdown|crushed|bloodshed)\b")),
    ("battle", re.compile(r"\b(battles?|besieged?|sieges?|fighting|fought over|storm(ed|ing)|sacked|captured|fell to|fall to|(was|were|be|been) (taken|conquered) by|(army|troops|soldiers|forces|tanks|communists?|rebels?) (\w+ )?(take|took|enter(ed)?|capture|reach(ed)?|march(ed)? in(to)?|conquer(ed)?))\b|\btanks?\b")),
    ("invasion", re.compile(r"\b(invade[ds]?|invasions?|invading|attacked by|army come|army came|troops land)\b")),
    ("epidemic", re.compile(r"\b(epidemics?|pandemics?|plagues?|cholera|sars|outbreaks?|virus|locked down|lockdown)\b")), ("olympics", re.compile(r"^(?!.*\b(winter|bid|boycott\w*)\b).*\bolympics?( games)?\b")),
    ("secession", re.compile(r"\b(break|broke|breaking|broken|split|splitting|separat\w+|secede[ds]?) (away|off|from|itself)\b|\bseceded?\b")),
    ("stanley", re.compile(r"\bstanley cup\b")), ("series", re.compile(r"\bworld series\b")), ("basketball", re.compile(r"\bnba\b.*\b(titles?|championships?|champions?|finals)\b|\bw[io]n\b.*\bnba\b")),
    ("champions", re.compile(r"^(?!.*\b(cricket|rugby|women|host\w*|held|stag\w+|final)\b).*\b(w[io]n|won|winners?|champions?)\b.*\bworld cup\b|^(?!.*\b(cricket|rugby|women)\b).*\bworld (cup )?champions?\b")),
    ("cup", re.compile(r"^(?!.*\b(cricket|rugby|women|w[io]n|winners?|champions?)\b).*\bworld cup\b")), ("expo", re.compile(r"\b(world s? ?fair|worlds fair|expo|great exhibition|world exhibition|world exposition)\b")),
)  # fmt: skip
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("emperor", re.compile(r"\b(emperors?|empress)\b")), ("tsar", re.compile(r"\b(tsars?|czars?)\b")), ("kaiser", re.compile(r"\bkaisers?\b")), ("king", re.compile(r"\b(kings?|queens?|monarchs?|monarchy|kingdom)\b(?!.* emperor)")), ("sultan", re.compile(r"\bsultans?\b")), ("shah", re.compile(r"\bshahs?\b")),
    ("communists", re.compile(r"\b(communis\w*|marxis\w*|socialist (state|republic|country|rule))\b")), ("clerics", re.compile(r"\b(clerics|ayatollahs?|mullahs|islamic republic)\b")), ("nazis", re.compile(r"\bnazis?\b")), ("fascists", re.compile(r"\bfascis\w+\b")),
    ("dictator", re.compile(r"\b(dictator\w*|juntas?|military (rule|government|regime)|generals|martial law|(army|military|soldiers|general) (has |have |had )?(rul\w+|govern\w*|ran|run|in power|in charge|held power)|authoritarian|autocra\w+)\b")), ("slavery", re.compile(r"\b(slavery|slaves)\b")),
)  # fmt: skip
_IN_POWER = re.compile(r"\b(there|rul(e|ed|es|ing)|reign\w*|power|govern\w*|run|ran|have|had|still|abolish\w*|overthr\w+|toppled|deposed|end(ed)?|fell|fall|collapse[ds]?|it|country|under|legal|allowed|throne|in charge|was)\b")
_NOT_IN_POWER = re.compile(r"\b(found(ed)?|built|named|born|died|buried|party (was )?founded|visited|statue|palace|tomb|murder\w*|shot|killed|assassinat\w*|puppet|last emperor|fled|wed|wedding|crowned|coronation|invaded?|attack\w*|war|rebel\w*|uprising|troops)\b")
_OVER = re.compile(r"\b(abolish\w*|overthr\w+|toppled|deposed|end(ed|s)?|fell|fall|collapse[ds]?|lost power|driven out|ousted|abdicat\w+)\b")
_NEIGHBOURS = frozenset(("the Soviet Union", "Pakistan", "Malaysia", "China", "Mexico", "Poland"))
"""Powers of which nothing was called a colony."""
_AT_WAR = re.compile(r"\b(wars?)\b(?!.*\b(end|ended|cold|world|memorial|museum)\b)")
_NOT_AT_WAR = re.compile(r"\b(world war|cold war|war ?time|wars? (memorial|museum|film|hero)|capital|before|until|declared|prisoners?)\b")
_NATIONWIDE = re.compile(r"\b(country|nation)\b")


@dataclass(frozen=True, slots=True)
class Holding:
    """A power that held places from one year to another; `army`: as an occupier in war."""

    power: str
    span: Span
    army: bool


@lru_cache(maxsize=1)
def _held() -> dict[str, tuple[Holding, ...]]:
    found: dict[str, list[Holding]] = {}
    for row in table("dated")["held"]:
        for key in row["places"]:
            for city in cities_named(key):
                found.setdefault(city, []).append(Holding(row["power"], (row["years"][0], row["years"][1]), row.get("army", False)))
    return {city: tuple(rows) for city, rows in found.items()}


@lru_cache(maxsize=1)
def _happened() -> dict[str, dict[str, tuple[int, ...]]]:
    """Kind -> city -> years."""
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for kind, rows in table("dated")["event"].items():
        by_city = found.setdefault(kind, {})
        for key, years in rows.items():
            for city in cities_named(key):
                by_city[city] = (*by_city.get(city, ()), *years)
    return found


_SEATS = {"london": ("Britain",), "paris": ("France",), "madrid": ("Spain",), "lisbon": ("Portugal",), "brussels": ("Belgium",), "amsterdam": ("the Netherlands",), "the hague": ("the Netherlands",), "tokyo": ("Japan",), "berlin": ("Germany",),
          "rome": ("Italy",), "washington": ("the United States",), "moscow": ("Russia", "the Soviet Union"), "istanbul": ("the Ottomans",), "constantinople": ("the Ottomans",), "vienna": ("Austria",), "beijing": ("China",)}  # fmt: skip
_SEAT_OF_POWER = re.compile(rf"\b(?:rul(?:ed|e)|governed|run|controlled|administered|held|colony of|orders) (?:by|from) (?P<seat>{'|'.join(_SEATS)})\b")


@lru_cache(maxsize=8192)
def _powers(text: str) -> frozenset[str]:
    words: dict[str, str] = table("dated")["words"]
    named = frozenset(power for word, power in words.items() if f" {word} " in f" {text} ")
    seat = _SEAT_OF_POWER.search(text)
    return named | frozenset(_SEATS[seat["seat"]]) if seat else named


def _spans_held(time: Time, text: str, spans: Iterable[Span]) -> bool:
    if time.side in ("in", "between") and LOST.search(text):
        return any(time.first - 1 <= last <= time.last + 1 for _, last in spans)
    if time.side in ("since", "after") and not LOST.search(text) and time.side == "since":
        return False
    return any(lasted(time, span) for span in spans)


def _as_held(text: str, city: City) -> bool | None:
    """Whether the power that the claim names, or any, held it when the claim says so."""
    time = time_of(text)
    if time is None or regex(r"\b(found(ed)?|built|named|language|war (with|against)|coup|by the river)\b").search(text):
        return None
    rows = _held().get(city.name, ())
    powers = _powers(text)
    if not powers and regex(r"\b(european|foreign|colonial|western) (power|powers|country|rulers?|masters?|colony|rule)\b|\beuropeans\b").search(text):
        powers = frozenset(row.power for row in rows if not row.army) or frozenset(("nobody",))
    alone = _PEOPLE_ONLY.match(text)
    if _PART_OF.search(text):
        rows = tuple(row for row in rows if not row.army)
    if powers and _TOOK.search(text) and (spans := [row.span for row in rows if row.power in powers]):
        return any(began(Time(time.side, time.first - 1, time.last + 1) if time.side == "in" else time, first) for first, _ in spans)
    if powers and (_OWN.search(text) or (alone and _powers(alone["who"]))):
        return _spans_held(time, text, [row.span for row in rows if row.power in powers])
    if not powers and _CHANGED.search(text):
        return any(began(time, last) for last in (row.span[1] for row in rows if row.span[1] != TODAY))
    if not powers and _OCCUPIED.search(text):
        spans = [row.span for row in rows if row.army]
        return any(last >= time.first for _, last in spans) if time.side in ("since", "after") else _spans_held(time, text, spans)
    if not powers and _COLONY.search(text):
        return _spans_held(time, text, [row.span for row in rows if not row.army and row.power not in _NEIGHBOURS])
    return None


def held_when(text: str, city: City) -> tuple[str, ...]:
    """Who held the city or its country, where the question (plain words) asks for the power of a time that it names; empty where it does not."""
    rows = [row for row in _held().get(city.name, ()) if row.span[1] != TODAY]
    if not rows or _WHO_HELD.match(text) is None:
        return ()
    time = time_of(text) if _timed(text) else None
    if time is None and (beside := _NEXT_TO.search(text)) and (spans := [row.span for row in rows if row.power in _powers(beside["who"])]):
        time = Time(beside["side"], spans[0][0], spans[0][1])
    if time is None:
        return ()
    if time.side == "before":
        found = sorted((row for row in rows if row.span[0] < time.first), key=lambda row: (row.army, -row.span[1]))[:1]
    elif time.side == "after":
        found = sorted((row for row in rows if row.span[1] > time.last), key=lambda row: row.span[0])[:1]
    else:
        found = sorted((row for row in rows if lasted(time, row.span)), key=lambda row: row.span)
        found = [row for row in found if row.army and row.span[0] <= time.first and time.last <= row.span[1]] or found
    if time.side == "before" and regex(r"\b(?:countries|powers|nations|empires|two|2|3|others)\b").search(text):
        found = sorted((row for row in rows if row.span[0] < time.first), key=lambda row: row.span)
        return (", and ".join(f"{row.power[:1].upper()}{row.power[1:]} {'occupied' if row.army else 'held'} it from {row.span[0]} to {row.span[1]}" for row in found) + ".",) if found else ()
    return tuple(f"{row.power[:1].upper()}{row.power[1:]} {'occupied' if row.army else 'held'} it from {row.span[0]} to {row.span[1]}." for row in found)


def _as_event(text: str, city: City) -> bool | None:
    """Whether what the claim names happened there when it says so."""
    time = time_of(text)
    if time is None:
        return None
    kinds = [kind for kind, pattern in _EVENTS if pattern.search(text)]
    if kinds:
        happened = _happened()
        if {"unrest", "battle"} & set(kinds):
            kinds = [*kinds, *{"unrest": ("revolution", "massacre"), "battle": ("invasion",)}["unrest" if "unrest" in kinds else "battle"]]
        if "fire" in kinds or "flood" in kinds:
            kinds = [*kinds, "storm", "earthquake", "battle"]
        if any(began(time, year) for kind in kinds for year in happened[kind].get(city.name, ())):
            return True
        if _NATIONWIDE.search(text) and not {"coup", "revolution", "invasion"} & set(kinds):
            return None
        return False if len(text.split()) <= 16 else None
    if _AT_WAR.search(text) and not _NOT_AT_WAR.search(text):
        return any(lasted(time, (first, last)) if time.side != "since" else last >= time.first for first, last in table("dated")["war"].get(city.country, ()))
    return None


@lru_cache(maxsize=1)
def _lasting() -> dict[str, dict[str, tuple[Span, ...]]]:
    """Kind -> city -> from when to when those were in power; a city's own years stand for its country's."""
    found: dict[str, dict[str, tuple[Span, ...]]] = {}
    for kind, rows in table("dated")["rule"].items():
        by_city = found.setdefault(kind, {})
        for key, spans in sorted(rows.items(), key=lambda row: row[0] in knowledge().cities):
            by_city.update(dict.fromkeys(cities_named(key), tuple((first, last) for first, last in spans)))
    return found


def _as_rule(text: str, city: City) -> bool | None:
    """Whether those whom the claim names were in power there when it says so."""
    time = time_of(text)
    if time is None or not _IN_POWER.search(text) or _NOT_IN_POWER.search(text):
        return None
    kinds = [kind for kind, pattern in _RULES if pattern.search(text)]
    if not kinds:
        return None
    spans = [span for kind in kinds for span in _lasting()[kind].get(city.name, ())]
    if _OVER.search(text):
        return any(last != TODAY and began(Time(time.side, time.first - 1, time.last + 1) if time.side == "in" else time, last) for _, last in spans)
    if time.side == "since" and regex(r"\bmost\b").search(text):
        return any(first <= time.last + 2 and last >= time.first for first, last in spans)
    return any(lasted(time, span) for span in spans)


def _as_independent(text: str, city: City) -> bool | None:
    """Whether the country became independent when the claim says so."""
    time = time_of(text)
    if time is None or not regex(r"\bindependen(t|ce)\b").search(text) or regex(r"\b(wars?|battle|fight\w*|fought|declar\w*|struggle|movement|leader|day|capital|monument|years)\b").search(text):
        return None
    year = knowledge().country(city).independence
    return year != 0 and began(time, year)


_STOOD = re.compile(r"\b(exist(ed|s|ing)?|inhabited|been (here|there|around)|already (a |an |the )?(\w+ )?(city|town|there|here|settled)|(a|any) (city|town) (stand|stood|exist\w*|here|there)|there (a|any) (city|town)|people (live|lived) (there|here))\b(?!.*\b(metro|subway|airport|bridge|building|tower|tram)\b)")
_FOUNDED = re.compile(r"^(?:was|is) (?:it|the city|this city) (?:only |first )?(?:founded|established|laid out|settled|created|built)\b(?!.*\b(again|anew|on|by|as|of|up|after)\b)")


def _as_old(text: str, city: City) -> bool | None:
    """Whether there was a city at all when the claim says so, or it was founded in a decade or century."""
    time = time_of(text)
    if time is None:
        return None
    if _STOOD.search(text):
        return city.founded <= time.first + 50 if time.side in ("since", "in") else city.founded < time.first if time.side == "before" else None
    if regex(r"\bbuilt\b").search(text) and _FOUNDED.search(text) and city.founded > 1900:
        return began(Time(time.side, time.first, time.last + 4), city.founded) or began(time, city.founded)
    return began(time, city.founded) if _FOUNDED.search(text) and time.first != time.last and time.side == "in" and not regex(r"\b(by|as)\b").search(text) else None


_METRO = re.compile(r"^(?!.*\b(new|second|latest|line \d|bomb\w*|attack\w*|flood\w*|gas|fire|crash|strike)\b).*\b(metro|subway|underground|tube)\b.*\b(open\w*|built|build|began|begin|start\w*|inaugurated|exist\w*|running|there|have|already|in service|date)\b|\bhave (a|an|its) (metro|subway|underground)\b")


@lru_cache(maxsize=1)
def metros() -> dict[str, int]:
    """When the underground railways opened."""
    row = next(row for row in table("asides")["topic"] if "metro" in row["on"].split())
    return {city: int(text[:4]) for city, text in row["cities"].items()}


def _as_metro(text: str, city: City) -> bool | None:
    """Whether its underground railway opened when the claim says so."""
    time = time_of(text)
    if time is None or not _METRO.search(text):
        return None
    opened = metros().get(city.name)
    return opened is not None and (opened <= time.last if time.side in ("since", "in") and not regex(r"\b(open\w*|built|began|begin|start\w*|inaugurated|date)\b").search(text) else began(time, opened))


_WALL = re.compile(r"^(?!.*\b(?:city walls?|great wall|walls)\b).*\bwall\b")
_DOWN = re.compile(r"\b(?:down|fall|fell|fallen|open(?:ed)?|torn|demolished|breached|brought)\b")
_UP = re.compile(r"\b(?:built|build|building|up|erected?|begun|began)\b")


def _as_wall(text: str, city: City) -> bool | None:
    """Whether the wall that divided Berlin went up, stood or came down when the claim says so."""
    time = time_of(text)
    if time is None or city.name != "Berlin" or not _WALL.search(text):
        return None
    return began(time, 1989) if _DOWN.search(text) else began(time, 1961) if _UP.search(text) else lasted(time, (1961, 1989))


_FIRST_GAMES = re.compile(r"\b(?:first|last|latest|most recent) (?:summer )?olympics?\b")
"""Of several Olympics one, for which `turns` has a rule."""


def dated(text: str, city: City) -> bool | None:
    """Whether a claim (plain words) about a time or a court is true; None where it is about neither, or the tables do not know."""
    if (seats := court(text)) is not None:
        return city.name in seats
    if not _timed(text) or _FIRST_GAMES.search(text):
        return None
    if CAPITAL.search(text):
        return as_capital(text, city)
    for rule in (_as_wall, _as_held, _as_rule, _as_independent, _as_event, _as_metro, _as_old):
        if (holds := rule(text, city)) is not None:
            return holds
    return None


_DIGITS = frozenset("0123456789")


@lru_cache(maxsize=8192)
def _timed(text: str) -> bool:
    return not _DIGITS.isdisjoint(text) or regex(r"\b(war|wwi|wwii|middle ages|medieval|always|century|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b").search(text) is not None
