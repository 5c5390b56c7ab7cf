"""Chatty and roundabout wordings in plain ones, from wordings.toml: "would I hear Spanish on the bus" -> "do people speak spanish".

A row is looked at where the question holds one of its words, so that their number costs nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lmrl_gym.tasks.guess_city.country_claims import languages_known
from lmrl_gym.tasks.guess_city.knowledge import table


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[frozenset[str], re.Pattern[str], str], ...]:
    """Of each row: the words that call for it (any word where there are none), the pattern, and what is put for it."""
    marks = table("wordings")["marks"] | {"language": "|".join(languages_known())}
    rows = []
    for row in table("wordings")["row"]:
        pattern = row["from"]
        for mark, words in marks.items():
            pattern = pattern.replace(f"<{mark}>", f"(?:{words})")
        rows.append((frozenset(row["on"].split()), re.compile(pattern), row["to"]))
    return tuple(rows)


def wording_patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(pattern.pattern for _, pattern, _ in _rows())


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[int, ...]]:
    """For each word, the numbers of the rows that it calls for."""
    found: dict[str, list[int]] = {}
    for number, (on, _, _) in enumerate(_rows()):
        for word in on:
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def reworded(text: str) -> str:
    """`text` (plain words) with each row of the table put for what it fits, in the order of the table."""
    rows, index, done = _rows(), _index(), -1
    while True:
        for number in sorted({n for word in text.split() for n in index.get(word, ()) if n > done}):
            _, pattern, plain = rows[number]
            fitted = pattern.sub(plain, text)
            if fitted != text:
                text, done = " ".join(fitted.split()), number
                break
        else:
            return text
