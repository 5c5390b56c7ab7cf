"""The house's scripted players: anyone, the best, and the half-good ones that make the data.

Each is a stateless function of the dialogue and its seed, and knows what it knows from the texts: under the full view the latest one tells where
one is, where the stale food is and whether the fridge is closed; under the partial view no two rooms look alike at the start, and from there the
replies are walked again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from lmrl_gym.core.episode import Role
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.textnav.game import HALVES, OBJECTIVE, advance, here_sentence, observe, status
from lmrl_gym.tasks.textnav.house import ROOMS, World, first_world
from lmrl_gym.tasks.textnav.solve import bare, best_command, distances, halves

Reads: TypeAlias = Callable[[Dialogue], "World | None"]
"""What a player makes of a dialogue: the bare world it must be in (see `solve.bare`), None where no visit to the house reads so."""

_LISTED = "Admissible commands: "


def read_latest(dialogue: Dialogue) -> World | None:
    """The bare world that the latest text of the full view tells."""
    lines = dialogue.turns[-1].text.splitlines()
    room = next((_rooms()[key] for line in lines if (key := line[: line.find(".") + 1]) in _rooms()), None)
    told = next((_statuses()[line] for line in lines if line in _statuses()), None)
    return None if room is None or told is None else told._replace(room=room)


@lru_cache(maxsize=1)
def _rooms() -> Mapping[str, str]:
    return {here_sentence(room): room for room in ROOMS}


@lru_cache(maxsize=1)
def _statuses() -> Mapping[str, World]:
    """Status sentence -> a world it is true of. Those it leaves open differ only in the chest, while the food is not in it."""
    return {status(world): world for world in distances()}


def walk_again(dialogue: Dialogue) -> World | None:
    """The bare world after a dialogue of the partial view, seen from its beginning."""
    turns = dialogue.turns
    room = _openings().get(turns[0].text)
    if room is None:
        return None
    world = first_world(room)
    for turn in turns:
        if turn.role is Role.AGENT:
            world, _ = advance(world, turn.text)
    return bare(world)


@lru_cache(maxsize=1)
def _openings() -> Mapping[str, str]:
    return {OBJECTIVE + observe(first_world(room), full=False): room for room in ROOMS}


def listed(dialogue: Dialogue) -> list[str]:
    """The admissible commands that the latest text lists; `look` where it lists none."""
    lines = dialogue.turns[-1].text.splitlines()
    commands = next((line[len(_LISTED) :] for line in reversed(lines) if line.startswith(_LISTED)), "")
    return [command for command in commands.split(", ") if command] or ["look"]


def _any(dialogue: Dialogue, seed: int) -> str:
    return rng_for("textnav command", seed).choice(listed(dialogue))


@dataclass(frozen=True, slots=True)
class Floor:
    """Draws each admissible command with equal chance."""

    name: str = "floor"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(_any(dialogue, seed) + "\n") for dialogue, seed in zip(dialogues, seeds, strict=True)]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Takes a shortest way to win; where a dialogue does not tell the world, or nobody can win any more, the first command that is listed."""

    reads: Reads
    name: str = "ceiling"
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._command(dialogue) + "\n") for dialogue, _ in zip(dialogues, seeds, strict=True)]

    def _command(self, dialogue: Dialogue) -> str:
        world = self.reads(dialogue)
        return best_command(world) if world in distances() else listed(dialogue)[0]


@dataclass(frozen=True, slots=True)
class HalfGood:
    """Takes a shortest way in the rooms of one half, draws any admissible command in the other.

    The half is `half`, or else the one that the scenario names; where it names none either, each turn draws which.
    """

    reads: Reads
    name: str
    half: str = ""
    sees_scenario: bool = True

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._command(dialogue, seed) + "\n") for dialogue, seed in zip(dialogues, seeds, strict=True)]

    def _command(self, dialogue: Dialogue, seed: int) -> str:
        named = (dialogue.scenario or {}).get("half")
        half = self.half or (named if isinstance(named, str) and named in HALVES else rng_for("textnav half", seed).choice(HALVES))
        world = self.reads(dialogue)
        if world is None or world.room not in halves()[half] or world not in distances():
            return _any(dialogue, seed)
        return best_command(world)
