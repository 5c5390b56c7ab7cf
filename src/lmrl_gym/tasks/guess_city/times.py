"""When: the years that a claim names, by figures, decades, centuries, wars or how long ago, and whether what happened or lasted fits them."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lmrl_gym.tasks.guess_city.patterns import regex

Span = tuple[int, int]
TODAY = 9999

_WARS = {"first": (1914, 1918), "second": (1939, 1945), "cold": (1947, 1989)}
_WAR = r"(?:the )?(?:(?:end|start|beginning|outbreak|close) of )?(?:the )?(?:(?P<{n}first>(?:first world|1st world|great) war|world war (?:i|1|one)\b|wwi\b|ww ?1\b)|(?P<{n}second>(?:second world|2nd world|last) war|world war (?:ii|2|two)\b|wwii\b|ww ?2\b|the war\b)|(?P<{n}cold>cold war))"
_YEAR = r"(?:the )?(?:years? )?(?:(?P<{n}part>early|mid|late|beginning of the|end of the|start of the|middle of the) )?(?:the )?(?:(?P<{n}century>\d\d?)(?:st|nd|rd|th) century|(?P<{n}year>\d{{3,4}})(?! (?:more |other |different )?(?:years?|km|kilomet\w+|miles?|percent|million|degrees|metres|meters|hours|people|days|times|countries|inhabitants|islands|other|feet|thousand|square|centuries|decades)\b)(?P<{n}decade> ?s\b)?(?P<{n}bc> bc\b)?|(?P<{n}short>\d\d)(?P<{n}tens> s)?(?!\d)(?! (?:years?|km|miles?|percent|million|degrees|metres|hours|people|days|times|countries|\w+th)\b))"
_SIDES = {"before": "before", "prior to": "before", "until": "until", "till": "until", "up to": "until", "after": "after", "since": "since", "from": "since"}
_AT = re.compile(
    rf"\b(?P<side>before|prior to|until|till|up to|after|since|from|in|during|around|about|by|of|throughout|at the time of|between)(?: (?:about|around|roughly|approximately|at least))* (?:{_YEAR.format(n='')}|{_WAR.format(n='w')})(?!\d)"
)
_TO = re.compile(rf"\b(?:to|and|until|till) {_YEAR.format(n='')}")
_ABOUT = re.compile(r"\b(?:around|about|roughly|approximately)\b")
_AGO = re.compile(r"\b(?P<n>\d{2,4}) years (?:ago|back)\b")
_LONE = re.compile(r"\b(?P<year>1\d{3}|20[0-2]\d)(?! (?:more |other |different )?(?:years?|km|kilomet\w+|miles?|metres|meters|feet|people|inhabitants|islands|days|hours)\b)(?P<decade> ?s\b)?")
_LATELY = re.compile(r"\bin (?:the )?(?:last|past) (?P<n>\d+) (?P<unit>years|decades|centuries)\b")


_TENS = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}
_IN_WORDS = re.compile(rf"\b({'|'.join(_TENS)})\b")


@dataclass(frozen=True, slots=True)
class Time:
    """The years that a claim names, and on which side of them it asks: `in`, `before`, `until`, `after`, `since`, `between`."""

    side: str
    first: int
    last: int


def _years(found: re.Match[str]) -> Span | None:
    part = found["part"] or ""
    if found["century"]:
        first, length = (int(found["century"]) - 1) * 100, 99
    elif found["year"]:
        first, length = int(found["year"]) * (-1 if found["bc"] else 1), (99 if found["year"].endswith("00") else 9) if found["decade"] else 0
    elif found["short"]:
        number = int(found["short"])
        if number < 10 or (number < 20 and not found["tens"]):
            return None
        first, length = 1900 + number, 9 if found["tens"] else 0
    else:
        return None
    if length and part:
        third = (length + 1) // 3
        at = 0 if part.startswith(("early", "beginning", "start")) else third if part.startswith("mid") else 2 * third
        return first + at, first + at + third
    return first, first + length


@lru_cache(maxsize=8192)
def time_of(text: str) -> Time | None:
    """The time that a claim (plain words) names; None where it names none."""
    text = _IN_WORDS.sub(lambda found: f"{_TENS[found[0]]} s", text)
    if recent := _LATELY.search(text):
        return Time("in", 2025 - int(recent["n"]) * {"years": 1, "decades": 10, "centuries": 100}[recent["unit"]], 2025)
    if ago := _AGO.search(text):
        year = 2025 - int(ago["n"])
        return None if regex(r"\b(more|less|over|under|fewer|at least)\b").search(text) else Time("in", year - int(ago["n"]) // 20, year + int(ago["n"]) // 20)
    if "middle ages" in text or "medieval" in text:
        return Time("in", 500, 1500)
    found = _AT.search(text)
    if found is None:
        lone = _LONE.search(text)
        return None if lone is None else Time("in", int(lone["year"]), int(lone["year"]) + (9 if lone["decade"] else 0))
    side = _SIDES.get(found["side"], "in")
    for name, span in _WARS.items():
        if found["w" + name]:
            return Time(side, *span)
    years = _years(found)
    if years is None or (found["short"] and not found["tens"] and side == "in" and found["side"] != "in"):
        return None
    if (second := _TO.match(text, found.end() + 1)) and (end := _years(second)) and found["side"] in ("from", "between", "in"):
        return Time("between", years[0], end[1])
    if side == "in" and years[0] == years[1] and _ABOUT.search(found[0]):
        return Time("in", years[0] - 6, years[0] + 6)
    return Time("in" if found["side"] == "between" else side, *years)


def began(time: Time, year: int) -> bool:
    """Whether something of one year happened at the asked time."""
    if time.side == "before":
        return year < time.first
    if time.side == "until":
        return year <= time.last
    if time.side == "after":
        return year > time.first if time.first == time.last else year > time.last - (time.last - time.first)
    if time.side == "since":
        return year >= time.first
    slack = 1 if time.first == time.last and time.first < 1900 else 0
    return time.first - slack <= year <= time.last + slack


def lasted(time: Time, span: Span, *, only: bool = False) -> bool:
    """Whether something that lasted for a span was so at the asked time: until it, since it, in it."""
    first, last = span
    slack = 3 if time.first == time.last else 0
    if time.side == "before":
        return first < time.first
    if time.side == "until":
        return time.first - slack <= last <= time.last + slack and first < time.first
    if time.side == "after":
        return last > time.last
    if time.side == "since":
        return last == TODAY and (first <= time.last + 2) and (not only or first >= time.first - slack)
    if time.side == "between":
        slack = 9 if time.first % 10 == 0 and time.last % 10 == 9 else 3
        return first <= time.first + slack and last >= time.last - slack
    return first <= time.last and last >= time.first
