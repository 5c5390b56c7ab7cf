"""Whether a run survives a partner behind a bad line: no episode lost, none counted twice, every answer the one it would have been.

A game of questions is played with the partner behind a real OpenAI-compatible server process that holds a tiny model made on the spot. First in
peace; then while answers come late, broken, half or never (`faults.py`), and while the server itself is killed and started again; then once more from
the kept answers. `python benchmarks/partners.py` plays a thousand episodes; `--json` prints the figures of a smaller number, without a record.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from faults import FAULTS, Line, Server
from machine import publish

from lmrl_gym import Episode, Role, load_task, play, starts
from lmrl_gym.core.errors import RunError
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Dialogue, Policy, Reply, Task
from lmrl_gym.models.pretrained import ModelConfig, save_trunk, tiny_model
from lmrl_gym.partners.answers import Answers
from lmrl_gym.partners.endpoint import CallLimits, Endpoint
from lmrl_gym.partners.seats import partner_seat
from lmrl_gym.rollout import Start
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

TASK, PLAYER = "twenty_questions", "ceiling"
LIMITS = CallLimits(concurrency=8, timeout=5.0, deadline=7.0, backoff=1.0)
COMMANDS = 60
"""How often the same command is given again at most."""
STEPS = 60
"""Training steps of the model that speaks; forty are enough for its rule."""
TEMPLATE = "{% for m in messages %}{{ m['content'] }}{% endfor %}"


@dataclass(frozen=True)
class Run:
    """What one way of playing came to."""

    episodes: list[Episode]
    commands: int
    """How often the same command was given: once, and again after each error."""
    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Listener:
    """Answers as `own` does, and notes each prompt."""

    task: Task
    own: Policy
    heard: set[str]
    name: str = "listener"
    sees_scenario: bool = True

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        assert self.task.partner_prompt is not None
        self.heard.update(map(self.task.partner_prompt, dialogues))
        return self.own.reply(dialogues, seeds=seeds)


def speaker(task: Task, folder: Path) -> None:
    """Save a tiny model that says yes to what begins with `Is`, no to the rest, and stops: a rule that few steps teach, and no single answer."""
    heard: set[str] = set()
    own = task.partner()
    assert own is not None
    list(play(task, task.players[PLAYER](), starts(task, "train", 40, seed=0), partner=Listener(task, own, heard)))
    tokenizer = train_tokenizer([*heard, " Yes.", " No."], 600)
    tokenizer.chat_template = TEMPLATE
    encoder = Encoder(tokenizer)
    model = tiny_model(ModelConfig(positions="rotary", context=512, width=32, layers=1), encoder, 0)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01)
    rng, cases = rng_for("speaker"), [(prompt, "Yes" if "\nquestion: Is" in prompt else "No") for prompt in sorted(heard)]
    for _ in range(STEPS):
        loss = torch.zeros(())
        for prompt, said in rng.sample(cases, 8):
            before = tokenizer(prompt)["input_ids"]
            after = [*tokenizer(f" {said}.", add_special_tokens=False)["input_ids"], encoder.end]
            loss = loss + model(input_ids=torch.tensor([before + after]), labels=torch.tensor([[-100] * len(before) + after])).loss / 8
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    save_trunk(model, encoder, folder)


def run(task: Task, line: Line, model: str, kept: Path, begin: Sequence[Start]) -> Run:
    """Play, giving the same command again where it ends with an error, as a user would."""
    begun, calls = time.monotonic(), 0
    for command in range(1, COMMANDS + 1):
        endpoint = Endpoint(model, line.url, Answers(kept), limits=LIMITS)
        try:
            partner = partner_seat(task, endpoint)
            found = list(play(task, task.players[PLAYER](), begin, partner=partner, width=64))
            return Run(found, command, calls + endpoint.budget.calls, time.monotonic() - begun)
        except RunError as error:
            print(f"the command ended: {error}", flush=True)
            calls += endpoint.budget.calls
        finally:
            endpoint.close()
    raise SystemExit(f"{COMMANDS} times the same command, and the run is not over")


def rows_in(kept: Path) -> dict[str, str]:
    """key -> answer."""
    with sqlite3.connect(kept) as file:
        return dict(file.execute("SELECT key, text FROM answers"))


def restart(server: Server) -> Callable[[], None]:
    def kill_and_start() -> None:
        server.kill()
        server.start()

    return kill_and_start


def measure(episodes: int, scenarios: int, kills: int, seed: int) -> tuple[dict[str, object], dict[str, int]]:
    """The three runs; (the figures of the bad line, how often each fault was met)."""
    task = load_task(TASK)
    begin = [Start(task.scenario("eval", n % scenarios), seed_for(seed, "bad line", n)) for n in range(episodes)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        speaker(task, folder / "model")
        server = Server(folder / "model", folder / "log")
        try:
            server.start()
            with Line(server, seed).open() as line:
                model = str(folder / "model")
                peace = run(task, line, model, folder / "peace.sqlite", begin)
                line.faults = True
                # Fresh requests are never fewer than the different prompts, so that every kill happens.
                line.at = {peace.calls * (k + 1) // (kills + 1): restart(server) for k in range(kills)}
                bad = run(task, line, model, folder / "bad.sqlite", begin)
                before = line.requests
                again = run(task, line, model, folder / "bad.sqlite", begin)
                quiet = line.requests - before
        finally:
            server.kill()
        one, two = rows_in(folder / "peace.sqlite"), rows_in(folder / "bad.sqlite")
    answers = [t.text for e in peace.episodes for t in e.turns[1:] if t.role is Role.ENV]
    return {
        "episodes": len(bad.episodes),
        "lost": episodes - len({e.seed for e in bad.episodes}),
        "counted twice": len(bad.episodes) - len({e.seed for e in bad.episodes}),
        "as in peace": bad.episodes == peace.episodes and one == two,
        "partner answers": len(answers),
        "of them yes": answers.count("Yes.\n"),
        "different prompts": len(one),
        "calls in peace": peace.calls,
        "calls on the bad line": bad.calls,
        "server started": server.starts,
        "commands": bad.commands,
        "calls the second time": again.calls + quiet,
        "the same the second time": again.episodes == bad.episodes,
        "seconds in peace": round(peace.seconds, 1),
        "seconds on the bad line": round(bad.seconds, 1),
    }, dict(+line.met)


def main() -> None:
    """Play, print, and unless `--json` is given write the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--episodes", type=int, default=1000)
    parser.add_argument("--scenarios", type=int, default=158, help="how many different objects; the same questions about the same one are one call")
    parser.add_argument("--kills", type=int, default=2, help="how often the server is killed and started again")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print one JSON object and write no record")
    options = parser.parse_args()
    figures, met = measure(options.episodes, options.scenarios, options.kills, options.seed)
    if options.json:
        print(json.dumps({**figures, "met": met}))
        return
    rows = [{"what": name, "figure": str(value)} for name, value in figures.items()]
    rows += [{"what": f"met: {fault}", "figure": str(met.get(fault, 0))} for fault in [*FAULTS, "no server"]]
    notes = [
        (
            f"{TASK}, the player `{PLAYER}`, 64 episodes at a time, 8 calls at a time, a timeout of {LIMITS.timeout:g} s and a deadline of "
            f"{LIMITS.deadline:g} s; the partner is a model of some thousand weights that is no friend of the truth."
        ),
        "As in peace: all episodes are equal, turn for turn, and so are the kept answers, one for each different prompt.",
        "A call more than the different prompts is a try that failed; a command more is one that ended with a sentence and was given again.",
    ]
    publish("partners", "A partner behind a bad line", vars(options), rows, notes)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
