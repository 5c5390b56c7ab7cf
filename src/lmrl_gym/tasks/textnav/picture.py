"""The house as a drawing: its rooms and doorways, what lies where, and where one stands. It walks the commands again; it reads no observation."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from lmrl_gym.core.episode import Role, Scenario, Turn
from lmrl_gym.tasks.textnav.game import advance, start_room
from lmrl_gym.tasks.textnav.house import CARRIED, EXITS, FURNITURE, ROOMS, STALE, THINGS, World, first_world, floor_of, store_of

_MAP = {
    "garden": (1, 0),
    "backyard": (0, 1),
    "kitchen": (1, 1),
    "dining room": (2, 1),
    "living room": (3, 1),
    "bedroom": (4, 1),
    "office": (3, 2),
    "bathroom": (4, 2),
}
"""Room -> (column, row) on the map; north is up."""
_WIDE, _HIGH, _GAP, _LINE = 114, 112, 10, 15
"""Units a room is wide and high, of which the gap is between it and the next one; the height of a line of text."""


def picture(scenario: Scenario, turns: Sequence[Turn]) -> str:
    """SVG of the house after `turns`: the room one is in is tinted and marked with a disc, the stale food is red."""
    world = first_world(start_room(scenario))
    for turn in turns:
        if turn.role is Role.AGENT and not (world.won or world.lost):
            world, _ = advance(world, turn.text)
    width, height = 5 * _WIDE + _GAP, 3 * _HIGH + 2 * _GAP + _LINE
    rooms = "".join(_room(world, room) for room in ROOMS)
    held = [thing for thing, place in zip(THINGS, world.places, strict=True) if place == CARRIED]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="#fff"/>{_doorways()}{rooms}'
        f"{_text(_GAP, height - _GAP, 'carried: ' + (', '.join(held) or 'nothing'), STALE in held)}{_outcome(world, width, height)}</svg>"
    )


def _corner(room: str) -> tuple[int, int]:
    column, row = _MAP[room]
    return column * _WIDE + _GAP, row * _HIGH + _GAP


def _doorways() -> str:
    """A bar across the gap between any two rooms that one can walk between."""
    bars = []
    for room in ROOMS:
        x, y = _corner(room)
        for side in ("east", "south"):
            if side in EXITS[room]:
                left, top = (x + _WIDE - _GAP, y + _HIGH // 2 - 20) if side == "east" else (x + _WIDE // 2 - 20, y + _HIGH - _GAP)
                wide, high = (_GAP, 30) if side == "east" else (30, _GAP)
                bars.append(f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="#b9c0cb"/>')
    return "".join(bars)


def _room(world: World, room: str) -> str:
    x, y = _corner(room)
    here = room == world.room
    parts = [
        f'<rect x="{x}" y="{y}" width="{_WIDE - _GAP}" height="{_HIGH - _GAP}" rx="4" fill="{"#dbe7fb" if here else "#f4f5f7"}" stroke="#5b6472"/>',
        f'<text x="{x + 8}" y="{y + 17}" font-weight="bold" fill="#222">{escape(room)}</text>',
    ]
    if here:
        parts.append(f'<circle cx="{x + _WIDE - _GAP - 14}" cy="{y + 13}" r="6" fill="#3b76d6"/>')
    lines: list[tuple[str, bool]] = []
    if room in FURNITURE:
        noun, closable = FURNITURE[room]
        lines.append((noun + (": open" if noun in world.opened else ": closed") * closable, False))
        lines += [("\u2022 " + thing, thing == STALE) for thing in _things(world, store_of(room))]
    lines += [(thing, thing == STALE) for thing in _things(world, floor_of(room))]
    # A crowded room sets its lines closer, so that all seven things fit.
    line = min(_LINE, (_HIGH - _GAP - 24) // max(len(lines), 1))
    parts += [_text(x + 8, y + 20 + line * (n + 1), text, red) for n, (text, red) in enumerate(lines)]
    return "".join(parts)


def _things(world: World, place: str) -> list[str]:
    return [thing for thing, where in zip(THINGS, world.places, strict=True) if where == place]


def _text(x: int, y: int, text: str, red: bool) -> str:
    return f'<text x="{x}" y="{y}" fill="{"#d6493b" if red else "#444"}">{escape(text)}</text>'


def _outcome(world: World, width: int, height: int) -> str:
    told = "won" if world.won else "lost" if world.lost else ""
    return f'<text x="{width - _GAP}" y="{height - _GAP}" text-anchor="end" font-weight="bold" fill="#222">{told}</text>' if told else ""
