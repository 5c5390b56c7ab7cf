"""Two processes under a real launcher learn what one learns, and write one run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
import torch
from safetensors.torch import load_file

from lmrl_gym.config import load_config
from lmrl_gym.models import pretrained
from lmrl_gym.training import parts
from lmrl_gym.training.parts import load_policy
from lmrl_gym.training.run import train

LAUNCHED = Path(__file__).parent / "launched.py"
PLAYED = ("play.rounds=3", "play.episodes=9", "play.tokens_at_once=300", "train.batch_size=5", "train.eval_every=2", "train.eval_episodes=8")


def weights(run: Path) -> dict[str, torch.Tensor]:
    return {f"{p.name} {k}": v for p in (run / "model").glob("*.safetensors") for k, v in load_file(p).items()}


def rows(run: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]


def test_two_processes_are_one(trained: dict[str, Path], bandit_data: Path, tmp_path: Path) -> None:
    """Offline, with values, while playing (nine episodes and batches of five do not split evenly), with stored episodes beside, from all rounds so
    far, and cut off after two of three rounds: weights and every logged number are those of one process, and are logged once."""
    data, init = f"data.path={bandit_data}", f"init={trained['bc']}"
    offline = (data, "train.steps=12", "train.batch_size=5", "train.log_every=4", "train.eval_every=6", "train.eval_episodes=8")
    runs = [
        ("bc", "probes/bandit/bc", offline),
        ("mc", "probes/bandit/mc_returns", (*offline, init)),
        ("ppo", "probes/bandit/ppo", (init, data, "algo.stored=0.5", *PLAYED)),
        ("filtered", "probes/bandit/online_filtered_bc", (init, *PLAYED)),
        ("replayed", "probes/chain/online_ilql", ("task=probes/bandit", init, data, "algo.stored=0.0", *PLAYED)),
        ("cut", "probes/bandit/grpo", (init, *PLAYED)),
    ]
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(runs))
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    done = subprocess.run([*launcher, str(LAUNCHED), str(plan), str(tmp_path / "two")], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    for name, source, overrides in runs:
        one, two = train(load_config(source, overrides), tmp_path / "one" / name).path, tmp_path / "two" / name
        expected, found = weights(one), weights(two)
        assert expected.keys() == found.keys()
        for key, value in expected.items():
            torch.testing.assert_close(found[key], value, atol=2e-5, rtol=1e-4, msg=f"{name}, {key}")
        assert [row["step"] for row in rows(two)] == [row["step"] for row in rows(one)]
        for a, b in zip(rows(one), rows(two), strict=True):
            assert b == pytest.approx(a, abs=1e-3, rel=1e-3, nan_ok=True), name
        assert json.loads((two / "provenance.json").read_text())["processes"] == 2
        assert "processes" not in json.loads((one / "provenance.json").read_text())


def test_models_are_put_where_they_work(trained: dict[str, Path], bandit_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that holds no numbers stands in for a GPU: everything a policy speaks with is there."""
    overrides = (f"data.path={bandit_data}", f"init={trained['bc']}", "train.steps=1")
    train(load_config("probes/bandit/mc_returns", overrides), tmp_path / "mc")
    monkeypatch.setattr(parts, "default_device", lambda: torch.device("meta"))
    monkeypatch.setattr(parts, "acting_policy", lambda *given, **_: given[2])
    made = cast(parts.Parts, load_policy(tmp_path / "mc")[1])
    assert made.policy is not None
    assert {p.device.type for model in (made.policy, made.model) for p in model.parameters()} == {"meta"}
    assert pretrained.default_device().type == ("cuda" if torch.cuda.is_available() else "cpu")
