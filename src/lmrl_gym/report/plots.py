"""The figure of scores, and how every figure is drawn: as SVG text that takes its colours and its font from the page around it.

Matplotlib draws with stand-in colours, which become CSS variables afterwards: one drawing serves the light and the dark page. Equal input
gives equal text: no date, and ids that hang on the figure's name, which also keeps several figures on one page apart.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lmrl_gym.core.task import Task
from lmrl_gym.evaluation.scores import paper_score
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
INK, MUTED, _LINE, _CARD = "#010101", "#020202", "#030303", "#040404"
_VARIABLES = {INK: "ink", MUTED: "muted", _LINE: "line", _CARD: "card"} | {f"#0a0a0{i}": f"s{i}" for i in range(SERIES)}
_MARKERS = {"sampled": "o", "greedy": "s", "scripted": "o"}


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
    figure = new_figure(0.75 + 0.29 * len(lines))
    axes = new_axes(figure, 1, 1, 1)
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
    return svg_text(figure, f"{name}-scores", what)


def _reported(task: str) -> dict[str, float]:
    found = {method: paper_result(task, method).ret for method in paper_methods()}
    return {method: ret for method, ret in found.items() if ret is not None}


def _point(axes: Axes, row: Row, y: float, scored: bool, series: int | None) -> None:
    value, low, high = row.mean_return, row.ci_low, row.ci_high
    if scored and row.paper_score is not None and row.paper_ci is not None:
        value, (low, high) = row.paper_score, row.paper_ci
    colour = colour_of(series) if row.trained else MUTED
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
    style: dict[str, Any] = {"color": INK, "markerfacecolor": "none", "markeredgewidth": 1.1, "linestyle": "none", "clip_on": False}
    if low <= value <= high:
        axes.plot([value], [y], marker="D", markersize=4.4, **style)
        return
    edge, marker, side = (low, "<", "left") if value < low else (high, ">", "right")
    axes.plot([edge], [y], marker=marker, markersize=5, **style)
    axes.annotate(f"{value:.0f}", (edge, y), (8 if side == "left" else -8, 0), textcoords="offset points", ha=side, va="center", color=MUTED)


def _key(figure: Figure, plays: set[str], reported: bool) -> None:
    """The legend of markers, above the plot; in the ink colour, since colour tells the algorithm."""
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], color=MUTED, marker=_MARKERS.get(p, "o"), markersize=5, linewidth=1.6, label=p) for p in sorted(plays, reverse=True)]
    if reported:
        marks.append(Line2D([], [], color=INK, marker="D", markersize=5, linestyle="none", markerfacecolor="none", label="the paper (one run)"))
    if marks:
        put_legend(figure, marks)


def put_legend(figure: Figure, handles: Sequence[Artist]) -> None:
    """A legend above the plot, in the ink colour."""
    legend = figure.legend(handles=handles, loc="outside upper left", ncols=3, frameon=False, borderpad=0, handletextpad=0.5, columnspacing=1.4)
    for text in legend.get_texts():
        text.set(color=INK, fontsize=9, parse_math=False)


def colour_of(series: int | None) -> str:
    """The stand-in colour of an algorithm's series; muted for what is no algorithm."""
    return MUTED if series is None else f"#0a0a0{series % SERIES}"


def new_figure(height: float) -> Figure:
    """An empty figure, `height` inches high, outside pyplot's global state."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), layout="constrained")


def new_axes(figure: Figure, rows: int, columns: int, index: int) -> Axes:
    """Plot number `index`, from 1, of a grid, with a light frame."""
    axes = figure.add_subplot(rows, columns, index)
    axes.set_facecolor("none")
    axes.tick_params(colors=MUTED, labelcolor=INK, length=0, labelsize=9)
    axes.grid(color=_LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_LINE)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set_color(MUTED)
        axis.label.set_fontsize(9)
    return axes


def svg_text(figure: Figure, name: str, what: str) -> str:
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
