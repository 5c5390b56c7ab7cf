"""The matrix: every task, algorithm and seed, trained and evaluated in processes of their own, with a live table.

A cell is a run folder; what is finished is not done again, what was interrupted goes on from its last checkpoint, records of another version or
number of episodes are made anew. A cell that fails stops no other and leaves its cause in failed.json. Value methods wait for the BC run of their
task and seed. Cells use one thread each, because two one-thread jobs beat one two-thread job; and they end when the process that started them is
gone.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from lmrl_gym.config import load_config
from lmrl_gym.core.errors import DataError, LmrlError, RunError, UsageError, no_such
from lmrl_gym.core.task import Task
from lmrl_gym.data.collect import collect
from lmrl_gym.data.diagnostics import diagnose
from lmrl_gym.evaluation.evaluate import PLAYS, evaluate, player, stored
from lmrl_gym.evaluation.record import save_record, write_json
from lmrl_gym.quiet import quiet
from lmrl_gym.tasks import load_task
from lmrl_gym.training.folder import RunFolder

if TYPE_CHECKING:
    from lmrl_gym.training.settings import RunConfig

FAILED = "failed.json"
"""In a cell's folder, read by the report: why the cell failed when it was last tried."""


@dataclass(slots=True)
class Cell:
    """One run of the matrix and how far it is."""

    config: RunConfig
    folder: Path
    needs: Path | None
    """The run folder that must be finished first."""
    state: str = "waiting"
    done: int = 0
    total: int = 0
    stats: dict[str, float] = field(default_factory=dict)
    started: float = 0.0
    seconds: float = 0.0
    cause: str = ""
    """Why it failed, in a sentence."""

    def finished(self, episodes: int) -> bool:
        """Whether the whole cell is there. A run of another configuration is not this cell: training refuses its folder and says so."""
        run = RunFolder(self.folder)
        try:
            if not run.finished or run.config() != self.config:
                return False
            task = load_task(self.config.task)
            return all(stored(self.folder / "records" / f"{play}.json", task, episodes=episodes) for play in PLAYS)
        except LmrlError:
            return False


def bench(
    out: Path,
    *,
    tasks: Sequence[str],
    algos: Sequence[str],
    seeds: int,
    preset: str,
    workers: int,
    overrides: Sequence[str],
    episodes: int,
    console: Console,
) -> list[Cell]:
    """Run the matrix in the folder `out`; its cells, of which those without a `cause` are finished. UsageError before anything runs."""
    if seeds < 1 or workers < 0 or episodes < 0:
        raise UsageError(f"--seeds {seeds}, --workers {workers}, --episodes {episodes}: seeds must be at least 1, the others at least 0")
    cells = plan(out, tasks=tasks, algos=algos, seeds=seeds, preset=preset, overrides=overrides)
    count = workers or os.cpu_count() or 1
    unfit: dict[str, str] = {}
    for name in dict.fromkeys(tasks):
        try:
            _prepare(out, load_task(name), preset, episodes, count, console)
        except (DataError, RunError) as error:
            unfit[name] = str(error)
    _Pool(cells, count, episodes, console).run(unfit)
    return cells


def plan(out: Path, *, tasks: Sequence[str], algos: Sequence[str], seeds: int, preset: str, overrides: Sequence[str]) -> list[Cell]:
    """The cells, bases before what starts from them. An override `ALGO:key=value` is for the cells of one algorithm.

    UsageError for unknown tasks, algorithms or keys, before anything runs.
    """
    from lmrl_gym.algos import algorithm_names

    for algo in (*algos, *(whom for whom, _ in map(_addressed, overrides) if whom)):
        if algo not in algorithm_names():
            raise no_such("algorithm", algo, algorithm_names())
    cells: dict[Path, Cell] = {}
    for name in tasks:
        task = load_task(name)
        data_folder = _data_folder(out, task, preset)
        for seed in range(seeds):
            for algo, config in _with_bases(task, algos, overrides).items():
                folder, base = (out / "runs" / name / which / f"seed-{seed}" for which in (algo, config.init))
                needs = base if config.init in algorithm_names() and config.init != algo else None
                init = config.init if needs is None else str(needs)
                data = replace(config.data, path=str(data_folder), preset=preset)
                config = replace(config, task=name, seed=seed, init=init, data=data)
                cells[folder] = Cell(config, folder, needs, total=config.length)
    run = {cell.config.algo_name for cell in cells.values()}
    for override in overrides:
        if (whom := _addressed(override)[0]) and whom not in run:
            raise UsageError(f"--set {override}: no cell runs {whom}, only {', '.join(sorted(run))}; add it to --algos or leave the setting out")
    return list(cells.values())


def _addressed(override: str) -> tuple[str, str]:
    """Which algorithm `ALGO:key=value` is for, '' where it is for all, and key=value."""
    key, equals, value = override.partition("=")
    algo, _, key = key.rpartition(":")
    return algo, f"{key}{equals}{value}"


def _with_bases(task: Task, algos: Sequence[str], overrides: Sequence[str]) -> dict[str, RunConfig]:
    """The configurations of `algos` and of those they start from, these before them."""
    from lmrl_gym.algos import algorithm_names

    found: dict[str, RunConfig] = {}

    def add(algo: str) -> None:
        config = load_config(f"{task.name.split('[')[0]}/{algo}", [change for whom, change in map(_addressed, overrides) if whom in ("", algo)])
        if config.init in algorithm_names() and config.init not in (algo, *found):
            add(config.init)
        found.setdefault(algo, config)

    for algo in algos:
        add(algo)
    return found


def _data_folder(out: Path, task: Task, preset: str) -> Path:
    return out / "data" / task.name / preset


def _prepare(out: Path, task: Task, preset: str, episodes: int, workers: int, console: Console) -> None:
    """The data set, its diagnostics and the players' records of one task."""
    folder = _data_folder(out, task, preset)
    shown = escape(task.name)
    with console.status(f"collecting {shown}") as status:
        header = collect(
            task.name, preset, folder, workers=workers, on_progress=lambda done, total: status.update(f"collecting {shown}: {done} of {total}")
        )
        if not _diagnosed(path := out / "data" / task.name / "diagnostics.json", header.content_hash):
            status.update(f"diagnosing the data of {shown}")
            write_json(path, diagnose(folder, task))
        for name in dict.fromkeys(["floor", task.recipe.player, "ceiling"]):
            path = out / "players" / task.name / f"{name}.json"
            if not stored(path, task, episodes=episodes):
                status.update(f"playing {shown} with {name}")
                record, _ = evaluate(task, player(task, name), episodes=episodes)
                save_record(record, path)


def _diagnosed(path: Path, content: str) -> bool:
    """Whether `path` holds the diagnostics of the data set with this content hash."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return bool(body["statistics"]["content hash"] == content)
    except (OSError, ValueError, KeyError, TypeError):
        return False


class _Pool:
    """Runs cells, at most `workers` at a time, and shows them."""

    def __init__(self, cells: list[Cell], workers: int, episodes: int, console: Console) -> None:
        self.cells, self.workers, self.episodes, self.console = cells, workers, episodes, console
        self.running: dict[Connection, tuple[Cell, BaseProcess]] = {}

    def run(self, unfit: Mapping[str, str]) -> None:
        """Run all but the cells of tasks that are `unfit` (task -> why)."""
        for cell in self.cells:
            with suppress(OSError):
                (cell.folder / FAILED).unlink()
            if cell.config.task in unfit:
                self._fail(cell, unfit[cell.config.task])
            elif cell.finished(self.episodes):
                cell.state, cell.done = "finished", cell.total
        try:
            with Live(console=self.console, refresh_per_second=2, get_renderable=self._table, transient=not self.console.is_terminal):
                while self._start() or self.running:
                    self._listen()
        finally:
            for _, process in self.running.values():
                process.terminate()

    def _start(self) -> bool:
        """Start cells while there is room; whether any is waiting still."""
        finished = {c.folder for c in self.cells if c.state == "finished"}
        broken = {c.folder for c in self.cells if c.state == "failed"}
        for cell in self.cells:
            if cell.state != "waiting":
                continue
            if cell.needs in broken:
                self._fail(cell, f"it needs {cell.needs}, which failed")
            elif len(self.running) < self.workers and (cell.needs is None or cell.needs in finished):
                processes = _processes()
                here, there = processes.Pipe(duplex=False)
                process = processes.Process(target=_work, args=(cell.config, cell.folder, self.episodes, there), daemon=True)
                process.start()
                there.close()
                cell.state, cell.started = "running", time.monotonic()
                self.running[here] = (cell, process)
        return any(c.state == "waiting" for c in self.cells) and bool(self.running)

    def _listen(self) -> None:
        for ready in wait(list(self.running), timeout=0.5):
            assert isinstance(ready, Connection)
            cell, process = self.running[ready]
            try:
                kind, *body = ready.recv()
            except EOFError:
                process.join()  # before that it has no exit code
                kind, body = "failed", [f"its process ended with code {process.exitcode} and no word; the machine may be out of memory"]
            if kind == "step":
                cell.done, cell.total, cell.stats = body
            elif kind == "state":
                cell.state = body[0]
            if kind in ("finished", "failed"):
                cell.state, cell.seconds = kind, time.monotonic() - cell.started
                if kind == "finished":
                    cell.done = cell.total
                else:
                    self._fail(cell, body[0])
                process.join()
                ready.close()
                del self.running[ready]
                self.console.print(f"{kind}: {cell.folder} ({cell.seconds:.0f} s)", markup=False, highlight=False)

    def _fail(self, cell: Cell, cause: str) -> None:
        """Remember, and leave for the report, why there is no such cell."""
        cell.state, cell.cause = "failed", cause
        with suppress(LmrlError):  # where nothing can be written, it is still said at the end
            write_json(cell.folder / FAILED, {"cause": cause})

    def _table(self) -> Table:
        table = Table("task", "algorithm", "seed", "state", "steps", "loss", "left")
        for cell in self.cells:
            left = ""
            if cell.state == "running" and cell.done:
                left = f"{(time.monotonic() - cell.started) * (cell.total - cell.done) / cell.done:.0f} s"
            loss = f"{cell.stats['loss']:.3g}" if "loss" in cell.stats else ""
            table.add_row(escape(cell.config.task), cell.config.algo_name, str(cell.config.seed), cell.state, f"{cell.done}/{cell.total}", loss, left)
        return table


def _processes() -> ForkServerContext:
    """Where cells come from: off one clean process that has torch loaded, so that each starts at once and not after seconds of importing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["lmrl_gym.training.run", "lmrl_gym.training.score"])
    return context


def _work(config: RunConfig, folder: Path, episodes: int, pipe: Connection) -> None:
    """In a process of its own: train and evaluate one cell, saying how far it is. Ends when nobody listens any more."""
    from lmrl_gym.training.run import train
    from lmrl_gym.training.score import score_run

    quiet()
    last = 0.0

    def on_step(done: int, total: int, stats: object) -> None:
        nonlocal last
        if done == total or time.monotonic() - last > 0.5:
            last = time.monotonic()
            pipe.send(("step", done, total, stats))

    try:
        train(config, folder, resume=True, on_step=on_step)
        pipe.send(("state", "evaluating"))
        score_run(folder, episodes=episodes)
        pipe.send(("finished",))
    except LmrlError as error:
        pipe.send(("failed", str(error)))
    except BrokenPipeError:
        os._exit(1)
    except Exception as error:
        pipe.send(("failed", f"{type(error).__name__}: {error}"))
