"""Talks with the embedded buyer, for tests."""

from __future__ import annotations

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, Step
from lmrl_gym.tasks.car_dealer.buyer import Buyer
from lmrl_gym.tasks.car_dealer.facts import facts_of
from lmrl_gym.tasks.car_dealer.game import Game
from lmrl_gym.tasks.car_dealer.mind import Mind, heard

FAMILY: Scenario = {"persona": "features", "brand": "Toyota", "type": "SUV", "features": ["heated seats", "sunroof"], "budget": 30_000}


def of(**changes: object) -> Scenario:
    return {**FAMILY, **changes}  # type: ignore[dict-item]


def talk(scenario: Scenario, *lines: str, seed: int = 0, reward: str = "revenue") -> list[Step]:
    """The env's answers to seller lines, with the embedded buyer, until the talk ends."""
    env, steps = Game(scenario, reward), []
    for k, line in enumerate(lines):
        ask = env.step(line)
        assert isinstance(ask, Ask)
        steps.append(env.resume(Buyer().reply([ask.dialogue], seeds=[seed_for(seed, k)])[0].text))
        if steps[-1].ending is not None:
            break
    return steps


def mind_after(scenario: Scenario, *lines: str) -> Mind:
    last = heard(lines, facts_of(scenario))
    assert last is not None
    return last.mind
