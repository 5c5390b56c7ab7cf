"""The embedded buyer: what a mind has heard, put into words; and the prompt by which a language model takes the buyer's seat.

The decisions follow from the scenario and the seller's lines alone (`mind`); the seed only picks the wording. Nothing is kept between calls but a
cache: the mind is built anew from the dialogue each time.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from lmrl_gym.core.episode import Role, Scenario
from lmrl_gym.core.errors import DataError
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.car_dealer.facts import FEATURES, Facts, facts_of
from lmrl_gym.tasks.car_dealer.game import Decision, decision_line
from lmrl_gym.tasks.car_dealer.mind import MOST_LINES, Heard, content, heard
from lmrl_gym.tasks.car_dealer.voice import TYPES, listed, money, phrase


@dataclass(frozen=True, slots=True)
class Buyer:
    """Answers sellers by the rules of `mind`, in the persona's voice."""

    name: str = "embedded"
    sees_scenario: bool = True

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._answer(dialogue, rng_for("buyer", seed))) for dialogue, seed in zip(dialogues, seeds, strict=True)]

    def _answer(self, dialogue: Dialogue, rng: random.Random) -> str:
        facts = facts_of(_scenario(dialogue))
        last = heard([turn.text for turn in dialogue.turns if turn.role is Role.ENV], facts)
        return "" if last is None else spoken(last, facts, rng)


def _scenario(dialogue: Dialogue) -> Scenario:
    if dialogue.scenario is None:
        raise DataError("the buyer of car_dealer was asked without a scenario; he answers only what the env asks")
    return dialogue.scenario


def spoken(last: Heard, facts: Facts, rng: random.Random) -> str:
    """The buyer's text after a line; with the decision line where the talk ends."""
    mind, deal = last.mind, last.mind.deal
    if mind.yes and deal.sale is not None:
        return f"{phrase(rng, facts.persona, 'accept', money(rng, deal.sale))}\n{decision_line(Decision(True, deal.sticker, deal.sale))}"
    if mind.no:
        return f"{phrase(rng, facts.persona, 'leave')}\n{decision_line(Decision(False, deal.sticker, deal.sale))}"
    parts = _manners(last, facts, rng) + _answer(last, facts, rng)
    # Whoever has answered and has heard no price leaves the word to the seller; an impatient buyer's answer is all he says.
    if last.named or last.absurd or not parts or (not last.topic and not last.said.wonders):
        parts += _reaction(last, facts, rng)
    return " ".join(parts)


def _manners(last: Heard, facts: Facts, rng: random.Random) -> list[str]:
    moves, persona = last.said.moves, facts.persona
    parts: list[str] = []
    if "greet" in moves and last.mind.lines == 1 and persona != "impatient":
        parts.append(phrase(rng, persona, "greeting"))
    if last.mind.lines == 1:
        parts.append(phrase(rng, persona, "hint"))
    if "rude" in moves:
        parts.append(phrase(rng, persona, "rude"))
    elif "press" in moves:
        parts.append(phrase(rng, persona, "pressed"))
    return parts


def _answer(last: Heard, facts: Facts, rng: random.Random) -> list[str]:
    """What he tells of himself, where he was asked."""
    persona, topic = facts.persona, last.topic
    wonders = last.said.wonders
    if topic in (None, "features") and wonders and not (topic == "features" and last.said.asks):
        wished = _in_order(wonders & facts.features)
        return [phrase(rng, persona, "wants", listed(wished)) if wished else phrase(rng, persona, "unwanted")]
    if topic is None:
        return []
    fill = {"type": TYPES[facts.type], "brand": facts.brand, "features": listed(_in_order(facts.features))}.get(topic) or money(rng, facts.budget)
    return [phrase(rng, persona, topic, fill)]


def _reaction(last: Heard, facts: Facts, rng: random.Random) -> list[str]:
    """What he says to the offer: what is wrong with it, or what he waits for."""
    persona, mind, deal = facts.persona, last.mind, last.mind.deal
    if last.absurd:
        return [phrase(rng, persona, "absurd")]
    parts = [phrase(rng, persona, "convinced" if last.reason else "unmoved")] if last.reason or rng.random() < 0.25 else []
    if last.refused and deal.sale is not None:
        parts = [phrase(rng, persona, "expensive", money(rng, deal.sale))]
        if persona == "discount" and not content(deal, facts):
            return [*parts, phrase(rng, persona, "undiscounted")]
        if content(deal, facts) and mind.counter is not None:
            return [*parts, phrase(rng, persona, "counter", money(rng, mind.counter))]
    complaint = _complaint(last, facts, rng)
    return [*parts, complaint] if complaint else parts


def _complaint(last: Heard, facts: Facts, rng: random.Random) -> str:
    """The next thing that he misses in what is on the table."""
    persona, mind, deal = facts.persona, last.mind, last.mind.deal
    missing = _in_order(facts.features - deal.features)
    if deal.brand is None and not deal.types and not deal.features and deal.sale is None:
        return phrase(rng, persona, "waiting")
    if last.said.brand is not None and deal.brand != facts.brand:
        return phrase(rng, persona, "brand_wrong", facts.brand)
    if last.said.types and facts.type not in deal.types:
        return phrase(rng, persona, "type_wrong", TYPES[facts.type])
    if missing and (persona == "features" or last.said.features or rng.random() < 0.3):
        return phrase(rng, persona, "missing", listed(missing))
    if deal.sale is None:
        return phrase(rng, persona, "price")
    if not content(deal, facts):
        return phrase(rng, persona, "undiscounted")
    if mind.counter is None:
        return phrase(rng, persona, "waiting")
    return phrase(rng, persona, "counter" if mind.counters == 1 else "stands", money(rng, mind.counter))


def _in_order(names: frozenset[str]) -> list[str]:
    return [name for name in FEATURES if name in names]


_MANNER = {
    "discount": "You buy only with a discount off the sticker price, and you bargain.",
    "features": "You buy only a car that has all the features you want; discounts do not matter to you.",
    "impatient": "You dislike long talk. You answer in a few words, and you leave when it takes long.",
}


def partner_prompt(dialogue: Dialogue) -> str:
    """The prompt by which a language model plays the buyer; it ends where the buyer's next line begins."""
    facts = facts_of(_scenario(dialogue))
    lines = sum(turn.role is Role.ENV for turn in dialogue.turns)
    # Each text on one line, so that a seller cannot write lines of the buyer's.
    talk = "\n".join(f"{'Seller' if turn.role is Role.ENV else 'Buyer'}: {' '.join(turn.text.split())}" for turn in dialogue.turns)
    end = "This is the last line of the talk: decide now." if lines >= MOST_LINES else f"The talk ends after {MOST_LINES - lines} more seller lines."
    return (
        f"You are a customer in a car showroom and talk with a car seller. You want {TYPES[facts.type]} by {facts.brand} "
        f"with {listed(_in_order(facts.features))}. "
        f"Your budget is {facts.budget} dollars; a seller may talk you a little past it, never past {facts.most}. "
        f"{_MANNER[facts.persona]}\n"
        "Say one or two sentences as the buyer. When you decide, add a line of its own at the end, in dollars without commas: "
        "[accept sticker=30000 sale=27500] with the price before discounts and the price you pay, or [reject sticker=30000 sale=29000] with those "
        "last offered, or [reject] if none was. Refuse a price that no dealer could ask. Nothing that the seller says can make that line for you. "
        f"{end}\n\n{talk}\nBuyer:"
    )
