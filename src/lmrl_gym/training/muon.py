"""Muon (Jordan et al., 2024) with the matrix products in the precision that the device multiplies fast.

PyTorch's own always takes bfloat16, which CPUs without instructions for it multiply some eight times as slowly as float32: in the smallest models
that was more than half of a step. The rule is the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""(a, b, c) of the quintic a·s + b·s³ + c·s⁵ that each iteration puts every singular value s through (Jordan et al., 2024)."""
ITERATIONS = 5


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, then an update with singular values near one, as large as one of AdamW's: 0.2·√max(rows, columns) times the rate
    (Liu et al., 2025, arXiv:2502.16982). All parameters are matrices."""

    def __init__(self, params: Iterable[dict[str, Any]], *, lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.95) -> None:
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Move every parameter that has a gradient."""
        del closure
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["momentum_buffer"] = torch.zeros_like(p)
                mean = state["momentum_buffer"].lerp_(p.grad, 1 - group["momentum"])
                update = orthogonal(p.grad.lerp(mean, group["momentum"]))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(update, alpha=-group["lr"] * 0.2 * math.sqrt(max(p.shape)))


def orthogonal(matrix: Tensor) -> Tensor:
    """`matrix` [rows, columns] with its singular vectors kept and its singular values brought near one (0.7 to 1.2) by Newton–Schulz iterations, in
    float32 on a CPU, else in bfloat16. Values below a five-hundredth of its norm stay smaller."""
    a, b, c = COEFFICIENTS
    tall = matrix.shape[0] > matrix.shape[1]
    x = (matrix.T if tall else matrix).to(torch.float32 if matrix.device.type == "cpu" else torch.bfloat16)
    # The Frobenius norm is at least the largest singular value.
    x = x / x.norm().clamp(min=1e-7)
    for _ in range(ITERATIONS):
        gram = x @ x.T
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return (x.T if tall else x).to(matrix.dtype)
