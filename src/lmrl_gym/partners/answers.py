"""Answers of endpoints, kept on disk so that the same command repeats without a call.

One SQLite file; several threads and processes may use it at once. The first answer kept under a key is the answer, for everyone and for good: who
comes second is given the first one. A process that is killed loses only what it had not yet heard.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from lmrl_gym.core.errors import RunError
from lmrl_gym.partners.completion import Completion

_TABLE = """CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, model TEXT, text TEXT, cut INTEGER, tokens_in INTEGER, tokens_out INTEGER
) WITHOUT ROWID"""
_WAIT_S = 60.0
"""How long to wait for another process that is writing."""


class Answers:
    """The answers in `path`; the file is made at the first use. RunError where it cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._opened: sqlite3.Connection | None = None

    def known(self, keys: Iterable[str]) -> dict[str, Completion]:
        """Those of `keys` that have been answered, with their answers."""
        found: dict[str, Completion] = {}
        with self._open() as file:
            for key in keys:
                row = file.execute("SELECT text, cut, tokens_in, tokens_out FROM answers WHERE key = ?", (key,)).fetchone()
                if row is not None:
                    found[key] = Completion(row[0], bool(row[1]), row[2], row[3])
        return found

    def keep(self, key: str, model: str, answer: Completion) -> Completion:
        """Keep `answer` under `key`, unless there is one; the one that is there afterwards. On the disk when this returns."""
        # A lone surrogate, which JSON can spell and UTF-8 cannot hold, becomes a question mark.
        text = answer.text.encode("utf-8", "replace").decode("utf-8")
        with self._open() as file, file:
            file.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?)", (key, model, text, answer.cut, *answer[2:]))
        return self.known([key])[key]

    def close(self) -> None:
        """Close the file; a later use opens it again."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                if self._opened is None:
                    self.path.parent.mkdir(parents=True, exist_ok=True)
                    self._opened = sqlite3.connect(self.path, timeout=_WAIT_S, check_same_thread=False)
                    self._opened.execute(_TABLE)
                yield self._opened
            except (sqlite3.Error, OSError) as error:
                raise RunError(f"the kept answers in {self.path} cannot be used ({error}); move that file away or name another one") from error
