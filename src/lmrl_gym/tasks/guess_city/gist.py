"""What a plain question is after where it speaks of one matter and of nothing else: "would a guidebook list a renowned tower" -> "is there a famous tower".

The words of a question frame it ("would people …"), deny it, or belong to a matter of gists.toml. Where one matter holds all that is left, the question
is put in the matter's own words, whatever the order; a word beyond it leaves the question as it is.
"""

# ruff: noqa: E501 -- patterns are read across

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from lmrl_gym.tasks.guess_city.knowledge import table
from lmrl_gym.tasks.guess_city.roadside import side_of_road


class Gist(NamedTuple):
    """A question in plain words, and whether it denies them."""

    text: str
    denied: bool


class _Matter(NamedTuple):
    """A matter: the words of which a question holds one, those of which it holds one more, and all that it may hold besides framing words."""

    need: frozenset[str]
    beside: frozenset[str]
    words: frozenset[str]
    bar: re.Pattern[str] | None
    there: str
    """What is read where the question asks for the thing alone, …"""
    famed: str
    """… where it asks for its fame, …"""
    open: str
    """… and where it is no yes-or-no question; empty where such a question is left alone."""
    turned: frozenset[str]
    """Words that turn the matter round."""


def _both(words: str) -> frozenset[str]:
    """The words and their plurals."""
    return frozenset(form for word in words.split() for form in (word, re.sub(r"(?<=[^aeiou])ys$", "ies", re.sub(r"(ch|sh|ss|x)s$", r"\1es", f"{word}s"))))


def _matter(row: dict[str, Any], word: str = "") -> _Matter:
    lists = table("gists")["lists"] | {"fame": table("gists")["words"]["fame"]}
    need = _both(word or row["need"])
    beside = _both(" ".join(lists.get(part.strip("<>"), part) if part.startswith("<") else part for part in row.get("beside", "").split()))
    also = _both(" ".join(lists[part.strip("<>")] if part.startswith("<") else part for part in row.get("also", "").split()))
    turned = frozenset(row.get("turned", "").split())
    texts = {key: str(row.get(key, "")).replace("{}", word.split()[0] if word else "") for key in ("there", "famed", "open")}
    return _Matter(need, beside, need | beside | also | turned, re.compile(row["bar"]) if "bar" in row else None, texts["there"], texts["famed"], texts["open"], turned)


@lru_cache(maxsize=1)
def _matters() -> dict[str, tuple[tuple[int, _Matter], ...]]:
    """The matters under each of the words they need, with their numbers in the file."""
    rows = table("gists")["matter"]
    made = [_matter(row, word) for row in rows for word in row.get("each", ("",))]
    found: dict[str, list[tuple[int, _Matter]]] = {}
    for number, matter in enumerate(made):
        for word in matter.need:
            found.setdefault(word, []).append((number, matter))
    return {word: tuple(entries) for word, entries in found.items()}


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in table("gists")["words"].items()}


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[frozenset[str], re.Pattern[str], str], ...]:
    return tuple((frozenset(row["on"].split()), re.compile(row["from"]), row["to"]) for row in table("gists")["phrase"])


@lru_cache(maxsize=1)
def _phrases_by_word() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, (on, _, _) in enumerate(_phrases()):
        for word in on:
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def gist_words() -> frozenset[str]:
    """All words of the tables: no slips."""
    words = frozenset().union(*_lists().values(), *(m.words for entries in _matters().values() for _, m in entries))
    return words | {w for _, pattern, _ in _phrases() for w in re.findall(r"[a-z]{3,}", pattern.pattern.replace(r"\b", " "))}


_OPEN = re.compile(r"^(?:\w+ )?(?:what|which|how|who|where|why|when)\b|^(?:name|describe|list|identify)\b|\bis$")
_ASIDE = re.compile(r"^(.*?\w) (?:rather than|instead of|and not|but not|as opposed to|not) (.*)$")
_OTHER = re.compile(r"^(?:to |on |in |with |by |of |for )*(?:a |an |the )?(?:any|some|other|another|something|followers|the other|one of|else)\b")
_LONGEST = 26
"""Words of a question beyond which it says too much to be put in a few."""


@lru_cache(maxsize=20000)
def gist(core: str) -> Gist | None:
    """The gist of a question (plain words, without courtesies); None where it speaks of no matter of the table, or of more than one."""
    if (side := side_of_road(core)) is not None:
        return Gist(*side)
    found = _put(core)
    return found if found is not None or not (cut := _WHEN.match(core)) else _put(cut[1])


_WHEN = re.compile(r"((?!what|which|how|who|where|when|why)\w+(?: \w+){3,}?) (?:before|when|while|whenever|as soon as) (?:i|you|we|one|they|going|taking|coming|buying|people|it)\b")
"""A question, and when it is to hold: that alone does not change it."""


def _put(core: str) -> Gist | None:
    matters, lists = _matters(), _lists()
    text = _phrased(core)
    words = text.split()
    if len(words) > _LONGEST:
        return None
    if (contrast := _ASIDE.match(text)) and _OTHER.match(contrast[2]) and any(word in matters for word in contrast[1].split()):
        text = contrast[1]
        words = text.split()
    asks = _OPEN.search(text) is not None
    bare = len(words) <= 4 and _BARE.match(text) is not None
    rest = [word for word in words if word not in lists["frame"] and word not in lists["fame"] and word not in lists["denying"]]
    candidates = _candidates(words)
    for matter in candidates:
        if not all(word in matter.words for word in rest) or (matter.beside and matter.beside.isdisjoint(words)) or (matter.bar and matter.bar.search(text)):
            continue
        famed = not lists["fame"].isdisjoint(words)
        put = matter.open if asks or (bare and matter.open and words[-1] in matter.need) else matter.famed or matter.there if famed else matter.there
        if put and (put != "-") and not (famed and not asks and matter.famed == "-"):
            return Gist(put, put != matter.open and (_denials(text) + (not matter.turned.isdisjoint(words))) % 2 == 1)
    return Gist(_KNOWN, False) if not candidates and _FOR_WHAT.match(text) and not lists["fame"].isdisjoint(words) and all(word in lists["first"] for word in rest) else None


_BARE = re.compile(r"(?!(?:any|a|an|known|famous|no|not|is|are|was|does|do|has|have|can|could|would|will|should|what|which|how|who)\b)")
_KNOWN = "what is the city best known for"
_FOR_WHAT = re.compile(r"(?!.*\b(?:as|name|(?:famous|known|notable|celebrated) (?:people|persons?|locals?|residents?|citizens?|inhabitants?|one))\b)(?:for )?what\b(?! (?:sea|ocean|river|city|country|person|people|name)\b)")


def _denials(text: str) -> int:
    """How often the question denies; of alternatives the first that does counts."""
    denying = _lists()["denying"]
    return next((count for part in re.split(r"\b(?:or|and)\b", text) if (count := sum(word in denying for word in part.split()))), 0)


def _candidates(words: list[str]) -> list[_Matter]:
    matters = _matters()
    found = {number: matter for word in words for number, matter in matters.get(word, ())}
    return [found[number] for number in sorted(found)]


def _phrased(text: str) -> str:
    """`text` with each set phrase put in single words."""
    index, phrases, done = _phrases_by_word(), _phrases(), -1
    while True:
        for number in sorted({n for word in text.split() for n in index.get(word, ()) if n > done}):
            _, pattern, to = phrases[number]
            shorter = pattern.sub(to, text)
            if shorter != text:
                text, done = " ".join(shorter.split()), number
                break
        else:
            return text
