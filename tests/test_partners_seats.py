"""A model in a seat: the messages it is shown, the reply made of what it says, the games in its prompt, and partners on tape."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from misbehaving import GUESSING, Counter, Knower

from lmrl_gym import Dialogue, Episode, Reply, Role, Turn, load_task, play, starts
from lmrl_gym.core.episode import Ending
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.data.store import write_dataset
from lmrl_gym.partners.cassette import Cassette
from lmrl_gym.partners.completion import Completion, Message
from lmrl_gym.partners.seats import agent_seat, conversation, partner_seat
from lmrl_gym.partners.shots import instructions, played_games, stored_games

MAZE = load_task("maze/full")


class Scripted:
    """Says what it is told to, and notes what it was asked."""

    name = "chat:scripted"
    about = {"model": "scripted"}  # noqa: RUF012 — as the protocol has it

    def __init__(self, *texts: str, cut: bool = False) -> None:
        self.texts, self.cut = list(texts), cut
        self.asked: list[tuple[list[Message], int, int, bool]] = []
        self.closed = False

    def complete(self, prompts: Sequence[Sequence[Message]], *, seeds: Sequence[int], limit: int, greedy: bool) -> list[Completion]:
        self.asked += [(list(p), seed, limit, greedy) for p, seed in zip(prompts, seeds, strict=True)]
        return [Completion(self.texts.pop(0) if len(self.texts) > 1 else self.texts[0], self.cut, 10, 3) for _ in prompts]

    def close(self) -> None:
        self.closed = True


def dialogue(*texts: str, first: Role = Role.ENV) -> Dialogue:
    other = {Role.ENV: Role.AGENT, Role.AGENT: Role.ENV}
    return Dialogue([Turn(first if k % 2 == 0 else other[first], text) for k, text in enumerate(texts)])


# ---- both seats


def test_a_lone_surrogate_is_shown_as_a_question_mark() -> None:
    model = Scripted("yes")
    agent_seat(MAZE, model, "rules").reply([dialogue("a\ud800b\n")], seeds=[0])
    partner_seat(load_task("twenty_questions"), model).reply([Dialogue([Turn(Role.ENV, "Is it \udfffred?")], {"object": "apple"})], seeds=[0])
    assert [messages[-1].content.splitlines()[-2:] for messages, *_ in model.asked] == [["a?b"], ["question: Is it ?red?", "answer (yes or no):"]]


# ---- the agent's seat


def test_the_agent_is_shown_the_rules_and_then_the_conversation_with_the_env_as_the_user() -> None:
    model = Scripted("s t a r e")
    seat = agent_seat(load_task("wordle"), model, "the rules")
    seat.reply([dialogue("Wordle:\n", "c r a n e\n", "\n")], seeds=[7])
    messages = [("system", "the rules"), ("user", "Wordle:"), ("assistant", "c r a n e"), ("user", "(an empty line)")]
    assert model.asked == [(messages, 7, 16, False)], "limit: the task's own"
    agent_seat(MAZE, model, "", greedy=True, limit=99).reply([dialogue("x")], seeds=[0])
    assert model.asked[1][2:] == (99, True)


def test_a_view_that_begins_with_the_agent() -> None:
    assert conversation(dialogue("move up\n", "There are no walls near you.\n", first=Role.AGENT).turns) == [
        ("user", "(what was said before is left out)"),
        ("assistant", "move up"),
        ("user", "There are no walls near you."),
    ]


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("move up", "move up\n"),
        ("move up\n", "move up\n"),
        ("\n\n  move up  \nBecause the goal is there.", "move up\n"),
        ("```\nmove up\n```", "```\n"),
        ('"move up"', '"move up"\n'),
        ("", "\n"),
        (" \n ", "\n"),
        ("\x00\u202e", "\x00\u202e\n"),
    ],
)
def test_the_first_line_that_is_not_blank_is_the_reply_and_nothing_is_repaired(said: str, reply: str) -> None:
    assert agent_seat(MAZE, Scripted(said), "").reply([dialogue("x")], seeds=[0]) == [Reply(reply)]


@pytest.mark.parametrize(("said", "cut"), [("move u", True), ("move up\nand beca", False)])
def test_a_reply_is_cut_only_where_its_own_line_is(said: str, cut: bool) -> None:
    assert agent_seat(MAZE, Scripted(said, cut=True), "").reply([dialogue("x")], seeds=[0])[0].cut is cut


def test_a_prompted_model_plays_and_its_tokens_are_counted() -> None:
    """One move, and then a hundred times garbage, which leads nowhere and is charged like any other move."""
    seat = agent_seat(MAZE, Scripted("move right", "I would rather not say"), "rules")
    (episode,) = play(MAZE, seat, starts(MAZE, "eval", 1, seed=0))
    assert episode.players == {"agent": "chat:scripted"}
    assert (episode.ret, episode.length, episode.ending) == (-101.0, 101, Ending.TURN_LIMIT)
    assert episode.turns[3].text == "I would rather not say\n"
    assert seat.about == {
        "name": "chat:scripted",
        "model": "scripted",
        "greedy": False,
        "limit": MAZE.reply_limit,
        "system": "rules",
        "answers": 101,
        "tokens_in": 1010,
        "tokens_out": 303,
    }


def test_closing_a_seat_closes_its_model() -> None:
    model = Scripted("x")
    agent_seat(MAZE, model, "").close()
    assert model.closed


# ---- the partner's seat


def test_the_partner_is_shown_the_tasks_prompt_and_speaks_greedily() -> None:
    model = Scripted("no", " Yes, it is. \n")
    task = GUESSING
    (episode,) = play(task, Counter(), starts(task, "eval", 1, seed=0, first=1), partner=partner_seat(task, model))
    assert [t.text for t in episode.turns] == ["Questions:\n", "0\n", "No.\n", "1\n", "Yes.\n"]
    assert episode.players == {"agent": "counter", "partner": "chat:scripted"}
    shown = [m for asked, *_ in model.asked for m in asked]
    assert shown == [("user", f"number: 1\nquestion: {q}\nanswer (yes or no):") for q in (0, 1)]
    assert {(limit, greedy) for _, _, limit, greedy in model.asked} == {(128, True)}


def test_garbage_of_a_partner_is_the_envs_to_answer() -> None:
    seat = partner_seat(GUESSING, Scripted("\x00```"))
    (episode,) = play(GUESSING, Counter(), starts(GUESSING, "eval", 1, seed=0, first=3), partner=seat)
    assert [t.text for t in episode.turns[2::2]] == ["No.\n"] * 3
    assert episode.ret == -3.0


def test_a_task_without_a_seat_for_a_model() -> None:
    with pytest.raises(
        UsageError, match=r"^chat:scripted cannot be the partner of maze/full: its envs ask nobody; leave it out or choose another task$"
    ):
        partner_seat(MAZE, Scripted("x"))


# ---- the games in the prompt


def test_the_instructions_hold_the_task_and_the_games_as_they_were_played() -> None:
    turns = (
        Turn(Role.ENV, "Questions:\n"),
        Turn(Role.AGENT, "0\n", -1.0),
        Turn(Role.ENV, "No.\n"),
        Turn(Role.AGENT, "2\n"),
        Turn(Role.ENV, "Yes.\n"),
    )
    game = Episode("guessing", "1", {"number": 2}, turns, Ending.SUCCESS, 0)
    text = instructions(GUESSING, [game])
    assert "Find a number from 0 to 3; -1 a question.\nType a number." in text
    assert "\n\nQuestions:\n> 0\nNo.\n> 2\nYes.\n(return -1)\n\n" in text
    assert "Some games" not in instructions(GUESSING, [])


def test_of_a_long_game_the_last_twelve_exchanges_are_shown() -> None:
    turns = [Turn(Role.ENV, "e0\n")]
    for k in range(1, 21):
        turns += [Turn(Role.AGENT, f"a{k}\n"), Turn(Role.ENV, f"e{k}\n")]
    text = instructions(GUESSING, [Episode("guessing", "1", {}, tuple(turns), Ending.FAILURE, 0)])
    assert "…\ne8\n> a9\ne9\n" in text
    assert "> a8\n" not in text
    assert text.count("> a") == 12


def test_games_come_from_named_seeds_or_from_a_data_set(tmp_path: Path) -> None:
    first, again, other = (played_games(MAZE, 2, seed) for seed in (0, 0, 1))
    assert first == again != other
    assert len(first) == 2
    assert first[0].players == {"agent": MAZE.recipe.player}
    stored = list(play(MAZE, MAZE.players["ceiling"](), starts(MAZE, "train", 5, seed=0)))
    write_dataset(tmp_path / "set", stored, task=MAZE, about="Five games.", seed=0)
    drawn = stored_games(MAZE, tmp_path / "set", 3, 0)
    assert drawn == stored_games(MAZE, tmp_path / "set", 3, 0)
    assert all(game in stored for game in drawn)
    assert len({game.seed for game in drawn}) == 3
    with pytest.raises(DataError, match=r"holds 5 episodes, 6 are to be shown; lower --shots or choose a larger one$"):
        stored_games(MAZE, tmp_path / "set", 6, 0)
    with pytest.raises(DataError, match=r"holds episodes of maze/full version 1, not of guessing version 1"):
        stored_games(GUESSING, tmp_path / "set", 3, 0)


# ---- partners on tape


def episodes(partner: object, count: int = 8, width: int = 64) -> list[Episode]:
    return list(play(GUESSING, Counter(), starts(GUESSING, "eval", count, seed=0), partner=partner, width=width))  # type: ignore[arg-type]


def test_a_tape_plays_back_what_was_recorded_at_any_width(tmp_path: Path) -> None:
    model = Scripted("Yes.", "No.", "Maybe.", "No.", "Yes.", "")
    recorded = episodes(Cassette(tmp_path / "tape.jsonl", partner_seat(GUESSING, model)))
    calls = len(model.asked)
    assert episodes(Cassette(tmp_path / "tape.jsonl")) == recorded
    assert episodes(Cassette(tmp_path / "tape.jsonl"), width=1) == recorded
    assert recorded[0].players["partner"] == "chat:scripted", "the tape says who spoke"
    # Recording again asks only for what is not on the tape.
    episodes(Cassette(tmp_path / "tape.jsonl", partner_seat(GUESSING, model)))
    assert len(model.asked) == calls


def test_a_tape_is_readable(tmp_path: Path) -> None:
    episodes(Cassette(tmp_path / "tape.jsonl", Knower()), count=1)
    lines = [json.loads(line) for line in (tmp_path / "tape.jsonl").read_text().splitlines()]
    assert lines[0] == {"name": "embedded", "sees_scenario": False}
    assert {k: lines[1][k] for k in ("turns", "scenario", "text")} == {"turns": [["env", "0"]], "scenario": {"number": "0"}, "text": "Yes."}


def test_what_is_not_on_the_tape(tmp_path: Path) -> None:
    episodes(Cassette(tmp_path / "tape.jsonl", Knower()), count=1)
    with pytest.raises(
        RunError, match=r"^the tape .*tape\.jsonl has no answer to '0' with this seed and what went before; record it again with a policy$"
    ):
        episodes(Cassette(tmp_path / "tape.jsonl"), count=2)


def test_tapes_that_cannot_be_played(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^there is no tape at .*tape\.jsonl; record one with a policy first$"):
        Cassette(tmp_path / "tape.jsonl")
    episodes(Cassette(tmp_path / "tape.jsonl", Knower()), count=1)
    with pytest.raises(DataError, match=r"is a tape of embedded, not of counter; record on a new one$"):
        Cassette(tmp_path / "tape.jsonl", Counter())
    text = (tmp_path / "tape.jsonl").read_text()
    for damaged in ("", "[]\n", text[:-20], '{"name": "x"}\n', text + '{"text": "no cut"}\n'):
        (tmp_path / "tape.jsonl").write_text(damaged)
        with pytest.raises(DataError, match=r"is not a tape, or a damaged one .*; remove it and record again$"):
            Cassette(tmp_path / "tape.jsonl")
