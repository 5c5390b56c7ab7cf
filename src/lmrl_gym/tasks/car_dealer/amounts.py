"""What the numbers of a seller's line are: prices, stickers, discounts, or nothing that is paid for the car.

A number is told by the words close before and after it. Miles, years, rates, instalments, down payments and extras come off first, then what the
line refuses or says of others, then discounts, stickers and prices. Of a range, what is worse for the buyer counts: the higher price, the smaller
discount. From the lowest price of a car on, how high a number is does not change what it is, so that a lower price is never taken for a fee.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from lmrl_gym.tasks.car_dealer import cues, unpaid
from lmrl_gym.tasks.car_dealer.another_car import of_another_car
from lmrl_gym.tasks.car_dealer.facts import LOWEST
from lmrl_gym.tasks.car_dealer.numbers import Number, Place, numbers
from lmrl_gym.tasks.car_dealer.unpaid import CARS_FROM, extra, not_paid


class Kind(Enum):
    """What a number is."""

    PRICE = "price"
    STICKER = "sticker"
    OFF = "off"
    """Dollars less."""
    PERCENT = "percent"
    """Per cent less."""
    OTHER = "other"


class Amount(NamedTuple):
    """A number and what it is: dollars, or per cent where the kind is PERCENT. A discount below zero is put on top of what is asked."""

    kind: Kind
    value: float
    further: bool = False
    """Of a discount: off what is asked now, not off the sticker."""
    stated: bool = False
    """Of a discount: the price said before it has it taken off already."""
    past: bool = False
    """Of a sticker: what the car used to cost. Of a discount: one given before."""


_RANGE = re.compile(r"\s*(?:-|–|—|to|and|through|or|down to|to just|to only|->|→)\s*$")
_UNDER = re.compile(r"\s*(?:dollars\s|bucks\s)?(?:under|below|shy of|short of|less than)\s*(?:(?:the|our|my|that|its|a)\s)?")
"""Between two numbers of which the first is taken from the second: "three hundred under twenty-six thousand"."""
_OVER = re.compile(r"\s*(?:dollars\s|bucks\s)?(?:above|over|more than|higher than|on top of)\s*(?:(?:the|our|my|that|its|a)\s)?")
_TO = re.compile(r"\s*(?:dollars\s|bucks\s)?(?:on)?to\s(?:the|our|my|that)\s")
"""Between two numbers of which the first is put on top of the second; the latter behind a word of adding."""
_BY = re.compile(
    r"(?:\s(?:dollars|bucks|sticker|price|tag|msrp|list|asking|total|figure))*\sby\s(?:(?:an?|another|additional|extra|further|about|around)\s)*"
)
"""Between two numbers of which the second changes the first: "lower the 50,000 by 5,000"."""
_DASH = re.compile(r"\s*-\s*")
LONGEST_LINK = 50
"""Characters between two numbers of which one changes the other."""
_ALONE = re.compile(r"\s*(?:[.,;!?=]|$)")
_SENTENCE = re.compile(r"[.;!?](?=\s|$)")


def amounts(text: str) -> list[Amount]:
    """The numbers of a lower-case text in which words have become digits, in order, each with what it is."""
    found = numbers(text)
    result: list[Amount] = []
    i = 0
    while i < len(found):
        pair = _pair(text, found, i)
        if pair is None:
            result.append(_amount(_place(text, found, i, i)))
            i += 1
        else:
            result.extend(pair)
            i += 2
    return _on_top(result) + _split(text, found)


def _on_top(found: Sequence[Amount]) -> list[Amount]:
    """The amounts, with what is put on top of a price or a sticker right before it counted into that."""
    result: list[Amount] = []
    asked: int | None = None
    for amount in found:
        if amount.value < 0 and amount.kind in (Kind.OFF, Kind.PERCENT) and asked is not None:
            price = result[asked].value
            more = -amount.value if amount.kind is Kind.OFF else price * -amount.value / 100
            result[asked] = result[asked]._replace(value=price + more)
            continue
        if amount.kind is not Kind.OTHER:
            asked = len(result) if amount.kind in (Kind.PRICE, Kind.STICKER) else None
        result.append(amount)
    return result


def _split(text: str, found: Sequence[Number]) -> list[Amount]:
    """What lies between the two prices named before "let's split the difference"."""
    said = cues.SPLIT.search(text)
    if said is None or cues.MIDDLE_BEFORE.search(text[: next((n.start for n in found if n.start > said.end()), len(text))]):
        return []
    two = [_dollars(n) for n in found if n.end <= said.start() and _dollars(n) >= CARS_FROM][-2:]
    return [Amount(Kind.PRICE, sum(two) / 2)] if len(two) == 2 else []


def _place(text: str, found: Sequence[Number], first: int, last: int) -> Place:
    """Where the number `last` stands, with the words before `first` (the two differ in a range)."""
    begin = max((n.end for n in found[:first] if not n.plain), default=0)  # a model's year may stand between the words and their number
    before = text[max(begin, found[first].start - 80) : found[first].start]
    after = text[found[last].end : found[last + 1].start if last + 1 < len(found) else None][:50]
    sentence = _SENTENCE.split(before)[-1]
    return Place(found[last], sentence, after, 0 < begin == found[first].start - len(sentence))


def _pair(text: str, found: Sequence[Number], i: int) -> list[Amount] | None:
    """Two numbers that belong together: `from 32k to 29k`, `between 28 and 30 thousand`, `5 to 10 percent off`."""
    if i + 1 >= len(found):
        return None
    a, b = found[i], found[i + 1]
    between = text[a.end : b.start]
    changed = _changed(text, found, i)
    if changed is not None:
        return changed
    if not _RANGE.fullmatch(between) or (a.percent != b.percent and a.percent):
        return None
    before = text[max(0, a.start - 30) : a.start]
    if between.strip() in ("and", "or") and not re.search(r"between\s*$|anywhere from\s*$", before):
        return None
    if a.plain and b.value >= 1000 > a.value:
        a = a._replace(value=a.value * 1000, plain=False, scaled=True)
    if cues.MIDDLE_BEFORE.search(text[max(0, a.start - 60) : a.start]):
        return [Amount(Kind.PRICE, (_dollars(a) + _dollars(b)) / 2)]
    place = _place(text, found, i, i + 1)
    if unpaid.FOREIGN_AFTER.match(place.after):
        return [_amount(place)]
    kind = _kind(place)
    if kind is Kind.OFF and 4 * a.value < _dollars(b) >= CARS_FROM and not b.percent:
        return [_amount(place._replace(number=a)), Amount(Kind.PRICE, _dollars(b))]
    if kind in (Kind.OFF, Kind.PERCENT) and a.value < b.value:
        return [_amount(place._replace(number=b._replace(value=a.value)))]
    if kind is not Kind.PRICE and not (kind is Kind.STICKER and a.value > b.value):
        return None
    high = max(_dollars(a), _dollars(b))
    if a.value > b.value:
        return [Amount(Kind.STICKER, high), Amount(Kind.PRICE, _dollars(b))]
    return [Amount(Kind.PRICE, high)]


def _changed(text: str, found: Sequence[Number], i: int) -> list[Amount] | None:
    """A price and what is taken from it or put on top: `2,000 under 27,000`, `5,000 above 45,000`, `raise the 45,000 by 5,000`, `50,000 - 5,000`."""
    a, b = found[i], found[i + 1]
    between = text[a.end : b.start]
    if a.percent or len(between) > LONGEST_LINK:
        return None
    less, more = _UNDER.fullmatch(between), _OVER.fullmatch(between) or _TO.fullmatch(between)
    if (less or more) and 50 <= a.value < _dollars(b) >= CARS_FROM and not b.percent:
        place = _place(text, found, i, i)
        if more and (_theirs(place) or (_TO.fullmatch(between) and not cues.ADDED_BEFORE.search(place.before))):
            return None
        if less and 2 * a.value > _dollars(b) and cues.LEADING_BEFORE.search(place.before):
            return None  # "for 26,000 under the 30,000 sticker" is the price itself
        listed = [Amount(Kind.STICKER, _dollars(b))] if _kind(_place(text, found, i + 1, i + 1)) is Kind.STICKER else []
        return [*listed, Amount(Kind.PRICE, _dollars(b) + (-a.value if less else a.value))]
    if _dollars(a) < CARS_FROM:
        return None
    price = Amount(Kind.PRICE, _dollars(a))
    if _BY.fullmatch(between) and (b.percent or b.value < a.value):
        verb = cues.CHANGES_BEFORE.search(_place(text, found, i, i).before)
        off = Amount(Kind.PERCENT if b.percent else Kind.OFF, b.value)
        return [price, off._replace(value=-b.value, further=True) if verb["up"] else off] if verb else None
    dash = _DASH.fullmatch(between + "-" * (b.value < 0)) and _ALONE.match(text, b.end)
    taken = dash and not (b.percent or b.plain) and 2 * abs(b.value) <= a.value and _kind(_place(text, found, i, i)) is Kind.PRICE
    return [price, Amount(Kind.OFF, abs(b.value))] if taken else None


def _amount(place: Place) -> Amount:
    kind = _kind(place)
    number = place.number
    if kind is Kind.OFF:
        value = number.value * 1000 if number.plain and abs(number.value) <= 20 else number.value
    else:
        value = number.value if kind in (Kind.PERCENT, Kind.OTHER) else _dollars(number)
    if kind in (Kind.OFF, Kind.PERCENT) and (_taken_back(place) or _more(place)):
        return Amount(kind, -value, further=True)
    further = kind in (Kind.OFF, Kind.PERCENT) and bool(cues.FURTHER_BEFORE.search(place.before) or cues.FURTHER_AFTER.match(place.after))
    stated = kind in (Kind.OFF, Kind.PERCENT) and bool(cues.STATED_BEFORE.search(place.before))
    before = {Kind.STICKER: cues.PAST_BEFORE, Kind.OFF: cues.ALREADY_BEFORE, Kind.PERCENT: cues.ALREADY_BEFORE}.get(kind)
    return Amount(kind, value, further, stated, before is not None and before.search(place.before) is not None)


def _dollars(number: Number) -> float:
    """A price in dollars: a bare 27.5 is thousands."""
    return number.value * 1000 if number.plain and 0 < number.value < 200 else number.value


def _kind(place: Place) -> Kind:
    number, before, after, _ = place
    if number.percent:
        if number.value <= 0:
            return Kind.OTHER
        if _more(place):
            return Kind.PERCENT
        return _percent(f"{before} minus" if number.less else before, after)
    if _taken_back(place):
        return Kind.OFF
    if not_paid(place):
        return Kind.OTHER
    if cues.AGREED_BEFORE.search(before) and number.value >= CARS_FROM and "loan" not in before and not cues.REFUSED_BEFORE.search(before):
        return Kind.PRICE
    if cues.BACK_TO_BEFORE.search(before) and number.value >= CARS_FROM:
        return Kind.PRICE
    if cues.AGREED_AFTER.match(after) and number.value >= CARS_FROM:
        return Kind.PRICE
    if cues.LATER_AFTER.match(after):
        return Kind.OTHER
    refused = cues.REFUSED_AFTER.match(after) or (cues.NOT_OFF_BEFORE.search(before) and not cues.OFF_GRANTED_AFTER.match(after))
    if refused and cues.OFF_AFTER.match(after):
        return Kind.OTHER
    if number.less or cues.OFF_AFTER.match(after) or _off(place) or _another(place) or _down_from(place):
        return Kind.OFF if number.value > 0 else Kind.OTHER
    if _more(place):
        return Kind.OFF
    if extra(place) or _theirs(place):
        return Kind.OTHER
    if not _money_like(place):
        return Kind.OTHER
    if cues.BELOW_STICKER_BEFORE.search(before):
        return Kind.PRICE
    if cues.STICKER_AFTER.match(after) or cues.STICKER_BEFORE.search(before) or cues.STICKER_ON_CAR.search(before):
        return Kind.STICKER
    if _dollars(number) < CARS_FROM and not cues.SALE_BEFORE.search(before):
        return Kind.OTHER
    return Kind.PRICE


def _percent(before: str, after: str) -> Kind:
    if unpaid.RATE_AFTER.match(after) or unpaid.RATE_BEFORE.search(before):
        return Kind.OTHER
    if cues.REFUSED_BEFORE.search(before) and not re.search(r"\b(?:than|over|beyond)\b", before[-40:]):
        return Kind.OTHER
    if cues.REFUSED_AFTER.match(after) or (cues.NOT_OFF_BEFORE.search(before) and not cues.OFF_GRANTED_AFTER.match(after)):
        return Kind.OTHER
    if cues.GIVEN_BEFORE.search(before) and cues.GIVEN_AFTER.match(after):
        return Kind.PERCENT
    return Kind.PERCENT if cues.LESS.search(before[-45:]) or cues.LESS.search(after[:30]) else Kind.OTHER


def _another(place: Place) -> bool:
    """Whether the number is more of a discount given before: "okay, another thousand, that's all I have"."""
    number, before, after, _ = place
    return number.value < CARS_FROM and not extra(place) and bool(cues.ANOTHER_BEFORE.search(before)) and cues.ALONE_AFTER.match(after) is not None


def _off(place: Place) -> bool:
    """Whether words of a discount stand before the number: "rebate of 1,000"; not "with the rebate my price is 30,200"."""
    value, before = place.number.value, place.before
    if not cues.OFF_BEFORE.search(before):
        return False
    if value >= LOWEST and (cues.PRICED_BEFORE.search(before) or cues.TOTAL_BEFORE.search(before)):
        # What a sum ends in is the price: "less the 2,000 rebate is 28,000"; "the rebate is 8,000" is no sum.
        return not (place.follows or cues.SUMMED_BEFORE.search(before)) and cues.DISCOUNT_IS_BEFORE.search(before) is not None
    return True


def _down_from(place: Place) -> bool:
    if not cues.DOWN_FROM_AFTER.match(place.after):
        return False
    return place.number.value < LOWEST or cues.GOES_BEFORE.search(place.before) is not None


def _taken_back(place: Place) -> bool:
    return bool(cues.ADDED_BEFORE.search(place.before)) and cues.ADDED_AFTER.match(place.after) is not None


def _more(place: Place) -> bool:
    """Whether the number is put on top of what is asked: `plus a 20,000 fee`, `+ 10%`, `the price went up by 2,000`. Small fees are not counted."""
    number, before, after, _ = place
    if number.percent:
        put = bool(cues.PLUS_BEFORE.search(before) or (place.follows and cues.MARKUP_AFTER.match(after)))
        other = unpaid.RATE_AFTER.match(after) or cues.LESS.search(after[:30])
    else:
        put = bool(cues.OVER_STICKER_AFTER.match(after) or (number.value >= LOWEST and cues.PLUS_BEFORE.search(before)))
        other = cues.OFF_AFTER.match(after)
    put = put or (" by" in before and cues.RAISED_BEFORE.search(before) is not None and not cues.SINCE_AFTER.match(after))
    return put and not other and not _theirs(place)


def _theirs(place: Place) -> bool:
    """Whether the seller says the number without asking it: the buyer's own, another dealer's, or one that he refuses."""
    _, before, after, _ = place
    if of_another_car(f"{before}0{after}", len(before)):
        return True
    if cues.THEIRS_AFTER.match(after) or cues.REFUSED_AFTER.match(after) or cues.THEIRS_BEFORE.search(before):
        return True
    if cues.ECHO_BEFORE.fullmatch(before) and cues.ECHO_AFTER.match(after):
        return True
    if cues.TRADED_BEFORE.search(before) and cues.TRADED_AFTER.match(after):
        return True
    return bool(cues.REFUSED_BEFORE.search(before)) and not cues.FLOOR_BEFORE.search(before)


def _money_like(place: Place) -> bool:
    """Whether the number has the size and the company of a price. A bare number needs words that lead to one; 1990 to 2039 alone is a year."""
    number, before, after, _ = place
    if not number.plain:
        return True
    if 1990 <= number.value < 2040:
        return False
    if abs(number.value) >= 1000:
        return True
    if cues.FLOOR_BEFORE.search(before) and cues.REFUSED_BEFORE.search(before):
        return 5 <= number.value <= 150
    if number.value % 1 and 10 <= number.value <= 150 and re.search(r"[,:;]\s*$", before) and cues.PLAIN_AFTER.match(after):
        return True
    leads = cues.PRICE_BEFORE.search(before) or cues.STICKER_BEFORE.search(before)
    follows = cues.FLAT_AFTER.match(after) or (leads and cues.PLAIN_AFTER.match(after))
    return bool(follows) and (5 <= number.value <= 150 or bool(cues.SALE_BEFORE.search(before)))
