"""Importing the published files: lines written here by hand from the formats' descriptions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lmrl_gym.core.episode import Ending, Episode, Role
from lmrl_gym.core.errors import DataError, UsageError
from lmrl_gym.data.import_lmrl import import_file
from lmrl_gym.data.store import read_dataset

GOAL = "The goal is at position 8, 6. Your current position is at position"
IN_STEM = f"{GOAL} 7, 6. There are walls to your right, to your left.\n"
ABOVE_IT = f"{GOAL} 6, 6. There are walls to your right, to your left.\n"
CORNER = f"{GOAL} 1, 1 1. There are walls to your right, above you, below you.\n"
BESIDE = f"{GOAL} 1, 1 0. There are walls above you, below you.\n"


def step(state: str, action: str, reward: float, done: bool = False) -> dict[str, object]:
    return {"state": state, "action": action, "reward": reward, "done": done}


def imported(tmp_path: Path, task: str, *lines: object) -> list[Episode]:
    file = tmp_path / "data.jsonl"
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    header = import_file(file, tmp_path / "set", task=task)
    assert (header.preset, header.players) == ("imported", {"agent": ("published",)})
    return list(read_dataset(tmp_path / "set"))


def refused(tmp_path: Path, task: str, *lines: object) -> str:
    with pytest.raises(DataError) as caught:
        imported(tmp_path, task, *lines)
    assert not (tmp_path / "set").exists()
    return str(caught.value).replace(str(tmp_path / "data.jsonl"), "FILE")


def spoken(episode: Episode) -> list[tuple[str, float]]:
    assert [t.role for t in episode.turns] == [Role.AGENT if i % 2 else Role.ENV for i in range(len(episode.turns))]
    return [(t.text, t.reward) for t in episode.turns]


def test_a_full_walk_to_the_goal(tmp_path: Path) -> None:
    line = [step(ABOVE_IT, "move up\n", -1), step(ABOVE_IT, "move down\n", -1.0), step(IN_STEM, "move down\n", 0, done=True)]
    (walk,) = imported(tmp_path, "maze/full", line)
    assert spoken(walk) == [
        (ABOVE_IT, 0.0),
        ("move up\n", -1.0),
        (ABOVE_IT, 0.0),
        ("move down\n", -1.0),
        (IN_STEM, 0.0),
        ("move down\n", 0.0),
        ("Success\n", 0.0),
    ]
    assert (walk.ending, walk.ret, walk.length) == (Ending.SUCCESS, -2.0, 3)
    assert walk.scenario == {"imported": 1, "start": [6, 6]}


def test_a_full_walk_that_was_cut_gets_the_answer_the_task_gives(tmp_path: Path) -> None:
    # A coordinate of two digits; a blank line, which counts as a line and holds nothing; `done` on a cut is not an ending.
    (first, second) = imported(tmp_path, "maze/full", [step(CORNER, "move left\n", -1)], "", [step(BESIDE, "move right\n", -1, done=True)])
    assert spoken(first) == [(CORNER, 0.0), ("move left\n", -1.0), (BESIDE, 0.0)]
    assert spoken(second) == [(BESIDE, 0.0), ("move right\n", -1.0), (CORNER, 0.0)]
    assert [e.scenario for e in (first, second)] == [{"imported": 1, "start": [1, 11]}, {"imported": 3, "start": [1, 10]}]
    assert [e.ending for e in (first, second)] == [Ending.TURN_LIMIT] * 2
    assert first.seed != second.seed


def test_a_full_walk_that_the_task_cannot_follow_loses_its_unanswered_action(tmp_path: Path) -> None:
    # The second state is not where the first move leads, so nobody knows what the last action did.
    (walk,) = imported(tmp_path, "maze/full", [step(CORNER, "move up\n", -1), step(BESIDE, "move left\n", -1)])
    assert spoken(walk) == [(CORNER, 0.0), ("move up\n", -1.0), (BESIDE, 0.0)]
    assert walk.ending is Ending.TURN_LIMIT


def test_a_full_walk_of_101_actions_failed(tmp_path: Path) -> None:
    line = [step(CORNER, "move up\n", -1, done=i == 100) for i in range(101)]
    (walk,) = imported(tmp_path, "maze/full", line)
    assert spoken(walk)[-2:] == [("move up\n", -1.0), ("Failure\n", 0.0)]
    assert (walk.ending, walk.length, walk.ret) == (Ending.TURN_LIMIT, 101, -101.0)


def test_other_charges_stay_as_the_file_has_them(tmp_path: Path) -> None:
    (walk,) = imported(tmp_path, "maze/full", [step(CORNER, "dance\n", -4), step(CORNER, "move left\n", -1)])
    assert spoken(walk) == [(CORNER, 0.0), ("dance\n", -4.0), (CORNER, 0.0), ("move left\n", -1.0), (BESIDE, 0.0)]


SIDES = "There are walls to your right, to your left.\n"


def test_partial_walks(tmp_path: Path) -> None:
    won = {"text_history": [SIDES, "move down\n", SIDES, "move down\n", "Success\n"], "rewards": [0, -1, 0, 0, 0], "dones": [0, 0, 0, 0, 1]}
    unsaid = {"text_history": [SIDES, "move down\n"], "rewards": [0, 0.0], "dones": [False, True]}
    cut = {"text_history": [SIDES, "move up\n", SIDES, "move up\n"], "rewards": [0, -1, 0, -1], "dones": [False] * 4}
    late = {"text_history": [SIDES, "move up\n", SIDES], "rewards": [0, 0, -1], "dones": [False] * 3}
    failed = {"text_history": [SIDES, "move up\n"] * 101, "rewards": [0, -1] * 101, "dones": [False] * 202}
    walks = imported(tmp_path, "maze/partial", won, unsaid, cut, late, failed)
    assert spoken(walks[0]) == [(SIDES, 0.0), ("move down\n", -1.0), (SIDES, 0.0), ("move down\n", 0.0), ("Success\n", 0.0)]
    assert spoken(walks[1]) == [(SIDES, 0.0), ("move down\n", 0.0), ("Success\n", 0.0)]
    assert spoken(walks[2]) == [(SIDES, 0.0), ("move up\n", -1.0), (SIDES, 0.0)], "where the walker then was cannot be known"
    assert spoken(walks[3]) == [(SIDES, 0.0), ("move up\n", -1.0), (SIDES, 0.0)], "a reward on the answer belongs to the action"
    assert (spoken(walks[4])[-1], walks[4].length) == (("Failure\n", 0.0), 101), "the 101st action needs no answer in the file"
    assert [w.ending for w in walks] == [Ending.SUCCESS] * 2 + [Ending.TURN_LIMIT] * 3
    assert [w.scenario for w in walks] == [{"imported": i} for i in (1, 2, 3, 4, 5)]


def game(*exchanges: tuple[str, str]) -> list[list[object]]:
    sequence: list[list[object]] = [["Wordle:\n", 0.0]]
    for guess, answer in exchanges:
        sequence += [[guess, 1.0], [answer, 0.0]]
    return sequence


MISS = ("s t a r e\n", "b y g b b\n")
HIT = ("g r a n t\n", "g g g g g\n")


def test_wordle_games(tmp_path: Path) -> None:
    won = {"sequence": game(MISS, HIT), "reward": [-1.0, 0.0, 0.0, 0.0], "done": True}  # no entry for the opening
    lost = {"sequence": game(*[MISS] * 5, ("zzz\n", "\n")), "reward": [0.0, *[-1.0, 0.0] * 6], "done": True}  # one a text
    cut = {"sequence": game(MISS), "reward": [-1.0, 0.0], "done": False}
    games = imported(tmp_path, "wordle", won, lost, cut)
    assert spoken(games[0]) == [("Wordle:\n", 0.0), (MISS[0], -1.0), (MISS[1], 0.0), (HIT[0], 0.0), (HIT[1], 0.0)]
    assert [g.ret for g in games] == [-1.0, -6.0, -1.0]
    assert [g.ending for g in games] == [Ending.SUCCESS, Ending.FAILURE, Ending.TURN_LIMIT]
    assert [g.scenario for g in games] == [{"imported": 1, "word": "grant"}, {"imported": 2}, {"imported": 3}]


@pytest.mark.parametrize(
    ("task", "line", "part"),
    [
        ("maze/full", "{not json", "not JSON (Expecting property name"),
        ("maze/full", '{"sequence": []}', "it has the shape of wordle, but a line of maze/full is a list of objects with state"),
        ("maze/full", "3", "it has no known shape, but a line of maze/full is"),
        ("maze/full", "[]", "it has no action, so nothing is left to learn from"),
        ("maze/full", "[3]", "step 0 is not an object with state, action, reward and done"),
        ("maze/full", [{"state": CORNER, "reward": -1, "done": False}], "the action of step 0 is not a string"),
        ("maze/full", [step(CORNER, "move up\n", float("nan"))], "the reward of step 0 is not a finite number"),
        ("maze/full", [step(CORNER, "move up\n", True)], "the reward of step 0 is not a finite number"),
        ("maze/full", [step(CORNER, "move up\n", -1, done=True)] * 2, "step 0 of 2 is done, but only the last can be"),
        ("maze/partial", {"text_history": "walls", "rewards": []}, "text_history is not a list"),
        (
            "maze/partial",
            {"text_history": [SIDES, "move up\n", SIDES], "rewards": [0, -1]},
            "it has 2 rewards for 3 texts, but each text has one",
        ),
        (
            "maze/partial",
            {"text_history": [SIDES, "up", SIDES], "rewards": [-1, 0, 0]},
            "the opening has the reward -1, but nobody has acted yet",
        ),
        ("maze/partial", {"text_history": [SIDES, "move up\n"], "rewards": [0, -1]}, "its only action has no answer, so nothing is left"),
        ("wordle", {"sequence": [["Wordle:\n", 1.0]], "reward": []}, "entry 0 of sequence should be the env’s: the two alternate"),
        ("wordle", {"sequence": [["Wordle:\n", 0], ["a", "yes"]], "reward": []}, "entry 1 of sequence is not a pair"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, task: str, line: object, part: str) -> None:
    good: dict[str, object] = {
        "maze/full": [step(CORNER, "move left\n", -1)],
        "maze/partial": {"text_history": [SIDES, "move up\n", SIDES], "rewards": [0, -1, 0]},
        "wordle": {"sequence": game(MISS), "reward": [-1.0, 0.0]},
    }
    message = refused(tmp_path, task, good[task], line)
    assert message.startswith(f"line 2 of FILE: {part}")
    assert message.endswith("; correct the line or take it out")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: no such file or directory"):
        import_file(tmp_path / "none.jsonl", tmp_path / "set", task="wordle")
    assert "no episodes to write" in refused(tmp_path, "wordle", "", "")
    (tmp_path / "data.jsonl").write_bytes(b"\xff\xff\n")
    with pytest.raises(DataError, match=r"line 1 of .*: not JSON"):
        import_file(tmp_path / "data.jsonl", tmp_path / "set", task="wordle")
    assert "line 1 of FILE: not JSON" in refused(tmp_path, "wordle", "[" * 100_000)


def test_a_task_that_was_never_published(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no published file holds episodes of probes/bandit; those that can be imported are maze/full"):
        import_file(tmp_path / "x", tmp_path / "set", task="probes/bandit")


def test_the_card_claims_no_licence_for_the_published_data(tmp_path: Path) -> None:
    imported(tmp_path, "maze/full", [step(CORNER, "move left\n", -1)])
    text = (tmp_path / "set" / "README.md").read_text()
    assert "license: unknown\n" in text
    assert "Made from the published files" in text
