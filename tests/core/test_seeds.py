"""Seeds: made from names and their order, far apart, the same for ever, and without a trace on global generators."""

from __future__ import annotations

import random

from lmrl_gym.core.seeds import rng_for, seed_for


def test_figures_that_must_never_change() -> None:
    """Stored data sets and records were drawn from these: another hash would silently be another benchmark."""
    assert seed_for("play", "maze/full", "eval", 0) == 2345300182142017861
    assert seed_for() == 6510301506637419378
    assert [rng_for("pin", 1).randrange(1000) for _ in range(2)] == [394, 394]
    assert rng_for("pin", 2).randrange(1000) == 929


def test_names_do_not_run_into_each_other() -> None:
    assert len({seed_for("ab", "c"), seed_for("a", "bc"), seed_for("abc"), seed_for("abc", ""), seed_for("1:a"), seed_for("c", "ab")}) == 6


def test_neighbours_are_strangers() -> None:
    """50 bases × 100 purposes: all seeds differ, and none is a sum of base and index as added seeds would be."""
    seeds = {seed_for(base, "collect", k) for base in range(50) for k in range(100)}
    assert len(seeds) == 5000
    assert all(0 <= seed < 2**63 for seed in seeds)
    half = sum(seed >= 2**62 for seed in seeds)
    assert abs(half - 2500) < 4 * (5000 / 4) ** 0.5  # four standard deviations of a fair coin


def test_generators_of_different_names_are_apart() -> None:
    a, b = rng_for("x", 1), rng_for("x", 2)
    first = [a.random() for _ in range(5)]
    [b.random() for _ in range(100)]
    assert [*first, a.random()] == [r.random() for r in [rng_for("x", 1)] for _ in range(6)]


def test_names_may_be_any_text() -> None:
    assert len({seed_for(name) for name in ("", " ", "\n", "漢字", "\ud800", "\udfff", "x" * 10**5)}) == 7


def test_global_generator_stays_where_it_is() -> None:
    before = random.getstate()
    rng_for("a").random()
    assert random.getstate() == before
