"""The command that asks a task's simulator in bulk. What a line holds and what is answered is the task family's own matter (its `audit`, found by
convention); this file knows lines, JSON and tables only. Each answer is written before the next line is read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

import tyro

from lmrl_gym.cli.screen import show
from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import DataError, LmrlError, UsageError
from lmrl_gym.tasks import families, family_module, load_task

Audit: TypeAlias = Callable[[Mapping[str, Json]], dict[str, Json]]
"""One line's object -> what the simulator makes of it; an LmrlError says what is wrong with the line."""


@dataclass(frozen=True)
class Ask:
    """Ask a task's simulator many things at once, one JSON object a line: {"secret": "apple", "text": "Is it round?"} for a game of questions, or
    {"buyer": {"persona": …}, "seller": ["Hello!", …]} for a talk with a buyer. Answers come in the order of the lines, as an episode would give them;
    a line that cannot be answered gets {"error": sentence that names the line}. The exit code is 0 if every line was answered, else 1."""

    task: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="TASK")]]
    """Name of the task."""
    file: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="[FILE]")]] = ""
    """File with the lines; standard input where it is left out."""
    as_json: Annotated[bool, tyro.conf.arg(name="json")] = False
    """Print one JSON object a line, as soon as it is known, instead of a table."""

    def run(self) -> None:
        audit = _audit(self.task)
        asked = failed = 0
        rows: list[tuple[dict[str, Json], dict[str, Json]]] = []
        with _lines(self.file) as lines:
            for question, answer in _answers(audit, lines):
                asked += 1
                failed += "error" in answer
                if self.as_json:
                    print(json.dumps(answer), flush=True)
                else:
                    rows.append((question, answer))
        if rows:
            _show(self.task, rows)
        if failed:
            raise DataError(f"{failed} of {asked} lines could not be answered; each says why in its place")


def _audit(name: str) -> Audit:
    """The `audit` of the family of task `name`. UsageError where it has none."""
    load_task(name)
    family = name.partition("[")[0].split("/")[0]
    if (audit := _of(family)) is not None:
        return audit
    others = ", ".join(f for f in families() if _of(f) is not None)
    raise UsageError(f"task {name} has no simulator that answers questions; ask one of {others}")


def _of(family: str) -> Audit | None:
    found: Audit | None = getattr(family_module(family), "audit", None)
    return found


@contextmanager
def _lines(file: str) -> Iterator[Iterable[bytes | str]]:
    """The lines of `file`, or of standard input: bytes where there are any, so that a line in another encoding spoils itself alone."""
    if not file:
        yield getattr(sys.stdin, "buffer", sys.stdin)
        return
    try:
        opened = Path(file).open("rb")  # noqa: SIM115 -- an error of whoever takes the lines, a broken pipe say, is none of this file's
    except OSError as error:
        raise DataError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}; give a file with one JSON object a line") from error
    with opened as lines:
        yield lines


def _answers(audit: Audit, lines: Iterable[bytes | str]) -> Iterator[tuple[dict[str, Json], dict[str, Json]]]:
    """(what was asked, what was answered) for each line; what was asked is empty where the line is no object."""
    for number, line in enumerate(lines, 1):
        row: dict[str, Json] = {}
        try:
            row = _object(line)
            answer = audit(row)
        except LmrlError as error:
            answer = {"error": f"line {number}: {error}"}
        yield row, answer


def _object(line: bytes | str) -> dict[str, Json]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"the line is not JSON ({error}); write one JSON object a line") from error
    if not isinstance(row, dict):
        raise DataError(f"the line is no object but {json.dumps(row)[:40]}; write one JSON object a line")
    return row


def _show(task: str, rows: list[tuple[dict[str, Json], dict[str, Json]]]) -> None:
    """A table with a row for each line: its number, what was asked, what was answered."""
    from rich.table import Table
    from rich.text import Text

    asked, answered = (list(dict.fromkeys(key for pair in rows for key in pair[side])) for side in (0, 1))
    ruled = any(isinstance(value, list) for _, answer in rows for value in answer.values())
    table = Table("line", *map(_heading, asked + answered), title=_heading(f"Answers of {task}"), show_lines=ruled)
    for number, (question, answer) in enumerate(rows, 1):
        cells = [_cell(question[key]) if key in question else "" for key in asked]
        cells += [_cell(answer[key]) if key in answer else "" for key in answered]
        table.add_row(str(number), *map(Text, cells))
    show(table)


def _heading(key: str) -> str:
    return key.replace("[", "\\[")


def _cell(value: Json) -> str:
    """A JSON value for eyes: lists one item a line, objects as `key value, key value` of what they hold."""
    if value is None or isinstance(value, bool):
        return {None: "–", True: "yes", False: "no"}[value]
    if isinstance(value, list):
        return "\n".join(map(_cell, value))
    if isinstance(value, dict):
        held = {key: item for key, item in value.items() if item is not None and item != []}
        return ", ".join(f"{key} {' + '.join(map(_cell, item)) if isinstance(item, list) else _cell(item)}" for key, item in held.items()) or "–"
    return str(value).strip()
