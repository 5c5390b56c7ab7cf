"""The algorithms, one file each, found by convention: a module here whose `ALGORITHM` is a frozen config with the methods of `base.Algorithm`.

A config holds the hyper-parameters, its methods are the maths. The training loop knows none of their names; adding an algorithm is adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil

from lmrl_gym.algos.base import Algorithm
from lmrl_gym.core.errors import no_such

_NOT_ALGORITHMS = {"base", "returns", "advantages", "ratio"}


def algorithm_names() -> list[str]:
    """Every algorithm's name: its file's."""
    return sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in _NOT_ALGORITHMS)


def algorithm_class(name: str) -> type[Algorithm]:
    """The config class of the algorithm called `name`. UsageError with a suggestion where there is none."""
    if name not in algorithm_names():
        raise no_such("algorithm", name, algorithm_names())
    found: type[Algorithm] = importlib.import_module(f"{__name__}.{name}").ALGORITHM
    return found
