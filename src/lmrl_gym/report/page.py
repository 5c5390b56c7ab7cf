"""The report of a bench folder: table.json, table.md and report.html.

The page is one file that asks for nothing from outside: styles, script, figures and episodes are inside it, and its content policy admits
no script but its own. Everything that comes from a record is text to it, never markup. Equal folders give equal bytes.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import RunError, UsageError
from lmrl_gym.core.task import Task
from lmrl_gym.evaluation.record import Record, write_json
from lmrl_gym.report.curves import learning_figure, loss_figure, playing_figure, warned
from lmrl_gym.report.episodes import payload, script_json, visible
from lmrl_gym.report.folder import Bench, Note, Progress, Run, read_bench
from lmrl_gym.report.paper import paper_source
from lmrl_gym.report.plots import scores_figure
from lmrl_gym.report.table import (
    HEADINGS,
    SCALES,
    Cells,
    Row,
    algo_order,
    cells_of,
    number,
    rows_of,
    table_json,
    table_markdown,
    tables_by_task,
)
from lmrl_gym.tasks import load_task


@dataclass(frozen=True, slots=True)
class _Figure:
    svg: Markup
    caption: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One task version on the page."""

    anchor: str
    task: str
    version: str
    summary: str
    skills: tuple[str, ...]
    rows: tuple[tuple[Row, Cells], ...]
    figures: tuple[_Figure, ...]
    diagnostics: Mapping[str, list[tuple[str, str]]]
    notes: tuple[str, ...]
    warned: tuple[str, ...]
    """What was said of rounds of play, a sentence a run."""


class Report(NamedTuple):
    """What was written, and what it was made of."""

    paths: list[Path]
    rows: list[Row]
    failed: list[Run]


def write_report(folder: Path, on_progress: Progress | None = None) -> Report:
    """Write table.json, table.md and report.html into `folder`. DataError if the folder holds nothing to report on.

    `on_progress` is called with (done, total): each run is read and then shown, each task drawn.
    """
    bench = read_bench(folder, None if on_progress is None else lambda done, runs: on_progress(done, 2 * runs + 1))
    rows, notes = rows_of(bench)
    paths = [folder / "table.json", folder / "table.md", folder / "report.html"]
    total, done = 2 * len(bench.runs) + len(bench.tasks), len(bench.runs)

    def told(steps: int) -> None:
        if on_progress is not None:
            on_progress(done + steps, total)

    page = _render(bench, rows, notes, told)
    write_json(paths[0], table_json(rows))
    _write_text(paths[1], table_markdown(rows, bench.failed))
    _write_text(paths[2], page)
    told(total - done)
    return Report(paths, rows, bench.failed)


def _write_text(path: Path, text: str) -> None:
    """The old file or the whole new one, like `write_json`."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        temporary.write_bytes(text.encode("utf-8", "replace"))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise RunError(f"cannot write {path}: {error.strerror}; free some space or choose another folder") from error


def _render(bench: Bench, rows: Sequence[Row], row_notes: Sequence[Note], told: Callable[[int], None]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    here = Path(__file__).parent
    style, script = ((here / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    runs, blocks, episode_notes = _episodes(bench, told)
    notes = [*bench.notes, *row_notes, *episode_notes, *_gaps(bench)]
    algos = sorted({r.algo for r in bench.runs}, key=algo_order)
    colours = {algo: i for i, algo in enumerate(algos)}
    environment = Environment(
        loader=FileSystemLoader(here),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        # Every string that is put into the page goes through here; markup of our own is not a plain str.
        finalize=lambda x: visible(x) if type(x) is str else x,
    )
    return (
        environment.get_template("page.html").render(
            style=Markup(style),
            script=Markup(script),
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            facts=_facts(bench),
            matrix=_matrix(rows, algos, bench.failed),
            algos=algos,
            colours=colours,
            headings=HEADINGS,
            scales=SCALES,
            paper=paper_source(),
            sections=_sections(bench, rows, notes, colours, told),
            notes=[note.text for note in notes if not note.task],
            runs=Markup(script_json(runs)) if runs else None,
            blocks=[Markup(block) for block in blocks],
        )
        + "\n"
    )


def _facts(bench: Bench) -> list[tuple[str, str]]:
    """What was run, as label and value."""
    records: list[Record] = [s.record for r in bench.runs for s in r.records] + [s.record for s in bench.players]
    dates = sorted(r.created[:10] for r in records if r.created)
    seeds = {r.seed for r in bench.runs}
    facts = [
        ("tasks", str(len(bench.tasks))),
        ("algorithms", str(len({r.algo for r in bench.runs}))),
        ("training runs", f"{len(bench.runs)} (seeds {', '.join(sorted(seeds, key=lambda s: (len(s), s)))})" if seeds else "0"),
        ("evaluated episodes", f"{sum(len(r.rows) for r in records):,}".replace(",", " ")),
        ("code revision", ", ".join(sorted({r.revision for r in records if r.revision})) or "not recorded"),
    ]
    if dates:
        facts.append(("recorded", dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"))
    return facts


def _gaps(bench: Bench) -> list[Note]:
    """Sentences about the holes in the matrix of tasks and algorithms."""
    algos = sorted({r.algo for r in bench.runs}, key=algo_order)
    seeds = {r.seed for r in bench.runs}
    notes = []
    for task in bench.tasks:
        here = {algo: {r.seed for r in bench.runs if r.task == task and r.algo == algo} for algo in algos}
        absent = [algo for algo in algos if not here[algo]]
        if not algos or len(absent) == len(algos):
            notes.append(Note(task, "No training run of this task is here yet."))
        elif absent:
            notes.append(Note(task, f"Not run on this task yet: {', '.join(absent)}."))
        for algo in algos:
            if here[algo] and (missing := sorted(seeds - here[algo], key=lambda s: (len(s), s))):
                notes.append(Note(task, f"{algo} lacks seed {', '.join(missing)}, which other runs of this bench have."))
        if not any(s.record.task == task for s in bench.players):
            notes.append(Note(task, "No record of the scripted players is here yet."))
    return notes


def _matrix(rows: Sequence[Row], algos: Sequence[str], failed: Sequence[Run]) -> list[tuple[str, list[tuple[str, str, str] | str]]]:
    """Task -> for each algorithm (value, interval, the paper's score), of sampled play where there is any; a word where there is no record."""
    broken = {(run.task, run.algo) for run in failed}
    tables = tables_by_task(rows)
    tables |= {(run.task, ""): [] for run in failed if all(run.task != task for task, _ in tables)}
    found = []
    for (task, version), members in tables.items():
        cells: list[tuple[str, str, str] | str] = []
        for algo in algos:
            row = next((r for r in members if r.algo == algo and r.trained), None)
            if row is None:
                cells.append("failed" if (task, algo) in broken else "not run")
            elif row.paper_score is None:
                cells.append((number(row.mean_return, digits=2), "return", number(row.reported_score)))
            else:
                interval = number(row.paper_score, row.paper_ci).partition(" ")[2]
                cells.append((number(row.paper_score), interval, number(row.reported_score)))
        if set(cells) != {"not run"}:
            found.append((f"{task}, version {version}" if version else task, cells))
    return found


def _sections(
    bench: Bench, rows: Sequence[Row], notes: Sequence[Note], colours: Mapping[str, int], told: Callable[[int], None]
) -> list[_Section]:
    """A section a task version that has rows, and one for each other task that anything is known of."""
    tables = tables_by_task(rows)
    keys = sorted({*tables, *((task, "") for task in bench.tasks if all(task != t for t, _ in tables))})
    sections = []
    for i, (name, version) in enumerate(keys):
        try:
            task: Task | None = load_task(name)
        except UsageError:
            task = None
        members = tables.get((name, version), [])
        sections.append(
            _Section(
                anchor=f"task-{i}",
                task=name,
                version=version,
                summary=task.summary if task is not None else "",
                skills=task.skills if task is not None else (),
                rows=tuple((row, cells_of(row)) for row in members),
                figures=_figures(f"task-{i}", name, members, task, bench, colours),
                diagnostics=_diagnostics(bench.diagnostics.get(name, {})),
                notes=tuple(note.text for note in notes if note.task == name),
                warned=tuple(warned([run for run in bench.runs if run.task == name])),
            )
        )
        told(len(bench.runs) + min(i, len(bench.tasks)))
    return sections


def _figures(anchor: str, name: str, rows: Sequence[Row], task: Task | None, bench: Bench, colours: Mapping[str, int]) -> tuple[_Figure, ...]:
    runs = [run for run in bench.runs if run.task == name]
    figures = []
    if rows:
        caption = "Scores with 95 % intervals. The paper's marks are its raw returns on the same scale, single runs without intervals."
        figures.append(_Figure(Markup(scores_figure(anchor, rows, task, colours)), caption))
    if learning := learning_figure(anchor, runs, task, colours):
        figures.append(_Figure(Markup(learning), "Evaluations during training: mean over seeds, band from the worst seed to the best."))
    if playing := playing_figure(anchor, runs, task, colours):
        caption = "Mean return of each round as it was played, over all turns played by then, a line a seed; a cross marks a round that warned."
        figures.append(_Figure(Markup(playing), caption))
    if loss := loss_figure(anchor, runs, colours):
        figures.append(
            _Figure(
                Markup(loss),
                "Training loss over training steps, each algorithm in its own unit: mean over seeds, band from least to greatest.",
            )
        )
    return tuple(figures)


def _diagnostics(body: Mapping[str, Json]) -> dict[str, list[tuple[str, str]]]:
    """Heading -> (label, value) pairs, whatever the keys are; nested objects are flattened."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, value in body.items():
        heading = key if isinstance(value, dict) else "other"
        found.setdefault(heading.replace("_", " "), []).extend(_flat("" if isinstance(value, dict) else key, value))
    return found


def _flat(label: str, value: Json) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _flat(f"{label} · {key}" if label else key, inner)]
    if isinstance(value, list):
        shown = ", ".join(_plain(x) for x in value[:12]) + (f", … ({len(value)} in all)" if len(value) > 12 else "")
        return [(label.replace("_", " "), shown)]
    return [(label.replace("_", " "), _plain(value))]


def _plain(value: Json) -> str:
    if isinstance(value, bool) or value is None:
        return {None: "–", True: "yes", False: "no"}[value]
    if isinstance(value, (int, float)):
        shown = f"{value:,}".replace(",", " ") if isinstance(value, int) else f"{value:.4g}"
        return shown.replace("-", "−")
    return str(value)


def _episodes(bench: Bench, told: Callable[[int], None]) -> tuple[list[Json], list[str], list[Note]]:
    """The viewer's list of runs, the JSON block of each, and notes."""
    runs: list[Json] = []
    blocks: list[str] = []
    notes: list[Note] = []
    for count, run in enumerate(bench.runs, 1):
        try:
            task: Task | None = load_task(run.task)
        except UsageError:
            task = None
        body, problems = payload(run) if task is None else payload(run, task.version, task.picture)
        notes += problems
        if body is not None:
            runs.append({"task": visible(run.task), "algo": visible(run.algo), "seed": visible(run.seed), "valued": body["scale"] is not None})
            blocks.append(script_json(body))
        told(count)
    return runs, blocks, notes
