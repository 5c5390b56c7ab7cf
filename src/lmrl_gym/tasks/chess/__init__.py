"""Chess as White against an engine: whole games from the first move, or endgames in which a win can be forced.

The opponent is Stockfish at a fixed, weakened strength where it is installed, else a small built-in player; the record names it. Scenarios are
{"fen": …}, the position White begins from; those of stored whole games also say how strongly White plays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import chess

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.errors import no_such
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import PaperData, PaperScale, Policy, Recipe, Task, View
from lmrl_gym.tasks import read_references
from lmrl_gym.tasks.chess import endgame_players, opponents, players, positions
from lmrl_gym.tasks.chess.drawing import opponent_prompt, picture, terminal
from lmrl_gym.tasks.chess.game import TURN_LIMIT, ChessEnv
from lmrl_gym.tasks.chess.images import images
from lmrl_gym.tasks.chess.uci import find_engine

VERSION = "1"


def build_game() -> Task:
    """A whole game from the first move."""
    engine = find_engine() is not None
    return _build(
        "chess/game",
        "Win a game of chess as White; +1 for mate, −1 for being mated and for each illegal move.",
        _first_position,
        200,
        {"floor": players.floor, "ceiling": lambda: players.ceiling(engine), "behaviour": lambda: players.behaviour(engine)},
        players.RECIPE,
        PaperScale(-401, 0.21, 1),
        {},
    )


def build_endgame() -> Task:
    """A won endgame: queen, rook, queen and rook, or two rooks against the lone king."""
    task = _build(
        "chess/endgame",
        "Mate a lone king with queen or rooks; +1 for mate, −1 for each illegal move.",
        _endgame,
        positions.TEST_POSITIONS,
        {"floor": endgame_players.Floor, "ceiling": endgame_players.Optimal, "behaviour": endgame_players.EpsilonGreedy},
        Recipe(
            player="behaviour",
            scenario=lambda rng: {"fen": positions.draw(rng)},
            episodes={"small": 20_000, "paper": 97_756},
            about="Endgames from random positions: White plays the shortest mate or, now and then, any legal move; Black is the standard opponent.",
            paper=PaperData(97_756, 11.9, 12.0, 0.59, 0.586, 0.492, endgame_players.NOTE),
        ),
        PaperScale(-1, 0.586, 1),
        {"exact": endgame_players.Defender},
    )
    return replace(task, images=images)


VARIANTS = {"chess/game": build_game, "chess/endgame": build_endgame}


def _first_position(split: str, index: int) -> Scenario:
    """Every game begins alike: what differs between episodes is what the players draw."""
    del index
    _check_split(split)
    return {"fen": chess.STARTING_FEN}


def _endgame(split: str, index: int) -> Scenario:
    """Evaluation goes round the test positions in order; training draws others."""
    _check_split(split)
    tests = positions.test_positions()
    return {"fen": tests[index % len(tests)] if split == "eval" else positions.draw(rng_for("chess/endgame", "train", index))}


def _check_split(split: str) -> None:
    if split not in ("eval", "train"):
        raise no_such("split", split, ("eval", "train"))


def _build(
    name: str,
    summary: str,
    scenario: Callable[[str, int], Scenario],
    eval_episodes: int,
    players: Mapping[str, Callable[[], Policy]],
    recipe: Recipe,
    paper: PaperScale,
    others: Mapping[str, Callable[[], Policy]],
) -> Task:
    engine = find_engine() is not None
    opposing: dict[str, Callable[[], Policy]] = {"stockfish": opponents.standard, "builtin": opponents.builtin}
    if not engine:
        opposing = dict(reversed(opposing.items()))
    return Task(
        name=name,
        version=VERSION,
        summary=summary,
        skills=("strategy", "credit assignment", "trajectory stitching"),
        turn_limit=TURN_LIMIT,
        reward_range=(-float(TURN_LIMIT), 1.0),
        view=View(1),
        scenario=scenario,
        eval_episodes=eval_episodes,
        start=ChessEnv,
        players=players,
        recipe=recipe,
        opening_help=(
            "You are White. Type your move in algebraic notation, such as `e4`, `Nf3`, `exd5`, `O-O` or `e8=Q`; `N f 3` is read as well. "
            f"Mate pays 1, being mated costs 1, a draw 0; a text that is no legal move costs 1 and moves nothing. {TURN_LIMIT} turns at most."
        ),
        reply_limit=16,
        paper=paper,
        # They were measured against the standard opponent, and hold for no other.
        references=read_references(Path(__file__).parent, name, VERSION) if engine else {},
        partners={**opposing, **others},
        partner_prompt=opponent_prompt,
        picture=picture,
        sketch=terminal,
        illegal=lambda episode: int(episode.metrics.get("illegal", 0)),
    )
