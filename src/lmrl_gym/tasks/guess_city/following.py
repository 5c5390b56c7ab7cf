"""A question that asks both whether and which: "Did one of the seven wonders stand there, and which one?" as the two questions it holds."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

_WHETHER = r"(?:is|are|was|were|does|do|did|has|have|had|can|could|would|will|might)"
_WHICH = r"(?:(?:and |if (?:so|yes),? |then |or )*(?:(?:what|which)(?: ones?)?(?: (?:is|was|are|were) (?:it|they|that|those|this))?|(?:of )?(?:what|which) (?:sort|kind|type)s?(?: (?:is|was|are|were) (?:it|they|that|those))?|(?:what|how)(?: is| are|'s| was| were| do you| do people| do they)? (?:it|they|their names?|its name|the names?|them|that)(?: called| named| call)?|what (?:do|did) (?:you|they|people) call (?:it|them|that)|(?:their|its|the|his|her) (?:names?|titles?)|(?:please )?name (?:it|them|one|some)|who(?: (?:is|was|are|were|might) (?:it|he|she|they|that))?)(?:,? please| then| exactly)?)"
_MORE = r"(?:(?:and |if (?:so|yes),? |then )*(?:(?:since |until |till )?(?:when|where)(?= (?:is|are|was|were|did|do|does|has|have|can|would|exactly|precisely)\b|\W*$)|why|how (?!about)|by whom|from whom|(?:at|in|on|by|from|of|to|for|with|after|under|between) (?:what|which|whom|whose)|what (?:is|was|are|were|does|did|do) (?:it|they|that|this)|who (?:is|was|built|made|won|wrote|founded|designed|led|did)|(?:(?<=and )|(?<=[?.!;] ))(?:what|which) \w+|(?:what|which) (?!is\b|was\b|has\b|had\b|are\b|were\b|can\b|does\b|did\b|would\b|will\b|makes?\b|made\b)\w+ (?:is|was|did|does|won|has|had|were|are|lies|lie|stands))\b[^?]*)"
_BOTH = re.compile(rf"^\W*(?P<whether>{_WHETHER}\b[^?.!]*?\w)(?:\s*[,;?.!\u2013\u2014-]+\s*|\s+(?=and (?:what|which|who|where|when|why|how|of|by|in)\b))(?:(?P<which>{_WHICH})|(?P<more>{_MORE}))\W*$", re.IGNORECASE)
_OBJECT = re.compile(r"\b(?:it|they|them|that|this|those|he|she|its|their)\b", re.IGNORECASE)


def asks_both(text: str) -> tuple[str, str] | None:
    """The questions whether and which (or when, where, made of what) that one line asks; None where it asks but one."""
    found = _BOTH.match(text)
    if found is None:
        return None
    whether = found["whether"]
    if found["which"]:
        return f"{whether}?", f"what {_bare(whether)}?"
    there = re.match(r"(?:is|are|was|were) there (?:an?|any|some) (.*)$", whether, re.IGNORECASE)
    more = re.sub(r"^(?:and |if (?:so|yes),? |then )+", "", found["more"], flags=re.IGNORECASE)
    if there is not None and _OBJECT.search(more):
        return f"{whether}?", f"{_OBJECT.sub(f'the {there[1]}', more, count=1)}?"
    return f"{whether}?", f"{more} {_bare(whether)}?"


def _bare(whether: str) -> str:
    """A yes-or-no question without its verb of asking and its article: "is there a river near it" -> "river near it"."""
    return re.sub(rf"^{_WHETHER} (?:there (?:also |ever |still )?)?(?:(?:an?|any|some|the|one of (?:the|your|its)) )?", "", whether, flags=re.IGNORECASE)
