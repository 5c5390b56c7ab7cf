"""Guesses: which object a text names, if it names one and nothing else of substance.

A guess is a name or another name of an object (objects.csv, names.txt), however it is spaced, with words before it that only describe it, or one or
two slips of the keyboard away from it where no known word is meant. A kind, a list, a comparison or something that belongs to an object names none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.tasks.twenty_questions.clauses import AUX, LONGEST, SO, sentences, stripped
from lmrl_gym.tasks.twenty_questions.facts import FOLDER, knowledge, numbers, things
from lmrl_gym.tasks.twenty_questions.words import distance, plain, stem, word_list


class Guess(NamedTuple):
    """An object that a text names."""

    number: int
    whole: bool
    """False where something is said of the object besides (`a key on a piano`), which has to be true too."""


def guessed(text: str) -> int | None:
    """The number of the object that `text` names with nothing else of substance, or None."""
    found = guess_in(text)
    return None if found is None else found.number


def guess_in(text: str) -> Guess | None:
    """The guess that a text is, or None."""
    return _guess_in(text[-LONGEST:]) if len(text) <= 4 * LONGEST else None


@lru_cache(maxsize=50_000)
def _guess_in(text: str) -> Guess | None:
    said = sentences(text)
    if not said or (last := _named(said[-1])) is None:
        return None
    # Remarks before the guess are let pass; another question or another object is something of substance.
    return None if any(_other(s, last.number) for s in said[:-1]) else last


def _other(sentence: str, number: int) -> bool:
    """Whether a sentence before a guess asks for something else or names another object."""
    named = _named(sentence)
    return _QUESTION.match(sentence) is not None if named is None else named.number != number


_QUESTION = re.compile(rf"^(?:{AUX}) ")
_FRAME = re.compile(
    r"^(?:(?:is|was|are) it (?:to be |going to be )?|(?:can|could|would|might|may|will|must|should|has|does) it "
    r"(?:happen to |have to |got to |to )?be |"
    r"it (?:is|was|has) (?:got to be |to be |going to be )?|(?:it )?(?:must|could|might|may|would|will|can|has to|have to|got to|ought to) be |"
    r"be |is (?=an? |the ))"
)
_ARTICLE = re.compile(r"^(?:called |named |known as |simply )?(?:(?:an?|the|some|your|my|our|one of the|one of those) )?")
_OF_KIND = re.compile(
    r"^(is|was|can|could|would|might|may|must) (?:the|this|that|your) (?!name\b)(?:\w+(?: \w+)? (?:in question )?(be )?(?=an? )|"
    r"\w+ (?:item|object|thing|piece) (?=\w))"
)
"""`is the animal a horse`."""
_TURNED = re.compile(
    r"^(?:is|are|was|would|could|might|can|may) (?!it\b|there\b)(?P<name>(?:an? |"
    r"the )?[a-z]+(?: [a-z]+){0,2}?) (?:be )?(?:the (?:right |correct )?(?:answer|"
    r"word|object|item|thing)|it|correct|right|what (?:you|we) (?:are|have|had|were)(?: thinking of| in mind| looking for|"
    r" after| hiding| describing)?|"
    r"what it is|the (?:one|thing|object) (?:you|we) (?:are|have|had)(?: thinking of| in mind| looking for| after)?)$"
)
"""`would sofa be correct`, `is a sofa the answer`."""
_MEASURE = re.compile(
    r"^(?:\w+ )?(?:pair|set|piece|bunch|bag|head|stalk|sheet|tube|bottle|ear|pack|packet|"
    r"stick|pod|roll|block|leaf|bit|box|pile)s? of (?:an? |the )?(?=\w)"
)
_KIND = re.compile(r"\b(?:kind|type|sort|form|variety|example|brand|part|species|breed)s? of\b")
_LIST = re.compile(r" (?:or|and|than|like|versus|not|neither|nor|similar|as) ")
_OTHERS = re.compile(r" or (?!not\b|no\b|what\b)| and ")
_TAIL = re.compile(r" (?:on|in|for|from|with|at|by|under|used|that|which|you|made|worn|without|inside|outside) ")
_QUALITIES = frozenset({"orange", "stone", "rubber"})
"""Names that are the word for a quality too, where no article stands before them."""
_CATEGORIES = ("fruit", "vegetable", "animal", "instrument", "vehicle")
"""Kinds that are said after a name: `a mango fruit`."""


def _named(sentence: str) -> Guess | None:
    """The guess that one sentence is."""
    sentence = SO.sub("", sentence)
    if _KIND.search(sentence):
        return None
    said = stripped(_TURNED.sub(r"is it \1", sentence), listed=False)
    if not said:
        return None
    said = _OF_KIND.sub(lambda m: f"{m[1]} it {m[2] or ''}", said)
    frame = _FRAME.match(said)
    rest = said[frame.end() :] if frame else said
    article = _ARTICLE.match(rest)
    start = article.end() if article else 0
    bare = rest[start:]
    if not bare or (not start and bare in _QUALITIES):
        return None
    if _OTHERS.search(sentence):
        return None
    if (exact := _number(bare.split())) is not None:
        return Guess(exact, whole=True)
    if "," in bare:
        return _apposition(bare) if frame else None
    if _LIST.search(f" {bare} "):
        return None
    return _described(bare, framed=frame is not None or start > 0, article=start > 0)


def _apposition(said: str) -> Guess | None:
    """`the lion, king of the jungle`: two parts, one of which names an object while the other is no list."""
    parts = [_ARTICLE.sub("", part.strip()) for part in said.split(",")]
    if len(parts) != 2 or _LIST.search(f" {said} "):
        return None
    found = [_number(part.split()) for part in parts]
    named = [n for n in found if n is not None]
    return Guess(named[0], whole=True) if len(set(named)) == 1 else None


def _described(bare: str, *, framed: bool, article: bool) -> Guess | None:
    """A name with what describes it before or after it."""
    bare = _MEASURE.sub("", bare)
    tail = _TAIL.search(bare)
    words = (bare[: tail.start()] if tail else bare).split()
    if len(words) > 5 or (tail and not article):
        return None
    number = _noun(words, framed)
    if number is None:
        number = _misspelt(words, framed)
    return None if number is None else Guess(number, whole=tail is None)


def _noun(words: list[str], framed: bool) -> int | None:
    """A name at the end, and before it words that leave it the same thing."""
    if len(words) > 1 and (category := words[-1]) in _CATEGORIES and words[:-1] != ["orange"]:
        number = _noun(words[:-1], framed)
        return number if number is not None and things()[number].category == category else None
    kind = None
    for i in range(len(words)):
        if (number := _number(words[i:])) is not None:
            # A kind that ends in a name (`big cat`) is a guess where the thing named is the only one of it.
            return number if _describe(words[:i], number, framed) and kind in (None, 1 << number) else None
        kind = _kinds().get(_joined(words[i:])) if kind is None else kind
    return None


def _describe(words: list[str], number: int, framed: bool) -> bool:
    """Whether words before a name only describe it. Where nothing says that this is a guess, only known qualities do."""
    refused = (word_list("structure") | word_list("unlike")) - {"size", "sized", "up", "powered"}
    for word in words:
        if word == "toy" and things()[number].category == "toy":
            continue
        if word in refused or not word.isalpha() or (word not in word_list("describing") and _spoken().get(word, number) != number):
            return False
    return framed or all(stem(word) in knowledge().slots["is"] or word in word_list("brands") for word in words)


def _misspelt(words: list[str], framed: bool) -> int | None:
    """A name with slips of the keyboard at the end of `words`, one or two by its length, if the words misspelt mean nothing else."""
    for i in range(len(words)):
        meant = words[i:]
        if all(_means(word) for word in meant):
            return None
        if _means(meant[0]) and i < len(words) - 1 and _near("".join(meant)) is None:
            continue
        if (number := _near("".join(meant))) is not None:
            return number if _describe(words[:i], number, framed) else None
    return None


def _means(word: str) -> bool:
    """Whether a word is known, other than as a word of a name."""
    return stem(word) in knowledge().words or word in word_list("structure") or word in word_list("fine")


@lru_cache(maxsize=5_000)
def _near(written: str) -> int | None:
    """The one object with a name that `written` may be a slip of."""
    length = len(written)
    best: dict[int, set[int]] = {}
    for name, number in _spelt().get(written[:1], ()):
        most = 1 if max(len(name), length) < 7 else 2
        if not 4 <= length <= 24 or len(name) < 5 or abs(len(name) - length) > most:
            continue
        far = distance(written, name, most)
        # A letter changed in a short word is as likely another word as a slip.
        if far <= most and not (len(name) == length == 5 and sorted(name) != sorted(written)):
            best.setdefault(far, set()).add(number)
    nearest = best[min(best)] if best else set()
    return nearest.pop() if len(nearest) == 1 else None


def _joined(words: list[str]) -> str:
    """The words as stems without articles and spaces: `hair clips` and `hairclip` are the same."""
    return "".join([stem(word) for word in words if word not in ("a", "an", "the")])


def _number(words: list[str]) -> int | None:
    """The object whose name the words are, in whatever way they are spaced."""
    if words and words[-1].endswith(("ing", "ed")) and words[-1] not in _ends():
        return None  # what is done with it: `drilling`, `dressing`
    found = _called().get(_joined(words))
    return _called().get(stem("".join(words))) if found is None and len(words) > 1 else found


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, int], ...]:
    """Every name of every object in plain words, with its number."""
    found = [(plain(name), i) for i, thing in enumerate(things()) for name in thing.variants]
    for line in (FOLDER / "names.txt").read_text(encoding="utf-8").splitlines():
        name, colon, others = line.partition(":")
        if colon and not line.startswith("#"):
            found += [(plain(other), numbers()[name]) for other in others.split(",")]
    return tuple(found)


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    """The last words of names."""
    return frozenset(name.split()[-1] for name, _ in _names())


@lru_cache(maxsize=1)
def _called() -> dict[str, int]:
    """Every name, joined -> the number of its object; the names of objects.csv go before."""
    return {_joined(name.split()): number for name, number in reversed(_names())}


@lru_cache(maxsize=1)
def _spoken() -> dict[str, int]:
    """The names of one word, as they are and with an s."""
    return {form: number for name, number in reversed(_names()) if " " not in name for form in (name, f"{name}s")}


@lru_cache(maxsize=1)
def _spelt() -> dict[str, list[tuple[str, int]]]:
    """First letter -> names without spaces, singular and plural, and their numbers."""
    table: dict[str, list[tuple[str, int]]] = {}
    for name, number in _names():
        whole = name.replace(" ", "")
        table.setdefault(whole[0], []).append((whole, number))
        if not whole.endswith("s"):
            table[whole[0]].append((f"{whole}s", number))
    return table


@lru_cache(maxsize=1)
def _kinds() -> dict[str, int]:
    """What else the knowledge calls things, joined -> the objects: `bigcat`, `sweetpotato`."""
    return {phrase.replace(" ", ""): mask for phrase, mask in knowledge().slots["is"].items()}
