"""How the checker plays a task: one chunk of episodes at a time, apart from `rollout`, of which it knows nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, cast

from lmrl_gym.core.episode import Role, Scenario, Turn
from lmrl_gym.core.errors import ContractError
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Ask, Dialogue, Env, PartnerEnv, Policy, Step, Task


class Watched(NamedTuple):
    """An episode as the checker saw it: `steps[k]` answers `texts[k]`."""

    scenario: Scenario
    seed: int
    opening: str
    texts: list[str]
    steps: list[Step]
    turns: list[Turn]
    """The same as a conversation. A reward that no turn may carry is 0 here; `steps` has what was paid."""

    @property
    def ret(self) -> float:
        return math.fsum(step.reward for step in self.steps)


RECIPE = "the data recipe"
"""Stands among the players' names for the recipe's player on the recipe's scenarios."""


@dataclass(frozen=True, slots=True)
class Case:
    """One task under test. `played` holds, by player, the episodes that the later tables look at."""

    task: Task
    partner: Policy | None
    episodes: int
    played: dict[str, list[Watched]] = field(default_factory=dict)

    def starts(self, player: str) -> list[tuple[Scenario, int]]:
        """The starts of a player's episodes: fresh scenarios, the same ones for every player but the recipe's."""
        task = self.task
        starts: list[tuple[Scenario, int]] = []
        for k in range(self.episodes):
            scenario = task.recipe.scenario(rng_for("contract", task.name, k)) if player == RECIPE else task.scenario("eval", k)
            starts.append((scenario, seed_for("contract", task.name, k)))
        return starts

    def player(self, player: str) -> Policy:
        return self.task.players[self.task.recipe.player if player == RECIPE else player]()

    def everything(self) -> Iterator[tuple[str, Watched]]:
        """Every episode played, with words that say whose it is."""
        for player, episodes in self.played.items():
            for k, episode in enumerate(episodes):
                yield f"episode {k} of {player}", episode


Rule: TypeAlias = Callable[[Case], Iterator[str]]
"""Yields what was found instead of what the rule says; the first finding is reported."""


def say(case: Case, env: Env, text: str, seed: int, turn: int) -> Step:
    """The env's step, its questions to the partner answered."""
    result = env.step(text)
    asks = 0
    while isinstance(result, Ask):
        if case.partner is None:
            raise ContractError("the env asks for a partner, and the task names no partners")
        answer = case.partner.reply([result.dialogue], seeds=[seed_for(seed, "partner", turn, asks)])[0]
        result = cast(PartnerEnv, env).resume(answer.text)
        asks += 1
    if not isinstance(result, Step):
        raise ContractError(f"step returned {short(result)}, which is no Step")
    return result


def play(case: Case, player: str, width: int) -> list[Watched]:
    """A player's episodes, `width` at a time; one that does not end is broken off one turn after the task's limit."""
    task, policy = case.task, case.player(player)
    starts = case.starts(player)
    done: list[Watched] = []
    for first in range(0, len(starts), width):
        envs = [task.start(scenario) for scenario, _ in starts[first : first + width]]
        chunk = [Watched(s, seed, env.opening, [], [], [Turn(Role.ENV, env.opening)]) for (s, seed), env in zip(starts[first:], envs, strict=False)]
        for turn in range(task.turn_limit + 1):
            live = [i for i, e in enumerate(chunk) if not e.steps or e.steps[-1].ending is None]
            if not live:
                break
            dialogues = [Dialogue(task.view(chunk[i].turns), chunk[i].scenario if policy.sees_scenario else None) for i in live]
            replies = policy.reply(dialogues, seeds=[seed_for(chunk[i].seed, "agent", turn) for i in live])
            if len(replies) != len(live) or not all(isinstance(reply.text, str) for reply in replies):
                raise ContractError(f"player {policy.name} gave {short(replies)} to {len(live)} dialogues, not one text for each")
            for i, reply in zip(live, replies, strict=True):
                step = say(case, envs[i], reply.text, chunk[i].seed, turn)
                chunk[i].texts.append(reply.text)
                chunk[i].steps.append(step)
                paid = step.reward if finite(step.reward) else 0.0
                chunk[i].turns.extend((Turn(Role.AGENT, reply.text, paid), Turn(Role.ENV, step.text)))
        done += chunk
    return done


def recite(case: Case, scenario: Scenario, seed: int, texts: Sequence[str]) -> list[Step]:
    """The steps that answer `texts` in a fresh env, up to the end of the episode."""
    env = case.task.start(scenario)
    steps: list[Step] = []
    for turn, text in enumerate(texts):
        steps.append(say(case, env, text, seed, turn))
        if steps[-1].ending is not None:
            break
    return steps


def short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def finite(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
