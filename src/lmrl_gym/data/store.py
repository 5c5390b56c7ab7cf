"""Episodes on disk: a folder of Parquet shards with a card and a header, which `datasets.load_dataset(folder)` reads too.

`write_dataset` and `read_dataset` are exact inverses. The header is written last, so a folder without one is unfinished;
`read_dataset` checks every shard against its content hash before it hands out the first episode. A shard carries its own
summary, so that an interrupted collection can go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lmrl_gym.core.episode import Episode, Json
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Task
from lmrl_gym.data.card import card
from lmrl_gym.data.columns import SCHEMA, ContentHash, combined, from_table, to_table
from lmrl_gym.data.disk import LOCK, flush, locked, replacing, sweep, write_text, writing
from lmrl_gym.data.header import SCHEMA_VERSION, Header, Shard, Tally

__all__ = ["Dataset", "Header", "read_dataset", "write_dataset"]

HEADER = "dataset.json"
_BLOCK = 5_000
"""Episodes in one row group: what is in memory at a time."""
_NOTE = b"lmrl_gym"
"""The key of a shard's summary in its Parquet metadata."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a shard's file says about itself: the plan it is a part of, the content hash of its rows, and their tally."""

    plan: Mapping[str, Json]
    hash: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set whose files have been checked. Iterating streams the episodes in order, one block of rows in memory at a time."""

    folder: Path
    header: Header

    def __len__(self) -> int:
        return self.header.episodes

    def __iter__(self) -> Iterator[Episode]:
        for shard in self.header.shards:
            yield from read_shard(self.folder / shard.file)


def write_dataset(folder: Path, episodes: Iterable[Episode], *, task: Task, about: str, seed: int, preset: str = "", shard: int = 50_000) -> Header:
    """Store `episodes` of `task` in `folder`, `shard` of them to a file. `about` is one sentence for the card.

    DataError for no episodes, or for an episode of another task or version; RunError where `folder` holds something already or
    the disk refuses.
    """
    rest = iter(episodes)
    files: list[Path] = []
    notes: list[Note] = []
    with locked(folder):
        if any(p.name != LOCK for p in folder.iterdir()):
            raise RunError(f"{folder} is not empty; choose a new folder for the data set, or remove this one")
        try:
            while (first := next(rest, None)) is not None:
                files.append(folder / "data" / f"{len(files):05d}.unnamed")
                notes.append(write_shard(files[-1], chain([first], islice(rest, shard - 1)), task=task, plan={}))
            if not notes:
                raise DataError(f"no episodes to write to {folder}; a data set holds at least one")
            # Only now is the number of shards known, which their names tell.
            files = [file.replace(folder / shard_file(index, len(notes))) for index, file in enumerate(files)]
            return finish(folder, notes, task=task, about=about, seed=seed, preset=preset)
        except BaseException:
            _remove(folder, files)
            raise


def _remove(folder: Path, files: Sequence[Path]) -> None:
    """Leave `folder` as empty as it was."""
    for file in (*files, folder / "README.md", folder / HEADER):
        file.unlink(missing_ok=True)
    with suppress(OSError):
        (folder / "data").rmdir()


def shard_file(index: int, shards: int) -> str:
    """The path of a shard inside its data set's folder."""
    return f"data/train-{index:05d}-of-{shards:05d}.parquet"


def write_shard(path: Path, episodes: Iterable[Episode], *, task: Task, plan: Mapping[str, Json]) -> Note:
    """Write one shard, whole or not at all; `plan` says what it is a part of. DataError for an episode of another task or version."""
    rest = iter(episodes)
    content = ContentHash()
    tally = Tally()
    with replacing(path) as part:
        with writing(path):
            writer = pq.ParquetWriter(part, SCHEMA, compression="zstd", write_page_checksum=True)
        try:
            # Playing goes on in here, and its errors are not the disk's.
            while block := list(islice(rest, _BLOCK)):
                _check_task(block, task)
                table = to_table(block)
                content.update(table)
                tally += Tally.of(block)
                with writing(path):
                    writer.write_table(table)
            note = Note(plan, content.hexdigest(), tally)
            writer.add_key_value_metadata({_NOTE: json.dumps({"plan": plan, "hash": note.hash, "tally": tally.to_json()})})
        finally:
            with writing(path):
                writer.close()
    return note


def read_note(path: Path) -> Note:
    """The summary a shard carries. DataError where the file cannot be read or has none."""
    with _readable(path):
        metadata = pq.read_metadata(path).metadata or {}
    if _NOTE not in metadata:
        raise DataError(f"{path} is not a shard of a data set of ours; remove it, or choose another folder")
    try:
        row = json.loads(metadata[_NOTE])
        return Note(row["plan"], row["hash"], Tally.from_json(row["tally"]))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"the summary in {path} is malformed ({error}); remove the file and collect again") from error


def read_shard(path: Path) -> Iterator[Episode]:
    """The episodes of one shard, in order, one block of rows in memory at a time. DataError where the file cannot be read."""
    for table in _blocks(path):
        yield from from_table(table)


def finish(folder: Path, notes: Sequence[Note], *, task: Task, about: str, seed: int, preset: str) -> Header:
    """Write the card and, last, the header of a folder that holds all its shards."""
    tally = notes[0].tally
    for note in notes[1:]:
        tally += note.tally
    shards = tuple(Shard(shard_file(i, len(notes)), n.tally.episodes, n.hash) for i, n in enumerate(notes))
    header = Header(
        schema=SCHEMA_VERSION,
        task=task.name,
        version=task.version,
        preset=preset,
        players=tally.seats,
        seed=seed,
        episodes=tally.episodes,
        about=about,
        content_hash=combined(s.hash for s in shards),
        statistics=tally.statistics,
        shards=shards,
    )
    for place in (folder, folder / "data"):
        sweep(place)
        flush(place)
    write_text(folder / "README.md", card(header, task))
    write_text(folder / HEADER, json.dumps(header.to_json(), indent=2, ensure_ascii=False) + "\n")
    return header


def read_header(folder: Path) -> Header:
    """The header of the data set in `folder`. DataError where there is none or it is malformed."""
    path = folder / HEADER
    if not folder.is_dir():
        raise DataError(f"there is no data set at {folder}; make one with `lmrl collect`")
    if not path.is_file():
        raise DataError(f"{folder} has no {HEADER}, so it holds no finished data set; make one with `lmrl collect`")
    try:
        return Header.from_json(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise DataError(f"{path} is not JSON ({error}); collect the data set again") from error
    except DataError as error:
        raise DataError(f"{path}: {error}") from error


def read_dataset(folder: Path, *, task: Task | None = None) -> Dataset:
    """The data set in `folder`, with every file checked against its content hash.

    DataError for a folder or file that is missing, malformed, truncated or changed, for an empty data set, and, where `task` is
    given, for data of another task or of another version of it.
    """
    header = read_header(folder)
    if task is not None and (header.task, header.version) != (task.name, task.version):
        raise DataError(
            f"{folder} holds episodes of {header.task} version {header.version}, not of {task.name} version {task.version}; "
            f"collect them again with `lmrl collect {task.name}`"
        )
    if header.episodes == 0 or not header.shards:
        raise DataError(f"the data set at {folder} is empty; collect it again with `lmrl collect {header.task}`")
    for shard in header.shards:
        check_shard(folder / shard.file, shard.hash, shard.episodes)
    if combined(s.hash for s in header.shards) != header.content_hash or sum(s.episodes for s in header.shards) != header.episodes:
        raise DataError(f"{folder / HEADER} does not agree with its own shards; collect the data set again")
    return Dataset(folder, header)


def check_shard(path: Path, expected: str, episodes: int) -> None:
    """Read a shard through. DataError, naming the file, if it is missing, unreadable or not the one whose content hash is `expected`."""
    if not path.is_file():
        raise DataError(f"the shard {path} is missing; copy it back, or collect the data set again")
    content = ContentHash()
    rows = 0
    for table in _blocks(path):
        rows += table.num_rows
        try:
            content.update(table)
        except DataError as error:
            raise DataError(f"{path} is not a shard of episodes: {error}; collect the data set again") from error
    found = content.hexdigest()
    if rows != episodes or found != expected:
        raise DataError(f"{path} holds {rows} episodes with hash {found}, not {episodes} with {expected}; it was changed: collect it again")


def _blocks(path: Path) -> Iterator[pa.Table]:
    with _readable(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What goes wrong while reading Parquet, as one sentence about the file."""
    try:
        yield
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError) as error:
        # A flipped bit can hit anything: the names of columns, an index, a length.
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise DataError(f"{path} is truncated or damaged ({reason}); copy it again, or remove it and collect again") from error


def _check_task(block: Sequence[Episode], task: Task) -> None:
    for e in block:
        if e.task != task.name or e.version != task.version:
            raise DataError(f"an episode of {e.task} version {e.version} cannot be stored with those of {task.name} version {task.version}")
