"""Files that are either whole or absent, and one writer to a folder.

A file is written under a temporary name in its own folder, flushed to the disk and renamed; nothing half written ever has a
final name. What the operating system refuses becomes one sentence that says what was being written, where, and what to do.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lmrl_gym.core.errors import RunError

LOCK = ".lock"
PART = ".part"
"""The ending of temporary names."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path to write to: it becomes `path` if the block ends well, else it is removed. RunError where the disk refuses.

    Only the block knows which of its own steps are writing: it puts those under `writing`.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    try:
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        with writing(path):
            flush(part)
            part.replace(path)
            flush(path.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses while `path` is written into one sentence."""
    try:
        yield
    except OSError as error:
        raise refused(path, error) from error


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all."""
    with replacing(path) as part, writing(path):
        part.write_text(text, encoding="utf-8", newline="\n")


def flush(path: Path) -> None:
    """Have the disk hold what was written to a file, or what was renamed in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refused(path: Path, error: OSError) -> RunError:
    """What to tell a user whose disk would not take `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        near = next((p for p in path.parents if p.exists()), Path("/"))
        free = shutil.disk_usage(near).free // 2**20
        return RunError(f"the disk is full ({free} MiB free) while writing {path}; make room and run the same command again")
    reason = os.strerror(error.errno) if error.errno else str(error)
    return RunError(f"cannot write {path}: {reason.lower()}; choose a folder that can be written to")


def sweep(folder: Path) -> None:
    """Remove the temporary files that a killed writer left in `folder`. Hold its lock."""
    for left in folder.glob(f".*{PART}"):
        left.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` (made if absent) for this writer alone. RunError if another process holds it.

    The operating system drops the lock with the process, so a killed writer never locks anyone out.
    """
    path = folder / LOCK
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise refused(path, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The last holder removes the file on leaving: a lock on a removed file excludes nobody.
            held = path.stat().st_ino == os.fstat(handle).st_ino
        except (BlockingIOError, FileNotFoundError):
            held = False
        except OSError as error:
            raise refused(path, error) from error
        if not held:
            raise RunError(f"another process is writing to {folder}; wait for it, or choose another folder")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
            if made:
                with suppress(OSError):
                    folder.rmdir()  # refused, as it should be, unless nothing was written
    finally:
        os.close(handle)
