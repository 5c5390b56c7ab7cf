"""What a training run is told: frozen dataclasses, JSON-able, with the meaning of every field below it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import cast

from lmrl_gym.algos import algorithm_class
from lmrl_gym.algos.base import Algorithm, OnlineAlgorithm
from lmrl_gym.core.episode import Json
from lmrl_gym.core.errors import check_choice, check_range
from lmrl_gym.models.pretrained import ModelConfig


@dataclass(frozen=True)
class DataConfig:
    """Which episodes are learnt from."""

    path: str = ""
    """Folder of a data set; empty: the task's own recipe is collected first."""
    preset: str = "small"
    """Which size of the recipe to collect where no path is given: small or paper."""
    seed: int = 0
    """Seed of that collection."""
    images: int = 1
    """How many images of each episode are learnt from, itself among them, where a board mirrored or turned is played by the same rules."""

    def __post_init__(self) -> None:
        check_range("data.images", self.images, 1)


@dataclass(frozen=True)
class TrainConfig:
    """How long and how fast."""

    steps: int = 1000
    """Optimiser steps."""
    batch_size: int = 128
    """Windows a step; a corpus with fewer distinct windows is one batch."""
    lr: float = 1e-4
    """AdamW's learning rate after warm-up."""
    head_lr: float = 0.0
    """Learning rate of the value heads; 0: the same as lr."""
    muon_lr: float = 0.0
    """Learning rate of the matrices in the trunk's layers, stepped by Muon (Jordan et al., 2024), its steps as large as AdamW's would be (Liu et
    al., 2025, arXiv:2502.16982); embeddings, output, norms and heads stay with AdamW. 0: AdamW for everything."""
    warmup: int = 20
    """Steps over which the learning rate rises linearly from 0."""
    decay: float = 0.0
    """Share of the steps, at the end, over which the learning rate falls linearly to 0."""
    weight_decay: float = 0.0
    """AdamW's decoupled weight decay."""
    beta2: float = 0.999
    """AdamW's decay of the squared gradient's running mean; less forgets a rough start sooner."""
    clip: float = 1.0
    """Largest norm of the gradient; 0: no clipping."""
    log_every: int = 20
    """Steps between rows of metrics.jsonl."""
    eval_every: int = 0
    """Steps (rounds, where the algorithm plays) between evaluations while training; 0: none."""
    eval_episodes: int = 100
    """Episodes of each of those."""
    checkpoint_every: int = 500
    """Steps between checkpoints."""
    threads: int = 1
    """CPU threads of PyTorch; sums, and so the last bits of every number, depend on it. 0: PyTorch's default."""
    precision: str = "no"
    """Accelerate's mixed precision: no, bf16, fp16."""

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "log_every", "eval_episodes", "checkpoint_every"):
            check_range(f"train.{name}", getattr(self, name), 1)
        for name in ("lr", "head_lr", "muon_lr", "warmup", "weight_decay", "clip", "eval_every", "threads"):
            check_range(f"train.{name}", getattr(self, name), 0)
        for name in ("decay", "beta2"):
            check_range(f"train.{name}", getattr(self, name), 0, 1)
        check_choice("train.precision", self.precision, ("no", "bf16", "fp16"))


@dataclass(frozen=True)
class PlayConfig:
    """What an algorithm plays that learns from its own episodes, round by round. The others read none of it."""

    rounds: int = 50
    """Rounds of playing and learning; `train.steps` counts for nothing then."""
    episodes: int = 64
    """Episodes a round."""
    epochs: int = 4
    """Passes over a round's windows, `train.batch_size` of them a step."""
    width: int = 64
    """Episodes played at the same time; changes speed and last bits, not what is played."""
    tokens_at_once: int = 8192
    """Most tokens, padding included, in one forward pass of learning: bounds memory. Larger batches are put together from several passes."""
    partner: str = ""
    """Who answers what the envs ask; empty: the task's default."""
    checkpoint_every: int = 1
    """Rounds between checkpoints. A run that was cut off plays the rounds since the last one again, the same."""
    turns: int = 0
    """Stop after the round in which this many agent turns have been played; 0: no limit."""
    tokens: int = 0
    """Stop after the round in which this many agent tokens have been drawn; 0: no limit."""
    minutes: float = 0.0
    """Stop after the round in which the run has taken this long; 0: no limit."""

    def __post_init__(self) -> None:
        for name in ("rounds", "episodes", "epochs", "width", "tokens_at_once", "checkpoint_every"):
            check_range(f"play.{name}", getattr(self, name), 1)
        for name in ("turns", "tokens", "minutes"):
            check_range(f"play.{name}", getattr(self, name), 0)


@dataclass(frozen=True)
class RunConfig:
    """One training run, resolved."""

    task: str
    """Name of the task."""
    algo: Algorithm
    """The algorithm's own settings."""
    seed: int = 0
    """Seed of weights and batch order."""
    init: str = ""
    """Folder of the finished run whose policy this one starts from, and whose values where it has the same heads; value methods need one. An
    algorithm's name, as shipped configurations have it, stands for that algorithm's run of the same task and seed. Empty: from `model`."""
    data: DataConfig = field(default_factory=DataConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    train: TrainConfig = field(default_factory=TrainConfig)
    play: PlayConfig = field(default_factory=PlayConfig)

    @property
    def algo_name(self) -> str:
        """The algorithm's name: its file's."""
        return type(self.algo).__module__.rsplit(".", 1)[-1]

    @property
    def length(self) -> int:
        """How long the run is at most: rounds where the algorithm plays, else optimiser steps."""
        return self.play.rounds if self.algo.online else self.train.steps

    @property
    def needs_data(self) -> bool:
        """Whether stored episodes are read: to learn from, or to train a tokenizer on."""
        return not self.algo.online or self.learns_stored or (not self.init and self.model.name == "tiny")

    @property
    def learns_stored(self) -> bool:
        """Whether stored episodes are learnt from: alone, or beside what is played."""
        return not self.algo.online or cast(OnlineAlgorithm, self.algo).stored > 0

    def to_json(self) -> dict[str, Json]:
        algo: dict[str, Json] = {"name": self.algo_name}
        algo.update({f.name: getattr(self.algo, f.name) for f in fields(self.algo)})  # type: ignore[arg-type]
        return {
            "task": self.task,
            "seed": self.seed,
            "init": self.init,
            "algo": algo,
            "data": asdict(self.data),
            "model": asdict(self.model),
            "train": asdict(self.train),
            "play": asdict(self.play),
        }

    @staticmethod
    def from_json(row: dict[str, Json]) -> RunConfig:
        """The inverse of `to_json`, for files this package wrote."""
        algo = dict(row["algo"])  # type: ignore[arg-type]
        make = algorithm_class(str(algo.pop("name")))
        return RunConfig(
            task=str(row["task"]),
            seed=int(row["seed"]),  # type: ignore[arg-type]
            init=str(row["init"]),
            algo=make(**algo),
            data=DataConfig(**row["data"]),  # type: ignore[arg-type]
            model=ModelConfig(**row["model"]),  # type: ignore[arg-type]
            train=TrainConfig(**row["train"]),  # type: ignore[arg-type]
            play=PlayConfig(**row.get("play", {})),  # type: ignore[arg-type]
        )
