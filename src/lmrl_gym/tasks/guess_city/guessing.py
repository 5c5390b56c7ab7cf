"""What part a city's name plays in a question: it is guessed, denied or merely mentioned, or set beside the city that is sought.

Who names a city guesses it, whatever else the text asks; else a guess would be free with every open question. A denial and a mere mention are no
questions after the city and are not understood. What compares the hidden city with the one it names, or relates both, asks of the hidden one.
"""

# ruff: noqa: E501, SIM905 -- patterns are read across

from __future__ import annotations

import re
from typing import Literal

from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.lore import STOP
from lmrl_gym.tasks.guess_city.names import mentions
from lmrl_gym.tasks.guess_city.places import places_in


def part_of_name(text: str, city: str) -> Literal["guess", "mention", "beside"]:
    """The part that the name of `city` plays in plain `text`, which names it outside the usual comparisons."""
    words = text.split()
    for _, first, last in reversed(mentions(text)):
        words[first:last] = ["@"]
    blanked = " ".join(words)
    if _DENIED.search(blanked) or _MENTIONED.search(blanked):
        return "mention"
    if _THE_SAME.search(blanked):
        return "guess"
    if _COMPARED.search(blanked):
        return "beside"
    if not _about_something_else(words):
        return "guess"
    beside = _SHARED.search(blanked) or (_RELATED.search(blanked) and _HERE.search(blanked))
    return "beside" if beside or city not in knowledge().cities else "guess"


_DENIED = re.compile(
    r"\b(?:never|anything but|anywhere but|everywhere but|everything but|any city but|all but|no way|out of the question|impossible|ruled? out|ruling out) (?:(?:it|that|this|is|be|the|city|in|will|would|could|can|was) )*@"
    r"|\b(?:i|we) (?:\w+ )?(?:doubt|deny|disbelieve|exclude|reject|refuse)\b.*@|\b(?:i|we) (?:\w+ )?(?:do not|did not|would not|will not|can not|could not|wont|never|refuse to|am not going to|m not going to) (?:\w+ )?(?:think|believe|guess|say|suppose|reckon|bet|mean|suggest|name|try|pick|choose|imagine)\b.*@"
    r"|^(?:(?:so|well|ok|and|but|no|then|surely|definitely|certainly|clearly|obviously|probably) )*(?:it|that|this|the city|the answer) (?:\w+ )?(?:(?:is|was|can|could|will|would|must|may|might) not|wont|aint|never)(?: be)? @(?: (?:then|for sure|at all|i think|i guess|i know|i am sure))?$"
    r"|^(?:(?:so|well|ok|and|but|no|then|surely|definitely|certainly|clearly|obviously|probably) )*not @$"
)
"""A denial: "I doubt it is …", "anything but …", "it can not be …"; with a question behind it, "…, is it", it is none."""
_MENTIONED = re.compile(
    r"\b(?:he|she|someone|somebody|everyone|everybody|(?:my|his|her|an?) (?!gut|guess|instinct|hunch|intuition|feeling|heart|head|mind|notes?|map|atlas|clues?|answer|final)\w+) (?:(?:once|just|also|always) )?(?:said|says|told|wrote|mentioned|shouted|whispered|talked|spoke|asked)\b.*@(?!.*\b(?:is it|is that|was it|right|correct|true)\b)"
    r"|\b(?:an?|any|some|the|another|its) (?:\w+ )?(?!(?:city|cities|town|place|capital|metropolis|port|one|settlement|location|spot)\b)\w+ (?:called|named|nicknamed|known as) @"
    r"|\b(?:such as|for example|for instance|say like) @"
)
"""A name that others speak, that something else bears, or that stands for many."""
_THE_SAME = re.compile(r"\bsame (?:city|place|town|one)(?: as)? @|^is (?:it|the (?:\w+ )?city|the answer) (?:the )?same as @|\bnone other than @")
"""What says that both are one."""
_COMPARED = re.compile(r"(?<!known )(?<!called )(?<!named )(?<!it )\bas (?:(?:in|at|the one in|that of|the) )?@|\bthan (?:the \w+|those|that) (?:in|of|at) @|\bunlike @|\b(?:count|counting|except|excepting|excluding|excepted|besides|barring|ignoring|ignore|disregarding)(?: for)? @")
_SHARED = re.compile(r"\bsame\b|\b(?:nearest|closest) (?:\w+ )?(?:cit|town|neighbou?r)\w*")
_RELATED = re.compile(
    r"\b(?:when|while|whereas|near|nearest|nearer|closest|close|closer|neighbou?r\w*|border\w*|far|farther|further|distance|away|km|kilometres|kilometers|miles|hours?|minutes|days?|flights?|fly|trains?|rail\w*|drive|driving|road|bus|ferry|ferries|boat|"
    r"reach\w*|travel\w*|connect\w*|link\w*|join\w*|shares?|sharing|common|twin\w*|sister|partner|rivals?|rivall?ed|replace[ds]?|succeed\w*|both)\b"
)
_HERE = re.compile(r"\b(?:it|its|there|here|they|them|you|your|yours|(?:the|this|that) (?:city|country|place|town))\b")
"""What compares with the city named, what is the same for both or near, what else relates it to the city sought, and how that one is spoken of."""


def _about_something_else(words: list[str]) -> bool:
    """Whether a text, with "@" for the city, asks something else of what it names: words of substance are left, and it begins otherwise."""
    if _GUESS_FRAME.fullmatch(" ".join(words[: words.index("@")])) and not _TRAVELS.search(" ".join(words)):
        return False
    rest = [word for word in words if word != "@"]
    places = {word for name, _, _ in places_in(" ".join(rest)) for word in name.split()}
    return any(word not in STOP and word not in _GUESSING and word not in places for word in rest)


_TRAVELS = re.compile(r"\b(?:within|in under|in less than|after|in) (?:an?|\d+)(?: or \d+)? (?:hours?|minutes|days?)\b|\bby (?:train|car|bus|plane|ferry|boat|metro|subway)\b|\b(?:nearest|closest) (?:\w+ )?(?:cit(?:y|ies)|towns?|neighbou?rs?)\b|@ (?:in|on|at|by|under) the same\b|@ (?:\w+ ){0,2}(?:sister|twin|partner|neighbou?r|rival)\b")
"""What speaks of a journey to the city that is named, or of its lying near or in the same place."""
_GUESS_FRAME = re.compile(
    r"((so|ok|well|then|hmm|and|oh|ah|maybe|perhaps|i know|my (final |best |next )?(guess|answer)|i (would )?(like to |want to )?(think|guess|say|believe|bet|reckon|suspect|feel|try)|final (answer|guess)|let me guess|could|can|might|must|has|would|is|was|it|"
    r"this|that|the|city|town|be|of|you|we|are|thinking|talking|looking for|in|mystery|secret|hidden|called|named|to|probably|possibly|about|what|how|question|going|go|with|try|let us|lets|let s|gotta|got|"
    r"(based on|given|from|with) (all )?(of )?(your|the|these|those) (answers?|clues?|hints?|facts?)|(i am |im |i m )?(pretty|quite|very|fairly|almost|absolutely)? ?(sure|certain|confident)|by any chance|does|leaves|sounds like|i|am|im|m) ?)*"
)
_GUESSING = frozenset("maybe perhaps probably final answer my guess is thinking called could possibly must surely definitely sure believe capital fit fits match matches final".split())
