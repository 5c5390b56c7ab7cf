"""Asking the simulators in bulk: what a line holds, what comes back, and what is said of a line that cannot be answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lmrl_gym import cli, load_task, play
from lmrl_gym.rollout import Start

Call = Callable[..., cli.Any]
BUYER = {"persona": "impatient", "brand": "Toyota", "type": "SUV", "features": ["sunroof"], "budget": 30_000}


def asked(lmrl: Call, task: str, *rows: object) -> list[dict[str, Any]]:
    """The answers to `rows`, of which none is broken."""
    done = lmrl("ask", task, "--json", stdin="".join(json.dumps(row) + "\n" for row in rows))
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


def test_questions_about_things(lmrl: Call) -> None:
    texts = ["Is it round?", "Is it an animal?", "Is it a basketball?", "Is it a ball?", "Is it a tennis ball?", "What is it?", "wug blick?"]
    found = asked(lmrl, "twenty_questions", *({"secret": "Basketball", "text": text} for text in texts))
    assert [list(row) for row in found] == [["answer", "understood", "wins"]] * 7
    assert [(row["answer"], row["wins"]) for row in found] == [
        ("Yes.", False),
        ("No.", False),
        ("Yes.", True),
        ("Yes.", False),  # a kind is no name
        ("No.", False),
        ("No.", False),
        ("No.", False),
    ]
    assert [row["understood"] for row in found] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("secret", ["boots", "Boot", "a pair of boots", "PAIR OF BOOTS"])
def test_a_thing_has_several_names(lmrl: Call, secret: str) -> None:
    assert asked(lmrl, "twenty_questions", {"secret": secret, "text": "Is it a boot?"}) == [{"answer": "Yes.", "understood": True, "wins": True}]


def test_questions_about_cities(lmrl: Call) -> None:
    texts = ["Is it in Europe?", "Is it Paris?", "Is it London or Paris?", "What is its name?", "Is it in Africa?"]
    found = asked(lmrl, "guess_city", *({"secret": "paris", "text": text} for text in texts))
    assert [row["wins"] for row in found] == [False, True, False, False, False]
    assert found[0]["answer"].startswith("Yes")
    assert found[4]["answer"].startswith("No")
    assert all("paris" not in row["answer"].lower() and "france" not in row["answer"].lower() for row in found)
    assert all(row["understood"] for row in found)
    assert not asked(lmrl, "guess_city", {"secret": "Paris", "text": "asdf qwer"})[0]["understood"]


def test_a_talk_with_a_buyer(lmrl: Call) -> None:
    """He is told of the car he wants, and what it costs: 24,000 is 800 thousandths of his budget, and he pays 940 and more."""
    lines = ["Hello!", "I have a Toyota SUV with a sunroof.", "It is $24,000.", "Are you still there?"]
    (found,) = asked(lmrl, "car_dealer", {"buyer": BUYER, "seller": lines})
    assert list(found) == ["replies", "offers", "decision", "price"]
    assert (len(found["replies"]), found["decision"], found["price"]) == (3, "accept", 24_000), "the fourth line is said to nobody"
    assert len(found["offers"]) == 4
    plain = {"price": None, "sticker": None, "discount": None, "brand": None, "types": [], "features": [], "lacks": []}
    assert found["offers"][0] == plain
    assert found["offers"][1] == plain | {"brand": "Toyota", "types": ["SUV"], "features": ["sunroof"]}
    assert (found["offers"][2]["price"], found["offers"][2]["discount"]) == (24_000, 0)


def test_talks_that_end_otherwise_or_not_at_all(lmrl: Call) -> None:
    still, never, none = asked(
        lmrl,
        "car_dealer",
        {"buyer": BUYER, "seller": ["Hello!"]},
        {"buyer": BUYER, "seller": ["The price is $90,000."] * 25},
        {"buyer": BUYER, "seller": []},
    )
    assert (still["decision"], still["price"], len(still["replies"])) == (None, None, 1)
    assert (never["decision"], never["price"]) == ("reject", None)
    assert len(never["replies"]) < 25 == len(never["offers"])
    assert none == {"replies": [], "offers": [], "decision": None, "price": None}


def test_what_is_answered_is_what_an_episode_answers(lmrl: Call) -> None:
    """Games with seed 0 of a player that says the line and no other."""

    class Says:
        name, sees_scenario = "says", False

        def __init__(self, text: str) -> None:
            self.text = text

        def reply(self, dialogues: Any, *, seeds: Any) -> list[Any]:
            from lmrl_gym import Reply

            return [Reply(self.text + "\n") for _ in dialogues]

    for task, key, secret, text in (
        ("twenty_questions", "object", "lion", "Does it roar?"),
        ("guess_city", "city", "Lima", "What food is it known for?"),
    ):
        (episode,) = play(load_task(task), Says(text), [Start({key: secret}, 0)])
        (found,) = asked(lmrl, task, {"secret": secret, "text": text})
        assert found["answer"] == episode.turns[2].text.rstrip("\n")


BROKEN = [
    ("twenty_questions", '{"secret": "Basketbal", "text": "Is it round?"}', "the secret 'Basketbal' is none of the 158 objects of twenty_questions"),
    ("twenty_questions", '{"secret": "apple"}', "a question to twenty_questions needs the strings 'secret' and 'text', but has secret; give both"),
    ("twenty_questions", '{"secret": "apple", "text": 5}', "needs the strings 'secret' and 'text', but has secret, text; give both"),
    ("twenty_questions", "{not JSON", "the line is not JSON ("),
    ("twenty_questions", "", "the line is not JSON ("),
    ("twenty_questions", "[1, 2]", "the line is no object but [1, 2]; write one JSON object a line"),
    ("guess_city", '{"secret": "Atlantis", "text": "x"}', "the secret 'Atlantis' is none of the hundred cities of guess_city"),
    ("car_dealer", '{"seller": ["Hi"]}', "needs the object 'buyer' and the list 'seller', but has seller; give both"),
    ("car_dealer", json.dumps({"buyer": BUYER, "seller": ["Hi", 5]}), "1 of the 2 seller lines are no strings"),
    ("car_dealer", json.dumps({"buyer": BUYER | {"budget": 1}, "seller": []}), "a scenario of car_dealer has budget=1; it must be one of 10000,"),
]


@pytest.mark.parametrize(("task", "line", "sentence"), BROKEN)
def test_a_broken_line_gets_one_sentence_in_its_place_and_the_others_their_answers(lmrl: Call, task: str, line: str, sentence: str) -> None:
    good = {"buyer": BUYER, "seller": []} if task == "car_dealer" else {"secret": {"guess_city": "Lima"}.get(task, "apple"), "text": "Is it big?"}
    done = lmrl("ask", task, "--json", stdin=f"{json.dumps(good)}\n{line}\n{json.dumps(good)}\n")
    first, broken, last = map(json.loads, done.out.splitlines())
    assert first == last
    assert "error" not in first
    assert list(broken) == ["error"]
    assert broken["error"].startswith("line 2: ")
    assert sentence in broken["error"]
    assert (done.code, done.sentence) == (1, "1 of 3 lines could not be answered; each says why in its place")


def test_lines_from_a_file_bytes_and_all(lmrl: Call, tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_bytes(b'{"secret": "apple", "text": "Is it \xff?"}\n{"secret": "apple", "text": "Is it \xc3\xa9dible?"}\n')
    done = lmrl("ask", "twenty_questions", path, "--json")
    first, second = map(json.loads, done.out.splitlines())
    assert first["error"].startswith("line 1: the line is not JSON (")
    assert second["answer"] in ("Yes.", "No.")
    missing = lmrl("ask", "twenty_questions", tmp_path / "none.jsonl")
    assert (missing.code, missing.sentence) == (
        1,
        f"{tmp_path / 'none.jsonl'} cannot be read: no such file or directory; give a file with one JSON object a line",
    )


def test_a_task_without_a_simulator(lmrl: Call) -> None:
    done = lmrl("ask", "wordle")
    assert (done.code, done.sentence) == (
        2,
        "task wordle has no simulator that answers questions; ask one of car_dealer, guess_city, twenty_questions",
    )


def test_a_table_for_eyes(lmrl: Call) -> None:
    done = lmrl("ask", "twenty_questions", stdin='{"secret": "apple", "text": "Is it a fruit?"}\n')
    assert done.code == 0
    assert all(word in done.out for word in ("Answers of twenty_questions", "Is it a fruit?", "Yes.", "understood", "wins"))
