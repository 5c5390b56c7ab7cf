"""Episodes as columns, and back without loss.

One row is one episode; `SCHEMA` is the whole format. Columns are built from flat lists and offsets, so that a short episode
costs a few microseconds. The content hash is taken over the values of the columns, never over Parquet bytes: it does not depend
on the compression, on how rows are grouped or on any library's version. UTF-8 cannot hold lone surrogates; `escaped` writes
each as U+FDD0 and four hex digits, and `unescaped` undoes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import accumulate, chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.errors import DataError

_TOKENS = pa.list_(pa.field("element", pa.int32()))
_LOGPROBS = pa.list_(pa.field("element", pa.float64()))
_TURN = pa.struct([("role", pa.string()), ("text", pa.string()), ("reward", pa.float64()), ("tokens", _TOKENS), ("logprobs", _LOGPROBS)])
SCHEMA = pa.schema(
    [
        ("task", pa.string()),
        ("version", pa.string()),
        ("scenario", pa.string()),
        ("seed", pa.int64()),
        ("players", pa.string()),
        ("ending", pa.string()),
        ("metrics", pa.string()),
        ("return", pa.float64()),
        ("length", pa.int32()),
        ("turns", pa.list_(pa.field("element", _TURN))),
    ]
)
"""The columns. `scenario`, `players` and `metrics` are JSON objects; `tokens` and `logprobs` are null where no model spoke."""

_ESCAPE = "\ufdd0"
_MUST_ESCAPE = re.compile("[\ufdd0\ud800-\udfff]")
_ESCAPED = re.compile("\ufdd0([0-9a-f]{4})")
_to_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def escaped(texts: list[str]) -> list[str]:
    """`texts` in a form that UTF-8 can hold: each lone surrogate, and each U+FDD0 itself, becomes U+FDD0 and four hex digits."""
    if not _MUST_ESCAPE.search("".join(texts)):
        return texts
    return [_MUST_ESCAPE.sub(lambda m: f"{_ESCAPE}{ord(m[0]):04x}", t) for t in texts]


def unescaped(texts: list[str]) -> list[str]:
    """The inverse of `escaped`."""
    if _ESCAPE not in "".join(texts):
        return texts
    # sub looks at each escape once and never at what it has just written, so an escaped U+FDD0 cannot start another escape.
    return [_ESCAPED.sub(lambda m: chr(int(m[1], 16)), t) for t in texts]


def to_table(episodes: Sequence[Episode]) -> pa.Table:
    """The rows of `episodes`. DataError where a value does not fit its column (a seed beyond 64 bits, a scenario that is not JSON)."""
    turns = [t for e in episodes for t in e.turns]
    agent = Role.AGENT
    try:
        columns = [
            pa.array(escaped([e.task for e in episodes]), pa.string()),
            pa.array(escaped([e.version for e in episodes]), pa.string()),
            pa.array([_to_json(dict(e.scenario)) for e in episodes], pa.string()),
            pa.array([e.seed for e in episodes], pa.int64()),
            pa.array([_to_json(dict(e.players)) for e in episodes], pa.string()),
            pa.array([e.ending.value for e in episodes], pa.string()),
            pa.array([_to_json(dict(e.metrics)) for e in episodes], pa.string()),
            pa.array([e.ret for e in episodes], pa.float64()),
            pa.array([e.length for e in episodes], pa.int32()),
        ]
        fields = [
            pa.array(["agent" if t.role is agent else "env" for t in turns], pa.string()),
            pa.array(escaped([t.text for t in turns]), pa.string()),
            pa.array([t.reward for t in turns], pa.float64()),
            *_samples([t.sample for t in turns]),
        ]
    except (TypeError, ValueError, OverflowError, pa.ArrowException) as error:
        raise DataError(f"an episode of {episodes[0].task} does not fit its columns: {error}; correct its values") from error
    offsets = pa.array([0, *accumulate(len(e.turns) for e in episodes)], pa.int32())
    turn = pa.StructArray.from_arrays(fields, fields=list(_TURN))
    columns.append(pa.ListArray.from_arrays(offsets, turn, type=SCHEMA.field("turns").type))
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _samples(samples: list[Sample | None]) -> tuple[pa.Array, pa.Array]:
    """The two nullable list columns: token ids and log-probabilities."""
    if not any(s is not None for s in samples):
        return pa.nulls(len(samples), _TOKENS), pa.nulls(len(samples), _LOGPROBS)
    drawn = [s for s in samples if s is not None]
    offsets = pa.array([0, *accumulate(0 if s is None else len(s.tokens) for s in samples)], pa.int32())
    absent = pa.array([s is None for s in samples])
    tokens = pa.array(list(chain.from_iterable(s.tokens for s in drawn)), pa.int32())
    logprobs = pa.array(list(chain.from_iterable(s.logprobs for s in drawn)), pa.float64())
    return (
        pa.ListArray.from_arrays(offsets, tokens, type=_TOKENS, mask=absent),
        pa.ListArray.from_arrays(offsets, logprobs, type=_LOGPROBS, mask=absent),
    )


def from_table(table: pa.Table) -> Iterator[Episode]:
    """The episodes of a table that `ContentHash` has accepted."""
    column = {name: table.column(name).combine_chunks() for name in SCHEMA.names}
    turns = _turns(column["turns"].flatten())
    ends = list(accumulate(pc.list_value_length(column["turns"]).to_pylist()))
    endings = {e.value: e for e in Ending}
    rows = zip(
        unescaped(column["task"].to_pylist()),
        unescaped(column["version"].to_pylist()),
        column["scenario"].to_pylist(),
        [0, *ends],
        ends,
        column["ending"].to_pylist(),
        column["seed"].to_pylist(),
        column["players"].to_pylist(),
        column["metrics"].to_pylist(),
        strict=False,
    )
    for task, version, scenario, first, end, ending, seed, players, metrics in rows:
        yield Episode(task, version, json.loads(scenario), tuple(turns[first:end]), endings[ending], seed, json.loads(players), json.loads(metrics))


def _turns(turns: pa.Array) -> list[Turn]:
    role, text, reward, tokens, logprobs = turns.flatten()
    samples: list[Sample | None] = [None] * len(turns)
    if tokens.null_count < len(turns):
        pairs = zip(tokens.to_pylist(), logprobs.to_pylist(), strict=True)
        samples = [None if t is None else Sample(tuple(t), tuple(p)) for t, p in pairs]
    roles = {r.value: r for r in Role}
    columns = zip(role.to_pylist(), unescaped(text.to_pylist()), reward.to_pylist(), samples, strict=True)
    return [Turn(roles[r], t, w, s) for r, t, w, s in columns]


class ContentHash:
    """BLAKE2b over the values of the columns of the tables fed to `update`, however the rows are cut into tables.

    Each leaf column keeps two running hashes, of lengths and of values; numbers enter as little-endian bytes, text as UTF-8.
    """

    def __init__(self) -> None:
        self._parts: dict[str, Any] = {}

    def update(self, table: pa.Table) -> None:
        """Take in `table`. DataError if its columns are not those of `SCHEMA`, or hold nulls where there can be none."""
        if not table.schema.equals(SCHEMA):
            raise DataError(f"the columns are {', '.join(table.schema.names)} and not of the types that episodes are stored in")
        for name in SCHEMA.names:
            self._feed(name, table.column(name).combine_chunks())

    def hexdigest(self) -> str:
        return combined(f"{name} {part.hexdigest()}" for name, part in sorted(self._parts.items()))

    def _take(self, name: str, values: Any, dtype: str) -> None:
        part = self._parts.setdefault(name, blake2b(digest_size=16))
        part.update(np.ascontiguousarray(values, dtype=dtype).data)

    def _feed(self, name: str, array: pa.Array) -> None:
        nullable = name in ("turns.tokens", "turns.logprobs")
        if array.null_count and not nullable:
            raise DataError(f"column {name} holds {array.null_count} nulls, but every row has a value there")
        if pa.types.is_list(array.type):
            self._take(f"{name} length", pc.fill_null(pc.list_value_length(array), -1).to_numpy(zero_copy_only=False), "<i4")
            self._feed(f"{name}[]", array.flatten())
        elif pa.types.is_struct(array.type):
            for field, child in zip(array.type, array.flatten(), strict=True):
                self._feed(f"{name.removesuffix('[]')}.{field.name}", child)
        elif pa.types.is_string(array.type):
            self._take(f"{name} length", pc.binary_length(array).to_numpy(zero_copy_only=False), "<i4")
            self._take(name, _utf8(array), "u1")
        else:
            self._take(name, array.to_numpy(zero_copy_only=False), "<f8" if pa.types.is_floating(array.type) else "<i8")


def _utf8(array: pa.Array) -> Any:
    """The bytes of all strings of `array`, one after the other."""
    if not len(array) or array.buffers()[2] is None:
        return np.zeros(0, "u1")
    offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(array.buffers()[2], "u1")[offsets[0] : offsets[-1]]


def combined(hashes: Iterable[str]) -> str:
    """One hash of several, in order."""
    return blake2b("".join([f"{h}\n" for h in hashes]).encode(), digest_size=16).hexdigest()
