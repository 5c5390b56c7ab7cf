"""Commands about data sets: collecting, importing, looking at them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tyro

from lmrl_gym.cli.screen import out, progress
from lmrl_gym.cli.seats import ModelOptions, Seats
from lmrl_gym.core.errors import UsageError
from lmrl_gym.quiet import quiet
from lmrl_gym.tasks import load_task

if TYPE_CHECKING:
    from lmrl_gym.core.task import Task
    from lmrl_gym.data.header import Header

_BY_CAST = 100
"""Episodes that a cast plays where nobody says how many: a preset's number of them would cost hours or money."""


@dataclass(frozen=True)
class Collect:
    """Make a task's data set from its recipe, or by letting others talk, as Parquet that `datasets.load_dataset` reads. Goes on where it was
    interrupted; its header names who spoke."""

    task: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="TASK")]]
    """Name of the task."""
    preset: str = "small"
    """Size: small (minutes on two cores) or paper (the paper's)."""
    to: Annotated[str, tyro.conf.arg(name="out")] = ""
    """Folder to write; data/TASK/PRESET where it is left out, with -SEED behind it for other seeds than 0: where `lmrl train` looks for it."""
    seed: int = 0
    """Names the random draws: the same seed gives the same data set, whatever the number of workers."""
    workers: int = 2
    """Processes that play at the same time; one where --agent or --partner is given."""
    agent: str = ""
    """Who plays instead of the recipe's player: another player, a run folder, `person`, local:PATH or chat:MODEL."""
    partner: str = ""
    """Who answers instead of the task's default partner: another partner, a run folder, `person`, local:PATH, chat:MODEL or cassette:FILE."""
    episodes: int = 0
    """How many; 0: as many as the preset says, or 100 where --agent or --partner is given."""
    greedy: bool = False
    """The agent takes the most likely token instead of drawing one (models only)."""
    models: ModelOptions = field(default_factory=ModelOptions)

    def run(self) -> None:
        from lmrl_gym.data.collect import collect, default_folder

        task = load_task(self.task)
        if self.agent or self.partner:
            self._by_cast(task)
            return
        folder = Path(self.to) if self.to else default_folder(task, self.preset, self.seed)
        with progress(f"collect {task.name}") as bar:
            header = collect(task.name, self.preset, folder, seed=self.seed, workers=self.workers, episodes=self.episodes, on_progress=bar)
        _tell(header, folder)

    def _by_cast(self, task: Task) -> None:
        from lmrl_gym.data.collect import Cast, collect

        if not self.to:
            raise UsageError("a data set of one's own making needs a folder of its own; name it with --out")
        folder, count = Path(self.to), self.episodes or _BY_CAST
        with Seats(task, self.models) as seats:
            partner = seats.partner(self.partner)
            agent = seats.agent(self.agent or task.recipe.player, greedy=self.greedy, seed=self.seed)
            cast = Cast(agent, partner, 1 if "person" in (self.agent, self.partner) else 64)
            with progress(f"collect {task.name}") as bar:
                header = collect(task.name, self.preset, folder, seed=self.seed, cast=cast, episodes=count, on_progress=bar)
        _tell(header, folder)
        for sentence in seats.sentences():
            out.print(sentence, markup=False, highlight=False)


def _tell(header: Header, folder: Path) -> None:
    s = header.statistics
    out.print(f"{header.episodes} episodes in {folder}, hash {header.content_hash}", markup=False)
    out.print(f"return {s.return_mean:.3f} ± {s.return_std:.3f}, agent turns {s.length_mean:.2f} ± {s.length_std:.2f}, success {s.success:.3f}")


@dataclass(frozen=True)
class Import:
    """Turn a published LMRL-Gym file (maze, wordle, twenty questions, guess my city, car dealer) into a data set."""

    file: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="FILE")]]
    """The file: JSON lines, or one JSON list of conversations."""
    task: str
    """Which task its episodes are of, for instance maze/full."""
    to: Annotated[str, tyro.conf.arg(name="out")]
    """Folder to write."""

    def run(self) -> None:
        from lmrl_gym.data.import_lmrl import import_file

        header = import_file(Path(self.file), Path(self.to), task=self.task)
        out.print(f"{header.episodes} episodes in {self.to}, hash {header.content_hash}", markup=False)


@dataclass(frozen=True)
class View:
    """Print one episode of a data set: its turns, or its tokens with the mask in colour."""

    folder: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="FOLDER")]]
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
