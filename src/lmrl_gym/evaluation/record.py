"""The record: one JSON file that says what was evaluated, on what, how, and what came out, one row an episode.

Tables, plots and pages are functions of records and compute nothing else. A record of a newer schema, or a file that is no record, is refused in a
sentence. Nothing in it depends on the clock except `created`.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from lmrl_gym.core.episode import Episode, Json
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Task
from lmrl_gym.evaluation.scores import Interval, bootstrap_interval, paper_score, skill_score, standard_error

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One evaluated episode: index in the split, seed, undiscounted return, number of agent turns, ending, the task's metrics."""

    index: int
    seed: int
    ret: float
    length: int
    ending: str
    metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the episodes come to. Returns in the task's raw unit; scores as in `evaluation.scores`, None where the task has no scale."""

    episodes: int
    mean_return: float
    ci_low: float
    ci_high: float
    stderr: float
    mean_length: float
    success: float
    """Share of episodes that ended in success, 0…1."""
    paper_score: float | None
    paper_ci: Interval | None
    skill_score: float | None
    skill_ci: Interval | None


@dataclass(frozen=True, slots=True)
class Record:
    """One evaluation of one policy on one task version."""

    task: str
    version: str
    policy: str
    """What played: a player's name, the algorithm of a trained run, or a language model such as `chat:MODEL`."""
    play: str
    """`scripted`, `sampled` or `greedy`."""
    seed: int
    """The evaluation's seed: moves what the speakers draw, not the scenarios."""
    split: str
    rows: tuple[EpisodeRow, ...]
    summary: Summary
    partner: str | None = None
    """Who answered what the envs asked; None where they ask nobody."""
    train_seed: int | None = None
    config: Mapping[str, Json] | None = None
    """The resolved configuration of the run that made the policy."""
    provenance: Mapping[str, Json] = field(default_factory=dict)
    """Data set hash, base run, step, model size, how a language model was asked and the tokens it used: whatever is needed to know what this number
    is of."""
    revision: str = ""
    created: str = ""
    schema: int = SCHEMA


def summarise(task: Task, groups: Sequence[Sequence[EpisodeRow]], *, name: str) -> Summary:
    """Summary of one or several evaluations (groups = training seeds) of the same task version."""
    returns = [[r.ret for r in rows] for rows in groups]
    means = [math.fsum(g) / len(g) for g in returns]
    mean = math.fsum(means) / len(means)
    ci = bootstrap_interval(returns, name=name)
    flat = [r for rows in groups for r in rows]
    scale, references = task.paper, task.references
    has_skill = skill_score(mean, references) is not None

    def skill(x: float) -> float:
        return skill_score(x, references) or 0.0

    return Summary(
        episodes=len(flat),
        mean_return=mean,
        ci_low=ci.low,
        ci_high=ci.high,
        stderr=standard_error(means) if len(means) > 1 else standard_error(returns[0]),
        mean_length=math.fsum(r.length for r in flat) / len(flat),
        success=sum(r.ending == "success" for r in flat) / len(flat),
        paper_score=paper_score(mean, scale) if scale else None,
        paper_ci=Interval(paper_score(ci.low, scale), paper_score(ci.high, scale)) if scale else None,
        skill_score=skill(mean) if has_skill else None,
        skill_ci=Interval(skill(ci.low), skill(ci.high)) if has_skill else None,
    )


def row_of(index: int, episode: Episode) -> EpisodeRow:
    return EpisodeRow(index, episode.seed, episode.ret, episode.length, episode.ending.value, dict(episode.metrics))


def write_json(path: Path, value: Json | Mapping[str, object]) -> None:
    """Write JSON so that the file is either the old one or the whole new one. RunError where the disk does not take it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as file:
            file.write(laid_out(value) + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise RunError(f"cannot write {path}: {error.strerror}; free some space or choose another folder, what was there before is intact") from error


def laid_out(value: object, indent: str = "") -> str:
    """`value` as JSON to be compared line by line: a line for each key of an object, and one for each item of a list, whatever it holds."""
    deeper = indent + " "
    if isinstance(value, Mapping) and value:
        lines = [f"{deeper}{json.dumps(key)}: {laid_out(part, deeper)}" for key, part in sorted(value.items())]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, (list, tuple)) and value:
        return "[\n" + ",\n".join(deeper + json.dumps(item, sort_keys=True, separators=(",", ":")) for item in value) + f"\n{indent}]"
    return json.dumps(value)


def save_record(record: Record, path: Path) -> None:
    """Write `record` to `path`."""
    body = asdict(record)
    body["rows"] = [[r.index, r.seed, r.ret, r.length, r.ending, dict(r.metrics)] for r in record.rows]
    write_json(path, body)


def load_record(path: Path) -> Record:
    """Read a record. DataError if the file is missing, broken, or of a newer schema."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        schema = int(body["schema"])
    except FileNotFoundError:
        raise DataError(f"no record at {path}; `lmrl evaluate` and `lmrl bench` write them") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} is not a record ({type(error).__name__}); evaluate again to write it anew") from error
    if schema > SCHEMA:
        raise DataError(f"{path} has record schema {schema}, this version reads up to {SCHEMA}; update the package")
    try:
        summary = dict(body.pop("summary"))
        for key in ("paper_ci", "skill_ci"):
            summary[key] = None if summary[key] is None else Interval(*summary[key])
        rows = tuple(EpisodeRow(*row) for row in body.pop("rows"))
        return Record(rows=rows, summary=Summary(**summary), **body)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{path} is not a complete record ({error}); evaluate again to write it anew") from error


def now() -> str:
    """The time as ISO 8601 in UTC, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def code_revision() -> str:
    """The package version, with the git commit where the code runs from a checkout."""
    from lmrl_gym import __version__

    here = Path(__file__).resolve().parent
    try:
        commit = subprocess.run(["git", "-C", str(here), "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return __version__
    return f"{__version__}+{commit.stdout.strip()}"
