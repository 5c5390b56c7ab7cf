"""Questions of how long a thing has been known, told by their wording: `been around for centuries`, `invented in the last fifty years`."""

from __future__ import annotations

import re

_CARS = r"cars?\b|automobile|motor|engine|radio|phones?\b|telephone|airplane|planes?\b"
_SCREENS = r"tv\b|television|computer|plastic"
_NETS = r"internet|smartphone|cell ?phone|mobile phone|the web"
_FORERUN = rf"(?:invention of (?:the )?)?(?:{_CARS}|{_SCREENS}|{_NETS})"
"""What came after a thing: engines and radio about 1900, screens by 1950, the net by 1990."""
_OLD = re.compile(
    r"\b(?:exist\w*|around|invented|discovered|used|in use|older|old|made|available|been)\b.*(?:(?:\d{2,4}|twenty) years|"
    r"hundred years|thousand|hundreds|centur(?:y|ies) (?:ago|old)|for centur|before (?:the )?(?:19|18|17|20 th|"
    r"\d{3}|twentieth|industrial|electric|computer)|"
    rf"before (?:the )?(?:{_FORERUN})|ancient|medieval|middle ages|long time|(?:in|during|since|by) (?:the )?1[0-8]\d\d|"
    r"1[0-8]\d\d s\b|1[0-9] th century)|\b(?:\d{2,4}|hundreds?(?: of)?|thousands?(?: of)?) years old"
)
_NEW = re.compile(
    r"\b(?:invented|created|developed|made|exist\w*|introduced|discovered|around)\b.*(?:20 th|twentieth|"
    r"after (?:the )?(?:19|twentieth)|(?:last|past|recent) (?:century|few|hundred|100|50|decade|years|200)|"
    r"since (?:19|the 19)(?! th)|in (?:the )?19(?! th)|recently|modern)"
)
_NEWEST = re.compile(
    r"\b(?:21 st century|twenty first century|(?:last|past) (?:\d0|twenty|thirty|few|ten) years|(?:after|"
    r"since) (?:19[6-9]\d|20\d\d)|in (?:the )?20[0-2]\d)"
)


_YOUNGER = re.compile(r"\b(?:less|fewer|younger|newer) than (?:an? )?(?P<years>\d+|hundred) years\b")
_DECADE = re.compile(
    r"\b(?:exist\w*|around|have it|had it|own(?:ed)? it|use it|used|available|in use|had one|have one)\b.*\b(?:in|during|by|"
    r"back in) (?:the )?19(?P<ten>\d)\d"
)


_SINCE = (
    (
        "invented in nineteenth century",
        re.compile(r"\b(?:invented|created|developed|made|introduced) in (?:the )?(?:19 th century|nineteenth|18\d\d s\b)"),
    ),
    ("known in 1885", re.compile(rf"before (?:the )?(?:invention of (?:the )?)?(?:{_CARS})")),
    ("known in 1920", re.compile(rf"before (?:the )?(?:invention of (?:the )?)?(?:{_SCREENS})")),
    ("known in 1980", re.compile(rf"before (?:the )?(?:invention of (?:the )?)?(?:{_NETS})")),
    ("known in antiquity", re.compile(r"\bthousands?\b|ancient|\b[1-9]\d{3} years")),
    ("known in 1980", re.compile(r"\b(?:[1-5]\d|twenty) years")),
    ("known in 1950", re.compile(r"\b[6-9]\d years")),
    (
        "known in the middle ages",
        re.compile(
            r"medieval|middle ages|\b[4-9]\d\d years|\b(?:four|five|six|seven|eight|nine) hundred years|\b1[0-6]\d\d\b|"
            r"1[0-6] th century"
        ),
    ),
    (
        "known in 1800",
        re.compile(
            r"\b[23]\d\d years|\b(?:two|three) hundred years|hundreds|centur(?:y old|ies)|for centur|\b17\d\d|1[78] th century|"
            r"before (?:the )?(?:18|19 th|17|industrial|electricity)"
        ),
    ),
    ("known in 1900", re.compile(r"hundred years|\b1[89]\d\d\b|century|20 th|twentieth")),
)
"""What an old thing was known in, by the years named; nothing of the kind named: it is just old."""


def _since(s: str) -> str:
    return next((known for known, years in _SINCE if years.search(s)), "old")


def age(s: str) -> str | None:
    """The word for the age asked about: `been around for more than 100 years` -> known in 1900."""
    if decade := _DECADE.search(s):
        return "known in 1980" if decade["ten"] in "6789" else "known in 1950" if decade["ten"] in "45" else "known in 1920"
    if young := _YOUNGER.search(s):
        return "invented after 2000" if young["years"] != "hundred" and int(young["years"]) <= 60 else "modern"
    return "invented after 2000" if _NEWEST.search(s) else "modern" if _NEW.search(s) else _since(s) if _OLD.search(s) else None
