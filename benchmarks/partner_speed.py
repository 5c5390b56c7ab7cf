"""How many questions a second the embedded partners answer in one process: texts all new to it, new texts asked of ten secrets each, and texts as
they come in play. Peer: none; the released code asks a model.

`python benchmarks/partner_speed.py`

New texts are those of `understanding/`, written by people and models, the secrets and buyers those of training. A fifth of the texts, asked of five
times as many secrets, warms up what is made on first use; the rest is cut into repeats, half of them asked once each, so that no answer comes out
of a cache, half of ten secrets each in a drawn order, as one text meets many games of a training or an evaluation. Texts in play are
those of the task's behaviour player in games of the training split, a fifth of them to warm up: players repeat themselves, and what is read once is
kept.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from machine import Rate, columns, publish

from lmrl_gym import load_task, play, starts
from lmrl_gym.core.episode import Episode, Role
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Ask, PartnerEnv, Task

SETS = Path(__file__).parent / "understanding"
REPEATS = 3
SECRETS = 10
GAMES = 2000
AIMS = {"twenty_questions": 5000, "guess_city": 5000, "car_dealer": 2000}


def texts(task: Task) -> list[str]:
    """Every line that the sets hold for the task, each once, in an order drawn from a fixed seed."""
    name = "car_offers" if task.name == "car_dealer" else task.name
    rows = [json.loads(line) for path in sorted(SETS.glob(f"*/{name}.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    found = sorted({text for row in rows for text in row.get("lines", [row.get("text")])})
    return drawn(found)


def drawn(texts: Sequence[str]) -> list[str]:
    """The texts in an order drawn from a fixed seed."""
    found = list(texts)
    rng_for(0, "order").shuffle(found)
    return found


def answer(task: Task, asked: Sequence[str]) -> float:
    """Seconds of this process to answer each of `asked` as the first turn of an episode of its own."""
    partner, scenarios = task.partner(), [task.scenario("train", number) for number in range(len(asked))]
    assert partner is not None
    begun = time.process_time()
    for number, text in enumerate(asked):
        env = task.start(scenarios[number])
        step = env.step(text + "\n")
        while isinstance(step, Ask):
            step = cast(PartnerEnv, env).resume(partner.reply([step.dialogue], seeds=[number])[0].text)
    return time.process_time() - begun


def replay(task: Task, games: Sequence[Episode]) -> tuple[int, float]:
    """Questions that the agent of `games` puts, and seconds of this process to answer them again, game by game."""
    partner = task.partner()
    assert partner is not None
    asked, begun = 0, time.process_time()
    for game in games:
        env = task.start(game.scenario)
        for text in (turn.text for turn in game.turns if turn.role is Role.AGENT):
            step = env.step(text)
            while isinstance(step, Ask):
                step = cast(PartnerEnv, env).resume(partner.reply([step.dialogue], seeds=[asked])[0].text)
            asked += 1
            if step.ending is not None:
                break
    return asked, time.process_time() - begun


def main() -> None:
    rows: list[dict[str, object]] = []
    for name, aim in AIMS.items():
        task = load_task(name)
        gc.collect()
        gc.freeze()  # what the tasks before have loaded is not searched for rubbish again in this one's time
        asked = texts(task)
        warm, rest = asked[: len(asked) // 5], asked[len(asked) // 5 :]
        answer(task, warm * 5)
        for what, times in {"new texts": 1, f"new texts, of {SECRETS} secrets each": SECRETS}.items():
            fresh, rest = rest[: len(rest) // (2 if times == 1 else 1)], rest[len(rest) // 2 :]
            parts = [drawn(fresh[k::REPEATS] * times) for k in range(REPEATS)]
            rates = [len(part) / answer(task, part) for part in parts]
            rows.append({"what": f"{name}, {what}", **columns(Rate.of(rates), "answers_per_second"), "texts": len(fresh) * times, "aim": aim})
        games = list(play(task, task.players["behaviour"](), starts(task, "train", GAMES, seed=0)))
        replay(task, games[: GAMES // 5])
        played = [replay(task, games[GAMES // 5 + k :: REPEATS]) for k in range(REPEATS)]
        rates = [questions / seconds for questions, seconds in played]
        rows.append({"what": f"{name}, in play", **columns(Rate.of(rates), "answers_per_second"), "texts": sum(n for n, _ in played), "aim": aim})
    notes = ["Seconds are the process's own. Making the env, reading the text, answering and judging are counted."]
    publish("partner_speed", "Answers of the embedded partners a second", {"repeats": REPEATS, "games": GAMES}, rows, notes)


if __name__ == "__main__":
    main()
