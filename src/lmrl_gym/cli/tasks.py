"""Commands about tasks: listing, checking, playing them by hand, measuring their references."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Annotated

import tyro

from lmrl_gym.cli.screen import out, show
from lmrl_gym.cli.seats import ModelOptions, Seats
from lmrl_gym.core.errors import UsageError
from lmrl_gym.person import Person
from lmrl_gym.tasks import load_task, task_names


@dataclass(frozen=True)
class List:
    """Show the tasks with their skills and reference returns."""

    as_json: Annotated[bool, tyro.conf.arg(name="json")] = False
    """Print JSON instead of a table."""

    def run(self) -> None:
        tasks = [load_task(name) for name in task_names()]
        if self.as_json:
            rows = [
                {
                    "task": t.name,
                    "version": t.version,
                    "summary": t.summary,
                    "skills": list(t.skills),
                    "references": {k: {"mean": r.mean, "stderr": r.stderr, "episodes": r.episodes} for k, r in t.references.items()},
                    "players": sorted(t.players),
                    "partners": list(t.partners),
                }
                for t in tasks
            ]
            print(json.dumps(rows))
            return
        from rich.table import Table

        table = Table("task", "what is played", "skills", "floor", "data", "ceiling", title="Tasks: mean return of the reference players")
        for t in tasks:
            refs = [f"{t.references[k].mean:.2f}" if k in t.references else "–" for k in ("floor", "data", "ceiling")]
            table.add_row(t.name, t.summary, ", ".join(t.skills), *refs)
        show(table)


@dataclass(frozen=True)
class Check:
    """Check that tasks keep the contract all tasks keep: seeds, garbage, limits, endings, players."""

    task: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="TASK")]] = ""
    """Name of the task; all of them where it is left out."""

    def run(self) -> None:
        from lmrl_gym.core.contract import check_task
        from lmrl_gym.core.errors import ContractError

        broken = 0
        for name in [self.task] if self.task else task_names():
            problems = check_task(load_task(name))
            broken += len(problems)
            out.print(f"{name}: " + ("keeps the contract" if not problems else f"breaks {len(problems)} rules"))
            for problem in problems:
                out.print(f"  {problem}", markup=False)
        if broken:
            raise ContractError(f"{broken} rules are broken; each line above names one and how")


@dataclass(frozen=True)
class Play:
    """Play a task yourself. Type your reply and press Enter; Ctrl-D ends the game."""

    task: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="TASK")]]
    """Name of the task."""
    index: int = 0
    """Which evaluation episode to play."""
    partner: str = ""
    """Who answers what the game asks: a partner of the task, local:PATH, chat:MODEL, cassette:FILE or a run folder; its default one if left out."""
    models: ModelOptions = field(default_factory=ModelOptions)

    def run(self) -> None:
        from lmrl_gym.rollout import play, starts

        task = load_task(self.task)
        if self.index < 0:
            raise UsageError(f"--index {self.index} is no evaluation episode; they are numbered from 0")
        out.print(f"{task.name}: {task.summary}", markup=False)
        if task.opening_help:
            out.print(task.opening_help, markup=False)
        begin = starts(task, "eval", 1, seed=0, first=self.index)
        with Seats(task, self.models) as seats:
            for episode in play(task, Person(task.sketch), begin, partner=seats.partner(self.partner), width=1):
                if task.sketch is not None:
                    out.print(task.sketch(episode.scenario, episode.turns), markup=False, end="")
                out.print(episode.turns[-1].text, markup=False, end="")
                out.print(f"{episode.ending.value}, return {episode.ret:g} in {episode.length} turns")


@dataclass(frozen=True)
class References:
    """Compute a task's references (floor, data, ceiling) again and write them into its folder. For those who change a task."""

    task: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="FAMILY")]]
    """A family of tasks, for instance maze."""

    def run(self) -> None:
        from lmrl_gym.evaluation.references import write_references

        path = write_references(self.task)
        out.print(f"wrote {path}", markup=False)
