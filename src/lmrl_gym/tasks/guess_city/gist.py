"""A common question in whatever words and order, put plainly: "would a guidebook list a renowned tower" -> "is there a famous tower".

Each row of gists.toml is a common question: what a text must speak of to be that question, and what it may hold besides. A word beyond that leaves
the text as it is. What denies or turns the question is kept: the plain question is denied.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from lmrl_gym.tasks.guess_city.knowledge import knowledge, table
from lmrl_gym.tasks.guess_city.lore import STOP
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.patterns import regex
from lmrl_gym.tasks.guess_city.places import places_in
from lmrl_gym.tasks.guess_city.roadside import side_of_road
from lmrl_gym.tasks.guess_city.sights import sight_named
from lmrl_gym.tasks.guess_city.wordings import Wordings
from lmrl_gym.tasks.guess_city.words import plain


class Gist(NamedTuple):
    """A question in plain words, and whether it denies them."""

    text: str
    denied: bool


class _Row(NamedTuple):
    """A row of the table, where it is told what each part means."""

    on: frozenset[str]
    every: tuple[re.Pattern[str], ...]
    none: re.Pattern[str] | None
    turned: re.Pattern[str] | None
    passed: frozenset[str]
    """Words that say nothing beyond the row: its own, and those that frame a question."""
    spare: int
    ask: str
    famed: str
    open: str


_MARK = re.compile(r"(?<!\?P)<(\w+)>")


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in table("gists")["lists"].items()}


def _named(text: str) -> str:
    """Words with the lists that are named among them."""
    return _MARK.sub(lambda m: table("gists")["lists"][m[1]], text)


def _forms(text: str) -> frozenset[str]:
    """Words, the lists named among them, and the plurals of all."""
    return frozenset(form for word in _named(text).split() for form in (word, regex(r"(?<=[^aeiou])ys$").sub("ies", regex(r"(ch|sh|ss|x)s$").sub(r"\1es", f"{word}s"))))


def _compiled(pattern: str) -> re.Pattern[str]:
    """`pattern` between ends of words, with the lists that it names as alternatives."""
    while _MARK.search(pattern):
        pattern = _MARK.sub(lambda m: f"(?:{text if '|' in (text := table('gists')['lists'][m[1]]) else '|'.join(sorted(_forms(text)))})", pattern)
    return re.compile(rf"\b(?:{pattern})\b")


def _row(row: dict[str, Any], word: str) -> _Row:
    lists, on, loose = _lists(), _forms(word or row["on"]), "spare" in row
    passed = on | _forms(row.get("also", "")) | lists["frame"] | lists["fame"] | lists["denying"] | (lists["loose"] | STOP if loose else frozenset())
    none, turned = (_compiled(row[key]) if key in row else None for key in ("none", "turned"))
    ask, famed, put = (str(text).replace("{each}", word) for text in (row.get("ask", ""), row.get("famed", row.get("ask", "")), row.get("open", "")))
    return _Row(on, tuple(map(_compiled, row.get("every", ()))), none, turned, passed, row.get("spare", 0), ask, famed, put)


@lru_cache(maxsize=1)
def _rows() -> dict[str, tuple[tuple[int, _Row], ...]]:
    """The rows under each of the words that call for them, with their numbers in the file."""
    made = [_row(row, word) for row in table("gists")["row"] for word in (_named(row["each"]).split() if "each" in row else ("",))]
    found: dict[str, list[tuple[int, _Row]]] = {}
    for number, row in enumerate(made):
        for word in row.on:
            found.setdefault(word, []).append((number, row))
    return {word: tuple(rows) for word, rows in found.items()}


@lru_cache(maxsize=1)
def _phrases() -> Wordings:
    """Set phrases, and the single words that are put for them."""
    return Wordings([(row["on"], row["from"], row["to"]) for row in table("gists")["phrases"]["rows"]])


def gist_words() -> frozenset[str]:
    """All words of the table: no slips."""
    raw = table("gists")
    texts = [*raw["lists"].values(), *(row["from"] for row in raw["phrases"]["rows"])]
    for row in raw["row"]:
        texts += [*row.get("every", ()), *(row.get(key, "") for key in ("on", "none", "turned"))]
    whole = (regex(r"([a-z]+)([a-z])\?(?![a-z(\[])").sub(r"\1 \1\2", regex(r"[a-z]+(?=\\w|\[|\()").sub(" ", text.replace(r"\b", " "))) for text in texts)  # no stems
    own = (_forms(f"{row.get('on', row.get('each'))} {row.get('also', '')}") for row in raw["row"] if "spare" not in row)
    return frozenset(regex(r"[a-z]{3,}").findall(" ".join(whole))).union(*own)


_ASKS = re.compile(r"^(?:\w+ )?(?:what|which|how|who|whose|whom|where|why|when)\b|^(?:name|describe|list|identify)\b|\bis$|\bor something else$")
_ASIDE = re.compile(r"^(.*?\w) (?:rather than|instead of|and not|but not|as opposed to|not) (.*)$")
_OTHER = re.compile(r"^(?:to |on |in |with |by |of |for )*(?:a |an |the )?(?:any|some|other|another|something|followers|the other|one of|else)\b")
_LONGEST = 26
"""Words of a question beyond which it says too much to be put in a few."""


@lru_cache(maxsize=20000)
def gist(core: str) -> Gist | None:
    """The gist of a question (plain words, without courtesies); None where it is none of the common ones."""
    if (side := side_of_road(core)) is not None:
        return Gist(*side)
    if sight_named(core):
        return None
    found = _put(core)
    return found if found is not None or not (cut := _WHEN.match(core)) else _put(cut[1])


_WHEN = re.compile(r"((?!what|which|how|who|where|when|why)\w+(?: \w+){3,}?) (?:before|when|while|whenever|as soon as) (?:i|you|we|one|they|going|taking|coming|buying|people|it)\b")
"""A question, and when it is to hold: that alone does not change it."""


_DIGITS = re.compile(r"\b(?:a |an )?(\d{1,2}) digits?\b")


def _put(core: str) -> Gist | None:
    text, rows, lists = _phrases().reword(_DIGITS.sub(lambda m: f"at least {10 ** (int(m[1]) - 1)}", core)), _rows(), _lists()
    words = text.split()
    if len(words) > _LONGEST:
        return None
    if (contrast := _ASIDE.match(text)) and _OTHER.match(contrast[2]) and any(word in rows for word in contrast[1].split()):
        text = contrast[1]
        words = text.split()
    called = {number: row for word in words for number, row in rows.get(word, ())}
    asks, yes_no, famed = _ASKS.search(text) is not None, _YES_NO.match(text) is not None, not lists["fame"].isdisjoint(words)
    for number in sorted(called):
        row = called[number]
        put = row.open if asks or (row.open and not yes_no) else row.famed if famed else row.ask
        if put and (said := _fitted(row, text, put)) is not None:
            return said
    rest = [word for word in words if word not in lists["frame"] and word not in lists["fame"] and word not in lists["denying"]]
    return Gist(_KNOWN, False) if famed and _FOR_WHAT.match(text) and all(word in lists["first"] for word in rest) else None


_YES_NO = re.compile(r"(?:is|are|was|were|does|did|do|has|have|had|will|should|can|could|would|may|might|any|there|it|they|people)\b")
_KNOWN = "what is the city best known for"
_FOR_WHAT = re.compile(r"(?!.*\b(?:as|name|(?:famous|known|notable|celebrated) (?:people|persons?|locals?|residents?|citizens?|inhabitants?|one))\b)(?:for )?what\b(?! (?:sea|ocean|river|city|country|person|people|name)\b)")


def _fitted(row: _Row, text: str, put: str) -> Gist | None:
    """The plain question `put` of the row if `text` asks it."""
    values: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    for pattern in row.every:
        found = pattern.search(text)
        if found is None:
            return None
        values |= {key: value for key, value in found.groupdict().items() if value is not None}
        spans += (m.span() for m in pattern.finditer(text))
    if row.none is not None and row.none.search(text):
        return None
    if "{place}" in put:
        places = places_in(text)
        if len({keys for _, _, keys in places}) != 1 or places[0][1] != "country":
            return None
        values["place"] = places[0][0] if _noun(places[0][0]) else plain(places[0][2].split("|")[0])
        spans += (m.span() for name, _, _ in places for m in regex(rf"\b{name}\b").finditer(text))
    found = None if row.turned is None else row.turned.search(text)
    turned = found is not None and _INSTEAD.search(text[: found.start()]) is None
    turns = [] if row.turned is None else [m.span() for m in row.turned.finditer(text)]
    if _more_asked(text, spans + turns, row):
        return None
    denied = _denied(_without(text, turns + [span for span in spans if " " in text[slice(*span)]]))  # what denies in them is part of what they say
    return None if denied and put == row.open != row.ask else Gist(put.format(**values), put != row.open and denied != turned)


_INSTEAD = re.compile(r"\b(?:rather than|instead of|as opposed to)(?: \w+){0,3} $")


def _denied(text: str) -> bool:
    """Whether the question denies, so much that it does not deny its denial; of alternatives the first that denies counts."""
    denying = _lists()["denying"]
    return next((count for part in regex(r"\b(?:or|and)\b").split(text) if (count := sum(word in denying for word in part.split()))), 0) % 2 == 1


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with `spans` blank."""
    for first, last in spans:
        text = text[:first] + " " * (last - first) + text[last:]
    return text


def _noun(name: str) -> bool:
    """Whether the plain name of a land is no adjective."""
    known = knowledge()
    return name not in {plain(a) for a in known.adjectives} and name not in {plain(row[0]) for row in known.abroad.values()}


def _more_asked(text: str, spans: list[tuple[int, int]], row: _Row) -> bool:
    """Whether beside `spans` the text says more than the row's spare words, or a number, a place, a city."""
    rest = _without(text, spans)
    left = [word for word in rest.split() if word not in row.passed]
    if not left:
        return False
    return len(left) > row.spare or _joined(text.split(), frozenset(left)) or any(word[0].isdigit() for word in left) or bool(places_in(rest)) or bool(mentions(rest))


def _joined(words: list[str], left: frozenset[str]) -> bool:
    """Whether "and" or "or" joins one of `left` to what stands beside it."""
    for i, word in enumerate(words):
        if word in ("and", "or"):
            after = i + 2 if words[i + 1 : i + 2] and words[i + 1] in ("its", "a", "an", "the") else i + 1
            if (i and words[i - 1] in left) or not left.isdisjoint(words[i + 1 : after + 1]):
                return True
    return False
