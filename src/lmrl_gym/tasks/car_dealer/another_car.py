"""Whether a number or a feature belongs to another car than the one that is offered, told by the part of the sentence that it stands in."""

from __future__ import annotations

import re

PEOPLE = (
    r"(?:customer|guy|kid|dude|fella|fellow|lady|gentleman|man|woman|couple|somebody|someone|person|buyer|client|family|student|folks|buddy|friend"
    r"|cousin|brother"
    r"|sister|neighbou?r|dad|mom|father|mother|son|daughter|uncle|aunt|coworker|colleague)s?"
)
_PARTS = re.compile(r"(?=[;,. ])(?:;|(?<=[\dk]), (?=the\b)|,? \b(?:but|while|whereas)\b|, (?=this|the one you|mine|ours|so\b)|\. )")
_ANOTHER_CAR = re.compile(
    r"\b(?:over there|the (?!cam|screen|seat|mirror|light|kid|road|view|area|lane|space|scene|picture|row)[\w-]+ (?:next to|beside|behind"
    r"|across from) (?:it|this|that|you|him|her)|(?<!\ba )(?<!\bany )(?:one|car|suv|sedan|truck|model) (?:next to|beside|behind|in front of"
    r"|across from) (?:it|this|that|you|him|her)"
    r"|next to (?:it|this|that)|by the (?:fence"
    r"|door|window|entrance|road)"
    r"|(?:one|car|truck|suv|model)s? out back|next door|theirs|next year's|(?:did have|had|used to have|sold) one (?:just )?(?:with|like)"
    r"|move up to|step up to|version is (?:a bit |a little |much )?cheaper"
    r"|(?:most|many|lots of|plenty of|some) (?:families|people|folks|customers|buyers)"
    r"|one (?:for \$?[\d,.k]+ )?in the back|across (?:town|the street)|previous owner (?:paid|bought|spent)|friend of mine|(?:one|it) is sold"
    r"|the (?:\w+ )?trim (?:has"
    r"|with)|(?:on|in|for|only|to) (?:the )?(?:fancier|higher|top|upper) trims?|(?:the )?(?:fancier|higher|upper|top) trims? (?:has|have|gets?"
    r"|comes?)|(?:hers|his|theirs) (?:is|has|was)|the used one|last (?:car|one) (?:i|we)|that other(?! dealer)|(?:in"
    r"|on) (?:his|hers"
    r"|theirs)"
    r"|(?:an?|on a) (?:different|diff) (?:car|one|vehicle|model|truck|suv|sedan|trim|unit)|(?:in|on|of|for|was) another (?:car|one|vehicle|model"
    r"|trim)"
    rf"|{PEOPLE}(?: \w+){{0,4}} (?:bought|got|took|leased|paid)"
    r"|your (?:old|current|present) (?:car|one|vehicle|truck|suv|sedan) (?:has|had|came with)"
    r"|(?:the|that|our|my) other (?:one|car|model|suv|sedan|truck|convertible)|the one (?:your|his|her|my) \w+"
    r"|my (?:own (?:car|one|\w+ has)|car (?:has|had)"
    r"|(?:cousin|buddy|friend|wife|husband|brother|sister|neighbou?r|mother|mom|dad|father|daughter|son)"
    r"(?:'s|\s(?:has|had|bought|got|drives|owns|paid))))\b"
)
"""What says that a part of a sentence is about another car than the one that is offered."""
_NOT_THAT_CAR = re.compile(
    r"\s*(?:that|it|this|which)(?:'s| is| was)(?: actually| just| really)? (?:(?:on |about )?an? (?:different|diff|separate)|another|the other"
    r"|not the) "
    r"(?:car|one|vehicle|model|truck|suv|sedan|trim|unit)\b|\s*(?:we|you and i|i)(?:'re| are| were|'m| was) (?:talking about|speaking of"
    r"|looking at) (?:the|this)\b"
)
"""How a part begins that says so of the part before it."""
_SAME_CAR = re.compile(r"\s*(?:it|that one|he|she)\b")
"""How a part begins that goes on about the car of the part before it."""


def of_another_car(text: str, at: int) -> bool:
    """Whether the part of the text around `at` speaks of another car."""
    begins = [0, *(m.end() for m in _PARTS.finditer(text, 0, at))]
    end = _PARTS.search(text, at)
    part = text[begins[-1] : end.start() if end else len(text)]
    if _ANOTHER_CAR.search(part) or (end is not None and _NOT_THAT_CAR.match(text, end.end())):
        return True
    return len(begins) > 1 and _SAME_CAR.match(part) is not None and of_another_car(text, begins[-2])
