"""The river that one of the city's buildings stands by, where a question asks for it."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.topics import say

BY_RIVER = re.compile(r"^(?!.*\b(?:rivers|country|nation|longest|largest|bridges over|build|built)\b)(?:what|which|name|tell)\b.*\briver\b.*\b(?:bridges?|tower|parliament|palace|castle|monastery|fort|fortress|citadel|museum|cathedral|opera|wheel|temple|mosque|church|stadium|skyline|embankment|promenade|market|monument|cable car|houses|clock)\b")
"""A question for the river that one of the city's buildings stands by."""


def river_named(said: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The river of the city, unless what is to be said names it; none where it has none that may be named."""
    city = knowledge().cities[name]
    names = {word for water in city.water for word in water.split() if word[0].isupper() and word not in ("River", "Lake", "Canal", "Bay")}
    if any(word in sentence for word in names for sentence in said):
        return said
    return tuple(s for s in safe(city, say("river", city))[:1] if "iver" in s and not s.startswith("No "))
