"""The embedded answerer: it reads the question, looks up the knowledge and says one short true sentence.

`answers` lists every sentence that may be said to a question about a city, each equally likely; `Oracle` says the one that the seed picks. No sentence
in the lists gives a name away (`names.leaks`). What is refused, and what is not understood, has sentences of its own, by which the env counts it.
"""

# ruff: noqa: E501 -- sentences stand side by side

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lmrl_gym.core.errors import DataError
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.guess_city.asides import verdict
from lmrl_gym.tasks.guess_city.births import born_there
from lmrl_gym.tasks.guess_city.claims import Found, claim
from lmrl_gym.tasks.guess_city.clauses import ASKS
from lmrl_gym.tasks.guess_city.focus import pointed
from lmrl_gym.tasks.guess_city.knowledge import City, knowledge
from lmrl_gym.tasks.guess_city.likeness import fits
from lmrl_gym.tasks.guess_city.lore import spelled_out
from lmrl_gym.tasks.guess_city.names import safe
from lmrl_gym.tasks.guess_city.notes import noted
from lmrl_gym.tasks.guess_city.reader import Reading, read
from lmrl_gym.tasks.guess_city.recalling import recalled
from lmrl_gym.tasks.guess_city.showing import shown
from lmrl_gym.tasks.guess_city.words import clipped

REFUSALS = ("I cannot say anything about its name.", "I will not speak about names.", "That would give the name away.")
"""To questions about a name, and where every true answer would hold one."""
LISTS = ("Please name one city at a time.", "That names several cities; guess one.")
UNCLEAR = ("I did not understand that question.", "I am not sure what you mean.", "Could you ask that in another way?")
UNKNOWN = ("That I do not know.", "I do not know that about it.")
"""To open questions of which the knowledge holds no answer; counted with what is not understood."""
WRONG = ("No.", "No, it is not.", "No, that is not the city.")
UNHEARD = ("No, not that I know of.",)
"""To claims of things that the knowledge has never heard of: taken for false."""


def answers(city: str, text: str) -> tuple[str, ...]:
    """Every sentence that may answer the question `text` about `city`, each equally likely; at least one. DataError for an unknown city."""
    record = knowledge().cities.get(city)
    if record is None:
        raise DataError(f"no city '{city}' is known; use scenarios of this task")
    return _answers(city, clipped(text))


@lru_cache(maxsize=60000)
def _answers(city: str, text: str) -> tuple[str, ...]:
    record, reading = knowledge().cities[city], read(text)
    if reading.kind == "both":
        return _both(reading.parts, record)
    return _several(reading.parts, record) if reading.kind == "several" else _said(reading, record)


def _both(parts: Sequence[Reading], city: City) -> tuple[str, ...]:
    """Yes, and which; no alone. Of what is not heard of only what is told of it."""
    said, told = (_said(part, city) for part in parts)
    if told in (UNKNOWN, REFUSALS, UNCLEAR):
        return said
    if said in (UNCLEAR, UNHEARD):
        return told
    return tuple(f"Yes. {sentence}" for sentence in told) if said[0].startswith("Yes") else said


def _several(parts: Sequence[Reading], city: City) -> tuple[str, ...]:
    """The answers to the questions of one line, one after the other; those that have none are passed over where another has one."""
    said = [_said(part, city) for part in parts]
    found = [s for s in said if s not in (UNCLEAR, UNKNOWN)]
    joined = (" ".join(s[i % len(s)] for s in found) for i in range(max(map(len, found), default=0)))
    return safe(city, tuple(dict.fromkeys(joined))) or (found or said)[0]


def _said(reading: Reading, record: City) -> tuple[str, ...]:
    city = record.name
    if reading.kind == "open":
        said = pointed(reading.topic, reading.text, city)
        said = recalled(reading.topic, reading.text, reading.told, said, record)
        return (safe(record, said) or REFUSALS) if said else UNKNOWN
    if reading.kind == "claims":
        return shown(_verdict(reading, record), reading, city)
    if reading.kind == "guess":
        return WRONG
    return {"name": REFUSALS, "guesses": LISTS}.get(reading.kind, UNCLEAR)


def _verdict(reading: Reading, city: City) -> tuple[str, ...]:
    """Yes or no to the clauses together. A clause that cannot be read makes the question unclear, unless the others decide."""
    settled = any(verdict(clause.text, city) is not None or born_there(clause.text, city) is not None for clause in reading.clauses)
    if not settled and not any(clause.negated for clause in reading.clauses) and not reading.either and spelled_out(city.name, reading.text):
        return _yes_no(reading, True)
    if not settled and len(reading.clauses) > 1 and not any(clause.negated for clause in reading.clauses) and (noted(reading.text, city.name) or fits(reading.text, city.name, beyond_doubt=True)):
        return _yes_no(reading, True)
    found: list[Found | None] = []
    for clause in reading.clauses:
        one = claim(clause.text, city)
        if one is not None and clause.negated and _FAMED_FOR_NOT.search(reading.text) and verdict(clause.text, city) is None:
            one = one._replace(true=clause.negated)  # nobody is famous for what nothing is told of
        found.append(None if one is None or (one.vague and clause.leans) else Found(one.true != clause.negated, one.heard))
    known = [f for f in found if f is not None]
    if not known:
        return UNCLEAR
    if len(found) > 1 and reading.either:
        return _either([f is not None and f.true for f in found], [_SUBJECT.sub("", clause.text) for clause in reading.clauses], city)
    if not any(f.heard for f in known) and not ASKS.match(reading.text) and not _AMOUNT.match(reading.text):
        return UNCLEAR
    true = all(f.true for f in known)
    if not true and not any(f.heard for f in known):
        return UNHEARD
    return _yes_no(reading, true)


_FAMED_FOR_NOT = re.compile(r"\b(?:known|famous|famed|renowned|noted|notorious) for (?:(?:its|the|their|having|many|all) )*(?:\w+ )?(?:(?:who|that) )?(?:(?:not|never) \w+ing|(?:do|does|can) not \w+|never \w+|nobody (?:being )?\w+ing|nobody being)\b")
"""What says that a place is known for something that people do not do."""
_AMOUNT = re.compile(r"(?:lots|a lot|many|plenty|any|some|big|huge|large|famous|old|good|great|long|tall|several|countless)(?: of)? \w+")
"""How a few words begin that name things, whether or not anybody has heard of them."""
_SUBJECT = re.compile(r"^(?:is|are|was|were|does|do|did|has|have|can|could|would|will) (?:it|they|there|people|(?:the )?locals|(?:the |this )(?:city|country|place|town|people))(?: |$)")
"""What alternatives share, which is not said again."""
_PLAIN = re.compile(
    r"(?:(?:on|near|by|at) the (?:coast|sea|ocean|river)|coastal|inland|landlocked|(?:very |mostly |rather )?(?:hot|cold|warm|cool|mild|dry|wet|humid|rainy|sunny|flat|hilly|mountainous|old|ancient|modern|new|young|big|small|large|rich|poor|cheap|"
    r"expensive|safe|dangerous|quiet|busy|crowded|green|tropical|temperate|liberal|conservative|religious|secular|industrial)|(?:in the )?(?:north|south|east|west|centre|middle|interior|highlands|lowlands|mountains|plains?)(?:ern)?)"
)
"""Alternatives that are said again."""


def _either(true: Sequence[bool], said: Sequence[str], city: City) -> tuple[str, ...]:
    """Which of the alternatives hold; if one of two does, with its words."""
    ordinals = ("first", "second", "third", "fourth", "fifth", "sixth")
    held = [ordinals[min(i, 5)] for i, t in enumerate(true) if t]
    if not held:
        return ("No, neither.", "No, neither of them.") if len(true) == 2 else ("No, none of these.",)
    if len(held) == len(true):
        return ("Yes, both.", "Yes, both of them.") if len(true) == 2 else ("Yes, all of these.",)
    plain = tuple(f"Yes, the {' and the '.join(held)}{tail}." for tail in ("", " of these"))
    which = said[list(true).index(True)]
    if len(true) == 2 and _PLAIN.fullmatch(which):
        return safe(city, (f"Yes, the {held[0]}: {which}.",)) or plain
    return plain


def _yes_no(reading: Reading, true: bool) -> tuple[str, ...]:
    if any(c.negated for c in reading.clauses) and len(reading.clauses) == 1:
        return ("Yes, that is right, it is not so.", "Yes, you are right in that.") if true else ("No, on the contrary, it is so.", "No, that is wrong.")
    first = reading.text.split()[0]
    there = reading.text.split()[1:2] == ["there"]
    verb = first if first in ("is", "was", "does", "did", "has", "can") else "is"
    plural = {"are": "they are", "were": "they were", "do": "they do", "have": "they have"}
    who = plural.get(first, f"{'there' if there else 'it'} {verb}")
    if there and first in ("are", "were"):
        who = f"there {first}"
    return ("Yes.", f"Yes, {who}.", "Yes, that is right.") if true else ("No.", f"No, {who} not.", "No, that is not so.")


@dataclass(frozen=True, slots=True)
class Oracle:
    """Answers the latest question of a dialogue about the scenario's city."""

    name: str = "embedded"
    sees_scenario: bool = True

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._answer(dialogue, seed)) for dialogue, seed in zip(dialogues, seeds, strict=True)]

    def _answer(self, dialogue: Dialogue, seed: int) -> str:
        city = (dialogue.scenario or {}).get("city")
        if not isinstance(city, str):
            raise DataError(f"the answerer was shown no city, but {dialogue.scenario!r}; give it the scenario")
        choices = answers(city, dialogue.turns[-1].text if dialogue.turns else "")
        return choices[seed % len(choices)] + "\n"
