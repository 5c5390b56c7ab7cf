"""Curves of training as figures: returns over steps or over turns played, losses over steps, each over all seeds of an algorithm.

Algorithms that learn from stored episodes are laid out by training steps, those that play by the turns they have played, since that is what they
pay for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from lmrl_gym.core.episode import Json
from lmrl_gym.core.task import Task
from lmrl_gym.report.folder import Run
from lmrl_gym.report.plots import INK, MUTED, colour_of, new_axes, new_figure, put_legend, svg_text
from lmrl_gym.report.table import algo_order

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS = 80
"""Points of a long curve."""


class Curve(NamedTuple):
    """One statistic over training steps: the mean over seeds, and the least and greatest of them, at each step."""

    steps: list[float]
    mean: list[float]
    low: list[float]
    high: list[float]


def plays(run: Run) -> bool:
    """Whether the run learnt from episodes that it played."""
    return any("turns" in row for row in run.metrics)


def learning_figure(name: str, runs: Sequence[Run], task: Task | None, colours: Mapping[str, int]) -> str | None:
    """Mean return in evaluations over training steps, the band from the worst to the best seed; None where none was logged.

    Of runs that learn from stored episodes; those that play have a figure of their own.
    """
    curves = _curves([run for run in runs if not plays(run)], "eval/mean_return")
    if not curves:
        return None
    figure = new_figure(2.7)
    axes = new_axes(figure, 1, 1, 1)
    for algo, curve in curves.items():
        colour = colour_of(colours.get(algo))
        axes.fill_between(curve.steps, curve.low, curve.high, color=colour, alpha=0.16, linewidth=0)
        axes.plot(curve.steps, curve.mean, color=colour, linewidth=1.6, marker="o" if len(curve.steps) < 25 else None, markersize=3, label=algo)
    _ceiling(axes, task)
    axes.set_xlabel("training step")
    axes.set_ylabel("mean return")
    put_legend(figure, axes.get_legend_handles_labels()[0])
    return svg_text(figure, f"{name}-learning", "Mean return over training steps for " + ", ".join(curves) + "; band: all seeds.")


def playing_figure(name: str, runs: Sequence[Run], task: Task | None, colours: Mapping[str, int]) -> str | None:
    """Mean return of each round as it was played, over the agent turns played by then, a line a seed; None where no run played.

    A cross marks a round that warned (the `warnings` of its row in metrics.jsonl).
    """
    from matplotlib.lines import Line2D
    from matplotlib.ticker import EngFormatter

    playing = sorted((run for run in runs if _points(run.metrics, "return", "turns")), key=lambda run: algo_order(run.algo))
    if not playing:
        return None
    figure = new_figure(2.7)
    axes = new_axes(figure, 1, 1, 1)
    for run in playing:
        turns, returns = zip(*_points(run.metrics, "return", "turns"), strict=True)
        axes.plot(turns, returns, color=colour_of(colours.get(run.algo)), linewidth=1.1)
        warned = _points([row for row in run.metrics if row.get("warnings")], "return", "turns")
        axes.plot([x for x, _ in warned], [y for _, y in warned], color=INK, marker="x", markersize=4, markeredgewidth=1, linestyle="none")
    _ceiling(axes, task)
    axes.set_xlabel("agent turns played")
    axes.set_ylabel("mean return")
    axes.xaxis.set_major_formatter(EngFormatter(sep=""))
    algos = list(dict.fromkeys(run.algo for run in playing))
    handles = [Line2D([], [], color=colour_of(colours.get(algo)), linewidth=1.6, label=algo) for algo in algos]
    if any(row.get("warnings") for run in playing for row in run.metrics):
        handles.append(Line2D([], [], color=INK, marker="x", markersize=4, linestyle="none", label="a warning"))
    put_legend(figure, [*handles, *axes.get_legend_handles_labels()[0]])
    return svg_text(figure, f"{name}-playing", "Mean return over turns played for " + ", ".join(algos) + "; a line a seed.")


def _ceiling(axes: Axes, task: Task | None) -> None:
    if task is not None and "ceiling" in task.references:
        axes.axhline(task.references["ceiling"].mean, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)), label="ceiling")


def warned(runs: Sequence[Run]) -> list[str]:
    """For each run with rounds that warned: how many did, and what the first said."""
    found = []
    for run in runs:
        rounds = [row for row in run.metrics if "return" in row]
        if loud := [row for row in rounds if row.get("warnings")]:
            first = loud[0]
            said = first["warnings"] if isinstance(first["warnings"], list) else [first["warnings"]]
            where = f"{run.algo}, seed {run.seed}: {len(loud)} of {len(rounds)} rounds, first round {first.get('step')}"
            found.append(f"{where}: {'; '.join(map(str, said))}")
    return found


def loss_figure(name: str, runs: Sequence[Run], colours: Mapping[str, int]) -> str | None:
    """The training loss, a small plot an algorithm, since their losses have no common unit; None where none was logged."""
    curves = _curves(runs, "loss")
    if not curves:
        return None
    columns = 2 if len(curves) <= 4 else 3
    rows = math.ceil(len(curves) / columns)
    figure = new_figure(0.2 + 1.15 * rows)
    for i, (algo, curve) in enumerate(curves.items(), start=1):
        axes = new_axes(figure, rows, columns, i)
        colour = colour_of(colours.get(algo))
        axes.fill_between(curve.steps, curve.low, curve.high, color=colour, alpha=0.16, linewidth=0)
        axes.plot(curve.steps, curve.mean, color=colour, linewidth=1.3)
        axes.set_title(algo, loc="left", fontsize=9.5, color=INK, parse_math=False)
        axes.locator_params(nbins=6 - columns)
    return svg_text(figure, f"{name}-loss", "Training loss over steps for " + ", ".join(curves) + "; band: all seeds.")


def _curves(runs: Sequence[Run], key: str) -> dict[str, Curve]:
    """The curve of `key` for each algorithm that logged it, in table order."""
    found: dict[str, Curve] = {}
    for algo in sorted({r.algo for r in runs}, key=algo_order):
        series = [points for r in runs if r.algo == algo and (points := _points(r.metrics, key))]
        if series:
            found[algo] = curve_over_seeds(series)
    return found


def _points(metrics: Sequence[Mapping[str, Json]], key: str, over: str = "step") -> list[tuple[float, float]]:
    """(step, value) of the rows that hold both as finite numbers; or, instead of the step, what they hold as `over`."""
    pairs = [(row.get(over), row.get(key)) for row in metrics]
    return [(float(s), float(v)) for s, v in pairs if isinstance(s, (int, float)) and isinstance(v, (int, float)) and math.isfinite(v)]


def curve_over_seeds(series: Sequence[Sequence[tuple[float, float]]]) -> Curve:
    """Mean, least and greatest over the seeds that logged a step.

    Beyond `BINS` distinct steps, each seed is first averaged within equal bins of steps.
    """
    steps = sorted({step for points in series for step, _ in points})
    width = (steps[-1] - steps[0]) / BINS if len(steps) > BINS else 0.0

    def place(step: float) -> float:
        if not width:
            return step
        return steps[0] + (min(int((step - steps[0]) / width), BINS - 1) + 0.5) * width

    at: dict[float, list[float]] = {}
    for points in series:
        mine: dict[float, list[float]] = {}
        for step, value in points:
            mine.setdefault(place(step), []).append(value)
        for step, values in mine.items():
            at.setdefault(step, []).append(math.fsum(values) / len(values))
    xs = sorted(at)
    return Curve(xs, [math.fsum(at[x]) / len(at[x]) for x in xs], [min(at[x]) for x in xs], [max(at[x]) for x in xs])


