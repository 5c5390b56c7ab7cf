"""How the maze's stored episodes begin and stop.

The whole way from an arm to the goal exists in the data only in pieces that meet at the junction: each episode stays in one submaze, and
only the stem holds the goal. Recording stops after a number of actions drawn beforehand, most often a small one.
"""

from __future__ import annotations

import random

from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.task import PaperData, Recipe
from lmrl_gym.tasks.maze.game import STARTS, SUBMAZES, TURN_LIMIT

SUBMAZE_WEIGHTS = {"left": 2, "right": 2, "stem": 1}
"""One episode in five walks the stem. With the stops below, 11.7 % of all reach the goal (paper: 11 %)."""
STOP_WEIGHTS = {stop: 1.0 / (stop + 1) for stop in range(1, TURN_LIMIT)}
"""Weight of stopping after 1 ... 100 actions. Episodes then last 19.7 ± 24.1 actions (paper: 19.7 ± 24.5), see `solve.stored_figures`."""
EPISODES = 1240


def stored_scenario(rng: random.Random) -> Scenario:
    """A submaze, a start drawn evenly from its cells (the junction is in all three), and when recording stops."""
    submaze = rng.choices(list(SUBMAZE_WEIGHTS), list(SUBMAZE_WEIGHTS.values()))[0]
    row, column = rng.choice([cell for cell in STARTS if cell in SUBMAZES[submaze]])
    stop = rng.choices(list(STOP_WEIGHTS), list(STOP_WEIGHTS.values()))[0]
    return {"start": [row, column], "submaze": submaze, "stop": stop}


RECIPE = Recipe(
    player="behaviour",
    scenario=stored_scenario,
    episodes={"small": EPISODES, "paper": EPISODES},
    about=(
        "Walks of a mostly random player, each inside one of three pieces of the maze (left arm, right arm, stem) and recorded for at most "
        "1 to 100 moves; only walks in the stem reach the goal, so the whole way has to be joined at the junction."
    ),
    paper=PaperData(1240, 19.7, 24.5, 0.11, -19.7, 24.5),
)
