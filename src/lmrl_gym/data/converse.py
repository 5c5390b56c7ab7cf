"""Two policies talk until enough of their conversations are worth keeping; what is kept becomes a data set.

Conversations are played in rounds. A round's scenarios depend on the seed and on what the rounds before it came to, a finished round is stored whole
(`attempts/`), and the sieve is shown them all again when the command is called anew: so an interrupted making goes on where it stopped, the same
command gives the same data set where the speakers are deterministic in their seeds, and asking for more plays only what is missing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from lmrl_gym.core.episode import Episode, Json
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Task
from lmrl_gym.data.collect import Cast
from lmrl_gym.data.disk import LOCK, PART, locked, sweep, write_text
from lmrl_gym.data.header import SCHEMA_VERSION, Header
from lmrl_gym.data.sieve import Account, Rules, Sieve
from lmrl_gym.data.store import HEADER, finish, read_header, read_note, read_shard, shard_file, write_shard
from lmrl_gym.rollout import Start, play

ATTEMPTS, RECORD = "attempts", "conversations.json"
_ROUND = 64
"""Most conversations of a round: what a kill can cost."""
_LEAST = 8
"""Fewest conversations of a round while some are wanting: fewer are hardly cheaper where models speak, and not all are kept."""
_SHARD = 50_000
_DRAWS = 100_000
"""Most draws of the recipe for one scenario of a certain value, and for the list of all values."""
_VALUES = 5_000
"""Most values of a key that can be balanced."""

Progress = Callable[[int, int], None]
"""Called with (kept so far, wanted)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    episodes: int
    """How many conversations to keep."""
    attempts: int
    """The most to play for them."""
    rules: Rules
    seed: int = 0

    def __post_init__(self) -> None:
        if self.episodes < 1:
            raise UsageError(f"{self.episodes} conversations make no data set; ask for at least 1")
        if self.attempts < self.episodes:
            raise UsageError(f"{self.attempts} attempts cannot give {self.episodes} conversations; allow at least as many")


def converse(task: Task, out: Path, cast: Cast, request: Request, *, on_progress: Progress | None = None) -> tuple[Header, Account]:
    """Let `cast` talk in `task` and store what passes in `out`; go on with what was played there by the same request.

    Fewer than asked for are kept where the attempts are used up; the account says so. UsageError for a key or numbers that do not fit; RunError where
    `out` holds anything else, or where nothing passes.
    """
    sieve = Sieve(request.rules, _values(task, request))
    identity = _identity(task, cast, request)
    partner = str(identity["partner"])
    with locked(out):
        rounds = _resume(out, identity, sieve)
        while len(sieve.kept) < request.episodes or sieve.missing:
            size = _size(request, sieve)
            if size < 1:
                break
            path = out / ATTEMPTS / f"round-{rounds:05d}.parquet"
            write_shard(path, _round(task, cast, request, sieve, rounds, size, on_progress), task=task, plan={**identity, "round": rounds})
            rounds += 1
        account = sieve.account(cast.agent.name, partner, request.episodes)
        if not account.kept:
            raise RunError(f"none of {account.played} conversations is kept ({_reasons(account)}); loosen the rules or let others speak")
        record = {"made_by": {k: v for k, v in identity.items() if k not in ("agent", "partner")}, **account.to_json()}
        return _store(task, out, request, sieve, account, record), account


def _identity(task: Task, cast: Cast, request: Request) -> dict[str, Json]:
    """What a stored round is recognised by; how many are wanted is no part of it."""
    default = next(iter(task.partners), "")
    return {
        "schema": SCHEMA_VERSION,
        "task": task.name,
        "version": task.version,
        "agent": cast.agent.name,
        "partner": cast.partner.name if cast.partner is not None else default,
        "seed": request.seed,
        "rules": request.rules.to_json(),
    }


def _values(task: Task, request: Request) -> list[str]:
    """All values of the balanced key that the recipe draws, sorted: the draws go on until they have long brought nothing new."""
    rules = request.rules
    if not rules.balance:
        return []
    rng = rng_for("values", task.name, rules.balance)
    found: set[str] = set()
    draws = 0
    while draws < min(_DRAWS, 200 + 20 * len(found)):
        found.add(rules.value(task.recipe.scenario(rng)))
        draws += 1
        if len(found) > _VALUES:
            raise UsageError(f"the key '{rules.balance}' of {task.name} takes more than {_VALUES} values, too many to win each; balance another")
    if len(found) > request.episodes:
        raise UsageError(f"{request.episodes} conversations cannot win each of {len(found)} values of {rules.balance}; ask for {len(found)} or more")
    if rules.most and rules.most * len(found) < request.episodes:
        raise UsageError(f"{rules.most} of each of {len(found)} values are fewer than the {request.episodes} asked for; raise the limit of one value")
    return sorted(found)


def _resume(out: Path, identity: dict[str, Json], sieve: Sieve) -> int:
    """Show the stored rounds to the sieve; how many there are. RunError if `out` holds anything that is not of this request."""
    known = (LOCK, ATTEMPTS, RECORD, HEADER, "data", "README.md")
    foreign = sorted(p.name for p in out.iterdir() if p.name not in known and not p.name.endswith(PART))
    if not foreign and (out / HEADER).exists() and not (out / ATTEMPTS).is_dir():
        foreign = [HEADER]
    if foreign:
        raise RunError(f"{out} holds {foreign[0]}, which is not of this making; choose a new folder")
    for folder in (out, out / "data", out / ATTEMPTS):
        sweep(folder)
    paths = _stored(out)
    for number, path in enumerate(paths):
        if read_note(path).plan != {**identity, "round": number}:
            raise RunError(f"{path} was played by others, by other rules or with another seed; choose another folder, or remove {out}")
        for episode in read_shard(path):
            sieve.take(episode)
    return len(paths)


def _stored(out: Path) -> list[Path]:
    return sorted((out / ATTEMPTS).glob("round-*.parquet"))


def _size(request: Request, sieve: Sieve) -> int:
    """Conversations of the next round; 0 where no attempt is left."""
    wanting = request.episodes - len(sieve.kept)
    size = max(_LEAST, min(_ROUND, wanting)) if wanting > 0 else min(_ROUND, 4 * len(sieve.missing))
    return min(size, request.attempts - sieve.played)


def _round(task: Task, cast: Cast, request: Request, sieve: Sieve, number: int, size: int, on_progress: Progress | None) -> Iterator[Episode]:
    """Play a round, showing each conversation to the sieve."""
    starts = _starts(task, request, sieve, number, size)
    for episode in play(task, cast.agent, starts, partner=cast.partner, width=cast.width):
        sieve.take(episode)
        if on_progress is not None:
            on_progress(min(len(sieve.kept), request.episodes), request.episodes)
        yield _plain(episode)


def _starts(task: Task, request: Request, sieve: Sieve, number: int, size: int) -> list[Start]:
    """Where the conversations of a round begin.

    Every second one, and every one when there are enough, has a value that nobody has won yet, the least tried first; the others are as the recipe
    draws them, without the values that are full.
    """
    names = (request.seed, "converse", task.name, number)
    rules, missing = request.rules, sieve.missing
    tried = Counter({v: sieve.tried[v] for v in missing})
    full = {v for v in sieve.values if sieve.full(v)}
    enough = len(sieve.kept) >= request.episodes
    starts = []
    for i in range(size):
        aim = min(missing, key=lambda v: tried[v]) if missing and (enough or i % 2) else None
        if aim is not None:
            tried[aim] += 1
        rng = rng_for(*names, "scenario", i)
        for _ in range(_DRAWS):
            scenario = task.recipe.scenario(rng)
            value = rules.value(scenario)
            if value == aim if aim is not None else value not in full:
                break
        starts.append(Start(scenario, seed_for(*names, "play", i)))
    return starts


def _plain(episode: Episode) -> Episode:
    """The episode as text alone: token ids belong to the model that drew them, and another one must not learn them as its own."""
    return replace(episode, turns=tuple(replace(t, sample=None) for t in episode.turns))


def _store(task: Task, out: Path, request: Request, sieve: Sieve, account: Account, record: dict[str, Json]) -> Header:
    """Write what was kept, unless it is there already."""
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    path = out / RECORD
    if (out / HEADER).exists() and path.exists() and path.read_text(encoding="utf-8") == text:
        header = read_header(out)
        if all((out / shard.file).is_file() for shard in header.shards):
            return header
    for old in (out / HEADER, *(out / "data").glob("*")):
        old.unlink(missing_ok=True)
    chosen = sieve.chosen(request.episodes)
    rest = (e for number, e in enumerate(e for p in _stored(out) for e in read_shard(p)) if number in chosen)
    shards = -(-len(chosen) // _SHARD)
    notes = [write_shard(out / shard_file(i, shards), islice(rest, _SHARD), task=task, plan={}) for i in range(shards)]
    if sum(n.tally.episodes for n in notes) != account.kept:
        raise DataError(f"the rounds in {out / ATTEMPTS} changed while they were read; remove {out} and make the data set again")
    write_text(path, text)
    return finish(out, notes, task=task, about=account.about(), seed=request.seed, preset="")


def _reasons(account: Account) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in account.left_out.items())
