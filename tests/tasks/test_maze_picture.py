"""The maze's drawing, read back with an XML parser."""

from __future__ import annotations

from xml.etree import ElementTree

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.tasks import load_task

SVG = "{http://www.w3.org/2000/svg}"


def said(*texts: str) -> list[Turn]:
    turns = [Turn(Role.ENV, "")]
    for text in texts:
        turns += [Turn(Role.AGENT, text, -1.0), Turn(Role.ENV, "")]
    return turns


def test_the_drawing_shows_the_way_walked() -> None:
    picture = load_task("maze/full").picture
    assert picture is not None
    # From (1, 4), 20 units a cell: a wall above, one step left, garbage that moves nothing, one step left again.
    drawn = ElementTree.fromstring(picture({"start": [1, 4]}, said("move up\n", "move left\n", "</svg><script>", "move left\n")))
    line = drawn.find(f"{SVG}polyline")
    assert line is not None
    assert line.get("points") == "90,30 90,30 70,30 50,30"
    start, here = drawn.findall(f"{SVG}circle")
    assert [(c.get("cx"), c.get("cy")) for c in (start, here)] == [("90", "30"), ("50", "30")]
    goal = drawn.findall(f"{SVG}rect")[1]
    assert (goal.get("x"), goal.get("y")) == ("122", "162")  # cell (8, 6)
    walls = drawn.find(f"{SVG}path")
    assert walls is not None
    assert str(walls.get("d")).count("M") == 10 * 13 - 26
