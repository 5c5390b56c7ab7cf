"""Warnings of rounds that go wrong: which figure warns, from what value on, and that noise and success do not."""

from __future__ import annotations

import pytest

from lmrl_gym.training.watch import warnings


def row(**changes: float) -> dict[str, object]:
    return {"return": 0.0, "drift": 1e-6, "approx_kl": 0.01, "clip_share": 0.1, "kl": 0.1, "cut_share": 0.0, "strange": 0.0, "illegal": 0.0} | changes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"drift": 0.1}, "drift 0.1: "),
        ({"approx_kl": 0.66}, "approx_kl 0.66: "),
        ({"clip_share": 0.5}, "clip_share 50%: "),
        ({"kl": 1.1}, "kl 1.1: "),
        ({"cut_share": 0.84}, "cut_share 84%, at first 0%: replies that do not end"),
        ({"strange": 0.149}, "strange 15%, at first 0%: tokens that the first policy never says"),
        ({"illegal": 0.14}, "illegal 14%, at first 0%: actions that the game does not take"),
        ({"illegal": 0.049}, None),
    ],
)
def test_one_round_that_is_wrong_is_told_by_the_figure_that_shows_it(changes: dict[str, float], said: str | None) -> None:
    found = warnings([row(), row(**changes)])
    assert len(found) == (said is not None)
    assert said is None or found[0].startswith(said)


def test_shares_are_held_against_where_they_began() -> None:
    """A policy that began with 20 % of its actions illegal is warned of above 45 %."""
    assert warnings([row(illegal=0.2), row(illegal=0.44)]) == []
    assert warnings([row(illegal=0.2), row(illegal=0.46)])[0].startswith("illegal 46%, at first 20%")


def test_the_earliest_sign_comes_first() -> None:
    found = warnings([row(), row(kl=2.0, illegal=0.3, strange=0.2, clip_share=0.4)])
    assert [said.split(" ")[0] for said in found] == ["illegal", "strange", "clip_share", "kl"]


def test_a_value_head_worse_than_a_constant_is_told_once_it_has_had_time_and_twice() -> None:
    good, bad = row(explained_variance=0.5), row(explained_variance=-0.2)
    assert warnings([bad, bad]) == []
    assert warnings([good] * 6 + [bad]) == []
    assert warnings([good] * 5 + [bad, bad])[0].startswith("explained_variance -0.2: ")
    assert warnings([row()] * 7) == [], "an algorithm without a value head logs none"


def test_a_fall_is_told_and_noise_is_not() -> None:
    rise = [row(**{"return": float(x)}) for x in (-90, -80, -70, -60, -40, -20, -8, -7, -7)]
    assert warnings(rise) == []
    assert warnings([*rise, row(**{"return": -9.0}), row(**{"return": -6.0})]) == []
    fallen = [row(**{"return": float(x)}) for x in (-40, -50, -60)]
    assert warnings([*rise, *fallen])[0].startswith("return -50 after -7.33: ")


def test_no_rounds_no_warnings() -> None:
    assert warnings([]) == []
