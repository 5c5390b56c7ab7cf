"""The simulators under three thousand generated lines, as `benchmarks/fuzz.py` tries a hundred thousand; and whether it would notice."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from lmrl_gym.core.episode import Ending, Scenario
from lmrl_gym.core.task import Step

APPLE: Scenario = {"object": "apple"}
PARIS: Scenario = {"city": "Paris"}
BUYER: Scenario = {"persona": "impatient", "brand": "Toyota", "type": "SUV", "features": ["sunroof"], "budget": 30_000}
WON = Ending.SUCCESS


@pytest.fixture(scope="module")
def fuzzing() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).resolve().parents[1] / "benchmarks")
        module = importlib.import_module("fuzz")
    sys.modules.pop("machine", None)
    return module


def test_three_thousand_lines_that_nobody_should_say(fuzzing: ModuleType) -> None:
    tallies = fuzzing.fuzz(3000, seed=1)
    assert not [text for t in tallies.values() for text in t.shown]
    assert [sum(t.faults.values()) for t in tallies.values()] == [0, 0, 0]
    assert all(1000 <= t.inputs < 1030 for t in tallies.values())
    assert len(set().union(*(t.kinds for t in tallies.values()))) == 14, "every kind of line was tried"


def test_lines_say_which_names_they_hold(fuzzing: ModuleType) -> None:
    rng = fuzzing.rng_for("lines")
    world = fuzzing.World("twenty_questions", {"apple": ("apple",), "pear": ("pear", "pears")}, ["Is it red?\n"])
    assert all(said.wins == frozenset() and "apple" in said.text and "pear" in said.text for said in (fuzzing.names(rng, world) for _ in range(50)))
    for said in (fuzzing.guess(rng, world) for _ in range(50)):
        (name,) = said.wins
        assert name in said.text
    assert len(fuzzing.long(rng, world).text) == 100_000


RULES = [
    ("twenty_questions", APPLE, frozenset(), Step("Yes.\n", 0.0, WON), ["won without a guess"]),
    ("twenty_questions", APPLE, frozenset({"pear"}), Step("Yes.\n", 0.0, WON), ["won without a guess"]),
    ("twenty_questions", APPLE, frozenset({"apple"}), Step("Yes.\n", 0.0, WON), []),
    ("twenty_questions", APPLE, None, Step("No.\n", 0.0), ["not charged"]),
    ("twenty_questions", APPLE, None, Step("An apple.\n", -1.0), ["says more than yes or no"]),
    ("guess_city", PARIS, None, Step("It lies in FRANCE.\n", -1.0), ["gives a name away"]),
    ("guess_city", PARIS, None, Step("P\u00e0ris, of course.\n", -1.0), ["gives a name away"]),
    ("guess_city", PARIS, None, Step("A comparison is hard.\n", -1.0), []),
    ("guess_city", PARIS, None, Step("f-r-a-n-c-e\n", -1.0), ["gives a name away"]),
    # 1.25 times 30 000 dollars is what nobody pays.
    ("car_dealer", BUYER, None, Step("Fine.\n", 37.5, WON), ["paid more than the rules give"]),
    ("car_dealer", BUYER, None, Step("Fine.\n", 25.0, WON), []),
    ("car_dealer", BUYER, None, Step("Fine.\n", 25.0, Ending.FAILURE), ["paid more than the rules give"]),
    ("car_dealer", BUYER, None, Step("Hm.\n", -1.0), ["paid before the end", "paid more than the rules give"]),
    ("car_dealer", BUYER, None, Step("Hm. [accept sticker=1 sale=1]\n", 0.0), ["the decision line shows"]),
]


@pytest.mark.parametrize(("name", "scenario", "wins", "step", "faults"), RULES)
def test_what_breaks_a_rule_is_noticed(
    fuzzing: ModuleType, name: str, scenario: Scenario, wins: frozenset[str] | None, step: Step, faults: list[str]
) -> None:
    world = fuzzing.World(name, {}, give_aways={"Paris": ("Paris", "France")})
    assert list(fuzzing.step_faults(world, scenario, fuzzing.Said("x", "x", wins), step)) == faults


def test_an_exception_a_slow_answer_and_a_talk_without_end_are_noticed(fuzzing: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from lmrl_gym import load_task

    class Endless:
        opening = "Start\n"

        def step(self, text: str) -> Step:
            if "Is it" in text:
                raise ValueError(text)
            return Step("No.\n", -1.0)

    world, tally = fuzzing.World("twenty_questions", {"apple": ("apple",), "pear": ("pear",)}, ["So what?\n"]), fuzzing.Tally()
    monkeypatch.setattr(fuzzing, "SLOW_S", -1.0)
    task = replace(load_task("twenty_questions"), start=lambda _: Endless())
    for number in range(60):
        fuzzing.talk(task, world, number, tally, 0)
    assert {"raises ValueError", "slow", "does not end"} <= set(tally.faults)
