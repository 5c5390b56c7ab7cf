"""An episode in the terminal: every turn, every value, and nothing that steers the terminal."""

from __future__ import annotations

from types import SimpleNamespace

from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.report.terminal import episode_lines, token_lines

EPISODE = Episode(
    "maze/full",
    "1",
    {"start": [1, 2]},
    (
        Turn(Role.ENV, "Where\nto?\n"),
        Turn(Role.AGENT, "move left\n", -1.0),
        Turn(Role.ENV, "\x1b[2J [red]Success\n"),
    ),
    Ending.SUCCESS,
    seed=5,
)


def test_an_episode_reads_like_a_play() -> None:
    assert [line.plain for line in episode_lines(EPISODE)] == [
        'maze/full, version 1, seed 5, scenario {"start": [1, 2]}',
        "env   Where\n      to?",
        "agent move left  reward −1.00",
        "env   ␛[2J [red]Success",
        "success after 1 agent turn, return −1.00",
    ]


def test_tokens_stand_below_their_turn_with_their_values() -> None:
    notes = [
        SimpleNamespace(text="move", logprob=-0.5, v=None, q=None, advantage=None),
        SimpleNamespace(text=" left\n", logprob=-0.25, v=-3.0, q=-2.5, advantage=0.5),
        SimpleNamespace(text="!", logprob=-4.0, v=-3.0, q=-4.5, advantage=-1.5),
    ]
    lines = token_lines(EPISODE, SimpleNamespace(annotate=lambda _: [notes]))  # type: ignore[arg-type]
    assert [line.plain.split() for line in lines[3:8]] == [
        ["agent", "move", "left", "reward", "−1.00"],
        ["move", "−0.500", "–", "–", "–"],
        ["left↵", "−0.250", "−3.000", "−2.500", "0.500"],
        ["!", "−4.000", "−3.000", "−4.500", "−1.500"],
        ["env", "␛[2J", "[red]Success"],
    ]
    # The numbers line up under their headings.
    assert {len(line.plain) for line in (lines[1], *lines[4:7])} == {63}
    assert [[str(span.style) for span in line.spans] for line in lines[4:7]] == [[], ["black on bright_blue"], ["black on yellow"]]
