"""Guesses: which object a text names, if it names one and nothing else of substance.

A guess is a name or another name of an object (objects.csv, names.txt), however it is spaced, with words before it that only describe it, or one or
two slips of the keyboard away from it where no known word is meant. A kind, a list, a comparison or something that belongs to an object names none.
What a text says before it comes to a name are reasons: whether they hold makes no difference to a guess, but a second guess among them makes it none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lmrl_gym.tasks.twenty_questions.called import called_so, joined, kinds, means, near, number_of, says_which, sorts, spoken
from lmrl_gym.tasks.twenty_questions.clauses import SO, stripped
from lmrl_gym.tasks.twenty_questions.facts import knowledge, things
from lmrl_gym.tasks.twenty_questions.reasons import claimed, unreasoned
from lmrl_gym.tasks.twenty_questions.sentences import LONGEST, sentences
from lmrl_gym.tasks.twenty_questions.subjects import AUX
from lmrl_gym.tasks.twenty_questions.words import plain, stem, word_list


class Guess(NamedTuple):
    """An object that a text names."""

    number: int
    whole: bool
    """False where something is said of the object besides (`a key on a piano`), which has to be true too."""
    named: int
    """The objects that a yes is for, as a set: the one named, and what goes by its name: a ship is a boat."""


def guessed(text: str) -> int | None:
    """The number of the object that `text` names with nothing else of substance, or None."""
    found = guess_in(text)
    return None if found is None else found.number


def guess_in(text: str) -> Guess | None:
    """The guess that a text is, or None."""
    return _guess_in(text[-LONGEST:]) if len(text) <= 4 * LONGEST else None


@lru_cache(maxsize=50_000)
def _guess_in(text: str) -> Guess | None:
    marked = _marked(text)
    said = [s for s in sentences(marked) if not _BEGUN.fullmatch(s)]
    if not said or (last := _named(said[-1])) is None:
        return None
    # Remarks before the guess are let pass; another question or another object is something of substance.
    if any(_other(s, last.number) for s in said[:-1]):
        return None
    parts = [bare for part in _PARTED.split(plain(marked)) if (bare := part.strip())]
    return None if len(parts) > 1 and any(_alone(part) not in (None, last.number) for part in parts) else last


def _marked(text: str) -> str:
    """The text with lines, signs and brackets written so that they part what they part: `furry = cat`, `a (computer) monitor`."""
    text = text.strip().replace("\n", "; ")
    if "(" in text:
        text = _BRACKET.sub(r"\1 ", text)
    return _SIGN.sub(": ", text).replace(", i.e.", " i.e.").replace(" i.e.", ",")


_BRACKET = re.compile(r"\((\w+(?: \w+)?)\) (?=\w+\s*[?.!]*\s*$)")
_SIGN = re.compile(r"\s(?:=+|-+>|=>|→)\s")


def _other(sentence: str, number: int) -> bool:
    """Whether a sentence before a guess asks for something else or names another object."""
    named = _named(sentence)
    return _QUESTION.match(sentence) is not None if named is None else named.number != number


_BEGUN = re.compile(
    rf"(?:{AUX}) (?:it|this|that|they|you)(?: be| thinking of)?|"
    rf"(?:{AUX}) (?:it )?(?:the|your|my) (?:\w+ )?(?:answer|object|word|thing|item|guess)|"
    r"it is|my guess is|i guess|i think|i am thinking"
)
"""A sentence that is broken off before it says what is guessed: `could it be … a mattress`."""
_ASKS = re.compile(
    r"(?!.* (?:be|so|is|was|guess|say|think) |.*(?:in|the|right|correct)(?: mind| answer| word)?$)"
    r"(?:(?:does|do|did|can|could|will|would|should|has|have) it |"
    r"(?:do|did|can|could|will|would|should|have|has) (?:you|people|we|they|children|kids|someone|humans|one) "
    r"(?:usually |often |ever |normally )*"
    r"(?:use|eat|wear|find|see|play|put|need|keep|buy|hold|carry|make|"
    r"drink|ride|drive|get|take|cook|touch|own|hear|throw|fit|like|turn|open|hang|plug) )|"
    r"(?!.* (?:so|was|guess|say|think|it|the|my) |.* (?:mind|answer|word|,)\b|.*,)(?:is it|(?:can|could|would|may|might) it be) "
    r"(?:(?:usually|often|mostly|mainly|commonly|typically) )?"
    r"(?:(?:used|found|kept|worn|eaten|made|sold|played) (?:in|on|at|with|by|for|to|as|of|from|around)|"
    r"bigger than|smaller than|larger than|heavier than|lighter than|longer than|taller than|more \w+ than|less \w+ than|associated with|related to) "
)
"""Questions of what is done that are no guesses, whatever they end in: `do you wear it with boots`."""
_UNLIKELY = re.compile(
    r"(?<!no )(?<!without a )(?<!without )(?<!beyond )\bdoubt (?:that |if |whether )?(?:it|this)\b|"
    r"\bit (?:must |can |could |would |will |should |does |might |may )?(?:go|goes) (?:with|for) "
)
"""What denies a guess, or tells what goes with it."""
_QUESTION = re.compile(rf"^(?:{AUX}) ")
_OF_IT = re.compile(rf"^(?:{AUX}) (?:it|they|you|people) \w")
_FRAME = re.compile(
    r"^(?:(?:is|was|are) it (?:to be |going to be )?|(?:can|could|would|might|may|will|must|should|has|does) it "
    r"(?:happen to |have to |got to |to )?be |"
    r"it (?:is|was|has) (?:got to be |to be |going to be )?|(?:it )?(?:must|could|might|may|would|will|can|has to|have to|got to|ought to) be |"
    r"be |is (?=an? |the ))"
)
_ARTICLE = re.compile(
    r"^(?:called |named |(?:better |also |otherwise |commonly |usually )?known as |simply )?"
    r"(?:(?:an?|the|some|your|my|our|one of the|one of those|one(?! of\b)) )?"
)
_OF_KIND = re.compile(
    r"^(is|was|can|could|would|might|may|must) (?:the|this|that|your) (?!(?:name|opposite|reverse|owner|user|enemy|maker)\b)"
    r"(?:\w+(?: \w+){0,2}? (?:in question |"
    r"(?:that |which )?you (?:chose|picked|have(?: in mind)?|(?:are|were) (?:thinking of|hiding|after)) )?(be )?(?=(?:an?|the) )|"
    r"\w+ (?:item|object|thing|piece) (?=\w))"
)
"""`is the animal a horse`."""
_PIECE = re.compile(r"^(is|was|could|can|would) (?:the|your|this|that) (?:piece|article|item) of (?=\w+ (?:be )?(?:an?|the|some) )(\w+) ")
_CORRECTED = re.compile(r"^(?:(?:it is|is it) )?not (?:(?:an?|the) )?\w+(?: \w+)? but (?=an? |the |\w+$)")
"""`not a dog but a cat`."""
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
    r"stick|pod|roll|block|leaf|bit|box|pile)s? of (?!an? |the )(?=\w)"
)
_KIND = re.compile(r"\b(?:kind|type|sort|form|variety|example|brand|part|species|breed)s? of\b|\b(?:piece|article|item)s? of (?:an?|the) ")
_LIST = re.compile(r" (?:or|and|than|like|versus|not|neither|nor|similar|as) ")
_OTHERS = re.compile(r" or (?!not\b|no\b|what\b)| and ")
_TAIL = re.compile(r" (?:on|in|for|from|with|at|by|under|used|that|which|you|made|worn|without|inside|outside) ")
_QUALITIES = frozenset({"orange", "stone", "rubber", "mobile"})
"""Names that are the word for a quality too, where no article stands before them."""
_OF_PART = re.compile(r"^is the (?P<part>\w+) (?:orange|stone|rubber|mobile|paper|canvas)$")
"""`is the flesh orange`."""
_PARTED = re.compile(
    r"[,.?!;:]|\b(?:so|hence|thus|therefore|but|else|otherwise|then|because|since|cuz|cause|as|given|if|although|though|despite|which)\b"
)
"""Where a text goes from a reason to a guess, or from one guess to the next."""
_COUNT = re.compile(
    r"^(?:(?:one|two|three|four|five|six|\d+|first|second|third|option|choice|number) )+|(?: (?:one|two|three|four|five|six|\d+))+$"
)
_CATEGORIES = ("fruit", "vegetable", "animal", "instrument", "vehicle")
"""Kinds that are said after a name: `a mango fruit`."""


class _Said(NamedTuple):
    """A sentence without what says that it is a guess."""

    whole: str
    name: str
    framed: bool
    article: bool


def _said(sentence: str) -> _Said | None:
    """What a sentence may guess; None where it says something else."""
    if _ASKS.match(sentence) or _UNLIKELY.search(sentence):
        return None
    sentence = claimed(unreasoned(SO.sub("", _CORRECTED.sub("it is ", _PIECE.sub(r"\1 the \2 ", sentence)))))
    if _KIND.search(sentence):
        return None
    said = stripped(_TURNED.sub(r"\g<name>", sentence), listed=False)
    if not said:
        return None
    said = _OF_KIND.sub(lambda m: f"{m[1]} it {m[2] or ''}", said)
    frame = _FRAME.match(said)
    rest = said[frame.end() :] if frame else said
    article = _ARTICLE.match(rest)
    start = article.end() if article else 0
    bare = rest[start:]
    if not bare or (frame and not start and bare in _QUALITIES):
        return None
    if (of := _OF_PART.match(said)) and stem(of["part"]) in knowledge().slots["has"]:
        return None
    return _Said(sentence, bare, framed=frame is not None, article=start > 0)


def _alone(sentence: str) -> int | None:
    """The object whose name is all that a sentence says, numbered or not: `it is a cat`, `2. a belt`."""
    said = _said(sentence)
    return None if said is None else number_of(_COUNT.sub("", said.name).split())


def _named(sentence: str) -> Guess | None:
    """The guess that one sentence is."""
    said = _said(sentence)
    if said is None:
        return None
    bare = said.name
    if _OTHERS.search(said.whole):
        return _same(bare) if " or " in bare else None
    if bare.endswith((" free", " less")):
        return None
    if (exact := number_of(bare.split())) is not None:
        return Guess(exact, True, called_so(bare.split(), exact))
    if "," in bare:
        return _apposition(bare) if said.framed else None
    if _LIST.search(f" {bare} "):
        return None
    return _described(bare, framed=said.framed or said.article, article=said.article)


def _same(said: str) -> Guess | None:
    """`couch or sofa`: two names of one object."""
    found = {number_of(_ARTICLE.sub("", part.strip()).split()) for part in re.split(r" ,? ?or ", said)}
    number = found.pop()
    return None if found or number is None else Guess(number, True, 1 << number)


def _apposition(said: str) -> Guess | None:
    """`the lion, king of the jungle`: two parts, one of which names an object while the other is no list."""
    parts = [_ARTICLE.sub("", part.strip()) for part in said.split(",")]
    if len(parts) != 2 or _LIST.search(f" {said} ") or any(_OF_IT.match(part) for part in parts):
        return None
    named = {n for part in parts if (n := number_of(part.split())) is not None}
    if len(named) != 1 or any(_mentioned(part.split()) - named for part in parts):
        return None
    number = named.pop()
    return Guess(number, True, 1 << number)


def _mentioned(words: list[str]) -> set[int]:
    """The objects that are named anywhere among the words."""
    runs = (words[i:j] for i in range(len(words)) for j in range(i + 1, min(i + 3, len(words)) + 1))
    return {number for run in runs if (number := number_of(run)) is not None}


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
    return None if number is None else Guess(number, tail is None, 1 << number)


def _noun(words: list[str], framed: bool) -> int | None:
    """A name at the end, and before it words that leave it the same thing."""
    if len(words) > 1 and (category := words[-1]) in _CATEGORIES and words[:-1] != ["orange"]:
        number = _noun(words[:-1], framed)
        if number is not None:
            return number if things()[number].category == category else None
    kind = None
    for i in range(len(words)):
        if i and words[i] in ("a", "an", "the") and words[i - 1] not in ("double", "triple"):
            return None  # what stands before the article is no description: `near the bed`
        if (number := number_of(words[i:])) is not None:
            # A kind that ends in a name (`big cat`) is a guess where the thing named is the only one of it.
            return number if _describe(words[:i], number, framed) and kind in (None, 1 << number) else None
        kind = kinds().get(joined(words[i:])) if kind is None else kind
    return None


def _describe(words: list[str], number: int, framed: bool) -> bool:
    """Whether words before a name only describe it. Where nothing says that this is a guess, only known qualities do."""
    refused = (word_list("structure") | word_list("unlike")) - {"size", "sized", "up", "powered"}
    if any(number_of([one, two]) not in (None, number) and two not in sorts()[number] for one, two in pairwise(words)):
        return False  # `a golf ball shovel`
    for word in words:
        if (word == "toy" and things()[number].category == "toy") or word in sorts()[number]:
            continue
        if word in refused or not word.isalpha() or (word not in word_list("describing") and spoken().get(word, number) != number):
            return False
    return framed or all(says_which(word, number) for word in words)


def _misspelt(words: list[str], framed: bool) -> int | None:
    """A name with slips of the keyboard at the end of `words`, one or two by its length, if the words misspelt mean nothing else."""
    for i in range(len(words)):
        meant = words[i:]
        if all(means(word) for word in meant):
            return None
        if means(meant[0]) and i < len(words) - 1 and near("".join(meant)) is None:
            continue
        if (number := near("".join(meant))) is not None:
            plain_end = number_of(words[-1:])  # `plus car` is no plush cat
            return number if plain_end in (None, number) and _describe(words[:i], number, framed) else None
    return None
