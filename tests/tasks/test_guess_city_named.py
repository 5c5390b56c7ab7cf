"""Guess my city where a text names one: what would win is a guess and nothing more; what compares, denies or merely mentions is none."""

# ruff: noqa: E501 -- tables of cases

from __future__ import annotations

import pytest

from lmrl_gym.core.task import Step
from lmrl_gym.tasks.guess_city.game import Game
from lmrl_gym.tasks.guess_city.inquiry import cities
from lmrl_gym.tasks.guess_city.oracle import WRONG, answers
from lmrl_gym.tasks.guess_city.reader import read


def wins(city: str, text: str) -> bool:
    return isinstance(Game({"city": city}).step(text), Step)


BESIDE_A_QUESTION = (
    "What food is {} known for?", "What river flows through {}?", "Suppose it is {}. What is the currency?", "My grandmother in {} cooks. What food is it known for?", "Hello {}! Is it on the sea?", "Is it {}? What language is spoken?",
    "If it were {}, would it be on the coast?", "Who founded {}?", "Is {} in Asia?", "What is the population of the {} that I think of?", "Tell me about {}", "What is the main religion in {}?", "Is there a river in {}, and which?", "{} is hot, is it not?",
    "In {} they eat fish. Do they eat rice?", "Is the {} metro old?", "Which sea is {} on?", "What currency would I need in {}?", "{}: is it a capital?", "Is it hot there, {}?", "Do people in {} speak English?",
)  # fmt: skip
RELATED = (
    "Is it farther north than {}?", "How far is it from {}?", "Is it in the same country as {}?", "Is {} in the same country?", "Is it as big as {}?", "Is it connected to {} by train?", "Unlike {}, is it on the sea?", "Do they use the same currency as in {}?",
    "When it is winter in {} is it summer there?", "Is {} one of the nearest big cities?", "Is it the largest city if you do not count {}?", "Does the country border {}?", "Is the metro there newer than the one in {}?",
)  # fmt: skip
MENTIONED = (
    "I doubt it is {}", "Never {}!", "Anything but {}?", "I won't guess {}.", "I don't think it is {}.", "It can't be {}.", "It is not {}.", "Not {}.", 'My friend said "{}" yesterday.', "She told me about {}.", "Does it have a street called {}?",
    "Is it any of the hundred cities, such as {}?", "I would never say {}", "Is there a hotel named {} there?",
)  # fmt: skip
GUESSED = (
    "Is it not {}?", "It's not {}, is it?", "Is it a city called {}?", "Is it called {}?", "My gut says {}", 'Is it "{}"?', "No doubt it is {}", "I have no doubt that it is {}.", "I will guess {}.", "My friend said it is {}, is that right?",
    "I'm thinking it's {} since it lies on the same river.", "Is {} the answer?", "You wouldn't be {} by any chance?", "By the river and the food I say {}.", "Is it the same city as {}?", "Is the secret city the same as {}?", "It could be none other than {}.",
)  # fmt: skip
SOME = cities()[::7]


@pytest.mark.parametrize("template", [*BESIDE_A_QUESTION, *RELATED, *MENTIONED, *GUESSED])
def test_what_would_win_says_nothing_else_of_any_other_city(template: str) -> None:
    for named in SOME:
        text = template.format(named)
        if wins(named, text):
            assert all(answers(hidden, text) == WRONG for hidden in SOME if hidden != named), text
        assert not any(wins(hidden, text) for hidden in SOME if hidden != named), text


@pytest.mark.parametrize("template", [*BESIDE_A_QUESTION, *GUESSED])
def test_who_names_a_city_guesses_it(template: str) -> None:
    assert all(wins(city, template.format(city)) for city in SOME)


@pytest.mark.parametrize("template", MENTIONED)
def test_a_denial_and_a_mere_mention_are_no_guess_and_tell_nothing(template: str) -> None:
    for city in SOME:
        text = template.format(city)
        assert read(text).kind == "unclear", text
        assert not wins(city, text), text


@pytest.mark.parametrize("template", RELATED)
def test_what_relates_the_hidden_city_to_another_is_no_guess(template: str) -> None:
    assert not any(wins(city, template.format(city)) for city in SOME)


def test_what_relates_the_hidden_city_to_another_is_answered() -> None:
    for city, text, yes in (
        ("Tokyo", "Is it in the same country as Osaka?", True), ("Tokyo", "Is Osaka in the same country?", True), ("Cairo", "Is Osaka in the same country?", False), ("Yokohama", "Is Tokyo one of the closest large cities?", True),
        ("Madrid", "Unlike Lima, it's landlocked, right?", True), ("Sydney", "When it's winter in Paris is it summer there?", True),
    ):  # fmt: skip
        assert answers(city, text)[0].startswith("Yes" if yes else "No"), text
