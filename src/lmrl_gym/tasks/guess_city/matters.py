"""Common questions in whatever words and order: matters.toml says what a question must speak of to be one of them, and how it is put plainly.

A row fits where each of its patterns is found, no word of `none` is, and hardly a word of substance is left over; so what asks for more than the
row's plain question is left alone. What denies or turns a claim is kept: the plain question is denied.
"""

# ruff: noqa: E501, SIM905 -- patterns are read across; a list of words

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from lmrl_gym.tasks.guess_city.denying import DENIAL
from lmrl_gym.tasks.guess_city.knowledge import knowledge, table
from lmrl_gym.tasks.guess_city.lore import STOP
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.places import places_in
from lmrl_gym.tasks.guess_city.words import plain


class Matter(NamedTuple):
    """A plain question and by what words it is known."""

    every: tuple[re.Pattern[str], ...]
    none: re.Pattern[str] | None
    turned: re.Pattern[str] | None
    ask: str
    spare: int
    """Words of substance that may be left over."""


_MARK = re.compile(r"(?<!\?P)<(\w+)>")
_FILLS = frozenset(
    "would should could may might shall visitor visitors tourist tourists traveller travellers traveler someone somebody anyone anybody nobody person persons folk folks inhabitants inhabitant residents resident citizens citizen locals people populace "
    "give list tell know say show sort kind type form please time times year years day days already yet just only ever sometime sometimes back by own its that it one ones other others until since before after when while "
    "seen deemed thought reckoned counted held state states nation nations country land lands city town place spot settlement metropolis territory site really truly actually indeed in do does i me us him whom whose who "
    "a bit rather somewhat particularly extremely widely generally usually mostly partly largely mainly altogether still become became becomes way sense case terms among amongst another off put themselves itself myself yourself "
    "upon given lie lies ad hours ahead behind turn turned deal dealing credit idea whoever group thank era period epoch few several couple shown credited honour honoured honor wide number move set put need needs needed count counts map last past travelled travel traveled clock clocks watch within without against toward towards via per versus find meet hear see expect go goes went come comes came gone live lived".split()
)
"""Words that add nothing to what a question asks, besides those of `lore.STOP`."""


def _compiled(pattern: str) -> re.Pattern[str]:
    marks = table("matters")["marks"]
    while _MARK.search(pattern):
        pattern = _MARK.sub(lambda m: f"(?:{marks[m[1]]})", pattern)
    return re.compile(rf"\b(?:{pattern})\b")


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[tuple[int, Matter], ...]]:
    """For each word, the matters that it calls for, in the order of the file."""
    found: dict[str, list[tuple[int, Matter]]] = {}
    for number, row in enumerate(table("matters")["row"]):
        matter = _matter(row)
        for word in row["on"].split():
            found.setdefault(word, []).append((number, matter))
    return {word: tuple(rows) for word, rows in found.items()}


def _matter(row: dict[str, Any]) -> Matter:
    none, turned = row.get("none"), row.get("turned")
    return Matter(tuple(map(_compiled, row["every"])), _compiled(none) if none else None, _compiled(turned) if turned else None, row["ask"], row.get("spare", 1))


def matter_patterns() -> tuple[str, ...]:
    """The patterns' sources and the words that call for them, from which the known words are taken."""
    marks = table("matters")["marks"]
    texts = (*marks.values(), *(f"{row['on']} {' '.join(row['every'])} {row.get('turned', '')} {row.get('none', '')}" for row in table("matters")["row"]))
    return tuple(re.sub(r"[a-z]+(?=\\w|\[|\()", " ", text) for text in texts)  # no stems


@lru_cache(maxsize=8192)
def put_plainly(core: str) -> str:
    """`core` (plain words) as one of the common questions, denied where it denies; `core` itself where it is none of them."""
    index = _index()
    called = {number: matter for word in core.split() if word in index for number, matter in index[word]}
    if not called:
        return core
    text = _in_years(core)
    for number in sorted(called):
        if (said := _fitted(called[number], text)) is not None:
            return said
    return core


_SPANS = {"century": 100, "centuries": 100, "decade": 10, "decades": 10, "millennium": 1000, "millennia": 1000, "millenium": 1000}


def _in_years(text: str) -> str:
    """`text` with centuries and the like as years: "10 centuries" -> "1000 years"."""
    text = re.sub(r"\b(\d+) (centuries|decades|millennia)\b", lambda m: f"{int(m[1]) * _SPANS[m[2]]} years", text)
    text = re.sub(r"(?<!\dth )(?<!\dst )\b(?:a|an|one|its|the|whole|entire|last|past) (century|millennium|millenium|decade)\b", lambda m: f"{'last ' if m[0][:4] in ('last', 'past') else ''}{_SPANS[m[1]]} years", text)
    text = re.sub(r"\b(?:a |an )?(\d{1,2}) digits?\b", lambda m: f"at least {10 ** (int(m[1]) - 1)}", text)
    text = re.sub(r"\b(pre|post) - (?=\d)", r"\1 ", text)
    return re.sub(r"\b(?:1000th|thousandth) (birthday|anniversary|year)\b", r"1000 years \1", text)


def _fitted(matter: Matter, text: str) -> str | None:
    """The plain question of the matter if `text` asks it."""
    values: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    for pattern in matter.every:
        found = pattern.search(text)
        if found is None:
            return None
        values |= {key: value for key, value in found.groupdict().items() if value is not None}
        spans += (m.span() for m in pattern.finditer(text))
    if matter.none is not None and matter.none.search(text):
        return None
    places = places_in(text)
    if "{place}" in matter.ask:
        if len({keys for _, _, keys in places}) != 1 or places[0][1] != "country":
            return None
        values["place"] = places[0][0] if _noun(places[0][0]) else plain(places[0][2].split("|")[0])
        spans += ((m.start(), m.end()) for name, _, _ in places for m in re.finditer(rf"\b{name}\b", text))
    found = None if matter.turned is None else matter.turned.search(text)
    turned = found is not None and _INSTEAD.search(text[: found.start()]) is None
    if found is not None and matter.turned is not None:
        spans += (m.span() for m in matter.turned.finditer(text))
    if _more_asked(text, spans, matter.spare):
        return None
    denied = DENIAL.search(_without(text, spans)) is not None
    if matter.ask.startswith(_OPEN) and (denied or (_YES_NO.match(text) and "or something else" not in text)):
        return None
    asked = matter.ask.format(**values)
    return f"{asked} neither" if denied != turned else asked


_INSTEAD = re.compile(r"\b(?:rather than|instead of|as opposed to)(?: \w+){0,3} $")
_OPEN = ("what", "which", "when", "who")
_YES_NO = re.compile(r"(?:is|are|was|were|does|did|do|has|have|had|will|should)\b")


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with `spans` blank, as far as they are longer than a word: what denies in them is part of what they say."""
    for first, last in spans:
        if " " in text[first:last]:
            text = text[:first] + " " * (last - first) + text[last:]
    return text


def _noun(name: str) -> bool:
    """Whether the plain name of a land is no adjective."""
    known = knowledge()
    return name not in {plain(a) for a in known.adjectives} and name not in {plain(row[0]) for row in known.abroad.values()}


def _more_asked(text: str, spans: list[tuple[int, int]], spare: int) -> bool:
    """Whether beside `spans` the text says more than `spare` words of substance, or a number, a place, a city."""
    covered = [False] * len(text)
    for first, last in spans:
        covered[first:last] = [True] * (last - first)
    rest = [m[0] for m in re.finditer(r"\S+", text) if not covered[m.start()]]
    left = [word for word in rest if word not in _FILLS and word not in STOP and not DENIAL.fullmatch(word)]
    if left and _joined(text.split(), frozenset(left)):
        return True
    return len(left) > spare or any(word[0].isdigit() for word in left) or bool(places_in(" ".join(rest))) or bool(mentions(" ".join(rest)))


def _joined(words: list[str], left: frozenset[str]) -> bool:
    """Whether "and" or "or" joins one of `left` to what stands beside it."""
    for i, word in enumerate(words):
        if word in ("and", "or"):
            after = i + 2 if words[i + 1 : i + 2] and words[i + 1] in ("its", "a", "an", "the") else i + 1
            if (i and words[i - 1] in left) or not left.isdisjoint(words[i + 1 : after + 1]):
                return True
    return False
