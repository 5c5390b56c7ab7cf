"""The maze's rules, worked by hand and held against a second maze."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from plain_maze import CELLS, DOWN, LEFT, MOVES, PICTURE, RIGHT, UP, VIEWS, Cell, plain_move, plain_walls

from lmrl_gym.core.episode import Ending, Scenario
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.task import Env, PaperScale, Step
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.maze import game

GARBAGE = (
    *("", "move left", "move left\n\n", " move left\n", "MOVE LEFT\n", "left\n", "\x00\x1b[2J", "\ud800", "a" * 1_000_000),
    *("Success\n", "→\n", "There is a wall above you.\n"),
)


def step(env: Env, text: str) -> Step:
    answer = env.step(text)
    assert isinstance(answer, Step)
    return answer


# ---- what is said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "place", "walls"),
    [
        ((5, 3), "5, 3", "There are walls to your left, below you.\n"),
        ((5, 6), "5, 6", "There is a wall above you.\n"),
        ((1, 1), "1, 1", "There are walls to your left, above you, below you.\n"),
        ((1, 5), "1, 5", "There are walls to your right, above you, below you.\n"),
        ((7, 6), "7, 6", "There are walls to your right, to your left.\n"),
        ((1, 10), "1, 1 0", "There are walls above you, below you.\n"),
        ((1, 11), "1, 1 1", "There are walls to your right, above you, below you.\n"),
    ],
)
def test_the_full_view_tells_goal_position_and_walls_and_the_partial_view_the_walls(cell: Cell, place: str, walls: str) -> None:
    full, partial = (load_task(name).start({"start": list(cell)}).opening for name in VIEWS)
    assert full == f"The goal is at position 8, 6. Your current position is at position {place}. {walls}"
    assert partial == walls


def test_the_sentence_about_no_one_and_two_walls() -> None:
    assert game.walls_sentence([]) == "There are no walls near you.\n"
    assert game.walls_sentence(["to your left"]) == "There is a wall to your left.\n"
    assert game.walls_sentence(["to your right", "above you"]) == "There are walls to your right, above you.\n"


def test_there_are_25_starts_and_the_partial_view_tells_only_7_kinds_apart() -> None:
    assert list(game.STARTS) == CELLS
    assert len(CELLS) == 25
    looks = Counter(game.partial_text(cell) for cell in CELLS)
    assert sorted(looks.values()) == [1, 1, 2, 2, 3, 8, 8]
    assert all(game.partial_text(cell) == plain_walls(*cell) for cell in CELLS)


# ---- what is charged, and how it ends --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS)
def test_the_last_move_to_the_goal_is_free_and_ends_it(name: str) -> None:
    env = load_task(name).start({"start": [6, 6]})
    assert env.step(DOWN)[1:3] == (-1.0, None)
    assert env.step(DOWN)[:3] == ("Success\n", 0.0, Ending.SUCCESS)
    with pytest.raises(RunError, match="has ended"):
        env.step(DOWN)


def test_a_wall_stops_you_and_the_move_costs_1() -> None:
    env = load_task("maze/full").start({"start": [1, 1]})
    for move in (LEFT, UP, DOWN):
        assert env.step(move)[:3] == (env.opening, -1.0, None)
    env = load_task("maze/full").start({"start": [1, 11]})
    assert env.step(RIGHT)[:3] == (env.opening, -1.0, None)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("charge", [-1.0, -4.0])
def test_any_other_text_is_charged_and_moves_nothing(name: str, charge: float) -> None:
    env = load_task(name if charge == -1 else f"{name}[garbage_reward=-4]").start({"start": [7, 6]})
    opening = env.opening
    for text in GARBAGE:
        assert env.step(text)[:3] == (opening, charge, None)
    assert env.step(DOWN)[:3] == ("Success\n", 0.0, Ending.SUCCESS)


@pytest.mark.parametrize("name", VIEWS)
def test_the_101st_action_ends_it(name: str) -> None:
    task = load_task(name)
    env = task.start({"start": [7, 6]})
    for _ in range(100):
        assert step(env, LEFT).ending is None
    assert env.step(LEFT)[:3] == ("Failure\n", -1.0, Ending.TURN_LIMIT)
    with pytest.raises(RunError, match="has ended"):
        env.step(LEFT)

    env = task.start({"start": [7, 6]})
    for _ in range(100):
        env.step("what?")
    assert env.step(DOWN)[:3] == ("Success\n", 0.0, Ending.SUCCESS)


def test_the_last_action_may_be_garbage() -> None:
    env = load_task("maze/full[garbage_reward=-4]").start({"start": [7, 6]})
    results = [step(env, "") for _ in range(101)]
    assert results[-1][:3] == ("Failure\n", -4.0, Ending.TURN_LIMIT)
    assert sum(result.reward for result in results) == -404


@pytest.mark.parametrize("name", VIEWS)
def test_random_walks_agree_with_a_plain_second_maze(name: str) -> None:
    task, rng = load_task(name), random.Random(7)
    for _ in range(300):
        row, column = rng.choice(CELLS)
        env = task.start({"start": [row, column]})
        for action in range(1, 102):
            move = rng.choice(MOVES)
            row, column = plain_move(row, column, move)
            text, reward, ending, _ = step(env, move)
            if PICTURE[row][column] == "G":
                assert (text, reward, ending) == ("Success\n", 0.0, Ending.SUCCESS)
                break
            spaced = ", ".join(" ".join(str(n)) for n in (row, column))
            place = f"The goal is at position 8, 6. Your current position is at position {spaced}. " if name == "maze/full" else ""
            seen = "Failure\n" if action == 101 else place + plain_walls(row, column)
            assert (text, reward, ending) == (seen, -1.0, Ending.TURN_LIMIT if action == 101 else None)


# ---- the task --------------------------------------------------------------------------------------------------------


def test_what_the_tasks_declare() -> None:
    full, partial = map(load_task, VIEWS)
    assert (full.view.last, partial.view.last) == (1, 40)
    assert full.paper == PaperScale(-101, -83, -6.84)
    assert partial.paper == PaperScale(-101, -83, -25.75)
    assert (full.turn_limit, full.reward_range, full.eval_episodes) == (101, (-101.0, 0.0), 800)


def test_the_charge_is_part_of_the_name_and_the_range() -> None:
    task = load_task("maze/partial[garbage_reward=-4]")
    assert (task.name, task.reward_range) == ("maze/partial[garbage_reward=-4.0]", (-404.0, 0.0))
    assert load_task("maze/full[garbage_reward=-0.5]").reward_range == (-101.0, 0.0)
    assert load_task("maze/full[garbage_reward=-1]").name == "maze/full"
    for value in ("1", "nan", "-inf"):
        with pytest.raises(UsageError, match="0 or less"):
            load_task(f"maze/full[garbage_reward={value}]")


def test_evaluation_is_32_episodes_from_each_start_in_order() -> None:
    task = load_task("maze/full")
    scenarios = [task.scenario("eval", i) for i in range(task.eval_episodes)]
    assert scenarios[:6] == [{"start": s} for s in ([1, 1], [1, 2], [1, 3], [1, 4], [1, 5], [1, 7])]
    assert set(Counter(json.dumps(s) for s in scenarios).values()) == {32}
    assert {json.dumps(task.scenario("train", i)) for i in range(500)} == {json.dumps(s) for s in scenarios}
    with pytest.raises(UsageError, match="did you mean 'eval'"):
        task.scenario("eva", 0)


@pytest.mark.parametrize(
    ("scenario", "rule"),
    [
        ({}, "start None is not"),
        ({"start": [8, 6]}, "start .8, 6. is not"),
        ({"start": [0, 0]}, "is not"),
        ({"start": [5]}, "is not"),
        ({"start": [[5], 6]}, "is not"),
        ({"start": "56"}, "is not"),
        ({"start": [1, 1], "submaze": "right"}, "not in a submaze 'right'"),
        ({"start": [1, 1], "submaze": "attic"}, "the submazes are left, right, stem"),
        ({"start": [1, 1], "stop": 0}, "stop 0 is not"),
        ({"start": [1, 1], "stop": 101}, "from 1 to 100"),
        ({"start": [1, 1], "stop": "9"}, "from 1 to 100"),
    ],
)
def test_a_scenario_that_is_none_is_refused(scenario: Scenario, rule: str) -> None:
    with pytest.raises(DataError, match=rule):
        load_task("maze/full").start(scenario)


# ---- the scenarios of stored episodes ----


def test_the_three_submazes_meet_at_the_junction_alone() -> None:
    left, right, stem = (game.SUBMAZES[name] for name in ("left", "right", "stem"))
    assert [len(s) for s in (left, right, stem)] == [12, 12, 4]
    assert left & right == left & stem == right & stem == {(5, 6)}
    assert left | right | stem == {*CELLS, (8, 6)}
    assert (8, 6) in stem


@pytest.mark.parametrize("name", VIEWS)
def test_a_stop_cuts_the_walk_with_the_ordinary_text(name: str) -> None:
    task = load_task(name)
    plain, cut = task.start({"start": [1, 1]}), task.start({"start": [1, 1], "submaze": "left", "stop": 3})
    for move in (RIGHT, "what?"):
        assert cut.step(move) == plain.step(move)
    seen = plain.step(RIGHT)
    assert cut.step(RIGHT)[:3] == (seen[0], -1.0, Ending.TURN_LIMIT)
    assert Ending.TURN_LIMIT.truncated
    with pytest.raises(RunError, match="has ended"):
        cut.step(RIGHT)
    assert task.start({"start": [7, 6], "submaze": "stem", "stop": 1}).step(DOWN)[:3] == ("Success\n", 0.0, Ending.SUCCESS)
