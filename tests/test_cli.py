"""The command as a user meets it: help, output for eyes and for programs, and a game played at the keyboard."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lmrl_gym import cli
from lmrl_gym.evaluation.record import load_record
from lmrl_gym.partners.endpoint import CallLimits
from lmrl_gym.tasks import task_names

SUBCOMMANDS = ("list", "check", "collect", "import", "train", "evaluate", "bench", "report", "play", "view", "references")
KEYS = ["task", "version", "policy", "partner", "play", "episodes", "mean_return", "ci_low", "ci_high", "stderr", "success", "mean_length"]
KEYS += ["paper_score", "paper_ci", "skill_score", "skill_ci", "usage", "record"]
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
Call = Callable[..., cli.Any]


def words(text: str) -> str:
    """Letters and digits only: what is left of a text however a box wraps and colours it."""
    return re.sub(r"[^a-z0-9]", "", ESCAPES.sub("", text).lower())


def test_help_names_every_subcommand(lmrl: Call) -> None:
    done = lmrl("--help")
    assert (done.code, done.err) == (0, "")
    for name in SUBCOMMANDS:
        assert re.search(rf"^\W*{name}\b", ESCAPES.sub("", done.out), re.MULTILINE), name


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_help_of_every_subcommand_explains_every_option(lmrl: Call, name: str) -> None:
    done = lmrl(name, "--help")
    assert (done.code, done.err) == (0, "")
    command = getattr(cli, name.capitalize())
    shown = words(done.out)
    assert words(inspect.getdoc(command) or "?") in shown
    for options in (command, *(field.default_factory for field in dataclasses.fields(command) if field.name == "models")):
        texts = option_texts(options)
        plain = [field for field in dataclasses.fields(options) if field.name not in ("models", "calls")]
        assert len(texts) == len(plain), "every option has a text below it"
        for text in texts:
            assert words(text.rstrip(".")) in shown, text
    if name in ("evaluate", "collect", "play"):
        assert all(words(text.rstrip(".")) in shown for text in option_texts(CallLimits))


def option_texts(options: type) -> list[str]:
    """The texts below the fields of a dataclass."""
    return re.findall(r'^    """(.*?)"""$', inspect.getsource(options), re.MULTILINE | re.DOTALL)[1:]


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["--help"], ["train", "--help"], ["evaluate", "--help"]], ids=" ".join)
def test_help_and_list_load_no_torch(arguments: list[str]) -> None:
    program = (
        "import sys, lmrl_gym.cli\n"
        f"try: lmrl_gym.cli.main({arguments})\n"
        "except SystemExit as stop: assert not stop.code, stop.code\n"
        "print(*sorted({'torch', 'transformers', 'pyarrow', 'matplotlib'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert done.stdout


def test_list_shows_every_task(lmrl_process: Call) -> None:
    assert [row["task"] for row in json.loads(lmrl_process("list", "--json").out)] == list(task_names())


def test_list_for_eyes_shows_the_same(lmrl: Call) -> None:
    done = lmrl("list")
    assert done.code == 0
    for name in task_names():
        assert words(name)[:8] in words(done.out)


def test_check_says_that_a_task_keeps_the_contract(lmrl: Call) -> None:
    assert lmrl("check", "probes/bandit") == (0, "probes/bandit: keeps the contract\n", "")


def test_the_mazes_ceiling_is_the_papers_maximum_exactly(lmrl_process: Call) -> None:
    done = lmrl_process("evaluate", "--task", "maze/full", "--policy", "ceiling", "--json")
    assert (done.code, len(done.out.splitlines())) == (0, 1), done.err
    row = json.loads(done.out)
    assert list(row) == KEYS
    assert (row["task"], row["version"], row["policy"], row["episodes"]) == ("maze/full", "1", "ceiling", 800)
    # 32 episodes from each of 25 starts whose shortest ways cost 171 together: 171/25.
    assert (row["mean_return"], row["paper_score"], row["skill_score"]) == (-6.84, 100.0, 100.0)
    assert row["ci_low"] < row["mean_return"] < row["ci_high"]
    assert (row["success"], row["mean_length"], row["record"]) == (1.0, 7.84, None)


def test_evaluate_for_eyes_is_one_sentence(lmrl: Call) -> None:
    done = lmrl("evaluate", "--task", "probes/stitch", "--policy", "ceiling", "--episodes", 5)
    assert done.out == "ceiling on probes/stitch (5 episodes, scripted): return 1.000 [1.000, 1.000], skill score 100.0\n"


def test_evaluate_writes_the_record_it_prints(lmrl: Call, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    row = json.loads(lmrl("evaluate", "--task", "maze/full", "--policy", "floor", "--episodes", 50, "--seed", 3, "--out", path, "--json").out)
    record = load_record(path)
    assert row["record"] == str(path)
    assert (record.seed, len(record.rows), record.summary.mean_return, record.summary.ci_low) == (3, 50, row["mean_return"], row["ci_low"])


def test_a_run_keeps_its_records_itself(lmrl: Call, trained: dict[str, Path], tmp_path: Path) -> None:
    run = shutil.copytree(trained["ilql"], tmp_path / "run")
    for option, play in (("--no-greedy", "sampled"), ("--greedy", "greedy")):
        row = json.loads(lmrl("evaluate", "--task", "probes/bandit", "--policy", run, option, "--episodes", 10, "--json").out)
        record = load_record(run / "records" / f"{play}.json")
        assert (row["policy"], row["play"], row["episodes"], row["record"]) == ("ilql", play, 10, str(run / "records" / f"{play}.json"))
        assert (record.train_seed, record.provenance["task"], record.summary.mean_return) == (0, "probes/bandit", row["mean_return"])


def test_the_best_model_of_a_run_is_evaluated_where_it_lies(lmrl: Call, trained: dict[str, Path], tmp_path: Path) -> None:
    run = shutil.copytree(trained["bc"], tmp_path / "run")
    arguments = ("evaluate", "--task", "probes/bandit", "--policy", run, "--episodes", 4, "--json", "--best")
    none = lmrl(*arguments)
    assert (none.code, "kept no best model; it does where its algorithm plays" in none.err) == (1, True)
    (run / "model").rename(run / "best")
    best = json.loads(lmrl(*arguments).out)
    assert best["record"] == str(run / "best" / "records" / "sampled.json")
    assert load_record(run / "best" / "records" / "sampled.json").summary.mean_return == best["mean_return"]
    assert not (run / "records").exists()
    scripted = lmrl("evaluate", "--task", "probes/bandit", "--policy", "floor", "--best")
    assert (scripted.code, "--best is for the folder of a run, and 'floor' is none" in scripted.err) == (2, True)


def test_a_task_with_options_goes_through_training_and_evaluation(lmrl: Call, small: tuple[str, ...], tmp_path: Path) -> None:
    task, data, run = "maze/full[garbage_reward=-4]", tmp_path / "data", tmp_path / "run [odd]"
    collected = lmrl("collect", task, "--out", data, "--workers", 1)
    assert collected.out.splitlines()[0].startswith(f"1240 episodes in {data}, hash "), collected.err
    done = lmrl("train", "maze/full/bc", *small, f"task={task}", f"data.path={data}", "train.steps=5", "--out", run)
    assert (done.code, done.out) == (0, f"finished: {run}\n"), done.err
    done = lmrl("evaluate", "--task", task, "--policy", run, "--episodes", 2)
    assert done.code == 0, done.err
    assert done.out.startswith("bc on maze/full[garbage_reward=-4.0] (2 episodes, sampled): return ")


def test_collecting_twice_gives_the_same_hash(lmrl: Call, tmp_path: Path) -> None:
    first = lmrl("collect", "probes/bandit", "--out", tmp_path / "a")
    second = lmrl("collect", "probes/bandit", "--out", tmp_path / "b", "--workers", 1)
    again = lmrl("collect", "probes/bandit", "--out", tmp_path / "a")
    other = lmrl("collect", "probes/bandit", "--out", tmp_path / "c", "--seed", 1)
    assert {c.code for c in (first, second, again, other)} == {0}
    hashes = [re.search(r"^600 episodes in \S+, hash ([0-9a-f]+)$", c.out, re.MULTILINE)[1] for c in (first, second, again, other)]  # type: ignore[index]
    assert hashes[0] == hashes[1] == hashes[2] != hashes[3]


def test_import_reads_a_published_file(lmrl: Call, tmp_path: Path) -> None:
    state = "The goal is at position 8, 6. Your current position is at position 7, 6. There are walls to your right, to your left.\n"
    (tmp_path / "maze.jsonl").write_text(json.dumps([{"state": state, "action": "move down\n", "reward": 0, "done": True}]) + "\n")
    done = lmrl("import", tmp_path / "maze.jsonl", "--task", "maze/full", "--out", tmp_path / "set")
    assert done.code == 0, done.err
    assert done.out.startswith(f"1 episodes in {tmp_path / 'set'}, hash ")
    shown = lmrl("view", tmp_path / "set").out
    assert "agent move down  reward 0.00" in shown
    assert shown.endswith("success after 1 agent turn, return 0.00\n")


def test_a_person_plays_the_maze(lmrl_process: Call) -> None:
    # The first start is the corner at row 1, column 1: up is a wall, right is free.
    done = lmrl_process("play", "maze/full", stdin=b"move up\nmove right\n")
    assert "Your current position is at position 1, 1. There are walls to your left, above you, below you.\n> " in done.out
    assert done.out.count("position 1, 1.") == 2, "bumping into the wall stays"
    # The newline that belongs to a move is the command's to add; without it no move would be one.
    assert "Your current position is at position 1, 2." in done.out
    assert (done.code, done.sentence) == (2, "the game was left before its end; start it again with the same command")


def test_a_person_wins(lmrl: Call) -> None:
    done = lmrl("play", "probes/stitch", stdin="right\nleft\nright\n")
    assert done.code == 0, done.err
    assert done.out.startswith("probes/stitch: Three rooms")
    assert done.out.endswith("> Won.\nsuccess, return 1 in 3 turns\n")
    lost = lmrl("play", "probes/recall", "--index", 1, stdin="\n\x00\u202e\n" + "x" * 100_000 + "\ngold\n")
    assert lost.out.endswith("success, return 1 in 4 turns\n"), "waiting takes any answer, however odd"


def test_what_is_typed_in_another_encoding(lmrl_process: Call) -> None:
    done = lmrl_process("play", "probes/bandit", stdin=b"\xff\xfe\n", PYTHONIOENCODING="utf-8:strict")
    assert (done.code, done.sentence) == (2, "what was typed is not utf-8 text; set the terminal to that encoding and play again")


def test_a_person_can_be_evaluated(lmrl: Call) -> None:
    done = lmrl("evaluate", "--task", "probes/bandit", "--policy", "person", "--episodes", 2, "--json", stdin="c\nb\n")
    row = json.loads(done.out.splitlines()[-1].replace("Pick a, b or c.", "").lstrip("> "))
    assert (row["policy"], row["mean_return"]) == ("person", 0.65)


def test_view_shows_one_episode(lmrl: Call, bandit_data: Path) -> None:
    lines = lmrl("view", bandit_data, "--index", 599).out.splitlines()
    assert lines[0].startswith("probes/bandit, version 1, seed ")
    assert lines[1] == "env   Pick a, b or c."
    assert re.fullmatch(r"agent [abc]  reward (0\.00|0\.30|1\.00)", lines[2])
    assert len(lines) == 5


def test_view_with_a_run_shows_what_its_model_thinks_of_each_token(lmrl: Call, bandit_data: Path, trained: dict[str, Path]) -> None:
    plain = lmrl("view", bandit_data).out
    said = re.search("^agent ([abc])", plain, re.MULTILINE)[1]  # type: ignore[index]
    for algo, values in (("bc", r"–"), ("ilql", r"−?\d+\.\d{3}")):
        shown = lmrl("view", bandit_data, "--run", trained[algo]).out
        rows = [line.split() for line in shown.splitlines() if line.startswith("      ") and "log-prob" not in line]
        assert "".join(row[0] for row in rows) == f"{said}↵<|end|>", "the agent's tokens and no others"
        for row in rows:
            assert re.fullmatch(r"−?(\d+\.\d{3}|inf)", row[1])
            for value in row[2:]:
                assert re.fullmatch(values, value)


def test_report_on_a_bench_folder(lmrl: Call, trained: dict[str, Path], tmp_path: Path) -> None:
    run = shutil.copytree(trained["bc"], tmp_path / "runs" / "probes" / "bandit" / "bc" / "seed-0")
    shutil.rmtree(run / "records", ignore_errors=True)
    lmrl("evaluate", "--task", "probes/bandit", "--policy", run)
    done = lmrl("report", tmp_path)
    assert done.code == 0, done.err
    assert done.out.endswith(f"wrote {tmp_path / 'table.json'}, {tmp_path / 'table.md'}, {tmp_path / 'report.html'}\n")
    (row,) = json.loads((tmp_path / "table.json").read_text())
    assert (row["task"], row["algo"], row["play"], row["episodes"]) == ("probes/bandit", "bc", "sampled", 64)
    assert f"{row['mean_return']:.2f}".replace("-", "−") in done.out
