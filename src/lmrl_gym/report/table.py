"""The table of results: one row for each task version, algorithm or player, and way of playing, over all of its training seeds.

Rows of different versions, partners or splits are never averaged. The same rows become table.json, table.md, the terminal's tables and the
page's; the numbers shown are roundings of those in the JSON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.task import Task
from lmrl_gym.evaluation.record import Record, summarise
from lmrl_gym.evaluation.scores import Interval, bootstrap_interval
from lmrl_gym.report.folder import Bench, Note, Run, Stored, read_bench, seed_order
from lmrl_gym.report.paper import paper_methods, paper_result, paper_source
from lmrl_gym.tasks import load_task

if TYPE_CHECKING:
    import rich.table

PLAYS = ("sampled", "greedy", "scripted")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Returns in the task's raw unit; scores as in `evaluation.scores`, None where the task has no scale."""

    task: str
    version: str
    algo: str
    """The run folder's algorithm, or the player's name."""
    play: str
    """`sampled`, `greedy`, or `scripted` for players."""
    seeds: int
    """Number of training seeds; 1 for players."""
    episodes: int
    mean_return: float
    ci_low: float
    ci_high: float
    paper_score: float | None
    paper_ci: Interval | None
    skill_score: float | None
    skill_ci: Interval | None
    base: str | None
    """The algorithm of the runs that these were started from; None where there are none in the bench."""
    gain: float | None
    """Mean difference in return to the base, each seed against the run it was started from, each episode against the one of the same scenario and
    seed; None where base and row were not both played on the same episodes by every seed."""
    gain_ci: Interval | None
    success: float
    """Share of episodes that ended in success, 0…1."""
    mean_length: float
    """Agent turns an episode."""
    partner: str | None
    split: str
    reported_return: float | None
    """What the paper reports for this algorithm on this task, raw; None where it reports nothing."""
    reported_score: float | None
    """The same as the paper's published normalised score."""
    config: str | None
    """Path of one seed's config.json, relative to the bench folder; None for players and where there is none."""
    records: tuple[str, ...]
    """Paths of the records behind the row, relative to the bench folder."""

    @property
    def trained(self) -> bool:
        return self.play != "scripted"


class _Group(NamedTuple):
    """What must be equal for records to be averaged."""

    task: str
    version: str
    algo: str
    play: str
    partner: str
    split: str


def collect_rows(folder: Path) -> list[Row]:
    """The rows of the bench in `folder`, by task, version, algorithm and play. DataError if the folder holds nothing."""
    return rows_of(read_bench(folder))[0]


def rows_of(bench: Bench) -> tuple[list[Row], list[Note]]:
    """The rows, and sentences about records that could not become one."""
    groups: dict[_Group, _BySeed] = {}
    for run in bench.runs:
        for stored in run.records:
            groups.setdefault(_group(stored, run.algo), {}).setdefault(run.seed, []).append((stored, run))
    for stored in bench.players:
        groups.setdefault(_group(stored, Path(stored.path).stem), {}).setdefault("", []).append((stored, None))
    rows: list[Row] = []
    notes: list[Note] = []
    for group, by_seed in groups.items():
        try:
            task = load_task(group.task)
        except UsageError as error:
            notes.append(Note(group.task, f"Records of {group.algo} are left out: {error}."))
            continue
        rows.append(_row(group, task, by_seed, bench.runs, notes))
    return sorted(rows, key=_order), notes


_BySeed = dict[str, list[tuple[Stored, Run | None]]]


def _group(stored: Stored, algo: str) -> _Group:
    r = stored.record
    return _Group(r.task, r.version, algo, r.play, r.partner or "", r.split)


def _row(group: _Group, task: Task, by_seed: _BySeed, runs: Sequence[Run], notes: list[Note]) -> Row:
    seeds = sorted(by_seed, key=seed_order)
    members = [member for seed in seeds for member in by_seed[seed]]
    if group.version != task.version:
        # The scales and references at hand belong to the version that is installed; under them an old return would get a false score.
        task = replace(task, paper=None, references={})
        other = f"{group.algo} was recorded on version {group.version} of the task, the one installed is {task.version}: it gets no scores."
        notes.append(Note(group.task, other))
    episodes = [[row for stored, _ in by_seed[seed] for row in stored.record.rows] for seed in seeds]
    summary = summarise(task, episodes, name="/".join(group))
    if _configs_differ([run for _, run in members if run is not None]):
        notes.append(Note(group.task, f"The seeds of {group.algo} were not all trained with the same configuration; their mean mixes them."))
    policy = members[0][0].record.policy
    reported = paper_result(group.task, policy if policy in paper_methods() else group.algo)
    config = next((f"{run.path}/config.json" for _, run in members if run is not None and run.config is not None), None)
    base, differences = _differences([by_seed[seed] for seed in seeds], runs)
    return Row(
        task=group.task,
        version=group.version,
        algo=group.algo,
        play=group.play,
        seeds=len(seeds),
        episodes=summary.episodes,
        mean_return=summary.mean_return,
        ci_low=summary.ci_low,
        ci_high=summary.ci_high,
        paper_score=summary.paper_score,
        paper_ci=summary.paper_ci,
        skill_score=summary.skill_score,
        skill_ci=summary.skill_ci,
        base=base,
        gain=fmean(map(fmean, differences)) if differences else None,
        gain_ci=bootstrap_interval(differences, name="/".join((*group, "gain"))) if differences else None,
        success=summary.success,
        mean_length=summary.mean_length,
        partner=group.partner or None,
        split=group.split,
        reported_return=reported.ret,
        reported_score=reported.score,
        config=config,
        records=tuple(stored.path for stored, _ in members),
    )


def _differences(seeds: Sequence[Sequence[tuple[Stored, Run | None]]], runs: Sequence[Run]) -> tuple[str | None, list[list[float]]]:
    """The algorithm that every seed was started from, and for each seed its episodes' returns less those of the run it was started from."""
    bases: set[str] = set()
    found: list[list[float]] = []
    for members in seeds:
        if len(members) != 1 or (base := _base(members[0][1], runs)) is None:
            return None, []
        bases.add(base.algo)
        mine = members[0][0].record
        same = [s.record for s in base.records if _played_alike(s.record, mine)]
        if len(same) != 1:
            return None, []
        theirs = {(row.index, row.seed): row.ret for row in same[0].rows}
        found.append([row.ret - theirs[row.index, row.seed] for row in mine.rows])
    return (bases.pop(), found) if len(bases) == 1 else (None, [])


def _base(run: Run | None, runs: Sequence[Run]) -> Run | None:
    """The run of this bench that `run` was started from, which its configuration names by a path that ends in the run's own."""
    init = run.config.get("init") if run is not None and run.config is not None else None
    return next((r for r in runs if f"/{Path(str(init)).as_posix()}".endswith(f"/{r.path}")), None) if init else None


def _played_alike(a: Record, b: Record) -> bool:
    """Whether both played the same version of the task in the same way on the same episodes."""
    alike = (a.version, a.play, a.partner, a.split) == (b.version, b.play, b.partner, b.split)
    return alike and {(r.index, r.seed) for r in a.rows} == {(r.index, r.seed) for r in b.rows}


def _configs_differ(runs: Sequence[Run]) -> bool:
    """Whether the runs' configs differ in more than the seed, which may also stand in the path of the run they start from."""
    kept = [({**run.config, "seed": None}, run.seed) for run in runs if run.config is not None]
    texts = {json.dumps(config, sort_keys=True).replace(f"/seed-{seed}", "/seed-*") for config, seed in kept}
    return len(texts) > 1


def algo_order(algo: str) -> tuple[int, str]:
    """The paper's methods first, in its order, then everything else by name."""
    known = list(paper_methods())
    return (known.index(algo) if algo in known else len(known), algo)


def _order(row: Row) -> tuple[object, ...]:
    play = PLAYS.index(row.play) if row.play in PLAYS else len(PLAYS)
    # Players come last, the best first: they are the rails beside which the trained ones are read.
    player = () if row.trained else (-row.mean_return,)
    return (row.task, row.version, not row.trained, *player, *algo_order(row.algo), play, row.partner or "", row.split)


def table_json(rows: Sequence[Row]) -> list[Json]:
    """The rows as JSON objects, keys as in `Row`; intervals are [low, high]."""
    found: list[Json] = []
    for row in rows:
        body = asdict(row)
        for key in ("paper_ci", "skill_ci", "gain_ci", "records"):
            body[key] = None if body[key] is None else list(body[key])
        found.append(body)
    return found


def number(value: float | None, interval: tuple[float, float] | None = None, digits: int = 1) -> str:
    """`−6.9 [−7.0, −6.8]` with a true minus sign; a dash where there is no value."""
    if value is None:
        return "–"
    # Adding 0.0 after rounding turns a negative zero into zero.
    shown = f"{round(value, digits) + 0.0:.{digits}f}"
    if interval is not None:
        low, high = (f"{round(x, digits) + 0.0:.{digits}f}" for x in interval)
        shown += f" [{low}, {high}]"
    return shown.replace("-", "−")


class Cells(NamedTuple):
    """A row as it is shown: every cell a short text. The field order is the order of the columns."""

    algo: str
    play: str
    seeds: str
    episodes: str
    mean_return: str
    gain: str
    paper_score: str
    skill_score: str
    success: str
    mean_length: str
    reported_return: str
    reported_score: str


HEADINGS = Cells(
    algo="player",
    play="play",
    seeds="seeds",
    episodes="episodes",
    mean_return="mean return",
    gain="over its start",
    paper_score="paper score",
    skill_score="skill score",
    success="success",
    mean_length="turns",
    reported_return="paper's return",
    reported_score="paper's score",
)
SCALES = (
    "Means over episodes and training seeds, with 95 % bootstrap intervals. Paper score: 0 = min, 50 = the mean of the paper's data set, "
    "100 = max. Skill score: 0 = the floor player, 100 = the ceiling player. Over its start: the difference in return to the runs that these were "
    "started from, seed by seed and episode by episode, which tells more than two intervals that overlap."
)


def cells_of(row: Row) -> Cells:
    """Returns to two decimals, scores and lengths to one, success as a percentage; intervals are 95 %."""
    return Cells(
        algo=row.algo + (f" · with {row.partner}" if row.partner else "") + (f" · {row.split}" if row.split != "eval" else ""),
        play=row.play,
        seeds=str(row.seeds),
        episodes=str(row.episodes),
        mean_return=number(row.mean_return, (row.ci_low, row.ci_high), 2),
        gain=number(row.gain, row.gain_ci, 2),
        paper_score=number(row.paper_score, row.paper_ci),
        skill_score=number(row.skill_score, row.skill_ci),
        success=f"{100 * row.success:.0f} %",
        mean_length=number(row.mean_length),
        reported_return=number(row.reported_return, digits=2),
        reported_score=number(row.reported_score),
    )


def tables_by_task(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """The rows of each (task, version), in order."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.task, row.version), []).append(row)
    return found


def table_markdown(rows: Sequence[Row], failed: Sequence[Run] = ()) -> str:
    """One Markdown table a task version, our figures beside the paper's; then the runs that `failed`, with their causes."""
    lines = ["# Results", "", SCALES, "", f"The paper's figures: {paper_source()}", ""]
    for (task, version), members in tables_by_task(rows).items():
        lines += [f"## {_escape(task)}, version {_escape(version)}", ""]
        lines += ["| " + " | ".join(HEADINGS) + " |", "|---|---|" + "---:|" * (len(HEADINGS) - 2)]
        lines += ["| " + " | ".join(map(_escape, cells_of(row))) + " |" for row in members]
        lines.append("")
    if failed:
        lines += ["## Failed", "", *(f"- {_escape(f'{run.task}, {run.algo}, seed {run.seed}: {run.failure}')}" for run in failed), ""]
    return "\n".join(lines)


def _escape(cell: str) -> str:
    """A cell that cannot break its table or become markup."""
    plain = " ".join(cell.split()).replace("&", "&amp;").replace("<", "&lt;")
    return plain.replace("\\", "\\\\").replace("|", "\\|").replace("`", "\\`")


def terminal_table(rows: Sequence[Row]) -> list[rich.table.Table]:
    """One renderable table a task version. Nothing is printed here."""
    from rich.table import Table
    from rich.text import Text

    found = []
    for (task, version), members in tables_by_task(rows).items():
        table = Table(title=Text(f"{task}, version {version}"), title_justify="left", title_style="bold")
        for heading in HEADINGS:
            table.add_column(heading, justify="left" if heading in HEADINGS[:2] else "right")
        for row in members:
            # Text, so that brackets in a task's or a player's name are not read as markup.
            table.add_row(*map(Text, cells_of(row)), style=None if row.trained else "dim")
        found.append(table)
    return found
