"""The buyers' words: for each thing a buyer may say, several wordings in his persona's manner. `{}` holds a price, a brand or a list of features.

What a persona does not say in a manner of its own, it says as everybody does (`ANYBODY`). Each persona's `hint` is in its first answer and in no
other's: by it a seller knows who stands before him.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

Phrases = Mapping[str, Sequence[str]]

ANYBODY: Phrases = {
    "type": ("I want {}.", "I'm after {}.", "It should be {}.", "I had {} in mind."),
    "brand": ("I'd like a {}.", "A {}, if you have one.", "I've always wanted a {}.", "{} is my brand."),
    "features": ("I want {}.", "It should have {}.", "I'm looking for {}.", "{} would be on my list."),
    "budget": ("My budget is {}.", "I have about {} to spend.", "I was thinking of around {}.", "Roughly {}."),
    "wants": ("Yes, {} for sure.", "Yes, I want {}.", "{}? Yes please."),
    "unwanted": ("No, I don't need that.", "That's not something I need.", "I could do without that."),
    "expensive": ("{} is too much for me.", "I can't pay {}.", "{} is more than I want to spend.", "That's too high for me."),
    "counter": ("I could do {}.", "Make it {} and we can talk.", "How about {}?", "I'd pay {}."),
    "missing": ("I still need {}.", "What about {}?", "It has to have {}."),
    "undiscounted": ("Is there any discount on that?", "I don't pay full price."),
    "absurd": ("That can't be a serious price.", "Be serious, please.", "Nobody sells a car at that price."),
    "price": ("So what would it cost me?", "What's the price?", "How much is it?", "And what do you want for it?"),
    "brand_wrong": ("I was hoping for a {}.", "Not my brand, I wanted a {}.", "Do you have a {} instead?"),
    "type_wrong": ("I was looking for {}.", "Is that {}? That's what I wanted.", "I had {} in mind, really."),
    "convinced": ("That's good to hear.", "I like that.", "Okay, that counts for something.", "Good point."),
    "unmoved": ("Okay.", "I see.", "Alright.", "Hm."),
    "waiting": ("What do you have for me?", "What can you show me?", "Go on.", "I'm listening."),
    "pressed": ("Please don't push me.", "I won't be rushed."),
    "rude": ("There's no need for that.", "Watch your tone, please."),
    "greeting": ("Hello.", "Hi.", "Hi there.", "Good to meet you."),
    "stands": ("My offer is still {}.", "I said {}.", "I'm staying at {}."),
    "accept": ("Deal, {} it is.", "Okay, I'll take it for {}.", "{} works for me. I'll take it."),
    "leave": ("I don't think we'll agree. Goodbye.", "I'll look elsewhere, thanks.", "This isn't for me. Goodbye."),
}

OWN: Mapping[str, Phrases] = {
    "discount": {
        "hint": (
            "I'm here for a good deal.",
            "I never buy without a discount.",
            "I'm hunting for a bargain.",
            "Show me your best deal and we'll talk.",
        ),
        "undiscounted": (
            "And what discount do I get?",
            "I don't pay full price. What can you take off?",
            "Where's my discount?",
            "You have to come down from the sticker for me.",
        ),
        "expensive": ("{} is no bargain.", "Still too much, come down some more.", "You can do better than {}.", "{}? I've seen better deals."),
        "counter": ("Knock it down to {} and we're close.", "Give it to me for {}.", "How about {}?", "I'd pay {}, not more."),
        "accept": ("Now that's a deal. {}, I'll take it.", "{} with that discount? Sold.", "Good bargain. I'll take it for {}."),
        "leave": ("No bargain here for me. Goodbye.", "I'll find a better deal elsewhere.", "You won't come down enough, so I'm leaving."),
        "waiting": ("So what can you do for me on price?", "Any specials I should know about?", "Go on, tempt me.", "What are your offers?"),
    },
    "features": {
        "hint": (
            "It has to have the right features.",
            "I know exactly which features I want.",
            "For me it's all about the equipment.",
            "I care about how the car is equipped.",
        ),
        "features": ("I must have {}.", "It absolutely needs {}.", "{}, and I won't compromise on that.", "My list is {}."),
        "missing": (
            "It has to have {}, or no sale.",
            "You haven't said anything about {}.",
            "Does it come with {}? I need that.",
            "Without {} it's not my car.",
        ),
        "expensive": (
            "{} is more than it's worth to me.",
            "Nicely equipped, but {} is too much.",
            "I can't stretch to {}.",
            "That's above what I'd pay.",
        ),
        "accept": ("It has everything I need. I'll take it for {}.", "That's my car. {} it is.", "All on my list, so {} is fine. Deal."),
        "leave": ("It's just not the car I need. Goodbye.", "I'll keep looking for the right car.", "That's not what I came for. Goodbye."),
        "waiting": ("What can you tell me about the car?", "What does it come with?", "Tell me more about it.", "Go on."),
    },
    "impatient": {
        "hint": ("Let's make this quick.", "I don't have much time.", "I'm in a hurry.", "Keep it short, please."),
        "type": ("{}.", "Just {}.", "Get me {}."),
        "brand": ("{}.", "A {}.", "Make it a {}."),
        "features": ("{}.", "Just {}.", "{}, that's all."),
        "budget": ("{}.", "{} or so.", "About {}."),
        "expensive": ("Too much.", "{}? No.", "Too high."),
        "counter": ("{} and I sign now.", "{}, final.", "I'll give you {}."),
        "price": ("Price?", "How much?", "Just tell me the price."),
        "convinced": ("Fine.", "Good.", "Okay, good."),
        "unmoved": ("Get to the point.", "Right.", "And?"),
        "waiting": ("So, what have you got?", "Come on, what do you have?", "Let's get on with it."),
        "pressed": ("Good, then let's decide.", "Then hurry up yourself."),
        "accept": ("{}. Done.", "Fine, {}. Where do I sign?", "Okay, {}. I'll take it."),
        "leave": ("This takes too long. Bye.", "I'm out of time. Bye.", "Enough. I'm going."),
    },
}

TYPES = {
    "luxury": "a luxury car",
    "sedan": "a sedan",
    "convertible": "a convertible",
    "truck": "a truck",
    "electric": "an electric car",
    "SUV": "an SUV",
}


_WITH_ARTICLE = ("backup camera", "navigation system", "sunroof")


def phrase(rng: random.Random, persona: str, situation: str, fill: str = "") -> str:
    """One wording, its first letter made a capital."""
    wordings = OWN[persona].get(situation) or ANYBODY[situation]
    text = wordings[int(rng.random() * len(wordings))].replace("{}", fill)
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """Features in a sentence: `a sunroof, heated seats and Apple CarPlay`."""
    names = [f"a {name}" if name in _WITH_ARTICLE else name for name in names]
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def money(rng: random.Random, dollars: int) -> str:
    """A price as people write it: `$27,500`, `27,500` or, where it comes out even, `27.5k`."""
    draw = rng.random()
    if draw < 0.35 and dollars % 100 == 0:
        return f"{dollars / 1000:g}k"
    return f"{dollars:,}" if draw < 0.5 else f"${dollars:,}"
