"""Language models in the seats of evaluate, collect and play: who is named, what is counted, what is kept, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from misbehaving import GUESSING, Act, Counter, Endpoint, Knower, error, say, serving

from lmrl_gym import cli
from lmrl_gym.core.task import Task
from lmrl_gym.data.store import read_dataset
from lmrl_gym.evaluation.record import load_record
from lmrl_gym.partners.cassette import Cassette
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task

Call = Callable[..., cli.Any]


@pytest.fixture(autouse=True)
def _guessing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command finds the task `guessing`, and works in this test's folder."""

    def found(name: str) -> Task:
        return GUESSING if name == "guessing" else load_task(name)

    for where in ("cli.runs", "cli.data", "cli.tasks", "data.collect"):
        monkeypatch.setattr(f"lmrl_gym.{where}.load_task", found)
    monkeypatch.chdir(tmp_path)


def answer(_count: int, body: dict[str, Any]) -> Act:
    """As the agent: the number of questions asked so far, with some chatter. As the partner: the truth."""
    messages = body["messages"]
    if messages[0]["role"] == "system":
        return say(f"\n{sum(m['role'] == 'assistant' for m in messages)}\nIs that right?")
    number, question, _ = messages[0]["content"].splitlines()
    return say("Yes" if number.removeprefix("number: ") == question.removeprefix("question: ") else "Nope")


RETURNS = [0.0, -1.0, -2.0, -3.0] * 2
"""Of the numbers 0 to 3 in turn, when 0, 1, 2 are asked in order: the fourth is never named."""


def chat(server: Endpoint, *more: object) -> tuple[object, ...]:
    return ("--task", "guessing", "--base-url", server.url, "--backoff", 0.01, *more)


def test_a_chat_model_is_evaluated_and_the_same_command_makes_no_call(lmrl: Call, tmp_path: Path) -> None:
    with serving(answer) as server:
        given = chat(server, "--policy", "chat", "--model", "m", "--prices", 1, 100, "--json")
        first = lmrl("evaluate", *given, "--out", "a.json")
        calls = len(server.bodies)
        again = lmrl("evaluate", *given, "--out", "b.json")
    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert len(server.bodies) == calls == 2 * (1 + 2 + 3 + 3), "one call a question"
    row = json.loads(first.out)
    assert (row["policy"], row["partner"], row["play"], row["mean_return"]) == ("chat:m", "embedded", "sampled", -1.5)
    # 18 answers of 10 tokens read and 2 written, at 1 and 100 dollars a million.
    assert row["usage"] == {"agent": {"answers": 18, "tokens_in": 180, "tokens_out": 36}, "calls": 18, "cost": pytest.approx(0.00378)}
    assert json.loads(again.out)["usage"] == row["usage"] | {"calls": 0}
    one, two = (load_record(tmp_path / name) for name in ("a.json", "b.json"))
    assert [r.ret for r in one.rows] == RETURNS
    assert (one.rows, one.provenance, one.partner) == (two.rows, two.provenance, "embedded")
    told = one.provenance["agent"]
    assert isinstance(told, dict)
    assert (told["model"], told["base_url"], told["answers"]) == ("m", server.url, 18)
    assert told["system"] == server.bodies[0]["messages"][0]["content"]


def test_the_prompt_shows_as_many_games_as_asked_for(lmrl: Call) -> None:
    with serving(answer) as server:
        for shots in (0, 3):
            assert lmrl("evaluate", *chat(server, "--policy", "chat:m", "--episodes", 1, "--shots", shots)).code == 0
            assert server.bodies[-1]["messages"][0]["content"].count("Questions:\n>") == shots


def test_in_words(lmrl: Call) -> None:
    with serving(answer) as server:
        done = lmrl("evaluate", *chat(server, "--policy", "chat:m", "--greedy", "--episodes", 1, "--prices", 1, 100))
    assert done.out.splitlines() == [
        "chat:m on guessing (1 episodes, greedy): return 0.000 [0.000, 0.000]",
        "agent chat:m: 1 answers, 10 tokens read, 2 written",
        "1 calls made now, the other answers were kept in answers.sqlite; all answers together cost $0.0002",
    ]
    assert server.bodies[0]["temperature"] == 0


def test_a_chat_model_as_the_partner_is_named_in_the_record(lmrl: Call, tmp_path: Path) -> None:
    with serving(answer) as server:
        done = lmrl("evaluate", *chat(server, "--policy", "floor", "--partner", "chat:oracle", "--out", "r.json"))
    assert done.code == 0, done.err
    record = load_record(tmp_path / "r.json")
    assert (record.policy, record.partner, record.play) == ("counter", "chat:oracle", "scripted")
    assert [r.ret for r in record.rows] == RETURNS
    # Equal questions of equal games are one call: numbers 0 to 3, asked 1, 2, 3 and 3 times.
    assert len(server.bodies) == 9
    assert list(record.provenance) == ["partner"]


def test_every_endpoint_gets_its_own_key_and_no_other(lmrl: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY_A", "sk-agent")
    monkeypatch.setenv("KEY_P", "sk-partner")
    with serving(answer) as agent, serving(answer) as partner:
        given = chat(agent, "--policy", "chat:m", "--partner", "chat:o", "--partner-base-url", partner.url, "--episodes", 2, "--out", "r.json")
        assert lmrl("evaluate", *given, "--key-variable", "KEY_A").code == 0
        assert lmrl("evaluate", *given, "--key-variable", "KEY_A", "--partner-key-variable", "KEY_P", "--answers", "other.sqlite").code == 0
    assert {h["authorization"] for h in agent.headers} == {"Bearer sk-agent"}
    assert {h["authorization"] for h in partner.headers} == {"Bearer none", "Bearer sk-partner"}
    for path in tmp_path.rglob("*"):
        assert b"sk-" not in path.read_bytes(), f"a key is in {path}"


def test_a_run_that_is_stopped_goes_on_where_it_was(lmrl: Call) -> None:
    """The endpoint breaks after five answers: one sentence, exit code 1. Mended, it is asked for the other thirteen only."""
    with serving(lambda n, body: answer(n, body) if n < 5 else error(500, "broken")) as server:
        given = chat(server, "--policy", "chat:m", "--json")
        done = lmrl("evaluate", *given, "--concurrency", 1, "--retries", 0)
        assert done.code == 1
        assert done.sentence == (
            f"no answer from {server.url} after 1 try (500: broken); see that the server runs and the address is right; then give the same command "
            "again: what was answered is kept in answers.sqlite"
        )
        server.rule = answer
        row = json.loads(lmrl("evaluate", *given).out)
    assert (row["mean_return"], row["usage"]["calls"]) == (-1.5, 13)


def test_a_budget_stops_and_the_same_command_goes_on(lmrl: Call) -> None:
    with serving(answer) as server:
        codes = [lmrl("evaluate", *chat(server, "--policy", "chat:m", "--max-calls", 7)).code for _ in range(3)]
    assert codes == [1, 1, 0], "7 and 7 and 4 make 18"
    assert len(server.bodies) == 18


def test_data_is_made_by_letting_models_talk(lmrl: Call, tmp_path: Path) -> None:
    with serving(answer) as server:
        given = ("collect", "guessing", "--agent", "chat:m", "--partner", "chat:o", "--base-url", server.url, "--episodes", 60, "--out", "set")
        first = lmrl(*given)
        calls = len(server.bodies)
        again = lmrl(*given)
    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert len(server.bodies) == calls
    data = read_dataset(tmp_path / "set", task=GUESSING)
    assert data.header.players == {"agent": ("chat:m",), "partner": ("chat:o",)}
    assert data.header.about == "Played by chat:m beside chat:o, not by the recipe's player, from the recipe's scenarios."
    assert (len(data), data.header.preset, len(data.header.shards)) == (60, "", 3)
    assert {e.ret for e in data} == {0.0, -1.0, -2.0, -3.0}
    assert first.out.splitlines()[0] == again.out.splitlines()[0]


def test_a_collection_goes_on_with_the_same_speakers_only(lmrl: Call) -> None:
    """The endpoint breaks in the second of three shards; the first is kept, and belongs to its speakers."""
    with serving(lambda n, body: answer(n, body) if n < 60 else error(500, "broken")) as server:
        given = ("collect", "guessing", "--base-url", server.url, "--episodes", 60, "--out", "set", "--retries", 0)
        assert lmrl(*given, "--agent", "chat:m").code == 1
        assert [p.name for p in Path("set/data").iterdir()] == ["train-00000-of-00003.parquet"]
        assert "belongs to another collection" in lmrl(*given, "--agent", "floor").sentence
        server.rule = answer
        done = lmrl(*given, "--agent", "chat:m")
        assert done.code == 0, done.err
        other = lmrl(*given, "--agent", "chat:n")
    assert other.sentence == (
        "set holds a data set of another making (60 episodes, chat:m, embedded; not 60 episodes, chat:n, embedded); choose another folder, or remove "
        "this one"
    )


def test_a_player_in_the_agents_seat(lmrl: Call, tmp_path: Path) -> None:
    done = lmrl("collect", "guessing", "--agent", "ceiling", "--out", "set")
    assert done.out.splitlines()[0].startswith("100 episodes in set, hash ")
    assert read_dataset(tmp_path / "set").header.players == {"agent": ("counter",), "partner": ("embedded",)}
    plain = lmrl("collect", "guessing", "--episodes", 5, "--out", "five")
    assert plain.out.startswith("5 episodes in five, hash ")
    assert read_dataset(tmp_path / "five").header.about == "Counting up."


def test_a_person_plays_against_a_tape(lmrl: Call) -> None:
    typed = Counter()
    typed.name = "person"
    list(play(GUESSING, typed, starts(GUESSING, "eval", 1, seed=0, first=1), partner=Cassette(Path("tape.jsonl"), Knower())))
    done = lmrl("play", "guessing", "--index", 1, "--partner", "cassette:tape.jsonl", stdin="0\n1\n")
    assert done.out.endswith("Questions:\n> No.\n> Yes.\nsuccess, return -1 in 2 turns\n"), done.err
    lost = lmrl("play", "guessing", "--index", 1, "--partner", "cassette:tape.jsonl", stdin="3\n")
    assert lost.sentence == "the tape tape.jsonl has no answer to '3' with this seed and what went before; record it again with a policy"


REFUSED = [
    ("evaluate --task guessing --policy chat", "'chat' names no model; write chat:MODEL, or add --model MODEL"),
    ("evaluate --task guessing --policy local", "'local' names no model; write local:MODEL, or add --model MODEL"),
    (
        "evaluate --task guessing --policy chat:m",
        "--base-url '' is no address of an endpoint; give one such as http://127.0.0.1:8000/v1",
    ),
    (
        "evaluate --task guessing --policy floor --partner oracel",
        "no partner of guessing and no run folder 'oracel'; choose from cassette:FILE, chat:MODEL, embedded, local:PATH, person",
    ),
    (
        "evaluate --task maze/full --policy floor --partner chat:m",
        "--partner chat:m has nothing to do: the envs of maze/full ask nobody; leave it out",
    ),
    ("evaluate --task guessing --policy floor --concurrency 0", "--concurrency=0 is out of range; it must be at least 1"),
    ("evaluate --task guessing --policy floor --shots -1", "--shots=-1 is out of range; it must be at least 0"),
    ("collect guessing --agent floor", "a data set of one's own making needs a folder of its own; name it with --out"),
    ("collect guessing --episodes -3", "-3 episodes make no data set; ask for at least 1, or leave the number to the preset"),
    ("collect guessing --agent flor --out x", "no player of guessing and no run folder 'flor'; did you mean 'floor'?"),
]


@pytest.mark.parametrize(("request_", "sentence"), REFUSED, ids=[r for r, _ in REFUSED])
def test_a_request_for_a_seat_that_does_not_fit(lmrl: Call, tmp_path: Path, request_: str, sentence: str) -> None:
    done = lmrl(*request_.split())
    assert (done.code, done.sentence) == (2, sentence)
    assert list(tmp_path.iterdir()) == [], "nothing was begun"
