"""The reader's part for what a thing is for or has a place for, where and by whom it is used, and what comes to mind with it.

Functions of a `Reader` and a phrase, which it has as methods (`reader.Reader`); the phrase is in plain words, without the verbs the shapes took away.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from lmrl_gym.tasks.twenty_questions.grammar import ABOUT, AT, FOR, PEOPLE
from lmrl_gym.tasks.twenty_questions.lookup import Reading

if TYPE_CHECKING:
    from lmrl_gym.tasks.twenty_questions.reader import Reader


_DEEDS = {
    **{noun: f"{noun}ing" for noun in ("transport", "repair", "display")},
    "transportation": "transporting", "storage": "storing", "preparation": "preparing", "production": "making", "creation": "making",
    "removal": "removing", "measurement": "measuring", "protection": "protecting", "construction": "building", "maintenance": "maintaining",
    "cultivation": "growing", "application": "applying", "consumption": "eating", "recording": "recording", "calculation": "calculating",
}
_DEED_OF = re.compile(rf"^(?:the )?(?P<noun>{'|'.join(_DEEDS)}) of (?P<what>.+)$")


def _deed(s: str) -> str:
    """`transporting heavy goods` of `the transport of heavy goods`."""
    found = _DEED_OF.match(s)
    return s if found is None else f"{_DEEDS[found['noun']]} {found['what']}"


def purpose(r: Reader, s: str) -> Reading:
    s = _deed(s)
    s = re.sub(r"^(?:be )?(?:used )?(?:the )?(?:purposes? of |use in |use by |use |help |help you |help people |make it easier to )?", "", s)
    s = re.sub(r"^(?:it|you|they|the weather|someone) (?:is|are|gets?|am|feels?) ", "", s)
    s = re.sub(r" (?:purposes?|activities|activity|use|tasks?|reasons?|needs?|operations?|functions?)$", "", s)
    s = re.sub(r"^(?:perform|carry out|conduct|complete|execute) (?=\w+$)", "", s)
    if (found := re.match(rf"^{PEOPLE} to (?P<rest>.+)", s)) and r.find.exact(s, ("who",)) is None:
        return r.you(found["rest"])
    if (found_who := r.find.exact(s, ("for", "who"))) is not None:
        return found_who
    if re.match(r"^(?:in|on|at|inside|outside|outdoors|indoors)\b", s):
        return r.look(re.sub(r"^(?:in|on|at) ", "", s), AT)
    found_for = r.look(re.sub(r" (?:with )?it$", "", s), FOR)
    # What all things are for, nothing is: anything can be seen.
    return found_for if found_for.yes != r.find.all else r.find.sure(0)


def used_in(r: Reader, s: str) -> Reading:
    if (deed := _deed(s)) != s:
        return r.purpose(deed)
    if (whole := r.find.exact(f"use in {s}", ("done",))) is not None:
        return whole
    return r.look(re.sub(r"^the ", "", s), ("at", "for", "is", "about", "done"))


def by(r: Reader, s: str) -> Reading:
    s = re.sub(r"^(?:a |an |the )", "", s)
    found = r.find.exact(s, ("who",))
    return found if found is not None else r.look(s, ("who", "is", "needs", "for", "done", "about"))


def about(r: Reader, s: str) -> Reading:
    """An association: the line in [about], or whatever else is said with the word."""
    if " or " in s or " and " in s:
        return r.members(s, r.about)
    s = re.sub(r"^(?:the |a |an |any |some |any kind of )", "", s)
    found = r.find.exact(s, ABOUT)
    other = r.find.phrase(s, ("is", "for", "who", "at", "made", "has", "done"))
    if found is None and not other.yes:
        told = [seen.yes for slot in ("for", "at", "who", "has", "made") if (seen := r.find.exact(s, (slot,))) is not None]
        other = r.find.sure(reduce(or_, told, r.find.recalled(s.split(), least=1)))
    return other if found is None else found | other if other.yes & found.yes else found


ROOM = re.compile(r"^(?P<room>place|hole) for (?P<what>.+)$")


def room(r: Reader, room: str, what: str) -> Reading:
    """What has a place or a hole for something; a place that nobody knows of is where the thing is put or found."""
    if (known := r.find.exact(f"{room} for {what}", ("has",))) is not None:
        return known
    puts = ("put {} in", "keep {} in", "store {}", "put {} on") if room == "place" else ()
    into = [r.find.exact(put.format(what), ("done", "for")) for put in puts]
    return next((found for found in into if found is not None and found.yes), r.find.sure(0))
