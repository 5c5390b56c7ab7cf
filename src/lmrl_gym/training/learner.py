"""One update: forward, loss, backward, step. Its whole state is tensors with names, so it can be stored and put back bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

from lmrl_gym.algos.base import Algorithm, Loss
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.training.settings import TrainConfig

if TYPE_CHECKING:
    from accelerate import Accelerator


class Part(NamedTuple):
    """One forward pass of a step: `share` of `loss` on `batch` goes into the step's total."""

    batch: Batch
    loss: Callable[[Outputs, Batch], Loss]
    share: float = 1.0


class Learner:
    """`model` under `algorithm`'s loss with AdamW; the learning rate is a function of the step alone."""

    def __init__(self, model: HeadedModel, algorithm: Algorithm, config: TrainConfig, accelerator: Accelerator) -> None:
        self.algorithm, self.config, self.accelerator = algorithm, config, accelerator
        heads = [p for p in model.heads.parameters() if p.requires_grad]
        trunk = [p for p in model.trunk.parameters() if p.requires_grad]
        groups = [
            {"params": trunk, "lr": config.lr, "peak": config.lr},
            {"params": heads, "lr": config.head_lr or config.lr, "peak": config.head_lr or config.lr},
        ]
        optimizer = torch.optim.AdamW([g for g in groups if g["params"]], betas=(0.9, config.beta2), weight_decay=config.weight_decay)
        self.wrapped, self.optimizer = accelerator.prepare(model, optimizer)
        self.model = model

    def rate(self, step: int) -> float:
        """Share of the peak learning rate at `step` (counted from 0): linear warm-up, flat, linear decay."""
        c = self.config
        up = min(1.0, (step + 1) / c.warmup) if c.warmup else 1.0
        falling = c.decay * c.steps
        down = min(1.0, (c.steps - step) / falling) if falling else 1.0
        return up * down

    def update(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """One optimiser step on `batch`; the loss's stats and the gradient's norm, detached."""
        return self.descend([Part(batch, self.algorithm.loss)], self.rate(step))

    def descend(self, parts: Sequence[Part], rate: float) -> dict[str, Tensor]:
        """One optimiser step on the sum of the parts' losses, computed one after the other, at `rate` times the peak learning rate."""
        # What was drawn must be scored as it was drawn: no dropout where the policy's own log-probabilities are compared.
        self.wrapped.train(not self.algorithm.online)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        self.optimizer.zero_grad(set_to_none=True)
        stats: dict[str, Tensor] = {}
        for part in parts:
            with self.accelerator.autocast():
                outputs = self.wrapped(part.batch)
                outputs = replace(outputs, heads={k: v.float() for k, v in outputs.heads.items()})
                loss = part.loss(outputs, part.batch)
            self.accelerator.backward(loss.total if part.share == 1.0 else part.share * loss.total)
            for name, value in loss.stats.items():
                weighed = value if part.share == 1.0 else part.share * value
                stats[name] = stats[name] + weighed if name in stats else weighed
        if self.config.clip:
            stats["grad_norm"] = self.accelerator.clip_grad_norm_(self.wrapped.parameters(), self.config.clip).detach()
        self.optimizer.step()
        self.algorithm.after_step(self.model)
        return stats

    def state(self) -> dict[str, Tensor]:
        """Everything that changes, by name."""
        tensors = {f"model.{k}": v for k, v in _untied(self.model).items()}
        inner = self.optimizer.optimizer if hasattr(self.optimizer, "optimizer") else self.optimizer
        for index, entry in inner.state_dict()["state"].items():
            tensors.update({f"optimizer.{index}.{name}": torch.as_tensor(value) for name, value in entry.items()})
        return {k: v.detach().cpu().clone() for k, v in tensors.items()}

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """The inverse of `state`."""
        self.model.load_state_dict({k[6:]: v for k, v in tensors.items() if k.startswith("model.")}, strict=False)
        inner = self.optimizer.optimizer if hasattr(self.optimizer, "optimizer") else self.optimizer
        whole = inner.state_dict()
        state: dict[int, dict[str, Tensor]] = {}
        for key, value in tensors.items():
            if key.startswith("optimizer."):
                _, index, name = key.split(".", 2)
                state.setdefault(int(index), {})[name] = value
        inner.load_state_dict({"state": state, "param_groups": whole["param_groups"]})


def _untied(model: HeadedModel) -> dict[str, Tensor]:
    """The state without second names of shared tensors (tied embeddings)."""
    seen: set[int] = set()
    result = {}
    for name, tensor in model.state_dict().items():
        if tensor.data_ptr() not in seen or tensor.numel() == 0:
            seen.add(tensor.data_ptr())
            result[name] = tensor
    return result
