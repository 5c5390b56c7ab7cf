"""Batches of a corpus, each a function of the seed and its number."""

from __future__ import annotations

import numpy as np

from lmrl_gym.core.seeds import seed_for
from lmrl_gym.tokens.batch import Batch, collate
from lmrl_gym.tokens.render import Corpus


class Batches:
    """The batch of every step, from the seed and the step's number alone; a small corpus is one batch.

    Batches are drawn evenly from all that was stored, so a window that occurs often is drawn often. Drawing distinct windows and weighting them
    instead has the same mean and a variance that buries rare rewards. Sorting windows of like length together would save padding, but how long a
    game lasted says how it went, and batches of games that went alike teach values nothing.
    """

    def __init__(self, corpus: Corpus, size: int, seed: int, pad: int, process: int = 0, processes: int = 1, *, follow: bool = True) -> None:
        self.corpus, self.size, self.seed, self.pad, self.follow = corpus, size, seed, pad, follow
        self.process, self.processes = process, processes
        self.counts = np.array([w.count for w in corpus.windows])
        self.per_epoch = 1 if len(corpus.windows) <= size else -(-int(self.counts.sum()) // size)
        self._epoch = -1
        self._order: list[np.ndarray] = []
        self._whole: Batch | None = None

    def at(self, step: int) -> Batch:
        """This process's share of the batch of `step`; all of it where there are fewer windows than processes."""
        if self.per_epoch == 1 and self._whole is not None:
            return self._whole
        mine = self._mine(self._chosen(step))
        if self.per_epoch == 1:
            self._whole = collate(self.corpus, mine.tolist(), self.pad, follow=self.follow)
            return self._whole
        windows, drawn = np.unique(mine, return_counts=True)
        return collate(self.corpus, windows.tolist(), self.pad, drawn.tolist(), follow=self.follow)

    def share(self, step: int) -> float:
        """What the loss on this process's share weighs in the mean over all processes, so that this mean is the loss on the whole batch: its agent
        tokens, in units of an even split. Exact for losses that are means over agent tokens."""
        if self.processes == 1:
            return 1.0
        chosen = self._chosen(step)
        whole, mine = self._tokens(chosen), self._tokens(self._mine(chosen))
        return 1.0 if len(chosen) < self.processes else self.processes * mine / whole

    def _chosen(self, step: int) -> np.ndarray:
        epoch, index = divmod(step, self.per_epoch)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, self._shuffle(epoch)
        return self._order[index]

    def _mine(self, chosen: np.ndarray) -> np.ndarray:
        return chosen[self.process :: self.processes] if len(chosen) >= self.processes else chosen

    def _tokens(self, chosen: np.ndarray) -> float:
        windows = [self.corpus.windows[i] for i in chosen]
        return sum(int(w.sequence.is_action_T.sum()) * (w.weight if self.per_epoch == 1 else 1.0) for w in windows)

    def _shuffle(self, epoch: int) -> list[np.ndarray]:
        every = np.arange(len(self.corpus.windows))
        if self.per_epoch == 1:
            return [every]
        rng = np.random.default_rng(seed_for(self.seed, "batch order", epoch))
        order = rng.permutation(np.repeat(every, self.counts))
        return [order[i : i + self.size] for i in range(0, len(order), self.size)]
