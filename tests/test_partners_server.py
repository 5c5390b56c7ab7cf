"""Against a real server: `transformers serve` with a tiny model made on the spot, on loopback, killed in mid-run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from misbehaving import GUESSING, Counter

from lmrl_gym import Dialogue, Reply, play, starts
from lmrl_gym.core.errors import RunError
from lmrl_gym.models.pretrained import ModelConfig, save_trunk, tiny_model
from lmrl_gym.partners.answers import Answers
from lmrl_gym.partners.completion import Message
from lmrl_gym.partners.endpoint import CallLimits, Endpoint
from lmrl_gym.partners.seats import agent_seat, partner_seat
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

TEMPLATE = "{% for m in messages %}{{ m['content'] }}\n{% endfor %}{% if add_generation_prompt %}>{% endif %}"
QUICK = CallLimits(concurrency=2, backoff=0.01, retries=2)


class Served(NamedTuple):
    url: str
    model: str
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    tokenizer = train_tokenizer(["Yes.\n", "No.\n"] * 10, 270)
    tokenizer.chat_template = TEMPLATE
    encoder = Encoder(tokenizer)
    save_trunk(tiny_model(ModelConfig(positions="rotary", context=2048, width=16, layers=1), encoder, 0), encoder, folder / "model")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["serve", str(folder / "model"), "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    program = "import sys; from transformers.cli.transformers import main; sys.exit(main())"
    environment = os.environ | {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", program, *command], stdout=log, stderr=log, env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", process, folder / "log")
        yield Served(f"http://127.0.0.1:{port}/v1", str(folder / "model"), process)
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    began = time.monotonic()
    while time.monotonic() - began < 240:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not come up: {log.read_text()}")


def endpoint(served: Served, kept: Path, model: str = "") -> Endpoint:
    return Endpoint(model or served.model, served.url, Answers(kept), limits=QUICK)


def test_a_real_server_plays_both_seats_and_the_same_seeds_repeat(served: Served, tmp_path: Path) -> None:
    def episodes(kept: str) -> list[object]:
        agent = agent_seat(GUESSING, endpoint(served, tmp_path / kept), "Rules.", limit=8)
        partner = partner_seat(GUESSING, endpoint(served, tmp_path / kept))
        found: list[object] = list(play(GUESSING, agent, starts(GUESSING, "eval", 2, seed=0), partner=partner))
        assert agent.tally.answers == 6, "noise names no number: three questions an episode"
        assert 0 < agent.tally.tokens_out <= 6 * 8
        assert agent.tally.tokens_in > 6 * len("Rules.") / 2
        return found

    assert episodes("a.sqlite") == episodes("a.sqlite")


def test_greedy_answers_of_a_real_server_are_the_same_without_the_kept_ones(served: Served, tmp_path: Path) -> None:
    prompt = [[Message("user", "Is it?")]]
    one, two = (endpoint(served, tmp_path / n).complete(prompt, seeds=[0], limit=6, greedy=True) for n in ("a.sqlite", "b.sqlite"))
    assert one == two
    assert one[0].tokens_out <= 6


def test_a_model_that_a_real_server_does_not_have(served: Served, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"refuses the request \(400: .*nosuch.*\); change what it names|knows no model 'nosuch'"):
        endpoint(served, tmp_path / "a.sqlite", "nosuch").complete([[Message("user", "x")]], seeds=[0], limit=4, greedy=True)


class Killing(Counter):
    """Asks on, and before the second question of the games ends the server."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process, self.replies = process, 0

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        self.replies += 1
        if self.replies == 2:
            self.process.kill()
            self.process.wait()
        return super().reply(dialogues, seeds=seeds)


def test_a_real_server_killed_in_mid_run(served: Served, tmp_path: Path) -> None:
    """Last: nobody starts it again. What it answered before is there still."""
    begin = list(starts(GUESSING, "eval", 2, seed=0, first=2))
    with pytest.raises(RunError, match=r"^no answer from http://127\.0\.0\.1:\d+/v1 after 3 tries \(.*\); see that the server runs"):
        list(play(GUESSING, Killing(served.process), begin, partner=partner_seat(GUESSING, endpoint(served, tmp_path / "a.sqlite"))))
    kept = endpoint(served, tmp_path / "a.sqlite")
    prompts = [[Message("user", f"number: {n}\nquestion: 0\nanswer (yes or no):")] for n in (2, 3)]
    assert len(kept.complete(prompts, seeds=[0, 0], limit=128, greedy=True)) == 2
    assert kept.budget.calls == 0
