"""What every task counts as a turn that is no action: all that is gibberish, and nothing that its players say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from lmrl_gym import Ending, Episode, load_task, play, starts, task_names
from lmrl_gym.core.task import Dialogue, Policy, Reply

GIBBERISH = "qxv zzkw\n"
FREE = ("car_dealer", "probes/")
"""Where nothing is counted: a seller may say anything, and in a probe gibberish ends the episode as illegal."""
COUNTED = [name for name in task_names() if not name.startswith(FREE)]


@dataclass
class Stammering:
    """`player`, but every `every`-th of all turns is gibberish."""

    player: Policy
    every: int
    name: str = "stammering"
    said: int = 0

    @property
    def sees_scenario(self) -> bool:
        return self.player.sees_scenario

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        replies = self.player.reply(dialogues, seeds=seeds)
        for i in range(len(replies)):
            self.said += 1
            if self.said % self.every == 0:
                replies[i] = Reply(GIBBERISH)
        return replies


def played(name: str, every: int) -> list[Episode]:
    task = load_task(name)
    return list(play(task, Stammering(task.players["floor"](), every), starts(task, "eval", 3, seed=5), width=2))


@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("name", COUNTED)
def test_gibberish_is_counted_turn_by_turn(name: str, every: int) -> None:
    illegal = load_task(name).illegal
    assert illegal is not None
    episodes = played(name, every)
    gibberish = [sum(t.text == GIBBERISH for t in e.turns) for e in episodes]
    assert [illegal(e) for e in episodes] == gibberish
    assert sum(gibberish) == sum(e.length for e in episodes) // every


@pytest.mark.parametrize("name", COUNTED)
def test_what_players_say_is_not(name: str) -> None:
    illegal = load_task(name).illegal
    assert illegal is not None
    assert [illegal(e) for e in played(name, 10**9)] == [0, 0, 0]


@pytest.mark.parametrize("name", [name for name in task_names() if name.startswith(FREE)])
def test_elsewhere_gibberish_is_free_or_the_end(name: str) -> None:
    assert load_task(name).illegal is None
    ends_it = {e.ending is Ending.ILLEGAL for e in played(name, 1)}
    assert ends_it == {name.startswith("probes/")}
