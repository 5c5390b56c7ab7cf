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
from lmrl_gym.core.errors import UsageError
from lmrl_gym.evaluation.record import load_record
from lmrl_gym.training.settings import RunConfig

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
    assert time.monotonic() - begun < 60
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


def test_a_cell_that_fails_stops_no_other_and_no_report(lmrl: Call, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    for part in ("data", "players"):
        shutil.copytree(whole / part, folder / part)
    # Another run sits where the BC cell of stitch is to go; its ILQL cell starts from that.
    broken = run(folder, "bc", "probes/stitch")
    broken.mkdir(parents=True)
    shutil.copy(run(whole, "bc") / "config.json", broken)
    # The data of chain cannot be made where another set lies.
    shutil.copytree(whole / "data" / "probes" / "bandit", folder / "data" / "probes" / "chain")
    done = lmrl(*arguments(folder, "ilql", "bc", tasks=("probes/chain", "probes/stitch", "probes/bandit")), "train.steps=5")
    reason = f"{broken} holds a run of another configuration; choose another folder or remove it"
    chain = f"{folder}/data/probes/chain/small holds probes/bandit version 1, preset small, seed 0, not probes/chain version 1"
    assert done.code == 1
    assert f"lmrl: 4 of 6 cells failed; the first: {run(folder, 'bc', 'probes/chain')}: {chain}" in done.err
    assert done.err.strip().endswith("; mend that and call the same command again")
    assert re.search(rf"^failed: {re.escape(str(broken))} \(\d+ s\)$", done.err, re.MULTILINE)
    assert f"failed: probes/stitch, bc, seed 0: {reason}\n" in done.out
    assert f"failed: probes/stitch, ilql, seed 0: it needs {broken}, which failed\n" in done.out
    assert not (run(folder, "ilql", "probes/stitch") / "config.json").exists(), "what started from it was not begun"
    shown = {(row["task"], row["algo"], row["play"]) for row in json.loads((folder / "table.json").read_text()) if row["play"] != "scripted"}
    assert shown == {("probes/bandit", algo, play) for algo in ALGOS for play in ("sampled", "greedy")}
    assert f"- probes/stitch, bc, seed 0: {reason}\n" in (folder / "table.md").read_text()
    # Mended and called again, nothing is said to have failed.
    shutil.rmtree(broken)
    done = lmrl(*arguments(folder, "bc", tasks=("probes/stitch", "probes/bandit")), "train.steps=5")
    assert (done.code, "seed 0: it holds" in done.out) == (0, False), done.err
    assert not (broken / "failed.json").exists()


def test_records_of_another_number_of_episodes_are_made_anew(lmrl: Call, whole: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(whole, tmp_path / "bench")
    for path in folder.rglob("config.json"):  # the run that ILQL started from has moved with it
        path.write_text(path.read_text().replace(str(whole), str(folder)))
    weights = {p: p.stat().st_mtime_ns for p in folder.rglob("*.safetensors")}
    again = [*arguments(folder, *ALGOS)]
    again[again.index("--episodes") + 1] = "24"
    done = lmrl(*again)
    assert done.code == 0, done.err
    records = [*folder.glob("runs/**/records/*.json"), *folder.glob("players/**/*.json")]
    assert len(records) == 7
    assert {len(load_record(path).rows) for path in records} == {24}
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*.safetensors")} == weights, "nothing is trained again"
    # The first episodes are the same ones, and a record of the right number stays.
    ours, theirs = (load_record(run(f, "bc") / "records" / "greedy.json").rows for f in (folder, whole))
    assert ours[:16] == theirs
    before = files(folder)
    assert lmrl(*again).code == 0
    assert files(folder) == before


def test_diagnostics_are_those_of_the_data(lmrl: Call, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bench"
    for part in ("data", "players"):
        shutil.copytree(whole / part, folder / part)
    path = folder / "data" / "probes" / "bandit" / "diagnostics.json"
    right = path.read_bytes()
    path.write_text(json.dumps({"statistics": {"content hash": "of other episodes"}}))
    assert lmrl(*arguments(folder, "bc"), "train.steps=5").code == 0
    assert path.read_bytes() == right


def test_the_plan_puts_bases_first_and_only_where_they_are_needed(tmp_path: Path) -> None:
    def planned(*algos: str, seeds: int = 1, tasks: tuple[str, ...] = ("maze/full",)) -> list[str]:
        cells = plan(tmp_path, tasks=tasks, algos=algos, seeds=seeds, preset="small", overrides=())
        for cell in cells:
            assert cell.config.init == ("" if cell.needs is None else str(cell.needs))
        return [str(cell.folder.relative_to(tmp_path / "runs")) for cell in cells]

    assert planned("filtered_bc") == ["maze/full/filtered_bc/seed-0"]
    assert planned("ilql") == ["maze/full/bc/seed-0", "maze/full/ilql/seed-0"]
    assert planned("mc_returns", "bc", seeds=2) == [f"maze/full/{algo}/seed-{seed}" for seed in (0, 1) for algo in ("bc", "mc_returns")]
    later = ("probes/chain",)
    assert planned("online_ilql", tasks=later) == [f"probes/chain/{algo}/seed-0" for algo in ("bc", "ilql", "online_ilql")]
    both = ("maze/full[garbage_reward=-4]", "probes/bandit")
    assert planned("bc", tasks=both) == ["maze/full[garbage_reward=-4]/bc/seed-0", "probes/bandit/bc/seed-0"]


def test_a_setting_may_be_for_one_algorithm(tmp_path: Path) -> None:
    def planned(*overrides: str) -> dict[str, RunConfig]:
        cells = plan(tmp_path, tasks=["probes/bandit"], algos=["ppo"], seeds=1, preset="small", overrides=overrides)
        return {cell.folder.parent.name: cell.config for cell in cells}

    plain, found = planned(), planned("ppo:play.rounds=3", "train.lr=0.5", "bc:train.steps=7")
    assert (found["ppo"].play.rounds, found["ppo"].train.steps, found["ppo"].train.lr) == (3, plain["ppo"].train.steps, 0.5)
    assert (found["bc"].play.rounds, found["bc"].train.steps, found["bc"].train.lr) == (plain["bc"].play.rounds, 7, 0.5)
    assert planned("init=C:/runs/bc")["ppo"].init == "C:/runs/bc"
    with pytest.raises(UsageError, match="no algorithm 'pop'; did you mean 'ppo'"):
        planned("pop:play.rounds=3")
    with pytest.raises(UsageError, match="no cell runs ilql, only bc, ppo; add it to --algos"):
        planned("ilql:algo.beta=1")


def test_a_cell_that_dies_without_a_word_is_a_failure(lmrl: Call, tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bench"
    for part in ("data", "players"):
        shutil.copytree(whole / part, folder / part)
    monkeypatch.setattr("lmrl_gym.bench._work", _dies)
    done = lmrl(*arguments(folder, "bc"))
    assert done.code == 1
    said = f"{run(folder, 'bc')}: its process ended with code {-signal.SIGKILL} and no word; the machine may be out of memory"
    assert f"1 of 1 cells failed; the first: {said}; mend that" in done.err
    assert f"failed: probes/bandit, bc, seed 0: {said.partition(': ')[2]}\n" in done.out


def _dies(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
