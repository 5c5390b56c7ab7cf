"""The figures, as SVG text that takes its colours and its font from the page around it.

Matplotlib draws with stand-in colours, which become CSS variables afterwards: one drawing serves the light and the dark page. Equal input
gives equal text: no date, and ids that hang on the figure's name, which also keeps several figures on one page apart.
"""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from lmrl_gym.core.episode import Json
from lmrl_gym.core.task import Task
from lmrl_gym.evaluation.scores import paper_score
from lmrl_gym.report.folder import Run
from lmrl_gym.report.paper import paper_methods, paper_result
from lmrl_gym.report.table import Row, algo_order

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SERIES = 8
"""Number of colours the page defines for algorithms, --s0 … --s7; a ninth algorithm starts again."""
WIDTH = 4.9
"""Inches. One SVG unit is 1/72 inch, so 353 units: text stays legible where a phone shows the figure 340 pixels wide."""
BINS = 80
_INK, _MUTED, _LINE, _CARD = "#010101", "#020202", "#030303", "#040404"
_VARIABLES = {_INK: "ink", _MUTED: "muted", _LINE: "line", _CARD: "card"} | {f"#0a0a0{i}": f"s{i}" for i in range(SERIES)}
_MARKERS = {"sampled": "o", "greedy": "s", "scripted": "o"}


class Curve(NamedTuple):
    """One statistic over training steps: the mean over seeds, and the least and greatest of them, at each step."""

    steps: list[float]
    mean: list[float]
    low: list[float]
    high: list[float]


def scores_figure(name: str, rows: Sequence[Row], task: Task | None, colours: Mapping[str, int]) -> str:
    """Our scores with intervals, a line an algorithm or player, the paper's beside them; raw returns where the task has no paper score.

    The paper's mark is its raw return on the same scale as ours, by the same formula.
    """
    scale = task.paper if task is not None and all(r.paper_score is not None for r in rows) else None
    trained = any(r.trained for r in rows)
    reported = _reported(rows[0].task) if trained and task is not None and rows[0].version == task.version else {}
    if scale is not None:
        reported = {algo: paper_score(value, scale) for algo, value in reported.items()}
    lines = sorted({r.algo for r in rows if r.trained} | set(reported), key=algo_order)
    lines += [f" {r.algo}" for r in rows if not r.trained]
    heights = {line: len(lines) - 1 - i for i, line in enumerate(lines)}
    figure = _figure(0.75 + 0.29 * len(lines))
    axes = _axes(figure, 1, 1, 1)
    for row in rows:
        _point(axes, row, heights[row.algo if row.trained else f" {row.algo}"], scale is not None, colours.get(row.algo))
    low, high = _limits(rows, scale is not None, reported.values())
    for algo, value in reported.items():
        _reported_point(axes, value, heights[algo], low, high)
    axes.set_xlim(low, high)
    axes.set_ylim(-0.6, len(lines) - 0.4)
    axes.set_yticks(list(heights.values()), [line.strip() if line != "gpt4" else "GPT-4 (paper)" for line in heights])
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("paper score (50 = the paper's data set, 100 = max)" if scale is not None else "mean return")
    _key(figure, {r.play for r in rows if r.trained}, bool(reported))
    what = f"Scores on {rows[0].task} with 95 % intervals; the numbers are in the table."
    return _svg(figure, f"{name}-scores", what)


def _reported(task: str) -> dict[str, float]:
    found = {method: paper_result(task, method).ret for method in paper_methods()}
    return {method: ret for method, ret in found.items() if ret is not None}


def _point(axes: Axes, row: Row, y: float, scored: bool, series: int | None) -> None:
    value, low, high = row.mean_return, row.ci_low, row.ci_high
    if scored and row.paper_score is not None and row.paper_ci is not None:
        value, (low, high) = row.paper_score, row.paper_ci
    colour = _colour(series) if row.trained else _MUTED
    # Sampled and greedy play share an algorithm's line, one a little above the other.
    y += {"sampled": 0.14, "greedy": -0.14}.get(row.play, 0.0)
    axes.plot([low, high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt")
    axes.plot([value], [y], marker=_MARKERS.get(row.play, "o"), color=colour, markersize=4.4 if row.trained else 3.6, linestyle="none")


def _limits(rows: Sequence[Row], scored: bool, reported: Iterable[float]) -> tuple[float, float]:
    """The axis: all of ours, and of the paper's what lies within half a span of ours; one far value must not flatten the rest."""
    ours = [x for r in rows for x in ((r.paper_ci or ()) if scored else (r.ci_low, r.ci_high))] + ([0.0, 100.0] if scored else [])
    low, high = min(ours), max(ours)
    reach = 0.5 * (high - low) or 1.0
    near = [x for x in reported if low - reach <= x <= high + reach]
    low, high = min([low, *near]), max([high, *near])
    pad = 0.05 * (high - low) or 1.0
    return low - pad, high + pad


def _reported_point(axes: Axes, value: float, y: float, low: float, high: float) -> None:
    style: dict[str, Any] = {"color": _INK, "markerfacecolor": "none", "markeredgewidth": 1.1, "linestyle": "none", "clip_on": False}
    if low <= value <= high:
        axes.plot([value], [y], marker="D", markersize=4.4, **style)
        return
    edge, marker, side = (low, "<", "left") if value < low else (high, ">", "right")
    axes.plot([edge], [y], marker=marker, markersize=5, **style)
    axes.annotate(f"{value:.0f}", (edge, y), (8 if side == "left" else -8, 0), textcoords="offset points", ha=side, va="center", color=_MUTED)


def _key(figure: Figure, plays: set[str], reported: bool) -> None:
    """The legend of markers, above the plot; in the ink colour, since colour tells the algorithm."""
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], color=_MUTED, marker=_MARKERS.get(p, "o"), markersize=5, linewidth=1.6, label=p) for p in sorted(plays, reverse=True)]
    if reported:
        marks.append(Line2D([], [], color=_INK, marker="D", markersize=5, linestyle="none", markerfacecolor="none", label="the paper (one run)"))
    if marks:
        _legend(figure, marks)


def learning_figure(name: str, runs: Sequence[Run], task: Task | None, colours: Mapping[str, int]) -> str | None:
    """Mean return in evaluations over training steps, the band from the worst to the best seed; None where none was logged."""
    curves = _curves(runs, "eval/mean_return")
    if not curves:
        return None
    figure = _figure(2.7)
    axes = _axes(figure, 1, 1, 1)
    for algo, curve in curves.items():
        colour = _colour(colours.get(algo))
        axes.fill_between(curve.steps, curve.low, curve.high, color=colour, alpha=0.16, linewidth=0)
        axes.plot(curve.steps, curve.mean, color=colour, linewidth=1.6, marker="o" if len(curve.steps) < 25 else None, markersize=3, label=algo)
    if task is not None and "ceiling" in task.references:
        axes.axhline(task.references["ceiling"].mean, color=_MUTED, linewidth=0.9, linestyle=(0, (4, 3)), label="ceiling")
    axes.set_xlabel("training step")
    axes.set_ylabel("mean return")
    _legend(figure, axes.get_legend_handles_labels()[0])
    return _svg(figure, f"{name}-learning", "Mean return over training steps for " + ", ".join(curves) + "; band: all seeds.")


def loss_figure(name: str, runs: Sequence[Run], colours: Mapping[str, int]) -> str | None:
    """The training loss, a small plot an algorithm, since their losses have no common unit; None where none was logged."""
    curves = _curves(runs, "loss")
    if not curves:
        return None
    columns = 2 if len(curves) <= 4 else 3
    rows = math.ceil(len(curves) / columns)
    figure = _figure(0.2 + 1.15 * rows)
    for i, (algo, curve) in enumerate(curves.items(), start=1):
        axes = _axes(figure, rows, columns, i)
        colour = _colour(colours.get(algo))
        axes.fill_between(curve.steps, curve.low, curve.high, color=colour, alpha=0.16, linewidth=0)
        axes.plot(curve.steps, curve.mean, color=colour, linewidth=1.3)
        axes.set_title(algo, loc="left", fontsize=9.5, color=_INK, parse_math=False)
        axes.locator_params(nbins=6 - columns)
    return _svg(figure, f"{name}-loss", "Training loss over steps for " + ", ".join(curves) + "; band: all seeds.")


def _curves(runs: Sequence[Run], key: str) -> dict[str, Curve]:
    """The curve of `key` for each algorithm that logged it, in table order."""
    found: dict[str, Curve] = {}
    for algo in sorted({r.algo for r in runs}, key=algo_order):
        series = [points for r in runs if r.algo == algo and (points := _points(r.metrics, key))]
        if series:
            found[algo] = curve_over_seeds(series)
    return found


def _points(metrics: Sequence[Mapping[str, Json]], key: str) -> list[tuple[float, float]]:
    """(step, value) of the rows that hold both as finite numbers."""
    pairs = [(row.get("step"), row.get(key)) for row in metrics]
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


def _legend(figure: Figure, handles: Sequence[Artist]) -> None:
    legend = figure.legend(handles=handles, loc="outside upper left", ncols=3, frameon=False, borderpad=0, handletextpad=0.5, columnspacing=1.4)
    for text in legend.get_texts():
        text.set(color=_INK, fontsize=9, parse_math=False)


def _colour(series: int | None) -> str:
    return _MUTED if series is None else f"#0a0a0{series % SERIES}"


def _figure(height: float) -> Figure:
    """An empty figure, `height` inches high, outside pyplot's global state."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), layout="constrained")


def _axes(figure: Figure, rows: int, columns: int, index: int) -> Axes:
    axes = figure.add_subplot(rows, columns, index)
    axes.set_facecolor("none")
    axes.tick_params(colors=_MUTED, labelcolor=_INK, length=0, labelsize=9)
    axes.grid(color=_LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_LINE)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set_color(_MUTED)
        axis.label.set_fontsize(9)
    return axes


def _svg(figure: Figure, name: str, what: str) -> str:
    """The figure as an <svg> element that may stand in a page: `what` is its text for those who do not see it."""
    import matplotlib

    figure.patch.set_alpha(0)
    for axes in figure.axes:
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_parse_math(False)
    out = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": name, "svg.fonttype": "none", "axes.unicode_minus": True, "font.family": "sans-serif"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    drawn = out.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    # Its style sheet would reach the whole page, and ids like "axes_1" would meet those of the other figures.
    drawn = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r'\b(id="|href="#|url\(#)', lambda m: f"{m[1]}{name}-", drawn)
    drawn = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1", drawn)
    for colour, variable in _VARIABLES.items():
        drawn = drawn.replace(colour, f"var(--{variable})")
    size = re.search(r'viewBox="[^"]*"', drawn)
    head = f'<svg {size[0] if size else ""} role="img" aria-label="{html.escape(what)}" xmlns="http://www.w3.org/2000/svg"'
    return re.sub(r"<svg[^>]*>", lambda _: head + ' xmlns:xlink="http://www.w3.org/1999/xlink">', drawn, count=1)
