"""The three kinds of seller that make the data.

One gives discounts and talks no features, one talks features and gives no discount, one gives none and says little. Each is graded by `skill`: how
often he asks before he prices, how near the budget he prices, how much of what he has heard he uses.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Recipe, Reply
from lmrl_gym.tasks.car_dealer import pitch
from lmrl_gym.tasks.car_dealer.facts import BRANDS, FEATURES, HIGHEST, LOWEST, PERSONAS, TYPES, draw_scenario
from lmrl_gym.tasks.car_dealer.players import Known, known, level
from lmrl_gym.tasks.car_dealer.voice import listed

KINDS = ("discounts", "features", "brief")
SKILLS = (0.3, 0.6, 0.9)
OWN_KIND = 0.6
"""How often a stored buyer surely meets the seller whose manner suits him; otherwise he meets any of the three."""


class Style(NamedTuple):
    """A kind of seller in numbers."""

    opens: int
    """The last line before his price; he may name it up to three lines earlier."""
    low: float
    high: float
    """His first price, in budgets, drawn between these; the more skill, the nearer to `low`."""
    cut: float
    """The part of the price that one concession takes off; 0 where he gives none."""
    pause: float
    """The share of lines after the price that only talk."""


STYLES = {
    "discounts": Style(opens=9, low=1.08, high=1.36, cut=0.05, pause=0.5),
    "features": Style(opens=12, low=0.90, high=1.09, cut=0.0, pause=0.4),
    "brief": Style(opens=12, low=0.83, high=1.02, cut=0.0, pause=0.7),
}


@dataclass(frozen=True, slots=True)
class Seller:
    """Sells as the scenario's `seller` with the scenario's `skill`; where it names none, as `kind`."""

    name: str
    kind: str | None = None
    skill: float = 0.6

    @property
    def sees_scenario(self) -> bool:
        return self.kind is None

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._line(d, rng_for("car seller", seed)) + "\n") for d, seed in zip(dialogues, seeds, strict=True)]

    def _line(self, dialogue: Dialogue, rng: random.Random) -> str:
        kind, skill = self.kind, self.skill
        if kind is None:
            told = dialogue.scenario or {}
            kind, skill = str(told.get("seller", KINDS[0])), float(str(told.get("skill", self.skill)))
        k = known(dialogue.turns)
        if k.lines == 0:
            return _greeting(kind, rng)
        if k.deal.sale is None:
            return _before_price(k, kind, skill, rng)
        return _after_price(k, kind, skill, rng)


def _greeting(kind: str, rng: random.Random) -> str:
    if kind == "brief":
        return pitch.say(rng, "greet")
    return pitch.say(rng, "greet") + (" " + pitch.say(rng, "needs") if rng.random() < 0.6 else "")


def _before_price(k: Known, kind: str, skill: float, rng: random.Random) -> str:
    """Questions, the car, its features; then the price."""
    style = STYLES[kind]
    ready = k.deal.brand is not None or k.lines > style.opens
    left = style.opens - k.lines
    if ready and left < 4 and rng.random() < 1 / max(1, left + 1):
        return _first_price(k, kind, skill, rng)
    if rng.random() < 0.3 + 0.5 * skill:
        open_topics = [t for t in ("budget", "brand", "type", *(("features",) if kind == "features" else ())) if t not in k.asked]
        if open_topics and rng.random() < 0.8:
            return pitch.say(rng, rng.choice(open_topics))
    if k.deal.brand is None and rng.random() < 0.5:
        return pitch.say(rng, "car", _car(k, skill, rng))
    if kind == "features" and rng.random() < 0.6:
        return _features(k, skill, rng)
    return _talk(kind, rng)


def _car(k: Known, skill: float, rng: random.Random) -> str:
    heeds = rng.random() < 0.3 + 0.7 * skill
    brand, kind = (k.brand, k.type) if heeds else (None, None)
    return pitch.car(brand or rng.choice(BRANDS), kind or rng.choice(TYPES))


def _features(k: Known, skill: float, rng: random.Random) -> str:
    wished = [f for f in FEATURES if f in k.features - k.deal.features]
    others = [f for f in FEATURES if f not in k.deal.features]
    if wished and rng.random() < 0.4 + 0.6 * skill:
        return pitch.say(rng, "has", listed(wished[: rng.randint(1, 2)]))
    return (
        pitch.say(rng, "has", listed(rng.sample(others, min(len(others), rng.randint(1, 2)))))
        if others
        else pitch.say(rng, rng.choice(pitch.REASONS))
    )


def _first_price(k: Known, kind: str, skill: float, rng: random.Random) -> str:
    style = STYLES[kind]
    if "budget" not in k.asked and rng.random() < 0.95:
        return pitch.say(rng, "budget")
    base = level(k.budget) if k.budget is not None else rng.choice((30, 40, 50, 60, 70)) * 1000
    factor = style.low + (style.high - style.low) * rng.random() * (1.3 - skill)
    price = min(HIGHEST, max(LOWEST + 1000, round(base * factor / 100) * 100))
    car = "" if k.deal.brand is not None else pitch.say(rng, "car", _car(k, skill, rng)) + " "
    return car + pitch.say(rng, "sticker" if kind == "discounts" else "asking", pitch.price(rng, price))


def _after_price(k: Known, kind: str, skill: float, rng: random.Random) -> str:
    style = STYLES[kind]
    sale = k.deal.sale or 0
    if style.cut and k.counter is not None and k.counter >= sale * (0.985 - 0.1 * (1 - skill)):
        return pitch.say(rng, "agree")
    if rng.random() < style.pause:
        return _talk(kind, rng)
    if style.cut:
        return _cut(sale, style.cut, rng)
    if kind == "features" and rng.random() < 0.7:
        return _features(k, skill, rng)
    if kind == "brief" and rng.random() < 0.4:
        return pitch.say(rng, "car", _car(k, skill, rng)) + " " + pitch.say(rng, "asking", pitch.price(rng, sale))
    return pitch.say(rng, "firm_short" if kind == "brief" else "firm")


def _cut(sale: int, cut: float, rng: random.Random) -> str:
    """A concession, said in one of three ways."""
    less = max(100, round(sale * cut * (0.5 + rng.random()) / 100) * 100)
    if rng.random() < 0.3:
        return pitch.say(rng, "cut_dollars", pitch.price(rng, less))
    return pitch.say(rng, "cut_to", pitch.price(rng, max(LOWEST, sale - less)))


def _talk(kind: str, rng: random.Random) -> str:
    if kind == "brief":
        return pitch.say(rng, rng.choice(("talk_short", "talk_short", "close", "firm_short", "talk")))
    if rng.random() < 0.5:
        return pitch.say(rng, rng.choice(pitch.REASONS))
    return pitch.say(rng, rng.choice(("talk", "close", "close", "press", "apology", "talk")))


def draw_stored(rng: random.Random) -> Scenario:
    """The scenario of a stored episode: a buyer as in play, and which seller he meets."""
    buyer = draw_scenario(rng)
    own = KINDS[PERSONAS.index(str(buyer["persona"]))]
    return {**buyer, "seller": own if rng.random() < OWN_KIND else rng.choice(KINDS), "skill": rng.choice(SKILLS)}


RECIPE = Recipe(
    player="behaviour",
    scenario=draw_stored,
    episodes={"small": 5_000, "paper": 19_000},
    about=(
        "Three kinds of seller in three grades of skill, each met more often by the buyers he suits: one gives discounts and talks no features, "
        "one talks features and gives no discount, one gives none and says little; the buyers are drawn as in play."
    ),
)
