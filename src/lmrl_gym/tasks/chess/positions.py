"""Where endgames begin: random positions for training and stored games, and the 645 that tests play, which these never are.

All are legal, White is to move and nobody is in check. The test positions lie in a text file that a person can read; `choose` says how they were
chosen. Held out with each is every position that looks the same mirrored or turned.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lmrl_gym.core.seeds import rng_for
from lmrl_gym.tasks.chess.placement import KINDS, Placement, attacked, beside, fen, placed, read
from lmrl_gym.tasks.chess.retrograde import SYMMETRIES, image, solved

TEST_POSITIONS = 645
LEAST_MOVES = 4
"""No test position is mated in fewer moves. The longest mates are 10 moves (KQ), 16 (KR), 6 (KQR) and 7 (KRR)."""

FILE = Path(__file__).with_name("test_positions.txt")


class Chosen(NamedTuple):
    """A test position: the endgame, how many moves White needs against the best defence, and the position as FEN."""

    kind: str
    moves: int
    fen: str


def draw(rng: random.Random) -> str:
    """A position as FEN: each endgame as likely as the others, then every placement as likely as the others. Never a test position."""
    held_out = _held_out()
    kind = rng.choice(KINDS)
    while (placement := _draw(rng, kind)) in held_out:
        pass
    return fen(placement)


@cache
def test_positions() -> tuple[str, ...]:
    """The positions of the test as FEN, always in this order, the four endgames in turn."""
    return tuple(line.split(maxsplit=2)[2] for line in FILE.read_text().splitlines())


def choose() -> list[Chosen]:
    """The test positions from the beginning: drawn by a seed of their own, short mates and look-alikes of earlier ones passed over."""
    rng = rng_for("chess/endgame", "test positions")
    chosen: list[Chosen] = []
    taken: set[Placement] = set()
    while len(chosen) < TEST_POSITIONS:
        kind = KINDS[len(chosen) % len(KINDS)]
        placement = _draw(rng, kind)
        plies = solved(kind).plies(placement)
        if plies is not None and plies >= 2 * LEAST_MOVES - 1 and placement not in taken:
            chosen.append(Chosen(kind, (plies + 1) // 2, fen(placement)))
            taken |= look_alikes(placement)
    return chosen


def look_alikes(placement: Placement) -> frozenset[Placement]:
    """The placement under the eight symmetries of the board, itself among them."""
    return frozenset(image(placement, symmetry) for symmetry in SYMMETRIES)


def _draw(rng: random.Random, kind: str) -> Placement:
    while True:
        black, *white = rng.sample(range(64), len(kind) + 1)
        placement = placed(kind, True, black, tuple(white))
        if white[0] not in beside(black) and not attacked(placement):
            return placement


@cache
def _held_out() -> frozenset[Placement]:
    tests = (read(position) for position in test_positions())
    return frozenset().union(*(look_alikes(test) for test in tests if test is not None))
