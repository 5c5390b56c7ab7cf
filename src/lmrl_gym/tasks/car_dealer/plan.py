"""The exact optimum, at the level of dialogue acts.

A line can do several things at once, but a buyer answers one question and takes one reason a line. Everything else that helps (the matching car, all
wished features, courtesy) costs no line and can only add to what he pays, so that a best plan is found by trying every line to sell in and, for the
bargain hunter, every discount. A seller who knows nothing needs `QUESTIONS` lines first; that this costs him nothing is computed, not assumed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.tasks.car_dealer.deal import Deal
from lmrl_gym.tasks.car_dealer.facts import BUDGETS, HIGHEST, PERSONAS, Facts
from lmrl_gym.tasks.car_dealer.game import Decision, ratio
from lmrl_gym.tasks.car_dealer.mind import ARGUMENTS, BARGAIN, LEAST_DISCOUNT, MOST_LINES, NATURES, Mind, willing, worth

QUESTIONS = 4
"""Budget, features, brand, type: one line each."""
REASONS = ("safety", "reliability", "warranty")


class Plan(NamedTuple):
    """The best sale to a buyer: at which prices (dollars), and the first line in which it can be made."""

    line: int
    sticker: int
    sale: int
    reward: float


@lru_cache(maxsize=1024)
def best(facts: Facts, kind: str, *, first: int = 1) -> Plan:
    """The best plan that sells in line `first` or later: 1 for a seller who knows the facts, `QUESTIONS` + 1 for one who asks for them."""
    plans = [_sell(facts, kind, line) for line in range(first, min(MOST_LINES, NATURES[facts.persona].patience))]
    return max(plans, key=lambda plan: (plan.reward, -plan.line))


def bound(facts: Facts, kind: str) -> float:
    """The highest return that any seller can have from this buyer. A high sticker that is refused pays less than a sale under either reward."""
    return best(facts, kind).reward


def at_line(facts: Facts, line: int) -> Mind:
    """The buyer as well disposed as he can be in that line, with the matching car before him and no price yet."""
    reasons = frozenset(REASONS[: min(line, ARGUMENTS)])
    car = Deal(facts.brand, frozenset((facts.type,)), facts.features)
    return Mind(deal=car, lines=line, strain=line, reasons=reasons, told=frozenset(("budget",)), polite=True)


def _sell(facts: Facts, kind: str, line: int) -> Plan:
    """The best sale in a given line, over all discounts that matter."""
    mind = at_line(facts, line)
    discounts = range(LEAST_DISCOUNT, BARGAIN + 1) if facts.persona == "discount" else (0,)
    plans = []
    for less in discounts:
        sticker, sale = _highest(mind, facts, less)
        decision = Decision(True, sticker, sale)
        plans.append(Plan(line, sticker, sale, sale / 1000 if kind == "revenue" else ratio(decision, facts)))
    return max(plans, key=lambda plan: (plan.reward, -plan.sticker))


def _highest(mind: Mind, facts: Facts, less: int) -> tuple[int, int]:
    """(sticker, sale): the highest sale the buyer agrees to at a discount of `less` thousandths."""
    sale = worth(mind._replace(deal=mind.deal._replace(sticker=1000, sale=1000 - less)), facts)
    sticker = -(-sale * 1000 // (1000 - less))
    while (sticker - sale) * 1000 // sticker < less:
        sticker += 1
    deal = mind.deal._replace(sticker=sticker, sale=sale)
    assert sticker <= HIGHEST
    assert willing(mind._replace(deal=deal), facts)
    return sticker, sale


def mean_bound(kind: str) -> float:
    """The mean of `bound` over all scenarios, each as likely: it depends on the persona and the budget alone."""
    cases = [Facts(p, "Toyota", "SUV", frozenset(("sunroof",)), b) for p in PERSONAS for b in BUDGETS]
    return sum(bound(facts, kind) for facts in cases) / len(cases)
