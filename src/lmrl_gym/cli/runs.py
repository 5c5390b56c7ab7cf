"""Commands about results: training, evaluating, the matrix of both, and its report."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tyro

from lmrl_gym.cli.screen import err, out, progress, show
from lmrl_gym.cli.seats import ModelOptions, Seats, run_folder
from lmrl_gym.core.errors import LmrlError, RunError, UsageError
from lmrl_gym.quiet import quiet
from lmrl_gym.tasks import load_task

if TYPE_CHECKING:
    from lmrl_gym.core.episode import Json
    from lmrl_gym.core.task import Task
    from lmrl_gym.evaluation.record import Record


@dataclass(frozen=True)
class Configs:
    """List the shipped configurations, or show every setting of one with what it means."""

    config: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="[CONFIG]")]] = ""
    """TOML file or shipped configuration, such as maze/full/ilql; all names where it is left out."""
    markdown: bool = False
    """Print all settings of all algorithms with their defaults as Markdown instead."""

    def run(self) -> None:
        from lmrl_gym.config import explained, load_config, reference, shipped_configs

        if self.markdown:
            print(reference(), end="")
            return
        if not self.config:
            print("\n".join(shipped_configs()))
            return
        from rich.table import Table

        table = Table("key", "value", "meaning", title=self.config)
        for key, value, meaning in explained(load_config(self.config)):
            if key not in ("algo", "data", "model", "train", "play"):
                table.add_row(key, json.dumps(value), meaning)
        show(table)


@dataclass(frozen=True)
class Train:
    """Train one algorithm on one task. CONFIG is a TOML file or a shipped name such as maze/full/bc (`lmrl configs` lists them); key=value pairs
    override it."""

    config: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="CONFIG")]] = ""
    """TOML file or shipped configuration."""
    overrides: tyro.conf.Positional[Annotated[tuple[str, ...], tyro.conf.arg(metavar="[KEY=VALUE ...]")]] = ()
    """For instance train.steps=200 algo.beta=8."""
    to: Annotated[str, tyro.conf.arg(name="out")] = ""
    """Run folder to write; runs/TASK/ALGO/seed-N where it is left out."""
    resume: str = ""
    """A run folder to go on with; its own configuration is used."""

    def run(self) -> None:
        from lmrl_gym.algos import algorithm_names
        from lmrl_gym.config import load_config
        from lmrl_gym.data.collect import collect, default_folder
        from lmrl_gym.training.folder import RunFolder
        from lmrl_gym.training.processes import first_alone, is_first
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
            if config.init in algorithm_names() and not Path(config.init).exists():
                config = replace(config, init=f"runs/{config.task}/{config.init}/seed-{config.seed}")
            folder = Path(self.to or f"runs/{config.task}/{config.algo_name}/seed-{config.seed}")
        if config.needs_data and not config.data.path:
            data = default_folder(load_task(config.task), config.data.preset, config.data.seed)
            with first_alone(), progress(f"collect {config.task}", shown=is_first()) as bar:
                collect(config.task, config.data.preset, data, seed=config.data.seed, on_progress=bar)
            config = replace(config, data=replace(config.data, path=str(data)))
        with progress(f"train {config.algo_name} on {config.task}", shown=is_first()) as bar:
            train(config, folder, resume=bool(self.resume), on_step=bar)
        if is_first():
            out.print(f"finished: {folder}", markup=False)


@dataclass(frozen=True)
class Evaluate:
    """Play a task's evaluation episodes with a player, a trained run, a language model or a person, and score them."""

    task: str
    """Name of the task."""
    policy: str
    """A scripted player (floor, ceiling, behaviour, …), the folder of a finished run, local:PATH for a Hugging Face model, chat:MODEL for one behind
    --base-url, or `person`."""
    episodes: int = 0
    """How many; 0: as many as the task says."""
    seed: int = 0
    """Moves what the speakers draw; the scenarios are the task's."""
    greedy: bool = False
    """Take the most likely token instead of drawing one (runs and language models only)."""
    best: bool = False
    """Play with the model that scored best while training instead of the last one (runs whose algorithm plays); its records lie in best/records."""
    partner: str = ""
    """Who answers what the game asks: a partner of the task, local:PATH, chat:MODEL, cassette:FILE, a run folder or `person`; its default one if
    left out."""
    to: Annotated[str, tyro.conf.arg(name="out")] = ""
    """File to write the record to; a run keeps it in its own folder where this is left out."""
    as_json: Annotated[bool, tyro.conf.arg(name="json")] = False
    """Print one JSON object instead of a sentence."""
    models: ModelOptions = field(default_factory=ModelOptions)

    def run(self) -> None:
        from lmrl_gym.evaluation.record import save_record

        task = load_task(self.task)
        if self.episodes < 0:
            raise UsageError(f"--episodes {self.episodes} is not a number of episodes; give 0 for the task's own or a positive one")
        run = run_folder(self.policy, task)
        if self.best and run is None:
            raise UsageError(f"--best is for the folder of a run, and '{self.policy}' is none; leave it out")
        with Seats(task, self.models) as seats:
            record = self._record(task, seats, run)
        folder = run / "best" if run is not None and self.best else run
        path = Path(self.to) if self.to else (folder / "records" / f"{_file_name(self.partner, record)}.json" if folder is not None else None)
        if path is not None:
            save_record(record, path)
        if self.as_json:
            print(json.dumps(_row(record) | {"usage": seats.usage, "record": None if path is None else str(path)}))
            return
        s = record.summary
        scores = "".join(f", {name} score {value:.1f}" for name, value in (("paper", s.paper_score), ("skill", s.skill_score)) if value is not None)
        what = f"{record.policy} on {record.task} ({s.episodes} episodes, {record.play})"
        out.print(f"{what}: return {s.mean_return:.3f} [{s.ci_low:.3f}, {s.ci_high:.3f}]{scores}", markup=False)
        for sentence in seats.sentences():
            out.print(sentence, markup=False, highlight=False)

    def _record(self, task: Task, seats: Seats, run: Path | None) -> Record:
        from lmrl_gym.evaluation.evaluate import evaluate

        partner = seats.partner(self.partner)
        with progress(f"evaluate {self.policy} on {task.name}") as bar:
            if run is not None:
                quiet()
                from lmrl_gym.training.score import evaluate_run

                record, _ = evaluate_run(
                    run, task, greedy=self.greedy, best=self.best, episodes=self.episodes, seed=self.seed, partner=partner, on_episode=bar
                )
            else:
                policy = seats.agent(self.policy, greedy=self.greedy)
                play = "scripted" if "agent" not in seats.prompted else "greedy" if self.greedy else "sampled"
                by_hand = "person" in (self.policy, self.partner)
                record, _ = evaluate(
                    task,
                    policy,
                    episodes=self.episodes,
                    seed=self.seed,
                    play=play,
                    width=1 if by_hand else 256,
                    partner=partner,
                    on_episode=None if by_hand else bar,
                )
        return replace(record, provenance={**record.provenance, **seats.about})


def _file_name(partner: str, record: Record) -> str:
    """A run's record under another partner than the default one has a name of its own, and takes the place of no other."""
    return record.play if not partner else f"{record.play}-{re.sub('[^A-Za-z0-9._-]+', '-', record.partner or partner)}"


def _row(record: Record) -> dict[str, Json]:
    """What `evaluate --json` prints of a record."""
    s = record.summary
    return {
        "task": record.task,
        "version": record.version,
        "policy": record.policy,
        "partner": record.partner,
        "play": record.play,
        "episodes": s.episodes,
        "mean_return": s.mean_return,
        "ci_low": s.ci_low,
        "ci_high": s.ci_high,
        "stderr": s.stderr,
        "success": s.success,
        "mean_length": s.mean_length,
        "paper_score": s.paper_score,
        "paper_ci": None if s.paper_ci is None else list(s.paper_ci),
        "skill_score": s.skill_score,
        "skill_ci": None if s.skill_ci is None else list(s.skill_ci),
    }


@dataclass(frozen=True)
class Bench:
    """Train and evaluate a matrix of tasks, algorithms and seeds, and report on it. Each cell resumes on its own, one that fails stops
    no other; call it again to go on."""

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
    """key=value overrides for every cell, for instance train.steps=50, or for one algorithm's: ppo:play.rounds=600."""
    episodes: int = 0
    """Evaluation episodes of each cell; 0: as many as the task says. Records of another number are made anew."""

    def run(self) -> None:
        from lmrl_gym.bench import bench

        quiet()
        cells = bench(
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
        failed = [f"{cell.folder}: {cell.cause}" for cell in cells if cell.cause]
        try:
            Report(self.to).run()
        except LmrlError:
            if not failed:  # otherwise why cells failed says more than that there is nothing to report
                raise
        if failed:
            raise RunError(f"{len(failed)} of {len(cells)} cells failed; the first: {failed[0]}; mend that and call the same command again")


@dataclass(frozen=True)
class Report:
    """Write table.json, table.md and the self-contained page report.html from a bench folder, and print the table."""

    folder: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="FOLDER")]]
    """The bench folder."""

    def run(self) -> None:
        from lmrl_gym.report import terminal_table, write_report
        from lmrl_gym.report.episodes import visible

        with progress("report") as bar:
            report = write_report(Path(self.folder), on_progress=bar)
        for table in terminal_table(report.rows):
            show(table)
        for run in report.failed:
            out.print(visible(f"failed: {run.task}, {run.algo}, seed {run.seed}: {run.failure}"), markup=False, highlight=False)
        out.print("wrote " + ", ".join(str(p) for p in report.paths), markup=False)
