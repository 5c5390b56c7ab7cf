"""Collecting: the plan alone decides the content; interrupted work goes on; nothing foreign is touched."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.data import collect as collecting
from lmrl_gym.data.collect import Plan, collect
from lmrl_gym.data.disk import locked
from lmrl_gym.data.store import read_dataset
from lmrl_gym.rollout import Start, play
from lmrl_gym.tasks import load_task

NAME = "probes/recall"  # 1,200 episodes: twelve shards where a shard may be as small as 100


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "_SMALLEST_SHARD", 100)


def shards(folder: Path) -> list[Path]:
    return sorted((folder / "data").glob("*.parquet"))


@pytest.mark.usefixtures("small_shards")
def test_episodes_are_those_that_the_seeds_say(tmp_path: Path) -> None:
    task = load_task(NAME)
    header = collect(NAME, "small", tmp_path / "set", seed=3, workers=1)
    n = task.recipe.episodes["small"]
    starts = [
        Start(task.recipe.scenario(rng_for(3, "collect", NAME, "scenario", i)), seed_for(3, "collect", NAME, "play", i)) for i in range(n)
    ]
    data = read_dataset(tmp_path / "set", task=task)
    assert list(data) == list(play(task, task.players[task.recipe.player](), starts, width=7))
    assert (header.task, header.version, header.preset, header.seed, header.episodes) == (NAME, task.version, "small", 3, n)
    assert header.about == task.recipe.about
    assert header.players == {"agent": (task.recipe.player,)}


@pytest.mark.parametrize(
    ("episodes", "count"), [(1, 1), (1240, 1), (1999, 1), (2000, 2), (97_756, 20), (1_000_000, 20), (1_000_001, 21), (2_000_000, 40)]
)
def test_shards_follow_from_the_number_of_episodes(episodes: int, count: int) -> None:
    plan = Plan.of(NAME, "small", 0, episodes)
    bounds = [plan.bounds(shard) for shard in range(plan.shards)]
    assert plan.shards == count
    assert bounds[0][0] == 0
    assert bounds[-1][1] == episodes
    assert all(a[1] == b[0] for a, b in pairwise(bounds))
    assert {end - first for first, end in bounds} <= {episodes // count, -(-episodes // count)}


@pytest.mark.usefixtures("small_shards")
def test_any_number_of_workers_gives_the_same_hash_and_progress_reaches_the_end(tmp_path: Path) -> None:
    heard: dict[int, list[tuple[int, int]]] = {1: [], 2: []}
    headers = [
        collect(NAME, "small", tmp_path / str(n), workers=n, on_progress=lambda done, total, n=n: heard[n].append((done, total)))  # type: ignore[misc]
        for n in (1, 2)
    ]
    assert headers[0] == headers[1]
    assert len(headers[0].shards) == 12
    for calls in heard.values():
        assert calls[-1] == (1200, 1200)
        assert calls == sorted(calls)
        assert len(calls) > 12
    assert not multiprocessing.active_children()


def test_another_seed_gives_other_episodes(tmp_path: Path) -> None:
    hashes = {collect(NAME, "small", tmp_path / str(seed), seed=seed).content_hash for seed in (0, 1)}
    assert len(hashes) == 2


def test_an_error_of_the_players_is_not_called_one_of_the_disk(tmp_path: Path) -> None:
    def broken(_done: int, _total: int) -> None:
        raise ConnectionResetError("the engine hung up")

    with pytest.raises(ConnectionResetError, match="the engine hung up"):
        collect(NAME, "small", tmp_path / "set", on_progress=broken)


class CutError(Exception):
    """Stands for a key pressed or a power cut."""


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_collection_goes_on(tmp_path: Path, workers: int) -> None:
    whole = collect(NAME, "small", tmp_path / "whole", workers=1)

    def interrupt(done: int, _total: int) -> None:
        if done > 500:
            raise CutError

    with pytest.raises(CutError):
        collect(NAME, "small", tmp_path / "set", workers=workers, on_progress=interrupt)
    assert not multiprocessing.active_children(), "no worker goes on behind our back"
    kept = {p: p.stat().st_mtime_ns for p in shards(tmp_path / "set")}
    assert 2 <= len(kept) < 12
    with pytest.raises(DataError, match=r"has no dataset\.json"):
        read_dataset(tmp_path / "set")
    first: list[int] = []
    assert collect(NAME, "small", tmp_path / "set", workers=workers, on_progress=lambda done, _: first.append(done)) == whole
    assert first[0] > 100 * len(kept), "what was finished counts as done"
    assert {p: p.stat().st_mtime_ns for p in kept} == kept
    assert sorted(p.name for p in (tmp_path / "set").iterdir()) == ["README.md", "data", "dataset.json"]


@pytest.mark.usefixtures("small_shards")
def test_a_worker_that_dies_is_one_sentence(tmp_path: Path) -> None:
    def kill(done: int, _total: int) -> None:
        if done > 300:
            for child in multiprocessing.active_children():
                assert child.pid is not None
                os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(RunError, match=r"a worker process died \(exit code -9\).*run the same command again: finished shards are kept"):
        collect(NAME, "small", tmp_path / "set", on_progress=kill)
    assert collect(NAME, "small", tmp_path / "set").content_hash == collect(NAME, "small", tmp_path / "other").content_hash


def test_a_program_that_collects_without_a_main_guard_is_told_so(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    target = str(tmp_path / "set")
    lines = ("from pathlib import Path", "from lmrl_gym.data.collect import collect", f"collect('textnav/full', 'small', Path({target!r}))")
    program.write_text("\n".join(lines))
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr.strip().splitlines()[-1].endswith(
        "a worker process died (exit code 1), as its traceback says (a program that collects wants `if __name__ == '__main__'`); "
        "run the same command again: finished shards are kept"
    )


KILLED = f"""
import os, signal, sys
from pathlib import Path
from lmrl_gym.data import collect as collecting

if __name__ == "__main__":
    collecting._SMALLEST_SHARD = 100
    kill = lambda done, _: done > 250 and os.kill(os.getpid(), signal.SIGKILL)
    collecting.collect("{NAME}", "small", Path(sys.argv[1]), workers=1, on_progress=kill)
"""


@pytest.mark.usefixtures("small_shards")
def test_a_killed_process_locks_nobody_out_and_its_half_shard_is_swept(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "set")], check=False, timeout=300)
    assert killed.returncode == -signal.SIGKILL
    assert len(shards(tmp_path / "set")) == 2
    assert list((tmp_path / "set" / "data").glob(".*.part")), "the half shard has no final name"
    assert collect(NAME, "small", tmp_path / "set", workers=1) == collect(NAME, "small", tmp_path / "whole", workers=1)
    assert not list((tmp_path / "set").rglob(".*"))


ORPHANED = f"""
import multiprocessing, os, signal, sys, time
from pathlib import Path
from lmrl_gym.data import collect as collecting

played = collecting.play
def slowly(*args, **kwargs):
    for episode in played(*args, **kwargs):
        time.sleep(1)
        yield episode
collecting.play = slowly

def leave(done, _):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    collecting._SMALLEST_SHARD = 100
    collecting.collect("{NAME}", "small", Path(sys.argv[1]), workers=2, on_progress=leave)
"""
"""Its workers take a second for an episode."""


def test_workers_end_soon_after_their_parent_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphaned.py"
    script.write_text(ORPHANED, encoding="utf-8")
    heard = tmp_path / "heard.txt"
    with heard.open("w") as out:  # a pipe would wait for the workers, who hold it too
        killed = subprocess.run([sys.executable, str(script), str(tmp_path / "set")], check=False, stdout=out, timeout=300)
    assert killed.returncode == -signal.SIGKILL
    workers = heard.read_text(encoding="utf-8").split()
    assert len(workers) == 2
    deadline = time.monotonic() + 15
    while left := [pid for pid in workers if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, f"workers {left} play on without their parent"
        time.sleep(0.1)


def test_a_finished_collection_returns_at_once(tmp_path: Path) -> None:
    header = collect(NAME, "small", tmp_path)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    calls: list[int] = []
    assert collect(NAME, "small", tmp_path, on_progress=lambda done, _: calls.append(done)) == header
    assert calls == []
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


@pytest.mark.usefixtures("small_shards")
def test_a_lost_shard_is_collected_again(tmp_path: Path) -> None:
    header = collect(NAME, "small", tmp_path, workers=1)
    shards(tmp_path)[4].unlink()
    assert collect(NAME, "small", tmp_path, workers=1) == header
    assert len(list(read_dataset(tmp_path))) == 1200


def test_a_folder_of_another_collection_is_refused(tmp_path: Path) -> None:
    collect(NAME, "small", tmp_path, seed=1)
    task = load_task(NAME)
    with pytest.raises(
        RunError, match=f"holds {NAME} version {task.version}, preset small, seed 1, not {NAME} version 1, preset small, seed 2"
    ):
        collect(NAME, "small", tmp_path, seed=2)
    with pytest.raises(RunError, match=r"not probes/bandit version 1, preset small, seed 1; choose another folder"):
        collect("probes/bandit", "small", tmp_path, seed=1)
    (tmp_path / "dataset.json").unlink()  # as if it had been interrupted just before its end
    with pytest.raises(RunError, match=r"belongs to another collection than probes/recall version 1, preset small, seed 2"):
        collect(NAME, "small", tmp_path, seed=2)
    assert collect(NAME, "small", tmp_path, seed=1).episodes == 1200


def test_a_folder_of_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(RunError, match=r"holds thesis\.tex, which is no part of a data set; choose a new folder"):
        collect(NAME, "small", tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_damaged_shard_is_named_when_a_collection_goes_on(tmp_path: Path) -> None:
    collect(NAME, "small", tmp_path)
    (tmp_path / "dataset.json").unlink()
    shard = shards(tmp_path)[0]
    shard.write_bytes(shard.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"train-00000-of-00001\.parquet is truncated or damaged"):
        collect(NAME, "small", tmp_path)


def test_two_collections_into_one_folder(tmp_path: Path) -> None:
    with locked(tmp_path / "set"), pytest.raises(RunError, match="another process is writing to"):
        collect(NAME, "small", tmp_path / "set")


def test_requests_that_do_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no preset 'smal'; did you mean 'small'"):
        collect(NAME, "smal", tmp_path / "set")
    with pytest.raises(UsageError, match="no task 'probes/recal'"):
        collect("probes/recal", "small", tmp_path / "set")
    with pytest.raises(UsageError, match="workers 0 leaves nobody to play"):
        collect(NAME, "small", tmp_path / "set", workers=0)
    assert not (tmp_path / "set").exists()
