"""Chatty and roundabout wordings in plain ones, from wordings.toml: "would I hear Spanish on the bus" -> "do people speak spanish".

A row is looked at where the question holds one of its words, so that their number costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lmrl_gym.tasks.guess_city.country_claims import languages_known
from lmrl_gym.tasks.guess_city.knowledge import knowledge, table
from lmrl_gym.tasks.guess_city.sights import sight_named
from lmrl_gym.tasks.guess_city.words import plain


class Wordings:
    """Rows of what stands in a text and what is put for it, each looked at where the text holds one of the words `on`."""

    __slots__ = ("_by_word", "_put", "patterns")

    def __init__(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Of each row: the words `on`, the pattern, what is put for it."""
        self.patterns = tuple(re.compile(pattern) for _, pattern, _ in rows)
        self._put = tuple(put for _, _, put in rows)
        found: dict[str, list[int]] = {}
        for number, (on, _, _) in enumerate(rows):
            for word in on.split():
                found.setdefault(word, []).append(number)
        self._by_word = {word: tuple(numbers) for word, numbers in found.items()}

    def reword(self, text: str) -> str:
        """`text` (plain words) with each row put for what it fits, in the order of the rows."""
        done = -1
        while True:
            called: set[int] = set()
            for word in text.split():
                called.update(self._by_word.get(word, ()))
            for number in sorted(called):
                if number > done and self.patterns[number].search(text) and (fitted := self.patterns[number].sub(self._put[number], text)) != text:
                    text, done = " ".join(fitted.split()), number
                    break
            else:
                return text


@lru_cache(maxsize=1)
def _wordings() -> Wordings:
    known = knowledge()
    peoples = {plain(a) for a in known.adjectives} | {plain(row[0]) for row in known.abroad.values()}
    marks = table("wordings")["marks"] | {"language": "|".join(languages_known()), "people": "|".join(sorted(peoples))}
    rows = []
    for row in table("wordings")["row"]:
        pattern = row["from"]
        for mark, words in marks.items():
            pattern = pattern.replace(f"<{mark}>", f"(?:{words})")
        rows.append((row["on"], pattern, row["to"]))
    return Wordings(rows)


def wording_patterns() -> tuple[str, ...]:
    """The patterns' sources, from which the known words are taken."""
    return tuple(pattern.pattern for pattern in _wordings().patterns)


def reworded(text: str) -> str:
    """`text` (plain words) in plainer wording, by the table; as it is where that would lose a sight that it names."""
    said = _wordings().reword(text)
    return text if said != text and (sight := sight_named(text)) and sight not in said else said
