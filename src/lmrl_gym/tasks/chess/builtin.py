"""A small chess player of our own, for machines without an engine: quick and greedy, or slower with a search.

`greedy` looks at one move: what it takes, what it promotes to, and what it leaves to be taken. `searched` looks a few moves ahead, counting
material, how central the pieces stand and, against few pieces, how far the other king is driven. Both draw among their best moves with the
generator they are given.
"""

from __future__ import annotations

import random

import chess

VALUES = (0, 100, 320, 330, 500, 900, 0)
"""Centipawns by python-chess's number of the piece: none, pawn, knight, bishop, rook, queen, king."""
_MATE = 100_000
_CENTRE = tuple(6 - max(abs(2 * (s & 7) - 7), abs(2 * (s >> 3) - 7)) + (1 if 2 <= (s & 7) <= 5 else 0) for s in range(64))
"""How near the middle a square is: 6 there, -1 in the corners."""


_FEW = 1
"""Enemy men, the king among them, against which `greedy` searches: mates do not come by taking."""


def greedy(board: chess.Board, rng: random.Random) -> chess.Move:
    """The move that wins most at once, or a piece's own mate; against a nearly bare king, the best by a short search. The board has a legal move."""
    enemy = not board.turn
    if board.occupied_co[enemy].bit_count() <= _FEW:
        return searched(board, 2, rng)
    theirs, _, pawns = _attacks(board, enemy)
    ours, ours_twice, _ = _attacks(board, board.turn)
    king = board.king(enemy)
    assert king is not None
    near = _lines(board, king)
    best = -_MATE
    tied: list[chess.Move] = []
    for move in board.generate_legal_moves():
        origin, target = chess.BB_SQUARES[move.from_square], chess.BB_SQUARES[move.to_square]
        piece = board.piece_type_at(move.from_square) or 0
        taken = board.piece_type_at(move.to_square) or (chess.PAWN if piece == chess.PAWN and (move.from_square ^ move.to_square) & 7 else 0)
        value = VALUES[piece]
        score = VALUES[taken]
        if theirs & origin and not (ours & origin and not pawns & origin):
            score += value // 2
        if move.promotion:
            score += VALUES[move.promotion] - value
            value = VALUES[move.promotion]
        if theirs & target:
            score -= value if not ours_twice & target else max(0, value - 100) if pawns & target else value // 4
        if near & target and _mates(board, move):
            return move
        if score >= best:
            if score > best:
                best, tied = score, []
            tied.append(move)
    return tied[int(rng.random() * len(tied))]


def _attacks(board: chess.Board, color: chess.Color) -> tuple[int, int, int]:
    """The squares that `color` attacks, those that it attacks at least twice, and those that its pawns attack, as bitboards."""
    once = twice = pawns = 0
    for square in chess.scan_forward(board.occupied_co[color]):
        attacked = board.attacks_mask(square)
        twice |= once & attacked
        once |= attacked
        if board.pawns & chess.BB_SQUARES[square]:
            pawns |= attacked
    return once, twice, pawns


def _lines(board: chess.Board, square: int) -> int:
    """The squares from which a queen or a knight reaches `square`, as a bitboard."""
    lines = chess.BB_KNIGHT_ATTACKS[square]
    lines |= chess.BB_DIAG_ATTACKS[square][chess.BB_DIAG_MASKS[square] & board.occupied]
    lines |= chess.BB_RANK_ATTACKS[square][chess.BB_RANK_MASKS[square] & board.occupied]
    return lines | chess.BB_FILE_ATTACKS[square][chess.BB_FILE_MASKS[square] & board.occupied]


def _mates(board: chess.Board, move: chess.Move) -> bool:
    board.push(move)
    mate = board.is_checkmate()
    board.pop()
    return mate


def searched(board: chess.Board, depth: int, rng: random.Random) -> chess.Move:
    """The best move by a search of `depth` half moves (1 or more), lengthened while pieces are taken. The board has a legal move."""
    moves = _ordered(board)
    rng.shuffle(moves)
    moves.sort(key=lambda move: -_gain(board, move))
    best, choice = -2 * _MATE, moves[0]
    for move in moves:
        board.push(move)
        score = -_alpha_beta(board, depth - 1, -2 * _MATE, -best)
        board.pop()
        if score > best:
            best, choice = score, move
    return choice


def _alpha_beta(board: chess.Board, depth: int, low: int, high: int) -> int:
    """The value of the position for the side to move, exact where it lies between `low` and `high`."""
    if board.is_insufficient_material() or board.is_repetition(2):
        return 0
    if depth <= 0:
        return _quiet(board, low, high, 4)
    moves = _ordered(board)
    if not moves:
        return -_MATE - depth if board.is_check() else 0
    for move in moves:
        board.push(move)
        score = -_alpha_beta(board, depth - 1, -high, -low)
        board.pop()
        if score >= high:
            return score
        low = max(low, score)
    return low


def _quiet(board: chess.Board, low: int, high: int, depth: int) -> int:
    """As `_alpha_beta`, where only captures are looked at, and taking nothing is always allowed."""
    standing = _value(board)
    if standing >= high or depth == 0:
        return standing
    low = max(low, standing)
    for move in sorted(board.generate_legal_captures(), key=lambda move: -_gain(board, move)):
        board.push(move)
        score = -_quiet(board, -high, -low, depth - 1)
        board.pop()
        if score >= high:
            return score
        low = max(low, score)
    return low


def _ordered(board: chess.Board) -> list[chess.Move]:
    return sorted(board.generate_legal_moves(), key=lambda move: -_gain(board, move))


def _gain(board: chess.Board, move: chess.Move) -> int:
    """What a move takes and promotes to, less a little for what it is taken with."""
    taken = board.piece_type_at(move.to_square)
    gain = VALUES[move.promotion or 0]
    return gain + 10 * VALUES[taken] - VALUES[board.piece_type_at(move.from_square) or 0] if taken else gain


def _value(board: chess.Board) -> int:
    """Material and places, in centipawns for the side to move."""
    total, material = 0, [0, 0]
    for color, sign in ((chess.WHITE, 1), (chess.BLACK, -1)):
        for square in chess.scan_forward(board.occupied_co[color] & ~board.kings):
            piece = board.piece_type_at(square) or 0
            material[color] += VALUES[piece]
            total += sign * (VALUES[piece] + 3 * _CENTRE[square])
            if piece == chess.PAWN:
                rank = square >> 3 if color else 7 - (square >> 3)
                total += sign * rank * rank * 2
    for color, sign in ((chess.WHITE, 1), (chess.BLACK, -1)):
        mine, other = board.king(color), board.king(not color)
        if mine is not None and other is not None and material[not color] < 500 < material[color] + 100:
            total += sign * (10 * (6 - _CENTRE[other]) + 4 * (7 - chess.square_distance(mine, other)))
    return total if board.turn else -total
