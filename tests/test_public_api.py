"""What the package offers by name, pinned: a change here is a change for everyone who uses it."""

from __future__ import annotations

import dataclasses
import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from enum import Enum

import pytest

import lmrl_gym
from lmrl_gym.core.contract import check_task

SIGNATURES = {
    "Ask": "(dialogue: Dialogue)",
    "Dialogue": "(turns: Sequence[Turn], scenario: Scenario | None = None)",
    "Episode": "(task: str, version: str, scenario: Scenario, turns: tuple[Turn, ...], ending: Ending, seed: int, "
    "players: Mapping[str, str] = <factory>, metrics: Mapping[str, float] = <factory>) -> None",
    "Reply": "(text: str, sample: Sample | None = None, cut: bool = False)",
    "Sample": "(tokens: tuple[int, ...], logprobs: tuple[float, ...]) -> None",
    "Start": "(scenario: Scenario, seed: int)",
    "Step": "(text: str, reward: float, ending: Ending | None = None, metrics: Mapping[str, float] = {})",
    "Turn": "(role: Role, text: str, reward: float = 0.0, sample: Sample | None = None) -> None",
    "load_task": "(name: str) -> Task",
    "play": "(task: Task, policy: Policy, starts: Iterable[Start], *, partner: Policy | None = None, width: int = 64) -> Iterator[Episode]",
    "starts": "(task: Task, split: str, episodes: int, *, seed: int, first: int = 0) -> Iterator[Start]",
    "task_names": "() -> tuple[str, ...]",
}
"""Functions and values that are called by position or keyword."""

ENUMS = {
    "Ending": {
        "SUCCESS": "success",
        "FAILURE": "failure",
        "ILLEGAL": "illegal",
        "TURN_LIMIT": "turn_limit",
        "LENGTH_LIMIT": "length_limit",
    },
    "Role": {"ENV": "env", "AGENT": "agent"},
}
PROTOCOLS = {"Env": {"opening", "step"}, "Policy": {"name", "sees_scenario", "reply"}}
TASK_FIELDS = [
    "name", "version", "summary", "skills", "turn_limit", "reward_range", "view", "scenario", "eval_episodes", "start", "players", "recipe",
    "opening_help", "reply_limit", "paper", "references", "partners", "partner_prompt", "picture", "sketch", "illegal", "images",
]  # fmt: skip


def signature(value: Callable[..., object]) -> str:
    """As one would write it: without the quotes and references that Python versions put around annotations."""
    return re.sub(r"ForwardRef\('(.*?)'\)|'(.*?)'", r"\1\2", str(inspect.signature(value)))


def test_exported_names() -> None:
    assert set(lmrl_gym.__all__) == {*SIGNATURES, *ENUMS, *PROTOCOLS, "Task", "LmrlError"}
    assert sorted(lmrl_gym.__all__) == lmrl_gym.__all__
    for name in lmrl_gym.__all__:
        assert hasattr(lmrl_gym, name)
    assert lmrl_gym.__version__.count(".") == 2


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature(name: str) -> None:
    assert signature(getattr(lmrl_gym, name)) == SIGNATURES[name]


@pytest.mark.parametrize("name", ENUMS)
def test_members_of_enums_and_what_they_are_in_json(name: str) -> None:
    enum: type[Enum] = getattr(lmrl_gym, name)
    assert {member.name: member.value for member in enum} == ENUMS[name]


@pytest.mark.parametrize("name", PROTOCOLS)
def test_members_of_protocols(name: str) -> None:
    assert {member for member in vars(getattr(lmrl_gym, name)) if not member.startswith("_")} == PROTOCOLS[name]


def test_fields_of_a_task() -> None:
    assert [field.name for field in dataclasses.fields(lmrl_gym.Task)] == TASK_FIELDS


def test_contract_checker() -> None:
    assert signature(check_task) == "(task: Task, *, episodes: int = 20, partner: Policy | None = None) -> list[str]"


def test_importing_the_package_loads_no_torch() -> None:
    program = "import sys, lmrl_gym; print(*sorted({'torch', 'transformers', 'numpy', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
