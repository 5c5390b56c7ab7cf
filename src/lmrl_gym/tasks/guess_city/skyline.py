"""Yes or no about the tallest buildings and towers of the world, and when they were that."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

from lmrl_gym.tasks.guess_city.knowledge import City, table
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.times import TODAY, lasted, time_of


def tallest_ever(text: str, city: City) -> bool | None:
    """Whether the tallest building of the world, or the tallest structure or tower that the claim names, stands there, or stood there when the claim says so."""
    known = table("reckoned")["tallest_ever"]
    kinds = ["building"]
    if regex(r"\b(?:structures?|towers?|landmarks?|man made|free ?standing)\b").search(text):
        kinds.append("structure")
    if regex(r"\btowers?\b").search(text):
        kinds.append("tower")
    rows = tuple(row for kind in kinds for row in known[kind].get(city.name, ()))
    if (time := time_of(text)) is not None:
        return any(lasted(time, (first, last)) for first, last in rows)
    if regex(r"\b(?:was|were|did|had|once|ever|used|former\w*|record|been|previously)\b").search(text):
        return bool(rows)
    return any(last == TODAY for _, last in rows)
