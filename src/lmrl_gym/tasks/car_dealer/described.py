"""What a line says of the car itself: brand, types, and the features it has, lacks or is only asked about.

A feature counts as had where it is named and nothing around it holds it back: a denial, a price of its own, another car, a question about wishes.
"""

from __future__ import annotations

import re

from lmrl_gym.core.sieve import Gated
from lmrl_gym.tasks.car_dealer import asks, vocabulary
from lmrl_gym.tasks.car_dealer.another_car import of_another_car
from lmrl_gym.tasks.car_dealer.withheld import places, withheld

_END = re.compile(r"(?<=[.!?;])\s+|\n")


def described(text: str) -> tuple[str | None, frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Brand, types, features had, lacked and asked about."""
    brand: str | None = None
    kinds: list[str] = []
    has: dict[str, bool] = {}
    wonders: set[str] = set()
    sentences = _END.split(text)
    wished = alone = False
    for earlier, sentence, answer in zip(("", *sentences), sentences, (*sentences[1:], ""), strict=False):
        found = sorted(vocabulary.features(sentence), key=lambda f: f[1:])
        if not _NOT_THIS.search(sentence):
            found = [(name, start, end) for name, start, end in found if not of_another_car(sentence, start)]
        if asks.about_wishes(sentence) or (wished and sentence.endswith("?") and not _SAYS_HAS.search(sentence)):
            if _GIVES.match(answer):
                has.update((name, True) for name, _, _ in found)
            else:
                wonders.update(name for name, _, _ in found)
            wished = True
            continue
        wished = False
        if len(found) > 1 and _CHOICE.search(sentence):
            continue
        found = [f for f in found if not _WHETHER.search(sentence[: f[1]]) and not _NO_CLAIM.search(sentence[: f[1]])]
        asked = sentence.endswith("?") or _ASKED_FOR.search(sentence) is not None
        if asked and _FINDS_OUT.match(answer):
            wonders.update(name for name, _, _ in found)
            continue
        refused = (asked and _REFUSES.match(answer) is not None) or _DOES_NOT.match(answer) is not None or _TAKES_BACK.search(answer) is not None
        granted = (asked and _GRANTS.match(answer) is not None) or (_GIVES.match(answer) is not None and _YOU_WISHED.search(sentence) is not None)
        around = f"{earlier} {sentence} {answer}"
        alone |= bool(found) and _ONLY.search(sentence[: found[0][1]]) is not None
        for (name, _, _), place in zip(found, places(sentence, [(start, end) for _, start, end in found]), strict=True):
            has[name] = granted or (not refused and not withheld(sentence, place, around))
        named = _brands(sentence)
        if len(named) == 1 or (named and "?" not in sentence):
            brand = named[-1] if brand is None or len(named) == 1 else brand
        kinds += vocabulary.types(sentence)
    lacks = {name for name, yes in has.items() if not yes}
    if (alone and any(has.values())) or (not has and _NONE_OF_IT.search(text)):
        lacks = set(vocabulary.FEATURE_WORDS) - {name for name, yes in has.items() if yes}
    return (
        brand,
        frozenset(kinds),
        frozenset(name for name, yes in has.items() if yes),
        frozenset(lacks),
        frozenset(wonders - has.keys()),
    )


def _brands(sentence: str) -> list[str]:
    """The brands a sentence names, but for the buyer's old car and cars that the offered one stands beside."""
    named = vocabulary.named(sentence).brands
    if named and not _SHOWS.search(sentence):
        named = [(at, brand) for at, brand in named if not _TRADED.search(sentence[:at]) and not of_another_car(sentence, at)]
    return list(dict.fromkeys(brand for _, brand in named))


_SHOWS = re.compile(
    r"\?$|\b(?:how about|what about|(?:look|looking) at|show you|consider|instead|check out|come see|walk|switch|i have|we have|we've got)\b"
)
"""Words of a sentence that puts another car on the table."""
_TRADED = re.compile(r"\b(?:(?:for|on) your|your (?:old|current|present|trade\S*|trade-in))\s(?:\w+\s){0,2}$")
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
    r"(?:(?:also|still|sorry,?|that's a|afraid it's a) )?(?:no|nope|nah|negative|afraid not|unfortunately not|i wish|not (?:this|on|in|at|for"
    r"|with|that i|here|a chance|happening|anymore)"
    r"|no chance|no can do|over my dead body|not on your life|fat chance|nice try|you're dreaming|dream on|come on|forget it|sorry(?=\s*(?:[.!]"
    r"|$))|(?:in|at|for) (?:this|that) (?:price|number|money"
    r"|budget)[^.!?]{0,12}\?)(?!\w)(?! (?:problem|extra|additional|charge|doubt|worries|question|matter))|only (?:on|in|with) (?:the|our)"
    r"|[^.!?]{0,40}\b(?:i'm afraid"
    r"|unfortunately|(?:can't|cannot) (?:do|give|include|offer|add|put|get))\b"
)
_GRANTS = re.compile(
    r"(?:yes|yep|yeah|absolutely|(?:it|they|that)(?:'s| is|'re| are) (?:all )?(?:included|standard|in\b|on (?:it|there)|there|yours|part of)"
    r"|(?:it|this one) (?:has|comes with) (?:it|them|that)\b)"
)
"""That the seller answers such a question with yes: "So you like the sunroof? It's included.\"."""
_NONE_OF_IT = re.compile(
    r"\bneither(?: one| of (?:them|those))?(?:'s| is| are)\b|\bnone of (?:it|that|those|them|the extras)(?:'s| is| are)? (?:included|in|part"
    r"|comes?)\b"
    r"|\bwithout (?:either|both|any of (?:it|that|them|those)|(?:the|any) extras)\b|\bno (?:extras|add-ons|goodies|freebies)\b"
    r"|\b(?:they both|both of them|both) (?:come|go|are|have to|must|would have to)(?: be)? (?:out|off|go|gone|removed)\b"
)
"""What was named before is not there, all of it: "at 32,300 neither one's included"."""
_ONLY = re.compile(r"\b(?:with|but|you get) (?:only|just)(?: with)?(?: the)?\s*$")
"""Before what alone is left: "30 with just the nav"."""
_CHOICE = re.compile(r"\b(?:(?:pick|choose) (?:one|between|which)|either\b[^.;!?]{0,40}\bor\b|one or the other|\bor\b[^.;!?]*\bnot both)\b")
"""That only one of what is named may be had."""
_GIVES = re.compile(
    r"(?:you(?:'ve)? got it|done\b|consider it done|it's (?:got (?:it|one|them)|in\b|there\b|included|standard)|(?:it|this one) has (?:it|one"
    r"|them|that)\b"
    r"|this one does|then (?:it's|you're at|we're at|that's) \$?\d\d[\d,.]+|they're (?:in\b|included|standard)|(?:i'll|we'll) (?:add|include"
    r"|throw) (?:it|that|them|those)\b)"
)
"""That he gives what was wished for: "You want leather? You got it."."""
_YOU_WISHED = re.compile(r"\byou(?:'d)? (?:ask(?:ed)?|want(?:ed)?|wish(?:ed)?|like|mention(?:ed)?|need(?:ed)?)\b")
_WHETHER = re.compile(
    r"\b(?:let me|i'll|i'd have to|i need to|we can|i can) (?:\w+ )?(?:ask|check|see|find out)\b[^.,;]{0,25}\b(?:if|whether|about)\b[^.;!?]{0,40}$"
    r"|\bif (?:the|my) (?:boss|manager) (?:agrees|says (?:yes|ok(?:ay)?)|okays|approves|signs off|lets me)\b[^.;!?]{0,40}$"
)
"""Before what the seller does not know yet whether he can give."""
_NO_CLAIM = Gated(
    r"\b(?:pictures?|photos?|posters?|drawings?) of an? $|\b(?:prepped|prepared|wired|wiring) for (?:an? |the )?$"
    r"|\b(?:nobody|no one|who) (?:really |ever |even )?(?:needs|wants|uses) (?:an? |the |any |that )?$|\b(?:imagine|almost has) (?:\w+ ){0,2}$"
    r"|\b(?:it|this one|this car|she) (?:might|may|could) (?:even |also )?(?:have|come with)\b[^,:]{0,20}$"
    r"|\b(?:maybe|perhaps) (?:it|this one) has\b[^,:]{0,20}$"
)
"""Before a feature that is not said to be there: "a picture of a sunroof", "nobody needs a sunroof", "it might have a sunroof"."""
_NOT_THIS = Gated(
    r"\bnot (?:on|in) this (?:one|car|trim)\b"
    r"|^(?:(?:sorry|actually|oops|well),? )*(?:the|that) [\w -]{1,30}(?:is|was|are|were) (?:actually |really )?on (?:another|a different)"
    r" (?:car|one|model)\b"
)
_DOES_NOT = re.compile(
    r"(?:(?:but|and|now|well|sorry|unfortunately|sadly|however|actually|turns out|i'm afraid|afraid),? )*(?:"
    r"(?:it|this|they|ours|that|those|both|neither(?: one)?)\b[^.!?]{0,20}?\s?(?:has none|have none|(?:doesn't|does not|don't)(?:\s*[.,!]|$"
    r"| have (?:it|them|one|that|either)\b))"
    r"|(?:it|they|that|those|both|that (?:one|option|feature|offer|part))(?:'s|'re| is| are| was| were| has| have)?(?: all| both| just| now| been"
    r"| no)*"
    r" (?:off the table|out of the (?:deal|question)|withdrawn|removed|gone now|longer (?:included|in|part|on|available)|not (?:included|in the"
    r"|part|on|available))"
    r"|(?:that|it|they|those)(?:'s|'re| is| are| would be| will be| costs?| runs?) (?:you )?(?:an? )?(?:extra|optional|add-on|upgrade|upcharge"
    r"|(?:another )?\$?[\d,]+(?: dollars| bucks)? (?:more|extra|on top))\b"
    r"|[^.!?]{0,40}you're thinking of|(?:they|it|that|those)(?:'s|'re| was| were| are| is) (?:in|on|part of) the (?:other|last|old|previous) "
    r"|without(?: it| that| them)?,|i (?:can't|cannot) (?:do|give|include|offer|put) (?:that|it|those|them|one|either)\b)"
)
"""How the seller answers a question of his own with no: "Does it have a sunroof? No, not this one."; how he goes back on what he just said."""
_TAKES_BACK = re.compile(
    r"\b(?:tak(?:e|ing) (?:that|it|those|them)(?: \w+){0,2} back|withdraw(?:ing)? (?:that|it|those|them|(?:the|my) offer)"
    r"|retract(?:ing)? (?:that|it|those|them|(?:the|my) offer)|made (?:that|it|this|them) up)\b"
)
"""That what was just offered is no longer."""
