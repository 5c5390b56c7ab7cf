"""Bench folders made by code: two invented tasks, two algorithms, two seeds, players, and one hostile episode."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.errors import no_such
from lmrl_gym.core.task import PaperScale, Recipe, Reference, Task, View
from lmrl_gym.evaluation.record import EpisodeRow, Record, save_record, summarise
from lmrl_gym.report.page import write_report

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)></script> & \u2028 \u202e \x1b[31m \ud800 end"


def _never(*_: object) -> None:
    raise AssertionError("a report plays nothing")


def tiny_task(name: str) -> Task:
    """A task on which a return r scores 10·r/4 below the data mean (min 0, data 20, max 40) and skill is 100·(r − 10)/(50 − 10)."""
    return Task(
        name=name,
        version="1",
        summary=f"A game called {name} that exists for this test.",
        skills=("memory",),
        turn_limit=4,
        reward_range=(0.0, 60.0),
        view=View(),
        scenario=_never,  # type: ignore[arg-type]
        eval_episodes=2,
        start=_never,  # type: ignore[arg-type]
        players={},
        recipe=Recipe("floor", _never, {"small": 1}, "nothing"),  # type: ignore[arg-type]
        paper=PaperScale(0.0, 20.0, 40.0) if name == "maze/full" else None,
        references={"floor": Reference(10.0, 0.0, 0), "ceiling": Reference(50.0, 0.0, 0)},
        picture=drawing if name == "maze/full" else None,
    )


def drawing(scenario: Mapping[str, object], turns: Sequence[Turn]) -> str:
    """As many units wide as turns were taken, with something in it that must not run."""
    del scenario
    inside = "<script>alert(3)</script><rect width='9' height='9'/>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{10 * len(turns)}" height="10">{inside}</svg>'


@pytest.fixture(scope="module")
def _tasks() -> Iterator[None]:
    """The report finds two invented tasks, maze/full and bandit, and no other."""
    tasks = {name: tiny_task(name) for name in ("maze/full", "bandit")}

    def load(name: str) -> Task:
        if name not in tasks:
            raise no_such("task", name, tasks)
        return tasks[name]

    with pytest.MonkeyPatch.context() as patch:
        for module in ("table", "page"):
            patch.setattr(f"lmrl_gym.report.{module}.load_task", load)
        yield


Put = Callable[..., Path]


def put(folder: Path, path: str, returns: Sequence[float], task: str = "maze/full", **fields: object) -> Path:
    """Write a record of the given returns to folder/path; every other episode of it succeeded, and each took two turns."""
    rows = tuple(EpisodeRow(i, 100 + i, ret, 2, "success" if i % 2 else "failure") for i, ret in enumerate(returns))
    summary = summarise(tiny_task(task), [rows], name="test")
    record = Record(task, "1", "bc", "sampled", 0, "eval", rows, summary, revision="0.1.0+abc")
    save_record(replace(record, **fields), folder / path)  # type: ignore[arg-type]
    return folder / path


Put = Callable[..., Path]


@pytest.fixture
def put_record(tmp_path: Path, _tasks: None) -> Put:
    """`put` into this test's own folder."""
    return partial(put, tmp_path)


def episode(task: str, words: str, reward: float) -> Episode:
    """Two agent turns: the first says `words`, the second `<b>done</b>` for `reward`."""
    turns = (
        Turn(Role.ENV, f"Welcome to {task}.\n"),
        Turn(Role.AGENT, words, 0.0, Sample((1, 2), (-0.1, -0.2))),
        Turn(Role.ENV, HOSTILE),
        Turn(Role.AGENT, "<b>done</b>\n", reward),
        Turn(Role.ENV, "Bye."),
    )
    return Episode(task, "1", {"start": words}, turns, Ending.SUCCESS, seed=7, metrics={"<i>moves</i>": 2.0})


def annotated(e: Episode, advantages: Sequence[float | None]) -> Mapping[str, object]:
    """The episode as a run stores it: two tokens in its first agent turn, one in its second."""
    first, second = (t.text for t in e.turns if t.role is Role.AGENT)
    texts = [[first[:4], first[4:]], [second]]
    valued = iter(advantages)
    tokens = [
        [{"text": text, "logprob": -0.5, "v": -3.25, "q": None if (a := next(valued)) is None else -3.25 + a, "advantage": a} for text in turn]
        for turn in texts
    ]
    return {"episode": e.to_json(), "play": "sampled", "tokens": tokens}


def fill(folder: Path) -> None:
    """Two tasks, bc and ilql, two seeds each, players of maze/full, diagnostics of its data, episodes and metrics of every run."""
    for task in ("maze/full", "bandit"):
        for base, algo in ((20.0, "bc"), (30.0, "ilql")):
            for seed in (0, 1):
                fill_run(folder / f"runs/{task}/{algo}/seed-{seed}", task, algo, seed, base + seed)
    put(folder, "players/maze/full/floor.json", [10.0, 10.0], policy="floor", play="scripted")
    put(folder, "players/maze/full/ceiling.json", [50.0, 50.0], policy="ceiling", play="scripted")
    data = folder / "data/maze/full"
    data.mkdir(parents=True)
    body = {"statistics": {"episodes": 1240, "return": {"mean": -19.7, "std": 24.5}}, "stitching": {"optimum": 40, "note": "a < b"}}
    (data / "diagnostics.json").write_text(json.dumps(body))


def fill_run(run: Path, task: str, algo: str, seed: int, base: float) -> None:
    put(run, "records/sampled.json", [base, base + 4], task, policy=algo, train_seed=seed)
    put(run, "records/greedy.json", [base + 2, base + 6], task, policy=algo, train_seed=seed, play="greedy")
    (run / "config.json").write_text(json.dumps({"task": task, "algo": {"name": algo}, "seed": seed}))
    metrics = [{"step": s, "loss": 3.0 / (1 + s + seed)} for s in range(120)]
    metrics += [{"step": s, "eval/mean_return": base - 8 + s / 10} for s in (0, 40, 80, 119)]
    (run / "metrics.jsonl").write_text("".join(json.dumps(m) + "\n" for m in metrics))
    advantages = (0.5, -2.0, 0.25) if algo == "ilql" else (None, None, None)
    stored = [annotated(episode(task, f"say {algo} {seed} {i}", float(i)), advantages) for i in range(3)]
    (run / "episodes.json").write_text(json.dumps(stored))


@pytest.fixture
def bench(tmp_path: Path, _tasks: None) -> Path:
    """A filled bench folder of this test's own."""
    fill(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory, _tasks: None) -> Path:
    """A filled bench folder with its report, shared by the tests that only look."""
    folder = tmp_path_factory.mktemp("reported")
    fill(folder)
    write_report(folder)
    return folder
