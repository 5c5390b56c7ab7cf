"""The scripted sellers: the floor that says anything, the ceiling that carries out the exact plan, and the three kinds that make the data.

All are functions of the dialogue and the seed: what a seller knows he reads from the buyer's answers, what he has offered from his own lines. Only
the data's sellers see the scenario, and of it only what concerns themselves: who sells and how well.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.car_dealer import pitch, plan, vocabulary
from lmrl_gym.tasks.car_dealer.amounts import amounts
from lmrl_gym.tasks.car_dealer.deal import NOTHING, Deal, settle
from lmrl_gym.tasks.car_dealer.facts import BRANDS, BUDGETS, FEATURES, LOWEST, MOST_FEATURES, PERSONAS, TYPES, Facts
from lmrl_gym.tasks.car_dealer.numbers import spelt_out
from lmrl_gym.tasks.car_dealer.reader import LONGEST, read
from lmrl_gym.tasks.car_dealer.voice import OWN, listed


class Known(NamedTuple):
    """What a seller knows after some lines."""

    persona: str | None = None
    budget: int | None = None
    brand: str | None = None
    type: str | None = None
    features: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    """Topics he has asked about."""
    counter: int | None = None
    """The price the buyer asked for in his last answer."""
    deal: Deal = NOTHING
    """What he has offered himself."""
    lines: int = 0


def known(turns: Sequence[Turn]) -> Known:
    """What the dialogue tells a seller. Whatever a buyer names, he wishes for; what he answers to a question about money is his budget."""
    k = Known()
    for i in range(1, len(turns)):
        if turns[i].role is not Role.AGENT:
            continue
        said = read(turns[i].text)
        k = k._replace(deal=settle(k.deal, said, k.counter).deal, asked=k.asked | set(said.asks), lines=k.lines + 1, counter=None)
        if i + 1 < len(turns):
            k = _answered(k, turns[i + 1].text, "budget" in said.asks[:1])
    return k


def _answered(k: Known, answer: str, about_money: bool) -> Known:
    told = _told(answer[:LONGEST])
    below = [s for s in told.sums if k.deal.sale is not None and s < k.deal.sale]
    return k._replace(
        persona=k.persona or told.persona,
        budget=told.sums[0] if about_money and told.sums else k.budget,
        brand=told.brand or k.brand,
        type=told.type or k.type,
        features=k.features | told.features,
        counter=None if about_money or not below else below[-1],
    )


class _Told(NamedTuple):
    """What one answer of a buyer names."""

    persona: str | None
    sums: tuple[int, ...]
    brand: str | None
    type: str | None
    features: frozenset[str]


@lru_cache(maxsize=16_384)
def _told(answer: str) -> _Told:
    text = answer.lower()
    hints = [p for p in PERSONAS if any(hint in answer for hint in OWN[p]["hint"])]
    sums = tuple(round(a.value) for a in amounts(spelt_out(text)) if a.value >= LOWEST)
    brands, types = vocabulary.brands(text), vocabulary.types(text)
    names = frozenset(name for name, _, _ in vocabulary.features(text))
    return _Told(hints[0] if hints else None, sums, brands[0] if brands else None, types[0] if types else None, names)


@dataclass(frozen=True, slots=True)
class Floor:
    """Says plausible things at random: any question, any car, any price."""

    name: str = "floor"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(_anything(rng_for("car floor", seed)) + "\n") for seed in seeds]


def _anything(rng: random.Random) -> str:
    draw = rng.randrange(8)
    if draw < 4:
        return pitch.say(rng, rng.choice(("greet", "talk", "close", "press", "firm", "apology", "agree", *pitch.QUESTIONS, *pitch.REASONS)))
    if draw == 4:
        return pitch.say(rng, "car", pitch.car(rng.choice(BRANDS), rng.choice(TYPES)))
    if draw == 5:
        return pitch.say(rng, "has", listed(rng.sample(FEATURES, rng.randint(1, 3))))
    if draw == 6:
        return pitch.say(rng, "cut_percent", str(rng.randint(2, 15)))
    return pitch.say(rng, rng.choice(("sticker", "asking", "cut_to")), pitch.price(rng, 500 * rng.randint(20, 200)))


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Carries out the exact plan: four questions, each but the first with a reason to buy, then the one offer that the buyer just accepts."""

    kind: str
    name: str = "ceiling"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._line(known(d.turns), rng_for("car ceiling", seed)) + "\n") for d, seed in zip(dialogues, seeds, strict=True)]

    def _line(self, k: Known, rng: random.Random) -> str:
        if k.lines < plan.QUESTIONS:
            start = pitch.say(rng, "greet") if k.lines == 0 else pitch.say(rng, plan.REASONS[k.lines - 1])
            return f"{start} {pitch.say(rng, ('budget', 'features', 'brand', 'type')[k.lines])}"
        facts = Facts(
            k.persona or "features", k.brand or BRANDS[0], k.type or TYPES[0], k.features or frozenset(FEATURES[:MOST_FEATURES]), level(k.budget)
        )
        if k.deal.sale is not None:  # who refuses the plan's price is no buyer of ours: meet him
            return pitch.say(rng, "agree") if k.counter is not None else pitch.say(rng, "cut_to", f"${k.deal.sale * 97 // 100:,}")
        best = plan.best(facts, self.kind, first=plan.QUESTIONS + 1)
        car = pitch.say(rng, "car", pitch.car(facts.brand, facts.type))
        has = pitch.say(rng, "has", listed([f for f in FEATURES if f in facts.features]))
        if best.sticker == best.sale:
            return f"{car} {has} It's ${best.sale:,}."
        return f"{car} {has} The sticker price is ${best.sticker:,}, for you it's ${best.sale:,}."


def level(budget: int | None) -> int:
    """The budget level next to what was heard."""
    return min(BUDGETS, key=lambda b: abs(b - (budget or 50_000)))
