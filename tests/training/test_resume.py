"""Runs killed without warning and gone on with: they end in the same bytes as a run that nobody touched."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
import torch

from lmrl_gym.cli import main
from lmrl_gym.core.episode import Episode
from lmrl_gym.training import rounds
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.learner import Learner

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


@pytest.mark.parametrize(("algo", "muon_lr"), [("bc", 0.0), ("ilql", 0.0), ("bc", 2e-3)])
def test_killed_three_times_a_run_ends_as_if_untouched(
    processes: ForkServerContext, bandit_data: Path, trained: dict[str, Path], tmp_path: Path, algo: str, muon_lr: float
) -> None:
    more = () if algo == "bc" else (f"init={trained['bc']}",)
    request = ("train", f"probes/bandit/{algo}", *SETTINGS, f"train.muon_lr={muon_lr}", f"data.path={bandit_data}", *more, "--out")
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


PLAYED = ("play.rounds=4", "play.episodes=16", "play.epochs=2", "play.width=8", "play.checkpoint_every=2", "algo.kl_target=0.05")
PLAYED += ("train.batch_size=5", "train.eval_every=2", "train.eval_episodes=6")
"""Rounds of several updates with a weight that changes from round to round, and a checkpoint after every other round."""


def doomed(arguments: Sequence[str], moment: str, count: int) -> None:
    """`lmrl` with `arguments`, in a process of its own that gets SIGKILL before the `count`-th episode, update or checkpoint is done."""
    reached = 0

    def pass_by() -> None:
        nonlocal reached
        reached += 1
        if reached == count:
            os.kill(os.getpid(), signal.SIGKILL)

    play, descend, write = rounds.play_episodes, Learner.descend, RunFolder.save_checkpoint

    def playing(*given: Any, **named: Any) -> Iterator[Episode]:
        for episode in play(*given, **named):
            pass_by()
            yield episode

    def descending(*given: Any) -> Any:
        pass_by()
        return descend(*given)

    def writing(folder: RunFolder, step: int, tensors: Mapping[str, torch.Tensor]) -> None:
        (folder.checkpoints / f".partial-{step}").mkdir(parents=True)  # as far as a kill may find it
        pass_by()
        write(folder, step, tensors)

    with pytest.MonkeyPatch.context() as patch:
        if moment == "episode":
            patch.setattr(rounds, "play_episodes", playing)
        elif moment == "update":
            patch.setattr(Learner, "descend", descending)
        else:
            patch.setattr(RunFolder, "save_checkpoint", writing)
        main(list(arguments))


def test_killed_in_mid_round_a_run_that_plays_ends_as_if_untouched(processes: ForkServerContext, trained: dict[str, Path], tmp_path: Path) -> None:
    """In the first round's updates, while the fourth is played, and in the fourth's checkpoint, with rounds 3 and 4 learnt and logged."""
    request = ["train", "probes/bandit/ppo", *PLAYED, f"init={trained['bc']}", "--out"]
    finish(processes, *request, tmp_path / "whole")
    run = tmp_path / "killed"
    again = ["train", "--resume", str(run)]
    for arguments, moment, count, checkpoint, logged in (
        ([*request, str(run)], "update", 3, None, 0),
        (again, "episode", 16 * 3 + 5, 2, 3),
        (again, "checkpoint", 1, 2, 4),
    ):
        process = processes.Process(target=doomed, args=(arguments, moment, count))
        process.start()
        process.join(120)
        assert process.exitcode == -signal.SIGKILL
        assert RunFolder(run).latest_checkpoint() == checkpoint
        rows = (run / "metrics.jsonl").read_text().splitlines() if logged else []
        assert sum('"return"' in row for row in rows) == logged
    finish(processes, *again)
    state = "checkpoints/step-4/state.safetensors"
    for file in ("metrics.jsonl", "model/model.safetensors", "model/heads.safetensors", "best/model.safetensors", state):
        assert (run / file).read_bytes() == (tmp_path / "whole" / file).read_bytes(), file


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
