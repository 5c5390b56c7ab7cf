"""What is hidden from the seller, and which prices a dealer could ask.

A scenario is a JSON object with the buyer's persona, the brand, the type and the features wished for, and the budget in dollars; keys beyond these
belong to the players that make data and change nothing for the buyer. The budget is soft: no buyer goes further than `STRETCH` past it.
"""

from __future__ import annotations

import random
from typing import NamedTuple, cast

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.errors import DataError

PERSONAS = ("discount", "features", "impatient")
"""Who buys: only with a discount; only when every wished feature is met; quickly or not at all."""
BRANDS = (
    *("Volkswagen", "Lexus", "Ford", "Mazda", "Hyundai", "Toyota", "Mercedes-Benz"),
    *("BMW", "Audi", "Subaru", "Honda", "Porsche", "Tesla"),
)
TYPES = ("luxury", "sedan", "convertible", "truck", "electric", "SUV")
FEATURES = (
    *("backup camera", "navigation system", "heated seats", "leather seats"),
    *("third-row seating", "blind spot monitoring", "sunroof", "Apple CarPlay"),
)
BUDGETS = (10_000, 30_000, 50_000, 70_000, 90_000)
MOST_FEATURES = 4

LOWEST, HIGHEST = 5_000, 150_000
"""The prices in dollars that a dealer could ask for a car; what lies outside is no offer."""
STRETCH = 1250
"""Thousandths of the budget that a sale may come to, whoever plays the buyer."""


class Facts(NamedTuple):
    """A scenario, checked."""

    persona: str
    brand: str
    type: str
    features: frozenset[str]
    budget: int
    """Dollars."""

    @property
    def most(self) -> int:
        """The highest price in dollars at which this buyer can buy at all."""
        return self.budget * STRETCH // 1000


def facts_of(scenario: Scenario) -> Facts:
    """The facts of a scenario. DataError names the first one that is missing or unknown."""
    for key, known in (("persona", PERSONAS), ("brand", BRANDS), ("type", TYPES), ("budget", BUDGETS)):
        if scenario.get(key) not in known:
            raise DataError(f"a scenario of car_dealer has {key}={scenario.get(key)!r}; it must be one of {', '.join(map(str, known))}")
    wishes = scenario.get("features")
    if (
        not isinstance(wishes, list)
        or not 1 <= len(wishes) <= MOST_FEATURES
        or not all(w in FEATURES for w in wishes)
        or len(set(map(str, wishes))) < len(wishes)
    ):
        raise DataError(f"a scenario of car_dealer has features={wishes!r}; it must be 1 to {MOST_FEATURES} different ones of {', '.join(FEATURES)}")
    persona, brand, kind, budget = (scenario[key] for key in ("persona", "brand", "type", "budget"))
    return Facts(str(persona), str(brand), str(kind), frozenset(map(str, wishes)), int(cast(int, budget)))


def draw_scenario(rng: random.Random) -> Scenario:
    """Everything uniform and independent: the number of features too, then which."""
    wishes = rng.sample(FEATURES, rng.randint(1, MOST_FEATURES))
    return {
        "persona": rng.choice(PERSONAS),
        "brand": rng.choice(BRANDS),
        "type": rng.choice(TYPES),
        "features": [name for name in FEATURES if name in wishes],
        "budget": rng.choice(BUDGETS),
    }


def sellable(price: int) -> bool:
    """Whether a dealer could ask this price (dollars)."""
    return LOWEST <= price <= HIGHEST
