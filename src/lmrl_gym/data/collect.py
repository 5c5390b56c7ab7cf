"""A task's scripted players, or whoever else is cast, played into a data set.

The plan fixes everything: episode i takes its scenario and its seed from the collection's seed and i alone, and shards are cut
by the number of episodes alone. So the same command gives the same content hash with any number of workers, and a collection
that was interrupted goes on where it stopped: finished shards carry the plan they belong to, and the names of who spoke.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from lmrl_gym.core.episode import Episode, Json
from lmrl_gym.core.errors import LmrlError, RunError, UsageError, no_such
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Policy, Task
from lmrl_gym.data.disk import LOCK, PART, locked, sweep
from lmrl_gym.data.header import SCHEMA_VERSION, Header
from lmrl_gym.data.store import HEADER, Note, check_shard, finish, read_header, read_note, shard_file, write_shard
from lmrl_gym.rollout import Start, play
from lmrl_gym.tasks import load_task

_LARGEST_SHARD = 50_000
_SMALLEST_SHARD = 1_000
_SMALLEST_CAST_SHARD = 20
"""The same for a cast, whose episodes may cost a minute or a cent each."""
_SHARDS = 20
"""How many units of work a collection is cut into, where its shards can be neither smaller nor larger than the bounds above."""
_BEAT = 32
"""Episodes between two reports of progress, by which a worker also hears that its parent is gone."""
_LONGEST_BEAT = 0.5
"""Seconds after which the next episode is reported at once."""

Progress = Callable[[int, int], None]
"""Called with (episodes so far, episodes in all)."""
Heard = Callable[[int, int], None]
"""Called with (shard, episodes of it so far)."""


def default_folder(task: Task, preset: str, seed: int) -> Path:
    """Where a task's own data set lies if nobody says where."""
    return Path("data") / task.name / (preset if seed == 0 else f"{preset}-{seed}")


class Cast(NamedTuple):
    """Who speaks instead of the recipe's player and the task's default partner. They live in this process, so one worker plays."""

    agent: Policy
    partner: Policy | None = None
    """None: the task's default one, where its envs ask any."""
    width: int = 64
    """Episodes under way at the same time: 1 for a person."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that decides the content of a data set: the same plan gives the same episodes."""

    task_name: str
    preset: str
    seed: int
    episodes: int
    shards: int
    """Units of work, each one file; the number of episodes alone decides it, with or without a cast."""
    agent: str = ""
    """Name of the cast agent; empty: the recipe's player."""
    partner: str = ""
    """Name of the cast partner; empty: the task's default one."""

    @staticmethod
    def of(task_name: str, preset: str, seed: int, episodes: int, cast: Cast | None = None) -> Plan:
        smallest = _SMALLEST_CAST_SHARD if cast else _SMALLEST_SHARD
        plan = Plan(task_name, preset, seed, episodes, max(min(_SHARDS, episodes // smallest), -(-episodes // _LARGEST_SHARD), 1))
        return replace(plan, agent=cast.agent.name, partner=cast.partner.name if cast.partner else "") if cast else plan

    def bounds(self, shard: int) -> tuple[int, int]:
        """First episode of a shard, and one past its last; shards differ by at most one episode."""
        return shard * self.episodes // self.shards, (shard + 1) * self.episodes // self.shards

    def identity(self, task: Task, shard: int) -> dict[str, Json]:
        """What a finished shard carries, to be recognised by."""
        known: dict[str, Json] = {
            "schema": SCHEMA_VERSION,
            "task": task.name,
            "version": task.version,
            "preset": self.preset,
            "player": self.agent or task.recipe.player,
            "seed": self.seed,
            "episodes": self.episodes,
            "shard": shard,
        }
        return known | ({"partner": self.partner} if self.agent else {})

    def about(self, task: Task) -> str:
        """One sentence for the card: the recipe's, or who was cast."""
        if not self.agent:
            return task.recipe.about
        beside = f" beside {self.partner}" if self.partner else ""
        return f"Played by {self.agent}{beside}, not by the recipe's player, from the recipe's scenarios."


def collect(
    task_name: str,
    preset: str,
    out: Path,
    *,
    seed: int = 0,
    workers: int = 2,
    cast: Cast | None = None,
    episodes: int = 0,
    on_progress: Progress | None = None,
) -> Header:
    """Play the recipe of a task at `preset` and store the episodes in `out`; go on with an unfinished collection of the same plan.

    `episodes` other than 0 takes the place of the preset's number; `cast` takes the place of the recipe's player, in this process alone. Worker
    processes start afresh and import the calling program: a script calls this under `if __name__ == "__main__"`. UsageError for an unknown task,
    preset or number of workers; RunError where `out` holds anything else, another process is writing to it, or a worker dies.
    """
    task = load_task(task_name)
    if preset not in task.recipe.episodes:
        raise no_such("preset", preset, task.recipe.episodes)
    if workers < 1:
        raise UsageError(f"workers {workers} leaves nobody to play; it must be at least 1")
    if episodes < 0:
        raise UsageError(f"{episodes} episodes make no data set; ask for at least 1, or leave the number to the preset")
    plan = Plan.of(task_name, "" if episodes or cast else preset, seed, episodes or task.recipe.episodes[preset], cast)
    if (header := _finished(plan, task, out)) is not None:
        return header
    with locked(out):
        notes = _resume(plan, task, out)
        todo = [shard for shard in range(plan.shards) if shard not in notes]
        heard = _progress(plan, {shard: note.tally.episodes for shard, note in notes.items()}, on_progress)
        if cast is None and min(workers, len(todo)) > 1:
            _collect_parallel(plan, todo, out, min(workers, len(todo)), heard)
        else:
            for shard in todo:
                _collect_shard(plan, task, shard, out, heard, cast)
        ordered = [notes.get(shard) or read_note(out / shard_file(shard, plan.shards)) for shard in range(plan.shards)]
        return finish(out, ordered, task=task, about=plan.about(task), seed=seed, preset=plan.preset)


def _finished(plan: Plan, task: Task, out: Path) -> Header | None:
    """The header of `out` if the plan's data set is there whole; RunError if another one is."""
    if not (out / HEADER).exists():
        return None
    header = read_header(out)
    if (header.task, header.version, header.preset, header.seed) != (task.name, task.version, plan.preset, plan.seed):
        raise RunError(
            f"{out} holds {header.task} version {header.version}, preset {header.preset or 'none'}, seed {header.seed}, not {task.name} "
            f"version {task.version}, preset {plan.preset or 'none'}, seed {plan.seed}; choose another folder, or remove this one"
        )
    # A preset is always the recipe's, and says all; without one it matters who spoke.
    wanted = {} if plan.preset else {"agent": plan.agent or task.recipe.player} | ({"partner": plan.partner} if plan.partner else {})
    spoke = {seat: " and ".join(header.players.get(seat, ())) for seat in wanted}
    if spoke != wanted or header.episodes != plan.episodes:
        there, asked = (", ".join([f"{n} episodes", *who.values()]) for n, who in ((header.episodes, spoke), (plan.episodes, wanted)))
        raise RunError(f"{out} holds a data set of another making ({there}; not {asked}); choose another folder, or remove this one")
    return header if all((out / shard.file).is_file() for shard in header.shards) else None


def _resume(plan: Plan, task: Task, out: Path) -> dict[int, Note]:
    """The shards of this plan that are finished, checked. RunError if `out` holds anything that is not of this plan."""
    if foreign := sorted(p.name for p in out.iterdir() if p.name not in (LOCK, "data", "README.md", HEADER) and not p.name.endswith(PART)):
        raise RunError(f"{out} holds {foreign[0]}, which is no part of a data set; choose a new folder")
    for folder in (out, out / "data"):
        sweep(folder)
    names = {shard_file(shard, plan.shards): shard for shard in range(plan.shards)}
    notes: dict[int, Note] = {}
    for path in sorted((out / "data").glob("*")):
        note = read_note(path)
        shard = names.get(f"data/{path.name}", -1)
        if note.plan != plan.identity(task, shard):
            raise RunError(
                f"{path} belongs to another collection than {task.name} version {task.version}, preset {plan.preset or 'none'}, seed {plan.seed}; "
                f"choose another folder, or remove this one"
            )
        check_shard(path, note.hash, note.tally.episodes)
        notes[shard] = note
    return notes


def _progress(plan: Plan, done: dict[int, int], on_progress: Progress | None) -> Heard:
    """What to call with (shard, episodes of it so far); it passes the sum on."""

    def heard(shard: int, episodes: int) -> None:
        done[shard] = episodes
        if on_progress is not None:
            on_progress(sum(done.values()), plan.episodes)

    return heard


def _collect_shard(plan: Plan, task: Task, shard: int, out: Path, heard: Heard, cast: Cast | None = None) -> None:
    """Play and write one shard."""
    write_shard(out / shard_file(shard, plan.shards), _episodes(plan, task, shard, heard, cast), task=task, plan=plan.identity(task, shard))


def _episodes(plan: Plan, task: Task, shard: int, heard: Heard, cast: Cast | None) -> Iterator[Episode]:
    first, end = plan.bounds(shard)
    names = (plan.seed, "collect", task.name)
    starts = (Start(task.recipe.scenario(rng_for(*names, "scenario", i)), seed_for(*names, "play", i)) for i in range(first, end))
    agent, partner, width = cast or Cast(task.players[task.recipe.player]())
    beaten = time.monotonic()
    for count, episode in enumerate(play(task, agent, starts, partner=partner, width=width), 1):
        yield episode
        if cast or count % _BEAT == 0 or count == end - first or time.monotonic() > beaten + _LONGEST_BEAT:
            heard(shard, count)
            beaten = time.monotonic()


def _collect_parallel(plan: Plan, todo: Sequence[int], out: Path, workers: int, heard: Heard) -> None:
    """Hand the shards `todo` to worker processes, one at a time each. Stops them all, and raises, at the first that fails or dies."""
    context = get_context("spawn")
    waiting = iter(todo)
    team: dict[Connection, BaseProcess] = {}
    try:
        for _ in range(workers):
            ours, theirs = context.Pipe()
            worker: BaseProcess = context.Process(target=_work, args=(plan, out, theirs), daemon=True)
            worker.start()
            # Only the worker may hold its end: then its death is heard as the end of the stream.
            theirs.close()
            team[ours] = worker
            ours.send(next(waiting))
        while team:
            for line in wait(list(team)):
                assert isinstance(line, Connection)
                if _listen(line, team[line], heard):
                    shard = next(waiting, None)
                    line.send(shard)
                    if shard is None:
                        team.pop(line).join()
                        line.close()
    finally:
        for line, worker in team.items():
            worker.terminate()
            worker.join()
            line.close()


def _listen(line: Connection, worker: BaseProcess, heard: Heard) -> bool:
    """Take one message from a worker; true if it has finished its shard. RunError if it is dead."""
    try:
        message = line.recv()
    except (EOFError, OSError):
        worker.join()
        # A signal is how the system ends what takes too much memory; an exit code of its own comes with a traceback above.
        own = "as its traceback says (a program that collects wants `if __name__ == '__main__'`)"
        why = "perhaps for want of memory" if (worker.exitcode or 0) < 0 else own
        raise RunError(f"a worker process died (exit code {worker.exitcode}), {why}; run the same command again: finished shards are kept") from None
    if isinstance(message, LmrlError):
        raise message
    if message is None:
        return True
    heard(*message)
    return False


def _work(plan: Plan, out: Path, line: Connection) -> None:
    """A worker's life: take a shard's number, write the shard, say so, until None comes. It ends when its parent does: the line breaks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt at the keyboard reaches every process; the parent stops its workers
    task = load_task(plan.task_name)
    try:
        while (shard := line.recv()) is not None:
            _collect_shard(plan, task, shard, out, lambda *news: line.send(news))
            line.send(None)
    except LmrlError as error:
        line.send(error)
    except (EOFError, ConnectionError):
        return
