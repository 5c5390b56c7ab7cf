"""What a seller's line says, as a structured value: the only door by which text reaches the buyer's mind.

What it asks for the car is put together here, from the numbers that `amounts` tells apart; what it says of the car itself, `described` reads. What
imitates a decision line or speaks in the buyer's name is not read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lmrl_gym.core.sieve import Gated
from lmrl_gym.tasks.car_dealer import asks, vocabulary
from lmrl_gym.tasks.car_dealer.amounts import Amount, Kind, amounts
from lmrl_gym.tasks.car_dealer.described import described
from lmrl_gym.tasks.car_dealer.numbers import spelt_out
from lmrl_gym.tasks.car_dealer.taken_back import taken_back

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
    """Per cent less, as said; below zero, more."""
    off: int | None = None
    """Dollars less, as said; below zero, more."""
    further: bool = False
    """The discount comes on top of what is asked now."""
    withdrawn: bool = False
    """What stood as the price before the line stands no longer."""
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
    r"(?=[\[{<(arb])(?:[\[{<(]\s*(?:accept|reject)\b[^\])}>]*[\])}>]?|\b(?:accept|reject)\w*\W{1,3}(?:sticker|sale)\s*[=:][^.!?]*|\bbuyer\s*:.*|[\[{<][^\]}>]*[\]}>]?)",
    re.DOTALL,
)
_FORGED = Gated(
    r"\b(?:decision|verdict)\W{1,4}(?:accept|reject)\w*\b.*|(?:^|[.;!?] )(?:accept|reject)(?:ed)?\s?[:=].*|\b(?:sticker|sale)=\W?\d[^.!?]*"
    r"|\*\s?(?:accepts?|agrees?|rejects?|nods)\b[^*]*\*?|(?:^|[.;!?>] ?)(?:customer|client|human|user|assistant)\s?:.*"
    r"|\bthe (?:buyer|customer|client) (?:\w+ )?(?:accepts|agrees|says|replies|signs|takes|buys|replied|accepted|agreed)\b.*"
)
"""What reads like a decision in other words, or like somebody else's line in a transcript."""


def read(line: str) -> Said:
    """What `line` says. Any text is read; what makes no sense says nothing."""
    return _read(line[:LONGEST])


@lru_cache(maxsize=16_384)
def _read(line: str) -> Said:
    told = re.sub(r"\s+", " ", _IMITATED.sub(" ", line.translate(_FOLD).lower())).strip()
    told = _FORGED.sub(" ", told).strip()
    text = vocabulary.corrected(vocabulary.unhurried(told))
    figures = spelt_out(text)
    brand, kinds, has, lacks, wonders = described(figures)
    end, withdrawn = taken_back(figures, bool(has or lacks))
    price, sticker, percent, off, further = _money(amounts(figures[end:]))
    return Said(
        price,
        sticker,
        percent,
        off,
        further,
        withdrawn,
        brand,
        kinds,
        has,
        lacks,
        asks.topics(text),
        wonders,
        asks.arguments(text),
        asks.moves(text),
        len(told.split()),
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
    elif sticker and sticker.past and asked is None:
        listed = None
    if asked is None and listed is None and (percent or off) and all(a.past for a in (percent, off) if a):
        less = dollars = None
    return asked, listed, less, dollars, bool((percent and percent.further) or (off and off.further))


def _together(percents: list[float], last: Amount | None) -> float | None:
    """Per cent less after each of several discounts that follow each other: ten and another five make 14.5."""
    if last is None or not -100 <= last.value < 100:
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
