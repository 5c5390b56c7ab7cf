"""The contract that every task keeps, as rules that run: `check_task` plays a task and returns the rules it breaks, each as a sentence.

The rules stand in three tables, lowest first: what a task declares, what its players' episodes look like, and what holds whenever and
however it is played. Later tables lean on earlier ones, so that checking stops after the first table in which a rule is broken.
"""

from __future__ import annotations

from lmrl_gym.core.contract.declared import DECLARED
from lmrl_gym.core.contract.kept import KEPT
from lmrl_gym.core.contract.play import Case
from lmrl_gym.core.contract.played import PLAYED
from lmrl_gym.core.task import Policy, Task, close

__all__ = ["DECLARED", "KEPT", "PLAYED", "check_task"]


def check_task(task: Task, *, episodes: int = 20, partner: Policy | None = None) -> list[str]:
    """The rules that `task` breaks, each with what was found; empty where it keeps the contract.

    Plays `episodes` episodes by each of its players, several times over, with `partner` or else the task's default one.
    """
    own = task.partner() if partner is None else None
    try:
        return _broken(Case(task, partner or own, episodes))
    finally:
        close(own)


def _broken(case: Case) -> list[str]:
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
