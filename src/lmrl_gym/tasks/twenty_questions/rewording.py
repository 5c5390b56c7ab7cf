"""Clauses in the words that the shapes and the facts know, where people say the same in others (rewordings.toml)."""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions.facts import table


def reworded(clause: str) -> str:
    """The clause with every wording of the table put as the table says."""
    for sign, pattern, means in _table():
        if sign in clause:
            clause = pattern.sub(means, clause)
    return clause


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Sign, pattern and what takes its place, in the order of the file."""
    rows = table("rewordings")["same"]
    return tuple((row["sign"], re.compile(row["said"]), row["means"]) for row in rows)
