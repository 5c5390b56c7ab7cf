"""What a run has played, kept round by round in its folder, and batches of all of it, drawn as those of stored episodes are.

    played/round-00001.parquet   a shard like those of a data set

A round is written before it is learnt from, and a round that is played again is the same: what lies there past the last checkpoint is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lmrl_gym.core.episode import Episode
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Task
from lmrl_gym.data.store import read_shard, write_shard
from lmrl_gym.tokens.render import build_corpus
from lmrl_gym.tokens.tokenizer import Encoder
from lmrl_gym.training.batches import Batches
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.parts import seen
from lmrl_gym.training.settings import RunConfig


class Replay:
    """Every round so far. `place`: this process's number, and how many there are."""

    def __init__(self, config: RunConfig, folder: RunFolder, task: Task, encoder: Encoder, place: tuple[int, int] = (0, 1)) -> None:
        self._config, self._task, self._encoder = config, task, encoder
        self._folder, self._writes = folder.path / "played", folder.writes
        self._place = place
        self._rounds: list[list[Episode]] = []

    def restore(self, rounds: int) -> None:
        """Read the first `rounds` rounds back. DataError where one is missing or damaged."""
        self._rounds = [list(read_shard(self._file(number))) for number in range(rounds)]

    def add(self, episodes: Sequence[Episode]) -> tuple[Batches, int]:
        """Keep one more round; batches of all rounds, and how many windows the new one has: where that is none, there may be no batch."""
        number = len(self._rounds)
        if self._writes:
            write_shard(self._file(number), episodes, task=self._task, plan={"round": number + 1})
        self._rounds.append(list(episodes))
        view, credit = seen(self._config, self._task), self._config.algo.credit
        new = build_corpus(episodes, self._encoder, view, credit)
        corpus = build_corpus((e for played in self._rounds for e in self._config.algo.select(played)), self._encoder, view, credit)
        seed = seed_for(self._config.seed, "replay", number)
        return Batches(corpus, self._config.train.batch_size, seed, self._encoder.end, *self._place), sum(w.count for w in new.windows)

    def _file(self, number: int) -> Path:
        return self._folder / f"round-{number + 1:05d}.parquet"
