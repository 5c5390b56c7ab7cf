"""Playing and learning in rounds: what is played, what is counted, when it stops, and that a run cut off anywhere ends in the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from lmrl_gym.algos.base import Algorithm
from lmrl_gym.algos.bc import BC
from lmrl_gym.algos.grpo import GRPO
from lmrl_gym.algos.online_filtered_bc import OnlineFilteredBC
from lmrl_gym.algos.online_ilql import OnlineILQL
from lmrl_gym.algos.ppo import PPO
from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.errors import RunError
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.models.pretrained import ModelConfig
from lmrl_gym.tasks import load_task
from lmrl_gym.training import rounds
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.learner import Learner
from lmrl_gym.training.run import load_policy, train
from lmrl_gym.training.settings import DataConfig, PlayConfig, RunConfig, TrainConfig

FRESH: list[Algorithm] = [PPO(kl_target=0.05), GRPO(group=4), OnlineFilteredBC()]
NAMES = ["ppo", "grpo", "online_filtered_bc"]
JUDGED = pytest.mark.parametrize("algo", FRESH, ids=NAMES)
EACH = pytest.mark.parametrize("algo", [*FRESH, OnlineILQL(stored=0.0, beta=4.0, polyak=0.1)], ids=[*NAMES, "online_ilql"])


class Stop(BaseException):
    """A kill: nothing between here and the test catches it."""


@pytest.fixture(scope="module")
def cloned(bandit_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BC run that has learnt to say what the data say. Only to be read."""
    settings = TrainConfig(120, lr=3e-3, decay=0.3)
    config = RunConfig("probes/bandit", BC(), data=DataConfig(str(bandit_data)), model=ModelConfig(width=32, attention_heads=2), train=settings)
    return train(config, tmp_path_factory.mktemp("cloned") / "bc").path


@pytest.fixture
def started(cloned: Path, bandit_data: Path) -> Callable[..., RunConfig]:
    def config(algo: Algorithm, *, data: bool = False, eval_every: int = 0, **play: Any) -> RunConfig:
        settings = {"rounds": 4, "episodes": 16, "epochs": 2, "width": 8} | play
        train_config = TrainConfig(batch_size=5, lr=1e-3, warmup=3, eval_every=eval_every, eval_episodes=6)
        path = DataConfig(str(bandit_data)) if data else DataConfig()
        return RunConfig("probes/bandit", algo, init=str(cloned), data=path, train=train_config, play=PlayConfig(**settings))

    return config


def rows(folder: RunFolder) -> list[dict[str, Any]]:
    return [row for row in map(json.loads, folder.metrics.read_text().splitlines()) if "return" in row]


def results(folder: RunFolder) -> dict[str, bytes]:
    """What a run comes to, byte by byte."""
    files = [
        folder.metrics,
        folder.path / "finished.json",
        *(p for part in ("model", "best", "checkpoints") for p in (folder.path / part).rglob("*")),
    ]
    return {str(f.relative_to(folder.path)): f.read_bytes() for f in files if f.is_file()}


@EACH
def test_cut_off_in_mid_round_a_run_ends_as_if_untouched(
    started: Callable[..., RunConfig], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, algo: Algorithm
) -> None:
    """While playing the third round, and between two updates of the second and of the fourth."""
    config = started(algo, eval_every=2, checkpoint_every=2)
    whole = train(config, tmp_path / "whole")
    assert len({row["return"] for row in rows(whole)}) > 1
    play, descend, left = rounds.play_episodes, Learner.descend, 0

    def stopping(*arguments: Any, **more: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise Stop
        return descend(*arguments, **more)

    def playing(*arguments: Any, **more: Any) -> Any:
        nonlocal left
        for episode in play(*arguments, **more):
            left -= 1
            if left == 0:
                raise Stop
            yield episode

    steps = [int(row["steps"]) for row in rows(whole)]
    cuts = [("descend", steps[0] + 1), ("play", 16 * 2 + 5), ("descend", steps[2] + 1)]
    for where, count in cuts:
        with monkeypatch.context() as patch:
            left = count
            if where == "descend":
                patch.setattr(Learner, "descend", stopping)
            else:
                patch.setattr(rounds, "play_episodes", playing)
            with pytest.raises(Stop):
                train(config, tmp_path / "cut", resume=True)
        assert not (tmp_path / "cut" / "finished.json").exists()
    assert RunFolder(tmp_path / "cut").latest_checkpoint() == 2
    assert results(train(config, tmp_path / "cut", resume=True)) == results(whole)


@JUDGED
def test_the_first_round_is_played_by_the_policy_it_begins_with(started: Callable[..., RunConfig], tmp_path: Path, algo: Algorithm) -> None:
    """Its return is that of the BC run, and what was drawn is scored the same when computed again; then it learns."""
    folder = train(started(algo, rounds=2, episodes=64), tmp_path / "run")
    first, second = rows(folder)
    assert first["return"] == pytest.approx(0.47, abs=0.2)
    assert first["drift"] < 1e-5
    assert abs(first.get("kl", 0.0)) < 1e-5
    assert second["return"] != first["return"]


def test_scenarios_come_in_groups_and_every_round_has_its_own(
    started: Callable[..., RunConfig], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    play = rounds.play_episodes

    def noting(task: Any, policy: Any, starts: Any, **more: Any) -> Any:
        listed = list(starts)
        seen.extend((s.scenario["index"], s.seed) for s in listed)
        return play(task, policy, [s._replace(scenario={"start": "pick"}) for s in listed], **more)

    numbered = replace(load_task("probes/bandit"), scenario=_numbered)
    monkeypatch.setattr("lmrl_gym.training.run.load_task", lambda _: numbered)
    monkeypatch.setattr(rounds, "play_episodes", noting)
    train(started(GRPO(group=4), rounds=2, episodes=10), tmp_path / "run")
    # 10 episodes in groups of 4 need 3 scenarios; the first 6 of the split are for evaluations
    assert [index for index, _ in seen] == [6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11]
    assert len({seed for _, seed in seen}) == 20


def _numbered(split: str, index: int) -> dict[str, Any]:
    assert split == "train"
    return {"index": index}


@pytest.mark.parametrize(("limit", "rounds_played"), [({"turns": 33}, 3), ({"turns": 32}, 2), ({"tokens": 1}, 1), ({}, 4)])
def test_budgets_end_a_run(started: Callable[..., RunConfig], tmp_path: Path, limit: dict[str, int], rounds_played: int) -> None:
    """A turn an episode, 16 episodes a round."""
    folder = train(started(OnlineFilteredBC(), **limit), tmp_path / "run")
    last = rows(folder)[-1]
    assert (last["step"], last["episodes"], last["turns"]) == (rounds_played, 16 * rounds_played, 16 * rounds_played)
    assert json.loads((folder.path / "finished.json").read_text())["step"] == rounds_played
    assert folder.latest_checkpoint() == rounds_played


def test_the_time_budget_counts_what_was_spent_before(started: Callable[..., RunConfig], tmp_path: Path) -> None:
    config = started(OnlineFilteredBC(), minutes=1.0)
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    folder.append(folder.timing, {"step": 1, "seconds": 59.9999})
    assert len(rows(train(config, folder.path, resume=True))) == 1


def test_stored_episodes_hold_the_policy_where_they_are(started: Callable[..., RunConfig], tmp_path: Path) -> None:
    """A weight of 1,000 on cloning beats any reward."""
    free, held = (train(started(GRPO(kl=0.0, stored=w), data=True, rounds=12), tmp_path / str(w)) for w in (0.0, 1000.0))
    assert rows(free)[-1]["return"] > 0.8
    assert rows(held)[-1]["return"] < 0.7
    assert "stored_nll" in rows(held)[-1]
    assert "stored_nll" not in rows(free)[-1]


def test_memory_is_bounded_by_tokens_and_the_step_is_the_same(
    started: Callable[..., RunConfig], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is computed on more than one row of 4 tokens at once, in several passes that come to the same step."""
    widest = 0
    forward = HeadedModel.hidden

    def watching(self: HeadedModel, tokens_BT: torch.Tensor, is_token_BT: torch.Tensor) -> torch.Tensor:
        nonlocal widest
        widest = max(widest, tokens_BT.numel())
        return forward(self, tokens_BT, is_token_BT)

    monkeypatch.setattr(HeadedModel, "hidden", watching)
    found = []
    for most in (8192, 5):
        widest = 0
        folder = train(started(PPO(), rounds=1, epochs=1, tokens_at_once=most), tmp_path / str(most))
        found.append((widest, rows(folder)[0]))
    assert found[0][0] > 5 >= found[1][0]
    for name in ("loss", "grad_norm", "entropy", "value_error"):
        assert found[0][1][name] == pytest.approx(found[1][1][name], rel=1e-4), name


def test_the_best_model_is_kept_beside_the_last(started: Callable[..., RunConfig], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = iter([0.1, 0.9, 0.5])
    evaluate = rounds.evaluate

    def scored(*arguments: Any, **more: Any) -> Any:
        record, kept = evaluate(*arguments, **more)
        return replace(record, summary=replace(record.summary, mean_return=next(scores))), kept

    monkeypatch.setattr(rounds, "evaluate", scored)
    folder = train(started(OnlineFilteredBC(), rounds=3, eval_every=1), tmp_path / "run")
    kept = RunFolder(tmp_path / "two")
    monkeypatch.setattr(rounds, "evaluate", evaluate)
    train(started(OnlineFilteredBC(), rounds=2), kept.path)
    assert (folder.best / "model.safetensors").read_bytes() == (kept.model / "model.safetensors").read_bytes()
    assert (folder.best / "model.safetensors").read_bytes() != (folder.model / "model.safetensors").read_bytes()
    _, best = load_policy(folder.path, best=True)
    assert best.name == "online_filtered_bc"
    with pytest.raises(RunError, match="kept no best model"):
        load_policy(kept.path, best=True)


def test_a_round_counts_the_turns_that_are_no_action() -> None:
    """Of four turns: those that the task counts, or, where it counts none, the one that ended its episode as illegal."""
    reply, answer = Turn(Role.AGENT, "xyz\n", sample=Sample((1, 0), (-1.0, -1.0))), Turn(Role.ENV, "No.\n")
    opening = Turn(Role.ENV, "Begin.\n")
    episodes = [
        Episode("probes/bandit", "1", {}, (opening, reply, answer), Ending.ILLEGAL, 0, metrics={"odd": 1.0}),
        Episode("probes/bandit", "1", {}, (opening, reply, answer, reply, answer, reply, answer), Ending.SUCCESS, 0, metrics={"odd": 2.0}),
    ]
    task = load_task("probes/bandit")
    assert rounds._of_play(task, episodes, 0)["illegal"] == 1 / 4
    counting = replace(task, illegal=lambda e: int(e.metrics["odd"]))
    assert rounds._of_play(counting, episodes, 0)["illegal"] == 3 / 4


def test_a_warning_is_in_the_metrics_and_beside_the_bar(started: Callable[..., RunConfig], tmp_path: Path) -> None:
    """A learning rate a hundred times too high."""
    config = started(GRPO(group=4, stop_kl=0.0), rounds=2)
    heard: list[object] = []
    loud = replace(config, train=replace(config.train, lr=0.3))
    folder = train(loud, tmp_path / "run", on_step=lambda _done, _total, stats: heard.append(stats.get("warning")))
    logged = [row.get("warnings", []) for row in rows(folder)]
    assert any(said.startswith("approx_kl ") for said in logged[0])
    assert heard == ["; ".join(said) or None for said in logged]


def test_a_value_method_lends_the_policy_it_bent(started: Callable[..., RunConfig], trained: dict[str, Path], tmp_path: Path) -> None:
    """Offline, then online: from an ILQL run begins the policy of the BC run below it."""
    from_bc = train(replace(started(PPO(), rounds=1), init=str(trained["bc"])), tmp_path / "bc")
    from_ilql = train(replace(started(PPO(), rounds=1), init=str(trained["ilql"])), tmp_path / "ilql")
    assert rows(from_bc) == rows(from_ilql)
