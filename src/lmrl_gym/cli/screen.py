"""What the command prints with: results on standard output, bars and errors on standard error."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from rich.table import Table

# A name such as chat:m: is no emoji.
out = Console(soft_wrap=True, emoji=False)
err = Console(stderr=True, soft_wrap=True, emoji=False)


@contextlib.contextmanager
def progress(what: str, *, shown: bool = True) -> Iterator[Callable[..., None]]:
    """A bar on standard error with what is done, how fast and how long still; call it with (done, total, optional stats)."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not (shown and err.is_terminal)) as bar:
        line = bar.add_task(what, total=None)

        def advance(done: int, total: int, stats: object = None) -> None:
            shown = ""
            if isinstance(stats, dict):
                shown = " ".join(f"{k} {stats[k]:.3g}" for k in ("loss", "return", "kl", "eval") if k in stats)
                shown += f" ({stats['warning']})" if stats.get("warning") else ""
            bar.update(line, completed=done, total=total, description=f"{what} {shown}".rstrip())

        yield advance


def show(table: Table) -> None:
    """Print a table. A pipe or a log has no width of its own; cut to the customary 80 columns, the numbers would be lost."""
    (out if out.is_terminal else Console(width=160)).print(table)
