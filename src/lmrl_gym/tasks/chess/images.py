"""The eight images of an endgame: the board mirrored and turned.

Without pawns and castling the rules are the same on every one of them, so that a stored game is eight games.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lmrl_gym.core.episode import Episode, Role, Turn
from lmrl_gym.tasks.chess.notation import read_fen, spell
from lmrl_gym.tasks.chess.placement import SQUARES, Move, Placement, board, moves, read, san
from lmrl_gym.tasks.chess.retrograde import SYMMETRIES, image, turned


def images(episode: Episode) -> Iterator[Episode]:
    """The game as it was, then on the board turned by each other symmetry.

    A game with a text that is no legal move of its position, spelled as the task spells it, has no image but itself: what such a text would be on
    a turned board, nobody can say. Samples are left out, since they are of other words.
    """
    yield episode
    played = _moves(episode)
    if played is None:
        return
    for symmetry in SYMMETRIES[1:]:
        yield _image(episode, played, symmetry)


def _moves(episode: Episode) -> list[tuple[Placement, Move]] | None:
    """Each of White's turns as the placement it met and the move it was; None where one is no move."""
    found = []
    for before, turn in zip(episode.turns[::2], episode.turns[1::2], strict=False):
        placement = read(before.text)
        move = _move(placement, turn.text) if placement is not None and placement.white_to_move else None
        if placement is None or move is None:
            return None
        found.append((placement, move))
    return found


def _move(placement: Placement, text: str) -> Move | None:
    """The move that a spelled SAN names; None where it is not what `san` writes of any."""
    said = "".join(text.split())
    fits = (m for m in moves(placement) if SQUARES[m[1]] in said and san(placement, m, said.endswith("#")) == said)
    move = next(fits, None)
    return move if move is not None and spell(said) == text else None


def _image(episode: Episode, played: list[tuple[Placement, Move]], symmetry: int) -> Episode:
    turns = []
    for i, turn in enumerate(episode.turns):
        if turn.role is Role.ENV:
            turns.append(Turn(Role.ENV, spell(_fen(read_fen(turn.text), symmetry))))
            continue
        placement, (start, there) = played[i // 2]
        move = (turned(start, symmetry), turned(there, symmetry))
        turns.append(Turn(Role.AGENT, spell(san(image(placement, symmetry), move, "#" in turn.text)), turn.reward))
    return replace(episode, scenario={**episode.scenario, "fen": _fen(str(episode.scenario["fen"]), symmetry)}, turns=tuple(turns))


def _fen(fen: str, symmetry: int) -> str:
    """The position turned; whose turn it is and the clocks stay."""
    rows, *rest = fen.split(" ")
    marks: dict[int, str] = {}
    for rank, row in enumerate(rows.split("/")):
        file = 0
        for mark in row:
            if mark.isdigit():
                file += int(mark)
            else:
                marks[turned(56 - 8 * rank + file, symmetry)] = mark
                file += 1
    return " ".join([board(marks), *rest])
