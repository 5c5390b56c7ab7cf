"""The buyer's mind: what it has been told, how much it will pay, when it has had enough.

Everything is whole numbers and follows from the facts and the seller's lines alone. The most a buyer pays is his budget times a number of thousandths
to which each thing he likes adds and each thing he dislikes takes: a lower price or a wished feature never turns a yes into a no, because the first
only adds discount and the second only adds match. A buyer says yes the moment what is asked is within what he will pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.tasks.car_dealer.deal import NOTHING, Deal, settle
from lmrl_gym.tasks.car_dealer.facts import Facts
from lmrl_gym.tasks.car_dealer.reader import LONGEST, Said, read

MOST_LINES = 25
"""Seller lines; with as many answers they are the 50 lines at which a decision is forced."""


class Nature(NamedTuple):
    """A persona in numbers. The first seven are thousandths of the budget."""

    base: int
    brand: int
    type: int
    features: int
    """For all wished features; in proportion for a part of them."""
    argument: int
    """For each of the first three kinds of reasons to buy, at most one a line."""
    bargain: int
    """For a discount of `BARGAIN` thousandths; in proportion for a smaller one."""
    hurry: int
    """Taken for each line after the first `CALM`."""
    patience: int
    """Lines after which he leaves; annoyance counts as lines."""


NATURES = {
    "discount": Nature(base=850, brand=40, type=30, features=60, argument=10, bargain=60, hurry=0, patience=21),
    "features": Nature(base=840, brand=40, type=30, features=120, argument=20, bargain=0, hurry=0, patience=21),
    "impatient": Nature(base=940, brand=40, type=30, features=60, argument=10, bargain=0, hurry=12, patience=17),
}
ARGUMENTS = 3
CALM = 5
BARGAIN = 120
LEAST_DISCOUNT = 50
"""Thousandths of the sticker below which the bargain hunter sees no discount."""
COURTESY, LISTENED = 5, 5
"""Gained once for a greeting, thanks or an apology, and once for a question about what he wants."""
CLUTTER, CLUTTER_FREE = 8, 2
"""Taken for each feature that he did not wish for, beyond the free ones."""
REFUSED, PRESSED, RUDE, ABSURD = 6, 5, 25, 10
"""Taken for each price above what he will pay, each pressing line after the first, each rude line, each absurd price."""
MOST_HELD = 5
"""Of each of these, so many are held against a seller."""
LONG_WINDED = 45
"""Words in a line from which on an impatient buyer counts it twice."""


class Mind(NamedTuple):
    """A buyer after some lines. `yes` or `no` ends the talk."""

    deal: Deal = NOTHING
    lines: int = 0
    strain: int = 0
    """Lines as the buyer feels them: more where they annoy him."""
    reasons: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    """Topics he has been asked about and has answered."""
    polite: bool = False
    refused: int = 0
    pressed: int = 0
    rude: int = 0
    absurd: int = 0
    counters: int = 0
    counter: int | None = None
    """The price he asked for last, in dollars."""
    yes: bool = False
    no: bool = False


class Heard(NamedTuple):
    """What one line did to a buyer, for his answer."""

    said: Said
    mind: Mind
    named: bool
    absurd: bool
    refused: bool
    reason: str | None
    """The kind of reason that was new to him."""
    topic: str | None
    """The topic he answers: one a line."""


TOPICS = ("type", "brand", "features", "budget")
"""In this order an open question is answered."""


def worth(mind: Mind, facts: Facts) -> int:
    """The most he pays for what is on the table, in dollars."""
    nature, deal = NATURES[facts.persona], mind.deal
    gained = (
        nature.base
        + nature.brand * (deal.brand == facts.brand)
        + nature.type * (facts.type in deal.types)
        + nature.features * len(facts.features & deal.features) // len(facts.features)
        + nature.argument * len(mind.reasons)
        + nature.bargain * min(deal.discount, BARGAIN) // BARGAIN
        + COURTESY * mind.polite
        + LISTENED * bool(mind.told)
    )
    taken = (
        nature.hurry * max(0, _felt(mind, nature) - CALM)
        + CLUTTER * max(0, len(deal.features - facts.features) - CLUTTER_FREE)
        + REFUSED * min(mind.refused, MOST_HELD)
        + PRESSED * min(max(0, mind.pressed - 1), MOST_HELD)
        + RUDE * min(mind.rude, MOST_HELD)
        + ABSURD * min(mind.absurd, MOST_HELD)
    )
    return max(0, facts.budget * (gained - taken) // 1000)


def _felt(mind: Mind, nature: Nature) -> int:
    return mind.strain if nature.hurry else mind.lines


def content(deal: Deal, facts: Facts) -> bool:
    """Whether he would buy this car at some price: the bargain hunter needs a discount, the exacting one every wished feature."""
    if facts.persona == "discount":
        return deal.discount >= LEAST_DISCOUNT
    return facts.persona == "impatient" or facts.features <= deal.features


def willing(mind: Mind, facts: Facts) -> bool:
    """Whether he buys what is on the table now."""
    sale = mind.deal.sale
    return sale is not None and sale <= worth(mind, facts) and content(mind.deal, facts)


def hear(mind: Mind, said: Said, facts: Facts) -> Heard:
    """The mind after one more line, and what the line did."""
    deal, named, absurd = settle(mind.deal, said, mind.counter)
    nature = NATURES[facts.persona]
    reason = next((a for a in said.arguments if a not in mind.reasons), None) if len(mind.reasons) < ARGUMENTS else None
    topic = _topic(mind, said)
    rude = "rude" in said.moves
    now = mind._replace(
        deal=deal,
        lines=mind.lines + 1,
        strain=mind.strain + 1 + 2 * (rude + absurd) + (nature.hurry > 0 and said.words >= LONG_WINDED),
        reasons=mind.reasons | {reason} if reason else mind.reasons,
        told=mind.told | {topic} if topic else mind.told,
        polite=mind.polite or not said.moves.isdisjoint(("greet", "thank", "apologise")),
        pressed=mind.pressed + ("press" in said.moves),
        rude=mind.rude + rude,
        absurd=mind.absurd + absurd,
    )
    if willing(now, facts):
        return Heard(said, now._replace(yes=True), named, absurd, False, reason, topic)
    refused = named and now.deal.sale is not None and now.deal.sale > worth(now, facts)
    now = now._replace(refused=now.refused + refused, strain=now.strain + (refused and now.refused >= MOST_HELD))
    if now.lines >= MOST_LINES or now.strain >= nature.patience:
        return Heard(said, now._replace(no=True), named, absurd, refused, reason, topic)
    # A price he could like is answered with one of his own, and so is one that stood when the car became one he could like.
    if content(deal, facts) and (refused or (now.counter is None and deal.sale is not None)):
        now = _countered(now, facts)
    return Heard(said, now, named, absurd, refused, reason, topic)


def _topic(mind: Mind, said: Said) -> str | None:
    """What he tells: the first thing asked about; to an open question, what he has not told yet."""
    first = said.asks[0] if said.asks else "features" if said.wonders else None
    if first != "needs":
        return first
    if len(said.asks) > 1:
        return said.asks[1]
    return next((topic for topic in TOPICS[:-1] if topic not in mind.told), None)


def _countered(mind: Mind, facts: Facts) -> Mind:
    """He names a price below what he would pay, nearer to it each time; the bargain hunter one that is a bargain."""
    deal = mind.deal
    if deal.sale is None or deal.sticker is None:
        return mind
    ask = worth(mind, facts) * (880 + 25 * min(mind.counters, 3)) // 1000
    if facts.persona == "discount":
        ask = min(ask, deal.sticker * (1000 - LEAST_DISCOUNT) // 1000)
    # He goes back on a price of his own only where he would no longer pay it.
    ask = max(min(ask, deal.sale - 100), min(mind.counter or 0, worth(mind, facts) * 975 // 1000)) // 100 * 100
    return mind._replace(counter=ask, counters=mind.counters + 1)


def heard(lines: Sequence[str], facts: Facts) -> Heard | None:
    """What the last of some seller lines did to a buyer who heard them all; None where there are none. What follows an end is not heard."""
    return _heard(tuple(line[:LONGEST] for line in lines[:MOST_LINES]), facts) if lines else None


@lru_cache(maxsize=4096)
def _heard(lines: tuple[str, ...], facts: Facts) -> Heard:
    # Talks grow by a line a call, so that all but the last line is remembered from the call before.
    if len(lines) == 1:
        return hear(Mind(), read(lines[0]), facts)
    before = _heard(lines[:-1], facts)
    return before if before.mind.yes or before.mind.no else hear(before.mind, read(lines[-1]), facts)
