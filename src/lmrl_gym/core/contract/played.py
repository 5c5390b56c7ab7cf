"""Rules about what the episodes of a task's players look like, those of its data recipe included: texts, rewards, ends, metrics."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lmrl_gym.core.contract.play import RECIPE, Case, Rule, finite, play, short
from lmrl_gym.core.episode import Ending


def _everyone_plays(case: Case) -> Iterator[str]:
    for player in (*case.task.players, RECIPE):
        before = copy.deepcopy(case.starts(player))
        case.played[player] = play(case, player, width=7)
        for (scenario, _), e in zip(before, case.played[player], strict=True):
            if scenario != e.scenario:
                yield f"playing changed scenario {short(scenario)} to {short(e.scenario)}"


def _texts(case: Case) -> Iterator[str]:
    for who, e in case.everything():
        for step in e.steps:
            if not isinstance(step.text, str):
                yield f"{who} was answered with {short(step.text)}"


def _rewards(case: Case) -> Iterator[str]:
    for who, e in case.everything():
        for step in e.steps:
            if not finite(step.reward):
                yield f"{who} was paid {step.reward!r}"


def _returns(case: Case) -> Iterator[str]:
    low, high = case.task.reward_range
    for who, e in case.everything():
        if all(finite(step.reward) for step in e.steps) and not low - 1e-9 <= e.ret <= high + 1e-9:
            yield f"{who} returned {e.ret}, and the reward range is {case.task.reward_range}"


def _turn_limit(case: Case) -> Iterator[str]:
    for who, e in case.everything():
        if len(e.steps) > case.task.turn_limit:
            yield f"{who} had not ended after {case.task.turn_limit} turns"


def _endings(case: Case) -> Iterator[str]:
    for who, e in case.everything():
        for step in e.steps:
            if step.ending is not None and not isinstance(step.ending, Ending):
                yield f"{who} ended with {step.ending!r}"


def _metrics(case: Case) -> Iterator[str]:
    for who, e in case.everything():
        for step in e.steps:
            for name, value in step.metrics.items():
                if not isinstance(name, str) or not finite(value):
                    yield f"{who} has {name!r} = {value!r}"


PLAYED: tuple[tuple[str, Rule], ...] = (
    ("every player must play the task and leave its scenarios alone", _everyone_plays),
    ("what the env says must be a str", _texts),
    ("a reward must be a finite number", _rewards),
    ("a return must lie within the reward range", _returns),
    ("an episode must end within the turn limit", _turn_limit),
    ("an ending must be a member of Ending", _endings),
    ("metrics must be finite numbers by name", _metrics),
)
