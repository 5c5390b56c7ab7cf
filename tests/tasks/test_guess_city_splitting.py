"""Guess my city: several questions in one line, and the words by which a sentence answers a question."""

from __future__ import annotations

import pytest

from lmrl_gym.core.task import Step
from lmrl_gym.tasks.guess_city.game import Game
from lmrl_gym.tasks.guess_city.oracle import REFUSALS, answers
from lmrl_gym.tasks.guess_city.reader import read
from lmrl_gym.tasks.guess_city.sharing import overruled, root, sharing
from lmrl_gym.tasks.guess_city.splitting import MOST, split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Is it in Asia?", ("Is it in Asia?",)),
        ("Is it in Asia? Is it a capital?", ("Is it in Asia", "Is it a capital?")),
        ("Is it in Asia? Or in Africa?", ("Is it in Asia? Or in Africa?",)),  # goes on, asks nothing new
        ("Is it in Asia and is it a capital?", ("Is it in Asia and is it a capital?",)),  # claimed together
        ("What is the food like and how many people live there?", ("What is the food like", "how many people live there?")),
        ("Is there a river? What is it called?", ("Name a river",)),
        ("Does it have a river, and if so which one?", ("Name a river",)),
        ("It is in Europe. Is that right?", ("It is in Europe. Is that right?",)),
        ("Is it near St. Petersburg?", ("Is it near St. Petersburg?",)),  # a short form ends nothing
    ],
)
def test_where_one_question_ends_by_hand(text: str, parts: tuple[str, ...]) -> None:
    assert split(text) == parts


def test_no_more_than_a_few_questions_of_a_line_are_answered() -> None:
    assert len(split("Is it big? " * 9)) == MOST
    assert len(read("Is it big? " * 9).parts) == MOST


def test_every_question_of_a_line_is_answered_in_turn() -> None:
    # Paris: not in Asia, a capital, on the Seine.
    assert answers("Paris", "Is it in Asia? Is it a capital?")[0] == "No. Yes."
    assert answers("Paris", "What continent is it on? Is it a capital?")[0] == "It is in Europe. Yes."
    assert answers("Paris", "Is there a river there? What is it called?")[0] == "The River Seine flows through it."
    assert answers("Paris", "I like it here. Is it a capital?")[0] == "Yes."  # what is only told needs no answer
    assert answers("Paris", "What is the colour of the mayor's hat? Is it a capital?")[0] == "Yes."  # nor does what is not known
    assert answers("Paris", "Is it a capital? What is its name?")[0].endswith(REFUSALS[0])


def test_a_line_of_questions_wins_as_little_as_any_other_that_names_several_cities() -> None:
    for text in ("Is it Paris? Is it Rome?", "What is the river? Is it Paris or Lyon?", "Is it in Paris? Is it in London? Is it in Rome?"):
        assert not isinstance(Game({"city": "Paris"}).step(text), Step), text
    assert isinstance(Game({"city": "Paris"}).step("Is it in Europe? Is it Paris?"), Step)


def test_words_of_one_root() -> None:
    assert len({root(w) for w in ("shape", "shapes", "shaped", "shaping")}) == 1
    assert root("planned") == root("plan")
    assert root("glass") == "glass"
    assert root("king") == "king"  # too short to lose an ending


def test_the_sentence_that_shares_the_rarest_words_is_chosen_and_none_where_none_does() -> None:
    told = ("It has a volcano nearby.", "It was bombed in 1943.", "It has an ice festival.", "It has a summer festival.")
    assert sharing("what volcano is near it", told) == told[:1]
    assert sharing("what happened during world war ii", told) == told[1:2]  # a war is known by its years
    assert sharing("what happened in the 1940 s", told) == told[1:2]
    assert sharing("what festival is there in winter", told) == told[2:3]  # the other names another season
    assert sharing("what about the quizzes", told) == ()
    assert overruled("what is it like", told[:1], told) == told[:1]


def test_lists_are_told_at_once_and_leave_names_out() -> None:
    assert answers("Havana", "What are the main exports?") == answers("Havana", "Which goods does the country export?")
    said = answers("Budapest", "What is its nickname?")
    assert all(" and " in s or len(said) > 1 for s in said)
    assert "Cantonese" not in " ".join(answers("Guangzhou", "What language do they speak?"))


def test_of_a_run_of_marks_three_are_read() -> None:
    """Patterns with several open ends would try every way to share a long run out: seconds for four hundred commas."""
    assert split("Is it big?????? ??? Is it old?") == ("Is it big", "Is it old?")
    assert split("Is it big?\n\n\n\n\n\n\nIs it old?") == ("Is it big", "Is it old?")
    for text in ("Is it big" + "," * 300, "Is it big" + ", - " * 90, "Is it big" + ".\n" * 150):
        assert [len(part) for part in split(text)] < [14], text
