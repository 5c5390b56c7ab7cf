"""The years that a claim names, worked out by hand, and what happened or lasted at that time."""

from __future__ import annotations

import pytest

from lmrl_gym.tasks.guess_city.rules import Rules
from lmrl_gym.tasks.guess_city.times import TODAY, Time, began, lasted, time_of


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("was it founded in 1850", Time("in", 1850, 1850)),
        ("was it founded before 1850", Time("before", 1850, 1850)),
        ("was it the capital until 1923", Time("until", 1923, 1923)),
        ("has it been independent since 1947", Time("since", 1947, 1947)),
        ("was it built in the 19th century", Time("in", 1800, 1899)),
        ("was it built after the 15th century", Time("after", 1400, 1499)),
        ("did it grow in the 1960 s", Time("in", 1960, 1969)),
        ("did it grow in the sixties", Time("in", 1960, 1969)),
        ("was it ruled by them in the 1800 s", Time("in", 1800, 1899)),
        ("was it founded in 300 bc", Time("in", -300, -300)),
        ("was it occupied during the second world war", Time("in", 1939, 1945)),
        ("was it taken before world war i", Time("before", 1914, 1918)),
        ("was it divided during the cold war", Time("in", 1947, 1989)),
        ("was it the capital between 1949 and 1990", Time("between", 1949, 1990)),
        ("was it the capital from 1800 to 1850", Time("between", 1800, 1850)),
        ("was it a great city in the middle ages", Time("in", 500, 1500)),
        ("was it founded 200 years ago", Time("in", 1815, 1835)),
        ("the 1992 olympics were held there", Time("in", 1992, 1992)),
        ("does it have more than 300 islands", None),
        ("does it have 1500 kilometres of coast", None),
        ("is it warm in summer", None),
    ],
)
def test_years_are_read(text: str, time: Time | None) -> None:
    assert time_of(text) == time


@pytest.mark.parametrize(
    ("side", "year", "true"),
    [
        ("before", 1899, True),
        ("before", 1900, False),
        ("until", 1950, True),
        ("until", 2001, False),
        ("since", 1900, True),
        ("since", 1899, False),
        ("in", 1900, True),
        ("in", 1999, True),
        ("in", 2000, False),
        ("after", 1900, False),
        ("after", 1950, True),
    ],
)
def test_what_happened_in_a_year_is_set_against_the_20th_century(side: str, year: int, true: bool) -> None:
    # "after the 20th century" is answered generously: what happened within it counts, what happened as it began does not.
    assert began(Time(side, 1900, 1999), year) is true


@pytest.mark.parametrize(
    ("time", "true"),
    [
        (Time("in", 1850, 1850), True),
        (Time("in", 1815, 1815), False),
        (Time("before", 1815, 1815), False),
        (Time("before", 1830, 1830), True),
        (Time("until", 1923, 1923), True),
        (Time("until", 1850, 1850), False),
        (Time("until", 1926, 1926), True),
        (Time("until", 1930, 1930), False),
        (Time("after", 1930, 1930), False),
        (Time("after", 1900, 1900), True),
        (Time("since", 1820, 1820), False),
        (Time("between", 1820, 1923), True),
        (Time("between", 1820, 1990), False),
    ],
)
def test_what_lasted_from_1820_to_1923(time: Time, true: bool) -> None:
    assert lasted(time, (1820, 1923)) is true


def test_what_still_lasts_is_so_since_it_began() -> None:
    assert lasted(Time("since", 1923, 1923), (1923, TODAY))
    assert not lasted(Time("until", 1990, 1990), (1923, TODAY))


def test_rules_are_called_by_a_word_and_must_match() -> None:
    rules: Rules[str] = Rules([("sea coast", r"\bthe (?:sea|coast)\b", "shore"), ("near", r"\bnear (\w+)", "near"), ("sea", r"\bsea$", "ends")])
    assert [(rule, match[0]) for rule, match in rules.called("is it near the sea")] == [("near", "near the"), ("shore", "the sea"), ("ends", "sea")]
    assert [rule for rule, _ in rules.called("is the sea near it")] == ["shore", "near"]
    assert rules.called("is it by the coast")[0][0] == "shore"
    assert rules.called("is it near by")[0][1][1] == "by"
    assert rules.called("is it on the hill") == ()
    assert {"sea", "coast", "near", "the", "ends"} - rules.words == {"ends"}
