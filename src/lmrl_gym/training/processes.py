"""Several processes that train one model, as `torchrun` starts them, on one machine or many; alone is the plain case.

Each learns from its share of every batch and plays its share of every round; gradients are averaged by torch distributed, through accelerate. All of
them know the same episodes and take the same decisions; the first one writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TypeVar, cast

import torch
from accelerate import Accelerator, PartialState
from accelerate.utils import broadcast_object_list, gather_object
from torch import Tensor

T = TypeVar("T")
_PATIENCE = timedelta(hours=12)
"""How long one waits for another: the first may be making a data set, or evaluating."""


def together(precision: str = "no") -> Accelerator:
    """This process's place among those that a launcher started; on a GPU where there is one."""
    _state()
    return Accelerator(mixed_precision=precision, cpu=not torch.cuda.is_available())


def first_alone() -> AbstractContextManager[None]:
    """What stands under it is done by the first process, then by the others: they find what it has made."""
    return cast("AbstractContextManager[None]", _state().main_process_first())


def is_first() -> bool:
    """Whether this process is the one that writes and prints."""
    return bool(_state().is_main_process)


def _state() -> PartialState:
    return PartialState(cpu=not torch.cuda.is_available(), timeout=_PATIENCE)


def mean(stats: Mapping[str, Tensor], accelerator: Accelerator) -> dict[str, float]:
    """Each number's mean over the processes, the same in all of them."""
    if accelerator.num_processes == 1:
        return {name: float(value) for name, value in stats.items()}
    names = sorted(stats)
    values = torch.stack([stats[name].detach().double().reshape(()).to(accelerator.device) for name in names])
    return dict(zip(names, accelerator.reduce(values, reduction="mean").tolist(), strict=True))


def shared(mine: list[T], accelerator: Accelerator) -> list[T]:
    """What every process has, dealt out in turns as `share_of` does: the whole list, in its order."""
    if accelerator.num_processes == 1:
        return mine
    numbered = [(accelerator.process_index + i * accelerator.num_processes, item) for i, item in enumerate(mine)]
    return [item for _, item in sorted(gather_object(numbered), key=lambda pair: pair[0])]


def share_of(whole: list[T], accelerator: Accelerator) -> list[T]:
    """Every so manieth item, beginning with this process's number."""
    return whole[accelerator.process_index :: accelerator.num_processes]


def agreed(decision: bool, accelerator: Accelerator) -> bool:
    """The first process's decision."""
    if accelerator.num_processes == 1:
        return decision
    return bool(broadcast_object_list([decision])[0])
