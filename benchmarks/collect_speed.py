"""Collecting a data set: games played and stored as Parquet by worker processes, through `lmrl_gym.data.collect` as the command calls it.

`python benchmarks/collect_speed.py` plays wordle's million games; `--preset small` its thirty thousand.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from machine import publish

from lmrl_gym.data.collect import collect

MIB = 2**20


def main() -> None:
    """Collect once into a folder that is then removed. The first run is the figure: a repeat would find the folder's pages warm."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--task", default="wordle")
    parser.add_argument("--preset", default="paper", help="size of the task's recipe: small or paper")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        header = collect(options.task, options.preset, Path(folder) / "data", workers=options.workers)
        seconds = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    statistics = header.statistics
    steps = statistics.length_mean * header.episodes
    row = {
        "task": options.task,
        "games": header.episodes,
        "workers": options.workers,
        "seconds": round(seconds, 1),
        "games_per_second": header.episodes / seconds,
        "steps_per_second": steps / seconds,
        "MiB_on_disk": round(size / MIB, 1),
        "bytes_per_game": round(size / header.episodes, 1),
        "largest_worker_MiB": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
        "mean_return": round(statistics.return_mean, 3),
    }
    notes = [
        "Seconds hold everything: starting the workers, playing, hashing, compressing, writing and syncing, the card.",
        f"Content hash {header.content_hash}: the same for any number of workers.",
    ]
    publish("collect_speed", "Collecting a data set", vars(options), [row], notes)


if __name__ == "__main__":
    main()
