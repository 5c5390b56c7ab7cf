"""The LMRL-Gym paper's own results, kept as published in paper_results.json (source inside), to stand beside ours.

Returns and scores are two published tables and do not agree everywhere; neither is corrected here. Task names are matched exactly: a task
with options in brackets is another game, and no number of the paper stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


class PaperResult(NamedTuple):
    """One cell of the paper: the raw return (its table 6) and the normalised score (its table 2); None where the paper gives none."""

    ret: float | None
    score: float | None


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    path = Path(__file__).with_name("paper_results.json")
    found: dict[str, Mapping[str, Mapping[str, float]]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def paper_methods() -> dict[str, str]:
    """Our algorithm's name -> the paper's, in the order of the paper's columns. `gpt4`, its prompted model, has no algorithm here."""
    return dict(_tables()["methods"])  # type: ignore[arg-type]


def paper_source() -> str:
    """Where the numbers are from, in a sentence or two."""
    return str(_tables()["source"])


def paper_result(task: str, method: str) -> PaperResult:
    """What the paper reports for `method` on `task`; both None where it reports nothing."""
    returns, scores = _tables()["returns"], _tables()["scores"]
    return PaperResult(returns.get(task, {}).get(method), scores.get(task, {}).get(method))
