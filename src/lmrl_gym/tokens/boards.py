"""Positions of chess for a tokenizer: square by square, so that a token's place says which squares it tells of.

A FEN counts runs of empty squares, so where a piece stands is the sum of what was said before it: hard to learn from for a small model. Here each
square is one sign, a token two squares, and what no move hangs on but for the rule of 75 moves, the two counters, is left out.
"""

from __future__ import annotations

from tokenizers import Regex, normalizers, pre_tokenizers

_BOARD = "(?=[1-8PNBRQKpnbrqk/ ]*   [wb]   )"
"""What follows a sign of a FEN's board: the rest of the board, and whose turn it is. A move is never followed so."""
_COUNTERS = r"(?<=[-KQkq]   -   |[-KQkq]   [a-h] [36]   )[0-9](?: [0-9])*   [0-9](?: [0-9])*(?=\n)"
_SQUARES = "(?:[1PNBRQKpnbrqk] ){2}"
_MOVED_TO = "[^a-h]*[a-h] "
"""A move's piece, and the file it goes to or comes from: squares of a file share their end, squares of a rank what follows."""


def spread() -> normalizers.Normalizer:
    """`8 / 4 K 3 / …   w   -   -   0   1` -> `1 1 1 1 1 1 1 1 1 1 1 1 K 1 1 1 …   w   -   -   `; any other text stays as it is."""
    runs = [normalizers.Replace(Regex(f"{n}{_BOARD}"), " ".join("1" * n)) for n in range(2, 9)]
    return normalizers.Sequence([*runs, normalizers.Replace(Regex(f"/ {_BOARD}"), ""), normalizers.Replace(Regex(_COUNTERS), "")])


def cut() -> pre_tokenizers.PreTokenizer:
    """Two squares at most are one token, and so are a move's piece and file."""
    return pre_tokenizers.Split(Regex(f"{_SQUARES}|{_MOVED_TO}"), "isolated")
