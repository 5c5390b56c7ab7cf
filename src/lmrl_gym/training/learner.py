"""One update: forward, loss, backward, step. Its whole state is tensors with names, so it can be stored and put back bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import torch
from torch import Tensor, nn

from lmrl_gym.algos.base import Algorithm, Loss
from lmrl_gym.models.heads import HeadedModel, Outputs
from lmrl_gym.tokens.batch import Batch
from lmrl_gym.training.muon import Muon
from lmrl_gym.training.settings import TrainConfig

if TYPE_CHECKING:
    from accelerate import Accelerator


class Part(NamedTuple):
    """One forward pass of a step: `share` of `loss` on `batch` goes into the step's total."""

    batch: Batch
    loss: Callable[[Outputs, Batch], Loss]
    share: float = 1.0


class Learner:
    """`model` under `algorithm`'s loss with AdamW, beside it Muon where the settings ask for it; learning rates are functions of the step alone."""

    def __init__(self, model: HeadedModel, algorithm: Algorithm, config: TrainConfig, accelerator: Accelerator) -> None:
        self.algorithm, self.config, self.accelerator = algorithm, config, accelerator
        self.wrapped, *optimizers = accelerator.prepare(model, *_optimizers(model, config))
        self.optimizers: dict[str, Any] = dict(zip(("optimizer", "muon"), optimizers, strict=False))
        self.model = model

    def rate(self, step: int) -> float:
        """Share of the peak learning rate at `step` (counted from 0): linear warm-up, flat, linear decay."""
        c = self.config
        up = min(1.0, (step + 1) / c.warmup) if c.warmup else 1.0
        falling = c.decay * c.steps
        down = min(1.0, (c.steps - step) / falling) if falling else 1.0
        return up * down

    def update(self, batch: Batch, step: int, share: float = 1.0) -> dict[str, Tensor]:
        """One optimiser step on `batch`, whose loss weighs `share`; the loss's stats and the gradient's norm, detached."""
        return self.descend([Part(batch, self.algorithm.loss, share)], self.rate(step))

    def descend(self, parts: Sequence[Part], rate: float) -> dict[str, Tensor]:
        """One optimiser step on the sum of the parts' losses, computed one after the other, at `rate` times the peak learning rate.

        Of several processes each has parts of its own; gradients are averaged with the last one, so that it must reach all that is learnt.
        """
        # What was drawn must be scored as it was drawn: no dropout where the policy's own log-probabilities are compared.
        self.wrapped.train(not self.algorithm.online)
        for optimizer in self.optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate
            optimizer.zero_grad(set_to_none=True)
        stats: dict[str, Tensor] = {}
        for number, part in enumerate(parts, 1):
            with nullcontext() if number == len(parts) else self.accelerator.no_sync(self.wrapped):
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
        for optimizer in self.optimizers.values():
            optimizer.step()
        self.algorithm.after_step(self.model)
        return stats

    def state(self) -> dict[str, Tensor]:
        """Everything that changes, by name."""
        tensors = {f"model.{k}": v for k, v in _untied(self.model).items()}
        for which, optimizer in self.optimizers.items():
            for index, entry in _inner(optimizer).state_dict()["state"].items():
                tensors.update({f"{which}.{index}.{name}": torch.as_tensor(value) for name, value in entry.items()})
        return {k: v.detach().cpu().clone() for k, v in tensors.items()}

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """The inverse of `state`."""
        self.model.load_state_dict({k[6:]: v for k, v in tensors.items() if k.startswith("model.")}, strict=False)
        states: dict[str, dict[int, dict[str, Tensor]]] = {which: {} for which in self.optimizers}
        for key, value in tensors.items():
            which, rest = key.split(".", 1)
            if which in states:
                index, name = rest.split(".", 1)
                states[which].setdefault(int(index), {})[name] = value
        for which, optimizer in self.optimizers.items():
            inner = _inner(optimizer)
            inner.load_state_dict({"state": states[which], "param_groups": inner.state_dict()["param_groups"]})


def _optimizers(model: HeadedModel, config: TrainConfig) -> list[torch.optim.Optimizer]:
    """AdamW, and Muon for the matrices of the trunk's layers (not its embeddings, not its output) where `muon_lr` asks for it."""
    heads = [p for p in model.heads.parameters() if p.requires_grad]
    trunk = [p for p in model.trunk.parameters() if p.requires_grad]
    ends = [model.trunk.get_output_embeddings(), *(m for m in model.trunk.modules() if isinstance(m, nn.Embedding))]
    kept = {id(m.weight) for m in ends}
    inner = [p for p in trunk if config.muon_lr and p.ndim == 2 and id(p) not in kept]
    taken = {id(p) for p in inner}
    groups = [
        {"params": [p for p in trunk if id(p) not in taken], "lr": config.lr, "peak": config.lr},
        {"params": heads, "lr": config.head_lr or config.lr, "peak": config.head_lr or config.lr},
    ]
    adamw = torch.optim.AdamW([g for g in groups if g["params"]], betas=(0.9, config.beta2), weight_decay=config.weight_decay)
    if not inner:
        return [adamw]
    group = {"params": inner, "lr": config.muon_lr, "peak": config.muon_lr}
    return [adamw, Muon([group], weight_decay=config.weight_decay)]


def _inner(optimizer: Any) -> torch.optim.Optimizer:
    """The optimizer itself, without what accelerate wraps it in."""
    return cast(torch.optim.Optimizer, getattr(optimizer, "optimizer", optimizer))


def _untied(model: HeadedModel) -> dict[str, Tensor]:
    """The state without second names of shared tensors (tied embeddings)."""
    seen: set[int] = set()
    result = {}
    for name, tensor in model.state_dict().items():
        if tensor.data_ptr() not in seen or tensor.numel() == 0:
            seen.add(tensor.data_ptr())
            result[name] = tensor
    return result
