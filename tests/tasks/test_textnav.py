"""The rules of text navigation, worked by hand and held against a second house."""

from __future__ import annotations

from collections import Counter
from functools import partial as bound
from itertools import product

import pytest
from plain_house import OBJECTIVE, ROOMS, VIEWS, listed

from lmrl_gym.core.contract import check_task
from lmrl_gym.core.episode import Ending, Role, Scenario, Turn
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.task import Env, PaperScale, Step
from lmrl_gym.rollout import Start, play
from lmrl_gym.tasks import load_task

GARBAGE = (
    *("", "\n", "xyzzy", "go", "go up", "take", "take nothing from table", "open table", "eat table", "put on", "north", "\x00\x1b[2J", "\ud800"),
    *(OBJECTIVE, "Admissible commands: go west", "go west, go west", "a" * 1_000_000),
)
BY_NAME = pytest.mark.parametrize("name", VIEWS)


def said(env: Env, *commands: str) -> str:
    """What the env says to the last of `commands`; none of them ends the game."""
    answer = ""
    for command in commands:
        step = env.step(command + "\n")
        assert isinstance(step, Step)
        assert (step.reward, step.ending) == (0.0, None)
        answer = step.text
    return answer


def visit(room: str, *commands: str, name: str = "textnav/full") -> Env:
    env = load_task(name).start({"room": room})
    said(env, *commands)
    return env


def changed(room: str, *commands: str) -> bool:
    """Whether the last of `commands` changes what the full view says after the answering sentence."""
    before = visit(room, *commands[:-1])
    now = said(before, "look")
    return said(visit(room, *commands[:-1]), commands[-1]).partition("\n")[2] != now.partition("\n")[2]


# ---- a page of the play ----------------------------------------------------------------------------------------------

FROM_THE_BEDROOM = """\
Your objective: put the stale food that is on the table in the living room into the fridge in the kitchen, and close the fridge.
You are in the bedroom. You are carrying nothing.
You see a table. On the table you see a bowl. There are exits to the south and west.
The stale food is on the table in the living room; the fridge is closed.
Admissible commands: go south, go west, take bowl from table
> go west
You go west.
You are in the living room. You are carrying nothing.
You see a table. On the table you see some stale food and some fresh food. There are exits to the east, south and west.
The stale food is on the table in the living room; the fridge is closed.
Admissible commands: go east, go south, go west, take fresh food from table, take stale food from table
> take stale food from table
You take the stale food from the table.
You are in the living room. You are carrying some stale food.
You see a table. On the table you see some fresh food. There are exits to the east, south and west.
The stale food is with you; the fridge is closed.
Admissible commands: drop stale food, eat stale food, go east, go south, go west, put stale food on table, take fresh food from table
> go west
You go west.
You are in the dining room. You are carrying some stale food.
You see a table. On the table you see a coffee cup and a plate. There are exits to the east and west.
The stale food is with you; the fridge is closed.
Admissible commands: drop stale food, eat stale food, go east, go west, put stale food on table, take coffee cup from table, take plate from table
> go west
You go west.
You are in the kitchen. You are carrying some stale food.
You see a closed fridge. There are exits to the east, north and west.
The stale food is with you; the fridge is closed.
Admissible commands: drop stale food, eat stale food, go east, go north, go west, open fridge
> open fridge
You open the fridge.
You are in the kitchen. You are carrying some stale food.
You see an open fridge. In the fridge you see some fruit. There are exits to the east, north and west.
The stale food is with you; the fridge is open.
Admissible commands: close fridge, drop stale food, eat stale food, go east, go north, go west, insert stale food into fridge, take fruit from fridge
> insert stale food into fridge
You put the stale food into the fridge.
You are in the kitchen. You are carrying nothing.
You see an open fridge. In the fridge you see some stale food and some fruit. There are exits to the east, north and west.
The stale food is in the open fridge in the kitchen; the fridge is open.
Admissible commands: close fridge, go east, go north, go west, take fruit from fridge, take stale food from fridge
> close fridge
You close the fridge. The stale food is put away: you have won.
"""


@BY_NAME
def test_the_shortest_way_from_the_bedroom_word_for_word(name: str) -> None:
    task = load_task(name)
    (episode,) = play(task, task.players["ceiling"](), [Start({"room": "bedroom"}, 0)])
    page = "".join(("> " if turn.role is Role.AGENT else "") + turn.text for turn in episode.turns)
    hidden = ("You are in the", "The stale food is") if name == "textnav/partial" else ("-",)
    assert page.splitlines() == [line for line in FROM_THE_BEDROOM.splitlines() if not line.startswith(hidden)]
    assert [turn.reward for turn in episode.turns if turn.role is Role.AGENT] == [0, 0, 0, 0, 0, 0, 1]
    assert (episode.ending, episode.ret, episode.length) == (Ending.SUCCESS, 1.0, 7)


@pytest.mark.parametrize(
    ("room", "seen", "commands"),
    [
        ("office", "You see a closed chest. There are exits to the east and north.", ["go east", "go north", "open chest"]),
        ("bathroom", "You see nothing of use. There are exits to the north and west.", ["go north", "go west"]),
        ("garden", "You see nothing of use. There is an exit to the south.", ["go south"]),
        ("backyard", "You see nothing of use. There is an exit to the east.", ["go east"]),
        ("kitchen", "You see a closed fridge. There are exits to the east, north and west.", ["go east", "go north", "go west", "open fridge"]),
        (
            "dining room",
            "You see a table. On the table you see a coffee cup and a plate. There are exits to the east and west.",
            ["go east", "go west", "take coffee cup from table", "take plate from table"],
        ),
    ],
)
def test_what_the_other_rooms_look_like_at_the_start(room: str, seen: str, commands: list[str]) -> None:
    full, partial = (visit(room, name=name).opening for name in VIEWS)
    line = f"Admissible commands: {', '.join(commands)}\n"
    fact = "The stale food is on the table in the living room; the fridge is closed."
    assert full == f"{OBJECTIVE}You are in the {room}. You are carrying nothing.\n{seen}\n{fact}\n{line}"
    assert partial == f"{OBJECTIVE}{seen}\n{line}"


# ---- doorways and containers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("room", "side", "other", "back"),
    [
        ("bedroom", "west", "living room", "east"),
        ("living room", "west", "dining room", "east"),
        ("dining room", "west", "kitchen", "east"),
        ("kitchen", "north", "garden", "south"),
        ("living room", "south", "office", "north"),
        ("office", "east", "bathroom", "west"),
        ("bedroom", "south", "bathroom", "north"),
        ("kitchen", "west", "backyard", "east"),
    ],
)
def test_a_doorway_is_open_both_ways(room: str, side: str, other: str, back: str) -> None:
    env = visit(room)
    assert f"You are in the {other}." in said(env, f"go {side}")
    assert f"You are in the {room}." in said(env, f"go {back}")


def test_there_are_eight_rooms_and_eight_doorways_that_cannot_be_shut() -> None:
    assert len(ROOMS) == 8
    assert sum(command.startswith("go ") for room in ROOMS for command in listed(visit(room).opening)) == 2 * 8
    assert not changed("bedroom", "close door")
    assert not changed("bedroom", "go north")


def test_a_closed_container_hides_what_it_holds_and_takes_nothing() -> None:
    env = visit("office")
    assert "utensils" not in env.opening
    assert not changed("office", "take utensils from chest")
    assert not changed("office", "take utensils")
    assert not changed("office", "examine utensils")
    assert "In the chest you see some utensils." in said(env, "open chest")
    assert "You see a closed chest." in said(env, "close chest")
    bring = ("take stale food", "go south")
    assert not changed("living room", *bring, "insert stale food into chest")
    assert "The stale food is in the closed chest in the office;" in said(
        visit("living room", *bring), "open chest", "insert stale food into chest", "close chest"
    )


def test_only_chest_and_fridge_open_and_only_from_the_other_state() -> None:
    assert not changed("office", "close chest")
    assert changed("office", "open chest")
    assert not changed("office", "open chest", "open chest")
    assert not changed("office", "open fridge")
    assert not changed("living room", "open table")
    assert not changed("living room", "close table")


# ---- things ----------------------------------------------------------------------------------------------------------


def test_taking_dropping_and_putting() -> None:
    env = visit("dining room")
    assert "You are carrying a plate." in said(env, "take plate from table")
    assert "You are carrying a coffee cup and a plate." in said(env, "take coffee cup from table")
    assert "On the table you see nothing." in said(env, "look")
    assert "On the floor you see a plate." in said(env, "drop plate")
    assert "take plate" in listed(said(env, "look"))
    assert said(env, "take plate").startswith("You take the plate.\n")
    assert "On the table you see a plate." in said(env, "put plate on table")
    assert "take plate from table" in listed(said(env, "look"))
    env = visit("bedroom", "take bowl", "go west", "go west")
    assert "On the table you see a bowl, a coffee cup and a plate." in said(env, "put bowl on table")


def test_one_can_only_use_what_one_holds_and_take_what_is_there() -> None:
    for command in ("drop bowl", "put bowl on table", "take plate from table", "take plate", "insert bowl into table", "put bowl into table"):
        assert not changed("bedroom", command)
    for command in ("take bowl", "take bowl from table", "eat bowl", "insert bowl into table", "put bowl on fridge"):
        assert not changed("bedroom", "take bowl", command)
    assert not changed("bedroom", "take bowl", "drop bowl", "take bowl from table")
    assert not changed("living room", "eat fresh food")
    assert not changed("kitchen", "put fruit on fridge")
    assert not changed("kitchen", "open fridge", "take fruit", "put fruit on fridge")


def test_take_alone_takes_it_from_wherever_it_is_in_reach() -> None:
    for room, opening, thing in (("bedroom", (), "bowl"), ("kitchen", ("open fridge",), "fruit")):
        env = visit(room, *opening)
        assert f"take {thing}" not in listed(said(env, "look"))
        noun = "table" if room == "bedroom" else "fridge"
        assert said(env, f"take {thing}") == said(visit(room, *opening), f"take {thing} from {noun}")


@BY_NAME
def test_harmless_food_can_be_eaten_and_is_gone(name: str) -> None:
    env = visit("living room", "take fresh food", name=name)
    assert said(env, "eat fresh food").startswith("You eat the fresh food.\n")
    assert "fresh food" not in said(env, "look").splitlines()[-2]
    env = visit("kitchen", "open fridge", "take fruit", name=name)
    assert "fruit" not in "".join(said(env, "eat fruit", "look").splitlines())


# ---- the end ---------------------------------------------------------------------------------------------------------


@BY_NAME
def test_eating_the_stale_food_loses(name: str) -> None:
    env = visit("living room", "take stale food", name=name)
    assert env.step("eat stale food\n")[:3] == (
        "You eat the stale food. Now nobody can put it away: you have lost.\n",
        0.0,
        Ending.FAILURE,
    )
    with pytest.raises(RunError, match="has ended"):
        env.step("look\n")


@BY_NAME
def test_only_the_stale_food_in_the_closed_fridge_wins(name: str) -> None:
    env = visit("living room", "take stale food", "go south", "open chest", "insert stale food into chest", "close chest", name=name)
    said(env, "open chest", "take stale food", "go north", "go west", "go west", "open fridge", "close fridge", "open fridge")
    # The 15th command may win too.
    said(env, "insert stale food into fridge")
    assert env.step("close fridge")[:3] == ("You close the fridge. The stale food is put away: you have won.\n", 1.0, Ending.SUCCESS)
    with pytest.raises(RunError, match="has ended"):
        env.step("look\n")
    other = visit("living room", "take fresh food", "go west", "go west", "open fridge", "insert fresh food into fridge", name=name)
    assert said(other, "close fridge").startswith("You close the fridge.\n")


@BY_NAME
def test_the_15th_command_ends_it_with_the_ordinary_text(name: str) -> None:
    env, same = visit("garden", name=name), visit("garden", name=name)
    for n in range(14):
        assert said(env, "go south" if n % 2 == 0 else "go north") == said(same, "go south" if n % 2 == 0 else "go north") or n == 0
    last = env.step("go south\n")
    assert last[1:3] == (0.0, Ending.TURN_LIMIT)
    assert last[0] == said(visit("garden", name=name), "go south")
    assert Ending.TURN_LIMIT.truncated
    with pytest.raises(RunError, match="has ended"):
        env.step("go north\n")


# ---- what is not admissible ------------------------------------------------------------------------------------------


@BY_NAME
def test_garbage_gets_a_sentence_changes_nothing_and_counts(name: str) -> None:
    env = visit("bedroom", name=name)
    scene = env.opening.removeprefix(OBJECTIVE)
    for text in GARBAGE[:14]:
        step = env.step(text)
        assert isinstance(step, Step)
        sentence, _, rest = step.text.partition("\n")
        assert sentence in ("That cannot be done here and now.", "That is nothing you know how to do.")
        assert (rest, step.reward, step.ending) == (scene, 0.0, None)
    assert env.step("go west")[2] is Ending.TURN_LIMIT
    for text in GARBAGE[14:]:
        assert said(visit("bedroom", name=name), text).partition("\n")[2] == scene


def test_a_known_verb_gets_another_sentence_than_no_verb() -> None:
    assert said(visit("bedroom"), "open fridge").startswith("That cannot be done here and now.\n")
    assert said(visit("bedroom"), "polish fridge").startswith("That is nothing you know how to do.\n")


@BY_NAME
def test_looking_is_understood_not_listed_and_counts(name: str) -> None:
    env = visit("office", "open chest", name=name)
    scene = said(env, "look").partition("\n")[2]
    answers = {
        "look": "You look around.",
        "inventory": "You are carrying nothing.",
        "examine chest": "You see an open chest. In the chest you see some utensils.",
        "examine utensils": "You see nothing special about the utensils.",
    }
    for command, answer in answers.items():
        assert command not in listed(scene)
        assert said(env, command) == f"{answer}\n{scene}"
    said(env, *["look"] * 8)
    assert env.step("inventory\n")[2] is Ending.TURN_LIMIT
    assert said(visit("living room", "take stale food", name=name), "inventory").startswith("You are carrying some stale food.\n")
    assert said(visit("living room", name=name), "examine stale food").startswith("The stale food can be eaten.\n")
    assert said(visit("living room", name=name), "examine fruit").startswith("That cannot be done here and now.\n")


@BY_NAME
@pytest.mark.parametrize("text", ["take bowl from table", "  TAKE\tBowl  from   table\r\n", "Take Bowl From Table\n\n"])
def test_case_and_spaces_do_not_matter(name: str, text: str) -> None:
    assert said(visit("bedroom", name=name), text) == said(visit("bedroom", name=name), "take bowl from table")


# ---- the task --------------------------------------------------------------------------------------------------------


@BY_NAME
def test_the_contract_is_kept(name: str) -> None:
    assert check_task(load_task(name), episodes=16) == []


def test_what_the_tasks_declare() -> None:
    full, partial = map(load_task, VIEWS)
    assert (full.view.markov, partial.view.last) == (True, None)
    for task in (full, partial):
        assert (task.turn_limit, task.reward_range, task.paper) == (15, (0.0, 1.0), PaperScale(0.0, 0.26, 1.0))
        assert task.eval_episodes == 512
        assert task.recipe.episodes == {"small": 2500, "paper": 2500}


def test_evaluation_weighs_every_room_equally_and_training_draws_them_all() -> None:
    task = load_task("textnav/full")
    rooms = [str(task.scenario("eval", i)["room"]) for i in range(task.eval_episodes)]
    assert sorted(rooms[:8]) == sorted(ROOMS)
    assert Counter(rooms) == dict.fromkeys(ROOMS, 64)
    visits = Counter((e["room"], e["half"]) for e in map(bound(task.scenario, "eval"), range(task.eval_episodes)))
    assert visits == dict.fromkeys(product(ROOMS, ("near", "far")), 32)
    assert {str(task.scenario("train", i)["room"]) for i in range(100)} == set(ROOMS)
    with pytest.raises(UsageError, match="did you mean 'eval'"):
        task.scenario("eva", 0)


@BY_NAME
def test_the_same_seed_plays_the_same_episode(name: str) -> None:
    def played(width: int) -> list[tuple[Turn, ...]]:
        task = load_task(name)
        begin = [Start({"room": ROOMS[i % 8], "half": ("near", "far")[i % 2]}, 100 + i % 12) for i in range(24)]
        return [e.turns for e in play(task, task.players["behaviour"](), begin, width=width)]

    assert played(1) == played(24)


@pytest.mark.parametrize(
    ("scenario", "rule"),
    [
        ({}, "room None is not in the house; choose from bedroom, office"),
        ({"room": "attic"}, "room 'attic' is not in the house"),
        ({"room": ["kitchen"]}, "is not in the house"),
        ({"room": "kitchen", "half": "north"}, "half 'north' is none; choose near or far"),
        ({"room": "kitchen", "half": ["near"]}, "is none"),
    ],
)
def test_a_scenario_that_is_none_is_refused(scenario: Scenario, rule: str) -> None:
    with pytest.raises(DataError, match=rule):
        load_task("textnav/full").start(scenario)
