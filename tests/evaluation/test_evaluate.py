"""Evaluating: the same scenarios for everyone, the seed for the speakers alone, a record of what was played."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lmrl_gym.core.episode import Ending, Role, Turn
from lmrl_gym.core.errors import UsageError
from lmrl_gym.core.task import Ask, Dialogue, Step
from lmrl_gym.evaluation.evaluate import evaluate, player, stored
from lmrl_gym.evaluation.record import Record, save_record
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task

RECALL = load_task("probes/recall")


def returns(record: Record) -> list[float]:
    return [row.ret for row in record.rows]


def evaluated(name: str, **options: int) -> Record:
    return evaluate(RECALL, player(RECALL, name), **options)[0]  # type: ignore[arg-type]


def test_the_record_says_what_was_played() -> None:
    record = evaluated("ceiling", seed=4)
    assert (record.task, record.version, record.policy, record.play) == ("probes/recall", "1", "ceiling", "scripted")
    assert (record.seed, record.split, record.partner, record.train_seed, record.config) == (4, "eval", None, None, None)
    assert [row.index for row in record.rows] == list(range(64)), "as many as the task says, in order"
    assert {(row.ret, row.length, row.ending) for row in record.rows} == {(1.0, 4, "success")}
    assert (record.summary.mean_return, record.summary.skill_score, record.summary.paper_score) == (1.0, 100.0, None)


def test_episodes_are_those_of_play() -> None:
    record, kept = evaluate(RECALL, player(RECALL, "floor"), episodes=10, seed=2, keep=3)
    there = list(play(RECALL, player(RECALL, "floor"), starts(RECALL, "eval", 10, seed=2)))
    assert kept == there[:3]
    assert [(row.seed, row.ret) for row in record.rows] == [(e.seed, e.ret) for e in there]


def test_the_seed_moves_the_speakers_and_not_the_scenarios() -> None:
    def scenarios(seed: int) -> list[object]:
        return [e.scenario for e in evaluate(RECALL, player(RECALL, "floor"), seed=seed, keep=64)[1]]

    assert replace(evaluated("floor", seed=1), created="") == replace(evaluated("floor", seed=1), created="")
    assert returns(evaluated("floor", seed=1)) != returns(evaluated("floor", seed=2))
    assert scenarios(1) == scenarios(2)


def test_the_width_changes_nothing() -> None:
    assert evaluated("floor", width=1).rows == evaluated("floor", width=7).rows == evaluated("floor").rows


def test_more_episodes_begin_with_the_same_ones() -> None:
    assert returns(evaluated("floor", episodes=80))[:20] == returns(evaluated("floor", episodes=20))


def test_a_stored_record_is_known_by_task_version_number_and_seed(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    assert not stored(path, RECALL)
    save_record(evaluated("floor", seed=1), path)
    assert stored(path, RECALL, seed=1)
    assert stored(path, RECALL, episodes=RECALL.eval_episodes, seed=1)
    assert not stored(path, RECALL, seed=0)
    assert not stored(path, RECALL, episodes=63, seed=1)
    assert not stored(path, replace(RECALL, version="2"), seed=1)
    assert not stored(path, load_task("probes/chain"), seed=1)
    path.write_text("{")
    assert not stored(path, RECALL, seed=1)


def test_progress_reaches_the_end() -> None:
    heard: list[tuple[int, int]] = []
    evaluate(RECALL, player(RECALL, "floor"), episodes=5, on_episode=lambda done, total: heard.append((done, total)))
    assert heard == [(n, 5) for n in range(1, 6)]


def test_an_unknown_player() -> None:
    with pytest.raises(UsageError, match=r"^no player of probes/recall 'ceilling'; did you mean 'ceiling'\?$"):
        player(RECALL, "ceilling")


def test_no_episodes() -> None:
    with pytest.raises(UsageError, match=r"^-1 episodes make no evaluation; ask for at least 1$"):
        evaluated("floor", episodes=-1)


class _Asking:
    """Asks its partner once, and passes the answer on."""

    opening = "?"

    def step(self, text: str) -> Step | Ask:
        return Ask(Dialogue([Turn(Role.ENV, text)]))

    def resume(self, text: str) -> Step | Ask:
        return Step(text, 1.0, Ending.SUCCESS)


def test_the_record_names_the_partner_that_spoke_the_default_one_too() -> None:
    players = {name: RECALL.players[name] for name in ("floor", "ceiling")}
    task = replace(RECALL, start=lambda _: _Asking(), partners=players)
    assert evaluate(task, player(task, "floor"), episodes=2)[0].partner == "floor"
    assert evaluate(task, player(task, "floor"), episodes=2, partner=player(task, "ceiling"))[0].partner == "ceiling"
