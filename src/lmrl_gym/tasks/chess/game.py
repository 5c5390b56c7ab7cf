"""The game of chess as a conversation: White is the agent, Black the partner, every text is the position that now stands.

Draws are those that need no claim: stalemate, insufficient material, fivefold repetition, and 75 moves without capture or pawn move. All but
the repetition can be seen in the FEN. Nobody claims: a policy that sees the latest position only could not know when it may, and the two
automatic rules and the turn limit end every game.
"""

from __future__ import annotations

from collections.abc import Mapping

import chess

from lmrl_gym.core.episode import Ending, Role, Scenario, Turn
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Ask, Dialogue, Step
from lmrl_gym.tasks.chess.notation import position_text, read_answer, read_move, read_position

TURN_LIMIT = 401
_SEVENTY_FIVE_MOVES = 150
"""Half moves without capture or pawn move after which a game is drawn."""
_FIVEFOLD_NEEDS = 16
"""Half moves since the last capture or pawn move before a position can stand for the fifth time."""


def over(board: chess.Board) -> float | None:
    """The game's result for White, 1, 0 or -1, or None while it goes on."""
    if not any(board.generate_legal_moves()):
        if not board.is_check():
            return 0.0
        return -1.0 if board.turn == chess.WHITE else 1.0
    quiet = board.halfmove_clock
    if quiet >= _SEVENTY_FIVE_MOVES or board.is_insufficient_material():
        return 0.0
    return 0.0 if quiet >= _FIVEFOLD_NEEDS and board.is_fivefold_repetition() else None


def start_board(scenario: Scenario) -> chess.Board:
    """The board a scenario starts from; DataError where its `fen` is no legal position that White can play on from."""
    fen = scenario.get("fen")
    board = read_position(fen) if isinstance(fen, str) else None
    if board is None or board.turn != chess.WHITE or over(board) is not None:
        raise DataError(f"the chess scenario's fen {fen!r} is no legal position with White to move in a game that goes on; give another")
    return board


class ChessEnv:
    """One game (`core.task.PartnerEnv`): +1 for mate, -1 for being mated and for a text that is no legal move, 0 for all else.

    A text that is no legal move leaves the board as it is, and Black does not move. Black's answer that is none is replaced by the first legal
    move in alphabetical order of coordinates, and counted. The 401st text of the agent, once answered, is the last.
    """

    __slots__ = ("_asked", "_black_illegal", "_board", "_illegal", "_over", "_scenario", "_text", "_turns")

    def __init__(self, scenario: Scenario) -> None:
        self._board = start_board(scenario)
        self._scenario = scenario
        self._text = position_text(self._board)
        self._turns = 0
        self._illegal = 0
        self._black_illegal = 0
        self._asked = False
        self._over = False

    @property
    def opening(self) -> str:
        return self._text

    def step(self, text: str, /) -> Step | Ask:
        """White's move. RunError after the end, and while Black's answer is waited for."""
        if self._over or self._asked:
            raise RunError("it is not White's turn in this game of chess; " + ("start a new game" if self._over else "resume it with Black's move"))
        self._turns += 1
        move = read_move(self._board, text)
        if move is None:
            self._illegal += 1
            return self._answer(None, -1.0)
        self._push(move)
        result = over(self._board)
        if result is not None:
            return self._answer(result)
        self._asked = True
        return Ask(Dialogue([Turn(Role.ENV, self._text)], self._scenario))

    def resume(self, text: str, /) -> Step:
        """Black's move, in SAN or in coordinates. RunError where Black was not asked."""
        if not self._asked:
            raise RunError("Black was not asked for a move in this game of chess; step it with White's move")
        self._asked = False
        move = read_answer(self._board, text)
        if move is None:
            self._black_illegal += 1
            move = min(self._board.legal_moves, key=chess.Move.uci)
        self._push(move)
        return self._answer(over(self._board))

    def _push(self, move: chess.Move) -> None:
        self._board.push(move)
        self._text = position_text(self._board)

    def _answer(self, result: float | None, reward: float = 0.0) -> Step:
        """The step that shows the position: the game's end where it has a `result`, or where the turns are used up."""
        if result is None and self._turns < TURN_LIMIT:
            return Step(self._text, reward)
        self._over = True
        if result is None:
            return Step(self._text, reward, Ending.TURN_LIMIT, self._metrics(None))
        return Step(self._text, result, Ending.SUCCESS if result == 1 else Ending.FAILURE, self._metrics(result))

    def _metrics(self, result: float | None) -> Mapping[str, float]:
        return {
            "illegal": float(self._illegal),
            "illegal_share": self._illegal / self._turns,
            "win": float(result == 1),
            "draw": float(result == 0),
            "loss": float(result == -1),
            "partner_illegal": float(self._black_illegal),
        }
