"""One update: forward, loss, backward, step. Its whole state is tensors with names, so it can be stored and put back bit for bit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from lmrl_gym.algos.base import Algorithm
from lmrl_gym.models.heads import HeadedModel
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.training.settings import TrainConfig

if TYPE_CHECKING:
    from accelerate import Accelerator


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
        self.wrapped.train()
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * self.rate(step)
        with self.accelerator.autocast():
            outputs = self.wrapped(batch)
            outputs = replace(outputs, heads={k: v.float() for k, v in outputs.heads.items()})
            loss = self.algorithm.loss(outputs, batch)
        self.optimizer.zero_grad(set_to_none=True)
        self.accelerator.backward(loss.total)
        stats = dict(loss.stats)
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
