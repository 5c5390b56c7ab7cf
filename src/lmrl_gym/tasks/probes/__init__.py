"""Four tiny tasks that each isolate one ability of a learner: reward, memory, delayed reward, stitching.

A small model learns each of them in about a minute, or must fail by construction: cloning on all but memory, Monte-Carlo and filtered
methods on stitch. What each method tends to is computed exactly in `exact`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lmrl_gym.core.task import Reference, Task
from lmrl_gym.tasks.probes import build
from lmrl_gym.tasks.probes.bandit import bandit
from lmrl_gym.tasks.probes.chain import chain
from lmrl_gym.tasks.probes.game import Probe
from lmrl_gym.tasks.probes.recall import recall
from lmrl_gym.tasks.probes.stitch import stitch

PROBES: Mapping[str, Callable[[], Probe]] = {
    "probes/bandit": bandit,
    "probes/recall": recall,
    "probes/chain": chain,
    "probes/stitch": stitch,
}


def build_bandit() -> Task:
    return build.task(bandit())


def build_recall() -> Task:
    return build.task(recall())


def build_chain() -> Task:
    return build.task(chain())


def build_stitch() -> Task:
    return build.task(stitch())


VARIANTS: Mapping[str, Callable[[], Task]] = {
    "probes/bandit": build_bandit,
    "probes/recall": build_recall,
    "probes/chain": build_chain,
    "probes/stitch": build_stitch,
}


def exact_references() -> dict[str, dict[str, Reference]]:
    """The exact floor, data and ceiling means of every probe."""
    return {name: build.references(probe()) for name, probe in PROBES.items()}
