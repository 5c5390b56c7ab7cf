"""Tables of rules of which only those are tried that a word of the text calls for: rows of words, a pattern that must match too, and the rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from lmrl_gym.tasks.guess_city.patterns import regex

RuleT = TypeVar("RuleT")


class Rules(Generic[RuleT]):
    """Rows of `(words, pattern, rule)`; `words` are parted by spaces, and each of them calls the row."""

    __slots__ = ("_by_word", "called", "words")

    def __init__(self, rows: Iterable[tuple[str, str, RuleT]]) -> None:
        by_word: dict[str, list[tuple[re.Pattern[str], RuleT]]] = {}
        spelled: set[str] = set()
        for words, pattern, rule in rows:
            entry = (re.compile(pattern), rule)
            spelled.update(regex(r"[a-z]{3,}").findall(pattern.replace(r"\b", " ")))
            for word in words.split():
                by_word.setdefault(word, []).append(entry)
        self._by_word = {word: tuple(entries) for word, entries in by_word.items()}
        self.words = frozenset(spelled)
        """The words of the patterns: no slips."""
        self.called = lru_cache(maxsize=8192)(self._called)
        """The rules whose words and patterns a text (plain words) holds, with what was matched; those that its first word calls come first."""

    def _called(self, text: str) -> tuple[tuple[RuleT, re.Match[str]], ...]:
        entries = dict.fromkeys(entry for word in text.split() for entry in self._by_word.get(word, ()))
        return tuple((rule, match) for pattern, rule in entries if (match := pattern.search(text)))
