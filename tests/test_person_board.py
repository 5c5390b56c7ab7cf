"""A person who plays sees the task's sketch before each text."""

from __future__ import annotations

import pytest

from lmrl_gym import load_task, play, starts
from lmrl_gym.person import Person


def test_a_person_sees_the_board(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    task = load_task("chess/endgame")
    typed = iter(["what?"] * 2)

    def line(_: str) -> str:
        text = next(typed, None)
        if text is None:
            raise KeyboardInterrupt
        return text

    monkeypatch.setattr("builtins.input", line)
    partner = task.partner("exact")
    with pytest.raises(KeyboardInterrupt):
        next(play(task, Person(task.sketch), starts(task, "eval", 1, seed=0), partner=partner, width=1))
    shown = capsys.readouterr().out
    assert shown.count("  a b c d e f g h\n") == 3  # at the start, and after each line that was no move
    assert shown.count("♔") == 3
    assert "last move: none" in shown


def test_where_there_is_no_sketch_the_text_stands_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    task = load_task("maze/full")
    monkeypatch.setattr("builtins.input", lambda _: "move up")
    (episode,) = play(task, Person(task.sketch), starts(task, "eval", 1, seed=0), width=1)
    assert episode.length == 101
    assert capsys.readouterr().out.count("The goal is at position 8, 6.") == 101
