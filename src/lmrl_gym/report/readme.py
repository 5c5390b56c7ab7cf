"""The README's table of results, from the committed table.json: what stands there is what the records say."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import DataError

COLUMNS = {
    "floor": "floor",
    "behaviour": "data's player",
    "bc": "BC",
    "filtered_bc": "filtered BC",
    "mc_returns": "MC returns",
    "ilql": "ILQL",
    "ppo": "PPO",
    "online_filtered_bc": "online filtered BC",
    "grpo": "GRPO",
    "ceiling": "ceiling",
}
"""What the table shows of a task: players and methods, as their runs are named, and how a reader calls them."""


def results_section(folder: Path) -> str:
    """Markdown: a row a task, a column a method or player; the mean return of sampled play ± half of its 95 % interval, and under it the paper's."""
    path = folder / "table.json"
    try:
        rows: list[dict[str, Json]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"no table of results at {path} ({type(error).__name__}); `lmrl report {folder}` writes it") from error
    tasks: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row["play"] != "greedy":
            tasks[str(row["task"])][str(row["algo"])] = _cell(row)
    lines = [f"| task | {' | '.join(COLUMNS.values())} |", "|---|" + "---:|" * len(COLUMNS)]
    lines += [f"| `{task}` | {' | '.join(found.get(algo, '') for algo in COLUMNS)} |" for task, found in tasks.items()]
    return "\n".join(lines)


def _cell(row: dict[str, Json]) -> str:
    low, high, reported = row["ci_low"], row["ci_high"], row.get("reported_return")
    assert isinstance(low, float)
    assert isinstance(high, float)
    paper = f"<br><sub>{_number(reported)}</sub>" if isinstance(reported, int | float) else ""
    return f"{_number(row['mean_return'])} ±{_number((high - low) / 2)}{paper}"


def _number(value: Json) -> str:
    return f"{value:.2f}".replace("-", "−")
