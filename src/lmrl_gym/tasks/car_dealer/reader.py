"""What a seller's line says, as a structured value: the only door by which text reaches the buyer's mind.

A line is read sentence by sentence. What stands in a question about wishes ("would you like a sunroof?") or is denied ("no sunroof") is not offered;
what stands anywhere else is. What imitates a decision line or speaks in the buyer's name is not read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lmrl_gym.tasks.car_dealer import asks, vocabulary
from lmrl_gym.tasks.car_dealer.amounts import Amount, Kind, amounts
from lmrl_gym.tasks.car_dealer.numbers import spelt_out

LONGEST = 1_200
"""Characters that a buyer listens to; the rest of a line is not read."""


@dataclass(frozen=True, slots=True)
class Said:
    """One seller line, understood. Prices are dollars as they were said, sensible or not."""

    price: int | None = None
    """What the car is to cost, where the line says so or makes it computable by itself (10 % off a sticker it names)."""
    sticker: int | None = None
    """The price before any discount, where the line names one."""
    percent: float | None = None
    """Per cent less, as said."""
    off: int | None = None
    """Dollars less, as said."""
    further: bool = False
    """The discount comes on top of what is asked now."""
    brand: str | None = None
    types: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    """Features that the car is said to have, or to get."""
    lacks: frozenset[str] = frozenset()
    """Features that it is said not to have."""
    asks: tuple[str, ...] = ()
    """Topics asked about, in order: budget, features, brand, type, needs."""
    wonders: frozenset[str] = frozenset()
    """Features asked about by name."""
    arguments: tuple[str, ...] = ()
    """Kinds of reasons to buy, in order."""
    moves: frozenset[str] = field(default_factory=frozenset)
    """Of greet, thank, apologise, press, close, agree, firm, gift, rude, leave, talk."""
    words: int = 0

    @property
    def asked(self) -> int | None:
        """What the line asks for the car: its price, else the sticker where no discount is said."""
        if self.price is not None or self.percent or self.off:
            return self.price
        return self.sticker


_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": " - ", "−": "-", "\u00a0": " ", "\t": " ", "\n": " ", "\r": " "}
)
_IMITATED = re.compile(
    r"[\[{<(]\s*(?:accept|reject)\b[^\])}>]*[\])}>]?|\b(?:accept|reject)\w*\W{1,3}(?:sticker|sale)\s*[=:][^.!?]*|\bbuyer\s*:.*|[\[{<][^\]}>]*[\]}>]?",
    re.DOTALL,
)
_END = re.compile(r"(?<=[.!?;])\s+|\n")
_DENIED = re.compile(
    r"(?:\bno\b(?!\s(?:problem|extra|additional|charge|cost|doubt|worries|question|matter|less|other|better|need))"
    r"|\bnot\b(?!\s(?:only|just|to mention|a problem))|n't\b(?!\s(?:forget|worry|miss|mention|have to|need to|only|just|beat"
    r"|go wrong))"
    r"|\bwithout\b|\black(?:s|ing)?\b|\bmissing\b|\bminus\b|\bexcept\b|\bsans\b|\bskip\b|\binstead of\b|\brather than\b"
    r"|\bremove\b|\bcannot\b|\bforget the\b)[^,:]{0,40}$"
)
_DENIED_AFTER = re.compile(
    r"\s*(?:system\s|seats?\s|isn't|aren't|is not|are not|not (?:included|available)|(?:is|are|would be|comes?"
    r"|costs?) (?:an? )?(?:optional|extra|additional|unavailable|sold out|separate)|unfortunately not)"
)
_NO_AFTER = re.compile(
    r"(?:\s(?:seat(?:s|ing)?|system|camera|monitoring))?\s*[,:-]?\s+no\b"
    r"(?!\s(?:problem|extra|additional|charge|cost|doubt|worries|question|matter|less|other|better|need|haggl\w+|\w+ (?:charge|cost|fees?)))"
    r"(?=\s*(?:[,.;!]|$|but\b|and\b))"
)
"""Behind a feature: "sunroof, no"; "heated seats: no"."""
_GONE_AFTER = re.compile(
    r"(?:\s(?:seat(?:s|ing)?|system|camera|monitoring))?\s"
    r"(?:doesn't|does not|didn't|won't|can't|cannot|(?:has|have|had|needs?) to (?:come out|go|come off)|comes? out|goes away"
    r"|(?:is|are|was|were|'s) (?:gone|out|off the table|no longer|not on)|gone\b|off the table|used to be|(?:i|we) (?:can't|cannot|couldn't)"
    r"|(?:is|are|'s)?\s?(?:only )?available (?:for|as an|at)|costs?\b)"
)
"""Behind a feature that is taken away, or costs more: "the leather's gone", "the navigation has to come out"."""
_TAKEN_BEFORE = re.compile(r"\b(?:pull|drop|lose|losing|leave out|leaving out|take out|taking out|strip(?: out)?|remove|give up)\s(?:\w+\s){0,2}$")
_NEVER_HAD = re.compile(
    r"\b(?:this (?:one|car|model|trim|\w+)|it|ours|mine)\b[^.;]{0,20}\b(?:doesn't|does not|didn't|never|hasn't|don't|won't)\b[^.;]{0,15}"
    r"\b(?:have|come|got|get|include|with)\b[^.;]{0,10}"
    r"\b(?:them|it|one|those|that|any)\b"
)
"""What was named is not there: "… asked for a third row too, but this model never came with one"."""
_DENIAL = re.compile(r"isn't|aren't|is not|are not|not (?:included|available)|optional|extra|unavailable|sold out|separate|unfortunately not")


def read(line: str) -> Said:
    """What `line` says. Any text is read; what makes no sense says nothing."""
    return _read(line[:LONGEST])


@lru_cache(maxsize=16_384)
def _read(line: str) -> Said:
    text = vocabulary.corrected(_IMITATED.sub(" ", line.translate(_FOLD).lower()))
    text = re.sub(r"\s+", " ", text).strip()
    figures = spelt_out(text)
    price, sticker, percent, off, further = _money(amounts(figures))
    brand, kinds, has, lacks, wonders = _car(text)
    return Said(
        price,
        sticker,
        percent,
        off,
        further,
        brand,
        kinds,
        has,
        lacks,
        asks.topics(text),
        wonders,
        asks.arguments(text),
        asks.moves(text),
        len(text.split()),
    )


def _money(found: list[Amount]) -> tuple[int | None, int | None, float | None, int | None, bool]:
    """Price, sticker, per cent, dollars off, and whether the discount is a further one.

    The last of each kind counts; a price said beats one computed.
    """
    last: dict[Kind, Amount] = {a.kind: a for a in found if a.kind is not Kind.OTHER}
    price, sticker, percent, off = (last.get(kind) for kind in (Kind.PRICE, Kind.STICKER, Kind.PERCENT, Kind.OFF))
    asked = round(price.value) if price else None
    listed = round(sticker.value) if sticker else None
    less = _together([a.value for a in found if a.kind is Kind.PERCENT and 0 < a.value < 100], percent)
    dollars = _summed([a for a in found if a.kind is Kind.OFF])
    if asked is None and listed is not None and (less or dollars):
        asked = reduced(listed, less, dollars)
    elif asked is not None and listed is None and (less or dollars) and _discount_last(found):
        listed, asked = asked, reduced(asked, less, dollars)
    return asked, listed, less, dollars, bool((percent and percent.further) or (off and off.further))


def _together(percents: list[float], last: Amount | None) -> float | None:
    """Per cent less after each of several discounts that follow each other: ten and another five make 14.5."""
    if last is None or not 0 < last.value < 100:
        return None
    if len(percents) < 2 or not last.further:
        return last.value
    left = 1.0
    for percent in percents:
        left *= 1 - percent / 100
    return 100 * (1 - left)


def _summed(discounts: list[Amount]) -> int | None:
    """Dollars off: the last that is said, with those before it where it comes on top of them."""
    total = 0.0
    for discount in discounts:
        total = total + discount.value if discount.further else discount.value
    return round(total) if discounts else None


def _discount_last(found: list[Amount]) -> bool:
    """Whether a discount follows the only price: "it's 30,000, and I'll take 2,000 off"."""
    told = [a for a in found if a.kind is not Kind.OTHER]
    return [a.kind for a in told].count(Kind.PRICE) == 1 and told[-1].kind in (Kind.OFF, Kind.PERCENT) and not told[-1].stated


def reduced(price: int, percent: float | None, off: int | None) -> int:
    """A price after a discount in per cent and one in dollars; to the nearest dollar."""
    return round(price * (1 - (percent or 0) / 100)) - (off or 0)


def _car(text: str) -> tuple[str | None, frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Brand, types, features had, lacked and asked about."""
    brand: str | None = None
    kinds: list[str] = []
    has: dict[str, bool] = {}
    wonders: set[str] = set()
    sentences = _END.split(text)
    wished = False
    for sentence, answer in zip(sentences, (*sentences[1:], ""), strict=True):
        found = [(name, start, end) for name, start, end in vocabulary.features(sentence) if not _of_another(sentence, start)]
        if asks.about_wishes(sentence) or (wished and sentence.endswith("?") and not _SAYS_HAS.search(sentence)):
            wonders.update(name for name, _, _ in found)
            wished = True
            continue
        wished = False
        refused = sentence.endswith("?") and _REFUSES.match(answer) is not None
        for name, start, end in found:
            has[name] = not refused and not _denied(sentence, start, end)
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


_PARTS = re.compile(r";|,? \bbut\b|,? \bwhile\b|,? \bwhereas\b|, (?=this|the one you|mine|ours)")
_ANOTHER = re.compile(
    r"\b(?:over there|next to (?:it|this|that)|out back|next door|across (?:town|the street)|previous owner|last (?:car|one) (?:i|we)|that other"
    r"|the other (?:one|car|model|\w+)|(?:in|on) (?:his|hers|theirs)"
    r"|my (?:own|cousin|buddy|friend|wife|husband|brother|sister|neighbou?r|mother|mom|dad|father|daughter|son)(?:'s)?)\b"
)
"""What says that a part of a sentence is about another car."""


def _of_another(sentence: str, at: int) -> bool:
    """Whether the part of the sentence around `at` speaks of another car than the one that is offered."""
    begin = max((m.end() for m in _PARTS.finditer(sentence, 0, at)), default=0)
    end = _PARTS.search(sentence, at)
    return _ANOTHER.search(sentence[begin : end.start() if end else len(sentence)]) is not None


_SAYS_HAS = re.compile(r"\b(?:has|have|had|comes?|got|gets?|includes?|it's|with|features|throw|add)\b")
"""Words of a question that offers what it names: "did I say it has leather?\"."""
_REFUSES = re.compile(
    r"(?:no|nope|sorry,? no|afraid not|unfortunately not|not (?:this|on this|here))\b"
    r"(?! (?:problem|extra|additional|charge|doubt|worries|question|matter))"
)
"""How the seller answers a question of his own with no: "Does it have a sunroof? No, not this one.\"."""


def _denied(sentence: str, start: int, end: int) -> bool:
    if re.search(r"\b(?:everything|anything|all) (?:but|except)\b[^,]*$", sentence[:start]):
        return True
    before = re.split(r"\bbut\b|\bhowever\b|\bthough\b", sentence[:start])[-1]
    after = _DENIED_AFTER.match(sentence[end:])
    if _NO_AFTER.match(sentence[end:]) or _GONE_AFTER.match(sentence[end:]) or _TAKEN_BEFORE.search(before) or _NEVER_HAD.search(sentence, end):
        return True
    return bool(_DENIED.search(before)) or bool(after and _DENIAL.search(sentence[end : end + 40]))
