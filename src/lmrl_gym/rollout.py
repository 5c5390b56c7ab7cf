"""Playing many conversations at once.

`play` keeps a pool of live episodes, asks the policy for all of their replies in one batch, steps the envs, asks the partner for everything the
envs ask, and refills a slot the moment its episode ends. Episodes come out in the order of their starts, whatever the width: the stream is the same
at any width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, cast

from lmrl_gym.core.episode import Ending, Episode, Role, Scenario, Turn
from lmrl_gym.core.errors import RunError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Ask, Dialogue, Env, PartnerEnv, Policy, Step, Task, close


class Start(NamedTuple):
    """Where an episode begins: its scenario and its seed."""

    scenario: Scenario
    seed: int


def starts(task: Task, split: str, episodes: int, *, seed: int, first: int = 0) -> Iterator[Start]:
    """`episodes` starts of a split, from index `first` on. The scenario depends on the index alone; `seed` moves only what the speakers draw."""
    for index in range(first, first + episodes):
        yield Start(task.scenario(split, index), seed_for(seed, "play", task.name, split, index))


@dataclass(slots=True)
class _Live:
    order: int
    start: Start
    env: Env
    turns: list[Turn]
    agent_turns: int = 0
    asks: int = 0


def play(task: Task, policy: Policy, starts: Iterable[Start], *, partner: Policy | None = None, width: int = 64) -> Iterator[Episode]:
    """Episodes of `task` by `policy`, one for each start, in order; at most `width` are live at a time.

    The envs ask `partner`, or the task's default one where none is given. RunError if a policy breaks its contract (one reply a dialogue).
    """
    if width < 1:
        raise RunError(f"width {width} leaves no live episode; it must be at least 1")
    own = task.partner() if partner is None else None
    try:
        yield from _play(task, policy, starts, partner or own, width)
    finally:
        close(own)


def _play(task: Task, policy: Policy, starts: Iterable[Start], partner: Policy | None, width: int) -> Iterator[Episode]:
    players = {"agent": policy.name} | ({"partner": partner.name} if partner is not None else {})
    waiting = enumerate(starts)
    live: list[_Live] = []
    done: dict[int, Episode] = {}
    emitted = 0
    exhausted = False
    while True:
        # A slow early episode must not let finished ones pile up without bound: stop refilling far ahead of it.
        while not exhausted and len(live) < width and (not done or len(done) < 16 * width):
            item = next(waiting, None)
            if item is None:
                exhausted = True
                break
            order, start = item
            env = task.start(start.scenario)
            live.append(_Live(order, start, env, [Turn(Role.ENV, env.opening)]))
        if not live:
            return
        live = _round(task, policy, partner, live, players, done)
        while emitted in done:
            yield done.pop(emitted)
            emitted += 1


def _round(task: Task, policy: Policy, partner: Policy | None, live: list[_Live], players: dict[str, str], done: dict[int, Episode]) -> list[_Live]:
    """One reply in every live episode; finished ones go to `done`, the others are returned."""
    view = task.view
    dialogues = [Dialogue(view(e.turns), e.start.scenario if policy.sees_scenario else None) for e in live]
    seeds = [seed_for(e.start.seed, "agent", e.agent_turns) for e in live]
    replies = policy.reply(dialogues, seeds=seeds)
    if len(replies) != len(live):
        raise RunError(f"policy {policy.name} gave {len(replies)} replies to {len(live)} dialogues; it must give one for each")
    results: list[Step | Ask] = [e.env.step(reply.text) for e, reply in zip(live, replies, strict=True)]
    if partner is not None:
        _consult(partner, live, results)
    going: list[_Live] = []
    for e, reply, step in zip(live, replies, results, strict=True):
        if isinstance(step, Ask):
            raise RunError(f"an env of task {task.name} asks for a partner, but the task names no partners; fix the task")
        e.turns.append(Turn(Role.AGENT, reply.text, step.reward, reply.sample))
        e.turns.append(Turn(Role.ENV, step.text))
        e.agent_turns += 1
        if step.ending is None:
            going.append(e)
            continue
        done[e.order] = Episode(
            task.name, task.version, e.start.scenario, tuple(e.turns), Ending(step.ending), e.start.seed, dict(players), dict(step.metrics)
        )
    return going


def _consult(partner: Policy, live: list[_Live], results: list[Step | Ask]) -> None:
    """Answer every `Ask` in `results`, all that are open in one batch, until each is a step."""
    while asking := [i for i, r in enumerate(results) if isinstance(r, Ask)]:
        dialogues = [cast(Ask, results[i]).dialogue for i in asking]
        seeds = [seed_for(live[i].start.seed, "partner", live[i].agent_turns, live[i].asks) for i in asking]
        answers = partner.reply(dialogues, seeds=seeds)
        if len(answers) != len(asking):
            raise RunError(f"partner {partner.name} gave {len(answers)} answers to {len(asking)} dialogues; it must give one for each")
        for i, answer in zip(asking, answers, strict=True):
            live[i].asks += 1
            results[i] = cast(PartnerEnv, live[i].env).resume(answer.text)
