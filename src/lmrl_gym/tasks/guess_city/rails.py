"""Yes or no about trains to the capital: whether any run, how fast, how long they take."""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.knowledge import City, table
from lmrl_gym.tasks.guess_city.patterns import regex


def rail_to_capital(text: str, city: City) -> bool:
    """Whether trains, or fast ones, run to the capital of the country; none does from the capital itself."""
    if city.capital:
        return False
    if regex(r"\b(?:overnight|night|sleeper|sleeping)\b").search(text):
        return city.name in table("reckoned")["rail"]["hours"] and table("reckoned")["rail"]["hours"][city.name] >= 4 and city.name not in table("reckoned")["rail"]["daily"]
    fast = regex(r"\b(?:fast|high speed|bullet)\b").search(text) is not None
    return city.name in table("reckoned")["rail"]["fast"] if fast else city.name in table("reckoned")["rail"]["hours"]


_RIDE = re.compile(r"\b(?:(?P<hours>half an|an|a|one|\d+(?:\.\d+)?) hours?|(?P<minutes>\d+) minutes|day trip)\b")


def by_rail(text: str, city: City) -> bool | None:
    """Whether a train takes no longer to the capital than the claim tells; None where it tells of no train or no time."""
    ride = _RIDE.search(text)
    if ride is None or not regex(r"\b(?:train|rail|railway)\b").search(text):
        return None
    hours: dict[str, float] = table("reckoned")["rail"]["hours"]
    if city.name not in hours:
        return False
    limit = float(ride["minutes"]) / 60 if ride["minutes"] else {"half an": 0.5, "an": 1.0, "a": 1.0, "one": 1.0}.get(ride["hours"]) or float(ride["hours"]) if ride["hours"] else 2.7
    return (hours[city.name] <= 1.15 * limit) != (regex(r"\b(?:more than|over|at least|longer than)\b").search(text) is not None)
