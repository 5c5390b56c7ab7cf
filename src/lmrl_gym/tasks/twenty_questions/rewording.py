"""Clauses in the words that the shapes and the facts know, where people say the same in others (rewordings.toml)."""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.twenty_questions.dispatch import Signs
from lmrl_gym.tasks.twenty_questions.facts import table


def reworded(clause: str) -> str:
    """The clause with every wording of the table put as the table says."""
    table, signs = _table()
    last = -1
    while True:
        for row in signs.rows(clause):
            sign, pattern, means = table[row]
            # A search that fails costs a third of a substitution that does nothing.
            if row > last and sign in clause and pattern.search(clause) and (put := pattern.sub(means, clause)) != clause:
                clause, last = put, row
                break
        else:
            return clause


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[tuple[str, re.Pattern[str], str], ...], Signs]:
    """Sign, pattern and what takes its place, in the order of the file; and which may be in a clause."""
    rows = table("rewordings")["same"]
    return tuple((row["sign"], re.compile(row["said"]), row["means"]) for row in rows), Signs([row["sign"]] for row in rows)
