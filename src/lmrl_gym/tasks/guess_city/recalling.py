"""What is told before an open question helps to answer it: "We threw a coin into a fountain in 1961. Which one must it have been?".

The question is answered by itself first. Where that answer holds little of what is asked, the note that both sentences are likest is said for it.
"""

# ruff: noqa: E501, SIM905 -- patterns are read across, lists of words

from __future__ import annotations

import re

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
_OVER = (3, 8.0, 2.5)
"""How many words a note has to share, and how much they have to weigh, by themselves and beside what a list answers, to be said for that."""
_ENOUGH = 5.0
"""The weight from which a note answers what nothing else does."""
_THIN, _FEW = 7, 4
"""The words of a question for a name that says by itself whose; the words of substance of one that leans on what was told."""
_HELD, _FAR = 0.12, 1.7
"""The last two of these where nothing was told before."""
_LEAST, _ALONE, _SHARED, _AHEAD = 4.0, 3.0, 0.45, 1.2
"""The weight that the likest note shares with both sentences at least, and that of one word where nothing else answers; the part of the question that its
own answer holds at least to stand; and how much more of both the note has to share than that answer."""
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
    if not told and not said and aimed not in NEVER and asked(text).form == "thing" and (found := recollected(text, told, city.name)) is not None and found.words > 1 and found.weight >= _ENOUGH:
        return (found.text,)
    if not told and (not said or (aimed not in _VAGUE and not told_aside(text, city)) or asked(text).form == "who" or calling_in(text) is not None):
        return said
    alone = said
    if said and told_aside(text, city):
        nearer = recollected(text, "", city.name, asked(text).form)
        over = nearer is not None and nearer.words >= _OVER[0] and nearer.weight >= _OVER[1] and all(recollection(text, "", city.name, s) * _OVER[2] < nearer.weight for s in said)
        return (nearer.text,) if nearer is not None and over else said
    if said and ((aimed not in _LOOSE and aimed[0] != "#") or aimed in NEVER):
        return said
    if _BORN.match(said[0] if said else "") and asked(text).form == "thing" and not _CALLING.search(text):
        said = ()
    if told and all(word in STOP for word in text.split()):
        said = ()
    whole = text if not told or told in text else f"{text} {told}"
    if told and aimed in ("rulers", "leader") and (powers := safe(city, held_when(whole, city)) or (_RULED.search(text) and (powers_asked(whole, city) or say("colony", city)))):
        return powers
    if said and (max(covered(text, s) for s in said) >= (_SHARED if told else _HELD) or (text.endswith(" called") and len(text.split()) > _THIN)):
        return said
    if told and aimed[0] != "#" and (told in text or sum(word not in STOP for word in text.split()) <= _FEW) and (aside := told_aside(whole, city)):
        return aside
    if aimed in ("words", "rulers", "leader", "past") and (powers := safe(city, held_when(whole, city))):
        return powers
    form = "who" if _PERSON.search(text) else asked(text).form
    found = recollected(text, told, city.name, form)
    if found is None or (not (found.weight >= _LEAST and found.words > 1) and (said or found.weight < _ALONE)):
        return said or alone
    if any(recollection(text, told, city.name, s) * (_AHEAD if told else _FAR) > found.weight for s in said):
        return said
    kind = kind_of(asked(text).head)[0]
    return said if kind >= 0 and any(names_kind(kind, s) for s in said) and not names_kind(kind, found.text) else (found.text,)
