"""Started by a launcher in several processes: trains the runs it is told of, one cut off in the middle and gone on with."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from lmrl_gym.config import load_config
from lmrl_gym.training.run import train


class CutError(Exception): ...


def cut(done: int, _total: int, _stats: Mapping[str, object]) -> None:
    if done == 2:
        raise CutError


def main() -> None:
    for name, source, overrides in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        out, config = Path(sys.argv[2]) / name, load_config(source, overrides)
        try:
            train(config, out, on_step=cut if name == "cut" else None)
        except CutError:
            train(config, out, resume=True)


if __name__ == "__main__":
    main()
