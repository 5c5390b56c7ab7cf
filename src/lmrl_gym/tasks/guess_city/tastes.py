"""What somebody likes or hates, told before he asks whether he would be happy there: "I hate heat. Would I be fine?" -> "is it not hot?"."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

_TOLD = re.compile(
    r"^\W*(?:(?:so|well|ok|and|look|hey|hi),? )?(?:if |since |as |because )?i(?:'m| am)? (?:(?:really|absolutely|just|do|simply|kind of|totally|personally|truly) )*(?:(?P<hates>hate|loathe|detest|dislike|(?:can't|cannot|can not|don't|do not|couldn't) (?:stand|take|bear|like|handle|cope with|do well in|tolerate)|(?:not |no )(?:a |much of a )?(?:fan|friend) of|afraid of|scared of|allergic to|sick of|tired of)|(?P<loves>love|like|adore|enjoy|prefer|crave|fond of|crazy about|a (?:big |great )?fan of)) "
    r"(?:the |very |too much |too |any |lots of |all that |bad )*(?P<what>[a-z]+(?: [a-z]+)?)\s*[,.;:!\u2013\u2014-]+\s*(?:so |and |then |but )?(?P<asked>(?:would|will|could|can|am|do|should|is|might) (?:i|it|that|this|the place|the city|your city)\b[^?]*)\W*$",
    re.IGNORECASE,
)
_GOOD = re.compile(r"\b(?:fine|happy|ok|okay|alright|all right|safe|comfortable|at home|pleased|glad|content|like it|love it|enjoy (?:it|myself|life)|suit me|(?:good|right|nice|great|perfect|ideal|something) (?:place |city |town |spot |fit |choice )?for me|well off|in luck|lucky|thrive|cope|manage|for me|recommended)\b")
_BAD = re.compile(r"\b(?:suffer|miserable|unhappy|hate it|dislike it|disappointed|in trouble|a problem|bad for me|wrong place|regret|avoid|stay away|stay home|uncomfortable|unlucky)\b")
_IS = {
    "heat": "hot", "hot weather": "hot", "hot summers": "hot in summer", "heatwaves": "hot", "cold": "cold", "cold weather": "cold", "cold winters": "cold in winter", "frost": "cold in winter", "winter": "cold in winter", "rain": "rainy", "wet weather": "rainy", "humidity": "humid", "muggy weather": "humid",
    "sun": "sunny", "sunshine": "sunny", "warm weather": "hot", "warmth": "warm", "crowds": "crowded", "big crowds": "crowded", "noise": "noisy", "traffic": "known for traffic jams", "traffic jams": "known for traffic jams", "smog": "polluted", "pollution": "polluted", "dirty air": "polluted", "hills": "hilly", "steep streets": "hilly", "slopes": "hilly",
    "heights": "high up", "altitude": "high up", "thin air": "high up", "flat land": "flat", "crime": "dangerous", "museums": "known for museums", "nightlife": "known for its nightlife", "parties": "known for its nightlife", "history": "rich in history", "skyscrapers": "known for skyscrapers", "beaches": "on the coast", "the sea": "on the coast", "sea": "on the coast", "swimming": "on the coast",
}  # fmt: skip
"""What somebody likes or hates -> what a city is that has it."""
_HAS = {"snow": "does it snow there", "earthquakes": "are there earthquakes", "quakes": "are there earthquakes", "spicy food": "is the food spicy", "chilli": "is the food spicy", "chili": "is the food spicy", "spice": "is the food spicy", "volcanoes": "is there a volcano near the city", "mountains": "are there mountains near the city", "beer": "is it known for beer", "wine": "is it known for wine", "football": "is football popular", "baseball": "is baseball popular", "cricket": "is cricket popular", "skiing": "can one ski near the city", "surfing": "can one surf there", "seafood": "is it known for seafood", "coffee": "is it known for coffee"}
"""The same of what there is or is not."""


def by_taste(text: str) -> str:
    """`text` that tells what its asker likes or hates and asks whether it would suit him, as the question whether there is such a thing; else as it is."""
    found = _TOLD.match(text)
    if found is None:
        return text
    what, asked = found["what"].lower(), found["asked"].lower()
    good, bad = _GOOD.search(asked), _BAD.search(asked)
    if (good is None) == (bad is None) or "than" in asked:
        return text
    hates = found["hates"] is not None
    denied = hates == (good is not None)
    if what in _IS:
        return f"is it {'not ' if denied else ''}{_IS[what]}?"
    if what in _HAS:
        verb, subject, *rest = _HAS[what].split()
        return f"{verb} {subject} not {' '.join(rest)}?" if denied else f"{_HAS[what]}?"
    return text
