"""Claims about a war that is called by its name: what was taken, what was struck, and who had a part in it. The wars stand in wars.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lmrl_gym.tasks.guess_city.asides import places
from lmrl_gym.tasks.guess_city.knowledge import City, table

_CALLED = re.compile(r"\b(?:wars?|revolution|rebellion|uprising|crisis|conflict|storm|invasion)\b")
"""What a war is called."""
_ANOTHER = re.compile(
    r"\b(?:who|whom|whose|which|what|when|where|why|how|memorial|museum|films?|movies?|monument|veterans?|treaty|armistice|beg[iau]n|start(?:ed)?|caused?|before|after|"
    r"since|until|refugees|declared|signed|general|end(?:ed)?|capital|liberat\w+|retak\w+|retook|recaptur\w+|wo?n|lost|lose|defeated|famous|known|born|died|lived)\b"
)
"""What makes another matter of it than whether the war came there."""
_TAKEN = re.compile(r"\b(?:captured?|takes?|took|taken|occup\w+|conquer\w*|f[ae]ll|fallen|seized?|overr[au]n|change[ds]? hands)\b(?! part\b)")
_STRUCK = re.compile(
    r"\b(?:bomb\w*|shell(?:ed|ing)|attack\w*|raid\w*|missiles?|damage\w*|destroy\w*|ruin\w*|hit|struck|devastat\w+|besieged?|sieges?|battles?|fighting|"
    r"fought over|fought (?:in|at|near) (?:it|the city)|battle(?:field|ground)|burn\w*|flattened|levelled|rubble)\b"
)
_PART = re.compile(
    r"\b(?:affected|involved|part|participat\w*|fight|fought|role|touched|caught up|drawn into|at war|suffer\w*|troops|soldiers|army|"
    r"experienced?|see|saw|went through)\b"
)
_FOUGHT = re.compile(r"\b(?:country|nation|fight|fought|troops|soldiers|army|participat\w*|(?:took|take) part)\b")
_LAND = re.compile(r"\b(?:country|nation)\b")


@dataclass(frozen=True, slots=True)
class War:
    """Which of the hundred cities it touched."""

    named: re.Pattern[str]
    within: frozenset[str]
    """Those of the countries in which it was fought."""
    fought: frozenset[str]
    """Those, and the cities of all who fought it."""
    taken: frozenset[str]
    struck: frozenset[str]


@lru_cache(maxsize=1)
def _wars() -> tuple[War, ...]:
    made = []
    for row in table("wars")["war"]:
        lands, armies = ({"countries": row.get(part, ())} for part in ("lands", "fought"))
        taken, struck = ({"cities": row.get(part, ())} for part in ("taken", "struck"))
        within = frozenset(places(lands))
        made.append(War(re.compile(rf"\b(?:{row['named']})\b"), within, within | places(armies), frozenset(places(taken)), frozenset(places(struck))))
    return tuple(made)


def in_war(text: str, city: City) -> bool | None:
    """Whether what is claimed (plain words) of a war that is named is true of the city; None where none is, or the claim is about something else."""
    if not _CALLED.search(text) or _ANOTHER.search(text):
        return None
    war = next((war for war in _wars() if war.named.search(text)), None)
    if war is None:
        return None
    taken, struck = _TAKEN.search(text), _STRUCK.search(text)
    if _LAND.search(text) and (taken or struck):
        return city.name in war.within
    if taken or struck:
        return city.name in (war.taken if taken else war.struck)
    if not _PART.search(text):
        return None
    return city.name in (war.fought if _FOUGHT.search(text) else war.within)
