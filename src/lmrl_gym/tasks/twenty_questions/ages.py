"""Questions of how long a thing has been known, told by their wording: `been around for centuries`, `invented in the last fifty years`."""

from __future__ import annotations

import re

_OLD = re.compile(
    r"\b(?:exist\w*|around|invented|discovered|used|in use|old|made|available|been)\b.*(?:\d{3,4} years|"
    r"hundred years|thousand|hundreds|centur(?:y|ies) (?:ago|old)|for centur|before (?:the )?(?:19|18|17|20 th|"
    r"\d{3}|twentieth|industrial|electricity|computer)|ancient|medieval|middle ages|long time|(?:in|during|since|by) (?:the )?1[0-8]\d\d|"
    r"1[0-8]\d\d s\b)"
)
_NEW = re.compile(
    r"\b(?:invented|created|developed|made|exist\w*|introduced|discovered|around)\b.*(?:20 th|twentieth|"
    r"after (?:the )?(?:19|twentieth)|(?:last|past|recent) (?:century|few|hundred|100|50|decade|years|200)|"
    r"since (?:19|the 19)|in (?:the )?19|recently|modern)"
)
_NEWEST = re.compile(
    r"\b(?:21 st century|twenty first century|(?:last|past) (?:\d0|twenty|thirty|few|ten) years|(?:after|"
    r"since) (?:19[6-9]\d|20\d\d)|in (?:the )?20[0-2]\d)"
)


_YOUNGER = re.compile(r"\b(?:less|fewer|younger|newer) than (?:an? )?(?P<years>\d+) years\b")
_DECADE = re.compile(
    r"\b(?:exist\w*|around|have it|had it|own(?:ed)? it|use it|used|available|in use|had one|have one)\b.*\b(?:in|during|by|"
    r"back in) (?:the )?19(?P<ten>\d)\d"
)


def age(s: str) -> str | None:
    """The word for the age asked about: `been around for more than 100 years` -> old."""
    if decade := _DECADE.search(s):
        return "known in 1980" if decade["ten"] in "89" else "known in 1950" if decade["ten"] in "567" else "known in 1920"
    if young := _YOUNGER.search(s):
        return "invented after 2000" if int(young["years"]) <= 60 else "modern"
    return "invented after 2000" if _NEWEST.search(s) else "modern" if _NEW.search(s) else "old" if _OLD.search(s) else None
