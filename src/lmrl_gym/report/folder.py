"""Reading a bench folder: which runs, players and data sets it holds, and what is missing or broken in it.

Whatever cannot be read becomes a sentence in `Bench.notes`, never an exception, so that half a bench still gives a report; only a folder
with nothing in it is refused. Paths are kept relative to the folder, with forward slashes, and everything comes in sorted order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import DataError
from lmrl_gym.evaluation.record import Record, load_record


class Note(NamedTuple):
    """A sentence about something missing or broken; `task` is empty where it concerns the whole bench."""

    task: str
    text: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A record and where it lies."""

    path: str
    """Relative to the bench folder."""
    record: Record


@dataclass(frozen=True, slots=True)
class Run:
    """One training run: runs/<task>/<algo>/seed-<k>/."""

    path: str
    task: str
    algo: str
    seed: str
    config: Mapping[str, Json] | None
    metrics: tuple[Mapping[str, Json], ...]
    """The rows of metrics.jsonl, as logged."""
    records: tuple[Stored, ...]
    episodes: tuple[Mapping[str, Json], ...]
    """The annotated episodes of episodes.json, as written."""
    failure: str = ""
    """Why the cell failed when `lmrl bench` last tried it, from failed.json; empty where it did not."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything a report is made of."""

    runs: tuple[Run, ...]
    players: tuple[Stored, ...]
    diagnostics: Mapping[str, Mapping[str, Json]]
    """Task name -> the content of data/<task>/diagnostics.json."""
    notes: tuple[Note, ...]

    @property
    def tasks(self) -> list[str]:
        """The names of the tasks that anything is known of, sorted."""
        names = {r.task for r in self.runs} | {s.record.task for r in self.runs for s in r.records}
        return sorted(names | {s.record.task for s in self.players} | set(self.diagnostics))

    @property
    def failed(self) -> list[Run]:
        """The runs that failed when they were last tried."""
        return [r for r in self.runs if r.failure]


Progress = Callable[[int, int], None]
"""Called with (done, total)."""


def read_bench(folder: Path, on_progress: Progress | None = None) -> Bench:
    """Read `folder`, and say after each run how many are read. DataError if it holds no run, no player's record and no data diagnostics."""
    notes: list[Note] = []
    runs = []
    places = _run_folders(folder / "runs")
    for count, path in enumerate(places, 1):
        runs.append(_read_run(folder, path, notes))
        if on_progress is not None:
            on_progress(count, len(places))
    players = []
    for path in sorted((folder / "players").rglob("*.json")):
        task = path.parent.relative_to(folder / "players").as_posix()
        if (stored := _read_record(folder, path, task, notes)) is not None:
            players.append(stored)
    diagnostics: dict[str, Mapping[str, Json]] = {}
    for path in sorted((folder / "data").rglob("diagnostics.json")):
        task = path.parent.relative_to(folder / "data").as_posix()
        body = _read_json(folder, path, task, notes)
        if isinstance(body, dict):
            diagnostics[task] = body
    if not (runs or players or diagnostics or notes):
        raise DataError(f"{folder} holds no runs and no records to report on; `lmrl bench` writes them under {folder}/runs")
    return Bench(tuple(runs), tuple(players), diagnostics, tuple(notes))


def seed_order(seed: str) -> tuple[int, str]:
    """Sorts seeds as numbers where they are numbers: 2 before 10."""
    return (len(seed), seed)


def _run_folders(root: Path) -> list[Path]:
    """The seed folders under `root` that have a task and an algorithm above them, in the order task, algorithm, seed."""
    found = [p for p in root.rglob("seed-*") if p.is_dir() and len(p.relative_to(root).parts) >= 3]
    return sorted(found, key=lambda p: (p.parent.parts, seed_order(p.name)))


def _read_run(folder: Path, path: Path, notes: list[Note]) -> Run:
    *task_parts, algo, seed = path.relative_to(folder / "runs").parts
    task = "/".join(task_parts)
    config = _read_json(folder, path / "config.json", task, notes) if (path / "config.json").exists() else None
    records = [s for p in sorted((path / "records").glob("*.json")) if (s := _read_record(folder, p, task, notes)) is not None]
    body = _read_json(folder, path / "episodes.json", task, notes) if (path / "episodes.json").exists() else []
    episodes = tuple(e for e in body if isinstance(e, dict)) if isinstance(body, list) else ()
    seed_name = seed.removeprefix("seed-")
    failure = _read_json(folder, path / "failed.json", task, notes) if (path / "failed.json").exists() else None
    cause = str(failure.get("cause", "for a reason that was not written down")) if isinstance(failure, dict) else ""
    if cause:
        notes.append(Note(task, f"Failed: {algo}, seed {seed_name}: {cause}."))
    elif not records:
        notes.append(Note(task, f"The run {algo}, seed {seed_name}, has no record yet, so it is in no table."))
    return Run(
        path=path.relative_to(folder).as_posix(),
        task=task,
        algo=algo,
        seed=seed_name,
        config=config if isinstance(config, dict) else None,
        metrics=tuple(_read_metrics(folder, path / "metrics.jsonl", task, notes)),
        records=tuple(records),
        episodes=episodes,
        failure=cause,
    )


def _read_json(folder: Path, path: Path, task: str, notes: list[Note]) -> Json:
    try:
        value: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        notes.append(Note(task, f"The file {path.relative_to(folder).as_posix()} cannot be read ({type(error).__name__}) and is left out."))
        return None
    return value


def _read_record(folder: Path, path: Path, task: str, notes: list[Note]) -> Stored | None:
    """The record at `path`, or None and a note where it is broken, empty, or has a return that is no finite number."""
    name = path.relative_to(folder).as_posix()
    try:
        record = load_record(path)
        usable = bool(record.rows) and all(math.isfinite(r.ret) and math.isfinite(r.length) for r in record.rows)
    except (DataError, TypeError, ValueError, AttributeError) as error:
        kind = type(error.__cause__ or error).__name__
        notes.append(Note(task, f"The record {name} is broken or of a newer schema ({kind}) and is left out; evaluate again to renew it."))
        return None
    if not usable:
        notes.append(Note(task, f"The record {name} holds no episodes, or one whose return is not a finite number, and is left out."))
        return None
    return Stored(name, record)


def _read_metrics(folder: Path, path: Path, task: str, notes: list[Note]) -> Iterator[Mapping[str, Json]]:
    """The rows of a metrics file. A broken last line is a run that was stopped while writing; broken lines before it are noted."""
    if not path.exists():
        return
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    broken = 0
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            broken += number < len(lines)
            continue
        if isinstance(row, dict):
            yield row
    if broken:
        notes.append(Note(task, f"The file {path.relative_to(folder).as_posix()} has {broken} broken line(s), which are left out."))
