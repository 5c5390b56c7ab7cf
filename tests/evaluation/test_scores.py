"""Scores and intervals, by hand where a hand can do it and else against a bootstrap written the plain way."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest

from lmrl_gym.core.task import PaperScale, Reference
from lmrl_gym.evaluation.scores import bootstrap_interval, paper_score, skill_score, standard_error

SCALE = PaperScale(min=-100.0, data=-80.0, max=-40.0)
COIN = [0.0] * 50 + [1.0] * 50


# Below −80 a point is worth 50/20 = 2.5, above it 50/40 = 1.25; neither side is clipped.
@pytest.mark.parametrize(
    ("mean", "score"), [(-104.0, -10.0), (-100.0, 0.0), (-90.0, 25.0), (-80.0, 50.0), (-60.0, 75.0), (-40.0, 100.0), (-32.0, 110.0)]
)
def test_the_paper_score_has_two_branches_and_no_ends(mean: float, score: float) -> None:
    assert paper_score(mean, SCALE) == pytest.approx(score)


# From floor −10 to ceiling 30 a point is worth 2.5.
@pytest.mark.parametrize(("mean", "score"), [(-10.0, 0.0), (10.0, 50.0), (30.0, 100.0), (34.0, 110.0), (-14.0, -10.0)])
def test_the_skill_score_runs_from_floor_to_ceiling(mean: float, score: float) -> None:
    references = {"floor": Reference(-10.0, 0.1, 99), "ceiling": Reference(30.0, 0.0, 0), "data": Reference(7.0, 0.0, 0)}
    assert skill_score(mean, references) == pytest.approx(score)


@pytest.mark.parametrize("missing", ["floor", "ceiling"])
def test_no_skill_score_without_both_ends(missing: str) -> None:
    references = {"floor": Reference(0.0, 0.0, 0), "ceiling": Reference(1.0, 0.0, 0)}
    del references[missing]
    assert skill_score(0.5, references) is None


def test_standard_error_by_hand() -> None:
    # Squared deviations of 1, 2, 3, 4 from 2.5 sum to 5; variance 5/3; of the mean 5/12.
    assert standard_error([1.0, 2.0, 3.0, 4.0]) == pytest.approx(math.sqrt(5 / 12))
    assert math.isnan(standard_error([3.0]))


@pytest.mark.parametrize("groups", [[[2.5]], [[2.5] * 7], [[2.5] * 3, [2.5] * 4]])
def test_a_constant_has_an_interval_of_no_width(groups: list[list[float]]) -> None:
    assert bootstrap_interval(groups) == (2.5, 2.5)


def test_a_fair_coin_has_the_binomials_quantiles() -> None:
    # The mean of a resample is Binomial(100, ½)/100, whose 2.5 % and 97.5 % quantiles are .40 and .60.
    low, high = bootstrap_interval([COIN], name="coin")
    assert (low, high) == (pytest.approx(0.40, abs=0.0101), pytest.approx(0.60, abs=0.0101))


def plain_bootstrap(groups: Sequence[Sequence[float]], resamples: int = 4000) -> tuple[float, float]:
    """Draw groups, then values in each, one at a time; sort; read off the quantiles."""
    rng = random.Random(5)
    means = []
    for _ in range(resamples):
        drawn = [rng.choice(groups) for _ in groups] if len(groups) > 1 else groups
        means.append(sum(sum(rng.choices(g, k=len(g))) / len(g) for g in drawn) / len(groups))
    means.sort()
    return means[round(0.025 * resamples)], means[round(0.975 * resamples)]


@pytest.mark.parametrize("sizes", [[40], [30, 10], [12, 12, 30]])
def test_intervals_are_those_of_a_bootstrap_written_plainly(sizes: list[int]) -> None:
    # Groups around 0, 2, 4 with a spread of 1: where there are several, most of the width comes from between them.
    rng = random.Random(1)
    groups = [[rng.gauss(2.0 * i, 1.0) for _ in range(n)] for i, n in enumerate(sizes)]
    low, high = plain_bootstrap(groups)
    ours = bootstrap_interval(groups, name="plain")
    assert ours == (pytest.approx(low, abs=0.07 * (high - low)), pytest.approx(high, abs=0.07 * (high - low)))


def test_the_spread_between_trainings_counts() -> None:
    # Two trainings, one always 0 and one always 1: half of the resamples draw the same one twice, so the mean is 0 or 1 a quarter of the time each.
    apart = [[0.0] * 50, [1.0] * 50]
    assert bootstrap_interval(apart) == (0.0, 1.0)
    assert bootstrap_interval([COIN, COIN])[0] > 0.35


def test_trainings_weigh_the_same_whatever_their_number_of_episodes() -> None:
    low, high = bootstrap_interval([[0.0] * 1000, [1.0]])
    assert (low, high) == (0.0, 1.0)


def test_equal_names_give_equal_intervals() -> None:
    values = [[float(x * x % 17) for x in range(40)]]
    assert bootstrap_interval(values, name="a") == bootstrap_interval(values, name="a")
    assert bootstrap_interval(values, name="a") != bootstrap_interval(values, name="b")


@pytest.mark.parametrize("groups", [[], [[]], [[1.0], []]])
def test_nothing_to_draw_from(groups: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="at least one value in every group"):
        bootstrap_interval(groups)
