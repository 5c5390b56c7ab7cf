"""The map of the house: it follows the commands, and nothing in it runs."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from plain_house import ROOMS, THINGS, VIEWS, beyond

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.core.task import Task
from lmrl_gym.tasks import load_task

SVG = "{http://www.w3.org/2000/svg}"


def drawn(task: Task, room: str, *commands: str) -> ElementTree.Element:
    """The map, after checking that it is well-formed and nothing in it runs or loads."""
    env = task.start({"room": room})
    turns = [Turn(Role.ENV, env.opening)]
    for command in commands:
        turns += [Turn(Role.AGENT, command), Turn(Role.ENV, "…")]
    assert task.picture is not None
    text = task.picture({"room": room}, turns)
    assert "script" not in text
    assert "href" not in text
    return ElementTree.fromstring(text)


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", VIEWS)
def test_the_map_shows_the_house_and_where_one_is(name: str) -> None:
    task = load_task(name)
    svg = drawn(task, "living room")
    assert set(ROOMS) <= set(words(svg))
    assert {f"• {thing}" for thing in THINGS} <= set(words(svg))
    assert sum(rect.get("fill") == "#b9c0cb" for rect in svg.iter(f"{SVG}rect")) == 8  # the doorways
    places = {}
    for room in ROOMS:
        svg = drawn(task, room)
        (disc,) = svg.iter(f"{SVG}circle")
        x, y = places[room] = (float(disc.get("cx", 0)), float(disc.get("cy", 0)))
        (tinted,) = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("fill") == "#dbe7fb"]
        left, top = float(tinted.get("x", 0)), float(tinted.get("y", 0))
        assert left < x < left + float(tinted.get("width", 0))
        assert top < y < top + float(tinted.get("height", 0))
    for room in ROOMS:  # the map is a map: what is north is higher up, what is east is further right
        for side, (down, right) in {"north": (-1, 0), "east": (0, 1)}.items():
            if there := beyond(room, side):
                (x, y), (to_x, to_y) = places[room], places[there]
                assert ((to_x > x) - (to_x < x), (to_y > y) - (to_y < y)) == (right, down)


def test_the_map_follows_the_commands() -> None:
    task = load_task("textnav/full")
    svg = drawn(task, "living room", "TAKE stale food\n", "<script>alert(1)</script>", "go west\n", "take plate", "go west", "open fridge\n")
    assert "carried: stale food, plate" in words(svg)
    assert "fridge: open" in words(svg)
    assert "chest: closed" in words(svg)
    svg = drawn(task, "bedroom", "take bowl", "go west", "drop bowl")
    assert "bowl" in words(svg)
    assert "carried: nothing" in words(svg)
    won = drawn(
        task, "living room", "take stale food", "go west", "go west", "open fridge", "insert stale food into fridge", "close fridge", "go east"
    )
    assert "won" in words(won)
    assert "lost" in words(drawn(task, "living room", "take stale food", "eat stale food"))
