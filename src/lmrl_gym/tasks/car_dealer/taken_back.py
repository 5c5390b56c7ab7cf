"""Where a seller goes back on what he asked: he withdraws the price, has sold the car, wants more and does not say how much.

Only what is plainly said counts: a threat ("if you leave, that price is gone") and a refusal ("I can't do that price") take nothing back.
"""

from __future__ import annotations

import re

from lmrl_gym.core.sieve import Gated

_WELL = r"(?:(?:sorry|oops|no|wait|actually|well|but|and|hold on|on second thought|unfortunately|sadly|i'm afraid|i'm sorry),? )*"
_START = rf"(?:^|[.;!?,:-] |\b(?:but|and|now|because|sorry|actually|unfortunately) ){_WELL}"
_STOP = r"(?=\s*(?:[.;!]|$))"
_END = r"(?=\s*(?:[.,;!]|$)|\s(?:and|but|because|sorry|now|already|i'm)\b)"
_NOUN = r"(?:price|offer|number|figure|quote|deal)(?: i (?:gave|quoted|named|said|told)(?: you)?)?"
_OLD = r"(?:last|first|earlier|old)"
_THAT_PRICE = rf"(?:(?:that|this|my)(?: {_OLD})?|(?:the|our) {_OLD}) {_NOUN}"
_PRICE = rf"(?:that|this|my|our|the)(?: {_OLD}| whole)? {_NOUN}"
_CAR = r"(?:this one|(?:this|the) (?:car|suv|sedan|truck|convertible|vehicle))"
_IT = r"(?:it|that one|this one|(?:this|that|the) (?:car|suv|sedan|truck|convertible|vehicle))"
_IS = r"(?:'s| is| was| has been|'s been| has)(?: (?:now|just|actually|already|all|unfortunately|sadly|simply))*"
_ANY_MORE = r" (?:any ?more|any longer|after all|now)"
_SELL = r"(?:(?:want|willing|going|able) to )?(?:do|offer|give|have|honou?r|sell|let|keep|hold|make)"
_SOMEONE = r"(?:someone|somebody|(?:an)?other (?:buyer|customer|person|guy))(?: else)?"

_GONE = (
    Gated(
        rf"(?:{_START}(?:{_PRICE}{_IS}|{_NOUN}(?:'s| is)?)|\bconsider {_PRICE}) (?:withdrawn|void|gone|cancell?ed|revoked|retracted|rescinded"
        rf"|expired|off(?: the table)?|history|wrong|no longer (?:valid|available|good|possible|on (?:the table|offer))"
        rf"|(?:a|an|my) (?:\w+ )?(?:mistake|error|typo|joke|slip|lie)){_END}"
    ),
    Gated(rf"{_START}{_PRICE} no longer (?:stands|holds|applies){_END}"),
    Gated(rf"\b(?:(?:withdraw|retract|revok|rescind|cancell?)(?:e|ing)?|cancel|tak(?:e|ing) back)(?: what i said about)? {_PRICE}{_END}"),
    Gated(rf"\b(?:scratch|scrap|forget|ignore|disregard|never mind)(?: what i said)?(?: about)? {_THAT_PRICE}{_END}"),
    Gated(rf"\b(?:take|taking) {_PRICE} back{_END}"),
    Gated(
        rf"(?<!not )(?<!n't )(?<!you're )\b(?:kidding|joking|lied|lying|wrong|mistaken|changed my mind|made an? (?:mistake|error))"
        rf" (?:about|with|on) {_PRICE}{_END}"
    ),
    Gated(rf"{_START}i misquoted\b"),
    Gated(rf"\bno longer {_SELL}\b[^.;!?,\d]{{0,25}}\b(?:{_PRICE}|(?:for|at) that){_END}"),
    Gated(rf"\b(?:can't|cannot|won't) {_SELL}\b[^.;!?,\d]{{0,25}}\b(?:{_PRICE}|(?:for|at) that){_ANY_MORE}\b"),
    Gated(
        rf"{_START}(?:that|my|our|the) price(?:{_IS}|(?: just| now)*) (?:gone up|went up|increased|risen|rose|doubled|higher|double)"
        rf"(?: again| now)?{_STOP}"
    ),
    Gated(
        rf"(?:^{_WELL}{_IT}|{_START}{_CAR}){_IS} (?:gone|taken|off the market|no longer (?:for sale|available)"
        rf"|sold(?: already| to {_SOMEONE})?){_STOP}"
    ),
    Gated(rf"(?:^{_WELL}{_IT}|{_START}{_CAR})(?:{_IS} not| isn't) (?:for sale|available){_ANY_MORE}{_STOP}"),
    Gated(rf"{_START}(?:i'm|we're) not selling {_IT}(?:{_ANY_MORE})?{_STOP}"),
    Gated(rf"^{_WELL}(?:i|we)(?:'ve| have)?(?: just| already)? sold {_IT}\b(?! (?:for|at|to you)\b)"),
    Gated(rf"^{_WELL}{_SOMEONE}(?: has|'s)?(?: just| already)? (?:bought|took|taken) {_IT}\b(?! for\b)"),
)
"""The price he asked, or the car, is gone."""
_THAT = Gated(
    rf"(?:^|[.;!?] ){_WELL}(?:i(?:'ll| will| have to| must)? (?:take|withdraw|retract) (?:that|it|this|everything|all of that) back"
    r"|(?:scratch|strike) that|(?:i'm |i was )?(?:just |only )(?:kidding|joking)|(?:that|it) was (?:a (?:mistake|typo|slip|joke)|an error|wrong))"
    r"(?=\s*(?:[.,;!]|$))"
)
"""He goes back on what was said just before, whatever that was."""
_UNLESS = re.compile(
    r"\b(?:if|when|once|unless|until|till|before|or|tomorrow|tonight|soon)\b|(?:n't|\bnot)(?: \w+)? (?:withdraw|retract|revok|tak|cancel|forget)"
)
"""What makes a threat or the opposite of it."""


def taken_back(text: str, of_features: bool) -> tuple[int, bool]:
    """Where in a lower-case text he last goes back on a price (0 where he never does), and whether it is one that stood before the line.

    Where the line is about features, they are what "that" and "my offer" are.
    """
    end, stood = 0, False
    for m in (m for pattern in _GONE if pattern.passes(text) for m in pattern.pattern.finditer(text)):
        begin = max(text.rfind(mark, 0, m.start() + 1) for mark in ".;!?") + 1
        if not (of_features and re.search(r"\b(?:offer|deal)\b", m[0])) and not _UNLESS.search(text, begin, m.end()):
            end, stood = max(end, m.end()), True
    if not of_features and _THAT.passes(text):
        for m in _THAT.pattern.finditer(text, end):
            before = re.split(r"[.;!?]\s", text[: m.start()])[-1]
            if not before or re.search(r"\d", before):
                end, stood = m.end(), stood or not before
    return end, stood
