"""A verdict with the sentence that shows what is spoken of.

It is said on a few words without a verb of their own ("volcano seen on a clear day", "red beet soup they make"), which may ask whether there is such a
thing or which it is, and on whether there is a thing of which much is told.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re

from lmrl_gym.tasks.guess_city.aims import aim
from lmrl_gym.tasks.guess_city.asides import told_aside, told_barely
from lmrl_gym.tasks.guess_city.clauses import ASKS
from lmrl_gym.tasks.guess_city.focus import of_kind, pointed
from lmrl_gym.tasks.guess_city.kinds import asked, kind_of, names_kind
from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.likeness import compares, denies, foremost, likest
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.notes import Found, note
from lmrl_gym.tasks.guess_city.places import places_in, sea_named
from lmrl_gym.tasks.guess_city.reader import Reading
from lmrl_gym.tasks.guess_city.topics import topic_of

_THERE_IS = re.compile(r"(?:is|are) there (?!no\b)")
_RELATIVE = re.compile(r"(?<=\w) (?:that|which|who|whom|whose|they|you|one|people|everyone|everybody|locals|(?:the|its) (?:locals|people|city|airport|country))(?= \w).*$| (?:through|near|around|across|by|over|under|behind|off|next to|beside|above|outside) it\b(?: (?:with|of|in|on|full of|covered in) \w+(?: \w+)?)?$")
"""What tells more of a thing that is named."""
_SPOKEN = re.compile(r"\b(it|they|there|(?<!with )(?<!of )(?<!million )(?<!many )(?<!0 )people|is|are|was|were|has|have|had|does|do|did|locals|i|we|you|will|would|lies?|not|no)\b")
"""Words of a claim that is a sentence."""
_APART = re.compile(r"\b(far|away|kilometres|once|but|failed)\b")
"""Words of a note that may tell of what is elsewhere or gone."""
_THINGS = frozenset(("river", "nickname", "food", "drink", "island", "desert", "mountain", "hills", "sport", "university", "airport", "landmark"))
"""Topics that answer a thing that is named, as kinds do."""


_HOW = re.compile(r"(?:very|really|quite|pretty|too|so|on|in|by|at|near|north|south|east|west|far|close|more|over|under|above) ")
"""How a few words begin that say how or where the city is."""


def shown(said: tuple[str, ...], reading: Reading, city: str) -> tuple[str, ...]:
    """The verdict `said` on the claim `reading`, with what shows it."""
    told = _shown(said, reading, city)
    return (_pointed_out(said, reading, city) or said) if told == said and reading.bare else told


def _pointed_out(said: tuple[str, ...], reading: Reading, city: str) -> tuple[str, ...]:
    """The verdict on a few words without a verb ("soup of red beets") with the sentence that tells all of them; the sentence alone where the verdict is no."""
    agreed = said[0].startswith("Yes")
    if any(clause.negated for clause in reading.clauses) or _WEIGHS.search(reading.text):
        return ()
    found = None if reading.either else likest(reading.text, city)
    words, share, weight = _AGREED if agreed else _OPPOSED
    if found is None or found.share < share or found.weight < weight or (found.words < words and (not agreed or found.share < _ALONE[0] or found.weight < _ALONE[1])):
        told = told_aside(f"what is {reading.text}", knowledge().cities[city]) if len(reading.text.split()) <= _SHORT else ()
        if not told and not agreed and said[0].startswith("No") and (one := _ONE.match(reading.text)):
            near = likest(reading.text, city, "who" if _PERSON.search(one["what"]) else "")
            return (near.text,) if near is not None and near.share >= _ONE_OF[0] and near.weight >= _ONE_OF[1] and not denies(near.text) else ()
        return tuple(f"Yes. {sentence}" for sentence in told) if agreed else told
    if agreed:
        return (f"Yes. {found.text}",)
    return (f"No. {found.text}" if said[0].startswith("No") and denies(found.text) else found.text,)


_ONE = re.compile(r"^(?:the |that |an? )?(?P<what>(?:(?!(?:in|on|of|at|by|with|from|any|no|is|are|it|there)\b)[\w-]+ ){0,5}?(?:poet|writer|novelist|author|painter|singer|actor|actress|director|architect|gangster|dictator|king|queen|emperor|empress|general|revolutionary|scientist|gymnast|footballer|boxer|composer|sculptor|philosopher|saint|monk|lady|animal|bird|reptile|fruit|soup|stew|bread|drink|cake|sandwich)) (?:with (?!a (?:population|river|coast)\b)|who\b|everyone|everybody|people (?!are|in)|that everybody|that people)")
"""A person, an animal or a dish that is only described: "poet with houses full of ships' things"."""
_PERSON = re.compile(r"\b(?:poet|writer|novelist|author|painter|singer|actor|actress|director|architect|gangster|dictator|king|queen|emperor|empress|general|revolutionary|scientist|gymnast|footballer|boxer|composer|sculptor|philosopher|saint|monk|lady)$")
_ONE_OF = (0.35, 0.8)
"""The share of a description and the weight that a note has to hold to be said for what is described."""
_AGREED, _OPPOSED, _ALONE = (2, 0.6, 0.2), (2, 0.75, 0.25), (0.9, 1.2)
"""How many words, which share of the weight and which weight a sentence has to hold to be said with a yes, and instead of a no; share and weight if it holds one word."""
_SHORT = 7
"""The most words of what is taken for a question without its "what"."""
_WEIGHS = re.compile(r"\b(?:more|less|fewer|than|over|above|below|under|only|without|biggest|largest|smallest|or|(?:before|after|since|until) (?:the )?(?:\d|year|war|turn))\b")
"""Words of a claim that compares."""


def _shown(said: tuple[str, ...], reading: Reading, city: str) -> tuple[str, ...]:
    """The verdict `said` on the claim `reading`, with what shows it; in place of a no what shows that it is so."""
    text, yes = reading.text, said[0].startswith("Yes")
    if reading.either or any(clause.negated for clause in reading.clauses):
        return said
    if _THERE_IS.match(text):
        found = likest(text, city) if yes and len(reading.clauses) == 1 else None
        return (f"Yes. {found.text}",) if found is not None and found.words >= 3 and found.share >= 0.7 and found.weight >= 4 else said
    if (yes and said[0] != "Yes.") or ASKS.match(text) or _SPOKEN.search(_RELATIVE.sub("", text)):
        return said
    if len(reading.clauses) == 1 and not _SPOKEN.search(text) and (barely := told_barely(text, knowledge().cities[city], agreed=yes)):
        return tuple(f"Yes. {sentence}" for sentence in barely) if yes else barely
    if yes:
        sentence = _shows(text, city)
        return (f"Yes. {sentence}",) if sentence else said
    found = likest(text, city)
    if found is not None and not compares(text) and not denies(found.text) and not _APART.search(found.text) and (_without_doubt(found, text) or (found.words >= 2 and found.share >= 0.6 and foremost(text, city))):
        return (f"Yes. {found.text}",)
    if not text.endswith(" it") and (told := _RELATIVE.search(text)) and len(text[: told.start()].split()) <= 2 and (sentence := _of_its_kind(text, city)):
        return (sentence,)
    return said


def _without_doubt(found: Found, text: str) -> bool:
    """Whether the note holds so much of what is named that it is there; less is enough of a thing that is told of."""
    if found.words < 2 or found.share < (0.45 if found.words >= 3 and _RELATIVE.search(text) else 0.85):
        return False
    head = asked(f"what is the {text}").head
    number = kind_of(head)[0]
    return found.weight >= 2 or (names_kind(number, found.text) if number >= 0 else topic_of(head)[0] in ("food", "drink"))


def _shows(text: str, city: str) -> str:
    """The sentence that tells of the thing that `text` names; empty where there is none."""
    found = note(text, city)
    if found is not None and found.words >= 2 and found.share >= 0.6 and found.weight >= 3:
        return found.text
    if _HOW.match(text):
        return ""
    near, placed = likest(text, city), bool(places_in(text) or sea_named(text))
    if near is not None and not denies(near.text) and ((near.words >= 2 and near.share >= 0.85) or (near.words >= 3 and near.share >= 0.45 and near.weight >= 1.5) or (near.words == 1 and near.share >= 0.95 and near.weight >= 2.5 and not placed)):
        return near.text
    return _of_its_kind(text, city) or (next(iter(safe(knowledge().cities[city], pointed("words", f"what is the {text}", city))), "") if _RELATIVE.search(text) else "")


def _of_its_kind(text: str, city: str) -> str:
    """A sentence that names a thing of the kind that `text` names."""
    question = f"what is the {text}"
    aimed, head = aim(question), asked(question).head
    if (aimed[:1] == "#" and kind_of(head)[0] != int(aimed[1:])) or (aimed[:1] != "#" and (aimed not in _THINGS or topic_of(head)[0] != aimed)):
        return ""
    said = safe(knowledge().cities[city], pointed(aimed, question, city))
    if aimed[0] == "#" and said and not names_kind(int(aimed[1:]), said[0]):
        said = safe(knowledge().cities[city], of_kind(int(aimed[1:]), question, city))
    return said[0] if said else ""
