"""The contract that every task keeps, as rules that run: `check_task` plays a task and returns the rules it breaks, each as a sentence.

The rules stand in three tables, lowest first: what a task declares, what its players' episodes look like, and what holds whenever and
however it is played. Later tables lean on earlier ones, so that checking stops after the first table in which a rule is broken.
"""

from __future__ import annotations

from lmrl_gym.core.contract.declared import DECLARED
from lmrl_gym.core.contract.kept import KEPT
from lmrl_gym.core.contract.play import Case, Mumbler
from lmrl_gym.core.contract.played import PLAYED
from lmrl_gym.core.task import Policy, Task

__all__ = ["DECLARED", "KEPT", "PLAYED", "check_task"]


def check_task(task: Task, *, episodes: int = 20, partner: Policy | None = None) -> list[str]:
    """The rules that `task` breaks, each with what was found; empty where it keeps the contract.

    Plays `episodes` episodes by each of its players, several times over. A task that needs a partner and is given none gets one that says
    yes or no at random; only with a given one is the ceiling player held to what it earns.
    """
    case = Case(task, partner or Mumbler(), partner is not None or not task.needs_partner, episodes)
    for table in (DECLARED, PLAYED, KEPT):
        broken: list[str] = []
        for rule, check in table:
            try:
                found = next(check(case), None)
            except Exception as error:  # whatever a task under test raises is a finding about it
                found = f"{type(error).__name__} was raised: {str(error)[:200]}"
            if found is not None:
                broken.append(f"{rule}, but {found}")
        if broken:
            return broken
    return []
