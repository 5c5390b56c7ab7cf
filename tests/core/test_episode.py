"""Episodes: what a turn refuses, what is counted, and the way to JSON and back."""

from __future__ import annotations

import json
import math
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmrl_gym import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.errors import DataError


def example() -> Episode:
    return Episode(
        task="maze/full",
        version="1",
        scenario={"start": [5, 6], "stop": None},
        turns=(
            Turn(Role.ENV, "Go.\n"),
            Turn(Role.AGENT, "up\n", -1.0, Sample((7, 2), (-0.1, -2.5))),
            Turn(Role.ENV, "Wall.\n"),
            Turn(Role.AGENT, "left\n", 0.25),
            Turn(Role.ENV, "Out.\n"),
        ),
        ending=Ending.SUCCESS,
        seed=2**63 - 1,
        players={"agent": "floor"},
        metrics={"steps": 2},
    )


def test_only_cuts_from_outside_are_truncated() -> None:
    assert {ending for ending in Ending if ending.truncated} == {Ending.TURN_LIMIT, Ending.LENGTH_LIMIT}


def test_return_sums_rewards_and_length_counts_agent_turns() -> None:
    assert (example().ret, example().length) == (-0.75, 2)
    tenths = tuple(Turn(Role.AGENT, "", 0.1) for _ in range(10))
    assert Episode("t", "1", {}, tenths, Ending.FAILURE, 0).ret == 1.0  # plain addition gives 0.9999999999999999


def test_env_turns_carry_no_reward_and_no_sample() -> None:
    with pytest.raises(DataError, match="an env turn carries no reward and no sample, but 'Go' has one"):
        Turn(Role.ENV, "Go", 1.0)
    with pytest.raises(DataError, match="put it on the agent's turn"):
        Turn(Role.ENV, "Go", sample=Sample((), ()))


@pytest.mark.parametrize("reward", [math.nan, math.inf, -math.inf])
def test_rewards_are_finite(reward: float) -> None:
    with pytest.raises(DataError, match="is not a finite number"):
        Turn(Role.AGENT, "x", reward)


def test_a_sample_pairs_tokens_with_logprobs() -> None:
    with pytest.raises(DataError, match="a sample has 2 tokens but 1 log-probabilities"):
        Sample((1, 2), (-0.5,))


def test_everything_is_frozen() -> None:
    for value, name in [(example(), "seed"), (example().turns[0], "text"), (Sample((), ()), "tokens")]:
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, 0)


def test_json_says_what_it_must_and_no_more() -> None:
    row = example().to_json()
    assert row["turns"] == [
        {"role": "env", "text": "Go.\n"},
        {"role": "agent", "text": "up\n", "reward": -1.0, "sample": {"tokens": [7, 2], "logprobs": [-0.1, -2.5]}},
        {"role": "env", "text": "Wall.\n"},
        {"role": "agent", "text": "left\n", "reward": 0.25},
        {"role": "env", "text": "Out.\n"},
    ]
    assert {key: value for key, value in row.items() if key != "turns"} == {
        "task": "maze/full",
        "version": "1",
        "scenario": {"start": [5, 6], "stop": None},
        "ending": "success",
        "seed": 2**63 - 1,
        "players": {"agent": "floor"},
        "metrics": {"steps": 2},
    }


numbers = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text()  # every character but lone surrogates
samples = st.lists(st.tuples(st.integers(0, 10**6), numbers), max_size=4).map(
    lambda p: Sample(tuple(a for a, _ in p), tuple(b for _, b in p))
)
turns = st.one_of(
    st.builds(Turn, st.just(Role.ENV), texts),
    st.builds(Turn, st.just(Role.AGENT), texts, numbers, st.none() | samples),
)
values = st.recursive(st.none() | st.booleans() | st.integers() | numbers | texts, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
episodes = st.builds(
    Episode,
    task=texts,
    version=texts,
    scenario=st.dictionaries(texts, values, max_size=3),
    turns=st.lists(turns, max_size=5).map(tuple),
    ending=st.sampled_from(Ending),
    seed=st.integers(0, 2**63 - 1),
    players=st.dictionaries(texts, texts, max_size=2),
    metrics=st.dictionaries(texts, numbers, max_size=2),
)


@given(episodes)
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_json_and_back_is_the_same_episode(episode: Episode) -> None:
    assert Episode.from_json(json.loads(json.dumps(episode.to_json()))) == episode


def test_a_lone_surrogate_survives_too() -> None:
    episode = Episode("t", "1", {}, (Turn(Role.AGENT, "\ud800"),), Ending.ILLEGAL, 0)
    assert Episode.from_json(json.loads(json.dumps(episode.to_json()))) == episode


def lacking(name: str) -> dict[str, Any]:
    return {key: value for key, value in example().to_json().items() if key != name}


@pytest.mark.parametrize(
    ("row", "named"),
    [
        *[(lacking(name), name) for name in example().to_json()],
        ({**example().to_json(), "ending": "draw"}, "draw"),
        ({**example().to_json(), "turns": 3}, "not iterable"),
        ({**example().to_json(), "turns": [{"role": "judge", "text": ""}]}, "judge"),
        ({**example().to_json(), "turns": [{"role": "env"}]}, "text"),
        ({**example().to_json(), "turns": ["hello"]}, "AttributeError"),
        ({**example().to_json(), "seed": "x"}, "x"),
    ],
)
def test_what_is_no_episode_is_refused_by_name(row: dict[str, Any], named: str) -> None:
    with pytest.raises(DataError, match=f"this is not an episode: .*{named}.*; expected the object that Episode.to_json writes"):
        Episode.from_json(row)


def test_rules_of_turns_hold_for_what_is_read_too() -> None:
    with pytest.raises(DataError, match="is not a finite number"):
        Episode.from_json({**example().to_json(), "turns": [{"role": "agent", "text": "", "reward": math.nan}]})
