"""Patterns are passed over only where they cannot match."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmrl_gym.core.sieve import Gated, Sieve, needed
from lmrl_gym.tasks.guess_city.claims import patterns
from lmrl_gym.tasks.guess_city.kinds import kind_patterns
from lmrl_gym.tasks.guess_city.reader import mended
from lmrl_gym.tasks.guess_city.topics import topic_patterns

CASES = Path(__file__).parents[1] / "tasks" / "guess_city_cases.txt"


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        (r"\bmetro\b|\bsubway", {"metro", "subway"}),
        (r"\b(sea|ocean)s?\b", {"sea", "ocean"}),
        (r"colou?rs of the flag", {"rs of the flag"}),
        (r"(very )?warm", {"warm"}),
        (r"(?:very )+cold?", {"very "}),
        (r"snow(?! (white|leopard))", {"snow"}),
        (r"(?<!new )york", {"york"}),
        (r"[abc]anada\d{2}", {"anada"}),
        (r"st\. peter", {"st. peter"}),
        (r"how (\w+) is it", {" is it"}),
        (r"(?P<what>tram|bus) ?stop", {"stop"}),
        (r"x{0}yes", {"yes"}),
        (r"[^\])]*so[\]}]", {"so"}),
        (r"[]a]so[^]b]*it", {"so"}),
    ],
)
def test_pieces_are_read_off_a_pattern(pattern: str, pieces: set[str]) -> None:
    assert needed(pattern) == frozenset(pieces)


@pytest.mark.parametrize("pattern", [r"\w+", r"a|the", r"(warm)?", r"[a-z]{3}", r"(?i)warm", r"(very )*(warm)?"])
def test_where_no_piece_can_be_read_off_the_pattern_is_always_tried(pattern: str) -> None:
    assert needed(pattern) is None
    assert Sieve([pattern]).candidates("") == [0]


def test_every_pattern_that_matches_is_a_candidate() -> None:
    lines = [line.split("|")[1] for line in CASES.read_text(encoding="utf-8").splitlines() if line.count("|") >= 2 and not line.startswith("#")]
    texts = [mended(line) for line in lines]
    assert len(texts) > 500
    for table in (patterns(), topic_patterns(), kind_patterns()):
        sieve, found = Sieve(table), 0
        for text in texts:
            matching = {n for n, pattern in enumerate(table) if re.search(pattern, text)}
            found += len(matching)
            assert matching <= set(sieve.candidates(text)), text
        assert found > 100


def test_few_are_tried() -> None:
    sieve = Sieve(patterns())
    assert len(sieve.candidates("is there a metro in the city")) < len(sieve.patterns) / 10


def test_the_first_of_the_table_is_found() -> None:
    sieve = Sieve([r"\bbeach\b", r"\bsea(side)?\b", r"\bs\w+\b"])
    number, match = sieve.search("by the seaside, on the beach") or (-1, None)
    assert (number, match and match[0]) == (0, "beach")
    number, match = sieve.search("by the seaside") or (-1, None)
    assert (number, match and match[0]) == (1, "seaside")
    assert sieve.search("") is None


PARTS = ["sea", "s", "port", "(a|bay)", "(x )?", "[st]", r"\b", "o+", "(?!z)", ".", r"[\]s]", r"[^\]t]*", "[]p]"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5), st.text("seaportbyxz ]", max_size=12))
def test_a_sieve_changes_nothing(parts: list[str], text: str) -> None:
    pattern = "".join(parts)
    plain = re.search(pattern, text)
    found = Sieve([pattern]).search(text)
    assert (found and found[1].span()) == (plain and plain.span())
    gated = Gated(pattern)
    assert str(gated.search(text)) == str(plain)
    assert gated.sub("-", text) == re.sub(pattern, "-", text)
