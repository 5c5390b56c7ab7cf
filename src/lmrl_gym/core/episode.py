"""What a conversation is: roles, turns, samples, endings, episodes.

Everything here is text and numbers, frozen, and goes to JSON and back without loss. An episode belongs to a task *version*: the same name with other
text, rewards or scenarios is another version, and versions are never averaged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from lmrl_gym.core.errors import DataError

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Scenario: TypeAlias = Mapping[str, Json]
"""The fixed facts of one episode: a small JSON object, decided before the first word."""


class Role(str, Enum):
    """Who speaks a turn."""

    ENV = "env"
    AGENT = "agent"


class Ending(str, Enum):
    """How an episode ended. `truncated` endings are cuts from outside: only past them may a value be bootstrapped."""

    SUCCESS = "success"
    FAILURE = "failure"
    ILLEGAL = "illegal"
    TURN_LIMIT = "turn_limit"
    LENGTH_LIMIT = "length_limit"

    @property
    def truncated(self) -> bool:
        return self in (Ending.TURN_LIMIT, Ending.LENGTH_LIMIT)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a policy drew for one reply: token ids, and their natural-log probabilities at that time."""

    tokens: tuple[int, ...]
    logprobs: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.tokens) != len(self.logprobs):
            raise DataError(f"a sample has {len(self.tokens)} tokens but {len(self.logprobs)} log-probabilities; they go in pairs")


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance. Only the agent's turns carry a reward (a finite number) and, where a model spoke, the sample."""

    role: Role
    text: str
    reward: float = 0.0
    sample: Sample | None = None

    def __post_init__(self) -> None:
        if self.role is Role.ENV and (self.reward != 0.0 or self.sample is not None):
            raise DataError(f"an env turn carries no reward and no sample, but {self.text[:40]!r} has one; put it on the agent's turn")
        if not math.isfinite(self.reward):
            raise DataError(f"the reward {self.reward} is not a finite number; a return made of it would mean nothing")


@dataclass(frozen=True, slots=True)
class Episode:
    """A finished conversation. `turns` alternate env, agent, …, and begin with the env's opening."""

    task: str
    version: str
    scenario: Scenario
    turns: tuple[Turn, ...]
    ending: Ending
    seed: int
    players: Mapping[str, str] = field(default_factory=dict)
    """Who spoke: {"agent": "floor"} and, where the env consults one, {"partner": …}."""
    metrics: Mapping[str, float] = field(default_factory=dict)

    @property
    def ret(self) -> float:
        """The undiscounted return: the sum of the rewards."""
        return math.fsum(t.reward for t in self.turns)

    @property
    def length(self) -> int:
        """The number of agent turns."""
        return sum(t.role is Role.AGENT for t in self.turns)

    def to_json(self) -> dict[str, Json]:
        """A JSON object from which `from_json` makes an equal episode."""
        turns: list[Json] = []
        for t in self.turns:
            row: dict[str, Json] = {"role": t.role.value, "text": t.text}
            if t.role is Role.AGENT:
                row["reward"] = t.reward
            if t.sample is not None:
                row["sample"] = {"tokens": list(t.sample.tokens), "logprobs": list(t.sample.logprobs)}
            turns.append(row)
        return {
            "task": self.task,
            "version": self.version,
            "scenario": dict(self.scenario),
            "turns": turns,
            "ending": self.ending.value,
            "seed": self.seed,
            "players": dict(self.players),
            "metrics": dict(self.metrics),
        }

    @staticmethod
    def from_json(row: Mapping[str, Json]) -> Episode:
        """The inverse of `to_json`. DataError names the field that is missing or malformed."""
        try:
            turns = tuple(_turn_from_json(t) for t in row["turns"])  # type: ignore[union-attr, arg-type]
            return Episode(
                task=str(row["task"]),
                version=str(row["version"]),
                scenario=row["scenario"],  # type: ignore[arg-type]
                turns=turns,
                ending=Ending(row["ending"]),
                seed=int(row["seed"]),  # type: ignore[arg-type]
                players=row["players"],  # type: ignore[arg-type]
                metrics=row["metrics"],  # type: ignore[arg-type]
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DataError(f"this is not an episode: {type(error).__name__} {error}; expected the object that Episode.to_json writes") from error


def _turn_from_json(row: Mapping[str, Json]) -> Turn:
    sample = row.get("sample")
    drawn = None if sample is None else Sample(tuple(sample["tokens"]), tuple(sample["logprobs"]))  # type: ignore[call-overload, index, arg-type]
    return Turn(Role(row["role"]), str(row["text"]), float(row.get("reward", 0.0)), drawn)  # type: ignore[arg-type]
