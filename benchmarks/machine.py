"""What the benchmarks share: the machine in words, interleaved timing, the table and the record.

A number is a median of several repeats, with the best and the spread beside it; things to be compared take turns within one run, so that whatever
else the machine does falls on all of them alike. A record names neither paths nor the host.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.table import Table

from lmrl_gym.evaluation.record import code_revision

RESULTS = Path(__file__).resolve().parent.parent / "results" / "benchmarks"
TRL_PLAIN: dict[str, Any] = {
    "gradient_checkpointing": False,
    "bf16": False,
    "use_cpu": True,
    "logging_strategy": "no",
    "log_level": "error",
    "save_strategy": "no",
    "report_to": "none",
    "disable_tqdm": True,
}
"""Settings of TRL's trainers in either benchmark: float32 on the processor, nothing computed twice, nothing printed or saved."""
_PACKAGES = ("torch", "transformers", "numpy", "pyarrow")


@dataclass(frozen=True, slots=True)
class Rate:
    """Repeats of one measurement, as rates (units a second). `spread` is (best − worst) / median."""

    median: float
    best: float
    worst: float
    spread: float
    repeats: int

    @staticmethod
    def of(rates: Sequence[float]) -> Rate:
        median = statistics.median(rates)
        return Rate(median, max(rates), min(rates), (max(rates) - min(rates)) / median, len(rates))


def take_turns(runs: Mapping[str, Callable[[], float]], repeats: int) -> dict[str, Rate]:
    """Each of `runs` once to warm up, then all of them in turn, `repeats` times; a run returns how many units it did."""
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for repeat in range(-1, repeats):
        for name, run in runs.items():
            begun = time.perf_counter()
            units = run()
            seconds = time.perf_counter() - begun
            if repeat >= 0:
                rates[name].append(units / seconds)
    return {name: Rate.of(values) for name, values in rates.items()}


def installed(package: str) -> str | None:
    """The version of an installed package, None where it is missing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def machine() -> dict[str, object]:
    """CPU, cores, memory, operating system and versions; and the load of the last minute, which tells a busy machine's numbers."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {name: found for name in _PACKAGES if (found := installed(name)) is not None},
        **({"gpu": torch.cuda.get_device_name()} if torch.cuda.is_available() else {}),
        "load_average": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    fields = dict(part.split(":", 1) for part in lines if ":" in part)
    names = {key.strip(): value.strip() for key, value in fields.items()}
    where = f" (family {names['cpu family']}, model {names['model']})" if "cpu family" in names and "model" in names else ""
    return names.get("model name", platform.processor() or platform.machine()) + where


def publish(
    name: str, title: str, settings: Mapping[str, object], rows: Sequence[Mapping[str, object]], notes: Sequence[str] = (), *, stored: bool = True
) -> None:
    """Print `rows` as a table (columns: the keys, in order of appearance), then the notes. If `stored`, write results/benchmarks/NAME.json."""
    about = machine()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(title=title, title_justify="left", caption=f"{about['cpu']}, {about['cores']} cores, load {about['load_average']}")
    for column in columns:
        table.add_column(column.replace("_", " "), justify="left" if isinstance(rows[0].get(column, ""), str) else "right")
    for row in rows:
        table.add_row(*[_shown(row.get(column)) for column in columns])
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    for note in notes:
        console.print(f"- {note}")
    if not stored:
        return
    record = {
        "benchmark": name,
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "revision": code_revision(),
        "machine": about,
        "settings": dict(settings),
        "rows": [dict(row) for row in rows],
        "notes": list(notes),
    }
    path = RESULTS / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"written: results/benchmarks/{path.name}")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def columns(rate: Rate, unit: str) -> dict[str, object]:
    """A rate as columns of a row: the median under the name of its unit, the best, the spread in per cent of the median."""
    numbers = asdict(rate)
    return {unit: numbers["median"], "best": numbers["best"], "spread_%": round(100 * rate.spread, 1), "repeats": rate.repeats}
