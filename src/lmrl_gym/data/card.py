"""The card of a data set: a README whose front matter the Hugging Face hub understands, and prose made from the header alone."""

from __future__ import annotations

import json
import math

from lmrl_gym.core.task import Task
from lmrl_gym.data.header import Header

IMPORTED = "imported"
"""The preset of data sets made from published files, whose own licence applies."""

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"))


def card(header: Header, task: Task) -> str:
    """The text of README.md. The front matter is YAML; every string in it is written as JSON, which YAML contains."""
    return f"---\n{_front_matter(header)}\n---\n\n{_prose(header, task)}"


def beside_paper(header: Header, task: Task) -> list[tuple[str, str, str]]:
    """(what, here with standard errors, in the paper) for each figure that the paper gives of its data sets; a dash where it gives none."""
    s, n, p = header.statistics, header.episodes, task.recipe.paper

    def mean(value: float, deviation: float) -> str:
        return f"{value:.3f} ± {deviation / math.sqrt(n):.3f}"

    return [
        ("episodes", f"{n:,}", f"{p.episodes:,}" if p else "–"),
        ("return, mean", mean(s.return_mean, s.return_std), f"{p.return_mean:g}" if p else "–"),
        ("return, standard deviation", f"{s.return_std:.3f}", f"{p.return_std:g}" if p else "–"),
        ("agent turns, mean", mean(s.length_mean, s.length_std), f"{p.turns_mean:g}" if p else "–"),
        ("agent turns, standard deviation", f"{s.length_std:.3f}", f"{p.turns_std:g}" if p else "–"),
        ("success", mean(s.success, math.sqrt(s.success * (1 - s.success))), f"{p.success:g}" if p else "–"),
    ]


def note(header: Header, task: Task) -> str:
    """Why these figures differ from the paper's; empty where they do not, or where others than the recipe's player spoke."""
    paper = task.recipe.paper
    return paper.note if paper and header.about == task.recipe.about else ""


def _front_matter(header: Header) -> str:
    imported = header.preset == IMPORTED
    lines = [
        f"pretty_name: {json.dumps(f'{header.task}, version {header.version}')}",
        f"license: {'unknown' if imported else 'mit'}",
        "language:\n- en",
        "task_categories:\n- reinforcement-learning\n- text-generation",
        "tags:\n- lmrl-gym\n- multi-turn\n- offline-rl",
        f"size_categories:\n- {next((name for bound, name in _SIZES if header.episodes < bound), '10M<n<100M')}",
        "configs:\n- config_name: default\n  data_files:\n  - split: train\n    path: data/train-*.parquet",
    ]
    return "\n".join(lines)


def _prose(header: Header, task: Task) -> str:
    s = header.statistics
    players = "; ".join(f"{seat}: {', '.join(names)}" for seat, names in header.players.items())
    ends = f"{task.paper.min:g}, {task.paper.max:g} (reachable)" if task.paper else "–"
    rows = [f"| {label} | {here} | {paper} |" for label, here, paper in beside_paper(header, task)]
    rows.append(f"| return, worst and best | {s.worst:g}, {s.best:g} | {ends} |")
    why = note(header, task)
    explained = f"\n{why}\n" if why else ""
    source = "the published files" if header.preset == IMPORTED else f"preset `{header.preset}`" if header.preset else "no preset"
    return f"""# {header.task}, version {header.version}: {header.episodes:,} episodes

{task.summary}

{header.about}

Made from {source}, seed {header.seed}. Players: {players or "not recorded"}. Content hash `{header.content_hash}`.

| | here | paper |
|---|---|---|
{chr(10).join(rows)}

Returns are raw and undiscounted; ± is the standard error of a mean. The paper's means carry none, its worst and best are the ends of its scale.
{explained}
## Columns

One row is one episode: `task`, `version`, `scenario`, `seed`, `players`, `ending`, `metrics`, `return`, `length` (agent turns)
and `turns`, a list of `role` (`env` or `agent`), `text`, `reward`, and, where a model spoke, its `tokens` and their natural-log
probabilities `logprobs`. `scenario`, `players` and `metrics` are JSON objects. A lone surrogate in a text, which UTF-8 cannot
hold, is written as U+FDD0 and four hexadecimal digits.

```python
from datasets import load_dataset

episodes = load_dataset("path/to/this/folder", split="train")
```
"""
