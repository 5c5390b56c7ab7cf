"""Questions in other words: what they are put in, when they are left alone, and what denies them."""

import pytest

from lmrl_gym.tasks.guess_city.gist import gist
from lmrl_gym.tasks.guess_city.roadside import side_of_road


@pytest.mark.parametrize(
    ("text", "put", "denied"),
    [
        ("would a guidebook list a renowned tower", "is there a famous tower", False),
        ("there is no tower of note", "is there a famous tower", True),
        ("is it a money capital full of banks and brokers", "is it a financial centre", False),
        ("is the city unpopular or little known as a travel destination", "is it a popular tourist destination", True),
        ("is there a script other than the latin one in use", "do they use the latin alphabet", True),
        ("is the latin alphabet used rather than some other script", "do they use the latin alphabet", False),
        ("is drinking allowed", "is alcohol forbidden there", True),
        ("are catholics in the minority", "are most people there catholic", True),
        ("what gave the city its renown", "what is the city best known for", False),
        ("are dollars foreign money there", "is the dollar the local currency", True),
        ("was there no town before 1500", "was the city founded before 1500", True),
        ("is it at least 10 centuries old", "is the city more than 1000 years old", False),
        ("was the country colonized by a foreign nation", "was the country ever a colony", False),
        ("is cricket a minor sport there", "is cricket popular", True),
        ("is the state a neighbour of france", "does the country border france", False),
        ("should i keep my dollars in my pocket when i go shopping", "is the dollar the local currency", False),
    ],
)
def test_a_question_of_one_matter_is_put_in_its_words(text: str, put: str, denied: bool) -> None:
    assert gist(text) == (put, denied)


@pytest.mark.parametrize(
    "text",
    [
        "is the famous tower leaning",
        "was there once a famous tower",
        "is there a large muslim minority",
        "is it the largest muslim city in the world",
        "do many people speak english as a second language",
        "is it famous for its street food",
        "is there a famous film set there",
        "is it famous for its river banks",
        "what is the national drink",
        "what is it known as",
        "what is its name",
        "is there a palace",
        "was the university founded before 1500",
        "who founded the university",
        "is the king buried there",
    ],
)
def test_a_word_beyond_the_matter_leaves_the_question_alone(text: str) -> None:
    assert gist(text) is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("do cars keep left", ("do people drive on the left side of the road", False)),
        ("would a british driver feel at home", ("do people drive on the left side of the road", False)),
        ("does oncoming traffic pass you on the left", ("do they drive on the right", False)),
        ("do they not drive on the right", ("do they drive on the right", True)),
        ("left or right when driving", ("on which side of the road do people drive", False)),
        ("do women have the right to drive", None),
        ("is the left bank of the river full of traffic", None),
        ("is there heavy traffic", None),
    ],
)
def test_the_side_of_the_road_is_read_from_any_wording(text: str, side: tuple[str, bool] | None) -> None:
    assert side_of_road(text) == side
