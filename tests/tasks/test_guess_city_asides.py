"""Guess my city's asides and notes: the files name what exists, notes give nothing away, and the listed questions have true answers."""

from __future__ import annotations

import pytest

from lmrl_gym.core.errors import DataError
from lmrl_gym.tasks.guess_city.asides import asides, cities_of, places, told_aside, verdict
from lmrl_gym.tasks.guess_city.knowledge import knowledge, table
from lmrl_gym.tasks.guess_city.names import leaks
from lmrl_gym.tasks.guess_city.notes import note, noted
from lmrl_gym.tasks.guess_city.oracle import answers
from lmrl_gym.tasks.guess_city.reader import read
from lmrl_gym.tasks.guess_city.splitting import without_lead_in
from lmrl_gym.tasks.guess_city.turns import reckoned
from lmrl_gym.tasks.guess_city.weather import told_month
from lmrl_gym.tasks.guess_city.wordings import reworded


def test_notes_are_of_known_cities_and_countries_and_most_can_be_said() -> None:
    notes = table("notes")
    assert set(notes["cities"]) == set(knowledge().cities)
    assert set(notes["countries"]) <= set(knowledge().countries)
    rows = [(city, row.partition("|")[0]) for city, texts in notes["cities"].items() for row in texts]
    assert sum(not leaks(city, text) for city, text in rows) > 0.9 * len(rows)


def test_further_notes_are_of_known_places_and_say_what_else_would_not_be_known() -> None:
    rows, known = table("further"), knowledge()
    assert set(rows["cities"]) <= set(known.cities)
    assert set(rows["countries"]) <= set(known.countries)
    assert not [text for city, texts in rows["cities"].items() for text in texts if leaks(city, text.partition("|")[0])]
    assert "Li Wenliang" in answers("Wuhan", "Which eye doctor warned of the illness?")[0]


def test_asides_are_found_by_their_words() -> None:
    tokyo, cairo = knowledge().cities["Tokyo"], knowledge().cities["Cairo"]
    assert verdict("do people eat with chopsticks", tokyo) is True
    assert verdict("do people eat with chopsticks", cairo) is False
    assert verdict("is it big", cairo) is None
    assert told_aside("when did the metro open", cairo) == ("The first line of its underground railway opened in 1987.",)
    assert told_aside("what is there", cairo) == ()
    assert asides().lands["luxembourg"] == 2.6


def test_an_unknown_country_is_named() -> None:
    with pytest.raises(DataError, match="Atlantis"):
        cities_of(["Atlantis"])


def test_months_hardly_differ_near_the_equator_so_nothing_is_reckoned() -> None:
    city = knowledge().cities["Singapore"]
    assert reckoned("is it hotter in may than in april", city, knowledge().country(city)) is None


def test_a_note_needs_what_the_question_asks_for() -> None:
    assert note("who starred in the old movie", "Casablanca", "who") is not None
    assert note("zzz", "Casablanca") is None
    assert noted("did an explosion in the port kill people in 2015", "Tianjin")
    assert not noted("is it larger than an explosion in the port", "Tianjin")


def _yes(text: str) -> set[str]:
    return {city for city in knowledge().cities if answers(city, text)[0] == "Yes."}


def test_the_listed_questions_are_answered_like_any_others() -> None:
    assert "spring" in answers("Medellin", "What is the climate like?")[0]
    assert "spring" in answers("Medellin", "What's the weather like?")[0]
    assert _yes("Is the country in the European Union?") == {"Berlin", "Madrid", "Rome", "Paris", "Bucharest", "Budapest"}
    assert {"Singapore", "Shanghai", "New York", "Alexandria"} <= _yes("Does it have a major harbour?")
    assert _yes("Is it known for pandas?") == {"Chengdu"}
    assert _yes("Is the city surrounded by mountains?") < _yes("Are there mountains near the city?")
    large = _yes("Is the country larger than 1 million square kilometres?")
    assert {"Cairo", "Lima", "Moscow"} <= large
    assert not large & {"Seoul", "Istanbul", "Caracas"}


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Is it the Big Apple?", "New York"),
        ("the Windy City?", "Chicago"),
        ("This sounds like Ankara.", "Ankara"),
        ("I'm pretty sure it's Ankara", "Ankara"),
    ],
)
def test_nicknames_and_talkative_guesses_are_guesses(text: str, city: str) -> None:
    assert read(text).kind == "guess"
    assert read(text).cities == (city,)


def test_a_question_about_a_nickname_is_no_guess() -> None:
    assert read("Is it known as the Big Apple?").kind == "claims"
    assert read("Is it called the Windy City?").kind == "claims"


def test_a_famous_sight_elsewhere_is_its_countrys_alone() -> None:
    lima, paris = knowledge().cities["Lima"], knowledge().cities["Paris"]
    assert verdict("is machu picchu there", lima) is False
    assert verdict("is machu picchu in the country", lima) is True
    assert verdict("is machu picchu in the country", paris) is False


def test_who_only_lived_or_ruled_in_a_city_was_not_born_there() -> None:
    asked = {("London", "Was Charles Dickens born there?"): "No.", ("London", "Was Alan Turing born in the city?"): "Yes."}
    asked |= {("Chicago", "Was Barack Obama born there?"): "No.", ("Chicago", "Was Hemingway born there?"): "No."}
    asked |= {("Chicago", "Was Michelle Obama born there?"): "Yes.", ("Chicago", "Was Hemingway born near the city?"): "Yes."}
    assert {key: answers(*key)[0] for key in asked} == asked


def test_places_are_named_by_sets_and_by_what_holds_of_them() -> None:
    assert places({"sets": ["high"]}) == {"Mexico City", "Bogota", "Addis Ababa"}
    assert "Tokyo" not in places({"when": ["all"], "but": {"countries": ["Japan"]}})
    assert places({"when": ["tag pope"]}) == {"Rome"}
    assert "Haerbin" in places({"when": ["winter <= -15"]})
    assert "Haerbin" in places({"when": ["snow often"]})


def test_every_land_that_daily_life_tells_of_is_known() -> None:
    assert set(table("lands")) <= set(knowledge().countries)
    asked = {row["land"] for part in ("daily", "facts") for row in table(part)["topic"] if "land" in row}
    assert asked == {key for land in table("lands").values() for key in land}


def test_roundabout_wordings_are_read_as_plain_ones() -> None:
    assert reworded("would i hear spanish on the bus") == "do people speak spanish"
    assert reworded("who used to rule it") == "who ruled it"
    assert reworded("is the rent sky high") == "is it an expensive city"
    assert reworded("is it on the coast") == "is it on the coast"


def test_what_comes_before_the_question_proper_is_set_aside() -> None:
    assert without_lead_in("My niece wants to know, dear, do they take a nap?") == "do they take a nap?"
    assert without_lead_in("If I came in May, would I need a coat there?") == "would I need a coat there If I came in May?"
    assert without_lead_in("Is it big, is it old?") == "Is it big, is it old?"


def test_months_feel_as_they_are() -> None:
    assert told_month("what is the weather like in january", knowledge().cities["Sydney"]) == (
        "In January it is warm, about 23 degrees Celsius on average; light clothes do.",
    )
    assert told_month("which sea is near", knowledge().cities["Sydney"]) == ()
