"""Calling the command from tests: in this process, where that is quicker, or as a process of its own, where that is the point."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from lmrl_gym.cli import main
from lmrl_gym.data.collect import collect

SMALL = ("model.width=16", "model.layers=1", "train.steps=20", "train.log_every=5", "train.eval_every=0")
"""Overrides that make a shipped configuration a matter of a second."""


class Called(NamedTuple):
    """What a call of the command came to."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence that a failure says, without the command's name."""
        (line,) = self.err.strip().splitlines()
        assert line.startswith("lmrl: ")
        return line.removeprefix("lmrl: ")


Call = Callable[..., Called]


def in_process(*arguments: object, stdin: str = "") -> Called:
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr("sys.stdin", io.StringIO(stdin))
        try:
            main([str(a) for a in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Called(code, out.getvalue(), err.getvalue())


def in_own_process(*arguments: object, stdin: bytes = b"", **environment: str) -> Called:
    command = [sys.executable, "-m", "lmrl_gym.cli", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=300, env=os.environ | {"OMP_NUM_THREADS": "1"} | environment)
    return Called(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def lmrl() -> Call:
    """Call the command in this process: `lmrl("evaluate", "--task", …, stdin="…")`."""
    return in_process


@pytest.fixture(scope="session")
def called() -> Call:
    """The same, for fixtures that outlive a test."""
    return in_process


@pytest.fixture
def lmrl_process() -> Call:
    """Call the command as a user does, in a process of its own."""
    return in_own_process


@pytest.fixture(scope="session")
def bandit_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stored episodes of probes/bandit. Only to be read."""
    folder = tmp_path_factory.mktemp("data") / "bandit"
    collect("probes/bandit", "small", folder, workers=1)
    return folder


@pytest.fixture(scope="session")
def small() -> tuple[str, ...]:
    """Overrides that make a shipped configuration a matter of a second."""
    return SMALL


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, bandit_data: Path) -> dict[str, Path]:
    """Two finished runs on probes/bandit, `bc` and `ilql`. Only to be read."""
    folder = tmp_path_factory.mktemp("runs")
    for algo, more in (("bc", ()), ("ilql", (f"init={folder / 'bc'}",))):
        done = in_process("train", f"probes/bandit/{algo}", *SMALL, f"data.path={bandit_data}", *more, "--out", folder / algo)
        assert done.code == 0, done.err
    return {"bc": folder / "bc", "ilql": folder / "ilql"}
