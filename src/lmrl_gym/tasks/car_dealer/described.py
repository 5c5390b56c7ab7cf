"""What a line says of the car itself: brand, types, and the features it has, lacks or is only asked about.

A feature counts as had where it is named and nothing around it holds it back: a denial, a price of its own, another car, a question about wishes.
"""

from __future__ import annotations

import re

from lmrl_gym.tasks.car_dealer import asks, cues, vocabulary

_END = re.compile(r"(?<=[.!?;])\s+|\n")


def described(text: str) -> tuple[str | None, frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Brand, types, features had, lacked and asked about."""
    brand: str | None = None
    kinds: list[str] = []
    has: dict[str, bool] = {}
    wonders: set[str] = set()
    sentences = _END.split(text)
    wished = False
    for sentence, answer in zip(sentences, (*sentences[1:], ""), strict=True):
        found = vocabulary.features(sentence)
        if not _NOT_THIS.search(sentence):
            found = [(name, start, end) for name, start, end in found if not cues.of_another_car(sentence, start)]
        if asks.about_wishes(sentence) or (wished and sentence.endswith("?") and not _SAYS_HAS.search(sentence)):
            wonders.update(name for name, _, _ in found)
            wished = True
            continue
        wished = False
        asked = sentence.endswith("?") or _ASKED_FOR.search(sentence) is not None
        if asked and _FINDS_OUT.match(answer):
            wonders.update(name for name, _, _ in found)
            continue
        refused = (asked and _REFUSES.match(answer) is not None) or _DOES_NOT.match(answer) is not None
        granted = asked and _GRANTS.match(answer) is not None
        for name, start, end in found:
            has[name] = granted or (not refused and not _withheld(sentence, start, end))
        named = vocabulary.brands(sentence)
        if len(named) == 1 or (named and "?" not in sentence):
            brand = named[-1] if brand is None or len(named) == 1 else brand
        kinds += vocabulary.types(sentence)
    return (
        brand,
        frozenset(kinds),
        frozenset(name for name, yes in has.items() if yes),
        frozenset(name for name, yes in has.items() if not yes),
        frozenset(wonders - has.keys()),
    )


_SAYS_HAS = re.compile(r"\b(?:has|have|had|comes?|got|gets?|includes?|it's|with|features|throw|add)\b")
"""Words of a question that offers what it names: "did I say it has leather?\"."""
_ASKED_FOR = re.compile(r"\b(?:question|ask(?:ed|ing)?|wonder(?:ed|ing)?)\b[^.!?]{0,15}\b(?:about|for|if)\b")
_FINDS_OUT = re.compile(
    r"(?:well,? |hmm,? )?(?:i'd have to|i would have to|i'd need to|i need to|let me|not sure|i'm not sure|i don't know|i'll) ?(?:check|ask|see"
    r"|look|find out|if|whether)?\b"
    r"(?= ?(?:check|ask|see|look|find|if|whether|with|that|on|it|into|up))"
)
"""What was asked for by the buyer, and that the seller does not know yet."""
_REFUSES = re.compile(
    r"(?:no|nope|sorry,? no|afraid not|unfortunately not|i wish|not (?:this|on this|in this|here))\b"
    r"(?! (?:problem|extra|additional|charge|doubt|worries|question|matter))|only (?:on|in|with) (?:the|our)|[^.!?]{0,40}\b(?:i'm afraid"
    r"|unfortunately|(?:can't|cannot) (?:do|give|include|offer|add|put|get))\b"
)
_GRANTS = re.compile(
    r"(?:yes|yep|yeah|absolutely|(?:it|they|that)(?:'s| is|'re| are) (?:all )?(?:included|standard|in\b|on (?:it|there)|there|yours|part of)"
    r"|(?:it|this one) (?:has|comes with) (?:it|them|that)\b)"
)
"""That the seller answers such a question with yes: "So you like the sunroof? It's included.\"."""
_NOT_THIS = re.compile(r"\bnot (?:on|in) this (?:one|car|trim)\b")
_DOES_NOT = re.compile(
    r"(?:it|this|they|ours)\b[^.!?]{0,20}?\s?(?:has none|have none|(?:doesn't|does not|don't)(?:\s*[.,!]|$| have (?:it|them|one|that|either)\b))"
    r"|i (?:can't|cannot) (?:do|give|include|offer|put) (?:that|it|those|them|one)\b"
)
"""How the seller answers a question of his own with no: "Does it have a sunroof? No, not this one.\"."""


_SEATS = (
    r"(?:\s(?:seat(?:s|ing)?|system|camera|monitoring|warning|detection|option|package))?"
    r"(?:\s(?:that )?(?:i|we) (?:offered|promised|mentioned))?"
)
_DENIED = re.compile(
    r"(?:\bno\b(?!\s(?:problem|extra|additional|charge|cost|doubt|worries|question|matter|less|other|better|need))"
    r"|\bnot\b(?!\s(?:only|just|to mention|a problem))|n't\b(?!\s(?:forget|worry|miss|mention|have to|need to|only|just|beat"
    r"|go wrong))"
    r"|\bwithout\b|\black(?:s|ing)?\b|\bmissing\b|\bminus\b|\bexcept\b|\bsans\b|\bskip\b|\binstead of\b|\brather than\b"
    r"|\bremove\b|\bcannot\b|\bforget the\b)[^,:]{0,40}$"
)
_TAKEN = re.compile(
    r"\b(?:take back|taking back|withdraw|withdrawing|retract|cancel|take away|(?:have|need) to (?:take|pull|drop)|pull|drop|lose|losing"
    r"|leave out|leaving out|take out|taking out"
    r"|strip(?: out)?|remove"
    r"|give up|(?:refused|declined) to (?:add|include|give))\s(?:\w+\s){0,2}$"
)
"""Before a feature that is not there, or is taken away."""
_WITHHELD = (
    # "leather isn't available", "navigation is extra"
    (r"(?:isn't|aren't|is not|are not|not (?:included|available)|(?:is|are|would be|comes?|costs?) (?:an? )?(?:optional|extra|additional"
    r"|unavailable|sold out"
    r"|separate)|unfortunately not|(?:is|are) (?:missing|absent)|(?:it|this one) (?:hasn't|doesn't have|lacks)|stays? out|would need the)"),
    # "the leather's gone", "the navigation has to come out"
    (r"(?:doesn't|does not|didn't|won't|can't|cannot|(?:has|have|had|needs?) to (?:come out|go|come off)|comes? out|goes away|gone\b"
    r"|off the table|used to be"
    r"|(?:is|are|was|were|'s) (?:gone|out|off the table|no longer|not on)|(?:i|we) (?:can't|cannot|couldn't)|(?:is|are"
    r"|'s)?\s?(?:only )?available (?:for|as an|at)"
    r"|costs?\b|back out of\b)"),
    # "navigation, and I'm sorry, that one I can't do", "leather, and I'm afraid I have to turn that down"
    (r"[^.!?]{0,45}(?:[,;]|\bbut\b|\band\b|though|unfortunately|sorry)[^.;!?]{0,40}\b(?:i|we)\s(?:just\s|really\s|simply\s)?(?:can't|cannot"
    r"|couldn't|won't)\s"
    r"(?:include|add|part with|(?:give|offer|do|swing|get|throw)(?=\s*(?:[.,;!?]|$)|\s(?:you\s)?(?:that one|that in|those|it\b|them|one\b)))"),
    # "leather is only on the Platinum", "a sunroof would have been nice", "navigation, which has been removed"
    (
        r"(?:though,? )?(?:is |are |comes? )?(?:only|just) (?:for|(?:comes? |available |offered )?(?:on|in|with)) (?:the|our|a)\b|would(?: have"
        r"|'ve) been nice|(?:is"
        r"|are) what you(?:'d| would) pay"
        r"|(?:is|are) on (?:the |that |another )other|[^.!?]{0,50}\b(?:been|was|were) (?:removed|deleted|taken out|pulled)"
    ),
    r"[^.;!?]{0,45}\b(?:turn|turning) (?:that|it|those|them) down",
)
_WITHHELD_AFTER = re.compile(
    rf"{_SEATS}[,:]?(?:\s(?:it's |they're |that's )?(?:{'|'.join(_WITHHELD)})"
    # "sunroof, no", "heated seats: no"
    r"|\s*[,:-]?\s+no\b(?!\s(?:problem|extra|additional|charge|cost|doubt|worries|question|matter|less|other|better|need|haggl\w+|\w+ (?:charge"
    r"|cost|fees?)))"
    r"(?=\s*(?:[,.;!]|$|but\b|and\b))"
    # "the leather's $1,700", "a sunroof for $1,300"
    r"|\s(?:[^.;!?$\d]{0,40}\b(?:is|are|it's|runs?|costs?|for|at|would be|would've been|would run|would cost you|adds?|be|that's)\s"
    r"(?:(?:only|just|about|another|an additional|an extra|around|a|roughly)\s)*)?(?:\$(?:\d{2,3}|[1-5],?\d{3})|[1-9]\d{2}(?= dollars| bucks"
    r"| extra| more))"
    r"(?!\d|[.,]\d|k))"
)
"""Behind a feature that is not there, is taken away, or costs more."""
_WOULD_LIKE = re.compile(r"\b(?:love|like|wish|want)(?:ed)? (?:i could |to )(?:include|give|add|throw|offer|do|get)\b")
_BUT_CANNOT = re.compile(r"[^.;!?]{0,45}\bbut\b[^.;!?]{0,15}\b(?:i|we) (?:just |really |simply )?(?:can't|cannot)\s*(?:[,.;!?]|$)")
"""Around such a feature: "I'd love to include the leather for you, but I can't"."""
_NEVER_HAD = re.compile(
    r"\b(?:this (?:one|car|model|trim|\w+)|it|ours|mine)\b[^.;]{0,20}\b(?:doesn't|does not|didn't|never|hasn't|don't|won't)\b[^.;]{0,15}"
    r"\b(?:have|come|got|get|include|with)\b[^.;]{0,10}\b(?:them|it|one|those|that|any)\b"
    r"|\b(?:this (?:one|car|model|trim)|ours|mine) (?:doesn't|does not)\s*(?:[.,;!]|$)"
)
"""What was named is not there: "… asked for a third row too, but this model never came with one"."""
_ALL_BUT = re.compile(
    r"\b(?:everything|anything|all) (?:but|except)\b[^,:]*$|\bneither\b[^.;]*$|\bnor\s(?:\w+\s){0,2}$"
    r"|\b(?:not (?:on|in) this \w+|missing|not included|unavailable)\s?:[^.;]*$"
)
_WISHED = re.compile(
    r"\b(?:i hear you (?:on|about)|you(?:'d| had|'re| are|'ve| have)? (?:just |also |really )?(?:like|hop(?:ed|ing)|ask(?:ed|ing)|mention(?:ed)?"
    r"|want(?:ed)?|wish(?:ed)?|after|prefer(?:red)?"
    r"|looking|need(?:ed)?|said|interested))\b[^.;:!?$\d]{0,40}$"
)
_GRANTED = re.compile(
    r"[^.!?]{0,60}\b(?:(?:it|this|they|that|and|so|one)(?:'s|'re| is| are| has| have| had| comes?| does)|included|standard|is in|you(?:'ve"
    r"|'ll)? (?:got|get)"
    r"|got (?:it|them)|here it is|i'll|we'll|(?:i|we) can(?!'t))\b"
)
"""What the buyer is said to wish, and that it is there: "you wanted leather, and it has it"."""


def _withheld(sentence: str, start: int, end: int) -> bool:
    """Whether the feature named from `start` to `end` is not there, is taken away or costs more."""
    before, after = re.split(r"\bbut\b|\bhowever\b|\bthough\b", sentence[:start])[-1], sentence[end:]
    if _WISHED.search(before) and not _GRANTED.match(after):
        return True
    if _ALL_BUT.search(sentence[:start]) or _DENIED.search(before) or _TAKEN.search(before) or _WITHHELD_AFTER.match(after):
        return True
    return _NEVER_HAD.search(sentence, end) is not None or (_WOULD_LIKE.search(before) is not None and _BUT_CANNOT.match(after) is not None)
