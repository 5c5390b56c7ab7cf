"""What algorithms that play learn on the probes, from a policy that clones the data, and what they must not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from lmrl_gym.algos.base import Algorithm
from lmrl_gym.algos.bc import BC
from lmrl_gym.algos.grpo import GRPO
from lmrl_gym.algos.online_filtered_bc import OnlineFilteredBC
from lmrl_gym.algos.online_ilql import OnlineILQL
from lmrl_gym.algos.ppo import PPO
from lmrl_gym.data.collect import collect
from lmrl_gym.models.pretrained import ModelConfig
from lmrl_gym.training.run import train
from lmrl_gym.training.settings import DataConfig, PlayConfig, RunConfig, TrainConfig

CLONING = {"bandit": 150, "chain": 200, "stitch": 200}
Played = Callable[..., list[float]]


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Mean return of every round of an algorithm on a probe."""
    root = tmp_path_factory.mktemp("probes")
    model = ModelConfig(layers=2, width=32, attention_heads=2, context=64)

    def played(probe: str, algo: Algorithm, rounds: int = 20, **settings: float) -> list[float]:
        base, task = root / probe / "bc", f"probes/{probe}"
        if not base.exists():
            collect(task, "small", root / probe / "data", workers=1)
            train(
                RunConfig(
                    task, BC(), data=DataConfig(str(root / probe / "data")), model=model, train=TrainConfig(CLONING[probe], lr=3e-3, decay=0.3)
                ),
                base,
            )
        learning = TrainConfig(**({"batch_size": 256, "lr": 1e-3, "beta2": 0.95, "warmup": 5} | settings))  # type: ignore[arg-type]
        folder = root / probe / f"run-{len(list((root / probe).iterdir()))}"
        train(RunConfig(task, algo, init=str(base), model=model, train=learning, play=PlayConfig(rounds=rounds)), folder)
        return [float(row["return"]) for row in map(json.loads, folder.joinpath("metrics.jsonl").read_text().splitlines())]

    return played


VALUES = OnlineILQL(discount="turn", tau=0.9, cql=0.0, polyak=0.1, support=0.02, stored=0.0)


@pytest.mark.parametrize("algo", [PPO(), GRPO(), OnlineFilteredBC(), VALUES], ids=["ppo", "grpo", "online_filtered_bc", "online_ilql"])
def test_all_find_the_best_of_three(returns: Played, algo: Algorithm) -> None:
    """Cloning returns .47."""
    found = returns("bandit", algo, rounds=30, decay=0.5)
    assert found[0] == pytest.approx(0.47, abs=0.2)
    assert min(found[-5:]) > 0.85


def test_values_of_what_was_played_lead_through_the_chain(returns: Played) -> None:
    """From cloning, which returns .3 to .4, with no stored episode at hand."""
    assert min(returns("chain", VALUES, rounds=20, batch_size=128)[-5:]) > 0.9


@pytest.mark.parametrize("probe", ["chain", "stitch"])
def test_playing_joins_what_no_stored_episode_shows(returns: Played, probe: str) -> None:
    """Cloning returns .28; the way through comes up by chance, and the value head carries it back."""
    assert sum(returns(probe, PPO(), rounds=30)[-5:]) / 5 > 0.8


def test_without_a_future_nobody_goes_through_the_chain(returns: Played) -> None:
    """With γ = 0 only the next reward counts: .1 for leaving, at once."""
    assert max(returns("chain", PPO(gamma=0.0, lam=0.0), rounds=20)[-5:]) < 0.4
