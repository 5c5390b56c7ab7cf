"""One episode as lines for a terminal: its turns, or its agent tokens with what a model thinks of each.

The lines are renderables; only the command prints them. Control characters come out as visible symbols, so that no episode can steer the
terminal.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lmrl_gym.core.episode import Episode, Role, Turn
from lmrl_gym.report.episodes import visible
from lmrl_gym.report.table import number

if TYPE_CHECKING:
    from rich.text import Text

    from lmrl_gym.models.policy import ModelPolicy, TokenNote

WIDTH = 16
"""Columns for a token's text; longer ones push their numbers to the right."""


def episode_lines(episode: Episode) -> list[Text]:
    """Where the episode is from, a line or more for each turn with its reward, and how it ended."""
    lines = [_head(episode)]
    for turn in episode.turns:
        lines.append(_said(turn))
    return [*lines, _ending(episode)]


def token_lines(episode: Episode, policy: ModelPolicy) -> list[Text]:
    """The same, with each agent turn token by token: log-probability, V, Q and advantage, a dash where the model has no such value."""
    from rich.text import Text

    lines = [_head(episode), Text(f"{'':6}{'token':{WIDTH}}{'log-prob':>10}{'V':>10}{'Q':>10}{'advantage':>11}", style="bold")]
    notes = iter(policy.annotate(episode))
    for turn in episode.turns:
        lines.append(_said(turn))
        if turn.role is Role.AGENT:
            lines += [_token(note) for note in next(notes)]
    return [*lines, _ending(episode)]


def _head(episode: Episode) -> Text:
    from rich.text import Text

    scenario = json.dumps(dict(episode.scenario), ensure_ascii=False)
    return Text(visible(f"{episode.task}, version {episode.version}, seed {episode.seed}, scenario {scenario}"), style="dim")


def _said(turn: Turn) -> Text:
    from rich.text import Text

    agent = turn.role is Role.AGENT
    # A turn's last line break is part of its format; further ones are indented under the first line.
    text = visible(turn.text.removesuffix("\n"), keep="\n").replace("\n", "\n      ")
    line = Text.assemble((f"{turn.role.value:<6}", "bold cyan" if agent else "bold"), text)
    if agent:
        line.append(f"  reward {number(turn.reward, digits=2)}", style="dim")
    return line


def _token(note: TokenNote) -> Text:
    from rich.text import Text

    advantage = note.advantage
    style = "" if not advantage else "black on bright_blue" if advantage > 0 else "black on yellow"
    line = Text.assemble(" " * 6, (visible(note.text), style))
    line.append(" " * max(0, WIDTH + 6 - len(line)))
    for value, width in ((note.logprob, 10), (note.v, 10), (note.q, 10), (advantage, 11)):
        line.append(f"{number(value, digits=3):>{width}}")
    return line


def _ending(episode: Episode) -> Text:
    from rich.text import Text

    turns = f"{episode.length} agent turn{'' if episode.length == 1 else 's'}"
    cut = " (cut from outside)" if episode.ending.truncated else ""
    return Text(f"{episode.ending.value}{cut} after {turns}, return {number(episode.ret, digits=2)}", style="bold")
