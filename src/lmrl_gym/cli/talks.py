"""Commands that make data by talk: letting two policies converse, and distilling one side of the conversations into a small model."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import tyro

from lmrl_gym.cli.screen import out, progress
from lmrl_gym.cli.seats import ModelOptions, Seats
from lmrl_gym.quiet import quiet
from lmrl_gym.tasks import load_task

if TYPE_CHECKING:
    from lmrl_gym.training.settings import RunConfig

_ATTEMPTS = 10
"""Conversations played at most for each one wanted, where nobody says how many."""


@dataclass(frozen=True)
class Converse:
    """Let two policies talk until enough of their conversations pass the rules, and store those as a data set. Goes on where it was interrupted;
    its header tells who spoke, how many were played, and why others were left out."""

    task: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="TASK")]]
    """Name of the task, which judges every conversation."""
    to: Annotated[str, tyro.conf.arg(name="out")]
    """Folder to write."""
    agent: str = ""
    """Who plays: a player of the task, a run folder, `person`, local:PATH or chat:MODEL; the recipe's player if left out."""
    partner: str = ""
    """Who answers: a partner of the task, a run folder, `person`, local:PATH, chat:MODEL or cassette:FILE; its default one if left out."""
    episodes: int = 100
    """How many conversations to keep. A larger number with the same folder plays only what is missing."""
    attempts: int = 0
    """The most to play for them; 0: ten for each."""
    keep: Literal["success", "any"] = "success"
    """Keep only conversations that end in success, or those with any ending."""
    min_return: float | None = None
    """The least return of a conversation that is kept."""
    unfinished: bool = False
    """Keep those too that a limit of turns or length cut off."""
    garbled: float = 0.0
    """The largest share of a conversation's turns that may be blank or hold characters of broken encodings."""
    balance: str = ""
    """A key of the scenario (object, city, word) whose every value is to be won at least once."""
    most: int = 0
    """The most conversations kept of one value of that key; 0: no limit."""
    seed: int = 0
    """Names the random draws."""
    greedy: bool = False
    """The agent takes the most likely token instead of drawing one (models only)."""
    models: ModelOptions = field(default_factory=ModelOptions)

    def run(self) -> None:
        from lmrl_gym.data.collect import Cast
        from lmrl_gym.data.converse import Request, converse
        from lmrl_gym.data.sieve import Rules

        task = load_task(self.task)
        rules = Rules(self.keep, self.min_return, self.unfinished, self.garbled, self.balance, self.most)
        request = Request(self.episodes, self.attempts or _ATTEMPTS * self.episodes, rules, self.seed)
        with Seats(task, self.models) as seats:
            partner = seats.partner(self.partner)
            agent = seats.agent(self.agent or task.recipe.player, greedy=self.greedy, seed=self.seed)
            cast = Cast(agent, partner, 1 if "person" in (self.agent, self.partner) else 64)
            with progress(f"converse in {task.name}") as bar:
                header, account = converse(task, Path(self.to), cast, request, on_progress=bar)
        out.print(f"{header.episodes} conversations in {self.to}, hash {header.content_hash}", markup=False)
        out.print(account.about(), markup=False, highlight=False)
        if account.kept < account.wanted:
            out.print(f"kept {account.kept} of {account.wanted} wanted: all {request.attempts} attempts are used up; allow more with --attempts")
        for sentence in seats.sentences():
            out.print(sentence, markup=False, highlight=False)


@dataclass(frozen=True)
class Distill:
    """Fine-tune a small model on one side of a data set. The agent's side becomes a run folder, the partner's a model that `--partner local:FOLDER`
    seats, compared with the task's own partner on exchanges it has not learnt."""

    data: tyro.conf.Positional[Annotated[str, tyro.conf.arg(metavar="FOLDER")]]
    """Folder of the data set."""
    role: Literal["agent", "partner"]
    """Whose words are learnt."""
    to: Annotated[str, tyro.conf.arg(name="out")]
    """Folder to write."""
    overrides: tyro.conf.Positional[Annotated[tuple[str, ...], tyro.conf.arg(metavar="[KEY=VALUE ...]")]] = ()
    """Settings of the training, for instance train.steps=200 model.width=128, or model.name=PATH for any Hugging Face causal LM."""
    as_json: Annotated[bool, tyro.conf.arg(name="json")] = False
    """Print one JSON object instead of sentences."""

    def run(self) -> None:
        from lmrl_gym.config import load_config, plain_config, shipped_configs
        from lmrl_gym.data.store import read_header

        quiet()
        task = read_header(Path(self.data)).task
        overrides = [*self.overrides, f"data.path={json.dumps(self.data)}"]
        if self.role == "partner":
            self._partner(plain_config(task, "bc", overrides))
            return
        shipped = f"{task}/bc"
        self._agent(load_config(shipped, overrides) if shipped in shipped_configs() else plain_config(task, "bc", overrides))

    def _agent(self, config: RunConfig) -> None:
        from lmrl_gym.training.run import train

        with progress(f"distill the agent of {config.task}") as bar:
            folder = train(config, Path(self.to), on_step=bar)
        if self.as_json:
            print(json.dumps({"run": self.to, **folder.provenance()}))
            return
        out.print(f"finished: {self.to}; seat it with --policy {self.to} or --agent {self.to}", markup=False)

    def _partner(self, config: RunConfig) -> None:
        from lmrl_gym.training.distill import distill_partner

        with progress(f"distill the partner of {config.task}") as bar:
            done = distill_partner(config, Path(self.to), on_step=bar)
        if self.as_json:
            print(json.dumps({"model": self.to, **done.to_json()}))
            return
        learnt = f"{done.exchanges} answers of {done.teacher}, {done.distinct} distinct"
        out.print(f"{learnt}, learnt by {done.parameters} parameters to a loss of {done.loss:.3f}", markup=False)
        for kind, a in done.agreement.items():
            agreed = f"{a.share:.3f} ± {a.stderr:.3f} of {a.exchanges} exchanges"
            out.print(f"{kind}: agrees with the task's partner on {agreed}, a constant answer on {a.constant:.3f}")
        out.print(f"seat it with --partner local:{self.to}", markup=False)
