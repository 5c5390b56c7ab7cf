"""What is told before an open question helps to answer it: "We threw a coin into a fountain in 1961. Which one must it have been?".

The question is answered by itself first. Where that answer holds little of what is asked, the note that both sentences are likest is said for it.
"""

# ruff: noqa: E501, SIM905 -- patterns are read across, lists of words

from __future__ import annotations

import re
from typing import NamedTuple

from lmrl_gym.tasks.guess_city.addressing import addressed
from lmrl_gym.tasks.guess_city.aims import PERSONS, calling_in
from lmrl_gym.tasks.guess_city.asides import told_aside
from lmrl_gym.tasks.guess_city.conquests import powers_asked
from lmrl_gym.tasks.guess_city.dated import held_when
from lmrl_gym.tasks.guess_city.kinds import asked, kind_of, names_kind
from lmrl_gym.tasks.guess_city.knowledge import City
from lmrl_gym.tasks.guess_city.likeness import covered, recollected, recollection
from lmrl_gym.tasks.guess_city.lore import STOP
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.preferring import NEVER
from lmrl_gym.tasks.guess_city.topics import say
from lmrl_gym.tasks.guess_city.words import plain

_ASKS = r"(?:(?:by|in|of|to|on|for|with|from|at|under|upon|after) )?(?:what|whats|which|whose|whom|who|whos|how|when|where|why|whys)\b"
_TALE = re.compile(rf"^\W*(?P<told>[^?]{{8,360}}?\w)(?:\s*[;.!:]+|\s[\u2013\u2014-]+)\s+(?:(?:and|but|so|now|well|then|please|dear|my dear|tell me),? )*(?P<asked>{_ASKS}[^?;.!]{{3,}})[?.! ]*$", re.IGNORECASE)
_ASKED_BEFORE = re.compile(rf"^\W*(?:so |and |well |but )?(?:{_ASKS}(?! (?:i|we|my|our|the|your|you|it|they|he|she|a|an)\b)|(?:is|are|was|were|does|do|did|has|have|can|could|would|will|tell|name|describe|give)\b)", re.IGNORECASE)
"""What asks a question of its own before the last one."""
_OF_THE_GAME = re.compile(r"\b(?:i|we) (?:know|guess|think|bet|see|believe|suppose|gather|take it|reckon|wonder|(?:want|need)(?= to (?:know|ask|guess|find out)\b| an? \w*(?:hint|clue)))\b|\bquestions?\b|\bclues?\b|\bhints?\b|\bguess\w*\b|\bnames?\b|\banswers?\b|^\W*(?:yes|no|thanks|thank|ok|okay|sorry|great|good)\b", re.IGNORECASE)
_LOOSE = frozenset("words landmark known culture history past food industry when region events founder rulers leader nightlife role animals transport state neighbours".split()) | {"country income"}
"""What a question may be read as being after that says little of it."""
_VAGUE = frozenset(("words", "landmark", "known", "nightlife", "culture"))
"""Those of them that say little even where nothing was told before."""


class _Bar(NamedTuple):
    """What decides between a question's own answer and the note that question and tale are likest to."""

    held: float
    """The part of the question that its own answer holds at least to stand."""
    ahead: float
    """How many times as much of question and tale the note has to share as that answer."""


_AFTER_A_TALE, _ALONE = _Bar(0.45, 1.2), _Bar(0.12, 1.7)
_LEAST, _SINGLE = 4.0, 3.0
"""The weight that the note shares with both at least; that of one shared word, where nothing else answers."""
_UNANSWERED = 5.0
"""The weight from which a note answers what nothing else does and nothing was told before."""
_OVER_WORDS, _OVER, _OVER_TIMES = 3, 8.0, 2.5
"""How many words a note shares with the question, what they weigh, by themselves and beside a list's answer, to be said for that."""
_THIN, _FEW = 7, 4
"""The words of a question for a name that says by itself whose; the words of substance of one that leans on what was told."""
_RULED = re.compile(r"\b(?:ruled|owned|governed|held|in charge|ran)\b")
_BORN = re.compile(r"[A-Z].*, an? .*\b(?:was born|lived|died|grew up|comes?) (?:there|near|from there)")
"""A sentence that only tells where somebody was born."""
_CALLING = re.compile(PERSONS)
_PERSON = re.compile(r"\b(?:gentlem[ae]n|lady|man|woman|fellow|chap|person|girl|boy|lad|king|queen|emperor|hero|saint|general|poet|painter|singer|writer|leader|ruler)\b.*\b(?:called|named|name)\b")
"""What asks who somebody was by what he was called."""


def tale(text: str) -> str:
    """What `text` tells before the open question that ends it, in plain words; empty where it tells nothing, or asks before."""
    if (found := _TALE.match(text)) is None or _ASKED_BEFORE.match(found["told"]) or _OF_THE_GAME.search(found["told"]):
        return ""
    return regex(r"\bus\b").sub("", addressed(plain(found["told"])))


def recalled(aimed: str, text: str, told: str, said: tuple[str, ...], city: City) -> tuple[str, ...]:
    """What answers the open question `text` (plain words) after what was `told` before it, of which `said` is the answer by itself."""
    if not told and not said:
        return _unanswered(aimed, text, city)
    listed = bool(said) and bool(told_aside(text, city))
    if not told and ((aimed not in _VAGUE and not listed) or asked(text).form == "who" or calling_in(text) is not None):
        return said
    if listed:
        return _over_list(text, said, city)
    if said and ((aimed not in _LOOSE and aimed[0] != "#") or aimed in NEVER):
        return said
    own = said
    if _BORN.match(said[0] if said else "") and asked(text).form == "thing" and not _CALLING.search(text):
        said = ()
    if told and all(word in STOP for word in text.split()):
        said = ()
    whole = text if not told or told in text else f"{text} {told}"
    if told and aimed in ("rulers", "leader") and (powers := safe(city, held_when(whole, city)) or (_RULED.search(text) and (powers_asked(whole, city) or say("colony", city)))):
        return powers
    if said and (max(covered(text, s) for s in said) >= (_AFTER_A_TALE if told else _ALONE).held or (text.endswith(" called") and len(text.split()) > _THIN)):
        return said
    if told and aimed[0] != "#" and (told in text or sum(word not in STOP for word in text.split()) <= _FEW) and (aside := told_aside(whole, city)):
        return aside
    if aimed in ("words", "rulers", "leader", "past") and (powers := safe(city, held_when(whole, city))):
        return powers
    return _likest(text, told, said, city) or own


def _unanswered(aimed: str, text: str, city: City) -> tuple[str, ...]:
    """The note that answers what nothing else does; nothing was told before."""
    found = None if aimed in NEVER or asked(text).form != "thing" else recollected(text, "", city.name)
    return (found.text,) if found is not None and found.words > 1 and found.weight >= _UNANSWERED else ()


def _over_list(text: str, said: tuple[str, ...], city: City) -> tuple[str, ...]:
    """What a list answers, or the note that shares far more of the question."""
    found = recollected(text, "", city.name, asked(text).form)
    if found is None or found.words < _OVER_WORDS or found.weight < _OVER:
        return said
    return (found.text,) if all(recollection(text, "", city.name, s) * _OVER_TIMES < found.weight for s in said) else said


def _likest(text: str, told: str, said: tuple[str, ...], city: City) -> tuple[str, ...]:
    """The note that question and tale are likest to, or `said` where that shares about as much or names what is asked for."""
    found = recollected(text, told, city.name, "who" if _PERSON.search(text) else asked(text).form)
    if found is None or (not (found.weight >= _LEAST and found.words > 1) and (said or found.weight < _SINGLE)):
        return said
    if any(recollection(text, told, city.name, s) * (_AFTER_A_TALE if told else _ALONE).ahead > found.weight for s in said):
        return said
    kind = kind_of(asked(text).head)[0]
    return said if kind >= 0 and any(names_kind(kind, s) for s in said) and not names_kind(kind, found.text) else (found.text,)
