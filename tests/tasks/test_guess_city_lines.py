"""Guess my city under lines that nobody should say: several cities at once, numbers without end, words that do not exist, texts without end."""

# ruff: noqa: E501 -- tables of cases

from __future__ import annotations

import tracemalloc

import pytest

from lmrl_gym.core.task import Ask, Step
from lmrl_gym.tasks.guess_city import audit
from lmrl_gym.tasks.guess_city.game import Game
from lmrl_gym.tasks.guess_city.inquiry import masks
from lmrl_gym.tasks.guess_city.names import several
from lmrl_gym.tasks.guess_city.oracle import LISTS, UNCLEAR, UNHEARD, answers
from lmrl_gym.tasks.guess_city.reader import read
from lmrl_gym.tasks.guess_city.words import LONGEST, plain


def wins(city: str, text: str) -> bool:
    return isinstance(Game({"city": city}).step(text), Step)


# --- Several cities


@pytest.mark.parametrize("frame", ["{}", "Is it {}?", "Is it either {}?", "Is it one of {}?", "Is it any of {}?", "I guess {}.", "My two guesses: {}."])
@pytest.mark.parametrize("join", [" or ", " and ", ", ", "/", "\n", " | ", "; ", ", or is it ", "? Is it ", " or the city of ", " but not ", " near ", " - "])
def test_two_cities_in_one_line_never_win(frame: str, join: str) -> None:
    # Other spellings, a slip, a name of two letters: each names a city like any other.
    for first, second in (("Taikyu", "Lahaur"), ("Tokyo", "Lahore"), ("Saigon", "Lahoore"), ("L.A.", "Lahore"), ("NYC", "Lahore")):
        for pair in ((first, second), (second, first)):
            text = frame.format(join.join(pair))
            assert not any(wins(city, text) for city in ("Lahore", "Taegu", "Tokyo", "Ho Chi Minh City", "Los Angeles", "New York")), text


def test_a_list_is_refused_and_so_is_a_choice_between_a_city_and_what_nobody_knows() -> None:
    for text in ("Is it one of Taikyu or Lahaur?", "Is it Lahore or Timbuktu?", "Lahore or LA", "Is it Lahore, near Delhi?", "either Lahore or one in Africa"):
        assert not wins("Lahore", text), text
        assert answers("Lahore", text) == LISTS, text
    for city, text in (("Bombay", "Is it Bombay or Mumbai?"), ("Lahore", "Is it Lahore or not?"), ("Tokyo", "Tokyo, formerly Edo?"), ("Lahore", "Is it the city of Lahore?")):
        assert wins(city, text), text


def test_names_that_are_compared_stay_comparisons() -> None:
    # Lima: far from both, south of both; larger than Rome (2.8 million), smaller than Tokyo (14);
    # some 10,250 km from Paris, 12,400 from Cairo, 15,500 from Tokyo.
    for text, yes in (
        ("Is it near Rome or Milan?", False), ("Is it south of Rome and Milan?", True), ("Is it bigger than Rome or Tokyo?", True), ("Is it bigger than Rome and Tokyo?", False),
        ("Is it closer to Paris than to Cairo?", True), ("Is it closer to Tokyo than to Cairo?", False),
    ):  # fmt: skip
        assert all(said.startswith("Yes" if yes else "No") for said in answers("Lima", text)), text
        assert not wins("Rome", text)
        assert not wins("Tokyo", text)
    for city in ("Paris", "London"):
        assert not wins(city, "Is it between Paris and London?")
    assert several("is it between paris and london")
    assert not several("is it paris")


# --- Numbers


@pytest.mark.parametrize("digits", [16, 308, 309, 395])
def test_a_number_of_any_length_is_answered(digits: int) -> None:
    nines = "9" * digits
    for text in (f"Does it have more than {nines} people?", f"Does it have fewer than {nines} people?", nines, f"Was it founded in the {nines}th century?", f"{nines} million billion"):
        assert answers("Paris", text)
    assert set(answers("Paris", f"Does it have more than {nines} people?")) <= {"No.", "No, it does not.", "No, that is not so."}
    assert answers("Paris", f"Do fewer than {nines} people live there?")[0].startswith("Yes")
    assert plain(nines) == plain("9 million million million million") == "1" + 15 * "0"


# --- Words that do not exist


@pytest.mark.parametrize("text", ["wug blick the dax?", "Is it a wug?", "does it dax the blick", "Is the blicket near the frobnitz?", "sdf sdlkf lskd?"])
def test_what_nobody_knows_is_not_understood(text: str) -> None:
    assert answers("Paris", text) == UNCLEAR
    assert not audit({"secret": "Paris", "text": text})["understood"]


def test_one_unknown_word_among_known_ones_and_proper_names_are_taken_for_claims() -> None:
    assert answers("Paris", "Does it have a quidditch pitch?") == UNHEARD
    assert answers("Paris", "Is the Frobnitz there?") == UNHEARD
    assert answers("Paris", "is the coastline long")[0].startswith("No")  # two known words in one
    assert answers("Paris", "iz it a captial city")[0].startswith("Yes")


# --- Texts without end


def test_of_a_long_text_the_first_characters_are_read_and_no_city_in_it_is_guessed() -> None:
    assert answers("Paris", "Is it in Europe? " + "x" * 100_000)[0].startswith("Yes")
    assert wins("Paris", " " * 5_000 + "Is it Paris?" + "\n" * 5_000)
    assert wins("Paris", "Is it Paris?" + " ?" * 194)
    assert len("Is it Paris?" + " ?" * 194) == LONGEST
    long = "Is it Paris?" + " ?" * 195
    assert not wins("Paris", long)
    assert read(long).kind == "unclear"


def test_long_texts_are_not_kept() -> None:
    """Thirty lines of a hundred thousand characters are three megabytes; what is remembered of them stays below a tenth of that."""
    masks("Is it in Europe?")
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(30):
        line = f"Is it in Europe, {number} words " + "on end " * 14_000
        step = Game({"city": "Paris"}).step(line)
        assert isinstance(step, Ask)
        assert answers("Paris", line)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 300_000
