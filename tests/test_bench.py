"""The matrix: cells wait for what they start from, one that fails stops no other, nothing is done twice, and a kill changes nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lmrl_gym.bench import plan
from lmrl_gym.evaluation.record import load_record

STEPS = 400
OPTIONS = ("--seeds", "1", "--episodes", "16", "--set", "model.width=16", "model.layers=1", f"train.steps={STEPS}")
OPTIONS += ("train.eval_every=0", "train.log_every=2", "train.checkpoint_every=50")
ALGOS = ("bc", "ilql")
Call = Callable[..., Any]


def arguments(folder: Path, *algos: str, tasks: tuple[str, ...] = ("probes/bandit",)) -> list[str]:
    return ["bench", "--out", str(folder), "--tasks", *tasks, "--algos", *algos, "--workers", "2", *OPTIONS]


def run(folder: Path, algo: str, task: str = "probes/bandit") -> Path:
    return folder / "runs" / task / algo / "seed-0"


def files(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """Everything but the report, with the time it was written."""
    return {p: (p.stat().st_mtime_ns, p.read_bytes()) for part in ("runs", "data", "players") for p in (folder / part).rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, called: Call) -> Path:
    """A bench of two cells that nobody disturbed. Only to be read."""
    folder = tmp_path_factory.mktemp("bench") / "whole"
    done = called(*arguments(folder, *ALGOS))
    assert done.code == 0, done.err
    (folder / "said").write_text(done.err)
    return folder


def test_cells_wait_for_the_run_they_start_from(whole: Path) -> None:
    finished = re.findall(r"^finished: (.*) \(\d+ s\)$", (whole / "said").read_text(), re.MULTILINE)
    assert finished == [str(run(whole, "bc")), str(run(whole, "ilql"))]
    # There were two workers, so nothing but the rule kept the second cell from starting at once.
    assert (run(whole, "bc") / "finished.json").stat().st_mtime_ns < (run(whole, "ilql") / "config.json").stat().st_mtime_ns
    assert json.loads((run(whole, "ilql") / "config.json").read_text())["init"] == str(run(whole, "bc"))


def test_a_bench_leaves_data_players_records_and_a_report(whole: Path) -> None:
    for algo in ALGOS:
        for play in ("sampled", "greedy"):
            record = load_record(run(whole, algo) / "records" / f"{play}.json")
            assert (record.policy, record.play, record.train_seed, len(record.rows)) == (algo, play, 0, 16)
        assert len(json.loads((run(whole, algo) / "episodes.json").read_text())) == 8
    for name in ("floor", "behaviour", "ceiling"):
        assert load_record(whole / "players" / "probes" / "bandit" / f"{name}.json").policy == name
    assert json.loads((whole / "data" / "probes" / "bandit" / "diagnostics.json").read_text())["statistics"]["episodes"] == "600"
    rows = json.loads((whole / "table.json").read_text())
    shown = [(row["algo"], row["play"], row["seeds"], row["episodes"]) for row in rows]
    trained = [(algo, play, 1, 16) for algo in ALGOS for play in ("sampled", "greedy")]
    assert shown == [*trained, *((name, "scripted", 1, 16) for name in ("ceiling", "behaviour", "floor"))]
    # 400 steps are enough for Q-learning on a bandit, and cloning has no reason to.
    assert [row["mean_return"] > 0.9 for row in rows if row["play"] == "sampled"] == [False, True]
    assert (whole / "report.html").stat().st_size > 10_000


def test_calling_again_does_nothing_and_is_quick(lmrl: Call, whole: Path) -> None:
    before, begun = files(whole), time.monotonic()
    done = lmrl(*arguments(whole, *ALGOS))
    assert done.code == 0, done.err
    assert time.monotonic() - begun < 10
    assert files(whole) == before
    assert "finished:" not in done.err


def group(leader: int) -> list[int]:
    """The processes of a process group that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(of_group) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def test_killed_at_once_and_called_again_it_ends_as_if_untouched(lmrl: Call, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    command = [sys.executable, "-m", "lmrl_gym.cli", *arguments(folder, *ALGOS)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        metrics = run(folder, "ilql") / "metrics.jsonl"
        until = time.monotonic() + 120
        while not (metrics.exists() and metrics.read_bytes().count(b"\n") >= 35):  # step 70: past a checkpoint, far from the end
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.005)
        assert len(group(process.pid)) > 1, "the cell is a process of its own"
        process.kill()
    while left := group(process.pid):
        assert time.monotonic() < until, f"{left} outlived the process that started them"
        time.sleep(0.05)
    assert not (run(folder, "ilql") / "finished.json").exists()
    stored = (run(folder, "bc") / "finished.json").stat().st_mtime_ns
    done = lmrl(*arguments(folder, *ALGOS))
    assert done.code == 0, done.err
    assert (run(folder, "bc") / "finished.json").stat().st_mtime_ns == stored, "what was finished is not done again"
    assert (folder / "table.json").read_bytes() == (whole / "table.json").read_bytes()
    for algo in ALGOS:
        same = ["metrics.jsonl", *(str(p.relative_to(run(whole, algo))) for p in run(whole, algo).rglob("*.safetensors"))]
        assert len(same) >= 3
        for file in same:
            assert (run(folder, algo) / file).read_bytes() == (run(whole, algo) / file).read_bytes(), file
        assert (run(folder, algo) / "episodes.json").read_bytes() == (run(whole, algo) / "episodes.json").read_bytes()
        for play in ("sampled", "greedy"):
            ours, theirs = (load_record(run(f, algo) / "records" / f"{play}.json") for f in (folder, whole))
            assert (ours.rows, ours.summary) == (theirs.rows, theirs.summary)


def test_a_cell_that_fails_is_reported_and_the_others_finish(lmrl: Call, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    for part in ("data", "players"):
        shutil.copytree(whole / part, folder / part)
    # Another run sits where the BC cell of stitch is to go; its ILQL cell starts from that.
    shutil.copytree(run(whole, "bc"), run(folder, "bc", "probes/stitch"))
    done = lmrl(*arguments(folder, "ilql", "bc", tasks=("probes/stitch", "probes/bandit")), "train.steps=5")
    broken = run(folder, "bc", "probes/stitch")
    reason = f"{broken}: {broken} holds a run of another configuration; choose another folder or remove it"
    assert done.code == 1
    said = done.err.strip().splitlines()
    assert said[-1] == f"lmrl: 2 of 4 cells failed; the first: {reason}; mend that and call the same command again"
    assert re.search(rf"^failed: {re.escape(str(broken))} \(\d+ s\)$", done.err, re.MULTILINE)
    assert not run(folder, "ilql", "probes/stitch").exists(), "what started from it was not begun"
    for algo in ALGOS:
        assert (run(folder, algo) / "records" / "greedy.json").exists()
    assert lmrl("report", folder).code == 0


def test_the_plan_puts_bases_first_and_only_where_they_are_needed(tmp_path: Path) -> None:
    def planned(*algos: str, seeds: int = 1, tasks: tuple[str, ...] = ("maze/full",)) -> list[str]:
        cells = plan(tmp_path, tasks=tasks, algos=algos, seeds=seeds, preset="small", overrides=())
        for cell in cells:
            assert cell.needs == (cell.folder.parent.parent / "bc" / cell.folder.name if cell.config.init else None)
        return [str(cell.folder.relative_to(tmp_path / "runs")) for cell in cells]

    assert planned("filtered_bc") == ["maze/full/filtered_bc/seed-0"]
    assert planned("ilql") == ["maze/full/bc/seed-0", "maze/full/ilql/seed-0"]
    assert planned("mc_returns", "bc", seeds=2) == [f"maze/full/{algo}/seed-{seed}" for seed in (0, 1) for algo in ("bc", "mc_returns")]
    both = ("maze/full[garbage_reward=-4]", "probes/bandit")
    assert planned("bc", tasks=both) == ["maze/full[garbage_reward=-4]/bc/seed-0", "probes/bandit/bc/seed-0"]


def test_a_cell_that_dies_without_a_word_is_a_failure(lmrl: Call, tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bench"
    for part in ("data", "players"):
        shutil.copytree(whole / part, folder / part)
    monkeypatch.setattr("lmrl_gym.bench._work", _dies)
    done = lmrl(*arguments(folder, "bc"))
    assert done.code == 1
    said = f"{run(folder, 'bc')}: its process ended with code {-signal.SIGKILL} and no word; the machine may be out of memory"
    assert f"1 of 1 cells failed; the first: {said}; mend that" in done.err


def _dies(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
