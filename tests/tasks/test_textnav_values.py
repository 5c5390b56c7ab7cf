"""Text navigation's exact values, by hand or by a second way of computing them; its players and stored episodes held against them."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from statistics import mean, stdev

import pytest
from plain_house import ROOMS, VIEWS, House, listed

import lmrl_gym.tasks.textnav as textnav
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Dialogue, Policy, Reference, Step, Task
from lmrl_gym.rollout import Start, play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.textnav import house, solve

BY_NAME = pytest.mark.parametrize("name", VIEWS)
NEAR = {"kitchen", "dining room", "garden", "backyard"}


def stored(task: Task, episodes: int = 1600) -> list[Episode]:
    begin = (Start(task.recipe.scenario(rng_for("test", task.name, i)), seed_for("test", task.name, i)) for i in range(episodes))
    return list(play(task, task.players[task.recipe.player](), begin))


def replies(player: Policy, turns: list[Turn], times: int = 1) -> list[str]:
    return [reply.text for reply in player.reply([Dialogue(turns, {"room": "garden"})] * times, seeds=list(range(times)))]


References = dict[str, dict[str, Reference]]


@pytest.fixture(scope="module")
def exact() -> References:
    """Computed once: it takes some seconds."""
    return textnav.exact_references()


# ---- the best ---------------------------------------------------------------------------------------------------------

FROM_THE_TABLE = ["take stale food from table", "go west", "go west", "open fridge", "insert stale food into fridge", "close fridge"]


@pytest.mark.parametrize(
    ("room", "way"),
    [
        ("living room", []),
        ("bedroom", ["go west"]),
        ("office", ["go north"]),
        ("dining room", ["go east"]),
        ("bathroom", ["go north", "go west"]),
        ("kitchen", ["go east", "go east"]),
        ("garden", ["go south", "go east", "go east"]),
        ("backyard", ["go east", "go east", "go east"]),
    ],
)
@BY_NAME
def test_the_best_player_takes_the_shortest_way_from_every_room(name: str, room: str, way: list[str]) -> None:
    """By hand: fetch the food, two doorways to the kitchen, then open, insert, close. Of equally short ways, the first in the alphabet."""
    task = load_task(name)
    (episode,) = play(task, task.players["ceiling"](), [Start({"room": room}, 0)])
    commands = [turn.text for turn in episode.turns if turn.role is Role.AGENT]
    assert commands == [f"{command}\n" for command in way + FROM_THE_TABLE]
    assert (episode.ending, episode.ret) == (Ending.SUCCESS, 1.0)
    assert solve.distances()[solve.bare(house.first_world(room))] == len(way) + 6


def test_no_shorter_way_exists_in_the_second_house() -> None:
    """Breadth first from the farthest and the nearest start, over whole worlds, down to the length of the way and no further."""
    for room, shortest in (("living room", 6), ("bathroom", 8)):
        seen, layer = {House(room).key()}, [House(room)]
        for depth in range(1, shortest + 1):
            ahead = []
            for here in layer:
                # Things that are not the stale food and places that only they need cannot shorten a way: they are left where they are.
                for command in [c for c in here.possible() if c.startswith(("go", "open", "close")) or "stale food" in c]:
                    there = here.twin()
                    there.do(command)
                    if there.key() not in seen and not there.lost:
                        seen.add(there.key())
                        ahead.append(there)
            layer = ahead
            assert any(h.won for h in layer) == (depth == shortest)


@BY_NAME
def test_the_best_player_finds_the_way_from_wherever_others_led_it(name: str) -> None:
    """After six commands at random (the food hidden in the chest, dropped in the garden, …) it wins in as few as the whole world allows."""
    task, player, won = load_task(name), load_task(name).players["ceiling"](), 0
    assert not player.sees_scenario
    for seed in range(150):
        rng, room = random.Random(seed), ROOMS[seed % 8]
        env, world = task.start({"room": room}), house.first_world(room)
        turns = [Turn(Role.ENV, env.opening)]
        for number in range(15):
            command = rng.choice([*listed(turns[-1].text), "jump"])
            if "stale" in "".join(listed(turns[-1].text)) and rng.random() < 0.7:
                command = rng.choice([c for c in listed(turns[-1].text) if "stale" in c and "eat" not in c])
            if number == 6:
                left = solve.distances().get(solve.bare(world))
            if number >= 6:
                command = replies(player, list(task.view(turns)))[0].strip()
            world = house.after(world, house.scene(world).acts.get(command, house.Act("")))
            step = env.step(command)
            assert isinstance(step, Step)
            turns += [Turn(Role.AGENT, command), Turn(Role.ENV, step.text)]
            if step.ending is not None:
                break
        if number >= 6 and left is not None and left <= 9:
            assert (step.ending, number + 1) == (Ending.SUCCESS, 6 + left)
            won += 1
    assert won > 100


def test_the_partial_views_openings_tell_all_rooms_apart() -> None:
    """So who remembers the opening and what was done knows the whole world: the partial view's optimum is the full view's."""
    task = load_task("textnav/partial")
    assert len({task.start({"room": room}).opening for room in ROOMS}) == 8


# ---- chance -----------------------------------------------------------------------------------------------------------


def forward(room: str, actions: int) -> Fraction:
    """The random player's chance to have won after `actions`, in the second house: forward over whole worlds, nothing left out or joined."""
    at, won = {House(room).key(): (House(room), Fraction(1))}, Fraction(0)
    for _ in range(actions):
        ahead: dict[object, tuple[House, Fraction]] = {}
        for here, chance in at.values():
            options = here.possible()
            for command in options:
                there = here.twin()
                there.do(command)
                if there.won:
                    won += chance / len(options)
                elif not there.lost:
                    key = there.key()
                    ahead[key] = (there, ahead.get(key, (there, Fraction(0)))[1] + chance / len(options))
        at = ahead
    return won


def test_the_random_players_chance_by_hand_and_by_a_second_way(exact: References) -> None:
    # By hand: from the living room six commands must all be right, of 5, 7, 7, 6, 8 and 6 that are listed.
    assert solve.values(frozenset(), 6)["living room"] == pytest.approx(1 / (5 * 7 * 7 * 6 * 8 * 6), rel=1e-12)
    assert solve.values(frozenset(), 5)["living room"] == 0
    assert solve.values(frozenset(), 7)["living room"] == pytest.approx(float(forward("living room", 7)), rel=1e-12)
    # The whole value, over 15 commands and all starts. Two million simulated games of another program won 194: 9.62e-5 ± .69e-5.
    assert exact["textnav/full"]["floor"].mean == pytest.approx(9.73766e-5, rel=1e-6)


def test_taking_like_things_together_changes_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = solve.values(frozenset(), 11)
    monkeypatch.setattr(solve, "_sorted", lambda world: world)
    assert joined == pytest.approx(solve.values(frozenset(), 11), rel=1e-12)


def test_the_floor_player_draws_every_admissible_command_alike() -> None:
    task = load_task("textnav/full")
    opening = [Turn(Role.ENV, task.start({"room": "living room"}).opening)]
    drawn = Counter(replies(task.players["floor"](), opening, 2000))
    assert sorted(drawn) == [f"{command}\n" for command in listed(opening[0].text)]
    assert all(abs(count - 400) < 4 * math.sqrt(2000 * 0.2 * 0.8) for count in drawn.values())


# ---- the half-good players and the data --------------------------------------------------------------------------------


def test_the_halves_are_the_rooms_next_to_the_kitchen_and_the_others() -> None:
    assert solve.halves() == {"near": NEAR, "far": set(ROOMS) - NEAR}


@BY_NAME
def test_a_half_good_player_plays_the_best_command_in_its_half_and_any_in_the_other(name: str) -> None:
    task = load_task(name)
    for room in ROOMS:
        opening = [Turn(Role.ENV, task.start({"room": room}).opening)]
        best = replies(task.players["ceiling"](), opening)
        for half in ("near", "far"):
            knows = (room in NEAR) == (half == "near")
            expected = set(best) if knows else {f"{c}\n" for c in listed(opening[0].text)}
            assert set(replies(task.players[half](), opening, 100)) == expected
            told = task.players["behaviour"]().reply([Dialogue(opening, {"room": room, "half": half})] * 100, seeds=range(100))
            assert {reply.text for reply in told} == expected
        # Where no half is named, it is either in every turn.
        either = Counter(replies(task.players["behaviour"](), opening, 400))
        assert set(either) == {f"{c}\n" for c in listed(opening[0].text)}
        assert either[best[0]] / 400 >= 0.5


@pytest.mark.parametrize(("half", "least", "most", "average"), [("near", 0.0636, 0.1066, 0.0859), ("far", 0.0013, 0.0041, 0.0026)])
def test_neither_half_good_player_gets_far_alone_and_both_halves_joined_always_win(half: str, least: float, most: float, average: float) -> None:
    """Success by start room, exactly: what makes the data a matter of stitching."""
    exact = solve.values(solve.halves()[half])
    assert (min(exact.values()), max(exact.values())) == (pytest.approx(least, abs=5e-5), pytest.approx(most, abs=5e-5))
    assert mean(exact.values()) == pytest.approx(average, abs=5e-5)
    assert set(solve.values(solve.halves()["near"] | solve.halves()["far"]).values()) == {1.0}
    task = load_task("textnav/partial")
    returns = [e.ret for e in play(task, task.players[half](), starts(task, "eval", 1600, seed=2))]
    assert abs(mean(returns) - average) < 4 * math.sqrt(average * (1 - average) / 1600)


@BY_NAME
def test_stored_episodes_are_visits_by_either_player_from_any_room(name: str) -> None:
    episodes = stored(load_task(name))
    kinds = Counter((e.scenario["room"], e.scenario["half"]) for e in episodes)
    assert len(kinds) == 16
    assert all(abs(count - 100) < 4 * math.sqrt(100) for count in kinds.values())
    # Exactly .0443 of them win (the mean of the two players' values). Of 20,000: 13.05 ± 3.55 commands, return .043 ± .202, 26 % lost.
    wins = mean(chance for rooms in solve.halves().values() for chance in solve.values(rooms).values())
    assert wins == pytest.approx(0.0443, abs=5e-5)
    assert abs(mean(e.ret for e in episodes) - wins) < 4 * math.sqrt(wins * (1 - wins) / 1600)
    lengths = [e.length for e in episodes]
    assert (mean(lengths), stdev(lengths)) == (pytest.approx(13.05, abs=0.3), pytest.approx(3.55, abs=0.25))


@BY_NAME
@pytest.mark.parametrize("text", ["", "\n", "Welcome.", "Admissible commands: ", "You are in the garden. You are carrying nothing.", "\ud800"])
def test_every_player_answers_what_is_no_visit(name: str, text: str) -> None:
    for make in load_task(name).players.values():
        for turns in ([Turn(Role.ENV, text)], [Turn(Role.AGENT, text), Turn(Role.ENV, text)]):
            assert replies(make(), turns) == ["look\n"]


def test_a_player_of_the_full_view_reads_the_latest_text_alone() -> None:
    task = load_task("textnav/full")
    latest = "You jump.\n" + task.start({"room": "garden"}).opening.partition("\n")[2]
    assert replies(task.players["ceiling"](), [Turn(Role.ENV, latest)]) == ["go south\n"]


# ---- the references ----------------------------------------------------------------------------------------------------


def test_the_references_on_file_are_the_exact_ones(exact: References) -> None:
    file = json.loads((Path(textnav.__file__).parent / "references.json").read_text())
    for name, references in exact.items():
        assert {key: file[name]["references"][key] for key in references} == {key: asdict(value) for key, value in references.items()}
        assert load_task(name).references["ceiling"].mean == 1.0
        data = load_task(name).references["data"]
        assert abs(data.mean - 0.0443) < 4 * data.stderr
