"""Muon against the singular values worked out apart, and against PyTorch's own in its coarser precision."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from lmrl_gym.training.muon import COEFFICIENTS, ITERATIONS, Muon, orthogonal


@pytest.mark.parametrize("shape", [(6, 6), (4, 12), (12, 4)])
def test_singular_vectors_stay_and_values_go_through_the_quintic(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    left, values, right = torch.linalg.svd(matrix.double(), full_matrices=False)
    a, b, c = COEFFICIENTS
    values = values / values.square().sum().sqrt()
    for _ in range(ITERATIONS):
        values = a * values + b * values**3 + c * values**5
    torch.testing.assert_close(orthogonal(matrix).double(), left @ values.diag() @ right, atol=1e-5, rtol=0)


def test_a_matrix_of_zeros_stays() -> None:
    assert orthogonal(torch.zeros(3, 5)).abs().max() == 0


def test_ten_steps_go_where_the_library_goes() -> None:
    """Where `torch.optim.Muon` rounds to eight bits, float32 does not: the ways differ by what that rounding moves."""
    start = torch.randn(8, 24, generator=torch.Generator().manual_seed(2))
    target = torch.randn(8, 24, generator=torch.Generator().manual_seed(3))
    ours, theirs = nn.Parameter(start.clone()), nn.Parameter(start.clone())
    steppers = (
        Muon([{"params": [ours]}], lr=0.02, weight_decay=0.1),
        torch.optim.Muon([theirs], lr=0.02, weight_decay=0.1, adjust_lr_fn="match_rms_adamw"),
    )
    for _ in range(10):
        for weight, stepper in zip((ours, theirs), steppers, strict=True):
            weight.grad = weight.detach() - target
            stepper.step()
    moved = (theirs - start).norm()
    assert moved > 0.5
    assert (ours - theirs).norm() < 0.01 * moved


def test_what_has_no_gradient_stays() -> None:
    still = nn.Parameter(torch.ones(2, 2))
    Muon([{"params": [still]}]).step()
    assert torch.equal(still, torch.ones(2, 2))
