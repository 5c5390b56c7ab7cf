"""Scores and intervals.

A return becomes comparable in two ways: the paper score (0 = min, 50 = mean of the paper's data set, 100 = max) and the skill score (0 = our floor
player, 100 = our ceiling player). Intervals are percentile bootstraps with a named seed; where several training seeds are given, seeds are drawn
first and episodes within them second (a hierarchical bootstrap), so that the spread between trainings counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import PaperScale, Reference

RESAMPLES = 2000


class Interval(NamedTuple):
    """A 95 % interval, in the unit of what was measured."""

    low: float
    high: float


def paper_score(mean_return: float, scale: PaperScale) -> float:
    """The paper's normalisation, linear on either side of the data set's mean; above 100 where the return beats the paper's maximum."""
    if mean_return < scale.data:
        return 50.0 * (mean_return - scale.min) / (scale.data - scale.min)
    return 50.0 + 50.0 * (mean_return - scale.data) / (scale.max - scale.data)


def skill_score(mean_return: float, references: Mapping[str, Reference]) -> float | None:
    """0 at the floor player's return, 100 at the ceiling player's; None where the task has no measured references."""
    if "floor" not in references or "ceiling" not in references:
        return None
    floor, ceiling = references["floor"].mean, references["ceiling"].mean
    return 100.0 * (mean_return - floor) / (ceiling - floor)


def standard_error(values: Sequence[float]) -> float:
    """Standard error of the mean (n − 1 in the variance); nan for fewer than two values."""
    n = len(values)
    if n < 2:
        return math.nan
    mean = math.fsum(values) / n
    return math.sqrt(math.fsum((x - mean) ** 2 for x in values) / (n - 1) / n)


def bootstrap_interval(groups: Sequence[Sequence[float]], *, name: str = "", resamples: int = RESAMPLES) -> Interval:
    """The 95 % percentile interval of the mean of group means.

    One group: an ordinary bootstrap over its values. Several: groups with replacement, then values within each. `name` goes into the seed, so that
    the same values under the same name give the same interval.
    """
    import numpy as np

    if not groups or any(len(g) == 0 for g in groups):
        raise ValueError("a bootstrap needs at least one value in every group")
    rng = np.random.default_rng(seed_for("bootstrap", name))
    # means_GR[g, r]: mean of resample r of group g, drawn for as many "slots" as there are groups so that repeats of a group are independent.
    count = len(groups)
    arrays = [np.asarray(g, dtype=np.float64) for g in groups]
    total_R = np.zeros(resamples)
    chosen_GR = rng.integers(0, count, size=(count, resamples)) if count > 1 else np.zeros((1, resamples), dtype=np.int64)
    for slot in range(count):
        for g, values in enumerate(arrays):
            where = np.flatnonzero(chosen_GR[slot] == g)
            if len(where):
                total_R[where] += _resampled_means(values, len(where), rng)
    low, high = np.percentile(total_R / count, [2.5, 97.5])
    return Interval(float(low), float(high))


def _resampled_means(values, resamples: int, rng):  # type: ignore[no-untyped-def]
    """Means of `resamples` draws with replacement, through multinomial counts of the distinct values (few in most tasks)."""
    import numpy as np

    distinct, counts = np.unique(values, return_counts=True)
    n = len(values)
    draws = rng.multinomial(n, counts / n, size=resamples)
    return draws @ distinct / n
