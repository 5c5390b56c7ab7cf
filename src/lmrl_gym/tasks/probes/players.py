"""The probes' scripted players: all of them draw a reply from a table of chances, at the state that the visible turns lead to.

A player is a function of what it sees and of the seed it is given, nothing else. Where it cannot tell the state, it gives the first reply
of the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, Reply
from lmrl_gym.tasks.probes.exact import Chances
from lmrl_gym.tasks.probes.game import Game


@dataclass(frozen=True, slots=True)
class TablePlayer:
    """Replies by `chances`; one that sees the scenario follows the scenario's plan wherever that has a reply for the state."""

    name: str
    game: Game
    chances: Chances
    sees_scenario: bool = False

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        return [Reply(self._one(d, seed) + "\n") for d, seed in zip(dialogues, seeds, strict=True)]

    def _one(self, dialogue: Dialogue, seed: int) -> str:
        state = self.game.locate(dialogue.turns)
        planned = _planned(dialogue.scenario, state)
        if planned is not None:
            return planned
        row = self.chances.get(state) if state is not None else None
        if row is None:
            row = next(iter(self.chances.values()))
            return next(iter(row))
        return rng_for(self.name, seed).choices(list(row), weights=list(row.values()))[0]


def _planned(scenario: Scenario | None, state: str | None) -> str | None:
    plan = scenario.get("plan") if scenario is not None else None
    if not isinstance(plan, Mapping) or state not in plan:
        return None
    return str(plan[state])
