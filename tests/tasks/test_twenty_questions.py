"""Twenty questions: the game's rules by hand, what wins, the players' figures, a golden game."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest
from questioning import ask

from lmrl_gym import load_task
from lmrl_gym.core.contract import check_task
from lmrl_gym.core.episode import Ending, Role, Turn
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.task import Ask, Dialogue, PaperScale
from lmrl_gym.rollout import Start, play, starts
from lmrl_gym.tasks.twenty_questions import exact_references
from lmrl_gym.tasks.twenty_questions.asking import EVERYTHING, Question, guess
from lmrl_gym.tasks.twenty_questions.facts import names, things
from lmrl_gym.tasks.twenty_questions.game import Game, partner_prompt, yes_or_no
from lmrl_gym.tasks.twenty_questions.naming import guessed
from lmrl_gym.tasks.twenty_questions.reader import read
from lmrl_gym.tasks.twenty_questions.tree import Planner, bound, planner

GUESSES = Path(__file__).with_name("twenty_questions_guesses.txt")


# --- The game


def test_a_game_byte_for_byte() -> None:
    env = load_task("twenty_questions").start({"object": "cat"})
    assert env.opening == "Questions:\n"
    assert isinstance(env, Game)
    assert ask(env, "Is it an animal?\n") == ("Yes.\n", -1.0, None, {})
    assert ask(env, "Does it bark?\n") == ("No.\n", -1.0, None, {})
    assert ask(env, "What colour is it?\n") == ("No.\n", -1.0, None, {})
    assert ask(env, "Is it a cat?\n") == ("Yes.\n", 0.0, Ending.SUCCESS, {"understood": 0.75, "guesses": 1.0})
    with pytest.raises(RunError, match="this game of twenty questions is over; start a new one"):
        env.step("Is it a cat?\n")


def test_twenty_questions_and_the_last_may_still_win() -> None:
    lost, won = Game({"object": "cat"}), Game({"object": "cat"})
    for _ in range(19):
        assert ask(lost, "Is it a dog?\n") == ask(won, "Is it a dog?\n") == ("No.\n", -1.0, None, {})
    assert ask(lost, "Is it a dog?\n") == ("No.\n", -1.0, Ending.FAILURE, {"understood": 1.0, "guesses": 20.0})
    assert ask(won, "Is it a cat?\n") == ("Yes.\n", 0.0, Ending.SUCCESS, {"understood": 1.0, "guesses": 20.0})
    with pytest.raises(RunError):
        lost.step("Is it a cat?\n")


def test_the_partner_sees_the_question_and_the_object_and_the_env_reads_its_answer() -> None:
    env = Game({"object": "piano"})
    asked = env.step("Is it heavy?\n")
    assert asked == Ask(Dialogue((Turn(Role.ENV, "Is it heavy?\n"),), {"object": "piano"}))
    with pytest.raises(RunError, match="still unanswered"):
        env.step("Is it big?\n")
    assert env.resume(" yes, very much so").text == "Yes.\n"
    with pytest.raises(RunError, match="asked its partner nothing"):
        env.resume("Yes.")
    # A partner that denies the right name is believed: the question does not win.
    assert ask(env, "Is it a piano?\n", "No.") == ("No.\n", -1.0, None, {})
    # And one that says yes to everything makes no winner of a wrong name.
    assert ask(env, "Is it a dog?\n", "Yes.") == ("Yes.\n", -1.0, None, {})


@pytest.mark.parametrize(
    ("text", "meaning", "plainly"),
    [
        ("Yes.", True, True),
        ("yes\n", True, True),
        ("No", False, True),
        ("Answer: Yes, it is.", True, True),
        ("No, it isn't. Yes would be wrong.", False, True),
        ("It is not.", False, True),
        ("Correct!", True, True),
        ("That's not right", False, True),
        ("Perhaps", False, False),
        ("", False, False),
        ("No. I do not understand the question.", False, False),
        ("yesterday", False, False),
        ("know", False, False),
    ],
)
def test_what_a_partner_may_say(text: str, meaning: bool, plainly: bool) -> None:
    assert yes_or_no(text) == (meaning, plainly)


def test_the_prompt_for_a_language_model() -> None:
    prompt = partner_prompt(Dialogue((Turn(Role.ENV, "Is it alive?\n"),), {"object": "tree"}))
    assert prompt.endswith("\nobject: tree\nquestion: Is it alive?\nanswer (yes or no):")
    assert load_task("twenty_questions").partner_prompt is partner_prompt


def test_an_object_of_another_list_is_no_scenario() -> None:
    with pytest.raises(DataError, match=r"the scenario's object 'catt' is none of the 158 of twenty_questions; did you mean 'cat'\?"):
        Game({"object": "catt"})
    with pytest.raises(DataError, match="an object with the key 'object'"):
        Game({"word": "cat"})


# --- What wins


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Is it a basketball?\n", "basketball"),
        ("is it a basketball", "basketball"),
        ("Is it a pair of boots?", "boots"),
        ("Could the object be a TV?", "television"),
        ("Is the item an airplane?", "airplane"),
        ("Is it a plane?", "airplane"),
        ("Are they shoes?", "shoes"),
        ("Is it scissors?", "scissors"),
        ("Okay, is it perhaps a watering can?", "watering can"),
        ("I think it is a stuffed animal.", "stuffed animal"),
        ("Is it an oil painting?", "painting"),
        ("Is it a painting canvas?", "canvas"),
        ("Are you thinking of an elephant?", "elephant"),
        ("Is it called a trombone?", "trombone"),
        ("Is it an orange?", "orange"),
        ("Is it orange?", None),  # the colour
        ("Is it a ball?", None),
        ("Is it a red apple?", "apple"),
        ("Is it a kind of car?", None),
        ("Is it a cat or a dog?", None),
        ("Is it a cat? Is it a dog?", None),
        ("Is it a musical instrument?", None),
        ("Is it something you use with a computer?", None),
        ("Is it bigger than a car?", None),
        ("Is it not a cat?", None),
        ("Is it part of a car?", None),
        ("Is it a big cat?", None),  # lions and tigers
        ("Is it a large cat?", None),
        ("a part of a bed", None),
        ("Is it a key on a piano?", "key"),
        ("key on a piano", None),  # nothing says that this is a guess
        ("red apple", "apple"),
        ("grandfather's apple", None),
        ("Is it a grandfather's apple?", "apple"),
        ("Is it stone?", None),  # the stuff
        ("Is it a stone?", "rock"),
        ("Is it a big shiny round red apple?", "apple"),
        ("Is it a big shiny round ripe red apple?", None),
        ("", None),
    ],
)
def test_what_names_an_object_and_nothing_else_of_substance(text: str, name: str | None) -> None:
    assert guessed(text) == (None if name is None else names().index(name))


def test_every_name_and_variant_wins_and_is_answered_yes() -> None:
    for i, thing in enumerate(things()):
        assert ask(Game({"object": thing.name}), guess(i)).ending is Ending.SUCCESS
        for variant in thing.variants:
            assert ask(Game({"object": thing.name}), f"Is it a {variant}?\n").ending is Ending.SUCCESS, variant


def test_the_table_of_guesses() -> None:
    rows = [line.split(" | ") for line in GUESSES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert {name for name, _, _ in rows} == set(names())
    assert [(name, text) for name, text, wins in rows if (ask(Game({"object": name}), text).ending is Ending.SUCCESS) is not (wins == "wins")] == []


def test_a_kind_is_answered_yes_and_does_not_win() -> None:
    kinds = {"basketball": "a ball", "cat": "a feline", "violin": "a string instrument", "hammer": "a tool", "lake": "a body of water"}
    for name, kind in kinds.items():
        assert ask(Game({"object": name}), f"Is it {kind}?\n") == ("Yes.\n", -1.0, None, {})


# --- The task and its players


def test_what_the_task_declares() -> None:
    task = load_task("twenty_questions")
    assert (task.turn_limit, task.reward_range, task.eval_episodes, task.view.last) == (20, (-20.0, 0.0), 790, None)
    assert task.paper == PaperScale(-20.0, -17.3, -12.6)
    assert dict(task.recipe.episodes) == {"small": 40_000, "paper": 100_000}
    assert list(task.partners) == ["embedded"]
    assert check_task(task, episodes=6) == []
    rounds = [[str(task.scenario("eval", i)["object"]) for i in range(k * 158, k * 158 + 158)] for k in (0, 1)]
    assert set(rounds[0]) == set(rounds[1]) == set(names())
    assert rounds[0] != rounds[1]
    with pytest.raises(UsageError, match="no split 'evel'; did you mean 'eval'"):
        task.scenario("evel", 0)
    drawn = random.Random(0)
    assert {str(task.recipe.scenario(drawn)["object"]) for _ in range(2500)} == set(names())


def test_the_bound_by_hand() -> None:
    # Two things: guess one (the other costs 1). Three: guess, then two left: 2 + 1. Four: guess first: 3 + 3; or split 2 + 2: 4 + 1 + 1.
    # Five: guess first: 4 + 6; or split 2 + 3: 5 + 1 + 3.
    assert [bound(n) for n in range(1, 6)] == [0, 1, 3, 6, 9]


def test_the_planner_on_three_questions() -> None:
    """Four things, and questions that halve them both ways, or not at all."""
    halves = (Question(("a",), 0b0011), Question(("b",), 0b0101), Question(("c",), 0b1111))
    assert Planner(halves).plan(0b1111)[0] == 6
    assert Planner(halves[2:]).plan(0b1111)[0] == 0 + 1 + 2 + 3


def test_the_ceiling_reaches_the_bound() -> None:
    task = load_task("twenty_questions")
    cost, first = planner().plan(EVERYTHING)
    assert first is not None
    assert cost == bound(158)
    episodes = list(play(task, task.players["ceiling"](), [Start({"object": name}, 0) for name in names()]))
    assert all(e.ending is Ending.SUCCESS and e.metrics["understood"] == 1.0 for e in episodes)
    assert sum(e.ret for e in episodes) == -cost
    assert exact_references()["twenty_questions"]["ceiling"].mean == pytest.approx(-cost / 158)
    assert task.references["ceiling"].mean == pytest.approx(-cost / 158)


def test_the_floor_by_formula() -> None:
    task = load_task("twenty_questions")
    exact = exact_references()["twenty_questions"]["floor"].mean
    assert exact == pytest.approx(-sum((315 / 316) ** k for k in range(1, 21)))
    returns = [e.ret for e in play(task, task.players["floor"](), starts(task, "train", 400, seed=0))]
    spread = math.sqrt(sum((r - exact) ** 2 for r in returns)) / len(returns)
    assert abs(sum(returns) / len(returns) - exact) < 4 * spread


def test_the_data_are_as_the_paper_has_them() -> None:
    """Success .31 and return -17.3. A game that fails has twenty turns, so the mean length goes with these: 17.3 + .31."""
    task = load_task("twenty_questions")
    episodes = list(play(task, task.players["behaviour"](), starts(task, "train", 400, seed=0)))
    success = sum(e.ending is Ending.SUCCESS for e in episodes) / 400
    assert abs(success - 0.31) < 0.09
    assert abs(sum(e.ret for e in episodes) / 400 - -17.3) < 0.8
    assert sum(e.length for e in episodes) / 400 == pytest.approx(success - sum(e.ret for e in episodes) / 400)
    assert len({e.turns[1].text for e in episodes}) > 200
    assert min(e.metrics["understood"] for e in episodes) == 1.0
    weak, able = (sum(e.ret for e in play(task, task.players[p](), starts(task, "train", 60, seed=0))) / 60 for p in ("weak", "able"))
    assert weak < -16 < -12 < able


def test_players_answer_anything() -> None:
    task = load_task("twenty_questions")
    agent, env = Role.AGENT, Role.ENV
    contradiction = [(agent, "Is it alive?\n"), (env, "Yes.\n"), (agent, "Is it alive?\n"), (env, "No.\n")]
    odd = [
        Dialogue([]),
        Dialogue([Turn(Role.ENV, "Questions:\n"), Turn(Role.AGENT, "\ud800"), Turn(Role.ENV, "garbage")]),
        Dialogue([Turn(Role.ENV, "Questions:\n"), *[Turn(role, text) for role, text in contradiction]]),
        Dialogue([Turn(Role.AGENT, "Is it alive?\n")]),
    ]
    for name in task.players:
        for reply in task.players[name]().reply(odd, seeds=range(4)):
            assert reply.text.endswith("?\n"), name


def test_a_golden_game() -> None:
    task = load_task("twenty_questions")
    (episode,) = play(task, task.players["ceiling"](), [Start({"object": "violin"}, 0)])
    spoken = [(episode.turns[i].text, episode.turns[i + 1].text) for i in range(1, len(episode.turns), 2)]
    assert spoken[-1] == ("Is it a violin?\n", "Yes.\n")
    candidates = EVERYTHING
    for question, said in spoken[:-1]:
        candidates &= read(question).yes if said == "Yes.\n" else read(question).no
    assert candidates.bit_count() <= 3
    assert candidates >> names().index("violin") & 1
