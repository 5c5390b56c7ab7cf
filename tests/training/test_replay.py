"""Learning from all that was played: what is kept, what batches are drawn from, whose values go on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file

from lmrl_gym.algos.online_ilql import OnlineILQL
from lmrl_gym.core.episode import Episode
from lmrl_gym.core.errors import DataError, UsageError
from lmrl_gym.data.store import read_dataset, read_shard
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.tokens.render import render
from lmrl_gym.tokens.tokenizer import Encoder
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.learner import Learner, Part
from lmrl_gym.training.parts import load_policy
from lmrl_gym.training.replay import Replay
from lmrl_gym.training.run import train
from lmrl_gym.training.settings import DataConfig, PlayConfig, RunConfig, TrainConfig

ALGO = OnlineILQL(stored=0.0, beta=4.0, polyak=0.1)


def config_of(base: Path, data: Path, algo: OnlineILQL = ALGO, *, rounds: int = 3, lr: float = 1e-3) -> RunConfig:
    learning, playing = TrainConfig(batch_size=5, lr=lr, warmup=3), PlayConfig(rounds=rounds, episodes=16, epochs=2)
    return RunConfig("probes/bandit", algo, init=str(base), data=DataConfig(str(data)), train=learning, play=playing)


def rounds_of(run: RunFolder) -> list[list[Episode]]:
    return [list(read_shard(path)) for path in sorted((run.path / "played").iterdir())]


def test_every_round_is_kept_as_it_was_played(trained: dict[str, Path], bandit_data: Path, tmp_path: Path) -> None:
    """Three rounds of 16 episodes; their returns are those that were logged, and each learns from 2 passes over 16 windows in fives: 8 updates."""
    run = train(config_of(trained["bc"], bandit_data), tmp_path / "run")
    rows = [json.loads(line) for line in run.metrics.read_text().splitlines()]
    kept = rounds_of(run)
    assert [len(episodes) for episodes in kept] == [16, 16, 16]
    assert [np.mean([e.ret for e in episodes]) for episodes in kept] == pytest.approx([row["return"] for row in rows])
    assert [row["steps"] for row in rows] == [8, 8, 8]
    assert [row["updates"] for row in rows] == [8, 16, 24]


def test_batches_hold_all_rounds_and_a_second_reading_gives_the_same(trained: dict[str, Path], bandit_data: Path, tmp_path: Path) -> None:
    """Seven episodes, then nine: batches after the second round are of all sixteen. A replay read back goes on as it would have."""
    config, task = config_of(trained["bc"], bandit_data), load_task("probes/bandit")
    _, policy = load_policy(trained["bc"])
    first, second = (list(play(task, policy, starts(task, "train", count, seed=count))) for count in (7, 9))
    folder = RunFolder(tmp_path / "run")
    replay = Replay(config, folder, task, policy.encoder)
    assert replay.add(first)[1] == 7
    batches, windows = replay.add(second)
    assert windows == 9
    assert sum(w.count for w in batches.corpus.windows) == 16
    assert rows_of(map(batches.at, range(batches.per_epoch))) == windows_of((*first, *second), policy.encoder)
    again = Replay(config, folder, task, policy.encoder)
    again.restore(1)
    other, _ = again.add(second)
    assert all(np.array_equal(batches.at(k).tokens_BT, other.at(k).tokens_BT) for k in range(6))


def rows_of(batches: Iterable[Batch]) -> set[tuple[int, ...]]:
    return {tuple(row[there].tolist()) for b in batches for row, there in zip(b.tokens_BT, b.is_token_BT, strict=True)}


def windows_of(episodes: Iterable[Episode], encoder: Encoder) -> set[tuple[int, ...]]:
    view = load_task("probes/bandit").view
    return {tuple(w.tokens_T.tolist()) for e in episodes for w in render(e, encoder, view).windows}


def test_a_round_that_is_gone_is_named_when_the_run_goes_on(trained: dict[str, Path], bandit_data: Path, tmp_path: Path) -> None:
    config = config_of(trained["bc"], bandit_data)
    run = train(config, tmp_path / "run")
    (run.path / "finished.json").unlink()
    (run.path / "played" / "round-00002.parquet").unlink()
    with pytest.raises(DataError, match=r"played/round-00002\.parquet"):
        train(config, run.path, resume=True)


def test_an_update_is_shared_between_what_was_played_and_what_is_stored(
    trained: dict[str, Path], bandit_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quarter from stored episodes: two passes of ILQL's loss, weighed 3/4 and 1/4, the second over tokens that are in the data."""
    seen: list[list[Part]] = []
    descend = Learner.descend
    monkeypatch.setattr(Learner, "descend", lambda self, parts, rate: seen.append(list(parts)) or descend(self, parts, rate))  # type: ignore[func-returns-value]
    run = train(config_of(trained["bc"], bandit_data, replace(ALGO, stored=0.25), rounds=1), tmp_path / "run")
    assert all([part.share for part in parts] == [0.75, 0.25] for parts in seen)
    _, policy = load_policy(trained["bc"])
    assert rows_of(parts[0].batch for parts in seen) == windows_of(rounds_of(run)[0], policy.encoder)
    assert rows_of(parts[1].batch for parts in seen) <= windows_of(read_dataset(bandit_data), policy.encoder)


def test_from_a_run_of_ilql_its_values_go_on(trained: dict[str, Path], bandit_data: Path, tmp_path: Path) -> None:
    """With a learning rate of 0 and target heads that stand still the model that comes out is the one that went in: trunk, heads and policy. From
    cloning, heads are new."""
    still = replace(ALGO, polyak=0.0)
    run = train(config_of(trained["ilql"], bandit_data, still, rounds=1, lr=0.0), tmp_path / "run")
    for file in ("model/heads.safetensors", "model/model.safetensors", "policy/model.safetensors"):
        before, after = (load_file(str(folder / file)) for folder in (trained["ilql"], run.path))
        assert before.keys() == after.keys()
        assert all((before[name] == after[name]).all() for name in before), file
    new = train(config_of(trained["bc"], bandit_data, still, rounds=1, lr=0.0), tmp_path / "new")
    heads = load_file(str(new.path / "model/heads.safetensors"))
    assert float(heads["heads.q1.outer.weight"].abs().max()) == 0


def test_a_share_is_between_0_and_1() -> None:
    with pytest.raises(UsageError, match=r"algo\.stored"):
        OnlineILQL(stored=1.5)
