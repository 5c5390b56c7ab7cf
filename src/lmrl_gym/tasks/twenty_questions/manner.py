"""The reader's part for how, where and with what a thing is done, which may be left out where nobody knows it; the deed itself may not.

Functions of a `Reader` and a phrase in plain words, as in `deeds`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lmrl_gym.tasks.twenty_questions.grammar import DOES, DONE, positive
from lmrl_gym.tasks.twenty_questions.lookup import NO_ADVERBS, Reading
from lmrl_gym.tasks.twenty_questions.words import word_list

if TYPE_CHECKING:
    from lmrl_gym.tasks.twenty_questions.reader import Reader

_WORDINGS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (
            (r"^(?:have|need|want|like|get|be able|ever|got|choose|be asked|get asked|be called|be paid|be trained|be hired|be expected|"
            r"be likely|be allowed|get paid|expect|able|going|easily|safely) to (?!be\b)|^(?:ever|easily|usually|safely|be) "),
            "",
        ),
        (r" (when|if|while) (?:it|you|the weather|the temperature) (?:is|are|feel|gets?) ", r" \1 "),
        (r"^use (?:your |their |his |our )(\w+) (?:with|on|for) it$", r"use with \1"),
        (r" (?:inside|into|inside of) it$", " in it"),
        (r"\busing (?:your |their |the |only |just )*", "with "),
        (r"^(?:put|throw|slip) (?:it )?on(?= (?:when|if|before|after|to|for|in|during)\b|$)", "wear it"),
        (r" (cold|hot|warm|wet|dark|raining|sunny|snowing|chilly|freezing|rainy|windy) (?:out|outside)$", r" \1"),
    )
)
"""Ways to say the same of what people do, and the way the knowledge says it."""


def worded(s: str) -> str:
    """A deed in the words of the knowledge: `slip it on when it is cold out` is `wear it when cold`."""
    for pattern, put in _WORDINGS:
        s = pattern.sub(put, s)
    s = re.sub(r"\b(?:one|the object|the item|this|that)\b(?= |$)", "it", s) if " it" not in f" {s}" else s
    return re.sub(r"\b(?:at least|more than|just|exactly) it$", "it", s)


_MEANT = (
    (" to ", re.compile(r"^(?:like|love|tend|want) to "), ""),
    ("resemble ", re.compile(r"^resemble "), "look like "),
    ("round ", re.compile(r"\bround (?=(?:your|the|a|someone|people|one) )"), "around "),
    (
        "get ",
        re.compile(r"^get (?=(?:\w{2,}ed|worn|eaten|thrown|kept|cut|hung|driven|ridden|sold|drunk|bought|broken|held|hit)\b)"),
        "be ",
    ),
)
"""What must be in a deed, how it is said, and what is meant."""
WHEN = re.compile(r"^(.+?) (?:when|if|while|after|before|once|unless|because|so that|in order to|as you) .+")
FOR_YOU = re.compile(r" (?:for|to) (?:you|people|humans|us)$")


def meant(s: str) -> str:
    """What it does, in the words of the knowledge: `get worn` is `be worn`."""
    for sign, pattern, put in _MEANT:
        if sign in s:
            s = pattern.sub(put, s)
    return s


_PLACED = re.compile(r"^(?P<verb>\w+(?: it)?) (?:(?:in|on|at|during) (?P<where>.+)|(?P<within>indoors))$")


def placed(r: Reader, s: str) -> Reading | None:
    """`play it on the beach`, `eaten at a picnic`: done, and there; None where one of the two is unknown."""
    found = _PLACED.match(s)
    if found is None or (done := r.find.exact(found["verb"], DONE)) is None:
        return None
    if (there := r.find.exact(found["where"] or found["within"], ("at",))) is None:
        return None
    if not (both := done & there).yes and not found["within"]:
        # `hang it in a closet`, where other things hang than those known to: the place counts; with other deeds, the deed.
        return there if found["verb"].split()[0] in ("hang", "keep", "store", "leave", "lay", "stand", "find") else done
    return both


_ADJOINED = re.compile(
    r" (?:in|on|at|inside|outside|around|near|from|within|by|under|along|to|of|above|among|next to|into|across|over|against|towards?|before|"
    r"after|during|for|with|using|without|through|past|between|behind|beside|beneath|every day|daily|(?:once|twice|\w+ times) (?:a|each|"
    r"every) \w+|each day|all day|every night|overnight|"
    r"each night|every time|every morning|once in a while|now and then|a lot)(?: |$)"
)


def with_it(r: Reader, s: str) -> Reading | None:
    """`hit a fly with it`, `brown meat in it`: what anything is hit with or browned in; None where it is about something else."""
    found = re.match(r"^(?P<deed>\w+) (?!it\b).+ (?P<how>with|in|on|from|into|onto)(?: it)?$", s)
    if found is None or found["deed"] in word_list("light"):
        return None
    if found["how"] != "with":
        known = r.find.exact(f"{found['deed']} thing {found['how']}", ("done", "for")) or r.find.exact(f"{found['deed']} {found['how']}", ("done",))
        return known if known is not None and known.yes else None
    r.find.loose += 1
    return r.find.exact(f"{found['deed']} thing with", ("for", "done")) or r.find.exact(found["deed"], ("for",))


LIMBS = frozenset(
    (
        *("foot", "feet", "hand", "hands", "finger", "fingers", "mouth", "lips", "teeth", "head", "leg", "legs", "ear", "ears", "eyes", "nose"),
        *("knee", "knees", "chin", "neck", "waist", "wrist", "ankle", "lap", "toe", "toes"),
        *("stick", "sticks", "drumstick", "drumsticks", "mallet", "mallets", "bow", "cue", "racket", "paddle", "hammer", "knife", "fork", "spoon"),
    )
)
"""With what a thing is done, and on which part of the body, matters too much to be left out."""


def calm(s: str) -> str:
    """Without adverbs of manner: `hold it easily`."""
    return " ".join(w for w in s.split() if not w.endswith("ly") or w in NO_ADVERBS) or s


def alone(r: Reader, s: str, slots: tuple[str, ...]) -> Reading | None:
    """`carry it on your back`, where nobody knows the back: what is done, whatever is said of how and where; None where that is unknown too."""
    adjoined = {found.start() for found in _ADJOINED.finditer(s)}
    for cut in reversed([i for i, sign in enumerate(s) if sign == " "]):
        deed, tail = s[:cut], s[cut:].split()
        if not LIMBS.isdisjoint(tail) and not s.endswith(" by hand"):
            return None
        words = deed.split()
        if cut not in adjoined and (len(words) < 3 or words[-1] != "it"):
            continue
        if words[0] in word_list("light") and (len(words) < 2 or words[-1] in ("it", "this", "them")):
            continue
        if (done := r.find.exact(deed, slots)) is not None and done.no:
            r.find.loose += 1
            if not done.yes and slots is DOES:
                r.find.settled = True
                return done
            telling = [word for word in tail if word not in word_list("weak") and word not in word_list("dull")]
            known = r.find.recalled([words[0], *telling]) if len(telling) > 1 else 0
            return r.find.sure(done.yes & known or done.yes | known)
    return None


_DOER = re.compile(r"^(?:an? )?(?:good|great|fast|strong|excellent|skilled|natural|keen|quick) (?P<who>\w{3,}er)$")


def doer(r: Reader, s: str) -> Reading | None:
    """`a good climber`: what climbs; None where it is no word for one who does."""
    found = _DOER.match(s)
    return None if found is None else r.find.exact(positive(found["who"]), ("does",))


_RATHER = re.compile(
    r"^(?P<start>(?:used|shaped|found|kept|made|meant|designed|worn) )?(?:more|rather) (?:often |of |"
    r"commonly )?(?P<one>.+?) than (?:of )?(?P<other>.+)$"
)


def rather(r: Reader, s: str) -> Reading | None:
    """`more for decoration than for use`, `more of a pet than a farm animal`: the one and not the other; None where neither is known as it stands."""
    found = _RATHER.match(s)
    if found is None or not re.match(r"^(?:an?|the|for|in|on|at|by|like|as|with|indoors|outdoors|\w+ (?:thing|item|object)\b)", found["one"]):
        return None
    if (known := r.find.exact(f"more {found['one']} than {found['other']}", ("who",))) is not None:
        return known
    start = found["start"] or ""
    one, other = r.predicate(f"{start}{found['one']}"), r.predicate(f"{start}{found['other']}")
    return one & ~other if other.yes | other.no == r.find.all else one


_NEAR = ("beside ", "next to ", "by ", "near ", "under ", "above ", "behind ", "beneath ", "against ", "around ")


def nearby(r: Reader, where: str, place: str) -> Reading | None:
    """`beside the bed`, which is not in it; None where nobody knows what is there, or it is another place."""
    return r.find.exact(f"{where}{place}", ("at", "done")) if where in _NEAR else None
