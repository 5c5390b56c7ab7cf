"""Maze: find the goal of a small maze by typing moves. The full view tells the position; the partial view only the walls."""

from __future__ import annotations

import math
from pathlib import Path

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.errors import UsageError, no_such
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import PaperScale, Policy, Task, View
from lmrl_gym.tasks import read_references
from lmrl_gym.tasks.maze.game import STARTS, TURN_LIMIT, MazeEnv, board, full_text, illegal, partial_text
from lmrl_gym.tasks.maze.picture import picture
from lmrl_gym.tasks.maze.players import Behaviour, Ceiling, Floor
from lmrl_gym.tasks.maze.recipe import RECIPE
from lmrl_gym.tasks.maze.solve import best_moves, exact_references

__all__ = ["VARIANTS", "build_full", "build_partial", "exact_references"]

VERSION = "1"


def build_full(garbage_reward: float = -1.0) -> Task:
    """The maze where each text tells the position. `garbage_reward` is what a text that is no move earns (0 or less)."""
    return _build("maze/full", True, garbage_reward)


def build_partial(garbage_reward: float = -1.0) -> Task:
    """The maze where each text tells only the walls nearby. `garbage_reward` is what a text that is no move earns (0 or less)."""
    return _build("maze/partial", False, garbage_reward)


VARIANTS = {"maze/full": build_full, "maze/partial": build_partial}


def _scenario(split: str, index: int) -> Scenario:
    """Evaluation goes round the 25 starts in row-major order; training draws one."""
    if split not in ("eval", "train"):
        raise no_such("split", split, ("eval", "train"))
    row, column = STARTS[index % len(STARTS)] if split == "eval" else rng_for("maze", "train", index).choice(STARTS)
    return {"start": [row, column]}


def _build(name: str, full: bool, garbage_reward: float) -> Task:
    if not (math.isfinite(garbage_reward) and garbage_reward <= 0):
        raise UsageError(f"garbage_reward={garbage_reward} of task {name} is not a charge; choose a finite number that is 0 or less")
    what = "from the position told" if full else "seeing only the walls nearby"
    answers = board(full, garbage_reward)
    sees = full_text if full else partial_text

    def ceiling() -> Policy:
        return Ceiling(sees, best_moves(full))

    def behaviour() -> Policy:
        return Behaviour(sees)

    return Task(
        name=name if garbage_reward == -1.0 else f"{name}[garbage_reward={garbage_reward}]",
        version=VERSION,
        summary=f"Find the goal of a maze {what}; −1 a move, 0 for the last.",
        skills=("credit assignment", "trajectory stitching") + (() if full else ("partial observability",)),
        turn_limit=TURN_LIMIT,
        reward_range=(TURN_LIMIT * min(-1.0, garbage_reward), 0.0),
        view=View(1) if full else View(40),
        scenario=_scenario,
        eval_episodes=32 * len(STARTS),
        start=lambda scenario: MazeEnv(answers, scenario),
        players={"floor": Floor, "ceiling": ceiling, "behaviour": behaviour},
        recipe=RECIPE,
        opening_help=(
            "Type 'move left', 'move right', 'move up' or 'move down', each followed by a line break. Every move but the one that reaches "
            f"the goal costs 1, also into a wall; any other text costs {-garbage_reward:g} and moves nothing. {TURN_LIMIT} actions at most."
        ),
        reply_limit=8,
        paper=PaperScale(-101, -83, -6.84 if full else -25.75),
        # No shipped player ever types anything but moves, so the charge for other texts does not touch the references.
        references=read_references(Path(__file__).parent, name, VERSION),
        picture=picture,
        illegal=illegal,
    )
