"""Long tables of patterns, of which only those are tried on a text that can match it: a piece that every match holds must stand in the text.

The pieces are read off the patterns themselves. A pattern off which none can be read is always tried, so that a sieve never changes what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lmrl_gym.tasks.guess_city.patterns import regex

_SHORTEST = 2
"""Characters that a piece has at least; it is looked up by its first two or three."""


class Sieve:
    """Patterns by number, in the order of their table."""

    __slots__ = ("_always", "_by_start", "patterns")

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = tuple(map(re.compile, patterns))
        always: list[int] = []
        by_start: dict[str, dict[str, list[int]]] = {}
        for number, pattern in enumerate(patterns):
            pieces = needed(pattern)
            if pieces is None:
                always.append(number)
            for piece in pieces or ():
                by_start.setdefault(piece[:3], {}).setdefault(piece, []).append(number)
        self._always = tuple(always)
        self._by_start = {start: tuple((piece, tuple(numbers)) for piece, numbers in found.items()) for start, found in by_start.items()}

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that may match somewhere in the text, ascending."""
        found = set(self._always)
        for start in _starts(text) & self._by_start.keys():
            for piece, numbers in self._by_start[start]:
                if piece in text:
                    found.update(numbers)
        return sorted(found)

    def search(self, text: str) -> tuple[int, re.Match[str]] | None:
        """The first pattern of the table that matches, and its first match."""
        return next(((number, match) for number in self.candidates(text) if (match := self.patterns[number].search(text))), None)


@lru_cache(maxsize=1024)
def _starts(text: str) -> frozenset[str]:
    """Every two and every three characters that stand together in the text."""
    return frozenset([text[i : i + 2] for i in range(len(text) - 1)] + [text[i : i + 3] for i in range(len(text) - 2)])


def needed(pattern: str) -> frozenset[str] | None:
    """Pieces of text of which every match of `pattern` holds at least one; None where they cannot be read off."""
    if "(?(" in pattern or regex(r"\(\?[a-z]").search(pattern.replace("(?P", "(")):
        return None
    found = [_best(choice) for choice in _choices(pattern)]
    return None if None in found else frozenset().union(*(pieces for pieces in found if pieces))


def _best(sequence: str) -> frozenset[str] | None:
    """Of the parts that a match of `sequence` (without bars outside groups) must hold, the pieces that tell most: long ones, then few."""
    held = [pieces for pieces in _parts(sequence) if pieces and min(map(len, pieces)) >= _SHORTEST]
    return max(held, key=lambda pieces: (min(3, min(map(len, pieces))), -len(pieces), min(map(len, pieces))), default=None)


def _parts(sequence: str) -> Iterator[frozenset[str] | None]:
    """What a match must hold one after the other: runs of plain characters, and groups."""
    run, i = "", 0
    while i < len(sequence):
        end = _end(sequence, i)
        atom, times = sequence[i:end], _times(sequence, end)
        optional = times[:1] in ("?", "*") or times.startswith(("{0", "{,"))
        if regex(r"\(\?<?[=!]|\\[bB]|[$^]").match(atom):
            pass  # takes no room: what stands on its sides stands together
        elif atom[0] in "([.\\" and not regex(r"\\\W").fullmatch(atom):
            yield frozenset((run,))
            run = ""
            if atom[0] == "(" and not optional:
                yield needed(regex(r"^\((\?:|\?P<\w+>)?").sub("", atom)[:-1])
        elif optional:
            yield frozenset((run,))
            run = ""
        else:
            run += atom[-1]
            if times:
                yield frozenset((run,))
                run = ""
        i = end + len(times)
    yield frozenset((run,))


def _times(pattern: str, at: int) -> str:
    """The sign at `at` that says how often what stands before it may come; empty where there is none."""
    found = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?").match(pattern, at)
    return found[0] if found else ""


def _end(pattern: str, at: int) -> int:
    """Where what starts at `at` ends: a group, a class, an escaped character, a character."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[":
        end = at + 2 + (pattern[at + 1] == "^")
        while pattern[end] != "]":
            end += 2 if pattern[end] == "\\" else 1
        return end + 1
    if pattern[at] != "(":
        return at + 1
    end = at + 1
    while pattern[end] != ")":
        end = _end(pattern, end)
    return end + 1


def _choices(pattern: str) -> list[str]:
    """The parts between the bars that stand in no group."""
    found, begun, i = [], 0, 0
    while i < len(pattern):
        if pattern[i] == "|":
            found.append(pattern[begun:i])
            begun = i + 1
        i = _end(pattern, i)
    return [*found, pattern[begun:]]
