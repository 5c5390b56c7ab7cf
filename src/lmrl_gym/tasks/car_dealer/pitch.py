"""The scripted sellers' words, several wordings for each thing a seller does. `{}` holds a price, a car, features or a discount."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

WORDS: Mapping[str, Sequence[str]] = {
    "greet": (
        *("Hello and welcome!", "Hi there, how are you today?", "Good morning, welcome to our showroom.", "Hey, nice to meet you.", "Welcome in!"),
        *("Good afternoon!", "Hi, thanks for stopping by."),
    ),
    "needs": (
        *("What brings you in today?", "How can I help you?", "What are you looking for?", "What can I show you?", "Do you have something in mind?"),
    ),
    "budget": (
        *("What's your budget?", "How much are you looking to spend?", "What price range works for you?", "Can I ask about your budget?"),
        *("What budget do you have in mind?", "Roughly how much do you want to spend?"),
    ),
    "features": (
        *("Which features matter to you?", "What features do you need?", "Are there any must-have features?", "What options would you like on it?"),
        *("Tell me which features you want.",),
    ),
    "brand": (*("Which brand do you prefer?", "Do you have a favorite brand?", "What make are you after?", "Any particular brand?"),),
    "type": (
        *(
            "What type of car do you want?",
            "What kind of car are you after?",
            "Do you want an SUV or a sedan, or something else?",
            "Which body style do you like?",
        ),
    ),
    "car": (
        *(
            "I have {} for you.",
            "Take a look at {} we have here.",
            "How about {}?",
            "We have {} right here.",
            "I'd suggest {}.",
            "I can show you {}.",
        ),
    ),
    "has": (*("It comes with {}.", "This one has {}.", "It's equipped with {}.", "You get {} with it.", "It also has {}.", "{} is included."),),
    "sticker": (*("The sticker price is {}.", "It's listed at {}.", "The sticker says {}.", "MSRP is {}."),),
    "asking": (*("It's {}.", "The price is {}.", "You can have it for {}.", "I'm asking {}.", "That would be {}."),),
    "cut_to": (
        *(
            "I can do {}.",
            "How about {}?",
            "Let me bring it down to {}.",
            "For you, {}.",
            "I could let it go for {}.",
            "Alright, {} out the door.",
            "Okay, {} and it's yours.",
        ),
    ),
    "cut_percent": (*("I can take {} percent off the sticker.", "You'd get {} percent off.", "How about {}% off the sticker?"),),
    "cut_dollars": (*("I'll take another {} off.", "Let me knock off another {}.", "I can come down another {}.", "Another {} off, just for you."),),
    "agree": (*("You've got a deal.", "Okay, deal.", "I can do that.", "Alright, we can do that. Deal!"),),
    "firm": (
        *(
            "The price is firm.",
            "I can't go lower on this one.",
            "We don't do discounts here.",
            "That's the price, it's already fair.",
            "No discounts, but it's worth it.",
        ),
    ),
    "firm_short": (*("It's firm.", "That's the price.", "No discount.", "Same price."),),
    "close": (*("Do we have a deal?", "Shall we write it up?", "What do you say?", "Are you ready to drive it home?", "Can we shake on it?"),),
    "press": (*("This one won't last.", "Another buyer is looking at it.", "The offer is for today only.", "It's selling fast."),),
    "apology": (*("Sorry about that.", "My apologies.", "I'm sorry to hear that."),),
    "talk": (
        *(
            "Lovely weather, isn't it?",
            "Can I get you a coffee?",
            "Did you find us easily?",
            "Take your time.",
            "Have a look around.",
            "Is it for the family?",
        ),
    ),
    "talk_short": (*("So?", "Well?", "And?", "Anything else?", "Your call.", "Let me know."),),
    "safety": (*("It's one of the safest cars around.", "It has a top safety score.", "It keeps your family safe."),),
    "reliability": (*("It's very reliable.", "It's dependable, you'll drive it for years.", "They are built to last."),),
    "warranty": (*("There's a five-year warranty on it.", "The warranty covers everything.", "It comes with a long warranty."),),
    "economy": (*("It's easy on fuel.", "It gets great gas mileage.", "It's very efficient."),),
    "resale": (*("The resale value is great.", "It holds its value."),),
    "comfort": (*("It's so comfortable.", "The cabin is roomy and comfortable.", "The ride is smooth."),),
    "performance": (*("The engine is powerful.", "It's fun to drive.", "It handles well, the performance is great."),),
    "gift": (*("I'll throw in free floor mats.", "You get a full tank on us.", "Free floor mats come with it."),),
    "drive": (*("Would a test drive help?", "Let's take a test drive.", "You should get behind the wheel."),),
}
REASONS = ("safety", "reliability", "warranty", "economy", "resale", "comfort", "performance", "gift", "drive")
QUESTIONS = ("needs", "budget", "features", "brand", "type")


def say(rng: random.Random, what: str, fill: str = "") -> str:
    """One wording of `what`."""
    wordings = WORDS[what]
    text = wordings[int(rng.random() * len(wordings))].replace("{}", fill)
    return text[:1].upper() + text[1:]


def price(rng: random.Random, dollars: int) -> str:
    """A price as sellers say it."""
    return f"{dollars / 1000:g}k" if dollars % 100 == 0 and rng.random() < 0.25 else f"${dollars:,}"


def car(brand: str, kind: str) -> str:
    """A car in a sentence: `a Toyota SUV`, `an electric Lexus`."""
    named = f"{kind} {brand}" if kind in ("luxury", "electric") else f"{brand} {kind}"
    return ("an " if named[0] in "Ae" else "a ") + named
