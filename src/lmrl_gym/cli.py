"""The command `lmrl`. Only this file prints, and only it turns errors into a sentence and an exit code (2 for a wrong request, 1 for a failure).

Every subcommand is a dataclass whose fields are its options and whose `run` does the work; heavy imports happen inside `run`, so `--help` and
`list` are quick.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import tyro
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from lmrl_gym.core.errors import LmrlError, UsageError, no_such
from lmrl_gym.person import Person
from lmrl_gym.quiet import quiet
from lmrl_gym.tasks import load_task, task_names

if TYPE_CHECKING:
    from rich.table import Table

    from lmrl_gym.core.task import Task

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[..., None]]:
    """A bar on standard error with what is done, how fast and how long still; call it with (done, total, optional stats)."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal) as bar:
        line = bar.add_task(what, total=None)

        def advance(done: int, total: int, stats: object = None) -> None:
            shown = ""
            if isinstance(stats, dict):
                shown = " ".join(f"{k} {stats[k]:.3g}" for k in ("loss", "eval") if k in stats)
            bar.update(line, completed=done, total=total, description=f"{what} {shown}".rstrip())

        yield advance


def _show(table: Table) -> None:
    """Print a table. A pipe or a log has no width of its own; cut to the customary 80 columns, the numbers would be lost."""
    (out if out.is_terminal else Console(width=160)).print(table)


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
        _show(table)


@dataclass(frozen=True)
class Check:
    """Check that tasks keep the contract all tasks keep: seeds, garbage, limits, endings, players."""

    task: tyro.conf.Positional[str] = ""
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
class Collect:
    """Make a task's data set from its recipe, as Parquet that `datasets.load_dataset` reads. Goes on where it was interrupted."""

    task: tyro.conf.Positional[str]
    """Name of the task."""
    preset: str = "small"
    """Size: small (minutes on two cores) or paper (the paper's)."""
    to: Annotated[str, tyro.conf.arg(name="out")] = ""
    """Folder to write; data/TASK/PRESET where it is left out."""
    seed: int = 0
    """Names the random draws: the same seed gives the same data set, whatever the number of workers."""
    workers: int = 2
    """Processes that play at the same time."""

    def run(self) -> None:
        from lmrl_gym.data.collect import collect

        task = load_task(self.task)
        folder = Path(self.to or f"data/{task.name}/{self.preset}")
        with progress(f"collect {task.name}") as bar:
            header = collect(task.name, self.preset, folder, seed=self.seed, workers=self.workers, on_progress=bar)
        s = header.statistics
        out.print(f"{header.episodes} episodes in {folder}, hash {header.content_hash}", markup=False)
        out.print(f"return {s.return_mean:.3f} ± {s.return_std:.3f}, agent turns {s.length_mean:.2f} ± {s.length_std:.2f}, success {s.success:.3f}")


@dataclass(frozen=True)
class Import:
    """Turn a published LMRL-Gym JSON-lines file (maze, wordle) into a data set."""

    file: tyro.conf.Positional[str]
    """The JSON-lines file."""
    task: str
    """Which task its episodes are of, for instance maze/full."""
    to: Annotated[str, tyro.conf.arg(name="out")]
    """Folder to write."""

    def run(self) -> None:
        from lmrl_gym.data.import_lmrl import import_file

        header = import_file(Path(self.file), Path(self.to), task=self.task)
        out.print(f"{header.episodes} episodes in {self.to}, hash {header.content_hash}", markup=False)


@dataclass(frozen=True)
class Train:
    """Train one algorithm on one task. CONFIG is a TOML file or a shipped name such as maze/full/bc; key=value pairs override it."""

    config: tyro.conf.Positional[str] = ""
    """TOML file or shipped configuration."""
    overrides: tyro.conf.Positional[tuple[str, ...]] = ()
    """For instance train.steps=200 algo.beta=8."""
    to: Annotated[str, tyro.conf.arg(name="out")] = ""
    """Run folder to write; runs/TASK/ALGO/seed-N where it is left out."""
    resume: str = ""
    """A run folder to go on with; its own configuration is used."""

    def run(self) -> None:
        from dataclasses import replace

        from lmrl_gym.config import load_config
        from lmrl_gym.data.collect import collect
        from lmrl_gym.training.folder import RunFolder
        from lmrl_gym.training.run import train

        quiet()
        if self.resume:
            if self.config:
                raise UsageError(f"--resume goes on with the configuration in {self.resume}; leave out '{self.config}' and any overrides")
            folder = Path(self.resume)
            config = RunFolder(folder).config()
        else:
            if not self.config:
                raise UsageError("no configuration to train; give a TOML file or a shipped name such as maze/full/bc, or --resume FOLDER")
            config = load_config(self.config, self.overrides)
            folder = Path(self.to or f"runs/{config.task}/{config.algo_name}/seed-{config.seed}")
        if not config.data.path:
            data = Path(f"data/{load_task(config.task).name}/{config.data.preset}-{config.data.seed}")
            with progress(f"collect {config.task}") as bar:
                collect(config.task, config.data.preset, data, seed=config.data.seed, on_progress=bar)
            config = replace(config, data=replace(config.data, path=str(data)))
        with progress(f"train {config.algo_name} on {config.task}") as bar:
            train(config, folder, resume=bool(self.resume), on_step=bar)
        out.print(f"finished: {folder}", markup=False)


@dataclass(frozen=True)
class Evaluate:
    """Play a task's evaluation episodes with a player, a trained run or a person, and score them."""

    task: str
    """Name of the task."""
    policy: str
    """A scripted player (floor, ceiling, behaviour, …), the folder of a finished run, or `person`."""
    episodes: int = 0
    """How many; 0: as many as the task says."""
    seed: int = 0
    """Moves what the speakers draw; the scenarios are the task's."""
    greedy: bool = False
    """Take the most likely token instead of drawing one (trained runs only)."""
    to: Annotated[str, tyro.conf.arg(name="out")] = ""
    """File to write the record to; a run keeps it in its own folder where this is left out."""
    as_json: Annotated[bool, tyro.conf.arg(name="json")] = False
    """Print one JSON object instead of a sentence."""

    def run(self) -> None:
        from lmrl_gym.evaluation.evaluate import evaluate, player
        from lmrl_gym.evaluation.record import save_record

        task = load_task(self.task)
        if self.episodes < 0:
            raise UsageError(f"--episodes {self.episodes} is not a number of episodes; give 0 for the task's own or a positive one")
        run = _run_folder(self.policy, task)
        with progress(f"evaluate {self.policy} on {task.name}") as bar:
            if run is not None:
                from lmrl_gym.training.score import evaluate_run

                record, _ = evaluate_run(run, task, greedy=self.greedy, episodes=self.episodes, seed=self.seed, on_episode=bar)
            else:
                policy = Person() if self.policy == "person" else player(task, self.policy)
                width = 1 if self.policy == "person" else 256
                record, _ = evaluate(task, policy, episodes=self.episodes, seed=self.seed, width=width, on_episode=None if width == 1 else bar)
        path = Path(self.to) if self.to else (run / "records" / f"{record.play}.json" if run is not None else None)
        if path is not None:
            save_record(record, path)
        s = record.summary
        if self.as_json:
            row = {
                "task": record.task,
                "version": record.version,
                "policy": record.policy,
                "play": record.play,
                "episodes": s.episodes,
                "mean_return": s.mean_return,
                "ci_low": s.ci_low,
                "ci_high": s.ci_high,
                "stderr": s.stderr,
                "success": s.success,
                "mean_length": s.mean_length,
                "paper_score": s.paper_score,
                "paper_ci": s.paper_ci,
                "skill_score": s.skill_score,
                "skill_ci": s.skill_ci,
                "record": None if path is None else str(path),
            }
            print(json.dumps(row))
            return
        scores = "".join(f", {name} score {value:.1f}" for name, value in (("paper", s.paper_score), ("skill", s.skill_score)) if value is not None)
        what = f"{record.policy} on {record.task} ({s.episodes} episodes, {record.play})"
        out.print(f"{what}: return {s.mean_return:.3f} [{s.ci_low:.3f}, {s.ci_high:.3f}]{scores}", markup=False)


def _run_folder(policy: str, task: Task) -> Path | None:
    """The run folder that `policy` names, or None where it names a player. UsageError where it is neither."""
    if policy in task.players or policy == "person":
        return None
    folder = Path(policy)
    if (folder / "config.json").exists():
        return folder
    if folder.exists():
        raise UsageError(f"{folder} is not a run folder (no config.json); give a folder made by `lmrl train` or a player: {', '.join(task.players)}")
    raise no_such(f"player of {task.name} and no run folder", policy, [*task.players, "person"])


@dataclass(frozen=True)
class Bench:
    """Train and evaluate a matrix of tasks, algorithms and seeds. Each cell resumes on its own; call it again to go on."""

    to: Annotated[str, tyro.conf.arg(name="out")]
    """Folder for everything: data, runs, records."""
    tasks: tuple[str, ...] = ("maze/full",)
    """Tasks to run."""
    algos: tuple[str, ...] = ("bc", "filtered_bc", "mc_returns", "ilql")
    """Algorithms to run; the BC run that value methods start from is trained as well."""
    seeds: int = 3
    """Training seeds 0, 1, … for each."""
    preset: str = "small"
    """Size of the data sets."""
    workers: int = 0
    """Cells at the same time; 0: one a core."""
    set: tuple[str, ...] = ()
    """key=value overrides for every cell, for instance train.steps=50."""
    episodes: int = 0
    """Evaluation episodes of each cell; 0: as many as the task says."""

    def run(self) -> None:
        from lmrl_gym.bench import bench

        quiet()
        bench(
            Path(self.to),
            tasks=self.tasks,
            algos=self.algos,
            seeds=self.seeds,
            preset=self.preset,
            workers=self.workers,
            overrides=self.set,
            episodes=self.episodes,
            console=err,
        )
        Report(self.to).run()


@dataclass(frozen=True)
class Report:
    """Write table.json, table.md and the self-contained page report.html from a bench folder, and print the table."""

    folder: tyro.conf.Positional[str]
    """The bench folder."""

    def run(self) -> None:
        from lmrl_gym.report import collect_rows, terminal_table, write_report

        folder = Path(self.folder)
        written = write_report(folder)
        for table in terminal_table(collect_rows(folder)):
            _show(table)
        out.print("wrote " + ", ".join(str(p) for p in written), markup=False)


@dataclass(frozen=True)
class Play:
    """Play a task yourself. Type your reply and press Enter; Ctrl-D ends the game."""

    task: tyro.conf.Positional[str]
    """Name of the task."""
    index: int = 0
    """Which evaluation episode to play."""

    def run(self) -> None:
        from lmrl_gym.rollout import play, starts

        task = load_task(self.task)
        if self.index < 0:
            raise UsageError(f"--index {self.index} is no evaluation episode; they are numbered from 0")
        out.print(f"{task.name}: {task.summary}", markup=False)
        if task.opening_help:
            out.print(task.opening_help, markup=False)
        for episode in play(task, Person(), starts(task, "eval", 1, seed=0, first=self.index), width=1):
            out.print(episode.turns[-1].text, markup=False, end="")
            out.print(f"{episode.ending.value}, return {episode.ret:g} in {episode.length} turns")


@dataclass(frozen=True)
class View:
    """Print one episode of a data set: its turns, or its tokens with the mask in colour."""

    folder: tyro.conf.Positional[str]
    """A data set folder."""
    index: int = 0
    """Which episode."""
    run_folder: Annotated[str, tyro.conf.arg(name="run")] = ""
    """A run folder: shows the tokens its model sees, agent tokens in colour, with log-probabilities, V, Q and advantages."""

    def run(self) -> None:
        from itertools import islice

        from lmrl_gym.data.store import read_dataset

        dataset = read_dataset(Path(self.folder))
        if not 0 <= self.index < len(dataset):
            raise UsageError(f"{self.folder} has no episode {self.index}; it holds 0 to {len(dataset) - 1}")
        episode = next(islice(dataset, self.index, None))
        from lmrl_gym.report.terminal import episode_lines, token_lines

        if self.run_folder:
            from lmrl_gym.training.run import load_policy

            quiet()
            _, policy = load_policy(Path(self.run_folder))
            lines = token_lines(episode, policy)
        else:
            lines = episode_lines(episode)
        for line in lines:
            out.print(line)


@dataclass(frozen=True)
class References:
    """Compute a task's references (floor, data, ceiling) again and write them into its folder. For those who change a task."""

    task: tyro.conf.Positional[str]
    """Name of the task family, for instance maze."""

    def run(self) -> None:
        from lmrl_gym.evaluation.references import write_references

        path = write_references(self.task)
        out.print(f"wrote {path}", markup=False)


Command = (
    Annotated[List, tyro.conf.subcommand("list")]
    | Annotated[Check, tyro.conf.subcommand("check")]
    | Collect
    | Annotated[Import, tyro.conf.subcommand("import")]
    | Train
    | Evaluate
    | Bench
    | Report
    | Play
    | View
    | References
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    given = [a for a in given if a != "--debug"]
    command: Any = tyro.cli(
        Command,
        prog="lmrl",
        description="Multi-turn reinforcement learning with language models: tasks, data, training, scores. Add --debug to see tracebacks.",
        args=given,
        config=(tyro.conf.OmitArgPrefixes,),
    )
    try:
        command.run()
    except LmrlError as error:
        if debug:
            raise
        err.print(f"lmrl: {error}", markup=False, highlight=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("lmrl: interrupted; what was finished is kept, call the same command again to go on", markup=False)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
