"""Forty episodes with the partner behind a real server on a bad line, as `benchmarks/partners.py` plays a thousand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    command = [sys.executable, "benchmarks/partners.py", "--episodes", "40", "--scenarios", "8", "--kills", "1", "--json"]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_no_episode_is_lost_or_counted_twice_and_every_answer_is_the_one_it_would_have_been(figures: dict[str, Any]) -> None:
    assert (figures["episodes"], figures["lost"], figures["counted twice"]) == (40, 0, 0)
    assert figures["as in peace"]
    assert 0 < figures["of them yes"] < figures["partner answers"], "a partner that says one thing would hide answers that were mixed up"


def test_a_different_prompt_is_one_call_in_peace_and_all_others_are_tries_that_failed(figures: dict[str, Any]) -> None:
    assert figures["calls in peace"] == figures["different prompts"] < figures["partner answers"]
    failed = sum(count for fault, count in figures["met"].items() if fault != "slow")
    assert figures["calls on the bad line"] == figures["different prompts"] + failed
    assert len(figures["met"]) >= 8, "ways in which the line failed"


def test_the_server_was_killed_and_started_again_in_mid_run(figures: dict[str, Any]) -> None:
    assert figures["server started"] == 2
    assert figures["met"]["no server"] > 0


def test_the_same_command_again_makes_no_call(figures: dict[str, Any]) -> None:
    assert figures["calls the second time"] == 0
    assert figures["the same the second time"]
