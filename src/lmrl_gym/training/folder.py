"""The folder a run lives in: everything needed to go on, to evaluate, and to know what was done.

    config.json      the resolved configuration          provenance.json   code, data set, base run, machine
    metrics.jsonl    one object a logged step            timing.jsonl      wall-clock, apart because it never repeats
    checkpoints/     the latest, whole or not there      policy/           the frozen policy a value method adjusts
    model/           the finished model                  best/             the model that scored best while it played
    records/, episodes.json   evaluations                played/            rounds that are learnt from again

A folder is held by one run at a time; of several processes that train together one writes. Files appear under their names only when whole; a
checkpoint that does not fit on the disk leaves the one before.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.evaluation.record import write_json
from lmrl_gym.training.settings import RunConfig


class RunFolder:
    """Paths and files of one run. Without `writes` everything that writes does nothing: another process of the run does it."""

    def __init__(self, path: Path, *, writes: bool = True) -> None:
        self.path, self.writes = path, writes
        self.model, self.policy, self.best = path / "model", path / "policy", path / "best"
        self.checkpoints = path / "checkpoints"
        self.metrics, self.timing = path / "metrics.jsonl", path / "timing.jsonl"

    @contextmanager
    def hold(self, patience: float = 5.0) -> Iterator[None]:
        """Hold the folder, waiting up to `patience` seconds for a process that is just ending. RunError where another run has it."""
        if not self.writes:
            yield
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = (self.path / ".lock").open("w")
        except OSError as error:
            raise RunError(f"cannot write into {self.path}: {error.strerror}; choose a folder that can be written to") from error
        with file:
            until = time.monotonic() + patience
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if time.monotonic() > until:
                        raise RunError(f"another process is writing into {self.path}; wait for it or choose another folder") from None
                    time.sleep(0.1)
            yield

    def config(self) -> RunConfig:
        """The configuration the run was started with. DataError where this is no run folder."""
        path = self.path / "config.json"
        try:
            return RunConfig.from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise DataError(f"{self.path} is not a run folder (no config.json); `lmrl train` makes one") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path} is damaged ({type(error).__name__}: {error}); start the run again in another folder") from error

    def provenance(self) -> dict[str, Json]:
        path = self.path / "provenance.json"
        try:
            body: dict[str, Json] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DataError(f"{path} is missing or damaged ({type(error).__name__}); start the run again in another folder") from error
        return body

    @property
    def finished(self) -> bool:
        return (self.path / "finished.json").exists()

    def write(self, name: str, body: Mapping[str, Json]) -> None:
        """The file `name` as JSON."""
        if self.writes:
            write_json(self.path / name, body)

    def append(self, path: Path, row: Mapping[str, Json]) -> None:
        """One line of JSON at the end of `path`."""
        if not self.writes:
            return
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, sort_keys=True) + "\n")
        except OSError as error:
            raise RunError(f"cannot write {path}: {error.strerror}; free some space and go on with `lmrl train --resume {self.path}`") from error

    def rewind(self, step: int) -> None:
        """Drop rows of metrics past `step`, so that a resumed run writes them once."""
        if not self.writes or not self.metrics.exists():
            return
        kept = []
        for line in self.metrics.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                if json.loads(line)["step"] <= step:
                    kept.append(line + "\n")
            except (ValueError, KeyError, TypeError):
                break  # a line that a kill cut short
        temporary = self.metrics.with_suffix(".partial")
        try:
            temporary.write_text("".join(kept), encoding="utf-8")
            temporary.replace(self.metrics)
        except OSError as error:
            raise RunError(
                f"cannot write {self.metrics}: {error.strerror}; free some space and go on with `lmrl train --resume {self.path}`"
            ) from error

    def save_checkpoint(self, step: int, state: Callable[[], Mapping[str, Tensor]]) -> None:
        """Store the tensors of `state` (names tell model from optimiser) as what is so after `step`, then drop older checkpoints."""
        if not self.writes:
            return
        tensors = state()
        final, partial = self.checkpoints / f"step-{step}", self.checkpoints / f".partial-{step}"
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir(parents=True)
            save_file({k: v.detach().contiguous() for k, v in tensors.items()}, str(partial / "state.safetensors"))
            write_json(partial / "step.json", {"step": step})
            _sync(partial / "state.safetensors")
            partial.replace(final)
        except (OSError, SafetensorError, RunError) as error:
            shutil.rmtree(partial, ignore_errors=True)
            before = self.latest_checkpoint()
            kept = f"the checkpoint of step {before} is intact" if before is not None else "no earlier checkpoint was due"
            raise RunError(
                f"cannot store the checkpoint of step {step} in {self.checkpoints} ({_reason(error)}); {kept}, "
                f"free some space and go on with `lmrl train --resume {self.path}`"
            ) from error
        for old in self.checkpoints.iterdir():
            if old != final:
                shutil.rmtree(old, ignore_errors=True)

    def latest_checkpoint(self) -> int | None:
        """The step of the newest whole checkpoint."""
        if not self.checkpoints.exists():
            return None
        steps = [int(p.name[5:]) for p in self.checkpoints.iterdir() if p.name.startswith("step-") and p.name[5:].isdigit()]
        return max(steps, default=None)

    def load_checkpoint(self, step: int) -> dict[str, Tensor]:
        path = self.checkpoints / f"step-{step}" / "state.safetensors"
        try:
            tensors: dict[str, Tensor] = load_file(str(path))
        except (OSError, SafetensorError) as error:
            raise DataError(f"checkpoint {path} cannot be read ({_reason(error)}); remove its folder and resume from the start") from error
        return tensors

    def write_model(self, folder: Path, save) -> None:  # type: ignore[no-untyped-def]
        """Let `save(partial folder)` write a model, then give it its name."""
        if not self.writes:
            return
        partial = folder.with_name(f".{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir(parents=True)
            save(partial)
            shutil.rmtree(folder, ignore_errors=True)
            partial.replace(folder)
        except (OSError, SafetensorError) as error:
            shutil.rmtree(partial, ignore_errors=True)
            raise RunError(
                f"cannot store the model in {folder} ({_reason(error)}); the checkpoints are intact, free some space and go on with "
                f"`lmrl train --resume {self.path}`"
            ) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]) or type(error).__name__
