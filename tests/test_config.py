"""Configurations: every shipped one is whole, overrides say what they mean, and whatever is wrong is one sentence with a remedy."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from lmrl_gym.algos.filtered_bc import FilteredBC
from lmrl_gym.algos.ilql import ILQL
from lmrl_gym.config import SHIPPED, load_config, shipped_configs
from lmrl_gym.core.errors import DataError, LmrlError, UsageError
from lmrl_gym.models.pretrained import ModelConfig
from lmrl_gym.tasks import task_names
from lmrl_gym.training.settings import DataConfig, RunConfig, TrainConfig

PROBES = ("probes/bandit", "probes/recall", "probes/chain", "probes/stitch")


@pytest.mark.parametrize("name", shipped_configs())
def test_a_shipped_configuration_is_of_the_task_and_algorithm_that_its_path_says(name: str) -> None:
    config = load_config(name)
    assert f"{config.task}/{config.algo_name}" == name
    assert config.task in task_names()
    starts = {"": config.algo.trains_policy, "bc": True, "ilql": config.algo_name == "online_ilql"}
    assert starts.get(config.init), "value methods start from the BC run of their task and seed, or go on with the values of their own kind"
    assert not config.init or f"{config.task}/{config.init}" in shipped_configs()
    assert RunConfig.from_json(config.to_json()) == config


@pytest.mark.parametrize("task", ["maze/full", *PROBES])
@pytest.mark.parametrize("algo", ["bc", "filtered_bc", "mc_returns", "ilql"])
def test_the_matrix_is_whole(task: str, algo: str) -> None:
    assert f"{task}/{algo}" in shipped_configs()


def write(tmp_path: Path, text: str) -> str:
    (tmp_path / "run.toml").write_text(text)
    return str(tmp_path / "run.toml")


def test_a_file_becomes_exactly_what_it_says_and_the_rest_are_defaults(tmp_path: Path) -> None:
    text = 'task = "maze/full"\nseed = 3\n[algo]\nname = "ilql"\nbeta = 4\n[train]\nlr = 1\nsteps = 7\n[data]\npath = "here"\n[model]\nwidth = 16\n'
    config = load_config(write(tmp_path, text))
    assert config == RunConfig("maze/full", ILQL(beta=4.0), 3, "", DataConfig("here"), ModelConfig(width=16), TrainConfig(lr=1.0, steps=7))
    assert isinstance(config.train.lr, float), "a whole number stands for a float"
    assert config.algo_name == "ilql"


@pytest.mark.parametrize(
    ("override", "key", "value"),
    [
        ("train.steps=200", "steps", 200),
        ("train.lr=1e-3", "lr", 1e-3),
        ("train.lr=2", "lr", 2.0),
        ("train.precision=bf16", "precision", "bf16"),
        ('train.precision="bf16"', "precision", "bf16"),
    ],
)
def test_an_override_is_toml_or_else_a_string(override: str, key: str, value: object) -> None:
    found = asdict(load_config("maze/full/bc", [override]).train)[key]
    assert found == value
    assert type(found) is type(value)


def test_overrides_reach_every_section_and_the_last_one_counts() -> None:
    changes = ["seed=4", "init=runs/a b=c", "algo.successes=false", "data.path=some/where", "model.layers=3", "seed=5"]
    config = load_config("maze/full/filtered_bc", changes)
    assert (config.seed, config.init, config.data.path, config.model.layers) == (5, "runs/a b=c", "some/where", 3)
    assert config.algo == FilteredBC(keep=1.0, successes=False)
    assert load_config("maze/full/filtered_bc") != config, "and nothing is remembered"


def test_another_algorithm_by_override() -> None:
    assert load_config("maze/full/bc", ["algo.name=ilql", "algo.tau=0.8"]).algo == ILQL(tau=0.8)


def refused(source: str, *overrides: str) -> str:
    with pytest.raises(LmrlError) as caught:
        load_config(source, overrides)
    assert isinstance(caught.value, UsageError)
    return str(caught.value).replace(str(SHIPPED), "SHIPPED")


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("train.stepz=5", "SHIPPED/maze/full/ilql.toml, section train, has no key 'stepz'; did you mean 'steps'?"),
        ("algo.betta=5", "SHIPPED/maze/full/ilql.toml, section algo, has no key 'betta'; did you mean 'beta'?"),
        ("trian.steps=5", "SHIPPED/maze/full/ilql.toml has no key 'trian'; did you mean 'train'?"),
        ("algo.name=ilqll", "no algorithm 'ilqll'; did you mean 'ilql'?"),
        ("train.steps", "override 'train.steps' has no value; write key=value, for instance train.steps=200"),
        ("task.x=5", "override 'task.x=5' goes into 'task', which is a value and not a section"),
        ("train=5", "SHIPPED/maze/full/ilql.toml has train=5; it must be a section with keys of its own"),
        ("train.steps=many", "SHIPPED/maze/full/ilql.toml, section train, has steps='many', which is not of type int"),
        ("train.steps=1.5", "SHIPPED/maze/full/ilql.toml, section train, has steps=1.5, which is not of type int"),
        ("train.steps=true", "SHIPPED/maze/full/ilql.toml, section train, has steps=True, which is not of type int"),
        ("train.lr=1e-", "SHIPPED/maze/full/ilql.toml, section train, has lr='1e-', which is not of type float"),
        ("task=5", "SHIPPED/maze/full/ilql.toml has task=5, which is not of type str"),
        ("seed=x", "SHIPPED/maze/full/ilql.toml has seed='x', which is not of type int"),
        ("train.steps=0", "train.steps=0 is out of range; it must be at least 1"),
        ("train.batch_size=-1", "train.batch_size=-1 is out of range; it must be at least 1"),
        ("train.log_every=0", "train.log_every=0 is out of range; it must be at least 1"),
        ("train.checkpoint_every=0", "train.checkpoint_every=0 is out of range; it must be at least 1"),
        ("train.eval_episodes=0", "train.eval_episodes=0 is out of range; it must be at least 1"),
        ("train.eval_every=-1", "train.eval_every=-1 is out of range; it must be at least 0"),
        ("train.lr=-1e-3", "train.lr=-0.001 is out of range; it must be at least 0"),
        ("train.lr=nan", "train.lr=nan is out of range; it must be at least 0"),
        ("train.decay=1.5", "train.decay=1.5 is out of range; it must be from 0 to 1"),
        ("train.precision=fp8", "train.precision='fp8' is no choice; did you mean 'fp16'?"),
        ("model.layers=0", "model.layers=0 is out of range; it must be at least 1"),
        ("model.width=30", "model.width=30 does not divide among 4 heads; choose a multiple of that"),
        ("model.dtype=float23", "model.dtype='float23' is no choice; did you mean 'float32'?"),
        ("model.positions=none", "model.positions='none' is no choice; choose from learned, rotary"),
        ("algo.gamma=1.1", "algo.gamma=1.1 is out of range; it must be from 0 to 1"),
        ("algo.tau=-0.1", "algo.tau=-0.1 is out of range; it must be from 0 to 1"),
        ("algo.beta=-1", "algo.beta=-1.0 is out of range; it must be at least 0"),
        ("algo.discount=turns", "algo.discount='turns' is no choice; did you mean 'turn'?"),
    ],
)
def test_a_bad_override_is_one_sentence_with_a_remedy(override: str, message: str) -> None:
    assert refused("maze/full/ilql", override) == message


@pytest.mark.parametrize(("keep", "shown"), [("0", "0.0"), ("-0.5", "-0.5"), ("1.01", "1.01"), ("nan", "nan")])
def test_a_filter_keeps_a_share(keep: str, shown: str) -> None:
    message = f"algo.keep={shown} is not a share of the episodes; it must be above 0 and at most 1"
    assert refused("maze/full/filtered_bc", f"algo.keep={keep}") == message


@pytest.mark.parametrize("algo", ["bc", "filtered_bc"])
def test_a_weight_is_not_negative(algo: str) -> None:
    assert refused(f"maze/full/{algo}", "algo.observations=-1") == "algo.observations=-1.0 is out of range; it must be at least 0"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "FILE names no task; add a line task = 'maze/full'"),
        ('task = "maze/full"\n', "FILE names no algorithm; add name = 'bc' to its section algo"),
        ('task = "maze/full"\nalgo = "bc"\n', "FILE has algo='bc'; it must be a section with keys of its own"),
        ('task = "maze/full"\n[algo]\nname = "bcc"\n', "no algorithm 'bcc'; did you mean 'bc'?"),
        ('task = "maze/full"\n[algo]\nname = "base"\n', "no algorithm 'base'; choose from "),
        ('task = "maze/full"\n[algo]\nname = "bc"\nkeep = 0.5\n', "FILE, section algo, has no key 'keep'; "),
        ('task = "maze/full"\ntrain_steps = 5\n[algo]\nname = "bc"\n', "FILE has no key 'train_steps'; did you mean 'train'?"),
        ('task = "maze/full"\n[algo]\nname = "bc"\n[model]\nwidht = 16\n', "FILE, section model, has no key 'widht'; did you mean 'width'?"),
    ],
)
def test_a_bad_file_is_one_sentence_with_a_remedy(tmp_path: Path, text: str, message: str) -> None:
    source = write(tmp_path, text)
    assert refused(source).replace(source, "FILE").startswith(message)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"task = \n", "Invalid value"), (b"\xff\xfe", "utf-8"), (b"[algo\n", "Expected"), (b"a = 1\na = 2\n", "overwrite")],
)
def test_what_is_not_toml(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "run.toml"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        load_config(str(path))
    message = str(caught.value)
    assert message.startswith(f"{path} is not TOML: ")
    assert message.endswith("; mend that line")
    assert reason in message
    assert "\n" not in message


def test_an_unknown_configuration(tmp_path: Path) -> None:
    assert refused("maze/full/ilq") == "no configuration 'maze/full/ilq'; did you mean 'maze/full/ilql'?"
    assert refused(str(tmp_path)).startswith(f"no configuration '{tmp_path}'; ")
