"""Text navigation held against a second house, and what its two views tell and hide."""

from __future__ import annotations

import copy
import random
from collections import Counter

import pytest
from plain_house import COMMANDS, OBJECTIVE, ROOMS, VIEWS, House, listed

from lmrl_gym.core.episode import Ending
from lmrl_gym.core.task import Step
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.textnav import game, house, solve


@pytest.mark.parametrize("name", VIEWS)
def test_the_admissible_commands_are_all_that_can_be_done_and_do_what_they_should(name: str) -> None:
    """Random walks: what is listed is exactly what the second house can do; in it and here, both go on alike to the same end."""
    rng, walks = random.Random(5), Counter[str]()
    for number in range(64):
        plain = House(ROOMS[number % 8])
        env, world = load_task(name).start({"room": plain.room}), house.first_world(plain.room)
        text, ending = env.opening, None
        while ending is None:
            possible = plain.possible()
            assert listed(text) == possible
            # Half of the walks hurry, so that some get as far as the end.
            best = [solve.best_command(solve.bare(world))] if number % 2 else possible
            command = rng.choice(COMMANDS) if rng.random() < 0.2 else rng.choice(best)
            before = world
            world, _ = game.advance(world, command)
            could = plain.do(command)
            short = command.startswith("take ") and " from " not in command
            assert could == (world != before) or short
            if short and world != before and not could:  # the short form of a listed command
                assert any(c.startswith(f"{command} from ") and plain.do(c) for c in possible)
            step = env.step(command)
            assert isinstance(step, Step)
            text, ending = step.text, step.ending
            assert step.reward == float(plain.won)
            if plain.won or plain.lost:
                assert ending is (Ending.SUCCESS if plain.won else Ending.FAILURE)
            walks[str(ending)] += ending is not None
    assert set(walks) == {str(e) for e in (Ending.SUCCESS, Ending.FAILURE, Ending.TURN_LIMIT)} | {"None"}


def test_every_listed_command_changes_the_world_and_no_other_does() -> None:
    rng = random.Random(6)
    for number in range(60):
        world = house.first_world(ROOMS[number % 8])
        for _ in range(15):
            acts = house.scene(world).acts
            assert list(acts) == sorted(acts)
            assert all(house.after(world, act) != world for act in acts.values())
            shorts = {command.partition(" from ")[0] for command in acts}
            for command in COMMANDS:
                if command not in acts and command not in shorts:
                    assert game.advance(world, command)[0] == world
            world = house.after(world, rng.choice(list(acts.values())))
            if world.won or world.lost:
                break
        assert hash(world) == hash(copy.deepcopy(world))


# ---- the views -------------------------------------------------------------------------------------------------------


def test_the_full_view_holds_all_that_matters() -> None:
    """Worlds that read alike are equally far from winning and have the same best command: the latest text is enough to play by."""
    told: dict[str, set[tuple[int, str]]] = {}
    for world, far in solve.distances().items():
        if not world.won:
            told.setdefault(game.observe(world, full=True), set()).add((far, solve.best_command(world)))
    assert all(len(answers) == 1 for answers in told.values())
    assert len(told) > 200


def test_the_partial_view_names_neither_the_room_nor_what_one_carries() -> None:
    task, rng = load_task("textnav/partial"), random.Random(9)
    for number in range(80):
        room = ROOMS[number % 8]
        env, twin = task.start({"room": room}), load_task("textnav/full").start({"room": room})
        text, ending = env.opening, None
        while ending is None:
            lines = text.removeprefix(OBJECTIVE).splitlines()
            assert not any(name in line for name in ROOMS for line in lines)
            assert not any(word in line for word in ("carrying", "You are in") for line in lines)
            command = rng.choice([*listed(text), "look", "dance"])
            step, other = env.step(command), twin.step(command)
            assert isinstance(step, Step)
            assert isinstance(other, Step)
            assert step[1:] == other[1:]
            assert [line for line in other.text.splitlines() if not line.startswith(("You are in", "The stale food is"))] == step.text.splitlines()
            text, ending = step.text, step.ending
