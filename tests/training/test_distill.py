"""A small model in the partner's seat: what it learns from, what is held out, and what it is compared with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lmrl_gym import Ending, Episode, load_task
from lmrl_gym.config import plain_config
from lmrl_gym.core.errors import LmrlError
from lmrl_gym.core.task import Dialogue, Task
from lmrl_gym.data.collect import Cast, collect
from lmrl_gym.data.store import read_dataset
from lmrl_gym.partners.local import LocalModel
from lmrl_gym.partners.seats import partner_seat
from lmrl_gym.training import distill
from lmrl_gym.training.distill import KNOWN_QUESTIONS, NEW_QUESTIONS, Exchange, distill_partner
from lmrl_gym.training.settings import RunConfig

TINY = ("model.width=16", "model.layers=1", "model.positions=rotary", "model.vocabulary=600", "train.batch_size=16", "train.lr=0.01")


@pytest.fixture(scope="module")
def task() -> Task:
    return load_task("twenty_questions")


@pytest.fixture(scope="module")
def data(task: Task, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty games of an able asker, some 400 questions. Only to be read."""
    folder = tmp_path_factory.mktemp("data") / "games"
    collect(task.name, "small", folder, cast=Cast(task.players["able"](), task.partner()), episodes=40)
    return folder


def config(data: Path, *more: str, name: str = "twenty_questions") -> RunConfig:
    return plain_config(name, "bc", [*TINY, f"data.path={json.dumps(str(data))}", *more])


@pytest.fixture(scope="module")
def distilled(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, distill.Distilled]:
    out = tmp_path_factory.mktemp("models") / "oracle"
    return out, distill_partner(config(data, "train.steps=60"), out)


def test_every_answer_of_the_data_is_learnt_or_held_out(task: Task, data: Path) -> None:
    """Forty games played again: each question is an exchange whose answer is the env's, word for word but for its line end."""
    episodes = list(read_dataset(data, task=task))
    found, lost = distill._exchanges(task, episodes, "embedded", 0)
    assert lost == 0
    assert len(found) == sum(e.length for e in episodes)
    env_said = [t.text.strip() for e in episodes for t in e.turns[2::2]]
    assert [e.answer.split(".")[0] + "." for e in found] == env_said, "the oracle says 'No. I do not understand' where the env says No"
    assert all(e.prompt.endswith("answer (yes or no):") for e in found)
    share = sum(bool(e.kind) for e in found) / len(found)
    assert 0.1 < share < 0.3, "a tenth of the questions, and a tenth of the prompts of the others"
    assert all((e.case is None) == (not e.kind) for e in found)


def test_the_data_of_another_partner_hold_what_the_env_made_of_its_words(task: Task, data: Path) -> None:
    """Nobody can ask it again: the env's Yes or No is all that is known, and the games go the same way."""
    episodes = list(read_dataset(data, task=task))[:5]
    found, lost = distill._exchanges(task, episodes, "chat:gone", 0)
    assert lost == 0
    assert {e.answer for e in found} == {"Yes.", "No."}


def test_a_game_that_goes_another_way_is_left_where_it_parts(task: Task, data: Path) -> None:
    """The second answer of the file is turned round: what comes before it is used, what comes after is not."""
    episode = next(e for e in read_dataset(data, task=task) if e.length > 3)
    turned = {"Yes.\n": "No.\n", "No.\n": "Yes.\n"}[episode.turns[4].text]
    other: Episode = replace(episode, turns=(*episode.turns[:4], replace(episode.turns[4], text=turned), *episode.turns[5:]))
    found, lost = distill._exchanges(task, [other], "embedded", 0)
    assert (len(found), lost) == (1, 1)


def exchange(question: str, kind: str, thing: str = "x") -> Exchange:
    return Exchange(f"{thing}: {question}", "Yes.", question, kind, None)


def test_a_held_out_question_is_new_and_a_held_out_prompt_is_of_a_known_question() -> None:
    """`c` is held out by prompt alone, but nobody has learnt `c`: so it is new as well."""
    exchanges = [exchange("a", ""), exchange("a", KNOWN_QUESTIONS, "y"), exchange("b", NEW_QUESTIONS), exchange("c", KNOWN_QUESTIONS)]
    learnt, held = distill._split([*exchanges, exchanges[1]], 0)
    assert [e.prompt for e in learnt] == ["x: a"]
    assert [e.prompt for e in held[KNOWN_QUESTIONS]] == ["y: a"], "each prompt once"
    assert sorted(e.prompt for e in held[NEW_QUESTIONS]) == ["x: b", "x: c"]


def test_which_are_held_out_depends_on_the_texts_and_the_seed_alone() -> None:
    kinds = [distill._kind(0, f"question {n}", f"prompt {n}") for n in range(2000)]
    assert kinds == [distill._kind(0, f"question {n}", f"prompt {n}") for n in range(2000)]
    assert kinds != [distill._kind(1, f"question {n}", f"prompt {n}") for n in range(2000)]
    # A tenth of 2000, and a tenth of the other 1800; three standard errors are 41 and 39.
    assert abs(kinds.count(NEW_QUESTIONS) - 200) < 41
    assert abs(kinds.count(KNOWN_QUESTIONS) - 180) < 39


def test_only_the_answer_and_its_end_are_learnt() -> None:
    window = distill._window([5, 6, 7], [8, 9], 3, 1.5)
    assert window.sequence.tokens_T.tolist() == [5, 6, 7, 8, 9]
    assert window.sequence.is_action_T.tolist() == [False, False, False, True, True]
    assert window.count == 3
    assert np.isnan(window.sequence.logprobs_T).all()


def test_two_answers_agree_where_the_game_goes_on_the_same_way(task: Task) -> None:
    def ways(*answers: str) -> set[object]:
        env: Any = task.start({"object": "apple"})
        case = distill.Case(env.step("Is it an apple?\n").dialogue, env, 0)
        return {distill._way_on(case, answer) for answer in answers}

    assert ways("Yes.", "yes it is", "Yes, well") == {("Yes.\n", 0.0, Ending.SUCCESS)}
    assert len(ways("Yes.", "No.", "who knows")) == 2


def test_a_model_is_made_that_sits_in_the_seat_and_its_record_says_how_good_it_is(
    distilled: tuple[Path, distill.Distilled], task: Task, data: Path
) -> None:
    out, done = distilled
    written = json.loads((out / "distill.json").read_text())
    assert written == json.loads(json.dumps(done.to_json()))
    assert (done.task, done.teacher, done.unreplayed) == ("twenty_questions", "embedded", 0)
    assert done.data == read_dataset(data).header.content_hash
    assert done.distinct <= done.exchanges < sum(e.length for e in read_dataset(data))
    assert set(done.agreement) == {NEW_QUESTIONS, KNOWN_QUESTIONS}
    for agreement in done.agreement.values():
        assert 0 <= agreement.share <= 1
        assert agreement.constant >= 0.5, "of two ways on the commoner one"
    assert done.loss < 1.0, "600 tokens cost 6.4 nats before anything is learnt"
    seat = partner_seat(task, LocalModel(str(out)))
    env: Any = task.start({"object": "lion"})
    asked: Dialogue = env.step("Is it an animal?\n").dialogue
    (reply,) = seat.reply([asked], seeds=[0])
    assert reply.text in ("Yes.", "No.")
    assert not reply.cut
    assert seat.tally.tokens_out <= 4


def test_the_same_data_and_seed_make_the_same_model(data: Path, tmp_path: Path) -> None:
    made = [distill_partner(config(data, "train.steps=2"), tmp_path / name) for name in "ab"]
    assert replace(made[0], revision="") == replace(made[1], revision="")
    one, two = ((tmp_path / name / "model.safetensors").read_bytes() for name in "ab")
    assert one == two


REFUSED: list[tuple[Callable[[Path, Path], object], str]] = [
    (lambda data, out: distill_partner(config(data, name="maze/full"), out), "no language model can be the partner of maze/full"),
    (
        lambda data, out: distill_partner(config(data, "model.context=64", "train.steps=1"), out),
        "tokens, the model's context is 64; raise model.context",
    ),
    (lambda data, _: distill_partner(config(data), data), "is not empty; choose a new folder for the model"),
]


@pytest.mark.parametrize(("make", "sentence"), REFUSED, ids=[s[:30] for _, s in REFUSED])
def test_what_cannot_be_distilled_is_refused(data: Path, tmp_path: Path, make: Callable[[Path, Path], object], sentence: str) -> None:
    with pytest.raises(LmrlError) as refused:
        make(data, tmp_path / "out")
    assert sentence in str(refused.value)


def test_both_sides_by_the_command_and_they_play_each_other(
    lmrl: Callable[..., Any], data: Path, distilled: tuple[Path, distill.Distilled], tmp_path: Path, small: tuple[str, ...]
) -> None:
    """The agent's side becomes a run; the two small models then sit in both seats of one evaluation and one making of data."""
    made = lmrl(
        "distill", data, "--role", "agent", "--out", tmp_path / "guesser", *small, "model.vocabulary=600", "train.batch_size=8", "train.steps=4"
    )
    assert made.code == 0, made.err
    assert made.out == f"finished: {tmp_path / 'guesser'}; seat it with --policy {tmp_path / 'guesser'} or --agent {tmp_path / 'guesser'}\n"
    seats = ("--partner", f"local:{distilled[0]}")
    played = lmrl(
        "evaluate", "--task", "twenty_questions", "--policy", tmp_path / "guesser", *seats, "--episodes", 2, "--json", "--out", tmp_path / "r.json"
    )
    assert played.code == 0, played.err
    row = json.loads(played.out)
    assert (row["policy"], row["partner"], row["episodes"]) == ("bc", "local:oracle", 2)
    talked = lmrl(
        *("converse", "twenty_questions", "--agent", tmp_path / "guesser", *seats),
        *("--episodes", 2, "--attempts", 4, "--keep", "any", "--garbled", 1, "--out", tmp_path / "talk"),
    )
    assert talked.code == 0, talked.err
    assert read_dataset(tmp_path / "talk").header.players == {"agent": ("bc",), "partner": ("local:oracle",)}
