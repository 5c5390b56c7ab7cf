"""Rules about what a task declares, before a word is said: names, limits, players, scenarios, openings, references."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from lmrl_gym.core.contract.play import Case, Rule, finite, short
from lmrl_gym.core.seeds import rng_for


def _named(case: Case) -> Iterator[str]:
    for name in ("name", "version", "summary"):
        value = getattr(case.task, name)
        if not isinstance(value, str) or not value.strip():
            yield f"its {name} is {value!r}"


def _limits(case: Case) -> Iterator[str]:
    task = case.task
    for name in ("turn_limit", "eval_episodes", "reply_limit"):
        if getattr(task, name) < 1:
            yield f"{name} is {getattr(task, name)}"
    if task.view.last is not None and task.view.last < 1:
        yield f"the view shows {task.view.last} texts"


def _range(case: Case) -> Iterator[str]:
    low, high = case.task.reward_range
    if not (finite(low) and finite(high) and low < high):
        yield f"it is {case.task.reward_range}"


def _players(case: Case) -> Iterator[str]:
    for name in ("floor", "ceiling"):
        if name not in case.task.players:
            yield f"there is no {name}"


def _recipe(case: Case) -> Iterator[str]:
    recipe = case.task.recipe
    if recipe.player not in case.task.players:
        yield f"its player is {recipe.player!r}, and there is no such player"
    for preset in ("small", "paper"):
        if recipe.episodes.get(preset, 0) < 1:
            yield f"preset {preset} has {recipe.episodes.get(preset, 'no')} episodes"


def _scenarios(case: Case) -> Iterator[str]:
    for split in ("eval", "train"):
        for index in (0, 1, case.task.eval_episodes, 10**9):
            scenario = case.task.scenario(split, index)
            if not _json(scenario):
                yield f"{split} {index} is {short(scenario)}"
    drawn = case.task.recipe.scenario(rng_for("contract", case.task.name, 0))
    if not _json(drawn):
        yield f"the recipe draws {short(drawn)}"


def _same_scenarios(case: Case) -> Iterator[str]:
    for split in ("eval", "train"):
        first = [case.task.scenario(split, k) for k in range(5)]
        again = [case.task.scenario(split, k) for k in reversed(range(5))][::-1]
        for k, (a, b) in enumerate(zip(first, again, strict=True)):
            if a != b:
                yield f"{split} {k} was {short(a)} and then {short(b)}"
    a, b = (case.task.recipe.scenario(rng_for("contract", case.task.name, 1)) for _ in range(2))
    if a != b:
        yield f"the recipe drew {short(a)} and then {short(b)} from equal generators"


def _openings(case: Case) -> Iterator[str]:
    for scenario, _ in case.starts("floor"):
        a, b = (case.task.start(scenario).opening for _ in range(2))
        if not isinstance(a, str) or a != b:
            yield f"scenario {short(scenario)} opened with {short(a)} and then with {short(b)}"


def _references(case: Case) -> Iterator[str]:
    references, (low, high) = case.task.references, case.task.reward_range
    if references and set(references) != {"floor", "data", "ceiling"}:
        yield f"they are {', '.join(sorted(references))}"
    for name, reference in references.items():
        if not (finite(reference.mean) and low <= reference.mean <= high):
            yield f"the mean of {name} is {reference.mean}, and the reward range is {case.task.reward_range}"
    if references and references["ceiling"].mean < references["floor"].mean:
        yield f"the ceiling is {references['ceiling'].mean} and the floor {references['floor'].mean}"


def _json(scenario: object) -> bool:
    """Whether a scenario is a JSON object that comes back from JSON as it was."""
    try:
        return isinstance(scenario, Mapping) and json.loads(json.dumps(dict(scenario), allow_nan=False)) == dict(scenario)
    except (TypeError, ValueError):
        return False


DECLARED: tuple[tuple[str, Rule], ...] = (
    ("name, version and summary must be texts with something in them", _named),
    ("limits and the view must let at least one thing through", _limits),
    ("the reward range must be two finite numbers, the lower one first", _range),
    ("players must include floor and ceiling", _players),
    ("the recipe must name a player and the presets small and paper", _recipe),
    ("a scenario must be a JSON object that survives JSON", _scenarios),
    ("equal arguments must give equal scenarios", _same_scenarios),
    ("starting a scenario twice must give the same opening, a str", _openings),
    ("references must be floor, data and ceiling, in order and within the reward range", _references),
)
