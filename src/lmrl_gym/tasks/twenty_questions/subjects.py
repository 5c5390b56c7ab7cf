"""What the object is called in a question: `the secret object`, `the thing you are thinking of`, `they`; all of it becomes `it`."""

from __future__ import annotations

import re
from functools import lru_cache

AUX = "is|are|was|were|does|do|did|can|could|will|would|might|may|must|should|has|have"
_ANSWER = (
    r"(?:(?:the|your|this|that|my|said) )?(?:(?:secret|mystery|hidden|unknown|chosen|correct|"
    r"target) )?(?:object|item|thing|answer|word|entity|subject|solution)"
)
_MIND = (
    r"(?: (?:that )?(?:you|i|we) (?:are|have|had|am|were)(?: got)? (?:thinking(?: of| about)?|in mind|"
    r"in your mind|chosen|picked|describing|talking about))"
)
_SUBJECTS = (
    (
        (
            rf"^({AUX}) (not )?(?:the|your|this|that|my|said) (?:(?:secret|mystery|hidden|unknown|chosen|correct|"
            rf"target|actual) )?(?:object|item|thing|answer|word|entity|subject|solution){_MIND}?(?: in question)?\b"
        ),
        r"\1 \2it",
    ),
    (rf"^({AUX}) (not )?what{_MIND}", r"\1 \2it"),
    (r"^(?:are|were|might|could|would) (?:you|we|i) (?:be )?(?:thinking|talking|speaking|describing|referring)(?: of| about| to)?\b", "is it"),
    (r"^(?:did|have|do) you (?:pick|choose|chose|chosen|picked|have in mind|mean)\b", "is it"),
    (
        (
            rf"^({AUX}) (not )?(?:they|(?:these|those|this|that)(?! (?:creature|animal|beast|instrument|vehicle|food|fruit|"
            rf"vegetable|tool|place|plant|device|machine|garment|toy|appliance)s?\b)|"
            r"he|she|one of them)\b"
        ),
        r"\1 \2it",
    ),
    (rf"^{_ANSWER}{_MIND}? (is|are|has|can|does|was)\b", r"it \1"),
    (r"^(?:this|that|they|these|those) (is|are|has|have|can|does)\b", r"it \1"),
    (
        (rf"^({AUX}) (?:an? (?:thing|object|item) like (?:this|that|it)|something like (?:this|that|it)|such an? (?:thing|object|item)|"
        r"things like (?:this|that|these|those)|one of (?:these|those))\b"),
        r"\1 it",
    ),
    (r"^(?:what|how) about\b", "is it"),
    (r"\b(?:this|the|that) (?:object|item|thing|product)$", "it"),
    (r"\b(?:this|the|that) (?:object|item|thing) (?=(?:to|for|in|on|at|with|as|by|when|while)\b)", "it "),
    (r"\b(?:this|the|that|your) (?:object|item|thing)\b(?! (?:that|which|you|used|is))", "it"),
    (
        (
            rf"^({AUX}) (?:the|its) (?:main |primary |usual |typical |principal |chief |sole |only |basic |real |foremost )?(?:color|shape|"
            rf"size|weight|price|cost|surface|"
            r"texture|material|purpose|function|use|taste|name) (?:of it )?(?:is )?"
        ),
        r"\1 its ",
    ),
    (rf"^({AUX}) (?:the |a |an )?(?:male|female|adult|average one|typical one|males|females)\b(?! \w+s\b)", r"\1 it"),
    (r"\bthem\b", "it"),
    (r"(?<!like )\bthis$", "it"),
    (r"^are it\b", "is it"),
    (r"^it are\b", "it is"),
    (r"^(?:was|were) it\b", "is it"),
    (r"^are you (?=an? )", "is it "),
    (rf"^({AUX}) (?:an? |the |some |most )?(?:(?:really|very) )?(?:\w+ )?ones? (?=(?:be|have|cost|weigh|sell|need|live|make|come)\b)", r"\1 it "),
    (r"^do it\b", "does it"),
)
_ABOUT_IT = re.compile(r"(?:is|does|can|could|would|has|will) it\b")
"""A clause that needs no other subject."""
_NAMES = re.compile("object|item|thing|product|them|this$")
"""What the object may be called inside a clause."""


@lru_cache(maxsize=1)
def _subjects() -> tuple[tuple[bool, re.Pattern[str], str], ...]:
    """The subjects, compiled: whether the pattern stands at the start, the pattern, what takes its place."""
    return tuple((pattern.startswith("^"), re.compile(pattern), put) for pattern, put in _SUBJECTS)


def about_it(sentence: str) -> str:
    """The sentence with the object called `it`."""
    inside, settled = _NAMES.search(sentence), _ABOUT_IT.match(sentence)
    if settled and not inside:
        return sentence
    for at_start, pattern, put in _subjects():
        if not at_start:
            sentence = pattern.sub(put, sentence) if inside else sentence
        elif not settled and (found := pattern.match(sentence)):
            sentence = found.expand(put) + sentence[found.end() :]
            settled = _ABOUT_IT.match(sentence)
    return sentence
