"""What a data set can teach: three states worked out by hand, and the maze, whose answers are known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.task import Reference, Task, View
from lmrl_gym.data.collect import collect
from lmrl_gym.data.diagnostics import diagnose, empirical, evaluate_on, stitching
from lmrl_gym.tasks import load_task

OVER = "over"


def task(starts: str, turn_limit: int = 5) -> Task:
    """A Markov task with one evaluation episode from each letter of `starts`; returns are −10…10."""
    return replace(
        load_task("probes/stitch"),
        scenario=lambda _, index: {"start": starts[index]},
        start=lambda scenario: SimpleNamespace(opening=scenario["start"]),
        eval_episodes=len(starts),
        turn_limit=turn_limit,
        reward_range=(-10.0, 10.0),
        references={"ceiling": Reference(8.0, 0.0, 0)},
    )


def episode(*walk: object, ending: Ending = Ending.FAILURE) -> Episode:
    """`walk` is state, action, reward, state, action, reward, …, last text."""
    turns = [Turn(Role.ENV, str(walk[0]))]
    for i in range(1, len(walk), 3):
        turns += [Turn(Role.AGENT, str(walk[i]), float(str(walk[i + 1]))), Turn(Role.ENV, str(walk[i + 2]))]
    return Episode("t", "1", {}, tuple(turns), ending, 0)


STORED = [
    episode("A", "x", -1, "M", "y", 0, OVER),
    episode("A", "z", 1, OVER),
    episode("B", "x", -1, "M", "w", 5, OVER, ending=Ending.SUCCESS),
    episode("B", "x", -1, "M", "y", 0, OVER),
    episode("B", "v", 2, OVER),
]
"""Three states. Best on the data: w at M, so A = max(−1 + 5, 1) = 4 and B = max(−1 + 5, 2) = 4; nobody from A ever said w.
Mean returns after (A, x) = −1, (A, z) = 1, (B, x) = (4 − 1)/2 = 1.5, (B, v) = 2: greedy on them, A leaves with 1 and B with 2.
Best complete episodes: 1 from A, 4 from B."""


def bounds(episodes: Sequence[Episode], starts: str, turn_limit: int = 5) -> list[object]:
    found = stitching(episodes, task(starts, turn_limit))
    names = ("best policy on the data", "greedy on mean stored returns", "best complete stored episode of each start")
    return [found[name] for name in names]


def test_three_states_by_hand() -> None:
    assert bounds(STORED, "A") == [4.0, 1.0, 1.0]
    assert bounds(STORED, "B") == [4.0, 2.0, 4.0]
    # Three starts at A and one at B: (3·1 + 2)/4 and (3·1 + 4)/4.
    assert bounds(STORED, "AAAB") == [4.0, 1.25, 1.75]
    found = stitching(STORED, task("AAAB"))
    assert (found["ceiling"], found["starts"], found["starts with a complete episode"]) == (8.0, 2, 2)


def test_a_start_that_was_never_stored_counts_as_the_worst() -> None:
    assert bounds(STORED, "AC") == [(4 - 10) / 2, (1 - 10) / 2, (1 - 10) / 2]
    assert stitching(STORED, task("AC"))["starts with a complete episode"] == 1


def test_data_that_miss_a_start_are_judged_from_their_own_starts_too() -> None:
    """Two stored episodes begin at A and three at B: (2·4 + 3·4)/5, (2·1 + 3·4)/5, (2·1 + 3·2)/5."""
    own = {"best policy on the data": 4.0, "best complete stored episode of each start": 2.8, "greedy on mean stored returns": 1.6}
    assert stitching(STORED, task("AC"))["from the starts of the stored episodes"] == own
    assert "from the starts of the stored episodes" not in stitching(STORED, task("AB"))
    assert "from the starts of the stored episodes" not in stitching([], task("A"))


def test_no_bound_takes_more_turns_than_the_task_gives() -> None:
    # With one turn, x at B earns −1 and no more.
    assert bounds(STORED, "AB", turn_limit=1)[0] == (1 + 2) / 2


def test_a_cut_recording_goes_on_where_others_do_and_is_no_complete_episode() -> None:
    cut = [episode("C", "x", -1, "M", ending=Ending.TURN_LIMIT), *STORED]
    # C joins M, where w gives 5; no complete episode began at C; its only stored return is −1, and so x is what greedy does too.
    assert bounds(cut, "C") == [4.0, 4.0, -10.0]


def test_a_state_nobody_acted_in_is_worth_the_worst() -> None:
    dead_end = [*STORED, episode("A", "q", 3, "T", ending=Ending.TURN_LIMIT)]
    # q looks best by its stored return of 3, and leads where the data say nothing: 3 − 10.
    assert bounds(dead_end, "A") == [4.0, -7.0, 1.0]


def test_outcomes_are_averaged_and_loops_end_with_the_turns() -> None:
    data = [episode("A", "a", 1, OVER), episode("A", "a", 1, OVER), episode("A", "a", -3, OVER), episode("B", "b", -1, "B", "b", -1, OVER)]
    model, means = empirical(data)
    assert model["A"]["a"] == [(pytest.approx(2 / 3), 1.0, None), (pytest.approx(1 / 3), -3.0, None)]
    # After b at B: −2 from the first step, −1 from the second.
    assert means == {("A", "a"): pytest.approx(-1 / 3), ("B", "b"): -1.5}
    # V_n(B) = −1 + V_{n−1}(B)/2, V_0 = 0: after three turns −1.75.
    assert evaluate_on(model, 3, -10.0)("B") == -1.75
    assert evaluate_on(model, 3, -10.0)("A") == pytest.approx(-1 / 3)


def test_histories_cannot_be_joined() -> None:
    found = stitching(STORED, replace(task("A"), view=View()))
    assert found["ceiling"] == 8.0
    assert "best policy on the data" not in found
    assert "own state" in str(found["note"])


def test_the_mazes_data_hold_the_whole_way_in_pieces(tmp_path: Path) -> None:
    maze = load_task("maze/full")
    header = collect("maze/full", "small", tmp_path / "set", workers=1)
    found = diagnose(tmp_path / "set", maze)
    stitched, statistics = found["stitching"], found["statistics"]
    assert isinstance(stitched, dict)
    assert isinstance(statistics, dict)
    # The 25 shortest ways sum to 171 moves and 25 goals: 171/25 = 6.84. Greedy on stored returns loops in the arms, where no walk succeeded.
    assert stitched["best policy on the data"] == pytest.approx(-6.84, abs=1e-9)
    greedy = stitched["greedy on mean stored returns"]
    assert isinstance(greedy, float)
    assert -93 < greedy < -85
    # Only the three cells above the goal, in the stem, began walks that reached it; every other start counts as −101.
    whole = stitched["best complete stored episode of each start"]
    assert isinstance(whole, float)
    assert -101 < whole < -85
    assert statistics["content hash"] == header.content_hash
    assert statistics["episodes"] == "1,240 (paper: 1,240)"
    s = header.statistics
    assert statistics["return, mean"] == f"{s.return_mean:.3f} ± {s.return_std / math.sqrt(1240):.3f} (paper: -19.7)"
    assert statistics["return, standard deviation"] == f"{s.return_std:.3f} (paper: 24.5)"
    assert str(statistics["success"]).endswith("(paper: 0.11)")
