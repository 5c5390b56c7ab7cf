"""The city spoken to as "you": what is said of "you" and "yours" put as said of the city, or of its country where countries are spoken of.

Only what can be no talk to the one who answers is put so: "do you know", "would you say" and "thank you" stay as they are.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

_YOUR = re.compile(r"\byour (?=((?:own |whole |home |old |\w+ s )?(?:city|town|country|place|nation|people|land|state|home|capital|metropolis)\b)?)(?!(?:\w+ )?(?:answers?|clues?|hints?|facts?|guess|mind|opinion|head(?! of)|help|secret|knowledge|way|name)\b)")
_YOUR_LAND = re.compile(r"\byour (?:own |home |native |dear )?(?:land|realm|homeland|fatherland|motherland)\b(?! (?:border|frontier|area)s?\b)")
_LANDS = re.compile(r"\b(?:countr(?:y|ies)|nations?|states|lands|republics?|monarch(?:y|ies)|kingdoms?|frontiers?|embass(?:y|ies)|passports?|flags?|anthem|president|parliament)\b")
"""What is said of countries, so that "yours" is one."""
_CITY = re.compile(r"\byours (?:also |then |perhaps )?(?:the|an?|one of the) (?:\w+ ){0,3}?(?:city|town|metropolis|port|capital)\b(?! of a)")
"""What says that yours is a city."""
_OF_YOURS = re.compile(r"\bof yours\b")
_YOURS = re.compile(r"\byours(?= \w|$)")
_SPOKEN_TO = r"(?! (?:know|knows|think|say|said|can|could|would|will|have|had|get|see|hear|go|tell|mean|want|need|like|agree|may|might|must|should|do|did|use|call|are|were|buy|pay|eat|drink)\b)"
_BESIDE = re.compile(rf"\b(near|around|round|about|by|beside|behind|above|below|beneath|from|to|upon|against|within|inside|through|across|past|over|towards|toward|under|than|of|between|beyond|like|at) you\b{_SPOKEN_TO}(?<!thank you)")
_THERE = re.compile(rf"\b(?:for|with|in|on|among) you\b{_SPOKEN_TO}")
_DONE_TO = re.compile(
    r"\b(hit|hits|struck|strike|strikes|surround\w*|encircl\w+|attack\w*|destroy\w*|ravag\w+|rule[ds]?|found(?:ed)?|occup(?:y|ied|ies)|conquer\w*|held|hold|holds|reach(?:ed|es)?|visit\w*|threaten\w*|split|splits|divide[ds]?|cross(?:es|ed)?|plague[ds]?|shake|shook|shakes|shaken|invade[ds]?|besiege[ds]?|bomb(?:ed|s)?|burn(?:ed|t|s)?|burnt|devastat\w+|flood(?:ed|s)?|govern(?:ed|s)?|coloni[sz]\w+|built|build|made|makes|bordere?d?|borders|serves?|served|adorns?|gave|give|gives|captured?|captures|took|seized|seize|sacked|raided|liberated|connects?|links?|linked|joins?|joined|cuts?|washes|wash|laps|protects?|shields?|overlooks?|dominates?|planned|designed|settled|bounds?|left|abandon\w*|envelops?|covers?|smothers?|chokes?|feeds?|fed|supplies|supply|hosted|chose|chosen|nicknamed?|dubbed|dub) you\b(?! (?:know|think|can|could|would|will|have|had|did|do|a hint|any|a clue|as)\b)"
)
"""What is done to a city."""
_PEOPLE = re.compile(r"\b(do|did|are|were|have|would|can|could|will|what|where|how|when|why) (?:you|your) (?:people|folks|locals|townspeople|citizens|inhabitants|townsfolk)\b")
_TAKEN = re.compile(r"\b(?:take|takes|taken|took|taking) your place\b")
_ON_WHICH = re.compile(r"^is (?:the )?(.+?) (?:the |a )?(?:island|continent|peninsula|coast|river|sea|lake|state|province|region|country|bay|gulf|plain|plateau|hemisphere) (?:that |which )?(?:you|it)(?: are| lie| sit| stand| is| lies| sits)? (on|in|by|at)$")
"""A place that one asks whether one is on: "is Java the island you are on"."""


_ARE_YOU = re.compile(
    r"^(are you (?=(?!sure|able|allowed|saying|thinking|telling|talking|from|certain|aware|familiar|human|happy|ready|willing|free to|proud|fond)\w)"
    r"|were you (?=(?!saying|thinking|telling|talking|there when)\w)|have you (?=(?:(?:ever|always|already|also|once|long|never|not|recently|still) )*(?!heard|been to|seen|visited|read|noticed|tried|got|any|an?|the|eaten|tasted|drunk)\w+(?:ed|en|wn|een|ought|ost|eld|uilt|et)\b)"
    r"|did you (?=(?!know|say|mean|hear|see|tell|like|eat|drink|people|just|ever (?:hear|see|eat|visit)|write|speak|use|pay|read|think)\w)|do you (?=(?:still |also |really |actually )*(?:lie|stand|sit|belong|touch|face|border|straddle|host|hold|possess|boast|overlook|rank|house|owe|count|spread|sprawl|serve|share|suffer|export|rise|nestle|occupy|number)\b))"
)
_IS_IT = {"are you ": "is", "were you ": "was", "have you ": "has", "did you ": "did", "do you ": "does"}


def addressed(words: str) -> str:
    """`words` (plain words) with what is said of the one who answers put as the city's: "your city" -> "the city", "your flag" -> "its flag"."""
    if "you" not in words:
        return words
    words = _TAKEN.sub("replace it", words)
    words = _PEOPLE.sub(r"\1 people", words)
    words = _YOUR_LAND.sub("the country", words)
    words = _YOUR.sub(lambda m: "the " if m[1] else "its ", words)
    if "you" not in words:
        return words
    land = "the country" if _LANDS.search(words) and not _CITY.search(words) else "the city"
    words = _YOURS.sub(land, _OF_YOURS.sub("of the city", words))
    words = _ARE_YOU.sub(lambda m: f"{_IS_IT[m[1]]} it ", words)
    words = _DONE_TO.sub(r"\1 it", _THERE.sub("there", _BESIDE.sub(r"\1 it", words)))
    return _ON_WHICH.sub(r"is it \2 \1", words)
