"""What each algorithm learns on the probes, and what it must not.

The expected figures are exact properties of the tables (`tasks.probes.exact`), written out here by hand: cloning repeats the data's mixture; filters
help where good episodes are stored; Monte-Carlo returns see what pays off later; only one-step values join pieces of different episodes. All runs
are tiny and whole: collected data, one batch a step, a model of two layers, played from the folder it was stored in.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lmrl_gym import load_task, play, starts
from lmrl_gym.algos.base import Algorithm
from lmrl_gym.algos.bc import BC
from lmrl_gym.algos.filtered_bc import FilteredBC
from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.algos.mc_returns import MCReturns
from lmrl_gym.data.collect import collect
from lmrl_gym.models.pretrained import ModelConfig
from lmrl_gym.training.run import load_policy, train
from lmrl_gym.training.settings import DataConfig, RunConfig, TrainConfig

BETA = 30.0
MC = MCReturns(discount="turn", beta=BETA, cql=0.0, support=0.02)
STEP = ILQL(discount="turn", beta=BETA, cql=0.0, support=0.02, polyak=0.1, tau=0.9)
CLONING = {"bandit": 150, "recall": 350, "chain": 200, "stitch": 200}
VALUES = {"bandit": 150, "recall": 600, "chain": 400, "stitch": 400}
"""Optimiser steps that suffice on each probe with room to spare, whatever the seed."""

Returns = Callable[[str, Algorithm], tuple[float, float]]


@pytest.fixture(scope="session")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Returns:
    """Mean returns of an algorithm on a probe, trained and then played: (sampled, greedy). Runs are kept, so that value methods share one BC run."""
    root = tmp_path_factory.mktemp("probes")

    def run(probe: str, algo: Algorithm) -> Path:
        config = RunConfig(
            f"probes/{probe}",
            algo,
            init="" if algo.trains_policy else str(run(probe, BC())),
            data=DataConfig(str(root / probe / "data")),
            model=ModelConfig(layers=2, width=32, attention_heads=2, context=64),
            train=TrainConfig(CLONING[probe], lr=3e-3, decay=0.3) if algo.trains_policy else TrainConfig(VALUES[probe], lr=1e-3, decay=0.3),
        )
        folder = root / probe / config.algo_name
        if not folder.exists():
            if not (root / probe / "data").exists():
                collect(config.task, "small", root / probe / "data", workers=1)
            train(config, folder)
        return folder

    def measured(probe: str, algo: Algorithm) -> tuple[float, float]:
        folder, task = run(probe, algo), load_task(f"probes/{probe}")
        means = []
        for greedy, episodes in [(False, 1000), (True, 8)]:
            _, policy = load_policy(folder, greedy=greedy)
            means.append(sum(e.ret for e in play(task, policy, starts(task, "eval", episodes, seed=1), width=1000)) / episodes)
        return means[0], means[1]

    return measured


@pytest.mark.parametrize(
    ("probe", "expected", "likeliest"),
    [
        # a, b, c with .25, .4, .35 pay 0, .3, 1: .4·.3 + .35; the likeliest is b
        ("bandit", 0.47, 0.3),
        # the right word in 60 % of the episodes, which is also the likeliest
        ("recall", 0.6, 1.0),
        # .2 + .8·.3⁶ go through for 1, the others leave for .1; the likeliest is to leave at once
        ("chain", 0.2806, 0.1),
        # .6 leave for .3; .3 go on, then 7/13 and 13/20 do right; the likeliest is to leave
        ("stitch", 0.285, 0.3),
    ],
)
def test_cloning_repeats_the_mixture_it_was_shown(returns: Returns, probe: str, expected: float, likeliest: float) -> None:
    """1,000 episodes with a standard deviation below .5 have a standard error below .016; the rest of the margin is the data's own and the fit."""
    sampled, greedy = returns(probe, BC())
    assert sampled == pytest.approx(expected, abs=0.08)
    assert greedy == pytest.approx(likeliest)


@pytest.mark.parametrize("probe", ["bandit", "recall", "chain"])
def test_filters_learn_where_good_episodes_are_stored(returns: Returns, probe: str) -> None:
    """The best 15 %: every one of them returns 1."""
    sampled, greedy = returns(probe, FilteredBC(keep=0.15))
    assert sampled >= 0.85
    assert greedy == 1.0


@pytest.mark.parametrize("probe", ["bandit", "recall", "chain"])
def test_monte_carlo_returns_learn_what_pays_off_later(returns: Returns, probe: str) -> None:
    sampled, greedy = returns(probe, MC)
    assert sampled >= 0.9
    assert greedy == 1.0


@pytest.mark.parametrize("probe", ["bandit", "recall", "chain", "stitch"])
def test_one_step_values_learn_all_of_it(returns: Returns, probe: str) -> None:
    sampled, greedy = returns(probe, STEP)
    assert sampled >= 0.9
    assert greedy == 1.0


@pytest.mark.parametrize("algo", [FilteredBC(keep=0.15), MC], ids=["filtered_bc", "mc_returns"])
def test_pieces_are_joined_by_no_other_method(returns: Returns, algo: Algorithm) -> None:
    """No stored episode shows the way through: the best of them leave for .3, and so do these."""
    sampled, greedy = returns("stitch", algo)
    assert 0.25 <= sampled <= 0.31
    assert greedy == pytest.approx(0.3)
