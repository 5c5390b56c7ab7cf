"""A chess engine behind a pipe, spoken to in the UCI protocol: one process, one search at a time, one thread, no clock.

Every search starts from an empty hash table and ends at a number of nodes, so that its result depends on the position and the engine alone. An
engine that dies or hangs is started again and asked again. It has no terminal and no session of ours: it ends when its input closes, which the
death of this process brings about whatever its cause.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import time
import weakref
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from lmrl_gym.core.errors import RunError

ENGINE_VARIABLE = "LMRL_STOCKFISH"
"""Environment variable that names the engine's file, where it lies in no usual place."""
_USUAL_PLACES = ("/usr/games", "/usr/local/games", "/usr/local/bin", "/opt/homebrew/bin")
_TOO_MUCH = 1 << 22
"""Bytes in one answer after which whatever talks there is no engine: a search prints a few thousand."""

MATE = 30_000
"""Score of giving mate at once, in centipawns; each move that it takes costs 10."""


class Line(NamedTuple):
    """One of the moves that a search weighed, and its score in centipawns from the mover's side (a mate: near MATE or -MATE)."""

    move: str
    score: int


class _DownError(Exception):
    """The engine is of no more use; the message says in what way."""


_Process: TypeAlias = "subprocess.Popen[bytes]"


def find_engine() -> str | None:
    """The engine's file: what the environment variable names, else a `stockfish` on the path or in a usual place; None where there is none."""
    named = os.environ.get(ENGINE_VARIABLE)
    if named:
        return named
    return shutil.which("stockfish") or shutil.which("stockfish", path=os.pathsep.join(_USUAL_PLACES))


class Engine:
    """One engine process, started when first needed. `options` are UCI options; all engines get one thread and the least hash.

    `timeout` is how many seconds any one answer may take, `restarts` how often a request is repeated with a new process, each time with twice the
    patience: a busy machine is no dead engine. Every method raises RunError where the engine cannot be had; a program that never was an engine is
    not tried twice.
    """

    def __init__(self, path: str, options: Mapping[str, int] | None = None, *, timeout: float = 60.0, restarts: int = 3) -> None:
        self._path = path
        self._options = {"Threads": 1, "Hash": 1, **(options or {})}
        self._timeout = timeout
        self._patience = timeout
        self._restarts = restarts
        self._name = ""
        self._process: _Process | None = None

    @property
    def name(self) -> str:
        """What the engine calls itself: `Stockfish 15.1`."""
        if not self._name:
            self._repeated(lambda _: None)
        return self._name

    @property
    def pid(self) -> int | None:
        """The process that runs now, if one does."""
        return self._process.pid if self._process is not None else None

    def search(self, fen: str, nodes: int) -> list[Line]:
        """The moves that a search of `nodes` nodes from `fen` (a valid position that is not over) weighed, best first."""
        request = f"ucinewgame\nposition fen {fen}\ngo nodes {nodes}\n".encode()
        found: list[Line] = []

        def ask(process: _Process) -> None:
            found[:] = read_lines(self._exchange(process, request, b"bestmove"))

        self._repeated(ask)
        return found

    def close(self) -> None:
        """End the process. The next request starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _repeated(self, ask: Callable[[_Process], None]) -> None:
        """Call `ask` with a running engine, and again with a new one where it goes down; RunError after the last time."""
        down = _DownError()
        for attempt in range(self._restarts + 1):
            self._patience = self._timeout * 2**attempt
            try:
                ask(self._process or self._start())
                return
            except _DownError as error:
                down = error
                self.close()
                if not self._name:
                    break
        what = f"went down {self._restarts + 1} times in a row; at last it" if self._name else "is no chess engine that can be used: it"
        raise RunError(
            f"the program '{self._path}' {what} {down}; install Stockfish, name its file in the variable {ENGINE_VARIABLE}, "
            "or play against the partner 'builtin'"
        ) from None

    def _start(self) -> _Process:
        pipe = subprocess.PIPE
        try:
            # A session of its own: an interrupt at the keyboard is for us, and we end the engine.
            process = subprocess.Popen([self._path], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0, start_new_session=True)
        except OSError as error:
            raise _DownError(f"cannot be started ({error.strerror})") from None
        self._process = process
        weakref.finalize(self, _end, process)
        greeting = self._exchange(process, b"uci\n", b"uciok")
        settings = "".join(f"setoption name {name} value {value}\n" for name, value in self._options.items())
        self._exchange(process, settings.encode() + b"isready\n", b"readyok")
        names = [line[8:].decode("utf-8", "replace").strip() for line in greeting.splitlines() if line.startswith(b"id name ")]
        self._name = names[0] if names else "UCI engine"
        return process

    def _exchange(self, process: _Process, request: bytes, last: bytes) -> bytes:
        """Send `request`; all that comes back, up to and with the line that begins with `last`."""
        assert process.stdin is not None
        assert process.stdout is not None
        deadline = time.monotonic() + self._patience
        ready = select.poll()
        ready.register(process.stdout, select.POLLIN)
        try:
            process.stdin.write(request)
        except OSError:
            raise _DownError("closed its input") from None
        answer = b""
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not ready.poll(left * 1000):
                raise _DownError(f"gave no '{last.decode()}' within {self._patience:g} seconds")
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                raise _DownError("ended while it was asked for an answer")
            answer += part
            if answer.endswith(b"\n") and answer.startswith(last, answer.rfind(b"\n", 0, -1) + 1):
                return answer
            if len(answer) > _TOO_MUCH:
                raise _DownError(f"talks without coming to '{last.decode()}'")


def _end(process: _Process) -> None:
    """Kill a process, stopped ones too, and take leave of it, so that nothing of it stays."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()


def read_lines(answer: bytes) -> list[Line]:
    """What a search said last about each line it followed, best first. An engine that tells no lines is taken at its `bestmove`."""
    latest: dict[int, list[bytes]] = {}
    rows = answer.splitlines()
    try:
        for row in rows:
            if row.startswith(b"info") and b" pv " in row:
                words = row.split()
                latest[int(words[words.index(b"multipv") + 1]) if b"multipv" in words else 1] = words
        lines = [_line(latest[rank]) for rank in sorted(latest)] or [Line(rows[-1].split()[1].decode(), 0)]
    except (ValueError, IndexError):
        raise _DownError("answers what no chess engine answers") from None
    return sorted(lines, key=lambda line: -line.score)  # stable: among equals, the engine's order


def _line(words: list[bytes]) -> Line:
    """The first move and the score of an `info` row."""
    at = words.index(b"score")
    value = int(words[at + 2])
    if words[at + 1] == b"mate":
        value = MATE - 10 * value if value > 0 else -MATE - 10 * value
    return Line(words[words.index(b"pv") + 1].decode(), value)
