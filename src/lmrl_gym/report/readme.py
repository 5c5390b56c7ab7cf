"""The README's table of results, from the committed table.json: what stands there is what the records say."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import DataError


def results_section(folder: Path) -> str:
    """Markdown: for each task one row an algorithm, sampled and greedy play, mean return with its 95 % interval, the difference to the runs it
    was started from, both scores, the paper's return."""
    path = folder / "table.json"
    try:
        rows: list[dict[str, Json]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"no table of results at {path} ({type(error).__name__}); `lmrl report {folder}` writes it") from error
    tasks: dict[str, list[dict[str, Json]]] = defaultdict(list)
    for row in rows:
        tasks[str(row["task"])].append(row)
    lines = [
        "| task | policy | play | seeds | mean return [95 %] | over its start [95 %] | paper score | skill score | the paper's return |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for task, found in tasks.items():
        for row in found:
            interval = f"{_number(row['mean_return'])} [{_number(row['ci_low'])}, {_number(row['ci_high'])}]"
            bounds = row.get("gain_ci")
            gain = f"{_number(row['gain'])} [{', '.join(map(_number, bounds))}]" if isinstance(bounds, list) else "–"
            cells = [task, str(row["algo"]), str(row["play"]), str(row["seeds"]) if row["play"] != "scripted" else "–", interval, gain]
            cells += [_number(row["paper_score"], 1), _number(row["skill_score"], 1), _number(row.get("reported_return"))]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _number(value: Json, digits: int = 2) -> str:
    return "–" if not isinstance(value, int | float) else f"{value:.{digits}f}".replace("-", "−")
