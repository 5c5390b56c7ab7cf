"""Layers run as compiled code of few shapes, on a GPU as CUDA graphs.

A small model's token costs less than launching its kernels does; compiled once and replayed, a pass over all rows is a single launch. That needs
shapes that come again: every pass is over all rows, tokens and places are padded to a power of four and of two (`Engine`), and keys and values stay
where they are in memory until there must be room for more.
"""

from __future__ import annotations

import torch
from torch import Tensor
from transformers import PreTrainedModel

from lmrl_gym.core.errors import RunError
from lmrl_gym.models.trunks import Direct, Where

_MOST_SHAPES = 256


class Compiled(Direct):
    """`Direct`, compiled anew for each shape it meets, which takes seconds. `backend` is torch.compile's.

    RunError from `read` where there is no compiler, or one that does not know the layers.
    """

    fixed = True

    def __init__(self, trunk: PreTrainedModel, rows: int, capacity: int, backend: str = "inductor") -> None:
        super().__init__(trunk, rows, capacity)
        # `reduce-overhead` is what PyTorch calls CUDA graphs; on a CPU it changes nothing.
        mode = "reduce-overhead" if backend == "inductor" else None
        self._run = torch.compile(super().read, dynamic=False, fullgraph=True, backend=backend, mode=mode)
        self._met: set[tuple[int, ...]] = set()

    def resize(self, rows: int, capacity: int) -> None:
        super().resize(rows, capacity)
        self._hold()

    def read(self, ids_WQ: Tensor, where: Where) -> Tensor:
        if not self.layers[0].is_initialized:
            found = super().read(ids_WQ, where)  # makes the places, which compiled code must find made
            self._hold()
            return found
        torch.compiler.cudagraph_mark_step_begin()  # type: ignore[no-untyped-call]
        if (shape := (*ids_WQ.shape, where.stop)) in self._met:
            return self._run(ids_WQ, where).clone()
        self._met.add(shape)
        try:
            with torch._dynamo.config.patch(recompile_limit=_MOST_SHAPES):
                return self._run(ids_WQ, where).clone()
        except torch._dynamo.exc.TorchDynamoException as error:
            cause = str(error).strip().partition("\n")[0]
            raise RunError(f"the model's layers could not be compiled ({cause}); a CPU wants a C++ compiler; or set model.compile=false") from error

    def _hold(self) -> None:
        """Tell the compiler that keys and values are written where they lie, so that a graph need not copy them."""
        for layer in self.layers:
            if layer.is_initialized:
                torch._dynamo.mark_static_address(layer.keys)
                torch._dynamo.mark_static_address(layer.values)
