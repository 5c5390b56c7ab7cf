"""What the cards say of figures that differ from the paper's: each number of a note is worked out again here, from the rules of the game."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from lmrl_gym.core.task import PaperData
from lmrl_gym.data.card import card
from lmrl_gym.data.collect import Cast, collect
from lmrl_gym.data.diagnostics import diagnose
from lmrl_gym.data.store import read_header
from lmrl_gym.tasks import load_task
from lmrl_gym.tasks.chess.opponents import STANDARD_ELO
from lmrl_gym.tasks.chess.players import STRONGEST, WEAKEST
from lmrl_gym.tasks.textnav.house import ROOMS
from lmrl_gym.tasks.textnav.solve import halves, values


def paper(name: str) -> PaperData:
    found = load_task(name).recipe.paper
    assert found is not None
    return found


def spread(wins: float, mean: float, won: float) -> float:
    """The deviation of returns where a share `wins` has mean `mean` and variance `won`, and the others return −20."""
    return math.sqrt(wins * won + wins * (1 - wins) * (mean + 20) ** 2)


def short(figure: str) -> str:
    """As notes write figures below 1."""
    return figure.replace("0.", ".")


def says(note: str, *figures: str) -> bool:
    return all(figure in note for figure in figures)


def test_twenty_questions_of_the_paper_exclude_each_other() -> None:
    p = paper("twenty_questions")
    # A game that is won returns its turns but one, a lost one −20: the mean return is wins − turns.
    assert says(p.note, f"need {p.success - p.return_mean:.2f} turns", f"would return −{p.turns_mean - p.success:.2f}")
    won = (p.return_mean + 20 * (1 - p.success)) / p.success
    assert says(p.note, f"spread by {spread(p.success, won, 0.0):.2f} at least, not {p.return_std}")  # least where all wins are alike


def test_cities_of_the_paper_exclude_each_other() -> None:
    p = paper("guess_city")
    assert says(p.note, f"return −{p.turns_mean - p.success:.2f}", f"{p.success - p.return_mean:.2f} turns are needed")
    won = (p.return_mean + 20 * (1 - p.success)) / p.success
    # Returns of wins lie between −19 and 0; with their mean given they vary most where each is one of the two.
    assert says(p.note, f"spread by {spread(p.success, won, (0 - won) * (won + 19)):.2f} at most, not {p.return_std}")


def test_text_navigation_by_other_halves() -> None:
    p = paper("textnav/full")

    def wins(home: frozenset[str]) -> float:
        return sum(values(home).values()) / len(ROOMS)

    near, far = wins(halves()["near"]), wins(halves()["far"])
    assert says(p.note, short(f"one wins {near:.3f}"), short(f"the other {far:.3f}"), short(f"{(near + far) / 2:.3f} of all"))
    way = frozenset(("kitchen", "dining room", "living room", "bedroom"))
    knows, never = wins(way), wins(frozenset(ROOMS) - way)
    assert never < 0.001
    assert says(p.note, short(f"wins {knows:.3f}"), short(f"win {(knows + 3 * never) / 4:.3f}"))
    # 1 to 15 turns with a mean of 12.2 vary most where each visit has one or the other.
    assert says(p.note, f"{math.sqrt((15 - p.turns_mean) * (p.turns_mean - 1)):.1f} at most, not {p.turns_std}")
    assert paper("textnav/partial") == p


def test_whole_games_of_chess_by_the_elo_formula() -> None:
    leads = [max(elo, STANDARD_ELO) - STANDARD_ELO for elo in range(WEAKEST, STRONGEST + 1)]
    worth = sum(2 / (1 + 10 ** (-lead / 400)) - 1 for lead in leads) / len(leads)
    assert says(paper("chess/game").note, short(f"worth {worth:.3f}"))


def test_five_hundred_endgames_are_too_few_to_set_hundredths_by() -> None:
    assert says(paper("chess/endgame").note, short(f"of {math.sqrt(0.574 * 0.426 / 500):.3f}"))
    data = load_task("chess/endgame").references["data"]
    assert says(paper("chess/endgame").note, f"{data.episodes:,}", short(f"{data.mean:.3f} with one of {data.stderr:.3f}"))


def test_a_note_is_for_the_rule_and_the_words_that_it_speaks_of() -> None:
    assert paper("wordle").note
    assert not paper("wordle/official").note
    assert not paper("maze/full").note, "the maze's data are as the paper's"


@pytest.mark.parametrize("cast", [False, True])
def test_the_note_stands_in_the_card_and_in_the_report_where_the_recipe_was_played(tmp_path: Path, cast: bool) -> None:
    """Data of another player are no recipe's, and what the recipe differs by is not said of them."""
    task = load_task("textnav/full")
    note = paper("textnav/full").note
    collect("textnav/full", "small", tmp_path / "set", workers=1, episodes=20, cast=Cast(task.players["floor"]()) if cast else None)
    text = (tmp_path / "set" / "README.md").read_text()
    assert (f"\n\n{note}\n\n## Columns" in text) is not cast
    statistics = diagnose(tmp_path / "set", task)["statistics"]
    assert isinstance(statistics, dict)
    assert statistics.get("beside the paper") == (None if cast else note)


def test_without_a_note_nothing_stands_there(tmp_path: Path) -> None:
    collect("textnav/full", "small", tmp_path / "set", workers=1, episodes=20)
    task = load_task("textnav/full")
    silent = replace(task, recipe=replace(task.recipe, paper=replace(paper("textnav/full"), note="")))
    assert "ends of its scale.\n\n## Columns" in card(read_header(tmp_path / "set"), silent)
