"""Learning from the images of stored episodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmrl_gym import load_task
from lmrl_gym.algos.bc import BC
from lmrl_gym.core.errors import UsageError
from lmrl_gym.data.collect import Cast, collect
from lmrl_gym.models.pretrained import ModelConfig
from lmrl_gym.training.run import train
from lmrl_gym.training.settings import DataConfig, RunConfig, TrainConfig


def config(task: str, data: Path, images: int) -> RunConfig:
    model = ModelConfig(layers=1, width=16, attention_heads=2, context=96)
    return RunConfig(task, BC(), data=DataConfig(str(data), images=images), model=model, train=TrainConfig(1, batch_size=8))


@pytest.fixture(scope="module")
def endgames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve stored endgames against the built-in opponent."""
    task, folder = load_task("chess/endgame"), tmp_path_factory.mktemp("endgames") / "data"
    collect(task.name, "small", folder, cast=Cast(task.players["behaviour"](), task.partner("builtin")), episodes=12)
    return folder


@pytest.mark.parametrize(("images", "episodes"), [(1, 12), (3, 36), (8, 96), (100, 96)])
def test_each_stored_episode_is_learnt_from_in_as_many_images_as_there_are(endgames: Path, tmp_path: Path, images: int, episodes: int) -> None:
    run = train(config("chess/endgame", endgames, images), tmp_path / "run")
    plain = train(config("chess/endgame", endgames, 1), tmp_path / "plain")
    assert run.provenance()["episodes"] == episodes
    assert run.provenance()["data"] == plain.provenance()["data"]
    assert run.provenance()["vocabulary"] == plain.provenance()["vocabulary"]


def test_a_game_without_symmetries_has_no_images(tmp_path: Path) -> None:
    collect("probes/bandit", "small", tmp_path / "data", workers=1)
    with pytest.raises(UsageError, match=r"data\.images=2, but the rules of probes/bandit know no mirror images; leave data\.images at 1"):
        train(config("probes/bandit", tmp_path / "data", 2), tmp_path / "run")


def test_no_image_at_all_is_refused() -> None:
    with pytest.raises(UsageError, match=r"data\.images"):
        DataConfig(images=0)
