"""What is on the table: the car as it has been described so far, its sticker and what is asked for it now.

`settle` puts one line's words on top of what stood before. A discount without a price of its own is off the sticker, or off what is asked now where
the line says "another" or the former would raise the price; another brand is another car, and what stood for the old one is gone. A price that is
taken back stands no longer.
"""

from __future__ import annotations

from typing import NamedTuple

from lmrl_gym.tasks.car_dealer.facts import sellable
from lmrl_gym.tasks.car_dealer.reader import Said, reduced

MOST_TYPES = 2
"""A car is of one type or two (a luxury SUV); a line that names more says nothing."""


class Deal(NamedTuple):
    """The car on the table. Prices are whole dollars that a dealer could ask; `sale` is never above `sticker`."""

    brand: str | None = None
    types: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    sticker: int | None = None
    sale: int | None = None

    @property
    def discount(self) -> int:
        """Thousandths of the sticker that the sale price lies below it."""
        return 0 if self.sticker is None or self.sale is None else (self.sticker - self.sale) * 1000 // self.sticker


NOTHING = Deal()


class Settled(NamedTuple):
    """The table after a line."""

    deal: Deal
    named: bool
    """The line put a price on the table, new or repeated."""
    absurd: bool
    """The line named a price that no dealer could ask; it changed nothing."""


def settle(deal: Deal, said: Said, counter: int | None) -> Settled:
    """The table after `said`; `counter` is the price the buyer asked for last, which "you've got a deal" agrees to."""
    if said.brand is not None and deal.brand not in (None, said.brand):
        deal = NOTHING
    if said.withdrawn:  # a sticker that was not what was asked stays
        deal = deal._replace(sale=None, sticker=None if deal.sale == deal.sticker else deal.sticker)
    types = deal.types
    if 1 <= len(said.types) <= MOST_TYPES:
        types = said.types | deal.types if len(said.types | deal.types) <= MOST_TYPES else said.types
    car = Deal(said.brand or deal.brand, types, (deal.features | said.features) - said.lacks, deal.sticker, deal.sale)
    sale = _sale(deal, said, counter)
    absurd = (sale is not None and not sellable(sale)) or (said.sticker is not None and not sellable(said.sticker))
    if absurd:
        return Settled(car, False, True)
    if said.sticker is None and sale is None:
        return Settled(car, False, False)
    sticker = said.sticker or deal.sticker or _before_discount(said, sale)
    if sale is None:  # a sticker alone: asked in full unless a price below it stands
        kept = deal.sale is not None and (deal.sale != deal.sticker or (sticker or 0) > deal.sale)
        sale = deal.sale if kept else sticker
    assert sale is not None
    return Settled(car._replace(sticker=max(sticker or 0, sale), sale=sale), True, False)


def _sale(deal: Deal, said: Said, counter: int | None) -> int | None:
    """What the line asks now, in dollars, sensible or not; None where it names no price, no discount and no sticker to take one from."""
    if said.price is not None:
        return said.price
    if said.percent or said.off:
        sticker, asked = said.sticker or deal.sticker, deal.sale
        if asked is not None and (said.further or sticker is None):
            return reduced(asked, said.percent, said.off)
        if sticker is None:
            return None
        less = reduced(sticker, said.percent, said.off)
        return less if asked is None or less < asked else reduced(asked, said.percent, said.off)
    return counter if "agree" in said.moves and said.sticker is None else None


def _before_discount(said: Said, sale: int | None) -> int | None:
    """The sticker that "2,000 off, so 28,000" implies."""
    if sale is None:
        return None
    listed = round((sale + (said.off or 0)) / (1 - (said.percent or 0) / 100))
    return listed if sellable(listed) else sale
