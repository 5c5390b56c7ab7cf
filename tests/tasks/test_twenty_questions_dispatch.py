"""Twenty questions' tables of shapes: none that can match is left out by how a phrase starts."""

from __future__ import annotations

import re
from pathlib import Path

from lmrl_gym.tasks.twenty_questions.clauses import clause
from lmrl_gym.tasks.twenty_questions.dispatch import Table, starts
from lmrl_gym.tasks.twenty_questions.shapes import CLAUSES, FRAMES
from lmrl_gym.tasks.twenty_questions.verbs import VERBS

CASES = Path(__file__).with_name("twenty_questions_cases.txt")


def test_how_a_pattern_may_start() -> None:
    assert starts(r"^is it (?P<rest>.+)") == {"is"}
    assert starts(r"^(?:can|could|(?:does|did)) it ") == {"ca", "co", "do", "di"}
    assert starts(r"^(?:an? )?tool") is None  # may be left out
    assert starts(r"^do|does") is None  # a choice of the whole
    assert starts(r"^(?:ax?|be)t") is None  # one letter alone


def test_a_table_leaves_out_only_what_cannot_match() -> None:
    questions = [line.split(" | ")[1] for line in CASES.read_text(encoding="utf-8").splitlines() if line.count(" | ") == 2]
    for rows in (CLAUSES, FRAMES, VERBS):
        table = Table(rows)
        for question in questions[::9]:
            for said in (whole := clause(question) or "", whole.partition(" it ")[2]):
                kept = [pattern.pattern for pattern, _ in table.of(said) if pattern.match(said)]
                assert kept == [pattern for pattern, _ in rows if re.match(pattern, said)], said
