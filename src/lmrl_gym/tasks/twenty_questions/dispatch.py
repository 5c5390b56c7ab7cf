"""Tables of shapes, each with the shapes that can match at all sorted by how a phrase starts, so that few are tried on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

Read = TypeVar("Read")


class Table(Generic[Read]):
    """Patterns in the order in which they are tried, and what each is read by."""

    __slots__ = ("_by_start", "_rows")

    def __init__(self, rows: Sequence[tuple[str, Read]]) -> None:
        self._rows = [(starts(pattern), re.compile(pattern), read) for pattern, read in rows]
        self._by_start: dict[str, list[tuple[re.Pattern[str], Read]]] = {}

    def of(self, phrase: str) -> list[tuple[re.Pattern[str], Read]]:
        """The patterns that may match what starts as the phrase does, in their order."""
        start = phrase[:2]
        found = self._by_start.get(start)
        if found is None:
            found = [(pattern, read) for heads, pattern, read in self._rows if heads is None or len(start) < 2 or start in heads]
            if start.isascii() and start.isalpha():  # no more than 676 are kept
                self._by_start[start] = found
        return found


class Signs:
    """Which rows of a table can say something of a clause: those one of whose signs may stand in it, by the first letters of its words."""

    __slots__ = ("_anyway", "_by_letters")

    def __init__(self, signs: Iterable[Sequence[str]]) -> None:
        self._by_letters: dict[str, list[int]] = {}
        self._anyway: list[int] = []
        for row, said in enumerate(signs):
            letters = [_letters(sign) for sign in said]
            if all(letters):
                for key in letters:
                    self._by_letters.setdefault(key, []).append(row)
            else:
                self._anyway.append(row)

    def rows(self, clause: str) -> list[int]:
        """Their numbers, in order."""
        found = set(self._anyway)
        for word in clause.split():
            if rows := self._by_letters.get(word[:4]):
                found.update(rows)
        return sorted(found)


def _letters(sign: str) -> str:
    """The first letters, four at most, of a word of the sign that is plain to see whole or is long enough; nothing where there is none."""
    for i, word in enumerate(words := sign.split()):
        begins = i > 0 or sign.startswith(" ")
        ends = i < len(words) - 1 or sign.endswith(" ")
        if begins and (ends or len(word) >= 4):
            return word[:4]
    return ""


def starts(pattern: str) -> frozenset[str] | None:
    """The two letters that what the pattern matches may start with; None where that is not plain to see."""
    return _heads(pattern.removeprefix("^")) if pattern.startswith("^") and not _choices(pattern)[1:] else None


def _heads(pattern: str) -> frozenset[str] | None:
    group = re.match(r"\(\?(?::|P<\w+>)", pattern)
    if group is None:
        plain = re.match(r"[a-z]{2}(?![?*{|])|[a-z]{2}(?=$|\|)", pattern)
        return frozenset((plain[0],)) if plain else None
    end = _end(pattern)
    if pattern[end + 1 : end + 2] in ("?", "*", "{"):
        return None
    found = [_heads(choice) for choice in _choices(pattern[group.end() : end])]
    return None if None in found else frozenset().union(*(heads for heads in found if heads))


def _end(pattern: str) -> int:
    """Where the group that the pattern starts with is closed."""
    depth = 0
    for i, sign in enumerate(pattern):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if not depth:
            return i
    return len(pattern)


def _choices(pattern: str) -> list[str]:
    """The parts between the bars that stand in no group."""
    found, depth = [""], 0
    for sign in pattern:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found
