"""What policy-gradient losses share: the clipped ratio of the policy in training to the policy that played, and distances to other policies.

Log-probabilities of what was drawn are those of the draw, never computed again from text. All means run over agent tokens.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from lmrl_gym.algos.base import masked_mean
from lmrl_gym.models.heads import Outputs
from lmrl_gym.tokens.batch import Batch

_FAR = 20.0
"""Largest log-ratio that is told apart from larger ones; e²⁰ is as good as infinity and stays finite when squared."""


class Ratio(NamedTuple):
    """The policy part of a loss, log-probabilities now of the tokens drawn, and what to log."""

    loss: Tensor
    logp_N: Tensor
    stats: dict[str, Tensor]


def ratio_loss(outputs: Outputs, batch: Batch, clip: float) -> Ratio:
    """Mean of max(−A·r, −A·clip(r, 1 − clip, 1 + clip)), r = π(a) / π_drawn(a) (PPO, arXiv 1707.06347, equation 7).

    `approx_kl` is the mean of r − 1 − log r, which no sample can make negative; `clip_share` the share of tokens whose gradient the clip stops.
    """
    assert outputs.logits_SV is not None
    all_NV = outputs.logits_SV[: len(batch.actions_N)].log_softmax(-1)
    logp_N = all_NV.gather(1, batch.actions_N[:, None]).squeeze(1)
    log_ratio_N = (logp_N - batch.logprobs_N).clamp(-_FAR, _FAR)
    ratio_N = log_ratio_N.exp()
    free_N = -batch.credit_N * ratio_N
    held_N = -batch.credit_N * ratio_N.clamp(1 - clip, 1 + clip)
    loss = masked_mean(torch.maximum(free_N, held_N), batch.weight_N)
    with torch.no_grad():
        entropy_N = -(all_NV.exp() * all_NV).sum(-1)
        stats = {
            "policy_loss": loss,
            "approx_kl": masked_mean(ratio_N - 1 - log_ratio_N, batch.weight_N),
            "clip_share": masked_mean((held_N > free_N).float(), batch.weight_N),
            "ratio": masked_mean(ratio_N, batch.weight_N),
            "entropy": masked_mean(entropy_N, batch.weight_N),
        }
    return Ratio(loss, logp_N, stats)


def distance(logp_N: Tensor, batch: Batch) -> Tensor:
    """KL from the reference, nats a token: the mean of e^d − d − 1, d = log π_reference − log π, which is unbiased and never negative."""
    assert batch.reference_N is not None
    d_N = (batch.reference_N - logp_N).clamp(-_FAR, _FAR)
    return masked_mean(d_N.exp() - d_N - 1, batch.weight_N)
