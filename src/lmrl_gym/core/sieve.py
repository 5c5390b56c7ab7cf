"""Patterns that are tried on a text only where they can match it: a piece that every match holds must stand in the text.

The pieces are read off the patterns themselves. A pattern off which none can be read is always tried, so that what is found never changes. `Sieve` is
for long tables, `Gated` for a pattern by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_FLAGS = re.compile(r"\(\?[a-z]")
_NO_ROOM = re.compile(r"\(\?<?[=!]|\\[bB]|[$^]")
_ESCAPED = re.compile(r"\\\W")
_OPENED = re.compile(r"^\((\?:|\?P<\w+>)?")
_REPEATED = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
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


class Gated:
    """One pattern, plain or compiled, whose pieces are few beside what it costs to try it."""

    __slots__ = ("_pieces", "pattern")

    def __init__(self, pattern: str | re.Pattern[str]) -> None:
        self.pattern = re.compile(pattern)
        assert not self.pattern.flags & (re.VERBOSE | re.IGNORECASE), "pieces are read off as they stand"
        pieces = needed(self.pattern.pattern) or frozenset(("",))
        self._pieces = tuple(sorted(p for p in pieces if not any(q in p for q in pieces if q != p)))

    def passes(self, text: str) -> bool:
        """Whether the pattern may match somewhere in the text."""
        for piece in self._pieces:  # noqa: SIM110 (three times as fast as any() over a generator)
            if piece in text:
                return True
        return False

    def search(self, text: str) -> re.Match[str] | None:
        """The pattern's first match in the text."""
        return self.pattern.search(text) if self.passes(text) else None

    def sub(self, replacement: str, text: str) -> str:
        """The text with every match replaced."""
        return self.pattern.sub(replacement, text) if self.passes(text) else text


@lru_cache(maxsize=1024)
def _starts(text: str) -> frozenset[str]:
    """Every two and every three characters that stand together in the text."""
    return frozenset([text[i : i + 2] for i in range(len(text) - 1)] + [text[i : i + 3] for i in range(len(text) - 2)])


def needed(pattern: str) -> frozenset[str] | None:
    """Pieces of text of which every match of `pattern` holds at least one; None where they cannot be read off."""
    if "(?(" in pattern or _FLAGS.search(pattern.replace("(?P", "(")):
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
        if _NO_ROOM.match(atom):
            pass  # takes no room: what stands on its sides stands together
        elif atom[0] in "([.\\" and not _ESCAPED.fullmatch(atom):
            yield frozenset((run,))
            run = ""
            if atom[0] == "(" and not optional:
                yield needed(_OPENED.sub("", atom)[:-1])
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
    found = _REPEATED.match(pattern, at)
    return found[0] if found else ""


def _end(pattern: str, at: int) -> int:
    """Where what starts at `at` ends: a group, a class, an escaped character, a character."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[":
        end = at + 1 + (pattern[at + 1] == "^")
        end += pattern[end] == "]"  # first in a class it stands for itself
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
