"""What a data set says about itself: its header, its shards, its statistics.

A header goes to JSON and back without loss. Statistics are gathered shard by shard as tallies and merged in the order of the
shards, so that they do not depend on who collected which shard.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from lmrl_gym.core.episode import Ending, Episode, Json
from lmrl_gym.core.errors import DataError

SCHEMA_VERSION = 1
"""Raised when the columns, the header or the content hash change their meaning."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One Parquet file of a data set."""

    file: str
    """Path inside the data set's folder."""
    episodes: int
    hash: str
    """Content hash of its rows, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Raw returns and agent turns over all episodes; standard deviations are those of the population (divided by n)."""

    return_mean: float
    return_std: float
    length_mean: float
    length_std: float
    success: float
    """Share of episodes whose ending is `success`."""
    best: float
    """The highest return of an episode."""
    worst: float
    """The lowest return of an episode."""


@dataclass(frozen=True, slots=True)
class Header:
    """The identity and the summary of a data set: the contents of `dataset.json`."""

    schema: int
    task: str
    version: str
    """The task's version. Data of one version is never read as another's."""
    preset: str
    players: Mapping[str, tuple[str, ...]]
    """Who spoke: seat (`agent`, `partner`) -> the names of the policies that held it, sorted."""
    seed: int
    episodes: int
    about: str
    content_hash: str
    """One hash of the shards' hashes, in order."""
    statistics: Statistics
    shards: tuple[Shard, ...]

    def to_json(self) -> dict[str, Json]:
        """A JSON object from which `from_json` makes an equal header."""
        row: dict[str, Json] = json.loads(json.dumps(asdict(self)))
        return row

    @staticmethod
    def from_json(row: Mapping[str, Json]) -> Header:
        """The inverse of `to_json`. DataError names what is missing or malformed, and refuses the header of another schema."""
        schema = row.get("schema") if isinstance(row, Mapping) else None
        if schema != SCHEMA_VERSION:
            raise DataError(f"the header has schema {schema!r}, but this release reads schema {SCHEMA_VERSION}; collect the data set again")
        try:
            fields = dict(row)
            players = {str(k): tuple(v) for k, v in fields.pop("players").items()}  # type: ignore[union-attr, arg-type]
            statistics = Statistics(**fields.pop("statistics"))  # type: ignore[arg-type]
            shards = tuple(Shard(**s) for s in fields.pop("shards"))  # type: ignore[union-attr, arg-type]
            return Header(players=players, statistics=statistics, shards=shards, **fields)  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DataError(f"the header is malformed ({type(error).__name__}: {error}); collect the data set again") from error


@dataclass(frozen=True, slots=True)
class Tally:
    """Running moments of returns and lengths (count, mean, sum of squared deviations), and what else the statistics need."""

    episodes: int = 0
    successes: int = 0
    ret: tuple[float, float] = (0.0, 0.0)
    """Mean, and sum of squared deviations from it."""
    length: tuple[float, float] = (0.0, 0.0)
    best: float = -math.inf
    worst: float = math.inf
    players: tuple[tuple[str, str], ...] = ()
    """(seat, name) pairs, sorted, each once."""

    @staticmethod
    def of(episodes: Sequence[Episode]) -> Tally:
        """The tally of a few thousand episodes at once."""
        returns = [e.ret for e in episodes]
        lengths = [e.length for e in episodes]
        players = {pair for e in episodes for pair in e.players.items()}
        successes = sum(e.ending is Ending.SUCCESS for e in episodes)
        return Tally(len(episodes), successes, _moments(returns), _moments(lengths), max(returns), min(returns), tuple(sorted(players)))

    def __add__(self, other: Tally) -> Tally:
        n, m = self.episodes, other.episodes
        return Tally(
            n + m,
            self.successes + other.successes,
            _merged(n, self.ret, m, other.ret),
            _merged(n, self.length, m, other.length),
            max(self.best, other.best),
            min(self.worst, other.worst),
            tuple(sorted({*self.players, *other.players})),
        )

    @property
    def statistics(self) -> Statistics:
        n = self.episodes
        return Statistics(
            self.ret[0],
            math.sqrt(self.ret[1] / n),
            self.length[0],
            math.sqrt(self.length[1] / n),
            self.successes / n,
            self.best,
            self.worst,
        )

    @property
    def seats(self) -> dict[str, tuple[str, ...]]:
        """Seat -> the names that held it."""
        return {seat: tuple(n for s, n in self.players if s == seat) for seat, _ in self.players}

    def to_json(self) -> dict[str, Json]:
        row: dict[str, Json] = json.loads(json.dumps(asdict(self)))
        return row

    @staticmethod
    def from_json(row: Mapping[str, Json]) -> Tally:
        fields = dict(row)
        pairs = {name: tuple(fields.pop(name)) for name in ("ret", "length")}  # type: ignore[arg-type]
        players = tuple((str(pair[0]), str(pair[1])) for pair in fields.pop("players"))  # type: ignore[union-attr, index]
        return Tally(players=players, **pairs, **fields)  # type: ignore[arg-type]


def _moments(values: Sequence[float]) -> tuple[float, float]:
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((v - mean) ** 2 for v in values)


def _merged(n: int, a: tuple[float, float], m: int, b: tuple[float, float]) -> tuple[float, float]:
    """The moments of two samples together (Chan, Golub, LeVeque 1979)."""
    gap = b[0] - a[0]
    return a[0] + gap * m / (n + m), a[1] + b[1] + gap * gap * n * m / (n + m)
