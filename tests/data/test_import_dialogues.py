"""Importing the published dialogues: games and talks written here by hand from the formats' descriptions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lmrl_gym.core.episode import Ending, Episode
from lmrl_gym.core.errors import DataError
from lmrl_gym.data.import_lmrl import import_file
from lmrl_gym.data.store import read_dataset


def imported(tmp_path: Path, task: str, *entries: object, listed: bool = False) -> list[Episode]:
    file = tmp_path / "data.json"
    file.write_text(json.dumps(entries) if listed else "".join(f"{json.dumps(entry)}\n" for entry in entries))
    header = import_file(file, tmp_path / "set", task=task)
    assert (header.preset, header.players) == ("imported", {"agent": ("published",), "partner": ("published",)})
    return list(read_dataset(tmp_path / "set"))


def game(*lines: str, word: object = "Lion;lions", correct: object = False) -> dict[str, Any]:
    return {"lines": list(lines), "correct": correct, "word": word}


def spoken(episode: Episode) -> list[tuple[str, float]]:
    return [(t.text, t.reward) for t in episode.turns]


def test_a_game_that_was_won(tmp_path: Path) -> None:
    """The third question names the lion; a fourth, which the file goes on with, is after the end."""
    lines = ("Is it an animal? Yes.", "Is it a cat?No.", "Is it a lion? Yes.", "Is it big? Yes.")
    (won,) = imported(tmp_path, "twenty_questions", game(*lines, correct=True))
    assert spoken(won) == [
        ("Questions:\n", 0.0),
        ("Is it an animal?\n", -1.0),
        ("Yes.\n", 0.0),
        ("Is it a cat?\n", -1.0),
        ("No.\n", 0.0),
        ("Is it a lion?\n", 0.0),
        ("Yes.\n", 0.0),
    ]
    assert (won.ending, won.ret, dict(won.scenario)) == (Ending.SUCCESS, -2.0, {"imported": 1, "object": "lion"})


def test_a_game_that_breaks_off_is_cut_and_one_of_twenty_is_lost(tmp_path: Path) -> None:
    short, long = imported(tmp_path, "twenty_questions", game("Is it red? No."), game(*["Is it red? No."] * 20))
    assert (short.ending, short.ret) == (Ending.TURN_LIMIT, -1.0)
    assert (long.ending, long.ret) == (Ending.FAILURE, -20.0)
    assert long.scenario["imported"] == 2
    assert short.seed != long.seed


def test_the_last_question_wins_where_the_file_says_so_and_its_answer_is_yes(tmp_path: Path) -> None:
    """The naming rule does not see the lion in these words, the file does; a question without an answer is that yes."""
    one, two = imported(
        tmp_path,
        "twenty_questions",
        game("Is it what one calls the king of beasts? Yes, it is.", correct="true"),
        game("Is it wild? Yes.", "Is it the king of all beasts", correct=True),
    )
    assert (one.ending, one.ret) == (Ending.SUCCESS, 0.0)
    assert (two.ending, two.ret, two.length) == (Ending.SUCCESS, -1.0, 2)


def test_words_are_named_in_many_ways(tmp_path: Path) -> None:
    words = ("a lion", ["Lioness", "LION"], "boots;boot;pair of boots")
    found = imported(tmp_path, "twenty_questions", *(game("Is it red? No.", word=word) for word in words))
    assert [e.scenario["object"] for e in found] == ["lion", "lion", "boots"]


def test_a_city_comes_with_its_country_or_without(tmp_path: Path) -> None:
    found = imported(tmp_path, "guess_city", *(game("Is it in Europe? No.", word=word) for word in ("Lima,Peru", "lima")))
    assert [e.scenario["city"] for e in found] == ["Lima", "Lima"]


def test_a_city_is_named_and_won_and_its_answers_give_nothing_away(tmp_path: Path) -> None:
    lines = ("Where is it? It is in Peru, in South America.", "What is eaten there? Ceviche.", "Is it Lima? Yes.")
    (won,) = imported(tmp_path, "guess_city", game(*lines, word="Lima,Peru", correct=True), listed=True)
    assert (won.ending, won.ret, won.length) == (Ending.SUCCESS, -2.0, 3)
    assert "Peru" not in won.turns[2].text, "by this task's rule an answer that names the country is not passed on"
    assert won.turns[4].text == "Ceviche.\n"


BUYER = {"personality": "likes discounts", "preferred_brands": "a Toyota", "preferred_type": "SUV", "preferred_features": "sunroof", "budget": "$30k"}


def talk(*texts: str, output: object = None, info: object = BUYER) -> dict[str, Any]:
    """The seller begins."""
    lines = [{"role": "Buyer" if i % 2 else "Seller", "text": text} for i, text in enumerate(texts)]
    return {"buyer_info": info, "lines": lines, "output": output}


SOLD = {"car_bought": True, "msrp": "$32,000", "buy_price": 27_500}


def test_a_talk_that_ends_in_a_sale(tmp_path: Path) -> None:
    """Revenue 27.5; ratio 27 500 over the mean of 30 000 and 32 000."""
    texts = ("Hello!", "I want\nan SUV.", "It is yours for $27,500.", "Deal! Output: Decision=Accept, MSRP=32000, Price=27500")
    (sale,) = imported(tmp_path, "car_dealer", talk(*texts, output=SOLD))
    assert spoken(sale) == [
        ("Start\n", 0.0),
        ("Hello!\n", 0.0),
        ("I want an SUV.\n", 0.0),
        ("It is yours for $27,500.\n", 27.5),
        ("Deal!\n", 0.0),
    ]
    assert sale.ending is Ending.SUCCESS
    assert dict(sale.metrics) == {"revenue": 27.5, "ratio": pytest.approx(27_500 / 31_000), "sale": 27_500.0, "sticker": 32_000.0, "lines": 4.0}
    assert dict(sale.scenario) == {
        "imported": 1,
        "budget": 30_000,
        "personality": "likes discounts",
        "brand": "Toyota",
        "type": "SUV",
        "features": "sunroof",
    }


def test_the_same_talk_under_the_ratio(tmp_path: Path) -> None:
    (sale,) = imported(tmp_path, "car_dealer[reward=ratio]", talk("It is yours for $27,500.", "Deal!", output=SOLD))
    assert sale.ret == pytest.approx(27_500 / 31_000)


def test_talks_without_a_sale(tmp_path: Path) -> None:
    unsold = {"car_bought": False, "msrp": 32_000, "buy_price": None}
    unpriced = {"car_bought": "yes", "msrp": None, "buy_price": "n/a"}
    found = imported(tmp_path, "car_dealer", talk("A", "B", output=unsold), talk("A", "B", output=unpriced), talk("A", "B"))
    assert [(e.ending, e.ret) for e in found] == [(Ending.FAILURE, 0.0), (Ending.FAILURE, 0.0), (Ending.TURN_LIMIT, 0.0)]


def test_lines_of_one_speaker_in_a_row_are_one_and_a_silent_buyer_says_nothing(tmp_path: Path) -> None:
    entry = talk("Hello!", output=SOLD)
    entry["lines"] += [{"role": "dealer", "text": "A car?"}]
    (sale,) = imported(tmp_path, "car_dealer", entry)
    assert spoken(sale) == [("Start\n", 0.0), ("Hello! A car?\n", 27.5), ("\n", 0.0)]


MALFORMED = [
    ("twenty_questions", game(), "it has no answered question"),
    ("twenty_questions", game("No question here.", "Is it red? No."), "line 1 of lines is no question with its answer, but 'No question here.'"),
    ("twenty_questions", game("Is it red? No.", word="unicorn"), "its word 'unicorn' is no object of the task"),
    ("twenty_questions", game("Is it red? No.", correct=True), "it is called correct, but its last answer is 'No.', which is no yes"),
    ("twenty_questions", game("Is it red? No.", correct="perhaps"), "correct is neither true nor false, but 'perhaps'"),
    ("twenty_questions", game(*["Is it red? No."] * 21), "it has 21 questions, but a game of twenty_questions has 20"),
    ("guess_city", game("Is it red? No.", word="Atlantis"), "its word 'Atlantis' is no city of the task"),
    ("car_dealer", talk("A", "B", info={}), "the buyer_info has no budget"),
    ("car_dealer", talk(), "it has no lines"),
    ("car_dealer", talk("A", "B", output={"car_bought": True, "buy_price": 10}), "the buy_price of 10 dollars is none that a dealer could ask"),
    ("car_dealer", talk("A", "B", output={"car_bought": True, "buy_price": "a lot"}), "the buy_price is no amount of dollars, but 'a lot'"),
    ("car_dealer", {**talk("A"), "lines": [{"role": "Buyer", "text": "Hi"}]}, "its first line is not the seller's"),
    ("car_dealer", {**talk("A"), "lines": [{"role": "Priest", "text": "Hi"}]}, "the role of line 1 is 'Priest'"),
    ("car_dealer", talk(*["A", "B"] * 26, output=SOLD), "it has 26 seller lines, but a talk of car_dealer has at most 25"),
]


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize(("task", "entry", "part"), MALFORMED, ids=[part[:40] for _, _, part in MALFORMED])
def test_a_malformed_entry_is_named(tmp_path: Path, task: str, entry: object, part: str, listed: bool) -> None:
    good = talk("A", "B", output=SOLD) if task == "car_dealer" else game("Is it red? No.", word="Lima" if task == "guess_city" else "lion")
    with pytest.raises(DataError) as refused:
        imported(tmp_path, task, good, entry, listed=listed)
    what = "entry" if listed else "line"
    assert str(refused.value).startswith(f"{what} 2 of {tmp_path / 'data.json'}: {part}")
    assert str(refused.value).endswith(f"; correct the {what} or take it out")
    assert not (tmp_path / "set").exists()
