"""Runs killed without warning and gone on with: they end in the same bytes as a run that nobody touched."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from lmrl_gym.cli import main
from lmrl_gym.training.folder import RunFolder

STEPS, EVERY = 300, 10
SETTINGS = ("model.width=16", "model.layers=1", f"train.steps={STEPS}", "train.log_every=1", f"train.checkpoint_every={EVERY}")
SETTINGS += ("train.batch_size=2", "train.eval_every=70", "train.eval_episodes=8")
"""Batches smaller than the corpus, so that their order counts, and evaluations in between, so that they are seen to disturb nothing."""


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Where new processes come from: real ones, forked off a server that has torch loaded already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["lmrl_gym.training.run", "lmrl_gym.training.score"])
    return context


def begin(processes: ForkServerContext, *arguments: object) -> BaseProcess:
    process: BaseProcess = processes.Process(target=main, args=([str(a) for a in arguments],))
    process.start()
    return process


def finish(processes: ForkServerContext, *arguments: object) -> None:
    process = begin(processes, *arguments)
    process.join(120)
    assert process.exitcode == 0


def kill_at(process: BaseProcess, file: Path, rows: int) -> None:
    """SIGKILL as soon as `file` has `rows` rows."""
    until = time.monotonic() + 120
    while not (file.exists() and file.read_bytes().count(b"\n") >= rows):
        assert process.is_alive(), f"it ended before it had written {rows} rows"
        assert time.monotonic() < until
        time.sleep(0.002)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert process.exitcode == -signal.SIGKILL


def results(run: Path) -> dict[str, bytes]:
    """What a run comes to, byte by byte."""
    files = [run / "metrics.jsonl", run / "config.json", *sorted((run / "model").iterdir())]
    return {str(f.relative_to(run)): f.read_bytes() for f in files} | {"checkpoint": state(run).read_bytes()}


def state(run: Path) -> Path:
    """Model and optimiser after the last step."""
    return run / "checkpoints" / f"step-{STEPS}" / "state.safetensors"


@pytest.mark.parametrize("algo", ["bc", "ilql"])
def test_killed_three_times_a_run_ends_as_if_untouched(
    processes: ForkServerContext, bandit_data: Path, trained: dict[str, Path], tmp_path: Path, algo: str
) -> None:
    more = () if algo == "bc" else (f"init={trained['bc']}",)
    request = ("train", f"probes/bandit/{algo}", *SETTINGS, f"data.path={bandit_data}", *more, "--out")
    finish(processes, *request, tmp_path / "whole")
    run = tmp_path / "killed"
    # Before the first checkpoint is due, and twice later; long enough before the end that no delay of ours lets the run finish.
    kill_at(begin(processes, *request, run), run / "metrics.jsonl", 4)
    for rows in (100, 200):
        kill_at(begin(processes, "train", "--resume", run), run / "metrics.jsonl", rows)
        assert not (run / "finished.json").exists()
    reached = RunFolder(run).latest_checkpoint()
    assert reached is not None
    assert 190 <= reached < STEPS, "200 rows are at least 197 steps, and the last call has something left to do"
    finish(processes, "train", "--resume", run)
    assert results(run).keys() >= {"metrics.jsonl", "model/model.safetensors"}
    assert (run / "model" / "heads.safetensors").exists() == (algo == "ilql")
    assert results(run) == results(tmp_path / "whole")


def test_a_row_that_a_kill_cut_short_is_written_anew(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    for step in (5, 10, 15):
        folder.append(folder.metrics, {"step": step, "loss": 0.5})
    with folder.metrics.open("a") as file:
        file.write('{"loss": 0.')
    folder.rewind(10)
    assert folder.metrics.read_text() == '{"loss": 0.5, "step": 5}\n{"loss": 0.5, "step": 10}\n'


def test_a_half_written_checkpoint_is_none(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    (folder.checkpoints / ".partial-20").mkdir(parents=True)
    assert folder.latest_checkpoint() is None
    (folder.checkpoints / "step-10").mkdir()
    assert folder.latest_checkpoint() == 10
