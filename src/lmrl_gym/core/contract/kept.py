"""Rules that hold whenever and however a task is played: repeated, interleaved, copied, stored, past the end, and with garbage."""

from __future__ import annotations

import copy
import json
import math
import pickle
import random
import sys
from collections.abc import Iterator, Sequence

from lmrl_gym.core.contract.play import Case, Rule, finite, play, recite, say, short
from lmrl_gym.core.episode import Ending, Episode
from lmrl_gym.core.errors import DataError
from lmrl_gym.core.task import Step

GARBAGE = {
    "an empty reply": "",
    "a blank reply": " \n\t\n",
    "a reply of a megabyte": "x" * 2**20,
    "control characters": "".join(map(chr, range(32))) + "\x7f\x1b[2J",
    "a lone surrogate": "\ud800",
    "other alphabets": "Ж漢字مرحبا🙂",
}
"""Replies that are no move in any task; the checker adds the env's own opening."""


def _repeats(case: Case) -> Iterator[str]:
    for who, e in case.everything():
        if (again := recite(case, e.scenario, e.seed, e.texts)) != e.steps:
            yield f"{who} went {_difference(e.steps, again)}"


def _interleaves(case: Case) -> Iterator[str]:
    for a, b in zip(case.played["floor"], case.played["floor"][1:] + case.played["ceiling"][:1], strict=True):
        env_a, env_b = case.task.start(a.scenario), case.task.start(b.scenario)
        steps_a: list[Step] = []
        steps_b: list[Step] = []
        for turn in range(max(len(a.texts), len(b.texts))):
            for env, e, steps in ((env_a, a, steps_a), (env_b, b, steps_b)):
                if turn < len(e.texts):
                    steps.append(say(case, env, e.texts[turn], e.seed, turn))
        for e, steps in ((a, steps_a), (b, steps_b)):
            if steps != e.steps:
                yield f"beside another, scenario {short(e.scenario)} went {_difference(e.steps, steps)}"


def _widths(case: Case) -> Iterator[str]:
    for player, episodes in case.played.items():
        for k, (a, b) in enumerate(zip(episodes, play(case, player, width=1), strict=True)):
            if a.texts != b.texts:
                turn = next(i for i, (x, y) in enumerate(zip([*a.texts, None], [*b.texts, None], strict=False)) if x != y)
                said = [short(e.texts[turn]) if turn < len(e.texts) else "nothing" for e in (b, a)]
                yield f"in turn {turn} of episode {k} {player} said {said[0]} at width 1 and {said[1]} at width 7"


def _copies(case: Case) -> Iterator[str]:
    for who, e in case.everything():
        half = len(e.texts) // 2
        env = case.task.start(e.scenario)
        for turn, text in enumerate(e.texts[:half]):
            say(case, env, text, e.seed, turn)
        twin = copy.deepcopy(env)
        # One after the other: a copy that shares state with its original then sees that state used up.
        original, copied = ([say(case, x, t, e.seed, half + k) for k, t in enumerate(e.texts[half:])] for x in (env, twin))
        if copied != original:
            yield f"from turn {half} on, the copy in {who} went {_difference(original, copied)}"


def _over(case: Case) -> Iterator[str]:
    for player in ("floor", "ceiling"):
        e = case.played[player][0]
        for text in (e.texts[-1], ""):
            env = case.task.start(e.scenario)
            for turn, said in enumerate(e.texts):
                say(case, env, said, e.seed, turn)
            try:
                result = env.step(text)
            except Exception:  # any error will do
                continue
            yield f"it returned {short(result)}"


def _global_state() -> tuple[object, object]:
    numpy = sys.modules.get("numpy")
    return random.getstate(), pickle.dumps(numpy.random.get_state()) if numpy is not None else None


def _no_globals(case: Case) -> Iterator[str]:
    for player in case.played:
        before = _global_state()
        play(case, player, width=7)
        after = _global_state()
        for name, a, b in zip(("random", "numpy.random"), before, after, strict=True):
            if a != b:
                yield f"the generator of {name} had moved after {player} had played"


def _round_trip(case: Case) -> Iterator[str]:
    task = case.task
    for who, e in case.everything():
        last = e.steps[-1]
        ending = last.ending or Ending.TURN_LIMIT
        episode = Episode(task.name, task.version, e.scenario, tuple(e.turns), ending, e.seed, {"agent": "floor"}, dict(last.metrics))
        try:
            equal = Episode.from_json(json.loads(json.dumps(episode.to_json()))) == episode
        except (TypeError, ValueError, DataError) as error:
            yield f"{who} gave {type(error).__name__}: {error}"
        else:
            if not equal:
                yield f"{who} came back different"


def _better(case: Case) -> Iterator[str]:
    floor, ceiling = (math.fsum(e.ret for e in case.played[name]) / case.episodes for name in ("floor", "ceiling"))
    if ceiling < floor - 1e-9:
        yield f"over {case.episodes} episodes the ceiling's mean is {ceiling:.6g} and the floor's {floor:.6g}"


def _garbled(case: Case) -> Iterator[tuple[str, int, list[Step] | Exception]]:
    """(kind of garbage, number of ordinary turns before it, what came of it): each kind from the start on, and after one ordinary turn."""
    for e in case.played["floor"][:2]:
        for kind, text in (*GARBAGE.items(), ("the env's own opening", e.opening)):
            for before in (0, 1):
                if e.steps[before - 1].ending is not None and before:
                    continue
                try:
                    steps = recite(case, e.scenario, e.seed, e.texts[:before] + [text] * (case.task.turn_limit + 1 - before))
                except Exception as error:
                    yield kind, before, error
                else:
                    yield kind, before, steps


def _garbage_answered(case: Case) -> Iterator[str]:
    for kind, _, outcome in _garbled(case):
        if isinstance(outcome, Exception):
            yield f"{kind} raised {type(outcome).__name__}: {str(outcome)[:120]}"
        elif wrong := [s for s in outcome if not isinstance(s.text, str) or not finite(s.reward)]:
            yield f"{kind} got {short(wrong[0])}"
        elif len(outcome) > case.task.turn_limit:
            yield f"with {kind} the episode had not ended after {case.task.turn_limit} turns"


def _garbage_fails(case: Case) -> Iterator[str]:
    for kind, _, outcome in _garbled(case):
        if not isinstance(outcome, Exception) and outcome[-1].ending is Ending.SUCCESS:
            yield f"{kind} did"


def _garbage_costs(case: Case) -> Iterator[str]:
    floor = math.fsum(e.ret for e in case.played["floor"]) / case.episodes
    for kind, before, outcome in _garbled(case):
        if before or isinstance(outcome, Exception):
            continue
        ret = math.fsum(step.reward for step in outcome)
        if ret > floor + 1e-9:
            yield f"nothing but {kind} returned {ret:.6g} where the floor player's mean is {floor:.6g}"


def _garbage_in_range(case: Case) -> Iterator[str]:
    low, high = case.task.reward_range
    for kind, before, outcome in _garbled(case):
        ret = 0.0 if isinstance(outcome, Exception) else math.fsum(step.reward for step in outcome)
        if not low - 1e-9 <= ret <= high + 1e-9:
            yield f"{kind} after {before} ordinary turns returned {ret:.6g}, and the reward range is {case.task.reward_range}"


def _difference(expected: Sequence[Step], found: Sequence[Step]) -> str:
    """The first turn in which two plays of an episode differ."""
    for turn, (a, b) in enumerate(zip(expected, found, strict=False)):
        if a != b:
            return f"another way in turn {turn}: {short(b)} instead of {short(a)}"
    return f"on for {len(found)} turns instead of {len(expected)}"


KEPT: tuple[tuple[str, Rule], ...] = (
    ("the same replies to the same scenario must give the same conversation", _repeats),
    ("envs must not affect each other", _interleaves),
    ("the same seed must give the same episode at any width", _widths),
    ("a deep copy of an env must go on as its original does", _copies),
    ("step after the end must raise", _over),
    ("global generators must stay untouched", _no_globals),
    ("an episode must come back from JSON as it was", _round_trip),
    ("the ceiling player must earn at least what the floor player earns", _better),
    ("garbage must be answered and paid with a finite number, and never raise", _garbage_answered),
    ("garbage must not succeed", _garbage_fails),
    ("garbage must pay no more than the floor player earns", _garbage_costs),
    ("garbage must keep the return within the reward range", _garbage_in_range),
)
