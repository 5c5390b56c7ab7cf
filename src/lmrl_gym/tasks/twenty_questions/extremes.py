"""Questions of which is the most so of its kind: `the biggest instrument in the orchestra`, `one of the fastest animals`.

A function of a `Reader` and a predicate in plain words, as in `nouns`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lmrl_gym.tasks.twenty_questions.facts import Thing, things
from lmrl_gym.tasks.twenty_questions.lookup import Reading
from lmrl_gym.tasks.twenty_questions.measures import speeds
from lmrl_gym.tasks.twenty_questions.words import stems

if TYPE_CHECKING:
    from lmrl_gym.tasks.twenty_questions.reader import Reader


def _pace(thing: Thing) -> float | None:
    return speeds().get(stems(thing.name))


_MEASURES: dict[str, tuple[Callable[[Thing], float | None], bool]] = {
    **dict.fromkeys(("biggest", "largest", "bulkiest", "hugest", "greatest"), (lambda t: t.bulk, True)),
    **dict.fromkeys(("smallest", "tiniest", "littlest"), (lambda t: t.bulk, False)),
    "heaviest": (lambda t: t.weight, True),
    "lightest": (lambda t: t.weight, False),
    "tallest": (lambda t: t.height, True),
    "longest": (lambda t: t.sides[0], True),
    "shortest": (lambda t: t.sides[0], False),
    "widest": (lambda t: t.sides[1], True),
    "thinnest": (lambda t: t.sides[2], False),
    **dict.fromkeys(("fastest", "quickest", "swiftest"), (_pace, True)),
    "slowest": (_pace, False),
    **dict.fromkeys(("most expensive", "priciest", "costliest", "most costly", "dearest"), (lambda t: t.price, True)),
    **dict.fromkeys(("cheapest", "least expensive", "most affordable"), (lambda t: t.price, False)),
}
"""What is measured, and whether the most of it is meant."""
_EXTREME = re.compile(
    r"^(?:(?:probably|easily|by far|clearly) )?(?P<few>one of |among )?(?:the |your |my )?(?:very |single |world |second |absolute )*"
    rf"(?P<how>{'|'.join(_MEASURES)})(?: (?:and|or) \w+est)? (?:known |living |common |type of |kind of |sort of |piece of |item of |major )*"
    r"(?P<kind>(?!(?:of|in|on|among)\b)\w+(?: (?!(?:in|on|of|among|from|at|that|which|you|used|to|there|people|around|we|by|for|with)\b)\w+){0,2})?"
    r"(?: ?(?P<after>(?:in|on|of|among|from|at|that|which|you|used|to|there|people|around|we|by|for|with)\b.*))?$"
)
_WORLD = re.compile(r"\b(?:world|earth|planet|ever|existence|universe)\b")
_ANIMALS = ("animal", "land animal", "mammal", "creature", "living thing", "beast", "pet")
_ANYWHERE = re.compile(
    r"^(.*\b(?:most|\w+est)\b.+?) (?:in (?:the (?:whole |entire )?(?:world|us|usa|united states?|country)|america|existence)|(?:that )?(?:you|"
        r"i|we|one) can "
    r"(?:think of|imagine|find|buy)|there is|of all(?: time| of them)?|known to man|around|out there|that exists?|ever)$"
)
_OTHERS = frozenset(("bird", "planet", "country", "city", "continent", "insect", "fish", "reptile", "star", "bone", "organ", "whale", "snake"))
"""Kinds of which no object is."""
_HARDLY = 1.1
"""What comes so near the most counts as well."""


def extreme(r: Reader, s: str) -> Reading | None:
    """What is the most so of its kind; None where the words ask for something else, or nobody knows the kind."""
    if (told := _ANYWHERE.match(s)) and (known := r.find.exact(told[1], ("is",))) is not None:
        return known
    if "st" not in s or (found := _EXTREME.match(s)) is None:
        return None
    kind, after = found["kind"] or "", found["after"] or ""
    if not kind and (of := re.match(r"^(?:of|among) (?:all )?(?:of )?(?:the |these |its )?(?P<kind>[\w ]+?)(?: (?P<rest>in|on|from|"
        r"at) .*)?$", after)):
        kind, after = of["kind"], after[of.end("kind") :].strip()
    if kind and (known := r.find.exact(f"{found['how']} {kind}", ("is",))) is not None:
        return known
    if stems(kind) in _OTHERS:
        return r.find.sure(0)
    if not kind or kind in ("thing", "object", "item", "one", "things", "objects", "items"):
        group = r.find.all if kind else 0
    else:
        members = r.find.exact(kind, ("is",))
        group = members.yes if members else 0
    place = re.match(r"^(?:in|on|from|at|of|used in|among|you (?:can |could |would )?(?:find|see|keep) (?:in|on|at)) (?:the |an? |most |"
        r"your )*(?P<place>.+)$", after)
    there = r.find.exact(place["place"], ("at",)) if place else None
    if there is not None and (group & there.yes):
        group &= there.yes
    elif group == r.find.all:
        return None
    if group.bit_count() < 2:
        return None
    how, beast = found["how"], stems(kind) in _ANIMALS
    few = found["few"] or re.search(r"(?<!s)s$", found["kind"] or "")
    if beast and not few and (how not in ("biggest", "largest", "heaviest") or _WORLD.search(s)):
        return r.find.sure(0)
    measure, most = _MEASURES[how]
    values = sorted(((v, i) for i, t in enumerate(things()) if group >> i & 1 and (v := measure(t)) is not None), reverse=most)
    if len(values) < 2:
        return None
    count = max(1, round(len(values) * 0.3)) if few else 1
    bound = values[min(count, len(values)) - 1][0]
    bound = bound / _HARDLY if most else bound * _HARDLY
    return r.find.sure(sum(1 << i for v, i in values if (v >= bound if most else v <= bound)))
