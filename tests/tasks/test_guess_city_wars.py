"""Guess my city: claims about wars that are called by their names, against what happened."""

from __future__ import annotations

import pytest

from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.oracle import answers
from lmrl_gym.tasks.guess_city.wars import in_war


@pytest.mark.parametrize(
    ("question", "true", "false"),
    [
        ("Was it captured during the Korean War?", "Seoul, Inchon, Pyong Yang", "Pusan, Taegu, Tokyo, Beijing"),
        ("Was it affected by the Korean War?", "Seoul, Pusan", "Tokyo, New York"),
        ("Did its country fight in the Korean War?", "Seoul, New York, Istanbul, Addis Ababa", "Tokyo, Madrid"),
        ("Did troops from its country take part in the Korean War?", "Bogota, Toronto", "Lima"),
        ("Did the city change hands in the war of 1950?", "Seoul", "Tokyo"),
        ("Was it bombed in the Gulf War?", "Baghdad", "Tehran, Cairo"),
        ("Did American troops capture it in the Iraq War?", "Baghdad", "Tehran"),
        ("Was it hit by missiles in the Iran-Iraq War?", "Tehran, Baghdad", "Cairo"),
        ("Was it occupied in the War of the Pacific?", "Lima", "Santiago, Tokyo"),
        ("Was your city taken by Napoleon in the Napoleonic Wars?", "Moscow, Madrid, Berlin", "London, St Petersburg"),
        ("Was it attacked in the War of 1812?", "Toronto", "New York, Chicago"),
        ("Did its country fight in the Six-Day War?", "Cairo, Alexandria", "Tehran"),
        ("Was it besieged in the Crimean War?", "", "St Petersburg, Istanbul, London"),
        ("Was it occupied by the Axis powers?", "Paris, Singapore, Addis Ababa", "London, Tokyo, Moscow"),
        ("Was it never captured in the Korean War?", "Pusan", "Seoul"),
        ("Did it escape capture in the Korean War?", "Pusan", "Seoul"),
    ],
)
def test_wars_by_name(question: str, true: str, false: str) -> None:
    for names, word in ((true, "Yes"), (false, "No")):
        for city in filter(None, names.split(", ")):
            said = answers(city, question)
            assert all(text.startswith(word) for text in said), (city, said)


@pytest.mark.parametrize("words", ["who won the korean war", "is there a korean war museum", "did it end after the gulf war", "is it by the sea"])
def test_what_is_not_about_where_the_war_came(words: str) -> None:
    assert all(in_war(words, city) is None for city in knowledge().cities.values())
