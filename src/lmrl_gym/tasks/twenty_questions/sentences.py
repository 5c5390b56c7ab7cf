"""A text cut into sentences in plain words: thanks left out, tags, topics and lists joined to the question that they belong to."""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions import asides, learners, stories
from lmrl_gym.tasks.twenty_questions.called import number_of
from lmrl_gym.tasks.twenty_questions.subjects import AUX
from lmrl_gym.tasks.twenty_questions.words import plain

LONGEST = 400
"""Characters of a text that are read; no question needs more, and what is longer must not cost more."""
_STOP = re.compile(r" ?[.?!;:] ?")
_NOTHING = re.compile(
    r"(?:(?:please|just|kindly|simply|answer|reply|respond|say|tell me|with|a|simple) )*"
    r"(?:yes or no|yes no|yes|no|thanks|thank you|please|right|correct|am i right|is that right|is that correct|just curious|just wondering|"
    r"i wonder|i think|i guess|hm+|good luck|only|true or false|true|agreed?|is that (?:it|so|true|fair|the answer|what it is|"
    r"a fair description|accurate)|"
    r"am i (?:close|wrong)|i hope(?: so)?|say yes|"
    r"(?:then |so )?i win|i knew it|i told you(?: so)?|yay|hurray|hooray|bingo|your turn|over to you|tell me(?: now)?|go on|lol|haha|hehe|"
    r"(?:is|am|are|was) (?:he|she|i|we|they|my \w+) (?:right|correct)|did i get it|have i got it|final answer|that is my (?:final )?(?:guess|"
    r"answer)|correct me if i am wrong|"
    r"would that be (?:it|right|correct|fair|true)|could that be it|what do you say)(?: (?:please|only|thanks|very much))*"
)
_ASSENT = re.compile(rf"(?:{AUX}) (?:it|they|you|people|we|one|that|this|these|those|some|he|she)(?: not)?")
"""A sentence that only asks whether the one before it is so: `it has shelves. does it?`"""
_IS_THAT = re.compile(r"(?:is|was|could|would|might) (?:it|this|that)(?: be)? (?:one|it|right|correct|so|the one|one of (?:those|them))")
_A_KIND = re.compile(r"(?:^|\b(?:is|be|of|about|maybe|perhaps|think|thinking|guess|say|suspect|on) )((?:an?|some) \w+(?: \w+)?)$")
_ASKS_FIRST = re.compile(rf"(?:{AUX}) ")
"""`my first thought is a vehicle. is it one?`"""
_TOPIC = re.compile(
    r"^(?P<said>(?:is|are|does|do|can|has|would|could) .+?) (?:any|either|one|some|(?:any|either|one|some|both) of (?:those|them|these|it)|those)$"
)
"""What is asked of a topic named before: `strings: does it have any`."""
_ITS_OWN = re.compile(r"\b(?:it|there|they|its)\b")
"""`vet here: would i neuter one` asks of the thing, whatever stands before."""
_OF_THAT = re.compile(rf"^(?:{AUX}) .* (?:for|with|in|at|do) (?:that|this)$|^is that what ")
"""A question about what was named before: `eating soup; would it be good for that`."""
ASKS = re.compile(rf"(?:{AUX}|am|it|its|this|that|used|made|found) ")
"""How a sentence begins that asks, or speaks of `it`."""


@lru_cache(maxsize=4_096)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in plain words, none empty, without `yes or no` and thanks at the end."""
    said = [learners.mended(asides.without(bare)) for sentence in _STOP.split(plain(text)) if (bare := sentence.strip(" ,"))]
    while len(said) > 1 and _NOTHING.fullmatch(said[-1]):
        said.pop()
    said = _listed(said)
    if len(said) > 1 and _ASSENT.fullmatch(said[-1]) and not re.match(rf"(?:{AUX}) ", said[-2]):
        tag = said.pop()
        said[-1] += f" , {tag}"
    if len(said) > 1 and _IS_THAT.fullmatch(said[-1]) and (kind := _A_KIND.search(said[-2])) and not _ASKS_FIRST.match(said[-2]):
        said.pop()
        said[-1] = f"is it {kind[1]}"
    if len(said) > 1 and (asked := _TOPIC.match(said[-1])) and len(said[-2].split()) < 5 and _ITS_OWN.search(said[-1]):
        topic = said.pop(-2)
        said[-1] = f"{asked['said']} {topic}"
    if len(said) > 1 and _OF_THAT.search(said[-1]) and len(said[-2].split()) < 5 and not ASKS.match(said[-2]):
        topic = said.pop(-2)
        said[-1] = f"{topic} , {said[-1]}"
    if len(said) > 1 and (whole := stories.joined(said[-2], said[-1])):
        said[-2:] = [whole]
    return tuple(said)


def _listed(said: list[str]) -> list[str]:
    """Sentences that end in a choice among things named before or behind it, with the choice as one question."""
    if len(said) > 1 and _CHOICE.fullmatch(said[-1]):
        start = len(said) - 2
        while start and all(number_of(_bare(sentence).split()) is not None for sentence in said[start - 1 : -1]):
            start -= 1
        return [*said[:start], f"is it {' or '.join(_chosen(sentence) for sentence in said[start:-1])}"]
    if len(said) > 1 and _CHOICE.fullmatch(said[-2]):
        return [*said[:-2], f"is it {_chosen(said[-1])}"]
    if found := _CHOICE_BEHIND.match(said[-1]) if said and " of " in said[-1] else None:
        return [*said[:-1], f"is it {_chosen(found['listed'])}"]
    if said and " or " in said[-1]:
        said[-1] = _OF_ONE_WORD.sub(_with_or, said[-1])
    return said


def _chosen(listed: str) -> str:
    """A list as one with `or`."""
    words = _IS_IT.sub("", listed).split()
    if len(words) > 1 and all(number_of([word]) is not None for word in words):
        return " or ".join(words)
    return re.sub(r"(?: ,)+ (?:or |and )?", " or ", _OF_ONE_WORD.sub(_with_or, _IS_IT.sub("", listed)))


def _bare(sentence: str) -> str:
    """A name alone."""
    return re.sub(r"^(?:an?|the) ", "", _IS_IT.sub("", sentence))


def _with_or(found: re.Match[str]) -> str:
    """`guitar violin or drum` with an `or` between any two names."""
    words = found["listed"].split()
    if len(words) < 2:
        return found[0]
    start = next((i for i in range(len(words)) if all(number_of([word]) is not None for word in words[i:])), len(words) - 1)
    return " ".join((*words[:start], " or ".join((*words[start:], found["last"]))))


_CHOICE = re.compile(
    r"(?:(?:is|was|could) it (?:be )?|it is |maybe )?(?:any|one|either|some)(?: one)? of (?:those|these|them|it|the (?:\w+ )?(?:above|"
    r"following|list|lot))"
    r"(?: (?:\w+ )?(?:things?|objects?))?"
)
_CHOICE_BEHIND = re.compile(r"^(?P<listed>(?!.*\b(?:do|does|have|has|can|could|would|will|come|made|for)\b).+?) ,? ?(?:is it )?(?:any|either|"
    r"one|any one) of (?:those|these|them)$")
_IS_IT = re.compile(r"^(?:(?:is|was|could) it (?:be )?|it is )")
_OF_ONE_WORD = re.compile(r"(?P<listed>\b\w+ \w+(?: \w+)*) or (?P<last>\w+)")
"""One thing of several, which stand before or behind: `cat, dog or horse, any of them`."""
