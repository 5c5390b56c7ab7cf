"""Twenty questions: a guess is answered yes for what it names and for nothing else; two names and denials win nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from questioning import ask, yes

from lmrl_gym.core.episode import Ending
from lmrl_gym.tasks.twenty_questions.asking import article
from lmrl_gym.tasks.twenty_questions.facts import names
from lmrl_gym.tasks.twenty_questions.game import Game
from lmrl_gym.tasks.twenty_questions.naming import guessed

NAMED = {
    "boat": {"ship"},
    "shoes": {"boots"},
    "computer": {"smartphone"},
    "camera": {"smartphone"},
    "battery": {"computer", "smartphone", "headphone", "camera", "calculator", "watch", "drill"},
    "marker": {"sharpie"},
    "rock": {"meteorite"},
    "necklace": {"locket"},
}
"""What else is called by an object's name: a ship is a boat. `Is it battery?` has always asked for what is run by one."""

PROPERTIES = ("made of metal", "furry", "bigger than a shoebox", "used in the kitchen", "alive")
GUESSES = (
    "Is it {p}, so it is {x}?",
    "Is it {p}, so it must be {x}?",
    "Is it {p}, so is it {x}?",
    "It is {p}, therefore it is {x}.",
    "It is {p} and I like it, so is it {x}?",
    "If it is {p}, is it {x}?",
    "Is it {x} because it is {p}?",
    "Is it {x}, or am I wrong?",
    "Is the answer: {x}?",
)
"""A name, and what makes no difference to it."""
OTHERWISE = (
    "Is it {p} -> {x}",
    "Is it {p}, {x}?",
    "Is it {p} {x}?",
    "Is it {p}: {x}?",
    "Is it {p}? It is {x}.",
    "Is it {p}, which makes it {x}?",
    "Is it {x}, is it {p}?",
    "Is it {x} that is {p}?",
    "It is {p}, {x}?",
    "Is it {p} ({x})?",
)
"""A name and a property, to be read as a guess or as a question, but not as both."""


def test_what_names_an_object_is_answered_yes_for_it_alone() -> None:
    for i, name in enumerate(names()):
        also = NAMED.get(name, set())
        for k, template in enumerate((GUESSES + OTHERWISE)[i % 2 :: 2]):
            text = template.replace("{p}", PROPERTIES[(i + k) % len(PROPERTIES)]).replace("{x}", article(name))
            named = guessed(text)
            assert named in (None, i), text
            assert named is None or yes(text) <= {name} | also, text
            if template in GUESSES and article(name) != name:
                assert ask(Game({"object": name}), text).ending is Ending.SUCCESS, text


@pytest.mark.parametrize("name", ["scissors", "pants", "golf ball", "battery"])
def test_a_guess_in_other_words_is_answered_as_in_the_plainest(name: str) -> None:
    for said in ("It has to be {x}.", "My second guess is {x}.", "I think the object is {x}.", "No, it is {x}!", "It is not a harp but {x}."):
        text = said.replace("{x}", article(name))
        assert ask(Game({"object": name}), text).ending is Ending.SUCCESS, text
        assert yes(text) == yes(f"Is it {article(name)}?") == {name} | NAMED.get(name, set()), text


TWO = (
    "Is it one of {x}, {y}?",
    "Is it any of {x}, {y}?",
    "Is it in {x}, {y}?",
    "Is it among {x}, {y}?",
    "Is it in the list {x}, {y}?",
    "Is it in [{x},{y}]?",
    "1. {x} 2. {y}",
    "option 1: {x}, option 2: {y}",
    "{x} + {y}",
    "Is it {x} & {y}?",
    "Is it {x} plus {y}?",
    "{x}\n{y}",
    "Is it {x}, else {y}?",
    "Is it {ax}, so it is {ay}?",
    "Is it {ax}, is it {ay}?",
    "Is it {ax}, then {ay}?",
    "Is it {ax} because it is {ay}?",
    "It is {ax}, also it is {ay}.",
    "I guess {x}, I guess {y}",
)


def test_two_names_win_nothing() -> None:
    for k, (x, y) in enumerate(pairwise(sorted(names()))):
        for template in TWO[k % 3 :: 3]:
            text = template.replace("{x}", x).replace("{y}", y).replace("{ax}", article(x)).replace("{ay}", article(y))
            assert guessed(text) is None, text


def test_what_is_denied_first_may_be_named() -> None:
    for text in ("It's not a cat, it's a dog.", "Not a cat, so is it a dog?", "It is near a bed and it is no cat, so is it a dog?"):
        assert guessed(text) == names().index("dog"), text
        assert yes(text) == {"dog"}, text


@pytest.mark.parametrize(
    "said",
    [
        *("No {x}?", "Is it un-{x}?", "Is it an anti-{x}?", "Is it an animal except {x}?", "Is it everything but {x}?", "Is it lacking {x}?"),
        *("Is it hardly {x}?", "Is it almost {x}?", "Is it != {x}?", "!{x}", "¬{x}", "Is it {x}-free?", "Is the opposite a {x}?"),
    ],
)
def test_a_denial_wins_nothing(said: str) -> None:
    for name in ("cat", "piano", "scissors", "golf ball"):
        assert guessed(said.replace("{x}", name)) is None, name


def test_no_may_be_an_exclamation() -> None:
    for text in ("No, a cat?", "No no, it is a cat.", "No way, is it a cat?", "No wait, is it a cat?", "Hooray! A cat!"):
        assert guessed(text) == names().index("cat"), text


def test_doubts_behind_a_question_are_not_part_of_it() -> None:
    assert yes("Is it a fruit, or am I wrong?") == yes("Is it a fruit?")


def test_a_quality_is_no_guess() -> None:
    assert guessed("Is the flesh orange?") is None
    assert "carrot" in yes("Is the flesh orange?")
    assert guessed("Is it mobile?") is None
    assert guessed("Is it a mobile?") == names().index("smartphone")
    assert guessed("Is it the navel orange?") == names().index("orange")
