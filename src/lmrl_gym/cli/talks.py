"""Commands that make data by talk: letting two policies converse, and distilling one side of the conversations into a small model."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import tyro

from lmrl_gym.cli.screen import out, progress
from lmrl_gym.cli.seats import ModelOptions, Seats
from lmrl_gym.tasks import load_task

_ATTEMPTS = 10
"""Conversations played at most for each one wanted, where nobody says how many."""


@dataclass(frozen=True)
class Converse:
    """Let two policies talk until enough of their conversations pass the rules, and store those as a data set. Goes on where it was interrupted;
    its header tells who spoke, how many were played, and why others were left out."""

    task: tyro.conf.Positional[str]
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
